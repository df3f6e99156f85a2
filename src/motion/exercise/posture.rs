//! How somebody is placed, as their joints tell.

use super::exercise::Posture;
use super::measure::better_seen;
use crate::motion::body::geometry::{elevation_rad, wrap_rad};
use crate::motion::body::joint_angles::JointAngles;

/// Knees at least this bent are drawn up (ours: half of what the feet on the floor ask for).
const DRAWN_UP_RAD: f64 = 35f64.to_radians();
/// A trunk no more upright than this lies (ours: with [`UPRIGHT_RAD`] it leaves room for who leans).
const LYING_RAD: f64 = 40f64.to_radians();
/// A trunk at least this upright sits or stands (ours: with [`LYING_RAD`] it leaves room for who leans).
const UPRIGHT_RAD: f64 = 50f64.to_radians();
/// A hip that is bent more than this sits, with an upright trunk (ours: 90° and 0° are what is told apart).
const SITTING_RAD: f64 = 50f64.to_radians();

/// A hip that is bent less than this does not sit, whatever the trunk does (ours: of knees that are drawn up it is bent
/// by 60°, of a seat and a trunk that leans over it by 110° and more).
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

/// Whether somebody lies, who may have sat or stood before: a trunk alone is low, too, of who leans forward on a seat.
pub(super) fn lies(angles: &JointAngles) -> bool {
    angles.trunk_rad.abs() <= LYING_RAD && hip_rad(angles) <= UNFOLDED_RAD
}

/// How far the hip of the leg that is seen better is bent, against its own side of the trunk.
fn hip_rad(angles: &JointAngles) -> f64 {
    let side = better_seen(angles);
    let leg = &angles.legs[side];
    wrap_rad(leg.thigh_rad - elevation_rad(angles.shoulders[side], leg.hip, angles.caudal)).abs()
}
