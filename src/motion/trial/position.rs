//! How the person lies: on the back or not, with the trunk flat on the floor or not.

use super::baseline::Baseline;
use crate::motion::body::facing::Facing;
use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::pose::Pose;
use crate::motion::body::reading::Reading;
use crate::motion::filter::median;

/// The trunk's tilt against the flat legs' line: 0…+13° where both are flat on the floor (53 renders, 7 recordings of
/// people; the model's hips sit above the joints), −6…−10° on a wedge of 11–17°, −14…−35° propped on the elbows, half
/// sitting or in a reverse plank, +18…+27° with the pelvis lifted.
const FLAT_TRUNK_DEG: std::ops::RangeInclusive<f64> = -4.0..=15.0;
/// Below this it may be the legs that are up: −5…−7° with both held 13° over the floor.
const LEAST_LEGS_UP_DEG: f64 = -4.0;
/// The trunk's tilt against the image's horizontal, used if no flat legs tell the floor's direction: −3…+11° flat.
const FLAT_IN_IMAGE_DEG: std::ops::RangeInclusive<f64> = -10.0..=11.5;
/// A flat trunk turns by up to 3° during a raise; somebody who props themselves up turns it by more than this.
const TRUNK_MOVES_DEG: f64 = 8.0;
/// A trunk turned further than that for this part of the time is a fault.
const MOVED_SHARE: f64 = 0.25;
/// Nose over ears, and toes over heels, of somebody on the back, in trunk lengths: 0.06–0.19 and 0.26–0.48 (of the leg
/// where it is more, with the knees straight). Both are below these in somebody who lies on the side or on the face.
const LEAST_NOSE: f64 = 0.02;
const LEAST_TOES: f64 = 0.12;
/// On the back, the toes are never below this for long, wherever the nose points (somebody prone may turn the head).
const LEAST_TOES_ALONE: f64 = 0.05;
/// Nose over ears is 0.09…0.22 in 77 images of people on the back, and −0.09…−0.21 in the same images upside down.
const NOSE_APART: f64 = 0.05;
/// A leg this far off the image's horizontal is in the air.
const OFF_HORIZONTAL_RAD: f64 = 20f64.to_radians();
/// A leg whose knee is bent by more than this does not tell which way up the image is: the shank of a bent leg may
/// point anywhere.
const STRAIGHT_RAD: f64 = 60f64.to_radians();
/// At least this many frames must say that the images are upside down, and [`DOWN_OVER_UP`] times as many as say that
/// they are not.
const LEAST_DOWN: u64 = 5;
const DOWN_OVER_UP: u64 = 3;
/// How far the far shoulder is above the near one, on the back and side-on: 0.01–0.38 trunk lengths in 53 renders and
/// 13 recordings of people, with cameras that look down by up to 40°. On the side, or seen from above, one shoulder is
/// above the other by most of their width, 0.8; on the side before a high camera it is the near one, by 0.10–0.17.
const MOST_SHOULDERS: f64 = 0.5;
const LEAST_SHOULDERS: f64 = -0.05;

/// What is wrong with how somebody lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PositionFault {
    /// On the face or on the side, or seen from above.
    NotOnBack,
    /// Shoulders up: propped on the elbows, half sitting, or in a plank.
    TrunkUp,
    /// Hips up: a bridge.
    PelvisUp,
    /// Both legs were held above the floor and seemed to rest.
    LegsUp,
}

/// What was wrong with the position during `before` and the raise of `readings`, if anything.
pub fn fault(before: &[Reading], readings: &[Reading], baseline: Option<&Baseline>) -> Option<PositionFault> {
    let all = || before.iter().chain(readings);
    let middle = |of: &dyn Fn(&Reading) -> f64| median(all().map(of).collect()).unwrap_or(0.0);
    let (nose, toes) = (middle(&|r| r.facing.nose_over_ears), middle(&|r| r.facing.toes_over_heel));
    let is_on_face = nose < LEAST_NOSE && toes < LEAST_TOES || toes < LEAST_TOES_ALONE;
    let shoulders = middle(&|r| r.facing.far_shoulder_over_near);
    if is_on_face || shoulders > MOST_SHOULDERS {
        return Some(PositionFault::NotOnBack);
    }
    let (tilt_deg, flat) = match baseline.and_then(|rest| Some((rest, rest.floor_rad()?))) {
        Some((rest, floor_rad)) => {
            let tilt_deg = (rest.trunk_rad - floor_rad).to_degrees();
            // the legs are further off the horizontal than the shoulders
            let both_up = tilt_deg < LEAST_LEGS_UP_DEG && floor_rad > -rest.trunk_rad;
            if both_up {
                return Some(PositionFault::LegsUp);
            }
            (tilt_deg, FLAT_TRUNK_DEG)
        }
        None => (middle(&|r| r.trunk_rad).to_degrees(), FLAT_IN_IMAGE_DEG),
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

/// Whether the near shoulder is above the far one, as on the side. Before a camera that looks up it is so on the back,
/// too.
pub fn near_shoulder_is_up(before: &[Reading], readings: &[Reading]) -> bool {
    let over = before.iter().chain(readings).map(|r| r.facing.far_shoulder_over_near);
    median(over.collect()).is_some_and(|over| over < LEAST_SHOULDERS)
}

/// Tells from raised legs whether the images are the right way up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Upright {
    /// Frames in which a leg points down and the front of the body is below: impossible on a floor, for somebody supine
    /// or prone.
    down: u64,
    /// Frames in which a leg points up and the front of the body is above.
    up: u64,
}

impl Upright {
    pub fn look(&mut self, pose: &Pose, angles: &JointAngles) {
        let facing = Facing::of(pose, angles);
        let straight = || angles.legs.iter().filter(|leg| leg.knee_flexion_rad.abs() < STRAIGHT_RAD);
        let any_leg = |is_there: fn(f64) -> bool| straight().any(|leg| is_there(leg.leg_rad));
        let front_is_below = facing.nose_over_ears < -NOSE_APART && facing.toes_over_heel < LEAST_TOES;
        self.down += u64::from(front_is_below && any_leg(|rad| rad < -OFF_HORIZONTAL_RAD));
        self.up += u64::from(facing.nose_over_ears > NOSE_APART && any_leg(|rad| rad > OFF_HORIZONTAL_RAD));
    }

    /// Whether the images are upside down, of all `frames` with somebody. It takes several frames, or all there are,
    /// since single ones may be misread.
    pub fn is_upside_down(&self, frames: u64) -> bool {
        self.down >= LEAST_DOWN.min(frames.max(1)) && self.down > DOWN_OVER_UP * self.up
    }
}

/// Whether the trunk lies flat in this frame.
pub fn is_flat(angles: &JointAngles) -> bool {
    FLAT_IN_IMAGE_DEG.contains(&angles.trunk_rad.to_degrees())
}

#[cfg(test)]
mod tests {
    use crate::motion::Side;
    use crate::motion::session::script::play;

    const RAISE: &str = "0 rest | 2 rest | 4 hip 70° | 6 hip 70° | 8 rest | 10 rest";

    #[test]
    fn an_image_on_its_head_is_told_by_a_leg_that_points_down() {
        for side in Side::BOTH {
            let (report, _) = play(side, &RAISE.replacen("rest", "inverted", 1));
            assert!(report.upside_down && report.trials.is_empty(), "{side:?}: {report:?}");
            assert!(!play(side, RAISE).0.upside_down, "{side:?}");
        }
    }

    #[test]
    fn who_lies_on_the_face_or_lets_a_leg_hang_is_no_image_on_its_head() {
        for script in [RAISE.replacen("rest", "prone", 1), RAISE.replace("hip 70°", "hip -40°")] {
            assert!(!play(Side::Left, &script).0.upside_down, "{script}");
        }
    }
}
