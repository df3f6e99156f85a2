//! A key pose as a body: what shows how an exercise goes, and what tests let exercise.

use super::exercise::{Exercise, KeyPose, Posture};
use crate::motion::body::geometry::{Caudal, Point};
use crate::motion::body::lying_figure::lying_figure;
use crate::motion::body::pose::{Landmark, Pose, Side};

/// What does not move: shoulders on the floor, a seat under the hips, or a foot, pixels.
const ANCHOR: Point = Point { x: 320.0, y: 240.0 };

impl Exercise {
    /// A figure of [`lying_figure`]'s size in a key pose, head to the left: shoulders and feet of somebody lying stay
    /// on the floor where the hips are lifted; who sits stays on the seat, who stands on the foot that does not work.
    pub fn figure(&self, key: &KeyPose, working: Side) -> Pose {
        let leg = |[thigh, knee]: [f64; 2]| (thigh, knee);
        let legs = Side::BOTH.map(|side| leg(if side == working { key.working } else { key.other }));
        let mut pose = lying_figure(Caudal::Right, legs);
        let (sin, cos) = key.trunk.to_radians().sin_cos();
        let hip = pose.midpoint(Landmark::Hip);
        // the trunk turns about the hips: up from lying, or its shoulders down where the hips are lifted
        let turn = if self.posture.is_lying() { -1.0 } else { 1.0 };
        for landmark in upper_body() {
            let keypoint = &mut pose.keypoints[landmark.index()];
            let (x, y) = (f64::from(keypoint.x) - hip.x, f64::from(keypoint.y) - hip.y);
            keypoint.x = (hip.x + x * cos - turn * y * sin) as f32;
            keypoint.y = (hip.y + turn * x * sin + y * cos) as f32;
        }
        let stays = match self.posture {
            Posture::Supine | Posture::HookLying => pose.midpoint(Landmark::Shoulder),
            Posture::Sitting => hip,
            Posture::Standing => pose.point(Landmark::Ankle(working.opposite())),
        };
        pose.mapped(|at| at + (ANCHOR - stays))
    }
}

fn upper_body() -> impl Iterator<Item = Landmark> {
    let paired = Side::BOTH
        .into_iter()
        .flat_map(|side| [Landmark::Shoulder(side), Landmark::Ear(side), Landmark::Elbow(side), Landmark::Wrist(side)]);
    paired.chain([Landmark::Nose])
}
