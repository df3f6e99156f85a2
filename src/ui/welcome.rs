//! Before the first picture: choose where it comes from, or why none comes.

use super::record::RecordCommand;
use super::state::{AppCommand, AppState};
use super::theme::{self, Meaning};
use super::words;
use crate::live::Input;
use crate::overlay;
use crate::source::{CameraFault, Connection};
use eframe::egui::{self, Ui};

pub fn welcome_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    egui::CentralPanel::default().show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() * 0.08);
            ui.label(theme::bold(ui, "How far does your straight leg go up?", 44.0));
            let how = "Put the laptop on the floor or a low table, 2 m away, and lie down side-on to it.\n\
                       You will hear what to do. Nothing leaves this computer.";
            ui.label(theme::text(ui, how, 24.0));
            ui.add_space(theme::scaled(ui, 22.0));
            cameras_ui(ui, state, commands);
            ui.add_space(theme::scaled(ui, 10.0));
            if ui.button(theme::text(ui, "Open a recording…", 26.0)).clicked() {
                commands.push(AppCommand::ChooseRecording);
            }
            ui.label(theme::text(ui, "or drop a video onto this window", 18.0).color(theme::quiet(ui)));
            ui.add_space(theme::scaled(ui, 14.0));
            person_ui(ui, state, commands);
            ui.add_space(theme::scaled(ui, 10.0));
            ui.label(theme::text(ui, WHEN_NOT, 18.0).color(theme::quiet(ui)));
            ui.label(theme::text(ui, overlay::NOT_A_DIAGNOSIS, 18.0).color(theme::quiet(ui)));
        });
    });
}

/// When the test is not the right thing to do (mission: the self-test's own warnings).
const WHEN_NOT: &str =
    "Don't test with pain that shoots down a leg, numbness, weakness, or after a fall: see a professional first.";

fn cameras_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    if state.cameras.is_empty() {
        let none = "No camera was found. Plug one in, then look again.";
        ui.label(theme::text(ui, format!("{} {none}", Meaning::Careful.sign()), 22.0));
        if ui.button(theme::text(ui, "Look again", 22.0)).clicked() {
            commands.push(AppCommand::Leave);
        }
        return;
    }
    // the one of the last time first
    let mut cameras: Vec<&String> = state.cameras.iter().collect();
    cameras.sort_by_key(|name| Some(*name) != state.settings.camera.as_ref());
    for (i, name) in cameras.into_iter().enumerate() {
        let label = format!("▶ Start with {name}");
        let text = if i == 0 { theme::bold(ui, label, 30.0) } else { theme::text(ui, label, 24.0) };
        if ui.button(text).clicked() {
            commands.push(AppCommand::OpenCamera(Some(name.clone())));
        }
    }
}

/// Whose the results are, when they are to be kept.
fn person_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let label = ui.label(theme::text(ui, "Keep the results of (a name or a code)", 18.0));
    let mut person = state.person.clone();
    let width = theme::scaled(ui, 320.0);
    let field = egui::TextEdit::singleline(&mut person).hint_text("nobody: not kept").desired_width(width);
    if ui.add(field).labelled_by(label.id).changed() {
        commands.push(AppCommand::KeepFor(person));
    }
    if ui.button(theme::text(ui, "History", 20.0)).clicked() {
        commands.push(AppCommand::Record(RecordCommand::Open(state.person.trim().to_owned())));
    }
}

/// On the way to the first picture.
pub fn connecting_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    egui::CentralPanel::default().show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(ui.available_height() * 0.25);
            match state.connection() {
                Some(Connection::Interrupted(fault)) => {
                    fault_ui(ui, &fault);
                    if ui.button(theme::text(ui, "Choose another camera", 24.0)).clicked() {
                        commands.push(AppCommand::Leave);
                    }
                }
                _ => {
                    ui.add(egui::Spinner::new().size(theme::scaled(ui, 48.0)));
                    let what = match state.test.as_ref().map(|test| &test.input) {
                        Some(Input::Recording(_)) => "Opening the recording…",
                        _ => "Opening the camera…",
                    };
                    ui.label(theme::bold(ui, what, 34.0));
                    if ui.button(theme::text(ui, "Cancel", 22.0)).clicked() {
                        commands.push(AppCommand::Leave);
                    }
                }
            }
            if ui.button(theme::text(ui, "Open a recording…", 22.0)).clicked() {
                commands.push(AppCommand::ChooseRecording);
            }
        });
    });
}

/// Over the live picture, while the camera gives none.
pub fn interrupted_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(Connection::Interrupted(fault)) = state.connection() else { return };
    egui::Modal::new(egui::Id::unique("interrupted modal")).show(ui.ctx(), |ui| {
        ui.set_width(theme::scaled(ui, 760.0));
        fault_ui(ui, &fault);
        let kept = state.test.as_ref().map_or(0, |test| test.trials.len());
        let kept = match kept {
            0 => "It goes on by itself.".to_owned(),
            1 => "It goes on by itself. The trial so far is kept.".to_owned(),
            n => format!("It goes on by itself. The {n} trials so far are kept."),
        };
        ui.label(theme::text(ui, kept, 24.0));
        ui.horizontal_wrapped(|ui| {
            if ui.button(theme::text(ui, "Finish", 22.0)).clicked() {
                commands.push(AppCommand::Finish);
            }
            if ui.button(theme::text(ui, "Open a recording…", 22.0)).clicked() {
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
    ui.label(theme::text(ui, words::sentence(fault.todo()), 28.0));
}
