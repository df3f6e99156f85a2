//! A test that is running or over, as far as the window knows.

use crate::document::{Measurement, TrialDocument};
use crate::history::Rating;
use crate::history_service::MeasuredTrial;
use crate::live::{Ages, Input, LiveMeasurement, ModelChoice, TrialNews};
use crate::motion::{
    CoachState, Decision, Exercise, ImageSize, JudgedRaise, Method, Side, SideSummary, Stage, Thresholds, Timestamp,
    Trial,
};
use crate::pipeline::{Start, Step};
use crate::source::LiveStatus;
use crate::words;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A test that is running or over.
pub struct TestRun {
    pub input: Input,
    pub start: Option<Start>,
    pub model: Option<ModelChoice>,
    pub latest: Option<Step>,
    pub trials: Vec<TrialNews>,
    /// The trial that the user wants to see.
    pub shown: Option<usize>,
    pub scrubbed: Option<Timestamp>,
    /// The result, once it is over.
    pub result: Option<Box<Measurement>>,
    pub pace: Pace,
    /// The latency of each frame until it was shown with its angles.
    pub ages: Ages,
    /// Name of the person in whose record it is stored; empty for nobody.
    pub person: String,
    /// The exercise that is done in place of the test, and its rating.
    pub exercise: Option<Exercise>,
    pub rating: Rating,
    /// How many notes of its source have been shown.
    pub(super) notes: usize,
    pub(super) measuring: LiveMeasurement,
}

impl TestRun {
    /// The notes of its source since the last call, as sentences: a camera that was passed over, and why.
    pub(super) fn new_notes(&mut self) -> Vec<String> {
        let notes = self.measuring.status.notes();
        let new = notes.iter().skip(self.notes).map(|note| words::sentence(note)).collect();
        self.notes = notes.len();
        new
    }

    /// A line on its frame rate and latency.
    pub fn summary(&self) -> String {
        format!(
            "model {}: {} pictures shown, {} left out; with its skeleton a picture was {} ms old (95 %: {} ms)",
            self.model.map_or("", |choice| choice.model.name()),
            self.ages.count(),
            self.status().dropped(),
            self.ages.at_most_ms(0.5),
            self.ages.at_most_ms(0.95)
        )
    }
}

/// Measures the steps per second.
#[derive(Debug, Default)]
pub struct Pace {
    looks: VecDeque<(Instant, u64)>,
}

impl Pace {
    const WINDOW: Duration = Duration::from_secs(3);

    pub(super) fn add(&mut self, now: Instant, steps: u64) {
        self.looks.push_back((now, steps));
        while self.looks.front().is_some_and(|(then, _)| now - *then > Self::WINDOW) {
            self.looks.pop_front();
        }
    }

    /// Steps a second over the last few seconds.
    pub fn per_second(&self) -> Option<f64> {
        let (first, last) = (self.looks.front()?.0, self.looks.back()?.0);
        let steps: u64 = self.looks.iter().skip(1).map(|(_, steps)| steps).sum();
        (last > first).then(|| steps as f64 / (last - first).as_secs_f64())
    }
}

impl TestRun {
    pub fn status(&self) -> &LiveStatus {
        &self.measuring.status
    }

    pub fn is_over(&self) -> bool {
        self.result.is_some()
    }

    /// Size of the frames that are measured, pixels.
    pub fn frame_size(&self) -> Option<ImageSize> {
        let source = &self.start.as_ref()?.source;
        Some(ImageSize { width: source.width, height: source.height })
    }

    /// How much of a recording is measured, 0..1, if its length is known.
    pub fn share_done(&self) -> Option<f32> {
        let length_s = self.start.as_ref()?.source.stated_duration_s.filter(|length_s| *length_s > 0.0)?;
        Some((self.latest.as_ref()?.frame.time.secs() / length_s).clamp(0.0, 1.0) as f32)
    }

    /// Whether an earlier trial is shown while the test goes on.
    pub fn looks_back(&self) -> bool {
        self.shown.is_some() && self.stage() != Stage::Result
    }

    pub fn stage(&self) -> Stage {
        self.latest.as_ref().map_or(Stage::SetUp, |step| step.observation.guidance.stage)
    }

    /// The state of an exercise; `None` in a test.
    pub fn coach(&self) -> Option<&CoachState> {
        self.latest.as_ref()?.observation.exercise.as_ref()
    }

    /// The summary of a side's judged trials.
    pub fn side(&self, side: Side) -> Option<SideSummary> {
        let of_side = self.trials.iter().map(|news| &news.trial).filter(|trial| trial.side == side);
        SideSummary::of(of_side.map(JudgedRaise::from), &self.thresholds())
    }

    /// The limits that it is judged by.
    pub fn thresholds(&self) -> Thresholds {
        self.start.as_ref().map(|start| start.config.thresholds).unwrap_or_default()
    }

    /// How the leg is raised, if that was asked.
    pub fn method(&self) -> Option<Method> {
        self.start.as_ref()?.config.answers.method
    }

    /// Whether warning signs were asked about.
    pub fn was_screened(&self) -> bool {
        self.start.as_ref().is_some_and(|start| start.config.answers.screening.is_some())
    }

    /// The decision so far.
    pub fn decision(&self) -> Decision {
        let so_far = || self.latest.as_ref().map(|step| step.observation.guidance.decision);
        let at_end = self.result.as_ref().map(|result| result.decision.decision());
        at_end.or_else(so_far).unwrap_or_default()
    }

    /// The trial that is shown now: the user's choice, else the newest one.
    pub fn shown_trial(&self) -> Option<&TrialNews> {
        self.shown.and_then(|i| self.trials.get(i)).or(self.trials.last())
    }

    /// Whether the user can still say which leg an uncertain trial was: only of the newest one, until a leg is raised
    /// again or the test is over.
    pub fn asks_side(&self, trial: &Trial) -> bool {
        let is_newest = self.trials.last().is_some_and(|newest| newest.trial.start == trial.start);
        let is_raising = self.latest.as_ref().is_some_and(|step| step.observation.phase.leg_is_up());
        trial.asks_side() && is_newest && !is_raising && !self.is_over()
    }

    /// What identifies one of its trials in the record.
    pub fn measured_trial(&self, trial: &Trial) -> MeasuredTrial {
        let (person, number) = (self.person.clone(), self.trial_number(trial) as u32);
        MeasuredTrial { person, number, side: trial.side, angle_deg: TrialDocument::of(trial).angle_deg }
    }

    pub fn trial_number(&self, trial: &Trial) -> usize {
        1 + self.trials.iter().position(|news| news.trial.start == trial.start).unwrap_or_default()
    }
}
