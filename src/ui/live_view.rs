//! The view during a guided test: the image, what to do now, and the angle, very large.

use super::instruction::Instruction;
use super::shown_image::{Place, ShownImage, paint};
use super::state::{AppCommand, AppState};
use super::test_run::TestRun;
use super::theme::{self, Meaning};
use crate::live::Input;
use crate::motion::{Caudal, ImageSize, Method, Sensation, Side, Stage};
use crate::overlay::{self, DEMONSTRATION_SIZE, Mark};
use crate::pipeline::Step;
use crate::words::{self, Whole, window};
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{self, Color32, FontId, Panel, RichText, Ui};
use std::borrow::Cow;

/// An image darker than this is too dark, mean luma out of 255 (ours: the model begins to miss people at 28).
const DARK: f64 = 40.0;

pub fn live_ui(ui: &mut Ui, state: &AppState, shown_image: &mut ShownImage, commands: &mut Vec<AppCommand>) {
    let Some((test, step)) = state.test.as_ref().and_then(|test| Some((test, test.latest.as_ref()?))) else { return };
    let asked = Instruction::of(&step.observation, mean_luma(step) < DARK, test.method());
    let side_width = ui.available_width() * 0.36;
    Panel::right("numbers").exact_size(side_width).resizable(false).show_separator_line(false).show(ui, |ui| {
        numbers_ui(ui, test, step, &asked, commands);
    });
    Panel::bottom("words").resizable(false).show_separator_line(false).show(ui, |ui| {
        instruction_ui(ui, &asked, state.caption());
    });
    egui::CentralPanel::default().show(ui, |ui| image_ui(ui, state, test, step, shown_image, commands));
}

fn image_ui(
    ui: &mut Ui,
    state: &AppState,
    test: &TestRun,
    step: &Step,
    shown_image: &mut ShownImage,
    commands: &mut Vec<AppCommand>,
) {
    let image = &step.frame.image;
    shown_image.load_ref(ui.ctx(), step.frame.index, image);
    let size = test.frame_size().unwrap_or(ImageSize { width: image.width(), height: image.height() });
    let mut marks = overlay::body_marks(step.seen.pose.as_ref(), &step.observation, size);
    if step.observation.guidance.stage == Stage::SetUp {
        let caudal = step.observation.angles.map_or(Caudal::Right, |angles| angles.caudal);
        marks.push(overlay::outline(caudal, size));
    }
    let mirrored = state.settings.mirror && matches!(test.input, Input::Camera(_));
    if let Some(at) = shown_image.show(ui, size, &marks, mirrored) {
        commands.push(AppCommand::Pick(at));
    }
}

/// What to do now, over the whole width under the image.
pub fn instruction_ui(ui: &mut Ui, asked: &Instruction, caption: Option<String>) {
    ui.add_space(theme::scaled(ui, 4.0));
    let colour = asked.meaning.colour(ui);
    let sign = asked.meaning.sign();
    let headline = format!("{sign} {}", asked.headline);
    fitting_label(ui, headline.trim(), 50.0, colour);
    ui.label(theme::text(ui, asked.detail.clone(), 28.0).color(theme::quiet(ui)));
    caption_ui(ui, caption);
    ui.add_space(theme::scaled(ui, 4.0));
}

/// The voice's words for people who do not hear it: in two lines at most, so that the image does not move.
fn caption_ui(ui: &mut Ui, caption: Option<String>) {
    let caption = caption.map_or(String::new(), |text| format!("🔊 {text}"));
    let font = FontId::proportional(theme::scaled(ui, 18.0));
    let mut job = LayoutJob::single_section(caption, TextFormat::simple(font, theme::quiet(ui)));
    job.wrap.max_rows = 2;
    ui.label(job);
}

/// A bold line, made smaller if it would not fit.
pub fn fitting_label(ui: &mut Ui, text: &str, size: f32, colour: Color32) -> egui::Response {
    let size = theme::scaled(ui, size);
    let width = ui.painter().layout_no_wrap(text.to_owned(), theme::bold_font(size), colour).size().x;
    let fit = (ui.available_width() / width.max(1.0)).min(1.0);
    ui.label(RichText::new(text).font(theme::bold_font(size * fit)).color(colour))
}

/// The angle, and what belongs to it.
fn numbers_ui(ui: &mut Ui, test: &TestRun, step: &Step, asked: &Instruction, commands: &mut Vec<AppCommand>) {
    let guidance = &step.observation.guidance;
    let live = step.observation.live;
    Panel::bottom("trials").resizable(false).show_separator_line(false).show(ui, |ui| {
        trials_ui(ui, test, commands);
        buttons_ui(ui, test, guidance.stage, commands);
        ui.add_space(theme::scaled(ui, 6.0));
    });
    match (guidance.stage, live) {
        (Stage::Countdown { secs_left }, _) => {
            fitting_label(ui, &secs_left.to_string(), 230.0, Meaning::Good.colour(ui));
        }
        (stage, Some(live)) => {
            let stopped = matches!(stage, Stage::Stop(_) | Stage::Lowering);
            let angle_rad = guidance.stopped_at_rad.filter(|_| stopped).unwrap_or(live.angle_rad);
            let colour = if stopped { theme::quiet(ui) } else { asked.meaning.colour(ui) };
            fitting_label(ui, &words::angle(Whole(angle_rad.to_degrees())), 230.0, colour);
            ui.label(theme::text(ui, words::leg_title(live.side), 34.0));
            compensations_ui(ui, live.knee_flexion_rad, live.opposite_leg_rad);
        }
        _ => resting_ui(ui, test, guidance.signal),
    }
}

fn compensations_ui(ui: &mut Ui, knee_rad: f64, opposite_rad: Option<f64>) {
    let quiet = theme::quiet(ui);
    let whole = |rad: f64| Whole(rad.max(0.0).to_degrees());
    let opposite = opposite_rad.map_or_else(window::other_leg_unseen, |rad| window::other_leg_now(whole(rad)));
    ui.label(theme::text(ui, window::knee_bend_now(whole(knee_rad)), 22.0).color(quiet));
    ui.label(theme::text(ui, opposite, 22.0).color(quiet));
}

/// Between raises: the progress of the test.
fn resting_ui(ui: &mut Ui, test: &TestRun, signal: f64) {
    if signal > 0.0 {
        ui.label(theme::bold(ui, words::keep_hand_up(), 30.0));
        ui.add(egui::ProgressBar::new(signal as f32).desired_height(theme::scaled(ui, 18.0)));
    }
    match test.trials.last() {
        Some(news) => {
            let trial = &news.trial;
            fitting_label(ui, &words::angle(Whole(trial.angle_rad.to_degrees())), 150.0, theme::quiet(ui));
            ui.label(theme::text(ui, window::last_leg(trial.side), 26.0).color(theme::quiet(ui)));
        }
        None => {
            ui.label(theme::bold(ui, window::live_title(), 40.0));
            ui.label(theme::text(ui, window::live_how(), 25.0));
            let strap = test.method() == Some(Method::Strap);
            demonstration_ui(ui, |secs| Some(overlay::demonstration(secs, strap)));
        }
    }
}

/// A figure that demonstrates what to do, in the remaining room. It moves with the incoming frames.
pub fn demonstration_ui(ui: &mut Ui, figure: impl FnOnce(f64) -> Option<Vec<Mark>>) {
    let size = DEMONSTRATION_SIZE;
    let width = ui.available_width().min(ui.available_height() * size.width as f32 / size.height as f32);
    if width < theme::scaled(ui, 120.0) {
        return;
    }
    let Some(marks) = figure(ui.input(|input| input.time)) else { return };
    let room = egui::Vec2::new(width, width * size.height as f32 / size.width as f32);
    let (rect, _) = ui.allocate_exact_size(room, egui::Sense::hover());
    let (painter, place) = (ui.painter_at(rect), Place::new(rect, size));
    marks.iter().for_each(|mark| paint(&painter, &place, mark));
}

/// The trials so far, by leg.
fn trials_ui(ui: &mut Ui, test: &TestRun, commands: &mut Vec<AppCommand>) {
    for side in Side::BOTH {
        let of_side = test.trials.iter().enumerate().filter(|(_, news)| news.trial.side == side);
        if of_side.clone().next().is_none() {
            continue;
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(theme::text(ui, window::side_title(side), 20.0).color(theme::quiet(ui)));
            for (i, news) in of_side {
                let meaning = Meaning::of(&news.trial.verdict);
                let label = format!("{} {}", words::angle(Whole(news.trial.angle_rad.to_degrees())), meaning.sign());
                if ui.button(theme::text(ui, label, 20.0)).clicked() {
                    commands.push(AppCommand::ShowTrial(Some(i)));
                }
            }
        });
    }
}

fn buttons_ui(ui: &mut Ui, test: &TestRun, stage: Stage, commands: &mut Vec<AppCommand>) {
    ui.horizontal_wrapped(|ui| {
        let mut offer = |label: Cow<'static, str>, command: AppCommand| {
            if ui.button(theme::text(ui, label, 20.0)).clicked() {
                commands.push(command);
            }
        };
        match stage {
            Stage::Raising | Stage::Holding | Stage::Stop(_) | Stage::Lowering => {
                offer(window::hurts(), AppCommand::Discomfort)
            }
            Stage::SetUp | Stage::SoundCheck => offer(window::start_now(), AppCommand::Signal),
            Stage::WhatStopped => {
                offer(words::what_stopped_pull(), AppCommand::Sensation(Sensation::Pull));
                offer(words::what_stopped_radiating(), AppCommand::Sensation(Sensation::Radiating));
            }
            _ => {}
        }
        if matches!(test.input, Input::Recording(_)) && !test.status().is_hurried() {
            offer(window::skip(), AppCommand::Skip);
        }
        offer(window::finish(), AppCommand::Finish);
    });
}

/// Mean luma of the image, 0..255, from every 97th pixel.
fn mean_luma(step: &Step) -> f64 {
    let mut sum = 0.0;
    let mut count = 0.0;
    for pixel in step.frame.image.pixels().step_by(97) {
        let [r, g, b] = pixel.0.map(f64::from);
        // luma of ITU-R BT.601
        sum += 0.299 * r + 0.587 * g + 0.114 * b;
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 255.0 }
}
