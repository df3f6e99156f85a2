//! One person: both legs over time, what that comes to, notes, and what can be done with their record.

use super::trend_chart::{self, trend_ui};
use super::trials_view::trials_ui;
use super::{tell, trend_chart::leg_sign};
use crate::history::{day, local_day};
use crate::history_service::acts::{ExportOptions, ReportFormat};
use crate::motion::Side;
use crate::report::Paper;
use crate::ui::history::PersonPage;
use crate::ui::history::{HistoryCommand, HistoryState};
use crate::ui::state::AppCommand;
use crate::ui::theme::{self, Meaning};
use crate::words::{self, Whole, window};
use eframe::egui::{self, Align, Layout, Panel, Ui};

pub fn person_ui(ui: &mut Ui, record: &HistoryState, shown: &PersonPage, commands: &mut Vec<AppCommand>) {
    heading_ui(ui, record, shown, commands);
    let side_width = ui.available_width() * 0.34;
    Panel::right("what it comes to").exact_size(side_width).resizable(false).show_separator_line(false).show(
        ui,
        |ui| {
            let height = ui.available_height() * 0.32;
            Panel::bottom("notes")
                .exact_size(height)
                .resizable(false)
                .show(ui, |ui| notes_ui(ui, record, shown, commands));
            egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                summary_ui(ui, shown);
                exercises_ui(ui, shown, commands);
            });
        },
    );
    let chart_height = ui.available_height() * 0.46;
    Panel::top("trend").exact_size(chart_height).resizable(false).show_separator_line(false).show(ui, |ui| {
        trend_ui(ui, shown);
    });
    egui::CentralPanel::default().show(ui, |ui| trials_ui(ui, record, shown, commands));
}

fn heading_ui(ui: &mut Ui, record: &HistoryState, shown: &PersonPage, commands: &mut Vec<AppCommand>) {
    let room = egui::Vec2::new(ui.available_width(), theme::scaled(ui, 46.0));
    ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
        if ui.button(theme::text(ui, window::delete(), 17.0)).clicked() {
            tell(commands, HistoryCommand::AskDelete);
        }
        ui.menu_button(theme::text(ui, window::export(), 17.0), |ui| export_ui(ui, record, commands));
        ui.menu_button(theme::text(ui, window::report(), 17.0), |ui| report_ui(ui, record, shown, commands));
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

fn report_ui(ui: &mut Ui, record: &HistoryState, shown: &PersonPage, commands: &mut Vec<AppCommand>) {
    let mut sessions = shown.view.record.sessions.iter();
    let chosen = sessions.clone().find(|session| Some(session.id) == record.session).or(sessions.next_back());
    let Some(chosen) = chosen else {
        ui.label(window::report_none());
        return;
    };
    ui.label(theme::text(ui, window::report_day(day(&chosen.date)), 15.0).color(theme::quiet(ui)));
    for (name, format) in [
        (window::report_a4(), ReportFormat::Pdf(Paper::A4)),
        (window::report_letter(), ReportFormat::Pdf(Paper::Letter)),
        (window::report_card(), ReportFormat::Card),
    ] {
        if ui.button(theme::text(ui, name, 17.0)).clicked() {
            tell(commands, HistoryCommand::AskReport(format));
        }
    }
    options_ui(ui, record, commands, |ui, options| {
        ui.checkbox(&mut options.show_face, window::report_face());
    });
}

fn export_ui(ui: &mut Ui, record: &HistoryState, commands: &mut Vec<AppCommand>) {
    ui.label(theme::text(ui, window::export_what(), 15.0).color(theme::quiet(ui)));
    if ui.button(theme::text(ui, window::export_folder(), 17.0)).clicked() {
        tell(commands, HistoryCommand::AskExport);
    }
    options_ui(ui, record, commands, |ui, options| {
        ui.checkbox(&mut options.show_face, window::export_faces());
        ui.checkbox(&mut options.decimal_comma, window::export_comma());
    });
}

fn options_ui(
    ui: &mut Ui,
    record: &HistoryState,
    commands: &mut Vec<AppCommand>,
    choose: impl FnOnce(&mut Ui, &mut ExportOptions),
) {
    let mut options = record.options;
    choose(ui, &mut options);
    if options != record.options {
        tell(commands, HistoryCommand::Options(options));
    }
}

/// Best, mean and change of each leg, and left against right.
fn summary_ui(ui: &mut Ui, shown: &PersonPage) {
    let view = &shown.view;
    for side in Side::BOTH {
        let name = format!("{} {}", leg_sign(side), words::leg_title(side));
        let colour = trend_chart::leg_colour(ui, side);
        let trend = &view.trends[side];
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::bold(ui, name, 20.0).color(colour));
            match trend {
                Some(trend) => {
                    let best = window::best_and_mean(Whole(trend.best_deg), Whole(trend.mean_deg));
                    ui.label(theme::bold(ui, best, 20.0));
                }
                None if view.record.rows.iter().any(|row| row.side == side && !row.is_of_another_person) => {
                    ui.label(theme::text(ui, words::none_judged(), 18.0));
                }
                None => {
                    ui.label(theme::text(ui, words::not_measured(), 18.0).color(theme::quiet(ui)));
                }
            }
        });
        let Some(trend) = trend else { continue };
        if let Some(changed) = trend.method_change() {
            ui.label(theme::text(ui, changed.text(side), 16.0));
        }
        if let Some(change) = trend.change() {
            ui.label(theme::text(ui, change.text(side), 16.0));
        }
    }
    if let Some(referral) = shown.referral {
        let referral = format!("{} {}", Meaning::Stop.sign(), words::sentence(&words::referral_phrase(referral)));
        ui.label(theme::bold(ui, referral, 16.0).color(Meaning::Stop.colour(ui)));
    }
    if let Some(difference) = &view.difference {
        ui.label(theme::text(ui, words::difference_judged(difference.deg), 16.0));
    }
    ui.label(theme::text(ui, words::no_diagnosis(), 14.0).color(theme::quiet(ui)));
}

/// The plan with its button, and what was exercised.
fn exercises_ui(ui: &mut Ui, shown: &PersonPage, commands: &mut Vec<AppCommand>) {
    let name = &shown.view.record.name;
    if shown.asks_for_plan && ui.button(theme::text(ui, window::plan_make(), 16.0)).clicked() {
        tell(commands, HistoryCommand::MakePlan(name.clone()));
    }
    for line in &shown.plan {
        ui.label(theme::text(ui, line, 16.0));
    }
    if !shown.plan.is_empty() && ui.button(theme::text(ui, window::plan_end(), 16.0)).clicked() {
        tell(commands, HistoryCommand::EndPlan(name.clone()));
    }
    for (title, sets) in &shown.exercises {
        ui.label(theme::bold(ui, title, 15.0));
        for set in sets {
            ui.label(theme::text(ui, set, 15.0).color(theme::quiet(ui)));
        }
    }
}

fn notes_ui(ui: &mut Ui, record: &HistoryState, shown: &PersonPage, commands: &mut Vec<AppCommand>) {
    ui.add_space(theme::scaled(ui, 4.0));
    let label = ui.label(theme::bold(ui, window::notes(), 18.0)).id;
    ui.horizontal(|ui| {
        let mut text = record.draft().to_owned();
        let font = egui::FontId::proportional(theme::scaled(ui, 16.0));
        let width = ui.available_width() - theme::scaled(ui, 70.0);
        let field = egui::TextEdit::singleline(&mut text)
            .hint_text(theme::text(ui, window::notes_hint(), 16.0))
            .font(font)
            .desired_width(width);
        let field = ui.add(field).labelled_by(label);
        if field.changed() {
            tell(commands, HistoryCommand::WriteNote(text));
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let add = egui::Button::new(theme::text(ui, window::notes_add(), 16.0));
        if ui.add_enabled(!record.draft().trim().is_empty(), add).clicked() || entered {
            tell(commands, HistoryCommand::AddNote);
        }
    });
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for note in shown.view.record.notes.iter().rev() {
            ui.label(theme::text(ui, format!("{}  {}", local_day(&note.made_at), note.text), 16.0));
        }
    });
}
