//! The one path: frames from a source, poses from an estimator, observations from a session, out to sinks.

mod sink;

#[cfg(test)]
mod ahead_tests;
#[cfg(test)]
mod breakdown_tests;

pub use sink::{DISK_FULL, Sink, SinkError, SinkFailure, plain_reason};

use crate::breakdown::{Breakdown, contained};
use crate::estimator::{EstimatorError, ModelInfo, PoseEstimator};
use crate::frame::Frame;
use crate::motion::{
    Activity, Exercise, ExerciseReport, ImageSize, Observation, Point, Seen, SessionCommand, SessionConfig,
    SessionReport, Timestamp,
};
use crate::source::{FrameSource, Problem, SourceError, SourceInfo, SourceKind};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

/// What is known before the first frame.
#[derive(Clone, Debug)]
pub struct Start {
    pub source: SourceInfo,
    pub model: ModelInfo,
    pub config: SessionConfig,
    /// What is done in place of the test.
    pub exercise: Option<Exercise>,
}

/// One frame with all that was found in it.
#[derive(Clone, Debug)]
pub struct Step {
    pub frame: Frame,
    pub seen: Seen,
    /// What the operator said before this frame.
    pub commands: Vec<SessionCommand>,
    pub observation: Observation,
}

/// What is known after the last frame.
#[derive(Debug)]
pub struct Outcome {
    pub start: Start,
    pub frames: u64,
    /// Time from the first frame to the last, seconds.
    pub duration_s: f64,
    /// What the last frame showed: all there is when the source is a single image.
    pub last_seen: Seen,
    pub report: SessionReport,
    /// Report of an exercise that was done in place of the test: `report` is empty then.
    pub exercise: Option<ExerciseReport>,
    pub source_problems: Vec<Problem>,
    /// The user stopped the run.
    pub interrupted: bool,
    /// What broke the run off; what was measured before still counts.
    pub failure: Option<PipelineError>,
    /// Outputs that could not be written.
    pub sink_failures: Vec<SinkFailure>,
}

/// What can break a run off.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Estimator(#[from] EstimatorError),
    #[error(transparent)]
    Breakdown(#[from] Breakdown),
}

impl PipelineError {
    /// Whether it broke off another run, which this one repeats.
    pub fn is_recorded(&self) -> bool {
        matches!(self, Self::Source(SourceError::Recorded(_)))
    }
}

/// A command with the time from which it holds.
pub type TimedCommand = (Timestamp, SessionCommand);

/// What is said while a measurement runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum UserInput {
    Command(SessionCommand),
    /// Measure the person at this place, image pixels.
    Pick(Point),
}

/// One measurement from the first frame to the last.
pub struct Pipeline<'a> {
    source: &'a mut dyn FrameSource,
    estimator: &'a mut dyn PoseEstimator,
    activity: Activity,
    start: Start,
    commands: VecDeque<TimedCommand>,
    said: Option<Receiver<UserInput>>,
    /// Frames that the estimator knows of and that were not measured yet.
    ahead: VecDeque<Frame>,
    /// How the source ended: it has no more frames, or broke off.
    end: Option<Result<(), SourceError>>,
}

impl<'a> Pipeline<'a> {
    /// `commands` are what the operator will say, in order of time: known in advance when a trace is replayed.
    pub fn new(
        source: &'a mut dyn FrameSource,
        estimator: &'a mut dyn PoseEstimator,
        config: SessionConfig,
        commands: Vec<TimedCommand>,
    ) -> Self {
        let info = source.info().clone();
        let size = ImageSize { width: info.width, height: info.height };
        let start = Start { source: info, model: estimator.info(), config, exercise: None };
        Self {
            source,
            estimator,
            activity: Activity::new(config, None, size),
            start,
            commands: commands.into(),
            said: None,
            ahead: VecDeque::new(),
            end: None,
        }
    }

    /// With an exercise in place of the test.
    pub fn exercising(self, exercise: Option<Exercise>) -> Self {
        let SourceInfo { width, height, .. } = self.start.source;
        let activity = Activity::new(self.start.config, exercise.clone(), ImageSize { width, height });
        Self { activity, start: Start { exercise, ..self.start }, ..self }
    }

    /// Listens to `said` while the measurement runs: each holds from the next frame on.
    pub fn listening(self, said: Receiver<UserInput>) -> Self {
        Self { said: Some(said), ..self }
    }

    /// What is known before the first frame.
    pub fn start(&self) -> &Start {
        &self.start
    }

    /// Measures the next frame; `None` at the end.
    pub fn step(&mut self) -> Result<Option<Step>, PipelineError> {
        let Some(frame) = self.next_frame()? else { return Ok(None) };
        let mut commands = Vec::new();
        while let Some((_, command)) = self.commands.pop_front_if(|(time, _)| *time <= frame.time) {
            commands.push(command);
        }
        for said in self.said.iter().flat_map(Receiver::try_iter) {
            commands.push(match said {
                UserInput::Command(command) => command,
                UserInput::Pick(at) => {
                    self.estimator.pick(at);
                    SessionCommand::ChangePerson
                }
            });
        }
        for command in &commands {
            self.activity.handle(frame.time, *command);
        }
        let mut seen = match self.start.source.kind {
            SourceKind::Image => self.estimator.estimate_still(&frame)?,
            _ => self.estimator.estimate(&frame, self.activity.wants(frame.time))?,
        };
        // nobody cuts what a camera sees: somebody walked by, close to it
        seen.after_cut &= self.start.source.kind != SourceKind::Camera;
        let observation = self.activity.observe(frame.time, &seen);
        Ok(Some(Step { frame, seen, commands, observation }))
    }

    /// The next frame; the estimator is told of those after it.
    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        // two at a time: the first frame does not wait for all those after it
        let known = self.ahead.len() + 2;
        while self.ahead.len() < known.min(self.estimator.lookahead() + 1) && self.end.is_none() {
            match self.source.next_frame() {
                Ok(Some(frame)) => {
                    self.estimator.expect(&frame);
                    self.ahead.push_back(frame);
                }
                Ok(None) => self.end = Some(Ok(())),
                Err(error) => self.end = Some(Err(error)),
            }
        }
        match (self.ahead.pop_front(), &mut self.end) {
            (None, Some(end)) => std::mem::replace(end, Ok(())).map(|()| None),
            (frame, _) => Ok(frame),
        }
    }

    /// Measures everything, and hands each step to the sinks. Stops early, keeping what was measured, when `stop`
    /// becomes true.
    pub fn run(mut self, mut sinks: Vec<Box<dyn Sink + '_>>, stop: &AtomicBool) -> Outcome {
        let mut failures = Vec::new();
        let mut failure = sink::each(&mut sinks, &mut failures, |sink| sink.begin(&self.start)).err();
        let (mut frames, mut first, mut last) = (0, None, Timestamp::ZERO);
        let mut last_seen = Seen::default();
        while failure.is_none() && !stop.load(Ordering::Relaxed) {
            match contained(|| self.step()).unwrap_or_else(|breakdown| Err(breakdown.into())) {
                Ok(Some(step)) => {
                    frames += 1;
                    first.get_or_insert(step.frame.time);
                    last = step.frame.time;
                    failure = sink::each(&mut sinks, &mut failures, |sink| sink.step(&step)).err();
                    last_seen = step.seen;
                }
                Ok(None) => break,
                Err(error) => failure = Some(error),
            }
        }
        let interrupted = self.was_interrupted(stop);
        let (report, exercise) = self.activity.finish();
        let mut outcome = Outcome {
            start: self.start,
            frames,
            duration_s: first.map_or(0.0, |first| last - first),
            last_seen,
            report,
            exercise,
            source_problems: self.source.problems(),
            interrupted,
            failure,
            sink_failures: Vec::new(),
        };
        let broke_down = sink::each(&mut sinks, &mut failures, |sink| sink.finish(&outcome)).err();
        outcome.failure = outcome.failure.or(broke_down);
        outcome.sink_failures = failures;
        outcome
    }
    fn was_interrupted(&self, stop: &AtomicBool) -> bool {
        // a camera has no end of its own
        let stopped = stop.load(Ordering::Relaxed) && self.start.source.kind != SourceKind::Camera;
        stopped || self.source.was_interrupted()
    }
}
