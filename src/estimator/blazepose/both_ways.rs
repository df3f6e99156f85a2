//! A single image is read twice, as it is and mirrored: the model errs differently on the two.

use crate::motion::{JointAngles, LANDMARK_COUNT, Landmark, Pose, Side, wrap_rad};

/// Legs that the two readings see this far apart are different legs, or one of them is misread: no mean is taken of
/// these. The two readings of 124 images with the camera up to 25° off side-on were within 7° of each other, but for
/// one that was misread by 15°.
const SAME_LEG_RAD: f64 = 10f64.to_radians();

/// One pose from two readings of the same image: their mean where both legs agree, else the one that the model is
/// surer of, with half its presence: it is no reading to rely on. Where they agree but for which leg is the left one,
/// it is as `a` says.
pub fn merge(a: Pose, b: Pose) -> Pose {
    let b = if agree(&a, &b) { b } else { with_legs_exchanged(b) };
    if !agree(&a, &b) {
        let surer = if b.presence > a.presence { with_legs_exchanged(b) } else { a };
        return Pose { presence: surer.presence / 2.0, ..surer };
    }
    let mut mean = a;
    mean.presence = (mean.presence + b.presence) / 2.0;
    for (at, other) in mean.keypoints.iter_mut().zip(&b.keypoints) {
        at.x = (at.x + other.x) / 2.0;
        at.y = (at.y + other.y) / 2.0;
        at.visibility = (at.visibility + other.visibility) / 2.0;
    }
    mean
}

fn agree(a: &Pose, b: &Pose) -> bool {
    let [a, b] = [a, b].map(JointAngles::of);
    Side::BOTH.into_iter().all(|side| wrap_rad(a.legs[side].leg_rad - b.legs[side].leg_rad).abs() <= SAME_LEG_RAD)
}

/// From the hips down, what was left is right.
fn with_legs_exchanged(mut pose: Pose) -> Pose {
    pose.keypoints[Landmark::Hip(Side::Left).index()..LANDMARK_COUNT].chunks_exact_mut(2).for_each(<[_]>::reverse);
    pose
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::Keypoint;

    fn raised(elevation_deg: f32, presence: f32) -> Pose {
        let mut pose = Pose { presence, keypoints: [Keypoint::default(); LANDMARK_COUNT] };
        for side in Side::BOTH {
            let angle = if side == Side::Left { elevation_deg.to_radians() } else { 0.0 };
            pose.keypoints[Landmark::Shoulder(side).index()].x = -100.0;
            let ankle = &mut pose.keypoints[Landmark::Ankle(side).index()];
            (ankle.x, ankle.y) = (200.0 * angle.cos(), -200.0 * angle.sin());
        }
        pose
    }

    fn elevation_deg(pose: &Pose) -> f64 {
        JointAngles::of(pose).legs[Side::Left].leg_rad.to_degrees()
    }

    #[test]
    fn readings_that_agree_are_averaged() {
        for (a, b) in [(60.0, 64.0), (64.0, 60.0)] {
            assert!((elevation_deg(&merge(raised(a, 1.0), raised(b, 0.9))) - 62.0).abs() < 0.1);
        }
    }

    #[test]
    fn where_only_the_sides_differ_the_first_reading_names_them() {
        let merged = merge(raised(60.0, 0.9), with_legs_exchanged(raised(64.0, 1.0)));
        assert!((elevation_deg(&merged) - 62.0).abs() < 0.1, "{}", elevation_deg(&merged));
        assert!(merged.presence > 0.9);
    }

    #[test]
    fn of_readings_that_disagree_the_surer_one_is_taken() {
        assert!((elevation_deg(&merge(raised(60.0, 0.98), raised(0.0, 0.99))) - 0.0).abs() < 0.1);
        let doubtful = merge(raised(0.0, 0.99), raised(60.0, 0.98));
        assert!((elevation_deg(&doubtful) - 0.0).abs() < 0.1);
        assert!(doubtful.presence < 0.5, "{}", doubtful.presence);
    }
}
