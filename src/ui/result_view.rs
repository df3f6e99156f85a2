//! A trial's result: the number, the verdict in a sentence, why it ended with the frame that shows it, and the whole
//! raise as a chart.

use super::chart::chart_ui;
use super::history::HistoryCommand;
use super::live_view::fitting_label;
use super::shown_image::ShownImage;
use super::state::{AppCommand, AppState};
use super::test_run::TestRun;
use super::theme::{self, Meaning};
use crate::album::AlbumFrame;
use crate::live::{Input, TrialNews};
use crate::motion::{Side, VerdictKind};
use crate::overlay;
use crate::words::{self, Tenths, Whole, window};
use eframe::egui::{self, Panel, Ui};
use std::borrow::Cow;

pub fn result_ui(ui: &mut Ui, state: &AppState, shown_image: &mut ShownImage, commands: &mut Vec<AppCommand>) {
    let Some((test, news)) = state.test.as_ref().and_then(|test| Some((test, test.shown_trial()?))) else { return };
    let side_width = ui.available_width() * 0.40;
    Panel::right("card").exact_size(side_width).resizable(false).show_separator_line(false).show(ui, |ui| {
        Panel::bottom("what next").resizable(false).show_separator_line(false).show(ui, |ui| {
            ui.label(theme::text(ui, words::no_diagnosis(), 17.0).color(theme::quiet(ui)));
            buttons_ui(ui, state, test, news, commands);
            ui.add_space(theme::scaled(ui, 6.0));
        });
        egui::ScrollArea::vertical().show(ui, |ui| card_ui(ui, test, news, commands));
    });
    evidence_ui(ui, state, test, news, shown_image, commands);
}

/// The frame of the moment, and the chart of the raise.
pub fn evidence_ui(
    ui: &mut Ui,
    state: &AppState,
    test: &TestRun,
    news: &TrialNews,
    shown_image: &mut ShownImage,
    commands: &mut Vec<AppCommand>,
) {
    let chart_height = ui.available_height() * 0.36;
    Panel::bottom("chart").exact_size(chart_height).resizable(false).show_separator_line(false).show(ui, |ui| {
        chart_ui(ui, &news.trial, &test.thresholds(), test.scrubbed, commands);
    });
    egui::CentralPanel::default().show(ui, |ui| {
        let time = test.scrubbed.unwrap_or(news.telling_moment());
        if let Some(shown) = news.frame_at(time) {
            let seconds = (shown.time - news.trial.start).max(0.0);
            let told = if test.scrubbed.is_some() { window::moment_scrubbed } else { window::moment_of_result };
            ui.label(theme::text(ui, told(Tenths(seconds)), 16.0).color(theme::quiet(ui)));
            album_ui(ui, state, test, shown, shown_image);
        }
    });
}

fn album_ui(ui: &mut Ui, state: &AppState, test: &TestRun, shown: &AlbumFrame, shown_image: &mut ShownImage) {
    let Some(size) = test.frame_size() else { return };
    // a key that no live frame has
    let key = u64::MAX - shown.time.0;
    shown_image.load(ui.ctx(), key, || shown.image());
    let marks = overlay::body_marks(shown.pose.as_ref(), &shown.observation, size);
    let mirrored = state.settings.mirror && matches!(test.input, Input::Camera(_));
    shown_image.show(ui, size, &marks, mirrored);
}

fn card_ui(ui: &mut Ui, test: &TestRun, news: &TrialNews, commands: &mut Vec<AppCommand>) {
    let trial = &news.trial;
    let meaning = Meaning::of(&trial.verdict);
    ui.add_space(theme::scaled(ui, 4.0));
    let number = test.trial_number(trial);
    ui.label(theme::text(ui, window::trial_of_leg(number, trial.side), 26.0).color(theme::quiet(ui)));
    number_ui(ui, news, 130.0);
    let verdict = format!("{} {}", meaning.sign(), words::verdict_sentence(&trial.verdict));
    ui.label(theme::bold(ui, verdict.trim(), 30.0).color(meaning.colour(ui)));
    ui.label(theme::text(ui, words::ending(trial), 24.0));
    if let Some(sensation) = trial.sensation {
        ui.label(theme::text(ui, words::sentence(&words::sensation(sensation)), 24.0));
    }
    for note in words::notes(trial) {
        ui.label(theme::text(ui, format!("• {note}"), 21.0));
    }
    which_leg_ui(ui, test, news, commands);
    ui.add_space(theme::scaled(ui, 6.0));
    for side in Side::BOTH {
        side_line_ui(ui, test, side);
    }
}

fn buttons_ui(ui: &mut Ui, state: &AppState, test: &TestRun, news: &TrialNews, commands: &mut Vec<AppCommand>) {
    ui.horizontal_wrapped(|ui| {
        if ui.button(theme::text(ui, window::go_on(), 20.0)).clicked() {
            commands.push(AppCommand::ShowTrial(None));
            commands.extend((!test.looks_back()).then_some(AppCommand::Signal));
        }
        if ui.button(theme::text(ui, window::finish(), 20.0)).clicked() {
            commands.push(AppCommand::Finish);
        }
        if ui.button(theme::text(ui, copy_label(state), 20.0)).clicked() {
            commands.push(AppCommand::CopyResult);
        }
        check_ui(ui, state, test, news, commands);
    });
}

/// Asks which leg it was, if that is not certain and can still be set.
pub fn which_leg_ui(ui: &mut Ui, test: &TestRun, news: &TrialNews, commands: &mut Vec<AppCommand>) {
    if !test.asks_side(&news.trial) {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::bold(ui, window::which_leg(), 22.0));
        for side in Side::BOTH {
            if ui.button(theme::text(ui, window::side_title(side), 20.0)).clicked() {
                commands.push(AppCommand::TellSide(side));
            }
        }
    });
}

/// The text of the copy button; for a moment after copying, "copied".
pub fn copy_label(state: &AppState) -> Cow<'static, str> {
    if state.is_copied() { window::copied() } else { window::copy_result() }
}

/// A button to the points of a stored trial.
pub fn check_ui(ui: &mut Ui, state: &AppState, test: &TestRun, news: &TrialNews, commands: &mut Vec<AppCommand>) {
    if test.person.is_empty() {
        return;
    }
    let measured = test.measured_trial(&news.trial);
    if let Some(deg) = state.history.corrected_deg(&measured) {
        ui.label(theme::text(ui, words::sentence(&window::corrected_in_record(Whole(deg))), 20.0));
    }
    if ui.button(theme::text(ui, window::check_points(), 20.0)).clicked() {
        commands.push(AppCommand::History(HistoryCommand::CheckMeasured(measured)));
    }
}

/// "78° ± 3°", or a question mark where it can't be judged.
pub fn number_ui(ui: &mut Ui, news: &TrialNews, size: f32) {
    let trial = &news.trial;
    let (angle_deg, range_deg) = (trial.angle_rad.to_degrees(), trial.uncertainty_rad.to_degrees());
    let range = words::angle_range(Whole(angle_deg), Whole(range_deg));
    let colour = match trial.verdict.kind {
        VerdictKind::Unclear => theme::quiet(ui),
        _ => Meaning::of(&trial.verdict).colour(ui),
    };
    fitting_label(ui, &range, size, colour);
}

/// Mean and best of a leg's trials.
fn side_line_ui(ui: &mut Ui, test: &TestRun, side: Side) {
    let Some(summary) = test.side(side) else { return };
    let (mean, best) = (Whole(summary.mean_rad.to_degrees()), Whole(summary.best_rad.to_degrees()));
    ui.label(theme::text(ui, window::leg_so_far(side, mean, best, summary.trials), 20.0));
}
