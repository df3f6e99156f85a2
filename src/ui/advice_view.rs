//! What to do about the result: when and how to stretch, and when to see somebody. In the self-test's own words.

use super::exercise_choice::ExerciseCommand;
use super::state::{AppCommand, AppState};
use super::test_run::TestRun;
use super::theme;
use crate::motion::{Decision, Screening};
use crate::words::{self, Whole, window};
use eframe::egui::{self, Ui};

pub fn advice_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(test) = state.test.as_ref().filter(|_| state.advice_shown) else { return };
    let height = 0.75 * ui.ctx().content_rect().height();
    let modal = egui::Modal::new(egui::Id::unique("advice modal")).show(ui.ctx(), |ui| {
        ui.set_width(theme::scaled(ui, 1000.0));
        ui.label(theme::bold(ui, words::what_now(), 32.0));
        egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
            // leaves room for the scroll bar
            ui.set_max_width(ui.available_width() - theme::scaled(ui, 14.0));
            text_ui(ui, test);
        });
        ui.horizontal_wrapped(|ui| {
            let offered = test.decision().stretches().next().is_some();
            if offered && ui.button(theme::bold(ui, window::exercises_watched(), 20.0)).clicked() {
                commands.push(AppCommand::Exercise(ExerciseCommand::Open));
            }
            ui.button(theme::text(ui, window::close(), 20.0)).clicked()
        })
        .inner
    });
    if modal.inner || modal.should_close() {
        commands.push(AppCommand::ShowAdvice(false));
    }
}

fn text_ui(ui: &mut Ui, test: &TestRun) {
    decision_ui(ui, &test.decision());
    if !test.was_screened() {
        ui.label(theme::text(ui, words::signs_not_asked(), 24.0));
    }
    ui.label(theme::bold(ui, words::signs_at_once(&words::signs(Screening::Urgent)), 20.0));
    let quiet = [
        words::signs_professional(&words::signs(Screening::Caution)),
        words::context(Whole(test.thresholds().pass_deg)),
        words::no_diagnosis().into(),
    ];
    for text in quiet {
        ui.label(theme::text(ui, text, 18.0).color(theme::quiet(ui)));
    }
}

/// The decision, and how to stretch the legs that need it.
pub fn decision_ui(ui: &mut Ui, decision: &Decision) {
    for line in words::decision(decision) {
        ui.label(theme::bold(ui, line, 24.0));
    }
    for line in words::stretches(decision) {
        ui.label(theme::text(ui, line, 22.0));
    }
    ui.add_space(theme::scaled(ui, 8.0));
}
