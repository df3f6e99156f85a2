//! The record of people as the window holds it.
//!
//! - `state.rs`: what is shown, and what views can ask for
//! - `person_page.rs`: a person's record ready to be drawn; `points.rs`: a trial's points while they are put right

mod person_page;
mod points;
mod state;

pub use person_page::{DayPoint, PersonPage, TrialLine};
pub use points::{LegJoint, Points, PointsCommand};
pub use state::{HistoryCommand, HistoryState, Question};
