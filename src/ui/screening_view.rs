//! The questions before a test, in the large.

use super::keys::pressed;
use super::screening::{Page, Questions};
use super::state::{AppCommand, AppState};
use super::theme::{self, Meaning};
use crate::motion::{Screening, WarningSign};
use crate::words;
use eframe::egui::{self, Key, Ui};
use std::borrow::Cow;
use std::time::Instant;

pub fn screening_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(questions) = &state.screening else { return };
    egui::CentralPanel::default().show(ui, |ui| {
        let margin = ui.available_width() * 0.08;
        egui::Frame::new().inner_margin(margin as i8).show(ui, |ui| {
            page_ui(ui, questions.page);
            ui.add_space(theme::scaled(ui, 18.0));
            answers_ui(ui, questions, commands);
        });
    });
    keys(ui, commands);
}

fn page_ui(ui: &mut Ui, page: Page) {
    match page {
        Page::Signs(of) => {
            let question = if of == Screening::Urgent { words::screening_urgent() } else { words::screening_caution() };
            ui.label(theme::text(ui, words::screening_title(), 24.0).color(theme::quiet(ui)));
            ui.label(theme::bold(ui, question, 46.0));
            for sign in WarningSign::of(of) {
                ui.label(theme::text(ui, format!("• {}", words::capitalised(&words::sign(sign))), 34.0));
            }
        }
        Page::AsLastTime(last) => {
            let came_to = match last {
                Screening::Clear => words::screening_last_clear(),
                Screening::Caution | Screening::Urgent => words::screening_last_caution(),
            };
            ui.label(theme::bold(ui, words::screening_as_last_time(), 46.0));
            ui.label(theme::text(ui, came_to, 34.0));
        }
        Page::AskFirst => told_ui(ui, Meaning::Careful, words::caution_title(), words::caution_how()),
        Page::SeeDoctor => told_ui(ui, Meaning::Stop, words::urgent_title(), words::urgent_how()),
    }
}

fn told_ui(ui: &mut Ui, meaning: Meaning, title: Cow<'static, str>, how: Cow<'static, str>) {
    ui.label(theme::bold(ui, format!("{} {title}", meaning.sign()), 44.0).color(meaning.colour(ui)));
    ui.label(theme::text(ui, how, 30.0));
}

fn answers_ui(ui: &mut Ui, questions: &Questions, commands: &mut Vec<AppCommand>) {
    let mut offer = |ui: &mut Ui, label: Cow<'static, str>, command: AppCommand| {
        if ui.button(theme::bold(ui, label, 28.0)).clicked() {
            commands.push(command);
        }
    };
    ui.horizontal_wrapped(|ui| {
        let (yes, no) = (AppCommand::Answer(true), AppCommand::Answer(false));
        match questions.page {
            Page::Signs(_) => {
                offer(ui, words::screening_no(), no);
                offer(ui, words::screening_yes(), yes);
            }
            Page::AsLastTime(_) => {
                offer(ui, words::screening_same(), no);
                offer(ui, words::screening_changed(), yes);
            }
            Page::AskFirst => offer(ui, words::screening_go_on(), no),
            Page::SeeDoctor => {}
        }
        offer(ui, words::window::leave(), AppCommand::Leave);
    });
    let Some(left) = questions.left(Instant::now()) else { return };
    let seconds = left.as_secs() as u32 + 1;
    let waits = match questions.page {
        Page::AsLastTime(_) => words::screening_same_waits(seconds),
        Page::Signs(_) => words::screening_waits(seconds),
        Page::AskFirst => words::screening_goes_on(seconds),
        Page::SeeDoctor => return,
    };
    ui.label(theme::text(ui, waits, 20.0).color(theme::quiet(ui)));
}

/// Takes a key as an answer, unless a button has the focus.
fn keys(ui: &Ui, commands: &mut Vec<AppCommand>) {
    let pressed = |key| pressed(ui, key);
    if ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    if pressed(Key::Num1) {
        commands.push(AppCommand::Answer(true));
    } else if [Key::Space, Key::Enter].into_iter().any(pressed) {
        commands.push(AppCommand::Answer(false));
    }
}
