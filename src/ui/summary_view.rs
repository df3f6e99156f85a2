//! Left and right together, at the end.

use super::picture::Picture;
use super::record::RecordCommand;
use super::result_view::{check_ui, evidence_ui};
use super::state::{AppCommand, AppState};
use super::test::Test;
use super::theme::{self, Meaning};
use super::words;
use crate::motion::{Advice, Side, SideSummary, UNUSUAL_DIFFERENCE_DEG};
use crate::overlay;
use crate::record::Measurement;
use eframe::egui::{self, Panel, Ui};

pub fn summary_ui(ui: &mut Ui, state: &AppState, picture: &mut Picture, commands: &mut Vec<AppCommand>) {
    let Some(test) = &state.test else { return };
    let side_width = ui.available_width() * 0.46;
    Panel::right("sides").exact_size(side_width).resizable(false).show_separator_line(false).show(ui, |ui| {
        Panel::bottom("what next").resizable(false).show_separator_line(false).show(ui, |ui| {
            ui.label(theme::text(ui, overlay::NOT_A_DIAGNOSIS, 17.0).color(theme::quiet(ui)));
            buttons_ui(ui, state, test, commands);
            ui.add_space(theme::scaled(ui, 6.0));
        });
        egui::ScrollArea::vertical().show(ui, |ui| sides_ui(ui, state, test, commands));
    });
    if let Some(news) = test.shown_trial() {
        evidence_ui(ui, state, test, news, picture, commands);
    }
}

fn sides_ui(ui: &mut Ui, state: &AppState, test: &Test, commands: &mut Vec<AppCommand>) {
    ui.add_space(theme::scaled(ui, 4.0));
    ui.label(theme::bold(ui, "Your straight-leg raise", 34.0));
    if test.trials.is_empty() {
        let nothing = state.result().and_then(|m| m.problems.first()).map(|problem| words::sentence(&problem.text));
        let nothing = nothing.unwrap_or_else(|| "Nothing was measured.".to_owned());
        ui.label(theme::text(ui, nothing, 26.0));
    }
    for side in Side::BOTH {
        if test.trials.iter().any(|news| news.trial.side == side) {
            side_ui(ui, test, side, commands);
        }
    }
    difference_ui(ui, test);
    selected_ui(ui, test, commands);
    if let Some(measurement) = state.result() {
        problems_ui(ui, test, measurement);
    }
}

fn buttons_ui(ui: &mut Ui, state: &AppState, test: &Test, commands: &mut Vec<AppCommand>) {
    ui.horizontal_wrapped(|ui| {
        let mut offer = |label: &str, command: AppCommand| {
            if ui.button(theme::text(ui, label, 20.0)).clicked() {
                commands.push(command);
            }
        };
        if !test.trials.is_empty() {
            offer("What now?", AppCommand::ShowAdvice(true));
        }
        if !test.is_over() {
            offer("Another round (Space)", AppCommand::Signal);
            offer("Finish", AppCommand::Finish);
            return;
        }
        if state.result().is_some() {
            offer("Save result…", AppCommand::SaveResult);
        }
        offer("History", AppCommand::Record(RecordCommand::Open(test.person.clone())));
        offer("New test", AppCommand::Leave);
    });
}

/// A leg's card: mean, best, and each trial to click on.
fn side_ui(ui: &mut Ui, test: &Test, side: Side, commands: &mut Vec<AppCommand>) {
    let ground = egui::Frame::new().fill(theme::card(ui)).corner_radius(10.0).inner_margin(theme::scaled(ui, 12.0));
    ground.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let summary = test.side(side);
        let name = words::sentence(&format!("{} leg", side.name()));
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::text(ui, name.trim_end_matches('.'), 26.0));
            if let Some(summary) = summary {
                let meaning = Meaning::of(&summary.verdict);
                let best = format!("{} {}", words::degrees(summary.best_rad), meaning.sign());
                ui.label(theme::bold(ui, best, 46.0).color(meaning.colour(ui)));
            }
        });
        match summary {
            Some(summary) => side_words_ui(ui, &summary, test.advice(side)),
            None => {
                ui.label(theme::text(ui, "Could not be judged: see each trial.", 20.0));
            }
        }
        ui.horizontal_wrapped(|ui| {
            for (i, news) in test.trials.iter().enumerate().filter(|(_, news)| news.trial.side == side) {
                let trial = &news.trial;
                let (angle, range) = (words::degrees(trial.angle_rad), words::degrees(trial.uncertainty_rad));
                let label = format!("{angle} ± {range} {}", Meaning::of(&trial.verdict).sign());
                let chosen = test.shown_trial().is_some_and(|shown| shown.trial.start == trial.start);
                if ui.add(egui::Button::new(theme::text(ui, label, 20.0)).selected(chosen)).clicked() {
                    commands.push(AppCommand::ShowTrial(Some(i)));
                }
            }
        });
    });
}

fn side_words_ui(ui: &mut Ui, summary: &SideSummary, advice: Option<Advice>) {
    if summary.trials > 1 {
        let best = format!("Best of {} trials, mean {}", summary.trials, words::degrees(summary.mean_rad));
        ui.label(theme::text(ui, best, 20.0).color(theme::quiet(ui)));
    }
    ui.label(theme::text(ui, words::verdict(&summary.verdict, advice), 22.0));
}

fn difference_ui(ui: &mut Ui, test: &Test) {
    let [Some(left), Some(right)] = Side::BOTH.map(|side| test.side(side)) else { return };
    let difference = (left.best_rad - right.best_rad).to_degrees();
    let lower = if difference < 0.0 { Side::Left } else { Side::Right };
    let mut line = format!("Left and right differ by {:.0}°", difference.abs());
    if difference.abs() > UNUSUAL_DIFFERENCE_DEG {
        line += &format!(": more than usual, the {} leg is the stiffer one", lower.name());
    }
    ui.label(theme::bold(ui, format!("{line}."), 24.0));
}

/// Of the trial that picture and chart show: why it ended.
fn selected_ui(ui: &mut Ui, test: &Test, commands: &mut Vec<AppCommand>) {
    let Some(news) = test.shown_trial() else { return };
    let number = test.trial_number(&news.trial);
    ui.label(theme::text(ui, format!("Trial {number}: {}", words::ending(&news.trial)), 20.0));
    for note in words::notes(&news.trial) {
        ui.label(theme::text(ui, format!("• {note}"), 18.0));
    }
    check_ui(ui, test, news, commands);
}

fn problems_ui(ui: &mut Ui, test: &Test, measurement: &Measurement) {
    // without trials the first one is told in the large
    let told = usize::from(test.trials.is_empty());
    for problem in measurement.problems.iter().skip(told) {
        ui.label(theme::text(ui, format!("• {}", words::sentence(&problem.text)), 18.0));
    }
}
