//! What the person is asked to do.
//!
//! - `answers.rs`: what is asked before a test; `decision.rs`: what follows from its results
//! - `question.rs`: what is asked after a raise
//! - `guide.rs`: stage by stage; `guidance.rs`: what it is told, and what it says; `round.rs`: which leg is next
//! - `set_up.rs`, `problem.rs`: what is wrong before it begins

pub mod answers;
pub mod decision;
pub mod guidance;
pub mod guide;
pub mod problem;
pub mod question;
pub mod round;
pub mod set_up;
