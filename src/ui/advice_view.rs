//! What to do about the result, once it is there: when to stretch and how, and when to see somebody. The self-test's
//! own words.

use super::state::{AppCommand, AppState};
use super::test_run::TestRun;
use super::theme;
use crate::motion::{Advice, Side};
use crate::words::{self, window};
use eframe::egui::{self, Ui};
use std::borrow::Cow;

pub fn advice_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(test) = state.test.as_ref().filter(|_| state.advice_shown) else { return };
    let height = 0.7 * ui.ctx().content_rect().height();
    let modal = egui::Modal::new(egui::Id::unique("advice modal")).show(ui.ctx(), |ui| {
        ui.set_width(theme::scaled(ui, 860.0));
        ui.label(theme::bold(ui, window::what_now(), 32.0));
        egui::ScrollArea::vertical().max_height(height).show(ui, |ui| text_ui(ui, test));
        ui.button(theme::text(ui, window::close(), 20.0)).clicked()
    });
    if modal.inner || modal.should_close() {
        commands.push(AppCommand::ShowAdvice(false));
    }
}

fn text_ui(ui: &mut Ui, test: &TestRun) {
    let say = |ui: &mut Ui, text: Cow<'static, str>| {
        ui.label(theme::text(ui, text, 20.0));
    };
    let advice = Side::BOTH.map(|side| test.advice(side));
    for (side, advice) in Side::BOTH.into_iter().zip(advice) {
        if let Some(advice) = advice {
            ui.label(theme::bold(ui, words::advice_of_leg(side, &words::advice(advice)), 24.0));
        }
    }
    let advice = || advice.into_iter().flatten();
    if advice().next().is_none() {
        ui.label(theme::bold(ui, window::advice_repeat(), 24.0));
    }
    let hurt = advice().any(|advice| advice == Advice::SeeProfessional);
    if !hurt && advice().any(|advice| matches!(advice, Advice::Stretching(_))) {
        let how = [window::advice_how(), window::advice_lying(), window::advice_sitting(), window::advice_gently()];
        how.into_iter().for_each(|line| say(ui, line));
    }
    ui.add_space(theme::scaled(ui, 8.0));
    say(ui, window::advice_professional());
    ui.label(theme::bold(ui, window::advice_at_once(), 20.0));
    ui.label(theme::text(ui, words::no_diagnosis(), 17.0).color(theme::quiet(ui)));
}
