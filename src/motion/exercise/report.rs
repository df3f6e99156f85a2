//! What was done of an exercise.

use super::exercise::FaultKind;
use crate::motion::body::pose::Side;
use crate::motion::time::Timestamp;
use crate::motion::trial::felt::SensationReport;
use crate::motion::trial::sensation::Sensation;
use serde::{Deserialize, Serialize};

/// What went wrong, and when it began.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    pub kind: FaultKind,
    pub onset: Timestamp,
}

/// One set, as far as it got.
#[derive(Clone, Debug, PartialEq)]
pub struct DoneSet {
    /// The leg that worked; `None` where both do.
    pub side: Option<Side>,
    pub reps: u32,
    /// How long the leg was in position, all repetitions together, seconds.
    pub held_s: f64,
    /// The dose was reached.
    pub complete: bool,
    /// The furthest value of the position's first measure that was kept for a second, degrees: the largest of one that
    /// goes up, the smallest of one that goes down. `None` if none was kept.
    pub furthest_deg: Option<f64>,
    pub faults: Vec<Fault>,
}

/// An exercise from the first frame to the last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExerciseReport {
    /// The sets in which anything was done.
    pub sets: Vec<DoneSet>,
    /// All sets reached their dose.
    pub complete: bool,
    /// The person, or the operator, ended it because it hurts.
    pub stopped: bool,
    /// What the person said they felt, if they did.
    pub sensation: Option<Sensation>,
    pub anybody_seen: bool,
    /// Somebody was in the posture that the exercise asks for.
    pub in_posture: bool,
}

/// What was felt in an exercise. Pain is not its normal end, so pain without an explanation is not taken for a pull.
pub fn felt_in_exercise(stopped: bool, sensation: Option<Sensation>) -> Option<SensationReport> {
    sensation.map(SensationReport::from).or(stopped.then_some(SensationReport::NotTold))
}
