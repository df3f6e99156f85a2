//! Screenshots of the window, one of each state: for the manual, and to check the layout.

use super::screen::Screen;
use super::screening::Page;
use super::state::AppState;
use crate::motion::{CoachStage, Screening, Stage};
use crate::output_file;
use eframe::egui::{ColorImage, Context};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A state is captured after it has lasted this long, when animations are over.
const SETTLED: Duration = Duration::from_millis(450);

/// Takes an image of each state, once.
pub struct Screenshots {
    folder: PathBuf,
    taken: HashSet<String>,
    now: Option<(String, Instant)>,
    pending: Arc<AtomicUsize>,
}

impl Screenshots {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, taken: HashSet::new(), now: None, pending: Arc::default() }
    }

    /// Captures the state if it has no image yet.
    pub fn look(&mut self, ctx: &Context, state: &AppState, now: Instant) {
        let name = name(state);
        if self.now.as_ref().is_none_or(|(current, _)| *current != name) {
            self.now = Some((name.clone(), now));
        }
        let settled = self.now.as_ref().is_some_and(|(_, since)| now - *since >= SETTLED);
        if !settled || !self.taken.insert(name.clone()) {
            return;
        }
        let path = self.folder.join(format!("{:02}-{name}.png", self.taken.len()));
        self.pending.fetch_add(1, Ordering::Relaxed);
        let pending = self.pending.clone();
        ctx.request_screenshot(move |image| {
            if let Err(error) = write(&image, &path) {
                crate::terminal::complain(&format!("can't write the screenshot ({error}): {}", path.display()));
            }
            pending.fetch_sub(1, Ordering::Relaxed);
        });
    }

    /// Whether everything asked for is written, the present state included.
    pub fn is_done(&self) -> bool {
        let captured = self.now.as_ref().is_none_or(|(name, _)| self.taken.contains(name));
        captured && self.pending.load(Ordering::Relaxed) == 0
    }
}

fn write(image: &ColorImage, path: &Path) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let [width, height] = image.size.map(|side| side as u32);
    let pixels = image.pixels.iter().flat_map(|pixel| pixel.to_array().into_iter().take(3)).collect();
    let image = image::RgbImage::from_raw(width, height, pixels).unwrap_or_default();
    let mut png = std::io::Cursor::new(Vec::new());
    image.write_to(&mut png, image::ImageFormat::Png)?;
    Ok(output_file::write("the screenshot", path, png.into_inner())?)
}

/// The same of somebody who exercises.
fn exercise_name(state: &AppState) -> String {
    let now = state.test.as_ref().and_then(|test| test.latest.as_ref()?.observation.exercise.as_ref());
    let name = match now.map(|now| (now.stage, now.set.faults.is_empty(), now.set.counts)) {
        Some((CoachStage::Working, false, _)) => "exercise-fault",
        Some((CoachStage::Working, true, true)) => "exercise-counts",
        Some((CoachStage::Working, true, false)) => "exercise-begins",
        Some((CoachStage::Paused, ..)) => "exercise-paused",
        Some((CoachStage::Resting { .. }, ..)) => "exercise-rest",
        Some((CoachStage::WhatStopped, ..)) => "exercise-what-stopped",
        Some((CoachStage::Done | CoachStage::Stopped, ..)) => "exercise-over",
        Some((CoachStage::GetReady, ..)) | None => "exercise-get-ready",
    };
    name.to_owned()
}

/// A state's name, for the file name.
fn name(state: &AppState) -> String {
    let name = match state.screen() {
        Screen::Welcome => "welcome",
        Screen::Screening => match state.screening.as_ref().map(|questions| questions.page) {
            Some(Page::AsLastTime(_)) => "as-last-time",
            Some(Page::Signs(Screening::Urgent)) | None => "urgent-signs",
            Some(Page::Signs(_)) => "warning-signs",
            Some(Page::AskFirst) => "ask-first",
            Some(Page::SeeDoctor) => "see-doctor",
        },
        Screen::Connecting => "connecting",
        Screen::Result => "result",
        Screen::Summary if state.advice_shown => "what-now",
        Screen::Summary => "summary",
        Screen::History => "history",
        Screen::Points => "points",
        Screen::Recordings if state.is_over() => "recordings",
        Screen::Recordings => "recordings-measured",
        Screen::Exercises => "exercises",
        Screen::ExerciseDone => "exercise-done",
        Screen::Exercise => return exercise_name(state),
        Screen::Live => match state.test.as_ref().map(|test| test.stage()) {
            Some(Stage::Countdown { .. }) => "countdown",
            Some(Stage::HoldStill) => "hold-still",
            Some(Stage::RaiseSlowly) => "raise-slowly",
            Some(Stage::Raising) => "raising",
            Some(Stage::Holding) => "holding",
            Some(Stage::Stop(_)) => "stop",
            Some(Stage::Lowering) => "lowering",
            Some(Stage::SoundCheck) => "sound-check",
            Some(Stage::WhatStopped) => "what-stopped",
            _ => "set-up",
        },
    };
    let warned = state.test.as_ref().and_then(|test| test.latest.as_ref()).is_some_and(|step| {
        let guidance = &step.observation.guidance;
        matches!(guidance.stage, Stage::Raising | Stage::Holding) && !step.observation.compensations.is_empty()
    });
    let interrupted = matches!(state.connection(), Some(crate::source::Connection::Interrupted(_)));
    match (interrupted, warned) {
        (true, _) => format!("{name}-interrupted"),
        (_, true) => format!("{name}-warning"),
        _ => name.to_owned(),
    }
}
