//! The window: the only room that knows egui.
//!
//! - `app.rs`: the window's frame by frame life; `state.rs`: what it shows, and what views can ask for, `test.rs` of the test; `settings.rs`: what is kept
//! - one file a view: a function that takes the state and sends commands; `record/` has those of the record of people
//! - `instruction.rs`, `theme.rs`: what is shown in the large at each stage; fonts, colours, sizes

mod advice_view;
mod app;
mod chart;
mod diagnostics;
mod instruction;
mod live_view;
mod picture;
mod record;
mod result_view;
mod screenshots;
mod settings;
mod settings_view;
mod state;
mod summary_view;
mod test;
mod theme;
mod top_bar;
mod welcome;

pub use app::{LegRaiseApp, WindowOptions, run};
pub use record::{Joint, PointsCommand, Question, RecordCommand, RecordState};
pub use settings::{SETTINGS_VARIABLE, Settings};
pub use state::{AppCommand, AppState, Launch, MoreSinks, Screen, Surroundings};
#[cfg(test)]
pub(crate) use summary_view::side_words_ui;
pub use theme::install as install_theme;
