//! One raise of a leg, and its judgement.
//!
//! - `baseline.rs`, `lead_up.rs`: the rest before it, and what led up to it
//! - `seen_raise.rs`, `judge.rs`, `uncertainty.rs`: the three steps of the judgement: what was seen, what was found,
//!   how far it can be trusted
//! - `curves.rs`, `peak.rs`, `compensation.rs`: its angles over time, the highest point, and what was done to get
//!   higher
//! - `position.rs`, `other_leg.rs`: whether somebody lies flat on the back, and whether the other leg lies on the floor
//! - `trial.rs`, `verdict.rs`: what comes of it; `leg_result.rs`: what the raises of one leg come to together
//! - `phase.rs`, `stopped.rs`: where in it the leg is, and what stopped it; `sensation.rs`, `felt.rs`: what was felt

pub mod baseline;
pub mod compensation;
pub mod curves;
pub mod felt;
pub mod judge;
pub mod lead_up;
pub mod leg_result;
pub mod other_leg;
pub mod peak;
pub mod phase;
pub mod position;
pub mod seen_raise;
pub mod sensation;
pub mod stopped;
pub mod trial;
pub mod uncertainty;
pub mod verdict;
