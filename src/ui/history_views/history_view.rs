//! Who is in the record, and beside them the one who was chosen.

use super::person_view::person_ui;
use super::tell;
use crate::history::{Person, day, name_key};
use crate::ui::history::{HistoryCommand, HistoryState};
use crate::ui::state::{AppCommand, AppState};
use crate::ui::theme;
use crate::words::{self, window};
use eframe::egui::{self, Panel, Ui};
use std::borrow::Cow;

/// More people than this are searched rather than looked through.
const FEW: usize = 8;

pub fn history_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let record = &state.history;
    let width = ui.available_width() * 0.21;
    Panel::left("people").exact_size(width).resizable(false).show(ui, |ui| {
        ui.add_space(theme::scaled(ui, 4.0));
        if ui.button(theme::text(ui, window::back(), 18.0)).clicked() {
            tell(commands, HistoryCommand::Close);
        }
        people_ui(ui, record, commands);
    });
    egui::CentralPanel::default().show(ui, |ui| match (&record.people, &record.person) {
        (_, Some(shown)) => person_ui(ui, record, shown, commands),
        (None, None) if record.unreadable => unreadable_ui(ui, commands),
        (None, None) => quiet_ui(ui, window::reading_record()),
        (Some(people), None) if people.is_empty() => nobody_ui(ui),
        (Some(_), None) if record.chosen.is_some() => quiet_ui(ui, window::reading_person()),
        (Some(_), None) => quiet_ui(ui, window::choose_person()),
    });
}

fn quiet_ui(ui: &mut Ui, text: Cow<'static, str>) {
    ui.label(theme::text(ui, text, 22.0).color(theme::quiet(ui)));
}

fn unreadable_ui(ui: &mut Ui, commands: &mut Vec<AppCommand>) {
    ui.label(theme::bold(ui, window::record_unreadable(), 26.0));
    if ui.button(theme::text(ui, window::try_again(), 20.0)).clicked() {
        tell(commands, HistoryCommand::Open(String::new()));
    }
}

fn nobody_ui(ui: &mut Ui) {
    ui.add_space(ui.available_height() * 0.2);
    ui.label(theme::bold(ui, window::nobody_yet(), 34.0));
    ui.label(theme::text(ui, window::nobody_yet_how(), 22.0));
}

fn people_ui(ui: &mut Ui, record: &HistoryState, commands: &mut Vec<AppCommand>) {
    let Some(people) = record.people.as_ref().filter(|people| !people.is_empty()) else { return };
    ui.label(theme::bold(ui, window::people(people.len()), 20.0));
    if people.len() > FEW {
        let mut search = record.search.clone();
        let field = egui::TextEdit::singleline(&mut search)
            .hint_text(theme::text(ui, window::search_hint(), 17.0))
            .desired_width(f32::INFINITY);
        let field = ui.add(field.font(egui::FontId::proportional(theme::scaled(ui, 17.0))));
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, window::search()));
        if field.changed() {
            tell(commands, HistoryCommand::Search(search));
        }
    }
    let wanted = name_key(&record.search);
    let found: Vec<&Person> = people.iter().filter(|person| name_key(&person.name).contains(&wanted)).collect();
    if found.is_empty() {
        quiet_ui(ui, window::nobody_found());
    }
    let height = theme::scaled(ui, 17.0) + 2.0 * ui.spacing().button_padding.y;
    ui.spacing_mut().item_spacing.y = 2.0;
    egui::ScrollArea::vertical().auto_shrink(false).show_rows(ui, height, found.len(), |ui, rows| {
        for person in &found[rows] {
            if person_button(ui, person, record.chosen == Some(person.id), height) {
                tell(commands, HistoryCommand::Choose(person.id));
            }
        }
    });
}

fn person_button(ui: &mut Ui, person: &Person, chosen: bool, height: f32) -> bool {
    let last = person.dates.as_ref().map_or("", |(_, last)| day(last));
    let button = egui::Button::new(theme::text(ui, &person.name, 17.0))
        .right_text(theme::text(ui, last, 12.0).color(theme::quiet(ui)))
        .frame_when_inactive(chosen)
        .selected(chosen)
        .truncate();
    let response = ui.add_sized([ui.available_width(), height], button);
    let about = words::person_line(&person.name, person.sessions, person.trials, None);
    response.on_hover_text(about).clicked()
}
