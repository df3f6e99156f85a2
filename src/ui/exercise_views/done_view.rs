//! What was done of an exercise, how hard it was, and what comes next.

use crate::document::{ExerciseDocument, Measurement};
use crate::history::Rating;
use crate::motion::{Referral, SensationReport};
use crate::ui::exercise_choice::ExerciseCommand;
use crate::ui::history::HistoryCommand;
use crate::ui::state::{AppCommand, AppState};
use crate::ui::test_run::TestRun;
use crate::ui::theme::{self, Meaning};
use crate::words::{self, window};
use eframe::egui::{self, Panel, Ui};
use std::borrow::Cow;

pub fn done_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some((test, measurement)) = state.test.as_ref().and_then(|test| Some((test, test.result.as_deref()?))) else {
        return;
    };
    let Some(done) = &measurement.exercise else { return };
    let margin = ui.available_width() * 0.05;
    Panel::bottom("what next").resizable(false).show_separator_line(false).show(ui, |ui| {
        ui.label(theme::text(ui, words::no_diagnosis(), 17.0).color(theme::quiet(ui)));
        buttons_ui(ui, test, done, commands);
        ui.add_space(theme::scaled(ui, 6.0));
    });
    egui::CentralPanel::default().show(ui, |ui| {
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            egui::Frame::new().inner_margin(margin as i8).show(ui, |ui| {
                done_in_words_ui(ui, measurement, done, test.rating.felt());
                if done.is_anything() {
                    ui.add_space(theme::scaled(ui, 16.0));
                    rating_ui(ui, test, commands);
                }
            });
        });
    });
}

fn done_in_words_ui(ui: &mut Ui, measurement: &Measurement, done: &ExerciseDocument, rated: Option<SensationReport>) {
    ui.label(theme::bold(ui, words::capitalised(&words::exercise(&done.exercise)), 36.0));
    for problem in &measurement.problems {
        ui.label(theme::text(ui, words::sentence(problem.for_people()), 24.0));
    }
    for (set, faults) in done.sets_in_words() {
        ui.label(theme::bold(ui, set, 26.0));
        for fault in faults {
            ui.label(theme::text(ui, format!("• {fault}"), 20.0).color(theme::quiet(ui)));
        }
    }
    let meaning = if done.complete { Meaning::Good } else { Meaning::Calm };
    let ending = format!("{} {}", meaning.sign(), done.ending_in_words());
    ui.label(theme::bold(ui, ending.trim(), 28.0).color(meaning.colour(ui)));
    if let Some(watched) = words::watched(done.exercise.watch) {
        ui.label(theme::text(ui, watched, 20.0).color(theme::quiet(ui)));
    }
    match done.felt().max(rated) {
        Some(SensationReport::Radiating) => referral_ui(ui, Referral::AfterPain),
        Some(SensationReport::NotTold) => referral_ui(ui, Referral::PainNotTold),
        Some(SensationReport::Pull) => {
            ui.label(theme::bold(ui, format!("{}.", words::coach_gentler()), 26.0));
        }
        None => {}
    }
}

fn referral_ui(ui: &mut Ui, referral: Referral) {
    let (stop, referral) = (Meaning::Stop, words::sentence(&words::referral_phrase(referral)));
    ui.label(theme::bold(ui, format!("{} {referral}", stop.sign()), 28.0).color(stop.colour(ui)));
}

/// Two rows of numbers: effort (category-ratio scale of Borg, 1982) and pain (numeric rating scale), each 0 to 10.
fn rating_ui(ui: &mut Ui, test: &TestRun, commands: &mut Vec<AppCommand>) {
    let Rating { effort, pain } = test.rating;
    let mut rate = |rating: Rating| commands.push(AppCommand::Exercise(ExerciseCommand::Rate(rating)));
    if let Some(effort) = scale_ui(ui, &window::rate_effort(), &window::rate_effort_scale(), effort) {
        rate(Rating { effort: Some(effort), pain });
    }
    if let Some(pain) = scale_ui(ui, &window::rate_pain(), &window::rate_pain_scale(), pain) {
        rate(Rating { effort, pain: Some(pain) });
    }
}

/// The number that was clicked.
fn scale_ui(ui: &mut Ui, question: &str, scale: &str, chosen: Option<u8>) -> Option<u8> {
    let mut clicked = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::bold(ui, question, 22.0));
        ui.label(theme::text(ui, scale, 18.0).color(theme::quiet(ui)));
    });
    ui.horizontal_wrapped(|ui| {
        for value in 0..=Rating::MOST {
            let button = egui::Button::new(theme::text(ui, value.to_string(), 22.0)).selected(chosen == Some(value));
            let response = ui.add_sized([theme::scaled(ui, 52.0), theme::scaled(ui, 44.0)], button);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{question} {value}")));
            if response.clicked() {
                clicked = Some(value);
            }
        }
    });
    clicked
}

fn buttons_ui(ui: &mut Ui, test: &TestRun, done: &ExerciseDocument, commands: &mut Vec<AppCommand>) {
    ui.horizontal_wrapped(|ui| {
        let mut offer = |label: Cow<'static, str>, command: AppCommand| {
            if ui.button(theme::text(ui, label, 20.0)).clicked() {
                commands.push(command);
            }
        };
        if !done.stopped && test.rating.felt().is_none() {
            offer(window::exercises_next(), AppCommand::Exercise(ExerciseCommand::Open));
        }
        offer(window::save_result(), AppCommand::SaveResult);
        offer(window::history(), AppCommand::History(HistoryCommand::Open(test.person.clone())));
        offer(window::exercises_finish(), AppCommand::Leave);
    });
}
