//! Exercises in words.

use super::bundle::{Tenths, Whole, find};
use super::things::Stretched;
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
    /// How an exercise was for the person, each of ten.
    exercise_effort(effort: u32);
    exercise_pain(pain: u32);
    /// An exercise of a day.
    exercise_of_day(day: &str, exercise: &str);
    exercise_rated(name: &str, exercise: &str, day: &str, rating: &str);
    plan_made(name: &str, plan: &str);
    plan_ended(name: &str);
    /// What is done until the next test, each exercise `times` a day.
    plan(day: &str, legs: &str, exercises: &str, times: u32, secs: Whole);
    /// The legs of a plan.
    plan_legs[Stretched: "plan_legs_"]();
    /// What was done with a leg in the week up to a day.
    plan_practised(side: Side, day: &str, minutes: Tenths, enough: Whole, exercises: &str);
    plan_exercise(exercise: &str, minutes: Tenths);
    plan_retest(day: &str, limit: Whole);
    plan_retest_due = "plan_retest.due"(day: &str, limit: Whole);
    problem_not_in_posture();
    problem_nothing_counted();
}

/// What an exercise is called: its own title, or the words of those that come with the program.
pub fn exercise(exercise: &Exercise) -> Cow<'static, str> {
    let title = || exercise.title.clone().map(Cow::Owned);
    find(&key(&exercise.name), []).or_else(title).unwrap_or_else(|| spaced(&exercise.name))
}

/// The same of an exercise that is known by its name alone.
pub fn exercise_named(name: &str) -> Cow<'static, str> {
    find(&key(name), []).unwrap_or_else(|| spaced(name))
}

fn key(name: &str) -> String {
    format!("exercise_{name}")
}

fn spaced(name: &str) -> Cow<'static, str> {
    name.replace('_', " ").into()
}

/// How an exercise was for the person; nothing where they said nothing.
pub fn exercise_rating(effort: Option<u8>, pain: Option<u8>) -> String {
    let effort = effort.map(|effort| exercise_effort(effort.into()));
    let said = effort.into_iter().chain(pain.map(|pain| exercise_pain(pain.into())));
    said.collect::<Vec<_>>().join(", ")
}

/// What the camera can't vouch for; `None` where it can for all that matters.
pub fn watched(watch: Watch) -> Option<Cow<'static, str>> {
    match watch {
        Watch::Full => None,
        Watch::Partial => Some(exercise_partly_watched()),
        Watch::None => Some(exercise_unwatched()),
    }
}
