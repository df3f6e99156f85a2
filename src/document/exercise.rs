//! An exercise's result, as a part of the document.

use crate::motion::{
    Exercise, ExerciseReport, Fault, FaultKind, Sensation, SensationReport, Side, felt_in_exercise, rounded,
};
use crate::pipeline::Outcome;
use crate::words::{self, Tenths, Whole};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// An exercise, in place of trials.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExerciseDocument {
    pub exercise: Exercise,
    /// Every set reached its dose.
    pub complete: bool,
    /// It was ended because it hurt.
    pub stopped: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensation: Option<Sensation>,
    pub sets: Vec<SetDocument>,
}

/// A set, as far as it got.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetDocument {
    /// The leg that worked; `None` where both do.
    pub side: Option<Side>,
    pub reps: u32,
    /// How long the leg was in position, all repetitions together.
    pub held_s: f64,
    pub complete: bool,
    /// The furthest value of the position's first measure that was kept for a second.
    pub furthest_deg: Option<f64>,
    pub faults: Vec<FaultDocument>,
}

/// A fault, and when it began.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FaultDocument {
    pub kind: FaultKind,
    pub onset_s: f64,
}

impl ExerciseDocument {
    /// The exercise's result so far.
    pub fn new(exercise: Exercise, report: &ExerciseReport) -> Self {
        let fault = |fault: &Fault| FaultDocument { kind: fault.kind, onset_s: rounded(fault.onset.secs(), 3) };
        let sets = report.sets.iter().map(|set| SetDocument {
            side: set.side,
            reps: set.reps,
            held_s: rounded(set.held_s, 2),
            complete: set.complete,
            furthest_deg: set.furthest_deg.map(|deg| rounded(deg, 2)),
            faults: set.faults.iter().map(fault).collect(),
        });
        Self {
            exercise,
            complete: report.complete,
            stopped: report.stopped,
            sensation: report.sensation,
            sets: sets.collect(),
        }
    }

    /// `None` if the test was done.
    pub fn of(outcome: &Outcome) -> Option<Self> {
        let (exercise, report) = outcome.start.exercise.clone().zip(outcome.exercise.as_ref())?;
        Some(Self::new(exercise, report))
    }

    /// Each set and its faults, in words.
    pub fn sets_in_words(&self) -> impl Iterator<Item = (String, Vec<String>)> + '_ {
        (1..).zip(&self.sets).map(|(number, set)| (self.set_in_words(number, set), faults_in_words(set)))
    }

    fn set_in_words(&self, number: usize, set: &SetDocument) -> String {
        let dose = &self.exercise.dose;
        let done = match dose.reps {
            1 => words::exercise_held(Whole(set.held_s), Whole(dose.hold_s)),
            reps if dose.hold_s > 0.0 => words::exercise_repeated_held(set.reps, reps, Whole(dose.hold_s)),
            reps => words::exercise_repeated(set.reps, reps),
        };
        let line = match set.side {
            Some(side) => words::exercise_set_leg(number, side, &done),
            None => words::exercise_set(number, &done),
        };
        match self.exercise.result.zip(set.furthest_deg) {
            Some((result, deg)) => format!("{line}; {}", words::exercise_result(result, Whole(deg))),
            None => line.into_owned(),
        }
    }

    /// How it ended.
    pub fn ending_in_words(&self) -> Cow<'static, str> {
        match self {
            Self { stopped: true, .. } => words::exercise_stopped(),
            Self { complete: true, .. } => words::exercise_complete(),
            _ => words::exercise_incomplete(),
        }
    }

    /// What was felt, as far as it is known.
    pub fn felt(&self) -> Option<SensationReport> {
        felt_in_exercise(self.stopped, self.sensation)
    }

    /// Whether any of it was done.
    pub fn is_anything(&self) -> bool {
        self.sets.iter().any(|set| set.reps > 0 || set.held_s > 0.0)
    }
}

fn faults_in_words(set: &SetDocument) -> Vec<String> {
    let line = |fault: &FaultDocument| {
        words::exercise_fault_at(&words::exercise_fault(fault.kind), Tenths(fault.onset_s)).into_owned()
    };
    set.faults.iter().map(line).collect()
}
