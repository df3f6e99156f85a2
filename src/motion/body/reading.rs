//! One moment of the recording as a session keeps it.

use super::facing::Facing;
use super::geometry::{Caudal, Point};
use super::joint_angles::JointAngles;
use super::leg_tracker::TrackedLegs;
use super::pair::Track;
use super::pose::{Pose, Sides};
use super::quality::is_badly_seen;
use super::strap::is_strap_held;
use crate::motion::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One moment of the recording as the session keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    pub time: Timestamp,
    /// Interpolated between two estimated frames.
    pub is_interpolated: bool,
    pub legs: TrackedLegs,
    pub trunk_rad: f64,
    pub caudal: Caudal,
    /// Image pixels.
    pub shoulders: Sides<Point>,
    pub facing: Facing,
    /// The model was unsure of the person, or of both legs.
    pub badly_seen: bool,
    /// A strap is held along the raised leg: the model then under-reads its knee flexion.
    pub beside_strap: bool,
    /// How much of a leg was seen on the floor, 0..1, where it was looked for: see [`crate::motion::trial::other_leg`].
    pub on_floor: Option<f64>,
}

impl Reading {
    /// Elevation of a leg's line over `flat_rad`, that at rest.
    pub fn lift_rad(&self, leg: Track, flat_rad: f64) -> f64 {
        self.legs[leg].angles.leg_rad - flat_rad
    }

    /// The reading of `pose`, whose angles and legs are these.
    pub fn new(time: Timestamp, pose: &Pose, legs: TrackedLegs, angles: &JointAngles, on_floor: Option<f64>) -> Self {
        let (trunk_rad, caudal, shoulders) = (angles.trunk_rad, angles.caudal, angles.shoulders);
        Self {
            time,
            is_interpolated: false,
            legs,
            trunk_rad,
            caudal,
            shoulders,
            facing: Facing::of(pose, angles),
            badly_seen: is_badly_seen(pose, angles),
            beside_strap: is_strap_held(pose, angles),
            on_floor,
        }
    }
}

/// One leg at rest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RestingLeg {
    pub leg_rad: f64,
    pub knee_flexion_rad: f64,
}
