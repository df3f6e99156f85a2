//! The pages of exercises.
//!
//! - `choice_view.rs`: which are offered, and how the chosen one goes
//! - `exercise_view.rs`: while somebody exercises: the image, what to do now, and the time or the count, huge
//! - `ring.rs`: a ring that fills
//! - `done_view.rs`: what was done, and how hard it was

mod choice_view;
mod done_view;
mod exercise_view;
mod ring;

pub use choice_view::choice_ui;
pub use done_view::done_ui;
pub use exercise_view::exercise_ui;
