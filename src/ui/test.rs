//! A test that runs or is over, as far as the window has heard of it.

use crate::live::{Input, Measuring, ModelChoice, TrialNews};
use crate::motion::{Advice, EndedBy, PictureSize, Side, SideSummary, Stage, Timestamp, Trial, Verdict};
use crate::pipeline::{Start, Step};
use crate::record::Measurement;
use crate::source::LiveStatus;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A test that runs or is over.
pub struct Test {
    pub input: Input,
    pub start: Option<Start>,
    pub model: Option<ModelChoice>,
    pub latest: Option<Step>,
    pub trials: Vec<TrialNews>,
    /// The trial that the user wants to see.
    pub shown: Option<usize>,
    pub scrubbed: Option<Timestamp>,
    /// When it is over.
    pub result: Option<Box<Measurement>>,
    pub pace: Pace,
    /// How old each picture was when it was shown with what was found in it, seconds.
    pub ages_s: Vec<f32>,
    /// In whose record it is kept; empty for nobody's.
    pub person: String,
    pub(super) measuring: Measuring,
}

/// How many steps a second.
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

impl Test {
    pub fn status(&self) -> &LiveStatus {
        &self.measuring.status
    }

    pub fn is_over(&self) -> bool {
        self.result.is_some()
    }

    /// Of the pictures that are measured, pixels.
    pub fn picture_size(&self) -> Option<PictureSize> {
        let source = &self.start.as_ref()?.source;
        Some(PictureSize { width: source.width, height: source.height })
    }

    pub fn stage(&self) -> Stage {
        self.latest.as_ref().map_or(Stage::SetUp, |step| step.observation.guidance.stage)
    }

    /// What the judged trials of a side come to.
    pub fn side(&self, side: Side) -> Option<SideSummary> {
        SideSummary::of(self.trials.iter().map(|news| &news.trial), side)
    }

    /// What a side's trials mean for stretching.
    pub fn advice(&self, side: Side) -> Option<Advice> {
        let trials = || self.trials.iter().map(|news| &news.trial).filter(|trial| trial.side == side);
        let hurt = trials().any(|trial| trial.ended_by == EndedBy::Discomfort);
        Advice::of(&self.side(side).map_or(Verdict::UNCLEAR, |summary| summary.verdict), hurt)
    }

    /// The trial that is shown now: the user's choice, else the newest one.
    pub fn shown_trial(&self) -> Option<&TrialNews> {
        self.shown.and_then(|i| self.trials.get(i)).or(self.trials.last())
    }

    pub fn trial_number(&self, trial: &Trial) -> usize {
        1 + self.trials.iter().position(|news| news.trial.start == trial.start).unwrap_or_default()
    }
}
