//! How fast the pictures come, how old they are, and how many were left out.

use super::state::AppState;
use super::test::Test;
use super::theme;
use crate::source::Connection;
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
        parts.push(format!("model {}, {:.0} ms a picture", choice.model.name(), choice.picture_s * 1e3));
    }
    if let Some(pace) = test.pace.per_second() {
        parts.push(format!("{pace:.1} pictures a second"));
    }
    if let Some(age_s) = test.ages_s.last().filter(|_| !test.is_over()) {
        parts.push(format!("picture {:.0} ms old", age_s * 1e3));
    }
    parts.push(format!("{} left out", status.dropped()));
    Some(parts.join("  ·  "))
}

/// How the pictures of a test came.
pub fn summary(test: &Test) -> String {
    let mut ages_ms: Vec<f32> = test.ages_s.iter().map(|age_s| age_s * 1e3).collect();
    ages_ms.sort_by(f32::total_cmp);
    let at = |share: f32| ages_ms.get(((ages_ms.len().max(1) - 1) as f32 * share).round() as usize).copied();
    let model = test.model.map_or("", |choice| choice.model.name());
    let age = |share: f32| at(share).unwrap_or_default();
    format!(
        "model {model}: {} pictures shown, {} left out; with its skeleton a picture was {:.0} ms old (95 %: {:.0} ms)",
        ages_ms.len(),
        test.status().dropped(),
        age(0.5),
        age(0.95)
    )
}
