//! A line with the frame rate, the latency, and the number of dropped frames.

use super::state::AppState;
use super::theme;
use crate::source::Connection;
use crate::words::{Tenths, Whole, window};
use eframe::egui::{Panel, Ui};

pub fn diagnostics_ui(ui: &mut Ui, state: &AppState) {
    let Some(text) = line(state).filter(|_| state.settings.diagnostics) else { return };
    Panel::bottom("diagnostics").resizable(false).show(ui, |ui| {
        ui.label(theme::text(ui, text, 15.0).color(theme::quiet(ui)));
    });
}

/// `None` without a test.
pub fn line(state: &AppState) -> Option<String> {
    let test = state.test.as_ref()?;
    let status = test.status();
    let mut parts = Vec::new();
    if let Connection::Streaming { format } = status.connection() {
        parts.push(format);
    }
    if let Some(choice) = test.model {
        parts.push(window::model_pace(choice.model.name(), Whole(choice.frame_s * 1e3)).into_owned());
    }
    if let Some(pace) = test.pace.per_second() {
        parts.push(window::fps(Tenths(pace)).into_owned());
    }
    if let Some(age_ms) = test.ages.latest_ms().filter(|_| !test.is_over()) {
        parts.push(window::picture_age(age_ms.into()).into_owned());
    }
    parts.push(window::pictures_left_out(status.dropped()).into_owned());
    Some(parts.join("  ·  "))
}
