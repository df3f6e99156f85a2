//! What a session asks the estimator to find in a frame, and what was found: all that a session ever learns of frames.

use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::pose::{Pose, Side, Sides};
use crate::motion::body::silhouette::Silhouette;
use crate::motion::camera::room::Room;

/// If a leg or a knee moves by more than this between two estimated frames, those between them are estimated, too,
/// radians: 60°/s at the usual 15 estimated frames a second, twice the speed of a slow raise.
const FINER_RAD: f64 = 4f64.to_radians();

/// What to look for in the next frame besides the pose; each costs time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EstimateRequest {
    /// Vertical and horizontal lines of the room, which tell how the camera is tilted.
    pub room: bool,
    /// The person's outline.
    pub silhouette: bool,
    /// The person sits or stands: do not look for somebody lying down in their place.
    pub upright: bool,
    /// The next moment may decide the raise: estimate the skipped frames since the last estimated one, too.
    pub finely: bool,
}

/// What was found in one frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameEstimate {
    /// The measured person; `None` when nobody is seen, and then the rest is empty, too.
    pub pose: Option<Pose>,
    /// What the room's lines tell of the camera's tilt, if asked for.
    pub room: Room,
    /// The person's outline, if asked for.
    pub silhouette: Option<Silhouette>,
    /// The film was cut before this frame: nothing seen earlier goes on in this scene.
    pub after_cut: bool,
    /// Interpolated between two estimated frames; the model has not read this one.
    pub is_interpolated: bool,
}

impl From<Pose> for FrameEstimate {
    fn from(pose: Pose) -> Self {
        Self { pose: Some(pose), ..Self::default() }
    }
}

impl FrameEstimate {
    /// Interpolates a skipped frame at `share`, 0..1, of the way between two estimated ones. It shows nobody if one of
    /// them does, or if the film was cut between them.
    pub fn interpolated(before: &Self, after: &Self, share: f64) -> Self {
        let poses = before.pose.as_ref().zip(after.pose.as_ref()).filter(|_| !after.after_cut);
        let pose = poses.map(|(before, after)| {
            // if the model swapped the legs, a pose half-way between them would be of no leg
            if !exchanges_legs(before, after) {
                Pose::interpolated(before, after, share as f32)
            } else if share < 0.5 {
                before.clone()
            } else {
                after.clone()
            }
        });
        Self { pose, is_interpolated: true, ..Self::default() }
    }

    /// Whether the legs moved so much between two frames that those between them should be estimated, too.
    pub fn changed(before: &Self, after: &Self) -> bool {
        let (Some(before), Some(after)) = (&before.pose, &after.pose) else { return false };
        let [before, after] = [before, after].map(JointAngles::of);
        before.legs.iter().zip(after.legs.iter()).any(|(before, after)| {
            let (leg, knee) = (after.leg_rad - before.leg_rad, after.knee_flexion_rad - before.knee_flexion_rad);
            leg.abs() > FINER_RAD || knee.abs() > FINER_RAD
        })
    }
}

/// Whether the model swapped left and right from one pose to the next.
fn exchanges_legs(before: &Pose, after: &Pose) -> bool {
    let [before, after]: [Sides<f64>; 2] =
        [before, after].map(|pose| JointAngles::of(pose).legs.map(|leg| leg.leg_rad));
    let moved = |exchanged: bool| -> f64 {
        let to = |side: Side| if exchanged { after[side.opposite()] } else { after[side] };
        Side::BOTH.map(|side| (to(side) - before[side]).abs()).iter().sum()
    };
    moved(true) < moved(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::Caudal;
    use crate::motion::body::lying_figure::lying_figure;

    fn seen(left: (f64, f64), right: (f64, f64)) -> FrameEstimate {
        lying_figure(Caudal::Right, [left, right]).into()
    }

    fn legs_deg(seen: &FrameEstimate) -> [i32; 2] {
        let legs = JointAngles::of(seen.pose.as_ref().unwrap()).legs;
        Side::BOTH.map(|side| legs[side].leg_rad.to_degrees().round() as i32)
    }

    #[test]
    fn between_two_poses_is_a_pose_on_the_way() {
        let (before, after) = (seen((0.0, 0.0), (40.0, 0.0)), seen((0.0, 0.0), (46.0, 0.0)));
        assert_eq!(
            [0.0, 0.5, 1.0].map(|share| legs_deg(&FrameEstimate::interpolated(&before, &after, share))[1]),
            [40, 43, 46]
        );
    }

    #[test]
    fn where_the_model_exchanges_the_legs_no_leg_is_half_way_up() {
        let (before, after) = (seen((0.0, 0.0), (40.0, 0.0)), seen((42.0, 0.0), (0.0, 0.0)));
        assert_eq!(
            [0.4, 0.6].map(|share| legs_deg(&FrameEstimate::interpolated(&before, &after, share))),
            [[0, 40], [42, 0]]
        );
    }

    #[test]
    fn nobody_is_shown_between_somebody_and_nobody_or_two_scenes() {
        let somebody = seen((0.0, 0.0), (40.0, 0.0));
        let in_another_scene = FrameEstimate { after_cut: true, ..somebody.clone() };
        for (before, after) in [
            (&FrameEstimate::default(), &somebody),
            (&somebody, &FrameEstimate::default()),
            (&somebody, &in_another_scene),
        ] {
            assert_eq!(FrameEstimate::interpolated(before, after, 0.5).pose, None);
        }
    }

    #[test]
    fn a_quick_leg_or_a_knee_that_bends_is_a_change() {
        let before = seen((0.0, 0.0), (40.0, 0.0));
        let changes = |left, right| FrameEstimate::changed(&before, &seen(left, right));
        assert!(!changes((1.0, 0.0), (43.0, 2.0)));
        assert!(
            changes((0.0, 0.0), (45.0, 0.0)) && changes((0.0, 0.0), (42.0, 5.0)) && changes((5.0, 0.0), (40.0, 0.0))
        );
        assert!(!FrameEstimate::changed(&before, &FrameEstimate::default()));
    }
}
