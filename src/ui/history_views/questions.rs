//! Questions before something is lost.

use super::tell;
use crate::ui::history::{HistoryCommand, Question};
use crate::ui::state::{AppCommand, AppState};
use crate::ui::theme::{self, Meaning};
use crate::words::{self, window};
use eframe::egui::{self, Ui};
use std::borrow::Cow;

pub fn questions_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(question) = state.history.question else { return };
    let modal = egui::Modal::new(egui::Id::unique("record question")).show(ui.ctx(), |ui| {
        ui.set_width(theme::scaled(ui, 620.0));
        match question {
            Question::DropPoints { quit } => drop_points_ui(ui, quit, commands),
            Question::Delete(person, deleted) => {
                let people = state.history.people.iter().flatten();
                let name = people.filter(|p| p.id == person).map(|p| p.name.as_str()).next().unwrap_or_default();
                ui.label(theme::bold(ui, words::delete_question(name), 26.0));
                ui.label(theme::text(ui, words::delete_takes(&deleted.text()), 20.0));
                answers_ui(
                    ui,
                    words::delete_now(),
                    vec![AppCommand::History(HistoryCommand::Delete(person))],
                    commands,
                );
            }
        }
    });
    if modal.should_close() {
        tell(commands, HistoryCommand::Stay);
    }
}

fn drop_points_ui(ui: &mut Ui, quit: bool, commands: &mut Vec<AppCommand>) {
    ui.label(theme::bold(ui, window::points_unsaved(), 26.0));
    let mut drop = vec![AppCommand::History(HistoryCommand::DropPoints)];
    drop.extend(quit.then_some(AppCommand::Quit));
    answers_ui(ui, window::leave_unsaved(), drop, commands);
}

fn answers_ui(ui: &mut Ui, yes: Cow<'static, str>, then: Vec<AppCommand>, commands: &mut Vec<AppCommand>) {
    ui.add_space(theme::scaled(ui, 8.0));
    ui.horizontal(|ui| {
        if ui.button(theme::text(ui, window::cancel(), 20.0)).clicked() {
            tell(commands, HistoryCommand::Stay);
        }
        let yes = theme::text(ui, yes, 20.0).color(Meaning::Stop.colour(ui));
        if ui.button(yes).clicked() {
            commands.extend(then);
        }
    });
}
