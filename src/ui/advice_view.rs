//! What to do about the result, once it is there: when to stretch and how, and when to see somebody. The self-test's own words.

use super::state::{AppCommand, AppState};
use super::test::Test;
use super::theme;
use super::words;
use crate::motion::{Advice, Side};
use crate::overlay;
use eframe::egui::{self, Ui};

const HOW: &str = "Two safe stretches, 30 seconds or longer, 3 times for each leg:";
const STRETCHES: [&str; 2] = [
    "Lying on your back, a strap round the foot, knee straight: raise the leg to a gentle stretch.",
    "On the edge of a chair, one heel out in front, knee straight, chest lifted: hinge forward at the hips.",
];
const GENTLY: &str = "Never bounce, and never push into pain. Don't let your back round, and keep breathing. Change takes \
                      weeks: repeat the test, and look at the trend.";
const REPEAT: &str = "Another trial could turn the result: repeat the test.";
const PROFESSIONAL: &str = "See a professional about pain that radiates into the buttock or down the leg; numbness, tingling \
                            or weakness; severe, persistent or worsening pain; pain that began suddenly without a cause; \
                            difficulty standing or walking; pain that disturbs your sleep or your day.";
const AT_ONCE: &str =
    "At once about loss of bladder or bowel control, numbness around the groin, or weakness in both legs.";

pub fn advice_ui(ui: &mut Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let Some(test) = state.test.as_ref().filter(|_| state.advice_shown) else { return };
    let height = 0.7 * ui.ctx().content_rect().height();
    let modal = egui::Modal::new(egui::Id::unique("advice modal")).show(ui.ctx(), |ui| {
        ui.set_width(theme::scaled(ui, 860.0));
        ui.label(theme::bold(ui, "What now?", 32.0));
        egui::ScrollArea::vertical().max_height(height).show(ui, |ui| text_ui(ui, test));
        ui.button(theme::text(ui, "Close", 20.0)).clicked()
    });
    if modal.inner || modal.should_close() {
        commands.push(AppCommand::ShowAdvice(false));
    }
}

fn text_ui(ui: &mut Ui, test: &Test) {
    let say = |ui: &mut Ui, text: &str| {
        ui.label(theme::text(ui, text, 20.0));
    };
    let advice = Side::BOTH.map(|side| test.advice(side));
    for (side, advice) in Side::BOTH.into_iter().zip(advice) {
        if let Some(advice) = advice {
            let leg = words::sentence(&format!("{} leg: {}", side.name(), advice.text()));
            ui.label(theme::bold(ui, leg, 24.0));
        }
    }
    let advice = || advice.into_iter().flatten();
    if advice().next().is_none() {
        ui.label(theme::bold(ui, REPEAT, 24.0));
    }
    let hurt = advice().any(|advice| advice == Advice::SeeProfessional);
    if !hurt && advice().any(|advice| matches!(advice, Advice::Stretching(_))) {
        say(ui, HOW);
        STRETCHES.iter().for_each(|stretch| say(ui, &format!("• {stretch}")));
        say(ui, GENTLY);
    }
    ui.add_space(theme::scaled(ui, 8.0));
    say(ui, PROFESSIONAL);
    ui.label(theme::bold(ui, AT_ONCE, 20.0));
    ui.label(theme::text(ui, overlay::NOT_A_DIAGNOSIS, 17.0).color(theme::quiet(ui)));
}
