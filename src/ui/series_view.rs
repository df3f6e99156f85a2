//! Several recordings: which one is measured now, and what those before it came to, a line each.

use super::result_text::Line;
use super::result_view::copy_label;
use super::series::{Series, name_of};
use super::state::{AppCommand, AppState};
use super::theme::{self, Meaning};
use crate::motion::Side;
use crate::words::{self, window};
use eframe::egui::{self, Panel, Ui};

pub fn series_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(series) = &state.series else { return };
    Panel::bottom("what next").resizable(false).show_separator_line(false).show(ui, |ui| {
        ui.label(theme::text(ui, words::no_diagnosis(), 17.0).color(theme::quiet(ui)));
        buttons_ui(ui, state, series, commands);
        ui.add_space(theme::scaled(ui, 6.0));
    });
    egui::CentralPanel::default().show(ui, |ui| {
        now_ui(ui, state, series);
        if !series.person.is_empty() {
            let kept = window::recordings_kept(&series.person);
            ui.label(theme::text(ui, kept, 20.0).color(theme::quiet(ui)));
        }
        ui.add_space(theme::scaled(ui, 10.0));
        // the newest one is seen without scrolling
        egui::ScrollArea::vertical().auto_shrink(false).stick_to_bottom(true).show(ui, |ui| {
            lines_ui(ui, series);
            left_out_ui(ui, series);
        });
    });
}

fn now_ui(ui: &mut Ui, state: &AppState, series: &Series) {
    let Some((number, of, path)) = series.progress() else {
        ui.label(theme::bold(ui, window::recordings_over(series.done.len()), 34.0));
        return;
    };
    ui.label(theme::bold(ui, window::recordings_now(number, of, &name_of(path)), 34.0));
    let done = (number - 1) as f32 + state.test.as_ref().and_then(|test| test.share_done()).unwrap_or(0.0);
    ui.add(egui::ProgressBar::new(done / of as f32).desired_height(theme::scaled(ui, 14.0)));
}

fn lines_ui(ui: &mut Ui, series: &Series) {
    let grid = egui::Grid::new("recordings").num_columns(4).striped(true);
    let gaps = theme::scaled(ui, 22.0);
    let width = ui.available_width() - 3.0 * gaps;
    grid.spacing([gaps, theme::scaled(ui, 10.0)]).show(ui, |ui| {
        heads_ui(ui, series);
        for line in series.done.iter().map(Line::of) {
            cell_ui(ui, width * 0.30, |ui| {
                ui.add(egui::Label::new(theme::bold(ui, &line.name, 22.0)).truncate());
            });
            for leg in &line.legs {
                cell_ui(ui, width * 0.14, |ui| {
                    let (angle, meaning) = leg.as_ref().map_or(("–", Meaning::Calm), |(angle, of)| (angle, *of));
                    let text = format!("{angle} {}", meaning.sign());
                    ui.label(theme::bold(ui, text.trim_end(), 24.0).color(meaning.colour(ui)));
                });
            }
            cell_ui(ui, width * 0.42, |ui| {
                let verdict = theme::text(ui, &line.verdict, 19.0);
                let careful = Meaning::Careful;
                let failed = || theme::text(ui, format!("{} {}", careful.sign(), line.verdict), 19.0);
                ui.label(if line.failed { failed().color(careful.colour(ui)) } else { verdict });
            });
            ui.end_row();
        }
    });
}

/// Which leg is which, above the first line.
fn heads_ui(ui: &mut Ui, series: &Series) {
    if series.done.is_empty() {
        return;
    }
    ui.label("");
    for side in Side::BOTH {
        ui.label(theme::text(ui, window::side_title(side), 18.0).color(theme::quiet(ui)));
    }
    ui.label("");
    ui.end_row();
}

fn cell_ui(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(width);
        contents(ui);
    });
}

/// What was not measured.
fn left_out_ui(ui: &mut Ui, series: &Series) {
    let mut told = Vec::new();
    if series.dropped > 0 {
        told.push(window::recordings_dropped(series.dropped));
    }
    if !series.left_out.is_empty() {
        let names: Vec<String> = series.left_out.iter().map(|path| name_of(path)).collect();
        told.push(window::recordings_left_out(&names.join(", ")));
    }
    for text in told {
        ui.label(theme::text(ui, text, 18.0).color(theme::quiet(ui)));
    }
}

fn buttons_ui(ui: &mut Ui, state: &AppState, series: &Series, commands: &mut Vec<AppCommand>) {
    ui.horizontal_wrapped(|ui| {
        let mut offer = |label, command: AppCommand| {
            if ui.button(theme::text(ui, label, 20.0)).clicked() {
                commands.push(command);
            }
        };
        if series.goes_on() {
            offer(window::recordings_end(), AppCommand::EndSeries);
        }
        if series.is_over() {
            offer(copy_label(state), AppCommand::CopyResult);
            offer(window::new_test(), AppCommand::Leave);
        }
    });
}
