//! The window: the only room that knows egui.
//!
//! - `app.rs`: the window's frame by frame life; `state.rs`: what it shows, `test_run.rs` of a test; `command.rs`: what
//!   views can ask for; `start.rs`: how a test or an exercise begins; `settings.rs`: what is kept
//! - one file a view: a function that takes the state and sends commands; `history_views/` has those of the record of
//!   people, `history/` what they show
//! - `exercise_choice.rs`, `exercise_acts.rs`, `exercise_views/`: which exercises are offered, what is done about them,
//!   and their pages
//! - `recording_acts.rs`: what is done about recordings; `series.rs`, `series_view.rs`: several one after the other;
//!   `recent.rs`: those opened last; `result_text.rs`: results as plain text; `write_notices.rs`: which outputs could
//!   not be written
//! - `instruction.rs`, `theme.rs`: what is shown in the large at each stage; fonts, colours, sizes; `keys.rs`: keys
//!   and short cuts

mod advice_view;
mod app;
mod chart;
mod command;
mod diagnostics;
mod dialogs;
mod exercise_acts;
mod exercise_choice;
mod exercise_views;
mod history;
mod history_views;
mod host;
mod instruction;
mod keys;
mod live_view;
mod recent;
mod recording_acts;
mod result_text;
mod result_view;
mod screen;
mod screening;
mod screening_view;
mod screenshots;
mod series;
mod series_view;
mod settings;
mod settings_view;
mod shown_image;
mod start;
mod state;
mod summary_view;
mod test_run;
mod theme;
mod top_bar;
mod welcome;
mod write_notices;

#[cfg(test)]
pub(crate) use advice_view::decision_ui;
pub use app::{LegRaiseApp, WindowOptions, run};
pub use dialogs::ask as ask_by_dialog;
pub use exercise_choice::ExerciseCommand;
pub use history::{HistoryCommand, HistoryState, LegJoint, PointsCommand, Question};
pub use host::{Host, NoDialog};
pub use screen::{Dialog, Screen};
pub use settings::{SETTINGS_VARIABLE, Settings};
pub use state::{AppCommand, AppState, Wake};
#[cfg(test)]
pub(crate) use summary_view::side_words_ui;
pub use theme::install as install_theme;
