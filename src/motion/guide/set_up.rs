//! Whether the person lies where and how the camera can measure them: what is checked before a test begins.

use super::problem::SetUpProblem;
use crate::motion::body::joint_angles::{JointAngles, LegAngles};
use crate::motion::body::leg_tracker::have_proportions;
use crate::motion::body::pose::{Landmark, Pose, Side};
use crate::motion::body::quality::{GOOD_YAW_DEG, ImageSize, body_is_inside, is_badly_seen, is_lying, yaw_rad};
use crate::motion::filter::median;
use crate::motion::time::Timestamp;
use crate::motion::trial::baseline::REST_MAX_KNEE_RAD;
use std::collections::VecDeque;

/// A problem is announced after it has lasted this long, and withdrawn after it has been gone this long, seconds (ours:
/// so that a misread frame does not count, and sentences do not come and go).
const STEADY_S: f64 = 0.5;
/// The view's yaw is the median over this time, seconds: single frames err by 6° (RMS).
const YAW_WINDOW_S: f64 = 1.0;
/// The warning "off side-on" begins above this yaw: the limit of a good view plus the error of the estimate.
const TOLD_YAW_RAD: f64 = (GOOD_YAW_DEG + 5.0).to_radians();
/// Hysteresis: the warning is withdrawn below this yaw.
const GOOD_YAW_RAD: f64 = GOOD_YAW_DEG.to_radians();
/// A body, head to ankle, shorter than this part of the image's width is too far away: in 640 pixels its leg has 100,
/// and a keypoint is off by 1–2 pixels, so that the angle errs by √2 · 1.5 / 100 = 1.2°, as much as all else together.
/// Someone 1.7 m tall 2 m from a webcam (65° wide) fills 60 %, at 3.5 m 35 %.
const MIN_EXTENT: f64 = 0.35;
/// An ankle nearer to the image's edge than this part of its longer side is about to leave the image.
const EDGE: f64 = 0.015;
/// Legs higher than this do not lie flat; a flat one seen from off side-on reads up to 10°.
const FLAT_RAD: f64 = 15f64.to_radians();

/// A yes or no that changes only after [`STEADY_S`]. The first answer is taken at once.
#[derive(Clone, Copy, Debug, Default)]
struct Steady {
    is: Option<bool>,
    other_since: Option<Timestamp>,
}

impl Steady {
    /// `now` is `None` if this frame does not tell.
    fn update(&mut self, time: Timestamp, now: Option<bool>) -> bool {
        let is = *self.is.get_or_insert(now.unwrap_or(false));
        if now.is_none_or(|now| now == is) {
            self.other_since = None;
            return is;
        }
        if time - *self.other_since.get_or_insert(time) >= STEADY_S {
            *self = Self { is: now, other_since: None };
        }
        self.is == Some(true)
    }
}

/// Watches the set-up frame by frame.
#[derive(Clone, Debug)]
pub struct SetUpChecks {
    size: ImageSize,
    steady: [Steady; SetUpProblem::ALL.len()],
    yaws: VecDeque<(Timestamp, f64)>,
}

impl SetUpChecks {
    pub fn new(size: ImageSize) -> Self {
        Self { size, steady: [Steady::default(); SetUpProblem::ALL.len()], yaws: VecDeque::new() }
    }

    /// The problems that have lasted, most important first, none that contradicts another.
    pub fn observe(&mut self, time: Timestamp, pose: Option<&Pose>, angles: Option<&JointAngles>) -> Vec<SetUpProblem> {
        use SetUpProblem::*;
        let lying = pose.zip(angles).filter(|(_, angles)| is_lying(angles));
        if let Some((pose, angles)) = lying {
            self.yaws.push_back((time, yaw_rad(pose, angles.caudal, self.size)));
        }
        while self.yaws.front().is_some_and(|(t, _)| time - *t > YAW_WINDOW_S) {
            self.yaws.pop_front();
        }
        let told = SetUpProblem::ALL.map(|problem| {
            let now = match problem {
                NobodySeen => Some(pose.is_none()),
                NotLying => pose.map(|_| lying.is_none()),
                _ => lying.map(|(pose, angles)| self.applies(problem, pose, angles)),
            };
            self.steady[problem as usize].update(time, now)
        });
        let told = |problem: SetUpProblem| told[problem as usize];
        // if nobody is there, or nobody lies, the other problems are not known; somebody who fills the image is not far
        // away
        let alone = [NobodySeen, NotLying].into_iter().find(|problem| told(*problem));
        let rest = |p: &SetUpProblem| told(*p) && !(*p == TooFarAway && told(OutOfPicture));
        alone.map_or_else(|| SetUpProblem::ALL.into_iter().filter(rest).collect(), |problem| vec![problem])
    }

    /// Whether a frame of somebody lying shows `problem`.
    fn applies(&self, problem: SetUpProblem, pose: &Pose, angles: &JointAngles) -> bool {
        match problem {
            SetUpProblem::NobodySeen | SetUpProblem::NotLying => false,
            SetUpProblem::OutOfPicture => !body_is_inside(pose, self.size) || !self.ankles_are_inside(pose),
            SetUpProblem::TooFarAway => extent_px(pose, angles) < MIN_EXTENT * f64::from(self.size.width),
            SetUpProblem::NotSideOn => {
                let told = self.steady[problem as usize].is == Some(true);
                let limit = if told { GOOD_YAW_RAD } else { TOLD_YAW_RAD };
                median(self.yaws.iter().map(|(_, yaw)| *yaw).collect()).is_some_and(|yaw| yaw.abs() > limit)
            }
            SetUpProblem::BadlySeen => {
                is_badly_seen(pose, angles) || flat_legs(angles) < 2 && !have_proportions(angles)
            }
            SetUpProblem::KneeDrawnUp => is_a_knee_drawn_up(angles) && have_proportions(angles),
            SetUpProblem::LegsNotFlat => {
                flat_legs(angles) < 2 && have_proportions(angles) && !is_a_knee_drawn_up(angles)
            }
        }
    }

    fn ankles_are_inside(&self, pose: &Pose) -> bool {
        let margin = EDGE * f64::from(self.size.width.max(self.size.height));
        let (right, bottom) = (f64::from(self.size.width) - margin, f64::from(self.size.height) - margin);
        Side::BOTH.into_iter().all(|side| {
            let at = pose.point(Landmark::Ankle(side));
            (margin..=right).contains(&at.x) && (margin..=bottom).contains(&at.y)
        })
    }
}

/// How many legs lie flat and straight.
fn flat_legs(angles: &JointAngles) -> usize {
    let flat = |leg: &&LegAngles| leg.leg_rad.abs() <= FLAT_RAD && leg.knee_flexion_rad <= REST_MAX_KNEE_RAD;
    angles.legs.iter().filter(flat).count()
}

/// Whether one leg lies flat beside a drawn-up knee.
fn is_a_knee_drawn_up(angles: &JointAngles) -> bool {
    flat_legs(angles) == 1 && angles.legs.iter().any(|leg| leg.knee_flexion_rad > REST_MAX_KNEE_RAD)
}

/// Length of the body in the image from head over hips to ankle, the same in any position of the legs.
fn extent_px(pose: &Pose, angles: &JointAngles) -> f64 {
    let head_to_hips = pose.point(Landmark::Nose).distance(pose.midpoint(Landmark::Hip));
    head_to_hips + angles.legs.iter().map(|leg| leg.length).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::Caudal;
    use crate::motion::body::lying_figure::lying_figure;

    const SIZE: ImageSize = ImageSize { width: 640, height: 480 };
    const FLAT: [(f64, f64); 2] = [(0.0, 0.0); 2];

    /// What is told after `secs` of each pose in turn.
    fn told(scenes: &[(f64, Option<Pose>)]) -> Vec<SetUpProblem> {
        let mut checks = SetUpChecks::new(SIZE);
        let (mut frame, mut told) = (0, Vec::new());
        for (secs, pose) in scenes {
            for _ in 0..(secs * 20.0) as u32 {
                let angles = pose.as_ref().map(JointAngles::of);
                told = checks.observe(Timestamp::from_secs(f64::from(frame) / 20.0), pose.as_ref(), angles.as_ref());
                frame += 1;
            }
        }
        told
    }

    fn lying() -> Pose {
        lying_figure(Caudal::Right, FLAT)
    }

    /// The figure with every landmark moved.
    fn moved(by: impl Fn(f32, f32) -> (f32, f32)) -> Pose {
        let mut pose = lying();
        for k in &mut pose.keypoints {
            (k.x, k.y) = by(k.x, k.y);
        }
        pose
    }

    #[test]
    fn someone_lying_flat_in_the_middle_has_no_problem() {
        assert_eq!(told(&[(2.0, Some(lying()))]), []);
    }

    #[test]
    fn nobody_there_and_somebody_standing_are_told_alone() {
        assert_eq!(told(&[(2.0, None)]), [SetUpProblem::NobodySeen]);
        let standing = moved(|x, y| (320.0 + (y - 240.0), 240.0 + (x - 320.0)));
        assert_eq!(told(&[(2.0, Some(standing))]), [SetUpProblem::NotLying]);
    }

    #[test]
    fn feet_at_the_edge_are_out_of_the_image() {
        let mut pose = lying();
        pose.keypoints[Landmark::Ankle(Side::Left).index()].x = 633.0;
        assert_eq!(told(&[(2.0, Some(pose))]), [SetUpProblem::OutOfPicture]);
    }

    #[test]
    fn a_small_figure_is_too_far_away() {
        let small = |scale: f32| moved(move |x, y| (320.0 + scale * (x - 320.0), 240.0 + scale * (y - 240.0)));
        assert_eq!(told(&[(2.0, Some(small(0.6)))]), [SetUpProblem::TooFarAway]);
        assert_eq!(told(&[(2.0, Some(small(0.75)))]), []);
    }

    #[test]
    fn a_camera_at_the_feet_is_not_side_on() {
        let mut turned = lying();
        // the far shoulder and hip appear nearer to the feet
        for landmark in [Landmark::Shoulder(Side::Left), Landmark::Hip(Side::Left)] {
            turned.keypoints[landmark.index()].x += 50.0;
        }
        assert_eq!(told(&[(2.0, Some(turned))]), [SetUpProblem::NotSideOn]);
    }

    #[test]
    fn hidden_legs_are_badly_seen() {
        let mut dark = lying();
        for k in &mut dark.keypoints {
            k.visibility = 0.3;
        }
        assert_eq!(told(&[(2.0, Some(dark))]), [SetUpProblem::BadlySeen]);
    }

    #[test]
    fn who_lies_flat_with_a_leg_seen_in_a_plant_is_not_told_to_stretch_it_out() {
        let mut pose = lying();
        let hip = pose.point(Landmark::Hip(Side::Left));
        for (landmark, y) in [(Landmark::Knee(Side::Left), 50.0), (Landmark::Ankle(Side::Left), 90.0)] {
            let keypoint = &mut pose.keypoints[landmark.index()];
            (keypoint.x, keypoint.y) = (hip.x as f32 - 30.0, hip.y as f32 - y);
        }
        assert_eq!(told(&[(2.0, Some(pose))]), [SetUpProblem::BadlySeen]);
    }

    #[test]
    fn raised_and_drawn_up_legs_are_not_flat() {
        for legs in [[(0.0, 0.0), (30.0, 0.0)], [(50.0, 100.0), (50.0, 100.0)]] {
            assert_eq!(told(&[(2.0, Some(lying_figure(Caudal::Right, legs)))]), [SetUpProblem::LegsNotFlat]);
        }
        let other_knee_bent = lying_figure(Caudal::Right, [(0.0, 0.0), (50.0, 100.0)]);
        assert_eq!(told(&[(2.0, Some(other_knee_bent))]), [SetUpProblem::KneeDrawnUp]);
    }

    #[test]
    fn a_moment_of_trouble_is_not_told_and_a_moment_without_takes_nothing_back() {
        assert_eq!(told(&[(2.0, Some(lying())), (0.3, None)]), []);
        assert_eq!(told(&[(2.0, Some(lying())), (0.7, None)]), [SetUpProblem::NobodySeen]);
        assert_eq!(told(&[(2.0, None), (0.3, Some(lying()))]), [SetUpProblem::NobodySeen]);
        assert_eq!(told(&[(2.0, None), (0.7, Some(lying()))]), []);
    }
}
