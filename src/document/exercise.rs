//! What was done of an exercise, as a part of the document.

use super::rounded;
use crate::motion::{Exercise, Fault, FaultKind, Sensation, Side};
use crate::pipeline::Outcome;
use serde::Serialize;

/// An exercise, in place of trials.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExerciseDocument {
    pub exercise: Exercise,
    /// Every set reached its dose.
    pub complete: bool,
    /// It was ended because it hurt.
    pub stopped: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sensation: Option<Sensation>,
    pub sets: Vec<SetDocument>,
}

/// A set, as far as it came.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SetDocument {
    /// The leg that worked; `None` where both do.
    pub side: Option<Side>,
    pub reps: u32,
    /// How long the leg was in position, all repetitions together.
    pub held_s: f64,
    pub complete: bool,
    /// The most that the position's first measure came to.
    pub furthest_deg: Option<f64>,
    pub faults: Vec<FaultDocument>,
}

/// What spoiled it, and when that began.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FaultDocument {
    pub kind: FaultKind,
    pub onset_s: f64,
}

impl ExerciseDocument {
    /// `None` where the test was done.
    pub(super) fn of(outcome: &Outcome) -> Option<Self> {
        let (exercise, report) = outcome.start.exercise.clone().zip(outcome.exercise.as_ref())?;
        let fault = |fault: &Fault| FaultDocument { kind: fault.kind, onset_s: rounded(fault.onset.secs(), 3) };
        let sets = report.sets.iter().map(|set| SetDocument {
            side: set.side,
            reps: set.reps,
            held_s: rounded(set.held_s, 2),
            complete: set.complete,
            furthest_deg: set.furthest_deg.map(|deg| rounded(deg, 2)),
            faults: set.faults.iter().map(fault).collect(),
        });
        Some(Self {
            exercise,
            complete: report.complete,
            stopped: report.stopped,
            sensation: report.sensation,
            sets: sets.collect(),
        })
    }

    /// Whether any of it was done.
    pub fn is_anything(&self) -> bool {
        self.sets.iter().any(|set| set.reps > 0 || set.held_s > 0.0)
    }
}
