//! The line above everything: what is measured, and the settings.

use super::keys::{ShortCut, is_full_screen};
use super::screen::Screen;
use super::series::name_of;
use super::settings::Settings;
use super::state::{AppCommand, AppState};
use super::theme;
use crate::live::Input;
use crate::words::window;
use eframe::egui::{self, Align, Layout, Panel, Ui};

pub fn top_bar_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    Panel::top("bar").resizable(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme::bold(ui, "LegRaise", 20.0));
            if let Some(test) = state.test.as_ref().filter(|_| state.series.is_none()) {
                let what = match &test.input {
                    Input::Recording(path) => name_of(path),
                    Input::Camera(Some(name)) => name.clone(),
                    Input::Camera(None) => window::camera().into_owned(),
                };
                ui.label(theme::text(ui, what, 17.0).color(theme::quiet(ui)));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| right_ui(ui, state, commands));
        });
    });
}

fn right_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let settings = &state.settings;
    let mut offer = |ui: &mut Ui, label, shortcut: ShortCut, command: AppCommand| {
        let keys = shortcut.named(ui.ctx());
        if ui.button(theme::text(ui, label, 17.0)).on_hover_text(keys).clicked() {
            commands.push(command);
        }
    };
    offer(ui, window::settings(), ShortCut::Settings, AppCommand::ShowSettings(!state.settings_shown));
    let voice = if settings.voice { window::voice_on() } else { window::voice_off() };
    let switched = AppCommand::Change(Settings { voice: !settings.voice, ..settings.clone() });
    offer(ui, voice, ShortCut::Mute, switched);
    let full = is_full_screen(ui);
    let label = if full { window::full_screen_leave() } else { window::full_screen() };
    offer(ui, label, ShortCut::FullScreen, AppCommand::FullScreen(!full));
    let of_record = matches!(state.screen(), Screen::History | Screen::Points);
    let measures = state.test.is_some() || state.series.is_some();
    if measures && !of_record && ui.button(theme::text(ui, window::leave(), 17.0)).clicked() {
        commands.push(AppCommand::Leave);
    }
}

/// Something the user should know, until it is dismissed.
pub fn notice_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(notice) = &state.notice else { return };
    Panel::bottom("notice").resizable(false).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let text = theme::bold(ui, format!("⚠ {notice}"), 19.0);
            ui.label(text.color(theme::Meaning::Careful.colour(ui)));
            if ui.button(egui::RichText::new(window::ok()).size(theme::scaled(ui, 19.0))).clicked() {
                commands.push(AppCommand::Dismiss);
            }
        });
    });
}
