//! Views of the record of people.
//!
//! - `history_view.rs`: everybody, and one person with `person_view.rs`, `trend_chart.rs`, `trials_view.rs`
//! - `points_view.rs`: a trial's points with their angle; `points_image.rs`: the image to drag them on, `loupe.rs`
//!   its magnifier
//! - `questions.rs`: what is asked before something is lost

mod history_view;
mod loupe;
mod person_view;
mod points_image;
mod points_view;
mod questions;
mod trend_chart;
mod trials_view;

pub use history_view::history_ui;
pub use points_image::PointsImage;
pub use points_view::points_ui;
pub use questions::questions_ui;

use crate::ui::history::HistoryCommand;
use crate::ui::state::AppCommand;

/// A command of the record among the window's.
fn tell(commands: &mut Vec<AppCommand>, command: HistoryCommand) {
    commands.push(AppCommand::History(command));
}
