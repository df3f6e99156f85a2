//! Faults: they count once they have lasted long enough.

use super::condition::Condition;
use crate::motion::time::Timestamp;

/// A fault that is watched for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct FaultWatch {
    met: bool,
    since: Option<Timestamp>,
}

/// How a fault stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FaultState {
    Absent,
    /// It may be one, but has not lasted long enough.
    Suspected,
    /// It is one; it began then.
    Present {
        onset: Timestamp,
    },
}

impl FaultWatch {
    /// Follows a measure that is a fault while the condition holds.
    pub fn observe(&mut self, time: Timestamp, value_deg: Option<f64>, when: &Condition, for_s: f64) -> FaultState {
        self.met = when.holds(value_deg, self.met);
        self.observe_met(time, self.met, for_s)
    }

    /// Follows something that is a fault while it is `met`.
    pub fn observe_met(&mut self, time: Timestamp, met: bool, for_s: f64) -> FaultState {
        if !met {
            self.since = None;
            return FaultState::Absent;
        }
        let onset = *self.since.get_or_insert(time);
        if time - onset >= for_s { FaultState::Present { onset } } else { FaultState::Suspected }
    }

    pub fn forget(&mut self) {
        *self = Self::default();
    }
}
