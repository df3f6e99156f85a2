//! While somebody exercises: the image, what to do now, and the time or the count, huge.

use super::ring::{Ring, ring_ui};
use crate::live::Input;
use crate::motion::{Caudal, CoachStage, CoachState, Exercise, Legs, Sensation};
use crate::overlay;
use crate::pipeline::Step;
use crate::ui::exercise_choice::ExerciseCommand;
use crate::ui::instruction::Instruction;
use crate::ui::keys::pressed;
use crate::ui::live_view::{demonstration_ui, instruction_ui};
use crate::ui::shown_image::ShownImage;
use crate::ui::state::{AppCommand, AppState};
use crate::ui::test_run::TestRun;
use crate::ui::theme::{self, Meaning};
use crate::words::{self, Whole, window};
use eframe::egui::{self, Key, Panel, Ui};
use std::borrow::Cow;

pub fn exercise_ui(ui: &mut Ui, state: &AppState, shown_image: &mut ShownImage, commands: &mut Vec<AppCommand>) {
    let Some(test) = &state.test else { return };
    let Some((exercise, step)) = test.exercise.as_ref().zip(test.latest.as_ref()) else { return };
    let Some(now) = &step.observation.exercise else { return };
    let asked = Instruction::of_exercise(exercise, now);
    let side_width = ui.available_width() * 0.36;
    Panel::right("count").exact_size(side_width).resizable(false).show_separator_line(false).show(ui, |ui| {
        Panel::bottom("what next").resizable(false).show_separator_line(false).show(ui, |ui| {
            buttons_ui(ui, now, commands);
            ui.add_space(theme::scaled(ui, 6.0));
        });
        count_ui(ui, exercise, now, &asked);
    });
    Panel::bottom("words").resizable(false).show_separator_line(false).show(ui, |ui| {
        instruction_ui(ui, &asked, state.caption());
    });
    egui::CentralPanel::default()
        .show(ui, |ui| image_ui(ui, state, test, (exercise, now), step, shown_image, commands));
    if !state.settings_shown && pressed(ui, Key::P) {
        commands.push(AppCommand::Exercise(ExerciseCommand::Pause));
    }
}

fn image_ui(
    ui: &mut Ui,
    state: &AppState,
    test: &TestRun,
    (exercise, now): (&Exercise, &CoachState),
    step: &Step,
    shown_image: &mut ShownImage,
    commands: &mut Vec<AppCommand>,
) {
    shown_image.load_ref(ui.ctx(), step.frame.index, &step.frame.image);
    let Some(size) = test.frame_size() else { return };
    let mut marks = overlay::exercise_marks(step.seen.pose.as_ref(), &step.observation, now.set.side, size);
    if now.stage == CoachStage::GetReady && !now.in_posture {
        let caudal = step.observation.angles.map_or(Caudal::Right, |angles| angles.caudal);
        marks.extend(overlay::exercise_outline(exercise, caudal, size));
    }
    let mirrored = state.settings.mirror && matches!(test.input, Input::Camera(_));
    if let Some(at) = shown_image.show(ui, size, &marks, mirrored) {
        commands.push(AppCommand::Pick(at));
    }
}

/// The time or the count in a ring, and which set of which leg it is.
fn count_ui(ui: &mut Ui, exercise: &Exercise, now: &CoachState, asked: &Instruction) {
    ui.label(theme::bold(ui, words::capitalised(&words::exercise(exercise)), 24.0));
    if now.signal > 0.0 {
        ui.label(theme::bold(ui, words::keep_hand_up(), 30.0));
        ui.add(egui::ProgressBar::new(now.signal as f32).desired_height(theme::scaled(ui, 18.0)));
    }
    match now.stage {
        CoachStage::GetReady => {
            if let Some(how) = words::how(exercise) {
                ui.label(theme::text(ui, format!("{how}."), 24.0));
            }
            demonstration_ui(ui, |secs| overlay::exercise_demonstration(exercise, secs));
            return;
        }
        CoachStage::Resting { secs_left } => {
            let filled = f64::from(secs_left) / exercise.dose.rest_s.max(1.0);
            let number = secs_left.to_string();
            let unit = words::coach_rest();
            let ring = Ring { filled, number: &number, unit: &unit, colour: theme::quiet(ui) };
            ring_ui(ui, &ring, ui.available_height() * 0.66);
        }
        _ => {
            let colour = if now.set.counts { Meaning::Good.colour(ui) } else { asked.meaning.colour(ui) };
            let (filled, number, unit) = progress(exercise, now);
            ring_ui(ui, &Ring { filled, number: &number, unit: &unit, colour }, ui.available_height() * 0.66);
        }
    }
    if let Some(side) = now.set.side.filter(|_| exercise.legs == Legs::Each) {
        ui.label(theme::bold(ui, words::leg_title(side), 32.0));
    }
    let dose = &exercise.dose;
    if dose.sets > 1 {
        ui.label(theme::text(ui, window::exercise_set_of(now.set_number, dose.sets), 24.0));
    }
    if dose.reps > 1 && dose.hold_s > 0.0 {
        ui.label(theme::text(ui, window::exercise_rep_of(now.set.reps, dose.reps), 24.0));
    }
    if let Some(watched) = words::watched(exercise.watch) {
        ui.label(theme::text(ui, watched, 18.0).color(theme::quiet(ui)));
    }
    if let Some((result, deg)) = exercise.result.zip(now.set.furthest_deg) {
        ui.label(theme::text(ui, words::capitalised(&words::exercise_result(result, Whole(deg))), 24.0));
    }
}

/// How much of the ring is full, and what stands in it: the seconds that are left, or the repetitions so far.
fn progress(exercise: &Exercise, now: &CoachState) -> (f64, String, Cow<'static, str>) {
    let dose = &exercise.dose;
    if dose.hold_s > 0.0 {
        let left_s = (dose.hold_s - now.set.held_s).max(0.0);
        let (filled, left) =
            if now.set.must_return { (1.0, 0.0) } else { (now.set.held_s / dose.hold_s, left_s.ceil()) };
        (filled, format!("{left:.0}"), window::exercise_seconds_left())
    } else {
        let (reps, wanted) = (now.set.reps, dose.reps);
        (f64::from(reps) / f64::from(wanted.max(1)), reps.to_string(), window::exercise_of(wanted))
    }
}

fn buttons_ui(ui: &mut Ui, now: &CoachState, commands: &mut Vec<AppCommand>) {
    ui.horizontal_wrapped(|ui| {
        let mut offer = |label: Cow<'static, str>, command: AppCommand| {
            if ui.button(theme::text(ui, label, 20.0)).clicked() {
                commands.push(command);
            }
        };
        let pause = || AppCommand::Exercise(ExerciseCommand::Pause);
        match now.stage {
            CoachStage::Working => {
                offer(window::hurts(), AppCommand::Discomfort);
                offer(window::exercise_pause(), pause());
            }
            CoachStage::GetReady => offer(window::start_now(), AppCommand::Signal),
            CoachStage::Paused | CoachStage::Resting { .. } => {
                offer(window::go_on(), AppCommand::Signal);
                offer(window::hurts_plain(), AppCommand::Discomfort);
            }
            CoachStage::WhatStopped => {
                offer(words::what_stopped_pull(), AppCommand::Sensation(Sensation::Pull));
                offer(words::what_stopped_radiating(), AppCommand::Sensation(Sensation::Radiating));
            }
            CoachStage::Done => offer(window::hurts_plain(), AppCommand::Discomfort),
            CoachStage::Stopped => {}
        }
        offer(window::finish(), AppCommand::Finish);
    });
}
