//! The record of people in the window.
//!
//! - `state.rs`: what is shown, and what views can ask for; `shown.rs`: a person's record ready to be drawn; `points.rs`: a trial's points
//!   while they are put right
//! - `history_view.rs`: everybody, and one person with `person_view.rs`, `trend_chart.rs`, `trials_view.rs`
//! - `points_view.rs`: a trial's points with their angle; `points_picture.rs`: the picture to drag them on, `loupe.rs` its magnifier
//! - `questions.rs`: what is asked before something is lost

mod history_view;
mod loupe;
mod person_view;
mod points;
mod points_picture;
mod points_view;
mod questions;
mod shown;
mod state;
mod trend_chart;
mod trials_view;

pub use history_view::history_ui;
pub use points::{Joint, PointsCommand};
pub use points_picture::PointsPicture;
pub use points_view::points_ui;
pub use questions::questions_ui;
pub use state::{Question, RecordCommand, RecordState};

use super::state::AppCommand;

/// A command of the record among the window's.
fn tell(commands: &mut Vec<AppCommand>, command: RecordCommand) {
    commands.push(AppCommand::Record(command));
}
