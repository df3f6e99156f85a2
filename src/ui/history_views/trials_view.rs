//! A person's sessions and trials as a list, the newest day first. Only the lines that can be seen are laid out.

use super::{tell, trend_chart};
use crate::history::{TrialRow, local_day};
use crate::motion::{TrialReason, Verdict};
use crate::ui::history::{HistoryCommand, HistoryState};
use crate::ui::history::{PersonPage, TrialLine};
use crate::ui::state::AppCommand;
use crate::ui::theme::{self, Meaning};
use crate::words::{self, Whole, window};
use eframe::egui::{self, Align, Label, Layout, RichText, Ui, Vec2};
use std::borrow::Cow;

pub fn trials_ui(ui: &mut Ui, record: &HistoryState, shown: &PersonPage, commands: &mut Vec<AppCommand>) {
    let height = theme::scaled(ui, 30.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    let area = egui::ScrollArea::vertical().id_salt(shown.view.id).auto_shrink(false);
    area.show_rows(ui, height, shown.lines.len(), |ui, lines| {
        for line in &shown.lines[lines] {
            match line {
                TrialLine::Day(place) => day_ui(ui, record, shown, *place, height, commands),
                TrialLine::Trial(place) => trial_ui(ui, &shown.view.record.rows[*place], height, commands),
            }
        }
    });
}

/// A click chooses the day for a report.
fn day_ui(
    ui: &mut Ui,
    record: &HistoryState,
    shown: &PersonPage,
    place: usize,
    height: f32,
    commands: &mut Vec<AppCommand>,
) {
    let session = shown.session_of(place);
    let chosen = record.session.is_some() && record.session == session;
    let button = egui::Button::new(theme::bold(ui, &shown.headlines[place], 15.0))
        .right_text("")
        .fill(theme::card(ui))
        .selected(chosen)
        .truncate();
    let response = ui.add_sized([ui.available_width(), height], button).on_hover_text(window::choose_session());
    if response.clicked() {
        tell(commands, HistoryCommand::ChooseSession(session.filter(|_| !chosen)));
    }
}

fn trial_ui(ui: &mut Ui, row: &TrialRow, height: f32, commands: &mut Vec<AppCommand>) {
    let room = ui.available_width();
    ui.horizontal(|ui| {
        ui.set_height(height);
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.spacing_mut().button_padding.y = 2.0;
        let verdict = Verdict { kind: row.verdict, grade: row.grade, borderline: row.borderline };
        let meaning = Meaning::of(&verdict);
        let leg = format!("{} {}", trend_chart::leg_sign(row.side), words::side(row.side));
        let angle = words::angle_range(Whole(row.angle_deg()), Whole(row.uncertainty_deg));
        let judged = format!("{} {}", meaning.sign(), words::judged(row.verdict, row.grade, row.borderline));
        cell(ui, 0.11 * room, height, theme::text(ui, window::trial_of_record(row.id.0), 15.0).color(theme::quiet(ui)));
        cell(ui, 0.11 * room, height, theme::text(ui, leg, 15.0).color(trend_chart::leg_colour(ui, row.side)));
        cell(ui, 0.14 * room, height, theme::bold(ui, angle, 17.0));
        cell(ui, 0.31 * room, height, theme::text(ui, judged.trim(), 15.0).color(meaning.colour(ui)));
        cell(ui, 0.21 * room, height, theme::text(ui, remark(row), 15.0));
        let check = ui.button(theme::text(ui, window::check(), 14.0));
        check.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, window::check_trial(row.id.0)));
        if check.on_hover_text(window::check_hint()).clicked() {
            tell(commands, HistoryCommand::Check(row.id));
        }
    });
}

/// Remark on a trial: whose it is not, that it was corrected, else why the raise ended.
fn remark(row: &TrialRow) -> Cow<'static, str> {
    match &row.correction {
        _ if row.is_of_another_person => words::reason(TrialReason::AnotherPerson),
        Some(correction) => {
            let (by, on) = (&correction.made_by, local_day(&correction.made_at));
            window::corrected_remark(Whole(row.measured_deg), by, &on)
        }
        None => words::ended_short(row.ended_by),
    }
}

/// A column's cell; what does not fit can be read by pointing at it.
fn cell(ui: &mut Ui, width: f32, height: f32, text: RichText) {
    ui.allocate_ui_with_layout(Vec2::new(width, height), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(Vec2::new(width, height));
        ui.set_max_width(width - 6.0);
        ui.add(Label::new(text).truncate());
    });
}
