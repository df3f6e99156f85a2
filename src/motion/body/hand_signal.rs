//! A raised hand: how somebody on the floor, out of reach of any key, says "go on" or "stop".

use super::geometry::Point;
use super::joint_angles::JointAngles;
use super::pose::{Landmark, Pose, Side};
use crate::motion::time::Timestamp;

// The limits lie between 94 frames with one arm raised (renders: near and far arm at 70–100°, yaw up to 15°, legs
// flat or raised) and 4,800 without: photographs, stills and clips with arms at the sides, on the belly, behind the
// thigh, at the face, overhead, and pulling a strap round the raised foot. Of those without, one frame passed, and
// none for a whole second.

/// The wrist is this far above its shoulder in the image, in trunk lengths (shoulders to hips). Raised: 0.82 or more;
/// on the belly, behind the thigh or at the face: 0.64 or less. A strap reaches 0.96: the next limits tell it apart.
const WRIST_ABOVE: f64 = 0.65;
/// The elbow is this far above its shoulder. Raised: 0.31 or more; a forearm alone: −0.06.
const ELBOW_ABOVE: f64 = 0.2;
/// The line from shoulder to wrist is this near to the vertical. Raised: up to 22.5°; pulling a strap: from 41.8° on.
const ARM_UPRIGHT_RAD: f64 = 32f64.to_radians();
/// The forearm is this near to the vertical. Raised: up to 18°; a hand at the face: from 57° on.
const FOREARM_UPRIGHT_RAD: f64 = 38f64.to_radians();
/// A less visible wrist is hidden, and the model copies its place from the other arm. Raised: 0.91 or more; hidden:
/// 0.20 or less. An elbow's visibility does not tell: a far arm's is 0.27.
const MIN_VISIBILITY: f64 = 0.5;
/// With both thighs this high the person does an exercise, and the hidden second arm is up as well. Raised: the lower
/// thigh up to 6°, and up to 55° with both knees drawn up; exercise: 89°. Between 45° and 70° one arm alone was up in
/// 18 frames of one of 42 recordings, a dead bug.
const MAX_LOWER_THIGH_RAD: f64 = 62f64.to_radians();
/// A trunk more upright than this is not lying (ours: half-way).
const UPRIGHT_RAD: f64 = 45f64.to_radians();
/// A hand held up for this long is a signal, seconds (ours: longer than a stretch or a scratch, short enough for "it
/// hurts").
const SIGNAL_HOLD_S: f64 = 1.0;
/// A raised hand that is not seen for this long is still up, seconds: a frame may be misread (none was in two clips
/// with a raised hand).
const LONGEST_UNSEEN_S: f64 = 0.3;
/// What is seen in two frames in a row was so in between, if they are no further apart than this, seconds: slow
/// machines see three frames a second.
pub const LONGEST_STEP_S: f64 = 0.6;

/// The state of a hand signal in a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hand {
    /// How far it has been held up, 0..1.
    pub progress: f64,
    /// True in the frame in which it has been up long enough; once for each time it is raised.
    pub signalled: bool,
    /// A hand is visible, up or not. If none is, lying still is no answer.
    pub seen: bool,
}

/// Watches for a raised hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct HandSignal {
    /// When the hand went up, and when it was last seen up.
    up: Option<(Timestamp, Timestamp)>,
    was_up: bool,
    signalled: bool,
}

impl HandSignal {
    /// The next frame; `person`, with the angles, if somebody is there who may signal.
    pub fn observe(&mut self, time: Timestamp, person: Option<(&Pose, &JointAngles)>) -> Hand {
        let is_up = person.is_some_and(|(pose, angles)| one_hand_is_up(pose, angles));
        let reach = if is_up && self.was_up { LONGEST_STEP_S } else { LONGEST_UNSEEN_S };
        self.was_up = is_up;
        self.up = self.up.filter(|(_, last)| time - *last <= reach);
        if is_up {
            self.up = Some((self.up.map_or(time, |(since, _)| since), time));
        }
        let progress = self.up.map_or(0.0, |(since, last)| ((last - since) / SIGNAL_HOLD_S).min(1.0));
        let enough = progress >= 1.0;
        let signalled = enough && !self.signalled;
        // the hand must be lowered, not just unseen for a frame, before it can signal again
        self.signalled = enough || self.signalled && (is_up || self.up.is_some());
        let seen = person.is_some_and(|(pose, _)| Side::BOTH.into_iter().any(|side| is_hand_seen(pose, side)));
        Hand { progress, signalled, seen }
    }
}

/// Whether exactly one arm is stretched up; both are in an exercise, or when somebody holds something. Which arm it is
/// cannot be told, since the model copies a hidden arm from the other.
fn one_hand_is_up(pose: &Pose, angles: &JointAngles) -> bool {
    let lower_thigh_rad = angles.legs.iter().map(|leg| leg.thigh_rad).fold(f64::INFINITY, f64::min);
    let up = Side::BOTH.into_iter().filter(|side| is_up(pose, *side)).count();
    // in somebody upright, the legs do not show whether both arms are up
    let is_upright = angles.trunk_rad.abs() > UPRIGHT_RAD;
    up == 1 && (is_upright || lower_thigh_rad <= MAX_LOWER_THIGH_RAD)
}

/// Whether a wrist's keypoint can be believed.
pub(super) fn is_hand_seen(pose: &Pose, side: Side) -> bool {
    pose.visibility(Landmark::Wrist(side)) >= MIN_VISIBILITY
}

fn is_up(pose: &Pose, side: Side) -> bool {
    let trunk = pose.midpoint(Landmark::Shoulder).distance(pose.midpoint(Landmark::Hip)).max(1.0);
    let [shoulder, elbow, wrist] =
        [Landmark::Shoulder(side), Landmark::Elbow(side), Landmark::Wrist(side)].map(|landmark| pose.point(landmark));
    let off_vertical = |line: Point| line.x.abs().atan2(-line.y);
    is_hand_seen(pose, side)
        && shoulder.y - wrist.y >= WRIST_ABOVE * trunk
        && shoulder.y - elbow.y >= ELBOW_ABOVE * trunk
        && off_vertical(wrist - shoulder) <= ARM_UPRIGHT_RAD
        && off_vertical(wrist - elbow) <= FOREARM_UPRIGHT_RAD
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::Caudal;
    use crate::motion::body::lying_figure::{lying_figure, with_arm};

    /// A figure whose arm points `elevation` degrees up from the feet.
    fn arm(elevation: f64) -> Pose {
        with_arm(lying_figure(Caudal::Right, [(0.0, 0.0); 2]), Side::Right, elevation)
    }

    /// How often a hand signals in scenes of so many seconds with the arm up, down or nobody seen, and the progress at
    /// the end.
    fn signals(fps: f64, scenes: &[(f64, &str)]) -> (usize, f64) {
        let mut hand = HandSignal::default();
        let (mut frame, mut count, mut progress) = (0.0, 0, 0.0);
        for (secs, what) in scenes {
            let pose = match *what {
                "up" => Some(arm(90.0)),
                "down" => Some(arm(0.0)),
                _ => None,
            };
            for _ in 0..(secs * fps).round() as u32 {
                let angles = pose.as_ref().map(JointAngles::of);
                let seen = hand.observe(Timestamp::from_secs(frame / fps), pose.as_ref().zip(angles.as_ref()));
                count += usize::from(seen.signalled);
                progress = seen.progress;
                frame += 1.0;
            }
        }
        (count, progress)
    }

    fn is_a_signal(pose: &Pose) -> bool {
        one_hand_is_up(pose, &JointAngles::of(pose))
    }

    #[test]
    fn an_upright_arm_is_a_raised_hand_and_other_arms_are_not() {
        for (elevation, up) in [(0.0, false), (45.0, false), (65.0, true), (90.0, true), (115.0, true), (180.0, false)]
        {
            assert_eq!(is_a_signal(&arm(elevation)), up, "{elevation}°");
        }
    }

    #[test]
    fn a_forearm_alone_is_not_a_raised_hand() {
        let mut pose = arm(90.0);
        let shoulder = pose.keypoints[Landmark::Shoulder(Side::Right).index()];
        pose.keypoints[Landmark::Elbow(Side::Right).index()].y = shoulder.y;
        assert!(!is_a_signal(&pose));
    }

    #[test]
    fn two_raised_arms_are_no_signal_but_a_hidden_copy_is_none() {
        let mut pose = with_arm(arm(90.0), Side::Left, 90.0);
        assert!(!is_a_signal(&pose));
        pose.keypoints[Landmark::Wrist(Side::Left).index()].visibility = 0.13;
        assert!(is_a_signal(&pose));
    }

    #[test]
    fn both_legs_up_are_an_exercise() {
        let exercise = |left: f64| lying_figure(Caudal::Right, [(left, 0.0), (80.0, 0.0)]);
        assert!(is_a_signal(&with_arm(exercise(0.0), Side::Right, 90.0)), "a leg raise");
        assert!(!is_a_signal(&with_arm(exercise(85.0), Side::Right, 90.0)));
    }

    #[test]
    fn who_lies_with_both_knees_drawn_up_can_raise_a_hand() {
        let hook = |thigh| with_arm(lying_figure(Caudal::Right, [(thigh, 110.0); 2]), Side::Right, 90.0);
        assert!([41.0, 50.0, 55.0].map(hook).iter().all(is_a_signal));
    }

    #[test]
    fn a_hand_signals_once_for_each_raising() {
        assert_eq!(signals(20.0, &[(0.5, "down"), (4.0, "up")]), (1, 1.0));
        assert_eq!(signals(20.0, &[(2.0, "up"), (0.5, "down"), (2.0, "up"), (0.5, "down")]), (2, 0.0));
    }

    #[test]
    fn a_short_raising_says_nothing() {
        let (count, progress) = signals(20.0, &[(0.55, "up")]);
        assert_eq!(count, 0);
        assert!((progress - 0.5).abs() < 0.01, "half of it is shown");
        assert_eq!(signals(20.0, &[(0.8, "up"), (0.5, "down"), (0.8, "up")]).0, 0, "two halves are no whole");
    }

    #[test]
    fn a_hand_lost_for_a_moment_is_still_up() {
        for unseen in ["down", "gone"] {
            assert_eq!(signals(20.0, &[(0.6, "up"), (0.15, unseen), (0.5, "up")]).0, 1, "{unseen}");
            assert_eq!(signals(20.0, &[(1.5, "up"), (0.15, unseen), (1.5, "up")]).0, 1, "not lowered: {unseen}");
        }
    }

    #[test]
    fn three_frames_a_second_are_enough() {
        assert_eq!(signals(3.0, &[(1.0, "down"), (2.0, "up"), (1.0, "down")]), (1, 0.0));
    }
}
