//! Which way somebody's body faces.

use super::geometry::Point;
use super::joint_angles::JointAngles;
use super::pose::{Landmark, Pose, Side};

/// Which way the body faces, in one frame; in trunk lengths, positive over the front of somebody on the back.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facing {
    pub nose_over_ears: f64,
    /// Toes over heel, of the foot where it is more.
    pub toes_over_heel: f64,
    /// One shoulder over the other, whichever it is.
    pub shoulders_apart: f64,
}

impl Facing {
    pub fn of(pose: &Pose, angles: &JointAngles) -> Self {
        let (shoulders, hips) = (pose.midpoint(Landmark::Shoulder), pose.midpoint(Landmark::Hip));
        let trunk = hips - shoulders;
        let length = trunk.norm().max(1.0);
        // square to the trunk, upwards for somebody who lies
        let up = Point::new(trunk.y, -trunk.x) * (angles.caudal.sign() / (length * length));
        let over = |from: Point, to: Point| (to.x - from.x) * up.x + (to.y - from.y) * up.y;
        let toes = |side| over(pose.point(Landmark::Heel(side)), pose.point(Landmark::Toe(side)));
        Self {
            nose_over_ears: over(pose.midpoint(Landmark::Ear), pose.point(Landmark::Nose)),
            shoulders_apart: over(
                pose.point(Landmark::Shoulder(Side::Left)),
                pose.point(Landmark::Shoulder(Side::Right)),
            )
            .abs(),
            toes_over_heel: Side::BOTH.map(toes).into_iter().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}
