//! The settings, in a window of their own.

use super::settings::{Appearance, Settings, TRIALS_PER_LEG};
use super::state::{AppCommand, AppState};
use crate::live::ModelPreference;
use crate::motion::Thresholds;
use eframe::egui::{self, DragValue, Slider, Ui};

pub fn settings_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    if !state.settings_shown {
        return;
    }
    let mut settings = state.settings.clone();
    let modal = egui::Modal::new(egui::Id::unique("settings modal")).show(ui.ctx(), |ui| {
        ui.set_width(460.0);
        ui.heading("Settings");
        egui::Grid::new("settings").num_columns(2).spacing([20.0, 12.0]).show(ui, |ui| {
            appearance_ui(ui, &mut settings);
            voice_ui(ui, &mut settings);
            model_ui(ui, &mut settings);
            test_ui(ui, &mut settings);
        });
        ui.label("Model, trials and limits hold from the next test on.");
        ui.horizontal(|ui| {
            if ui.button("Defaults").clicked() {
                settings = Settings { camera: settings.camera.take(), ..Settings::default() };
            }
            ui.button("Close").clicked()
        })
        .inner
    });
    if settings != state.settings {
        commands.push(AppCommand::Change(settings));
    }
    if modal.inner || modal.should_close() {
        commands.push(AppCommand::ShowSettings(false));
    }
}

fn choice<T: PartialEq + Copy>(ui: &mut Ui, label: &str, value: &mut T, choices: &[(T, &str)]) {
    ui.label(label);
    ui.horizontal(|ui| {
        for (choice, name) in choices {
            ui.selectable_value(value, *choice, *name);
        }
    });
    ui.end_row();
}

fn appearance_ui(ui: &mut Ui, settings: &mut Settings) {
    let choices = [(Appearance::System, "As the system"), (Appearance::Light, "Light"), (Appearance::Dark, "Dark")];
    choice(ui, "Appearance", &mut settings.appearance, &choices);
    ui.label("Mirror the camera's picture");
    ui.checkbox(&mut settings.mirror, "on screen only");
    ui.end_row();
    ui.label("Diagnostics line");
    ui.checkbox(&mut settings.diagnostics, "show");
    ui.end_row();
}

fn voice_ui(ui: &mut Ui, settings: &mut Settings) {
    ui.label("Voice");
    ui.checkbox(&mut settings.voice, "speak");
    ui.end_row();
    let label = ui.label("Volume").id;
    ui.add(Slider::new(&mut settings.volume, 0.0..=1.0).show_value(false)).labelled_by(label);
    ui.end_row();
}

fn model_ui(ui: &mut Ui, settings: &mut Settings) {
    let choices = [
        (ModelPreference::Auto, "By speed"),
        (ModelPreference::Heavy, "Heavy (accurate)"),
        (ModelPreference::Full, "Full (fast)"),
    ];
    choice(ui, "Pose model", &mut settings.model, &choices);
}

fn test_ui(ui: &mut Ui, settings: &mut Settings) {
    let label = ui.label("Trials for each leg").id;
    ui.add(DragValue::new(&mut settings.trials_per_leg).range(TRIALS_PER_LEG)).labelled_by(label);
    ui.end_row();
    let Thresholds { pass_deg, slight_deg, clear_deg, .. } = &mut settings.thresholds;
    let mut limit = |name: &str, value: &mut f64, range: std::ops::RangeInclusive<f64>| {
        let label = ui.label(name).id;
        ui.add(DragValue::new(value).range(range).suffix("°").fixed_decimals(0)).labelled_by(label);
        ui.end_row();
    };
    limit("Pass from", pass_deg, *slight_deg..=120.0);
    limit("Slightly tight from", slight_deg, *clear_deg..=*pass_deg);
    limit("Clearly tight up to", clear_deg, 20.0..=*slight_deg);
}
