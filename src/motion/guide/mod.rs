//! What the person is asked to do.
//!
//! - `guide.rs`: stage by stage; `set_up.rs`, `problem.rs`: what is wrong before it begins; `round.rs`: which leg is
//!   next

pub mod guide;
pub mod problem;
pub mod round;
pub mod set_up;
