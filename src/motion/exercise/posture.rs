//! The posture of somebody, from their joints.

use super::exercise::Posture;
use super::measure::better_seen;
use crate::motion::body::geometry::{elevation_rad, wrap_rad};
use crate::motion::body::joint_angles::JointAngles;

/// Knees at least this bent are drawn up (ours: half of what the feet on the floor ask for).
const DRAWN_UP_RAD: f64 = 35f64.to_radians();
/// A trunk no more upright than this lies (ours: between this and [`UPRIGHT_RAD`] somebody leans).
const LYING_RAD: f64 = 40f64.to_radians();
/// A trunk at least this upright sits or stands (ours: between [`LYING_RAD`] and this somebody leans).
const UPRIGHT_RAD: f64 = 50f64.to_radians();
/// With an upright trunk, a hip bent by more than this sits (ours: it separates 90°, sitting, from 0°, standing).
const SITTING_RAD: f64 = 50f64.to_radians();

/// A hip bent by less than this does not sit, whatever the trunk does (ours: lying with drawn-up knees it is bent by
/// 60°, sitting and leaning forward by 110° and more).
const UNFOLDED_RAD: f64 = 85f64.to_radians();

pub(super) fn is_in(posture: Posture, angles: &JointAngles) -> bool {
    let trunk_rad = angles.trunk_rad.abs();
    match posture {
        Posture::Supine => trunk_rad <= LYING_RAD,
        Posture::HookLying => {
            trunk_rad <= LYING_RAD && angles.legs[better_seen(angles)].knee_flexion_rad.abs() >= DRAWN_UP_RAD
        }
        Posture::Sitting => trunk_rad >= UPRIGHT_RAD && hip_rad(angles) >= SITTING_RAD,
        Posture::Standing => trunk_rad >= UPRIGHT_RAD && angles.trunk_rad < 0.0,
    }
}

/// Whether somebody lies, who may have sat or stood before. The trunk alone does not tell: it is low, too, in somebody
/// who leans forward on a seat.
pub(super) fn lies(angles: &JointAngles) -> bool {
    angles.trunk_rad.abs() <= LYING_RAD && hip_rad(angles) <= UNFOLDED_RAD
}

/// Flexion of the hip of the leg that is seen better, against the trunk's line on that side.
fn hip_rad(angles: &JointAngles) -> f64 {
    let side = better_seen(angles);
    let leg = &angles.legs[side];
    wrap_rad(leg.thigh_rad - elevation_rad(angles.shoulders[side], leg.hip, angles.caudal)).abs()
}
