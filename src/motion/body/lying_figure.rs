//! A lying figure's keypoints: tests measure it, and the window demonstrates movements with it.

use super::geometry::{Caudal, Point};
use super::pair::Which;
use super::pose::{Keypoint, LANDMARK_COUNT, Landmark, Pose, Side};

/// A lying figure with legs of 200 px: each leg's thigh elevation and knee flexion in degrees, feet towards `caudal`.
pub fn lying_figure(caudal: Caudal, legs_deg: [(f64, f64); 2]) -> Pose {
    let mut keypoints = [Keypoint { visibility: 1.0, ..Keypoint::default() }; LANDMARK_COUNT];
    let mut put = |l: Landmark, x: f64, y: f64| {
        let at = &mut keypoints[l.index()];
        (at.x, at.y) = ((320.0 + caudal.sign() * x) as f32, (240.0 - y) as f32);
    };
    // supine with the feet towards the image's right, the right side is near the camera, thus lower in the image
    let near = if caudal == Caudal::Right { Side::Right } else { Side::Left };
    for side in Side::BOTH {
        let depth = if side == near { 0.0 } else { 8.0 };
        put(Landmark::Shoulder(side), -110.0, depth);
        put(Landmark::Hip(side), 0.0, depth);
        let (thigh, knee) = legs_deg[side.place()];
        let (thigh, shank) = (thigh.to_radians(), (thigh - knee).to_radians());
        let knee_at = (100.0 * thigh.cos(), 100.0 * thigh.sin() + depth);
        put(Landmark::Knee(side), knee_at.0, knee_at.1);
        let ankle_at = (knee_at.0 + 100.0 * shank.cos(), knee_at.1 + 100.0 * shank.sin());
        put(Landmark::Ankle(side), ankle_at.0, ankle_at.1);
        put(Landmark::Heel(side), ankle_at.0, ankle_at.1);
        // the foot stands off the shank, to the front of the body
        put(Landmark::Toe(side), ankle_at.0 - 40.0 * shank.sin(), ankle_at.1 + 40.0 * shank.cos());
        put(Landmark::Ear(side), -150.0, depth);
    }
    put(Landmark::Nose, -150.0, 20.0);
    let pose = Pose { presence: 1.0, keypoints };
    Side::BOTH.into_iter().fold(pose, |pose, side| with_arm(pose, side, 0.0))
}

/// The figure with a straight arm of 110 px, the length of its trunk, `elevation_deg` over the direction to the feet.
pub fn with_arm(mut pose: Pose, side: Side, elevation_deg: f64) -> Pose {
    let [shoulder, hip] = [Landmark::Shoulder(side), Landmark::Hip(side)].map(|l| pose.point(l));
    let (sin, cos) = elevation_deg.to_radians().sin_cos();
    for (landmark, reach) in [(Landmark::Elbow(side), 60.0), (Landmark::Wrist(side), 110.0)] {
        let at = shoulder + Point::new((hip.x - shoulder.x).signum() * cos, -sin) * reach;
        let keypoint = &mut pose.keypoints[landmark.index()];
        (keypoint.x, keypoint.y) = (at.x as f32, at.y as f32);
    }
    pose
}
