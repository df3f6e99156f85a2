//! How the person lies: on the back or not, the trunk flat on the floor or not.

use super::baseline::{Baseline, Reading};
use super::filter::median;
use super::geometry::Point;
use super::joint_angles::JointAngles;
use super::pose::{Landmark, Pose, Side};

/// The trunk's tilt against the flat legs' line: 0…+12° where both are flat on the floor (25 renders, 7 recordings of people; the model's hips
/// sit above the joints), −14…−35° propped on the elbows, half sitting or in a reverse plank, +18…+27° with the pelvis lifted.
const FLAT_TRUNK_DEG: std::ops::RangeInclusive<f64> = -8.0..=15.0;
/// Against the picture's horizontal, where no flat legs tell how the floor lies: −3…+11° flat.
const FLAT_IN_PICTURE_DEG: std::ops::RangeInclusive<f64> = -10.0..=11.5;
/// A trunk that stays flat turns by up to 3° while a leg is raised; who props themselves up turns it further than this …
const TRUNK_MOVES_DEG: f64 = 8.0;
/// … for this part of the time.
const MOVED_SHARE: f64 = 0.25;
/// Nose over ears, and toes over heels, of somebody on the back, in trunk lengths: 0.06–0.19 and 0.26–0.48 (of the leg where it is more, with
/// the knees straight). Both are below these in somebody who lies on the side or on the face.
const LEAST_NOSE: f64 = 0.02;
const LEAST_TOES: f64 = 0.12;
/// Far over near shoulder of somebody who lies on the back before a camera at the side: 0.03–0.38 trunk lengths in 25 renders and 13 recordings of
/// people, with cameras that look down by up to 40°. On the side, or seen from above, one shoulder is over the other by most of their width, 0.8.
const MOST_SHOULDERS: f64 = 0.5;

/// Which way the body faces, in one picture; in trunk lengths, positive over the front of somebody on the back.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facing {
    pub nose_over_ears: f64,
    /// Of the foot where it is more.
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

/// What is wrong with how somebody lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PositionFault {
    /// On the face or on the side, or seen from above.
    NotOnBack,
    /// Shoulders up: propped on the elbows, half sitting, or in a plank.
    TrunkUp,
    /// Hips up: a bridge.
    PelvisUp,
}

/// What was wrong while `before` and the raise of `readings` lasted, if anything was.
pub fn fault(before: &[Reading], readings: &[Reading], baseline: Option<&Baseline>) -> Option<PositionFault> {
    let all = || before.iter().chain(readings);
    let middle = |of: &dyn Fn(&Reading) -> f64| median(all().map(of).collect()).unwrap_or(0.0);
    let (nose, toes) = (middle(&|r| r.facing.nose_over_ears), middle(&|r| r.facing.toes_over_heel));
    let shoulders = middle(&|r| r.facing.shoulders_apart);
    if (nose < LEAST_NOSE && toes < LEAST_TOES) || shoulders > MOST_SHOULDERS {
        return Some(PositionFault::NotOnBack);
    }
    let (tilt_deg, flat) = match baseline.and_then(|rest| Some((rest, rest.floor_rad()?))) {
        Some((rest, floor_rad)) => ((rest.trunk_rad - floor_rad).to_degrees(), FLAT_TRUNK_DEG),
        None => (middle(&|r| r.trunk_rad).to_degrees(), FLAT_IN_PICTURE_DEG),
    };
    if tilt_deg < *flat.start() {
        return Some(PositionFault::TrunkUp);
    }
    if tilt_deg > *flat.end() {
        return Some(PositionFault::PelvisUp);
    }
    let moved = |by: &dyn Fn(f64) -> bool| {
        let moved = readings.iter().filter(|r| baseline.is_some_and(|b| by((r.trunk_rad - b.trunk_rad).to_degrees())));
        moved.count() as f64 > MOVED_SHARE * readings.len() as f64
    };
    if moved(&|deg| deg < -TRUNK_MOVES_DEG) {
        Some(PositionFault::TrunkUp)
    } else if moved(&|deg| deg > TRUNK_MOVES_DEG) {
        Some(PositionFault::PelvisUp)
    } else {
        None
    }
}

/// Whether the trunk lies flat, as far as one picture tells.
pub fn is_flat(angles: &JointAngles) -> bool {
    FLAT_IN_PICTURE_DEG.contains(&angles.trunk_rad.to_degrees())
}
