//! What is asked before something is lost.

use super::state::{Question, RecordCommand};
use super::tell;
use crate::history::deleted_in_words;
use crate::ui::state::{AppCommand, AppState};
use crate::ui::theme::{self, Meaning};
use eframe::egui::{self, Ui};

pub fn questions_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(question) = state.record.question else { return };
    let modal = egui::Modal::new(egui::Id::unique("record question")).show(ui.ctx(), |ui| {
        ui.set_width(theme::scaled(ui, 620.0));
        match question {
            Question::DropPoints { quit } => drop_points_ui(ui, quit, commands),
            Question::Delete(person, deleted) => {
                let people = state.record.people.iter().flatten();
                let name = people.filter(|p| p.id == person).map(|p| p.name.as_str()).next().unwrap_or_default();
                ui.label(theme::bold(ui, format!("Delete everything of {name}?"), 26.0));
                let what = format!(
                    "That is {}. It is wiped from the file, and can't be taken back; export it before, if you may need it.",
                    deleted_in_words(&deleted)
                );
                ui.label(theme::text(ui, what, 20.0));
                answers_ui(ui, "Delete for good", vec![AppCommand::Record(RecordCommand::Delete(person))], commands);
            }
        }
    });
    if modal.should_close() {
        tell(commands, RecordCommand::Stay);
    }
}

fn drop_points_ui(ui: &mut Ui, quit: bool, commands: &mut Vec<AppCommand>) {
    ui.label(theme::bold(ui, "The points were moved and are not saved.", 26.0));
    let mut drop = vec![AppCommand::Record(RecordCommand::DropPoints)];
    drop.extend(quit.then_some(AppCommand::Quit));
    answers_ui(ui, "Leave without saving", drop, commands);
}

fn answers_ui(ui: &mut Ui, yes: &str, then: Vec<AppCommand>, commands: &mut Vec<AppCommand>) {
    ui.add_space(theme::scaled(ui, 8.0));
    ui.horizontal(|ui| {
        if ui.button(theme::text(ui, "Cancel", 20.0)).clicked() {
            tell(commands, RecordCommand::Stay);
        }
        let yes = theme::text(ui, yes, 20.0).color(Meaning::Stop.colour(ui));
        if ui.button(yes).clicked() {
            commands.extend(then);
        }
    });
}
