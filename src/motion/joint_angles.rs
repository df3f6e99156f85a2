//! Angles of one pose, each against a named reference line.
//!
//! The *floor* is the picture's horizontal. The *trunk* is the line from the middle of the shoulders to the middle of the hips.
//! All elevations are 0 when the segment points flat to the feet and π/2 when it points up.

use super::geometry::{Caudal, Point, elevation_rad, wrap_rad};
use super::pose::{Landmark, Pose, Side};

/// One leg, as the labels of the pose say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LegAngles {
    /// Elevation of hip → knee over the floor.
    pub thigh_rad: f64,
    /// Elevation of hip → ankle over the floor: steadier than the thigh, because its ends are further apart and do not hide under clothes.
    pub leg_rad: f64,
    /// Knee flexion, 0 straight, positive bent: thigh's elevation minus shank's.
    pub knee_flexion_rad: f64,
    /// Mean of the model's visibilities of hip, knee and ankle, 0..1.
    pub visibility: f64,
    pub hip: Point,
    pub knee: Point,
    pub ankle: Point,
    /// Apparent length hip → ankle, pixels.
    pub length: f64,
}

/// Both legs and the trunk of one pose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JointAngles {
    /// Where the feet are.
    pub caudal: Caudal,
    /// Tilt of the trunk line over the floor, 0 flat, positive with the hips higher than the shoulders.
    pub trunk_rad: f64,
    /// Image pixels, by [`Side::index`].
    pub shoulders: [Point; 2],
    /// By [`Side::index`], as labelled by the model, which now and then swaps them.
    pub legs: [LegAngles; 2],
}

impl JointAngles {
    /// Measures a pose. A person whose trunk is vertical gets a direction of the feet too, but a meaningless one; see [`super::quality`].
    pub fn of(pose: &Pose) -> Self {
        let shoulders = pose.midpoint(Landmark::Shoulder);
        let hips = pose.midpoint(Landmark::Hip);
        let caudal = if hips.x >= shoulders.x { Caudal::Right } else { Caudal::Left };
        Self {
            caudal,
            trunk_rad: elevation_rad(shoulders, hips, caudal),
            shoulders: Side::BOTH.map(|side| pose.point(Landmark::Shoulder(side))),
            legs: Side::BOTH.map(|side| leg_angles(pose, side, caudal)),
        }
    }

    pub fn leg(&self, side: Side) -> &LegAngles {
        &self.legs[side.index()]
    }
}

fn leg_angles(pose: &Pose, side: Side, caudal: Caudal) -> LegAngles {
    let parts = [Landmark::Hip(side), Landmark::Knee(side), Landmark::Ankle(side)];
    let [hip, knee, ankle] = parts.map(|l| pose.point(l));
    let thigh_rad = elevation_rad(hip, knee, caudal);
    LegAngles {
        thigh_rad,
        leg_rad: elevation_rad(hip, ankle, caudal),
        knee_flexion_rad: wrap_rad(thigh_rad - elevation_rad(knee, ankle, caudal)),
        visibility: parts.iter().map(|l| pose.visibility(*l)).sum::<f64>() / 3.0,
        hip,
        knee,
        ankle,
        length: hip.distance(ankle),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::motion::pose::{Keypoint, LANDMARK_COUNT};

    /// A lying figure with legs of 200 px: each leg's thigh elevation and knee flexion in degrees, feet towards `caudal`.
    pub fn lying_figure(caudal: Caudal, legs_deg: [(f64, f64); 2]) -> Pose {
        let mut keypoints = [Keypoint { visibility: 1.0, ..Keypoint::default() }; LANDMARK_COUNT];
        let mut put = |l: Landmark, x: f64, y: f64| {
            let at = &mut keypoints[l.index()];
            (at.x, at.y) = ((320.0 + caudal.sign() * x) as f32, (240.0 - y) as f32);
        };
        // supine with the feet towards the picture's right, the right side is near the camera, thus lower in the picture
        let near = if caudal == Caudal::Right { Side::Right } else { Side::Left };
        for side in Side::BOTH {
            let depth = if side == near { 0.0 } else { 8.0 };
            put(Landmark::Shoulder(side), -110.0, depth);
            put(Landmark::Hip(side), 0.0, depth);
            let (thigh, knee) = legs_deg[side.index()];
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

    #[test]
    fn a_straight_raised_leg_reads_the_same_by_thigh_and_ankle() {
        for caudal in [Caudal::Left, Caudal::Right] {
            let angles = JointAngles::of(&lying_figure(caudal, [(70.0, 0.0), (0.0, 0.0)]));
            let leg = angles.leg(Side::Left);
            assert!((leg.leg_rad.to_degrees() - 70.0).abs() < 0.01);
            assert!((leg.thigh_rad.to_degrees() - 70.0).abs() < 0.01);
            assert!(leg.knee_flexion_rad.to_degrees().abs() < 0.01);
            assert!(angles.leg(Side::Right).leg_rad.abs() < 0.01);
            assert_eq!(angles.caudal, caudal);
            assert!(angles.trunk_rad.abs() < 0.01);
        }
    }

    #[test]
    fn a_bent_knee_lowers_the_ankle_line_by_half_the_bend() {
        let angles = JointAngles::of(&lying_figure(Caudal::Right, [(0.0, 0.0), (60.0, 20.0)]));
        let leg = angles.leg(Side::Right);
        assert!((leg.knee_flexion_rad.to_degrees() - 20.0).abs() < 0.01);
        assert!((leg.leg_rad.to_degrees() - 50.0).abs() < 0.01);
    }
}
