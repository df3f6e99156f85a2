//! An exercise with the camera looking on: how long a position was held, how often it was taken, and what went wrong.
//!
//! - `exercise.rs`: what an exercise is, as data
//! - `measure.rs`: what can be read of a pose
//! - `condition.rs`: a range with two thresholds, so that nothing flickers
//! - `hold.rs`, `bounce.rs`, `fault.rs`: what is counted, and what stops it
//! - `worker.rs`: which leg works, whatever the model calls it
//! - `set.rs`: one set of one leg: its repetitions
//! - `coach.rs`: the exercise from the first frame to the last: sets, rests, legs
//! - `report.rs`: what was done

mod bounce;
mod coach;
#[cfg(test)]
mod coach_tests;
mod condition;
mod exercise;
mod fault;
mod hold;
mod measure;
mod report;
mod set;
mod worker;

pub use coach::{Coach, CoachStage, CoachState};
pub use condition::Condition;
pub use exercise::{BadExercise, Bounce, Dose, Exercise, FaultKind, FaultRule, KeyPose, Legs, Posture, Watch};
pub use measure::{Measure, Of};
pub use report::{DoneSet, ExerciseReport, Fault};
