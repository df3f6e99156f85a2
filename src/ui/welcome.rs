//! The views before the first frame: choosing the source, or why no frame comes.

use super::exercise_choice::ExerciseCommand;
use super::history::HistoryCommand;
use super::keys::ShortCut;
use super::series::name_of;
use super::settings::Settings;
use super::state::{AppCommand, AppState};
use super::theme::{self, Meaning};
use crate::live::Input;
use crate::motion::Method;
use crate::source::{CameraFault, Connection};
use crate::words::{self, window};
use eframe::egui::{self, Panel, Ui};

pub fn welcome_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    // outside of the scroll area, so that it is always visible
    Panel::bottom("no diagnosis").resizable(false).show_separator_line(false).show(ui, |ui| {
        ui.vertical_centered(|ui| ui.label(theme::text(ui, words::no_diagnosis(), 18.0).color(theme::quiet(ui))));
    });
    egui::CentralPanel::default().show(ui, |ui| {
        let above = ui.available_height() * 0.06;
        // a small window shows it all the same
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.vertical_centered(|ui| {
                ui.add_space(above);
                choices_ui(ui, state, commands);
            });
        });
    });
}

fn choices_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    ui.label(theme::bold(ui, window::welcome_title(), 44.0));
    ui.label(theme::text(ui, window::welcome_how(), 24.0));
    ui.add_space(theme::scaled(ui, 14.0));
    method_ui(ui, state, commands);
    ui.add_space(theme::scaled(ui, 14.0));
    cameras_ui(ui, state, commands);
    ui.add_space(theme::scaled(ui, 10.0));
    let (recording, exercises) =
        (theme::text(ui, window::open_recording(), 26.0), theme::text(ui, window::exercises(), 26.0));
    let offers_exercises = !state.cameras.is_empty();
    let buttons = 1 + usize::from(offers_exercises);
    let texts = [recording.clone(), exercises.clone()].into_iter().take(buttons);
    let width = texts.map(|text| text_width(ui, text) + 2.0 * ui.spacing().button_padding.x).sum();
    centred_row(ui, width, buttons - 1, |ui| {
        let keys = ShortCut::OpenRecording.named(ui.ctx());
        if ui.button(recording).on_hover_text(keys).clicked() {
            commands.push(AppCommand::ChooseRecording);
        }
        if offers_exercises && ui.button(exercises).clicked() {
            commands.push(AppCommand::Exercise(ExerciseCommand::Open));
        }
    });
    ui.label(theme::text(ui, window::drop_recording(), 18.0).color(theme::quiet(ui)));
    recent_ui(ui, state, commands);
    ui.add_space(theme::scaled(ui, 14.0));
    person_ui(ui, state, commands);
}

/// The recordings that were opened last.
fn recent_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    if state.recent.is_empty() {
        return;
    }
    let (label, clear) = (theme::text(ui, window::recent(), 18.0), theme::text(ui, window::recent_clear(), 18.0));
    let names = state.recent.iter().map(|path| (path, theme::text(ui, shortened(&name_of(path)), 18.0)));
    let names: Vec<_> = names.collect();
    let texts = [label.clone(), clear.clone()].into_iter().chain(names.iter().map(|(_, name)| name.clone()));
    let margins = 2.0 * ui.spacing().button_padding.x * (names.len() + 1) as f32;
    let width = texts.map(|text| text_width(ui, text)).sum::<f32>() + margins;
    centred_row(ui, width, names.len() + 1, |ui| {
        ui.label(label.color(theme::quiet(ui)));
        for (path, name) in names {
            if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
                commands.push(AppCommand::OpenRecordings(vec![path.clone()]));
            }
        }
        if ui.add(egui::Button::new(clear.color(theme::quiet(ui))).frame(false)).clicked() {
            commands.push(AppCommand::ClearRecent);
        }
    });
}

/// The name's beginning and end, if it is long.
fn shortened(name: &str) -> String {
    const MOST: usize = 28;
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= MOST {
        return name.to_owned();
    }
    let (start, end) = (&letters[..MOST / 2], &letters[letters.len() - MOST / 2 + 1..]);
    start.iter().chain(&['…']).chain(end).collect()
}

/// How the leg is raised, and what that asks for.
fn method_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let question = theme::bold(ui, words::method_question(), 22.0);
    let methods = Method::ALL.map(|method| (method, theme::text(ui, words::method(method), 22.0)));
    let marks = Method::ALL.len() as f32 * (ui.spacing().icon_width + ui.spacing().icon_spacing);
    let texts = [question.clone()].into_iter().chain(methods.iter().map(|(_, text)| text.clone()));
    let width = texts.map(|text| text_width(ui, text)).sum::<f32>() + marks;
    centred_row(ui, width, Method::ALL.len(), |ui| {
        ui.label(question);
        for (method, text) in methods {
            if ui.add(egui::RadioButton::new(state.settings.method == method, text)).clicked() {
                commands.push(AppCommand::Change(Settings { method, ..state.settings.clone() }));
            }
        }
    });
    ui.label(theme::text(ui, words::method_how(state.settings.method), 20.0).color(theme::quiet(ui)));
}

fn cameras_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    if state.cameras.is_empty() {
        ui.label(theme::text(ui, format!("{} {}", Meaning::Careful.sign(), window::no_camera()), 22.0));
        if ui.button(theme::text(ui, window::look_again(), 22.0)).clicked() {
            commands.push(AppCommand::Leave);
        }
        return;
    }
    // the last used one first
    let mut cameras: Vec<&String> = state.cameras.iter().collect();
    cameras.sort_by_key(|name| Some(*name) != state.settings.camera.as_ref());
    for (i, name) in cameras.into_iter().enumerate() {
        let label = window::start_with(name);
        let text = if i == 0 { theme::bold(ui, label, 30.0) } else { theme::text(ui, label, 24.0) };
        if ui.button(text).clicked() {
            commands.push(AppCommand::OpenCamera(Some(name.clone())));
        }
    }
}

/// Asks whose the results are, when they are to be kept.
fn person_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let (label, history) = (theme::text(ui, window::keep_for(), 18.0), theme::text(ui, window::history(), 20.0));
    let field_width = theme::scaled(ui, 320.0);
    let margins = 2.0 * ui.spacing().button_padding.x + 16.0;
    let width = text_width(ui, label.clone()) + field_width + text_width(ui, history.clone()) + margins;
    centred_row(ui, width, 2, |ui| {
        let label = ui.label(label);
        let mut person = state.person.clone();
        let hint = window::keep_for_hint();
        let field = egui::TextEdit::singleline(&mut person).hint_text(hint).desired_width(field_width);
        if ui.add(field).labelled_by(label.id).changed() {
            commands.push(AppCommand::KeepFor(person));
        }
        if ui.button(history).clicked() {
            commands.push(AppCommand::History(HistoryCommand::Open(state.person.trim().to_owned())));
        }
    });
}

/// How wide a text is in one line, points.
fn text_width(ui: &Ui, text: egui::RichText) -> f32 {
    let text = egui::WidgetText::from(text);
    text.into_galley(ui, Some(egui::TextWrapMode::Extend), f32::INFINITY, egui::TextStyle::Body).size().x
}

/// A centred row with contents of this width and this many gaps; in several lines if it does not fit.
fn centred_row(ui: &mut Ui, width: f32, gaps: usize, contents: impl FnOnce(&mut Ui)) {
    let width = width + gaps as f32 * ui.spacing().item_spacing.x;
    let margin = ((ui.available_width() - width) / 2.0).max(0.0);
    ui.horizontal_wrapped(|ui| {
        ui.add_space(margin);
        contents(ui);
    });
}

/// The view before the first frame.
pub fn connecting_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    egui::CentralPanel::default().show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() * 0.25);
            match state.connection() {
                Some(Connection::Interrupted(fault)) => {
                    fault_ui(ui, &fault);
                    if ui.button(theme::text(ui, window::another_camera(), 24.0)).clicked() {
                        commands.push(AppCommand::Leave);
                    }
                }
                _ => {
                    ui.add(egui::Spinner::new().size(theme::scaled(ui, 48.0)));
                    let what = match state.test.as_ref().map(|test| &test.input) {
                        Some(Input::Recording(_)) => window::opening_recording(),
                        _ => window::opening_camera(),
                    };
                    ui.label(theme::bold(ui, what, 34.0));
                    if ui.button(theme::text(ui, window::cancel(), 22.0)).clicked() {
                        commands.push(AppCommand::Leave);
                    }
                }
            }
            if ui.button(theme::text(ui, window::open_recording(), 22.0)).clicked() {
                commands.push(AppCommand::ChooseRecording);
            }
        });
    });
}

/// Shown over the live image while the camera gives no frames.
pub fn interrupted_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(Connection::Interrupted(fault)) = state.connection() else { return };
    egui::Modal::new(egui::Id::unique("interrupted modal")).show(ui.ctx(), |ui| {
        ui.set_width(theme::scaled(ui, 760.0));
        fault_ui(ui, &fault);
        let kept = state.test.as_ref().map_or(0, |test| test.trials.len());
        let kept = match kept {
            0 => window::goes_on(),
            n => window::goes_on_kept(n),
        };
        ui.label(theme::text(ui, kept, 24.0));
        ui.horizontal_wrapped(|ui| {
            if ui.button(theme::text(ui, window::finish(), 22.0)).clicked() {
                commands.push(AppCommand::Finish);
            }
            if ui.button(theme::text(ui, window::open_recording(), 22.0)).clicked() {
                commands.push(AppCommand::ChooseRecording);
            }
        });
    });
}

/// What happened in the large, and what to do.
fn fault_ui(ui: &mut Ui, fault: &CameraFault) {
    let stop = Meaning::Stop;
    let what = words::sentence(&fault.what());
    ui.label(theme::bold(ui, format!("{} {what}", stop.sign()), 38.0).color(stop.colour(ui)));
    ui.label(theme::text(ui, words::sentence(&fault.todo()), 28.0));
}
