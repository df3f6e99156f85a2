//! The view of the exercises for this person, with the chosen one explained.

use crate::motion::{Dose, Exercise, Offer, Offered, Referral, Side};
use crate::overlay;
use crate::ui::exercise_choice::{ExerciseChoice, ExerciseCommand};
use crate::ui::keys::pressed;
use crate::ui::live_view::demonstration_ui;
use crate::ui::state::{AppCommand, AppState};
use crate::ui::theme::{self, Meaning};
use crate::words::{self, Stretched, Whole, window};
use eframe::egui::{self, Key, Panel, Ui};
use std::borrow::Cow;

/// Step of a button that changes how long a position is held, seconds.
const HOLD_STEP_S: f64 = 5.0;

pub fn choice_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(choice) = &state.exercises else { return };
    let width = ui.available_width() * 0.40;
    Panel::left("exercises").exact_size(width).resizable(false).show(ui, |ui| {
        ui.add_space(theme::scaled(ui, 4.0));
        if ui.button(theme::text(ui, window::back(), 18.0)).clicked() {
            commands.push(AppCommand::Leave);
        }
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            list_ui(ui, choice, !state.person.trim().is_empty(), commands);
        });
    });
    egui::CentralPanel::default().show(ui, |ui| match (choice.exercise(), choice.decision.referral) {
        (Some(exercise), _) => exercise_ui(ui, choice, &exercise, commands),
        (None, Some(referral)) => referral_ui(ui, referral),
        (None, None) => {}
    });
    keys(ui, commands);
}

fn tell(commands: &mut Vec<AppCommand>, command: ExerciseCommand) {
    commands.push(AppCommand::Exercise(command));
}

fn referral_ui(ui: &mut Ui, referral: Referral) {
    let text = format!("{} {}", Meaning::Stop.sign(), words::sentence(&words::referral_phrase(referral)));
    ui.add_space(theme::scaled(ui, 20.0));
    ui.label(theme::bold(ui, text, 34.0).color(Meaning::Stop.colour(ui)));
    ui.label(theme::text(ui, window::exercises_none(), 24.0));
}

/// The list: stretches for tight legs, other exercises, and what is not offered and why.
fn list_ui(ui: &mut Ui, choice: &ExerciseChoice, is_kept: bool, commands: &mut Vec<AppCommand>) {
    if let Some(stretched) = Stretched::of(&choice.decision) {
        group_ui(ui, choice, Offer::Stretch, window::exercises_stretches(stretched), commands);
        if is_kept && ui.button(theme::text(ui, window::plan_make(), 17.0)).clicked() {
            tell(commands, ExerciseCommand::Plan);
        }
    }
    group_ui(ui, choice, Offer::Companion, window::exercises_companions(), commands);
    let why = |exercise: &Exercise| match exercise.offered(&choice.decision) {
        Offered::NotMeasured => Some(window::exercises_not_measured()),
        Offered::NotTight => Some(window::exercises_not_tight()),
        Offered::OneLegTight => Some(window::exercises_one_leg_tight()),
        Offered::For(_) | Offered::AskFirst(_) => None,
    };
    let refused: Vec<(&Exercise, Cow<'static, str>)> =
        choice.library.iter().filter_map(|exercise| Some((exercise, why(exercise)?))).collect();
    let Some((_, why)) = refused.first() else { return };
    ui.add_space(theme::scaled(ui, 8.0));
    ui.label(theme::text(ui, why.clone(), 17.0).color(theme::quiet(ui)));
    for (exercise, _) in &refused {
        let name = words::capitalised(&words::exercise(exercise));
        ui.label(theme::text(ui, format!("• {name}"), 17.0).color(theme::quiet(ui)));
    }
}

fn group_ui(
    ui: &mut Ui,
    choice: &ExerciseChoice,
    offer: Offer,
    title: Cow<'static, str>,
    commands: &mut Vec<AppCommand>,
) {
    let mut of_group = choice.offered().filter(|exercise| exercise.offer == offer).peekable();
    if of_group.peek().is_none() {
        return;
    }
    let chosen = choice.exercise().map(|exercise| exercise.name);
    ui.add_space(theme::scaled(ui, 6.0));
    ui.label(theme::bold(ui, title, 20.0));
    for exercise in of_group {
        let name = words::capitalised(&words::exercise(exercise));
        let is_chosen = chosen.as_ref() == Some(&exercise.name);
        let button = egui::Button::new(theme::text(ui, name, 19.0))
            .right_text(theme::text(ui, dose(&exercise.dose), 15.0).color(theme::quiet(ui)))
            .selected(is_chosen)
            .wrap();
        let height = theme::scaled(ui, 38.0);
        if ui.add_sized([ui.available_width(), height], button).clicked() {
            tell(commands, ExerciseCommand::Choose(exercise.name.clone()));
        }
    }
}

/// "3 × 30 s", "20 ×", "10 × 5 s".
fn dose(dose: &Dose) -> Cow<'static, str> {
    match (dose.sets, dose.reps) {
        (sets, 1) => window::dose_held(sets, Whole(dose.hold_s)),
        (1, reps) if dose.hold_s > 0.0 => window::dose_held(reps, Whole(dose.hold_s)),
        (1, reps) => window::dose_repeated(reps),
        (sets, reps) => window::dose_sets(sets, reps),
    }
}

/// How it goes, how much of it, for which leg, and what the camera can tell.
fn exercise_ui(ui: &mut Ui, choice: &ExerciseChoice, exercise: &Exercise, commands: &mut Vec<AppCommand>) {
    Panel::bottom("start").resizable(false).show_separator_line(false).show(ui, |ui| {
        dose_ui(ui, exercise, commands);
        legs_ui(ui, choice, commands);
        if let Some(watched) = words::watched(exercise.watch) {
            ui.label(theme::text(ui, watched, 18.0).color(theme::quiet(ui)));
        }
        ui.label(theme::text(ui, words::no_diagnosis(), 16.0).color(theme::quiet(ui)));
        if ui.button(theme::bold(ui, window::exercise_start(), 30.0)).clicked() {
            tell(commands, ExerciseCommand::Start);
        }
        ui.add_space(theme::scaled(ui, 6.0));
    });
    egui::ScrollArea::vertical().show(ui, |ui| {
        ui.label(theme::bold(ui, words::capitalised(&words::exercise(exercise)), 34.0));
        if let Some(how) = words::how(exercise) {
            ui.label(theme::text(ui, format!("{how}."), 24.0));
        }
        demonstration_ui(ui, |secs| overlay::exercise_demonstration(exercise, secs));
    });
}

fn dose_ui(ui: &mut Ui, exercise: &Exercise, commands: &mut Vec<AppCommand>) {
    let Dose { sets, reps, hold_s, .. } = exercise.dose;
    ui.horizontal_wrapped(|ui| {
        if hold_s > 0.0 {
            let range = exercise.dose.hold_range();
            let change = stepper_ui(ui, &window::exercise_hold(Whole(hold_s)), range.start() < range.end());
            if let Some(step) = change {
                tell(commands, ExerciseCommand::Dose { reps, hold_s: hold_s + f64::from(step) * HOLD_STEP_S });
            }
        }
        if reps > 1 {
            let range = exercise.dose.reps_range();
            let change = stepper_ui(ui, &window::exercise_reps(reps), range.start() < range.end());
            if let Some(step) = change {
                tell(commands, ExerciseCommand::Dose { reps: reps.saturating_add_signed(step), hold_s });
            }
        }
        ui.label(theme::text(ui, window::exercise_sets(sets), 20.0));
    });
}

/// A value, with buttons beside it if it can be changed. Returns the direction of a click.
fn stepper_ui(ui: &mut Ui, value: &str, is_free: bool) -> Option<i32> {
    let mut step = None;
    if is_free && ui.button(theme::bold(ui, "−", 20.0)).on_hover_text(window::less()).clicked() {
        step = Some(-1);
    }
    ui.label(theme::bold(ui, value, 22.0));
    if is_free && ui.button(theme::bold(ui, "+", 20.0)).on_hover_text(window::more()).clicked() {
        step = Some(1);
    }
    step
}

fn legs_ui(ui: &mut Ui, choice: &ExerciseChoice, commands: &mut Vec<AppCommand>) {
    let legs = choice.legs();
    ui.horizontal_wrapped(|ui| match legs[..] {
        [] => {}
        [only] => {
            ui.label(theme::bold(ui, words::leg_title(only), 22.0));
        }
        _ => {
            for (side, name) in [(None, window::exercise_both_legs())]
                .into_iter()
                .chain(Side::BOTH.map(|side| (Some(side), words::leg_title(side))))
            {
                if ui.add(egui::RadioButton::new(choice.side == side, theme::text(ui, name, 22.0))).clicked() {
                    tell(commands, ExerciseCommand::Leg(side));
                }
            }
        }
    });
}

/// A clicker's keys start the exercise; arrows go up and down the list.
fn keys(ui: &Ui, commands: &mut Vec<AppCommand>) {
    if ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let pressed = |key| pressed(ui, key);
    if [Key::Space, Key::Enter, Key::PageDown, Key::ArrowRight].into_iter().any(pressed) {
        tell(commands, ExerciseCommand::Start);
    } else if pressed(Key::ArrowDown) || pressed(Key::ArrowUp) {
        tell(commands, ExerciseCommand::ChooseNext { forward: pressed(Key::ArrowDown) });
    }
}
