//! One raise of a leg, and its judgement.
//!
//! - `baseline.rs`, `lead_up.rs`: the rest before it, and what led up to it
//! - `judge.rs`: the judgement in three steps: `seen_raise.rs`, what was seen, `finding.rs`, what was found, and
//!   `trust.rs`, how far it can be trusted; `uncertainty.rs`: its ±
//! - `curves.rs`, `peak.rs`, `compensation.rs`: its angles over time, the highest point, and what was done to get
//!   higher
//! - `position.rs`, `legs_at_rest.rs`, `other_leg.rs`: whether somebody lies flat on the back, with both legs flat
//!   before the raise, and the other leg on the floor; `look_alike.rs`: motions that read like a raise, and are none
//! - `trial.rs`, `verdict.rs`: what comes of it; `leg_result.rs`: what the raises of one leg come to together
//! - `phase.rs`, `stopped.rs`: where in it the leg is, and what stopped it; `sensation.rs`, `felt.rs`: what was felt

pub mod baseline;
pub mod compensation;
pub mod curves;
pub mod felt;
pub mod finding;
pub mod judge;
pub mod lead_up;
pub mod leg_result;
pub mod legs_at_rest;
pub mod look_alike;
pub mod other_leg;
pub mod peak;
pub mod phase;
pub mod position;
pub mod seen_raise;
pub mod sensation;
pub mod stopped;
pub mod trial;
pub mod trust;
pub mod uncertainty;
pub mod verdict;
