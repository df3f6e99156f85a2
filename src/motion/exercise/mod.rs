//! An exercise with the camera looking on: how long a position was held, how often it was taken, and what went wrong.
//!
//! - `exercise.rs`: what an exercise is, as data
//! - `figure.rs`: a key pose as a body
//! - `measure.rs`: what can be read of a pose
//! - `condition.rs`: a range with two thresholds, so that nothing flickers
//! - `hold.rs`, `bounce.rs`, `fault.rs`: what is counted, and what stops it
//! - `furthest.rs`: how far it went
//! - `worker.rs`: which leg works, whatever the model calls it
//! - `set.rs`: one set of one leg: its repetitions
//! - `posture.rs`: how somebody is placed; `ready.rs`: for how long before it begins
//! - `coach.rs`: the exercise from the first frame to the last: sets, rests, legs
//! - `report.rs`: what was done; `offer.rs`: whom it is offered to

mod bounce;
mod coach;
#[cfg(test)]
mod coach_tests;
mod condition;
mod exercise;
mod fault;
mod figure;
mod furthest;
mod hold;
#[cfg(test)]
mod lead_tests;
mod measure;
mod offer;
mod posture;
mod ready;
mod report;
mod set;
mod worker;

pub use coach::{Coach, CoachStage, CoachState};
pub use condition::Condition;
pub use exercise::{
    BadExercise, Bounce, Dose, Exercise, FaultKind, FaultRule, KeyPose, Legs, NamedResult, Offer, Posture, Reminder,
    Watch,
};
pub use measure::{Measure, MeasuredLeg};
pub use offer::Offered;
pub use report::{DoneSet, ExerciseReport, Fault, felt_in_exercise};
pub use set::SetState;
