//! The test as a state machine: one person from the first frame to the last.
//!
//! - `config.rs`, `seen.rs`, `event.rs`: what goes in, what comes out
//! - `activity.rs`: the test, or an exercise in its place
//! - `session.rs`: rest, raise, hold, lower, again; `raises.rs`: its raises one after the other; `raise.rs`: a leg in
//!   the air; `said.rs`: what is said to it; `session_report.rs`: what was found in the end
//! - `script.rs`: the language in which tests describe what a person does

pub mod activity;
#[cfg(test)]
pub mod coached_tests;
pub mod config;
pub mod event;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
#[cfg(test)]
pub mod guide_tests;
#[cfg(test)]
pub mod live_tests;
#[cfg(test)]
pub mod misread_tests;
#[cfg(test)]
pub mod property_tests;
pub mod raise;
pub mod raises;
#[cfg(test)]
pub mod rest_tests;
pub mod said;
#[cfg(any(test, feature = "fuzzing"))]
pub mod script;
pub mod seen;
pub mod session;
pub mod session_report;
#[cfg(test)]
pub mod session_tests;
#[cfg(test)]
pub mod side_tests;
#[cfg(test)]
pub mod truth_tests;
#[cfg(test)]
pub mod unearned_tests;
