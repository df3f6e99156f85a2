//! The settings, in a window of their own.

use super::keys::ShortCut;
use super::settings::{Appearance, Settings, TRIALS_PER_LEG};
use super::state::{AppCommand, AppState};
use crate::live::ModelPreference;
use crate::motion::Thresholds;
use crate::words::{Language, window};
use eframe::egui::{self, DragValue, Slider, Ui};
use std::borrow::Cow;

/// Height of title, remarks and buttons around the settings, points; in a small window the settings scroll.
const AROUND: f32 = 195.0;

pub fn settings_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    if !state.settings_shown {
        return;
    }
    let mut settings = state.settings.clone();
    let modal = egui::Modal::new(egui::Id::unique("settings modal")).show(ui.ctx(), |ui| {
        ui.set_width(460.0);
        ui.heading(window::settings_title());
        let height = (ui.ctx().content_rect().height() - AROUND).max(AROUND);
        egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
            egui::Grid::new("settings").num_columns(2).spacing([20.0, 12.0]).show(ui, |ui| {
                language_ui(ui, &mut settings);
                appearance_ui(ui, &mut settings);
                voice_ui(ui, &mut settings);
                model_ui(ui, &mut settings);
                test_ui(ui, &mut settings);
            });
        });
        ui.label(window::settings_from_next());
        ui.small(keys_text(ui));
        ui.horizontal(|ui| {
            if ui.button(window::settings_defaults()).clicked() {
                let Settings { camera, recent, .. } = settings.clone();
                settings = Settings { camera, recent, ..Settings::default() };
            }
            ui.button(window::close()).clicked()
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

/// The short cuts, in a line.
fn keys_text(ui: &Ui) -> String {
    let named = ShortCut::ALL.map(|shortcut| window::short_cut(&shortcut.named(ui.ctx()), &shortcut.what()));
    let escape = window::short_cut_back();
    [window::short_cuts()].into_iter().chain(named).chain([escape]).collect::<Vec<_>>().join("  ·  ")
}

type Label = Cow<'static, str>;

fn choice<T: PartialEq>(ui: &mut Ui, label: Label, value: &mut T, choices: impl IntoIterator<Item = (T, Label)>) {
    ui.label(label);
    ui.horizontal(|ui| {
        for (choice, name) in choices {
            ui.selectable_value(value, choice, name);
        }
    });
    ui.end_row();
}

/// Each language under its own name, so that everybody finds theirs.
fn language_ui(ui: &mut Ui, settings: &mut Settings) {
    let languages = Language::all().map(|language| (Some(language), language.own_name()));
    let choices = [(None, window::language_system())].into_iter().chain(languages);
    choice(ui, window::language(), &mut settings.language, choices);
    for language in Language::all().filter(|language| !language.is_checked()) {
        ui.label("");
        ui.small(window::language_unchecked(&language.own_name()));
        ui.end_row();
    }
}

fn appearance_ui(ui: &mut Ui, settings: &mut Settings) {
    let choices = [
        (Appearance::System, window::appearance_system()),
        (Appearance::Light, window::appearance_light()),
        (Appearance::Dark, window::appearance_dark()),
    ];
    choice(ui, window::appearance(), &mut settings.appearance, choices);
    ui.label(window::mirror());
    ui.checkbox(&mut settings.mirror, window::mirror_check());
    ui.end_row();
    ui.label(window::full_screen_setting());
    ui.checkbox(&mut settings.full_screen, window::full_screen_check());
    ui.end_row();
    ui.label(window::diagnostics());
    ui.checkbox(&mut settings.diagnostics, window::diagnostics_check());
    ui.end_row();
}

fn voice_ui(ui: &mut Ui, settings: &mut Settings) {
    ui.label(window::voice());
    ui.checkbox(&mut settings.voice, window::voice_check());
    ui.end_row();
    let label = ui.label(window::volume()).id;
    ui.add(Slider::new(&mut settings.volume, 0.0..=1.0).show_value(false)).labelled_by(label);
    ui.end_row();
}

fn model_ui(ui: &mut Ui, settings: &mut Settings) {
    let choices = [
        (ModelPreference::Auto, window::pose_model_auto()),
        (ModelPreference::Heavy, window::pose_model_heavy()),
        (ModelPreference::Full, window::pose_model_full()),
    ];
    choice(ui, window::pose_model(), &mut settings.model, choices);
}

fn test_ui(ui: &mut Ui, settings: &mut Settings) {
    let label = ui.label(window::trials_per_leg()).id;
    ui.add(DragValue::new(&mut settings.trials_per_leg).range(TRIALS_PER_LEG)).labelled_by(label);
    ui.end_row();
    let Thresholds { pass_deg, slight_deg, clear_deg, .. } = &mut settings.thresholds;
    let mut limit = |name: Label, value: &mut f64, range: std::ops::RangeInclusive<f64>| {
        let label = ui.label(name).id;
        ui.add(DragValue::new(value).range(range).suffix("°").fixed_decimals(0)).labelled_by(label);
        ui.end_row();
    };
    limit(window::limit_pass(), pass_deg, *slight_deg..=120.0);
    limit(window::limit_slight(), slight_deg, *clear_deg..=*pass_deg);
    limit(window::limit_clear(), clear_deg, 20.0..=*slight_deg);
}
