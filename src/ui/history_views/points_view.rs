//! A kept trial's points, checked and put right by hand: the angle follows, and both it and the measured one are shown.

use super::points_image::PointsImage;
use super::tell;
use crate::history::{Correction, day, local_minute};
use crate::ui::history::{HistoryCommand, HistoryState};
use crate::ui::history::{LegJoint, Points, PointsCommand};
use crate::ui::live_view::fitting_label;
use crate::ui::state::{AppCommand, AppState};
use crate::ui::theme::{self, Meaning};
use crate::words::{self, Tenths, window};
use eframe::egui::{self, Panel, Ui};

pub fn points_ui(ui: &mut Ui, state: &AppState, points_image: &mut PointsImage, commands: &mut Vec<AppCommand>) {
    let record = &state.history;
    let Some(points) = &record.points else { return };
    let width = ui.available_width() * 0.31;
    Panel::right("points").exact_size(width).resizable(false).show_separator_line(false).show(ui, |ui| {
        Panel::bottom("keep points").resizable(false).show_separator_line(false).show(ui, |ui| {
            keep_ui(ui, record, points, commands);
            ui.label(theme::text(ui, words::no_diagnosis(), 14.0).color(theme::quiet(ui)));
            ui.add_space(theme::scaled(ui, 4.0));
        });
        egui::ScrollArea::vertical().show(ui, |ui| {
            title_ui(ui, points, commands);
            angle_ui(ui, points);
            joints_ui(ui, points, commands);
            corrections_ui(ui, points);
        });
    });
    egui::CentralPanel::default().show(ui, |ui| {
        if points.now.is_none() {
            ui.label(theme::text(ui, window::no_points(), 24.0));
            return;
        }
        ui.label(theme::text(ui, window::points_how(), 15.0).color(theme::quiet(ui)));
        points_image.show(ui, points, commands);
    });
}

fn title_ui(ui: &mut Ui, points: &Points, commands: &mut Vec<AppCommand>) {
    ui.add_space(theme::scaled(ui, 4.0));
    if ui.button(theme::text(ui, window::back(), 18.0)).clicked() {
        tell(commands, HistoryCommand::LeavePoints { quit: false });
    }
    let row = &points.view.kept.row;
    ui.add(egui::Label::new(theme::bold(ui, &points.view.name, 22.0)).truncate());
    let what = window::points_of(row.id.0, row.side, day(&row.date));
    ui.label(theme::text(ui, what, 18.0).color(theme::quiet(ui)));
}

/// The angle by the points as they are, and under it the measured one.
fn angle_ui(ui: &mut Ui, points: &Points) {
    let row = &points.view.kept.row;
    let (measured, range) = (Tenths(row.measured_deg), Tenths(row.uncertainty_deg));
    let Some((angle_deg, verdict)) = points.judged() else {
        ui.label(theme::bold(ui, window::as_measured(measured, range), 24.0));
        return;
    };
    let meaning = Meaning::of(&verdict);
    let colour = meaning.colour(ui);
    fitting_label(ui, &window::exact_range(Tenths(angle_deg), range), 54.0, colour);
    let judged = words::judged(verdict.kind, verdict.grade, verdict.borderline);
    ui.label(theme::bold(ui, format!("{} {judged}", meaning.sign()).trim(), 22.0).color(colour));
    let now = match (points.is_moved(), points.held()) {
        (true, _) => window::as_measured_moved(measured, range),
        (false, Some(held)) => window::as_measured_corrected(measured, range, &held.made_by),
        (false, None) => window::as_measured_untouched(measured, range),
    };
    ui.label(theme::text(ui, now, 16.0));
}

fn joints_ui(ui: &mut Ui, points: &Points, commands: &mut Vec<AppCommand>) {
    let Some(now) = &points.now else { return };
    ui.add_space(theme::scaled(ui, 6.0));
    ui.horizontal_wrapped(|ui| {
        for joint in LegJoint::ALL {
            let at = joint.of(now);
            let label = format!("{} {:.0}, {:.0}", joint.name(), at.x, at.y);
            let button = egui::Button::new(theme::text(ui, label, 16.0)).selected(points.chosen == Some(joint));
            let response = ui.add(button);
            if response.clicked() {
                tell(commands, HistoryCommand::Points(PointsCommand::Choose(joint)));
            }
            if response.has_focus() {
                // arrows move the joint then, not the focus
                let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
                ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
            }
        }
    });
}

/// All of them, the newest first.
fn corrections_ui(ui: &mut Ui, points: &Points) {
    if !points.view.corrections.is_empty() {
        ui.add_space(theme::scaled(ui, 6.0));
        ui.label(theme::bold(ui, window::corrections(), 17.0));
    }
    for correction in points.view.corrections.iter().rev() {
        let Correction { made_at, made_by, angle_deg, undone_at, .. } = correction;
        let (angle, made_at) = (Tenths(*angle_deg), local_minute(made_at));
        let line = match undone_at {
            Some(undone_at) => {
                let undone = window::correction_undone(angle, made_by, &made_at, &local_minute(undone_at));
                theme::text(ui, undone, 15.0).color(theme::quiet(ui))
            }
            None => theme::text(ui, window::correction(angle, made_by, &made_at), 15.0),
        };
        ui.label(line);
    }
}

fn keep_ui(ui: &mut Ui, record: &HistoryState, points: &Points, commands: &mut Vec<AppCommand>) {
    if points.now.is_none() {
        return;
    }
    ui.horizontal(|ui| {
        let label = ui.label(theme::text(ui, window::who_corrects(), 17.0)).id;
        let mut who = record.signed_by.clone();
        let font = egui::FontId::proportional(theme::scaled(ui, 17.0));
        let field = egui::TextEdit::singleline(&mut who)
            .hint_text(theme::text(ui, window::who_corrects_hint(), 17.0))
            .font(font)
            .desired_width(f32::INFINITY);
        if ui.add(field).labelled_by(label).changed() {
            tell(commands, HistoryCommand::SignAs(who));
        }
    });
    let moved = points.is_moved();
    let ready = moved && !record.signed_by.trim().is_empty();
    if moved && !ready {
        ui.label(theme::text(ui, window::who_corrects_missing(), 15.0).color(Meaning::Careful.colour(ui)));
    }
    ui.horizontal_wrapped(|ui| {
        let save = ui.add_enabled(ready, egui::Button::new(theme::bold(ui, window::save(), 20.0)));
        if save.clicked() {
            tell(commands, HistoryCommand::Save);
        }
        // what was moved last is taken back first
        if moved {
            if ui.button(theme::text(ui, window::put_back(), 18.0)).clicked() {
                tell(commands, HistoryCommand::Points(PointsCommand::PutBack));
            }
        } else {
            let undo = egui::Button::new(theme::text(ui, window::undo_correction(), 18.0));
            if ui.add_enabled(points.held().is_some(), undo).clicked() {
                tell(commands, HistoryCommand::Undo);
            }
        }
    });
}
