//! Which way a body faces: supine, prone, or on the side.

use super::geometry::Point;
use super::joint_angles::JointAngles;
use super::pose::{Landmark, Pose, Side};
use super::quality::near_side;

/// Which way the body faces in one frame: distances at right angles to the trunk, in trunk lengths; positive for
/// somebody supine.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facing {
    pub nose_over_ears: f64,
    /// Toes over heel, of the foot with the larger value.
    pub toes_over_heel: f64,
    /// The far shoulder over the near one.
    pub far_shoulder_over_near: f64,
}

impl Facing {
    pub fn of(pose: &Pose, angles: &JointAngles) -> Self {
        let (shoulders, hips) = (pose.midpoint(Landmark::Shoulder), pose.midpoint(Landmark::Hip));
        let trunk = hips - shoulders;
        let length = trunk.norm().max(1.0);
        // at right angles to the trunk, upwards for somebody lying
        let up = Point::new(trunk.y, -trunk.x) * (angles.caudal.sign() / (length * length));
        let over = |from: Point, to: Point| (to.x - from.x) * up.x + (to.y - from.y) * up.y;
        let near = near_side(angles.caudal);
        let toes = |side| over(pose.point(Landmark::Heel(side)), pose.point(Landmark::Toe(side)));
        Self {
            nose_over_ears: over(pose.midpoint(Landmark::Ear), pose.point(Landmark::Nose)),
            far_shoulder_over_near: over(
                pose.point(Landmark::Shoulder(near)),
                pose.point(Landmark::Shoulder(near.opposite())),
            ),
            toes_over_heel: Side::BOTH.map(toes).into_iter().fold(f64::NEG_INFINITY, f64::max),
        }
    }
}
