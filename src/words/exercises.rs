//! Exercises in words.

use super::bundle::{Tenths, Whole, find};
use crate::motion::{Exercise, FaultKind, NamedResult, Side, Watch};
use std::borrow::Cow;

messages! {
    exercise_fault[FaultKind: "exercise_fault_"]();
    exercise_held(held: Whole, wanted: Whole);
    exercise_repeated(count: u32, wanted: u32);
    /// Repetitions that are held.
    exercise_repeated_held = "exercise_repeated.held"(count: u32, wanted: u32, secs: Whole);
    exercise_set(number: usize, done: &str);
    /// A set of one leg.
    exercise_set_leg = "exercise_set.leg"(number: usize, side: Side, done: &str);
    exercise_fault_at(fault: &str, time: Tenths);
    exercise_complete();
    exercise_incomplete();
    exercise_stopped();
    exercise_partly_watched();
    exercise_unwatched();
    /// A number that an exercise gives, and that has a name.
    exercise_result[NamedResult: "exercise_result_"](angle: Whole);
    problem_not_in_posture();
    problem_nothing_counted();
}

/// What an exercise is called: its own title, or the words of those that come with the program.
pub fn exercise(exercise: &Exercise) -> Cow<'static, str> {
    let title = || exercise.title.clone().unwrap_or_else(|| exercise.name.replace('_', " "));
    find(&format!("exercise_{}", exercise.name), []).unwrap_or_else(|| title().into())
}

/// What the camera can't vouch for; `None` where it can for all that matters.
pub fn watched(watch: Watch) -> Option<Cow<'static, str>> {
    match watch {
        Watch::Full => None,
        Watch::Partial => Some(exercise_partly_watched()),
        Watch::None => Some(exercise_unwatched()),
    }
}
