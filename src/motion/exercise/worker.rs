//! Which leg works, whatever the model calls it.

use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::leg_tracker::{LegTracker, TrackedLegs};
use crate::motion::body::pair::{Track, Tracks, Which};
use crate::motion::body::pose::Side;
use crate::motion::time::Timestamp;

/// A leg in one pose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// What the model calls it in this pose.
    pub label: Side,
    pub seen: bool,
}

/// Follows both legs through swapped labels, and knows which side each is.
#[derive(Clone, Debug, Default)]
pub(super) struct SideTracker {
    tracker: LegTracker,
    /// For each leg, how often the model lately called it right, less how often left, from −1 to 1.
    called_right: Tracks<f64>,
}

/// Weight of a label after a second.
const REMEMBERED: f64 = 0.6;

impl SideTracker {
    /// The legs of the next pose.
    pub fn observe(&mut self, time: Timestamp, step_s: f64, angles: &JointAngles) -> TrackedLegs {
        let legs = self.tracker.observe(time, angles);
        for (track, leg) in legs.named() {
            let called = if leg.label == Side::Right { 1.0 } else { -1.0 };
            let kept = REMEMBERED.powf(step_s.clamp(0.0, 1.0));
            self.called_right[track] = kept * self.called_right[track] + (1.0 - kept) * called;
        }
        legs
    }

    /// The side that the leg was called most often lately.
    pub fn side(&self, track: Track) -> Side {
        // if both were called the same, the surer one keeps that side
        let [a, b] = Track::BOTH.map(|of| self.called_right[of]);
        let right = if a >= b { Track::A } else { Track::B };
        if track == right { Side::Right } else { Side::Left }
    }

    pub fn track(&self, side: Side) -> Track {
        if self.side(Track::A) == side { Track::A } else { Track::B }
    }
}

/// How the model labels a tracked leg in this pose.
pub(super) fn leg(legs: &TrackedLegs, track: Track) -> Leg {
    Leg { label: legs[track].label, seen: legs[track].seen }
}
