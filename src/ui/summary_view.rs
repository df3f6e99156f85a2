//! Left and right together, at the end.

use super::exercise_choice::ExerciseCommand;
use super::history::HistoryCommand;
use super::result_view::{check_ui, copy_label, evidence_ui, which_leg_ui};
use super::shown_image::ShownImage;
use super::state::{AppCommand, AppState};
use super::test_run::TestRun;
use super::theme::{self, Meaning};
use crate::document::Measurement;
use crate::motion::{Advice, Referral, Side, SideSummary, Stage};
use crate::words::{self, Whole, window};
use eframe::egui::{self, Panel, Ui};
use std::borrow::Cow;

pub fn summary_ui(ui: &mut Ui, state: &AppState, shown_image: &mut ShownImage, commands: &mut Vec<AppCommand>) {
    let Some(test) = &state.test else { return };
    let side_width = ui.available_width() * 0.46;
    Panel::right("sides").exact_size(side_width).resizable(false).show_separator_line(false).show(ui, |ui| {
        Panel::bottom("what next").resizable(false).show_separator_line(false).show(ui, |ui| {
            ui.label(theme::text(ui, words::no_diagnosis(), 17.0).color(theme::quiet(ui)));
            buttons_ui(ui, state, test, commands);
            ui.add_space(theme::scaled(ui, 6.0));
        });
        egui::ScrollArea::vertical().show(ui, |ui| sides_ui(ui, state, test, commands));
    });
    if let Some(news) = test.shown_trial() {
        evidence_ui(ui, state, test, news, shown_image, commands);
    }
}

fn sides_ui(ui: &mut Ui, state: &AppState, test: &TestRun, commands: &mut Vec<AppCommand>) {
    ui.add_space(theme::scaled(ui, 4.0));
    ui.label(theme::bold(ui, window::summary_title(), 34.0));
    if test.trials.is_empty() {
        let nothing =
            state.result().and_then(|m| m.problems.first()).map(|problem| words::sentence(problem.for_people()));
        let nothing = nothing.unwrap_or_else(|| words::nothing_measured().into_owned());
        ui.label(theme::text(ui, nothing, 26.0));
    }
    for side in Side::BOTH {
        if test.trials.iter().any(|news| news.trial.side == side) {
            side_ui(ui, test, side, commands);
        }
    }
    if let Some(referral) = test.decision().referral {
        let referral = format!("{} {}", Meaning::Stop.sign(), words::sentence(&words::referral_phrase(referral)));
        ui.label(theme::bold(ui, referral, 26.0).color(Meaning::Stop.colour(ui)));
    }
    difference_ui(ui, test);
    selected_ui(ui, state, test, commands);
    if let Some(measurement) = state.result() {
        problems_ui(ui, test, measurement);
    }
}

fn buttons_ui(ui: &mut Ui, state: &AppState, test: &TestRun, commands: &mut Vec<AppCommand>) {
    ui.horizontal_wrapped(|ui| {
        let mut offer = |label: Cow<'static, str>, command: AppCommand| {
            if ui.button(theme::text(ui, label, 20.0)).clicked() {
                commands.push(command);
            }
        };
        let leads_on = test.stage() == Stage::Summary && test.decision().stretches().next().is_some();
        match test.is_over() {
            false if leads_on => offer(words::what_now_key(), AppCommand::Signal),
            _ if !test.trials.is_empty() => offer(words::what_now(), AppCommand::ShowAdvice(true)),
            _ => {}
        }
        if !test.is_over() {
            if !leads_on && !test.decision().referral.is_some_and(Referral::ends_test) {
                offer(window::another_round(), AppCommand::Signal);
            }
            offer(window::finish(), AppCommand::Finish);
            return;
        }
        if !test.trials.is_empty() {
            offer(copy_label(state), AppCommand::CopyResult);
        }
        if state.result().is_some() {
            offer(window::save_result(), AppCommand::SaveResult);
        }
        if test.decision().referral.is_none() {
            offer(window::exercises(), AppCommand::Exercise(ExerciseCommand::Open));
        }
        offer(window::history(), AppCommand::History(HistoryCommand::Open(test.person.clone())));
        offer(window::new_test(), AppCommand::Leave);
    });
}

/// A leg's card: mean, best, and each trial to click on.
fn side_ui(ui: &mut Ui, test: &TestRun, side: Side, commands: &mut Vec<AppCommand>) {
    let ground = egui::Frame::new().fill(theme::card(ui)).corner_radius(10.0).inner_margin(theme::scaled(ui, 12.0));
    ground.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let summary = test.side(side);
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::text(ui, words::leg_title(side), 26.0));
            if let Some(summary) = summary {
                let meaning = Meaning::of(&summary.verdict);
                let best = format!("{} {}", words::angle(Whole(summary.best_rad.to_degrees())), meaning.sign());
                ui.label(theme::bold(ui, best, 46.0).color(meaning.colour(ui)));
            }
        });
        match summary {
            Some(summary) => {
                side_words_ui(ui, &summary, test.decision().legs[side], test.thresholds().pass_deg);
            }
            None => {
                ui.label(theme::text(ui, words::not_judged_see_trials(), 20.0));
            }
        }
        ui.horizontal_wrapped(|ui| {
            for (i, news) in test.trials.iter().enumerate().filter(|(_, news)| news.trial.side == side) {
                let trial = &news.trial;
                let (angle_deg, range_deg) = (trial.angle_rad.to_degrees(), trial.uncertainty_rad.to_degrees());
                let range = words::angle_range(Whole(angle_deg), Whole(range_deg));
                let label = format!("{range} {}", Meaning::of(&trial.verdict).sign());
                let chosen = test.shown_trial().is_some_and(|shown| shown.trial.start == trial.start);
                if ui.add(egui::Button::new(theme::text(ui, label, 20.0)).selected(chosen)).clicked() {
                    commands.push(AppCommand::ShowTrial(Some(i)));
                }
            }
        });
    });
}

/// How the leg is judged, and what to do about it.
pub fn side_words_ui(ui: &mut Ui, summary: &SideSummary, advice: Option<Advice>, pass_deg: f64) {
    if summary.trials > 1 {
        let best = window::best_of_trials(summary.trials, Whole(summary.mean_rad.to_degrees()));
        ui.label(theme::text(ui, best, 20.0).color(theme::quiet(ui)));
    }
    let verdict = words::sentence(&words::leg_verdict(&summary.verdict, pass_deg));
    let advice = advice.map(|advice| words::sentence(&words::advice(advice))).unwrap_or_default();
    ui.label(theme::text(ui, format!("{verdict} {advice}").trim(), 22.0));
}

fn difference_ui(ui: &mut Ui, test: &TestRun) {
    let [Some(left), Some(right)] = Side::BOTH.map(|side| test.side(side)) else { return };
    let difference = (left.mean_rad - right.mean_rad).to_degrees();
    ui.label(theme::bold(ui, words::difference_judged(difference), 24.0));
}

/// Why the shown trial ended.
fn selected_ui(ui: &mut Ui, state: &AppState, test: &TestRun, commands: &mut Vec<AppCommand>) {
    let Some(news) = test.shown_trial() else { return };
    let number = test.trial_number(&news.trial);
    ui.label(theme::text(ui, window::trial_ended(number, &words::ending(&news.trial)), 20.0));
    if let Some(sensation) = news.trial.sensation {
        ui.label(theme::text(ui, words::sentence(&words::sensation(sensation)), 20.0));
    }
    for note in words::notes(&news.trial) {
        ui.label(theme::text(ui, format!("• {note}"), 18.0));
    }
    which_leg_ui(ui, test, news, commands);
    check_ui(ui, state, test, news, commands);
}

fn problems_ui(ui: &mut Ui, test: &TestRun, measurement: &Measurement) {
    // without trials the first notice is shown large
    let told = usize::from(test.trials.is_empty());
    for problem in measurement.problems.iter().skip(told) {
        ui.label(theme::text(ui, format!("• {}", words::sentence(problem.for_people())), 18.0));
    }
}
