//! One person: both legs over time, what that comes to, notes, and what can be done with their record.

use super::shown::Shown;
use super::state::{RecordCommand, RecordState};
use super::trend_chart::{self, trend_ui};
use super::trials_view::trials_ui;
use super::{tell, trend_chart::leg_sign};
use crate::history::{change_in_words, day, difference_in_words};
use crate::motion::Side;
use crate::overlay;
use crate::registrar::{ExportOptions, Paperwork};
use crate::report::Paper;
use crate::ui::state::AppCommand;
use crate::ui::{theme, words};
use eframe::egui::{self, Align, Layout, Panel, Ui};

pub fn person_ui(ui: &mut Ui, record: &RecordState, shown: &Shown, commands: &mut Vec<AppCommand>) {
    heading_ui(ui, record, shown, commands);
    let side_width = ui.available_width() * 0.34;
    Panel::right("what it comes to").exact_size(side_width).resizable(false).show_separator_line(false).show(
        ui,
        |ui| {
            let height = ui.available_height() * 0.55;
            Panel::bottom("notes")
                .exact_size(height)
                .resizable(false)
                .show(ui, |ui| notes_ui(ui, record, shown, commands));
            egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| summary_ui(ui, shown));
        },
    );
    let chart_height = ui.available_height() * 0.46;
    Panel::top("trend").exact_size(chart_height).resizable(false).show_separator_line(false).show(ui, |ui| {
        trend_ui(ui, shown);
    });
    egui::CentralPanel::default().show(ui, |ui| trials_ui(ui, record, shown, commands));
}

fn heading_ui(ui: &mut Ui, record: &RecordState, shown: &Shown, commands: &mut Vec<AppCommand>) {
    let room = egui::Vec2::new(ui.available_width(), theme::scaled(ui, 46.0));
    ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
        if ui.button(theme::text(ui, "Delete…", 17.0)).clicked() {
            tell(commands, RecordCommand::AskDelete);
        }
        ui.menu_button(theme::text(ui, "Export", 17.0), |ui| export_ui(ui, record, commands));
        ui.menu_button(theme::text(ui, "Report", 17.0), |ui| report_ui(ui, record, shown, commands));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let name = &shown.view.record.name;
            let size = theme::scaled(ui, 28.0);
            let colour = ui.visuals().text_color();
            let width = ui.painter().layout_no_wrap(name.clone(), theme::bold_font(size), colour).size().x;
            // a long name is small and whole
            let size = if width <= ui.available_width() { 28.0 } else { 14.0 };
            ui.add(egui::Label::new(theme::bold(ui, name, size)).wrap());
        });
    });
}

fn report_ui(ui: &mut Ui, record: &RecordState, shown: &Shown, commands: &mut Vec<AppCommand>) {
    let mut sessions = shown.view.record.sessions.iter();
    let chosen = sessions.clone().find(|session| Some(session.id) == record.session).or(sessions.next_back());
    let Some(chosen) = chosen else {
        ui.label("There is no session to report.");
        return;
    };
    ui.label(theme::text(ui, format!("Of {}", day(&chosen.date)), 15.0).color(theme::quiet(ui)));
    for (name, paperwork) in [
        ("PDF, A4…", Paperwork::Pdf(Paper::A4)),
        ("PDF, Letter…", Paperwork::Pdf(Paper::Letter)),
        ("Card to share, without name…", Paperwork::Card),
    ] {
        if ui.button(theme::text(ui, name, 17.0)).clicked() {
            tell(commands, RecordCommand::AskReport(paperwork));
        }
    }
    options_ui(ui, record, commands, |ui, options| {
        ui.checkbox(&mut options.show_face, "leave the face as it is");
    });
}

fn export_ui(ui: &mut Ui, record: &RecordState, commands: &mut Vec<AppCommand>) {
    let what = "CSV, JSON, FHIR, traces, OpenSim’s tables and pictures";
    ui.label(theme::text(ui, what, 15.0).color(theme::quiet(ui)));
    if ui.button(theme::text(ui, "Into a folder…", 17.0)).clicked() {
        tell(commands, RecordCommand::AskExport);
    }
    options_ui(ui, record, commands, |ui, options| {
        ui.checkbox(&mut options.show_face, "leave faces as they are");
        ui.checkbox(&mut options.decimal_comma, "decimal comma in the CSV file");
    });
}

fn options_ui(
    ui: &mut Ui,
    record: &RecordState,
    commands: &mut Vec<AppCommand>,
    choose: impl FnOnce(&mut Ui, &mut ExportOptions),
) {
    let mut options = record.options;
    choose(ui, &mut options);
    if options != record.options {
        tell(commands, RecordCommand::Options(options));
    }
}

/// Best, mean and change of each leg, and left against right.
fn summary_ui(ui: &mut Ui, shown: &Shown) {
    let view = &shown.view;
    for side in Side::BOTH {
        let name = words::sentence(&format!("{} leg", side.name()));
        let name = format!("{} {}", leg_sign(side), name.trim_end_matches('.'));
        let colour = trend_chart::leg_colour(ui, side);
        let trend = &view.trends[side as usize];
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::bold(ui, name, 20.0).color(colour));
            match trend {
                Some(trend) => {
                    let best = format!("best {:.0}°, mean {:.0}°", trend.best_deg, trend.mean_deg);
                    ui.label(theme::bold(ui, best, 20.0));
                }
                None if view.record.rows.iter().any(|row| row.side == side) => {
                    ui.label(theme::text(ui, "none could be judged", 18.0));
                }
                None => {
                    ui.label(theme::text(ui, "not measured", 18.0).color(theme::quiet(ui)));
                }
            }
        });
        if let Some(change) = trend.as_ref().and_then(|trend| trend.change()) {
            ui.label(theme::text(ui, change_in_words(change), 16.0));
        }
    }
    if let Some(difference) = view.difference {
        ui.label(theme::text(ui, difference_in_words(difference), 16.0));
    }
    ui.label(theme::text(ui, overlay::NOT_A_DIAGNOSIS, 14.0).color(theme::quiet(ui)));
}

fn notes_ui(ui: &mut Ui, record: &RecordState, shown: &Shown, commands: &mut Vec<AppCommand>) {
    ui.add_space(theme::scaled(ui, 4.0));
    let label = ui.label(theme::bold(ui, "Notes", 18.0)).id;
    ui.horizontal(|ui| {
        let mut text = record.draft().to_owned();
        let font = egui::FontId::proportional(theme::scaled(ui, 16.0));
        let width = ui.available_width() - theme::scaled(ui, 70.0);
        let field = egui::TextEdit::singleline(&mut text)
            .hint_text(theme::text(ui, "write a note", 16.0))
            .font(font)
            .desired_width(width);
        let field = ui.add(field).labelled_by(label);
        if field.changed() {
            tell(commands, RecordCommand::WriteNote(text));
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let add = egui::Button::new(theme::text(ui, "Add", 16.0));
        if ui.add_enabled(!record.draft().trim().is_empty(), add).clicked() || entered {
            tell(commands, RecordCommand::AddNote);
        }
    });
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for note in shown.view.record.notes.iter().rev() {
            ui.label(theme::text(ui, format!("{}  {}", day(&note.made_at), note.text), 16.0));
        }
    });
}
