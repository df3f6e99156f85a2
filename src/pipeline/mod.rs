//! The one path of every measurement: frames from a source, poses from an estimator, observations from a session, all
//! handed to sinks.

mod ahead;
mod sink;

#[cfg(test)]
mod ahead_tests;
#[cfg(test)]
mod breakdown_tests;
#[cfg(test)]
mod passed_tests;

use ahead::{Lookahead, Stretch};
pub use sink::{DISK_FULL, Sink, SinkError, SinkFailure, plain_reason};

use crate::breakdown::{Breakdown, contained};
use crate::estimator::{EstimatorError, ModelInfo, PoseEstimator};
use crate::frame::Frame;
use crate::motion::{
    Activity, EstimateRequest, Exercise, ExerciseReport, FrameEstimate, ImageSize, Observation, Point, SessionCommand,
    SessionConfig, SessionReport, Timestamp,
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

/// One frame with everything that was found in it.
#[derive(Clone, Debug)]
pub struct Step {
    pub frame: Frame,
    pub seen: FrameEstimate,
    /// The commands given before this frame.
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
    /// What was found in the last frame: for a single image, the whole result.
    pub last_seen: FrameEstimate,
    pub report: SessionReport,
    /// The report of an exercise that was done in place of the test; `report` is empty then.
    pub exercise: Option<ExerciseReport>,
    pub source_problems: Vec<Problem>,
    /// The user stopped the run.
    pub interrupted: bool,
    /// The error that ended the run early; what was measured before it still counts.
    pub failure: Option<PipelineError>,
    /// Outputs that could not be written.
    pub sink_failures: Vec<SinkFailure>,
}

/// The errors that end a run early.
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
    /// Whether the error happened in the recorded run, which is only being replayed.
    pub fn is_recorded(&self) -> bool {
        matches!(self, Self::Source(SourceError::Recorded(_)))
    }
}

/// A command with the time from which it holds.
pub type TimedCommand = (Timestamp, SessionCommand);

/// Input from the user while a measurement runs.
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
    frames: Lookahead,
    /// The last estimated frame: its time, and its estimate.
    last: Option<(Timestamp, FrameEstimate)>,
    /// Steps that have not been handed out yet, in order of time.
    ready: VecDeque<Step>,
}

impl<'a> Pipeline<'a> {
    /// `commands` are known in advance, in order of time, when a trace is replayed.
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
            activity: Activity::new(config, None, size).with_precision(start.model.precision()),
            start,
            commands: commands.into(),
            said: None,
            frames: Lookahead::default(),
            last: None,
            ready: VecDeque::new(),
        }
    }

    /// With an exercise in place of the test.
    pub fn with_exercise(self, exercise: Option<Exercise>) -> Self {
        let SourceInfo { width, height, .. } = self.start.source;
        let activity = Activity::new(self.start.config, exercise.clone(), ImageSize { width, height })
            .with_precision(self.start.model.precision());
        Self { activity, start: Start { exercise, ..self.start }, ..self }
    }

    /// Takes input from `said` while the measurement runs; it takes effect at the next frame.
    pub fn with_input(self, said: Receiver<UserInput>) -> Self {
        Self { said: Some(said), ..self }
    }

    /// What is known before the first frame.
    pub fn start(&self) -> &Start {
        &self.start
    }

    /// The next frame with everything that was found in it; `None` at the end.
    pub fn step(&mut self) -> Result<Option<Step>, PipelineError> {
        while self.ready.is_empty() {
            let Some(stretch) = self.frames.next_stretch(self.source, self.estimator)? else { return Ok(None) };
            self.measure(stretch)?;
        }
        Ok(self.ready.pop_front())
    }

    /// Measures the next frame to estimate, and the skipped ones before it.
    fn measure(&mut self, stretch: Stretch) -> Result<(), PipelineError> {
        let Stretch { mut skipped, read: frame } = stretch;
        let mut commands = self.commands_until(frame.time);
        if !commands.is_empty() {
            // input takes effect at the next estimated frame; the skipped frames before it are observed first, as they
            // were
            let held =
                self.last.as_ref().map(|(_, seen)| FrameEstimate::interpolated(seen, seen, 0.0)).unwrap_or_default();
            skipped.drain(..).for_each(|skipped| self.observe(skipped, held.clone(), Vec::new()));
        }
        for command in &commands {
            self.activity.handle(frame.time, *command);
        }
        let want = self.activity.wants(frame.time);
        let seen = self.look(&frame, want)?;
        let mut read = vec![(frame, seen)];
        self.look_finer(&mut skipped, &mut read, want)?;
        for (frame, seen) in read {
            let later = skipped.partition_point(|skipped| skipped.time < frame.time);
            for skipped in skipped.drain(..later) {
                let seen = self.last.as_ref().map_or(
                    FrameEstimate { is_interpolated: true, ..FrameEstimate::default() },
                    |(time, last)| {
                        FrameEstimate::interpolated(last, &seen, (skipped.time - *time) / (frame.time - *time))
                    },
                );
                self.observe(skipped, seen, Vec::new());
            }
            self.last = Some((frame.time, seen.clone()));
            self.observe(frame, seen, std::mem::take(&mut commands));
        }
        Ok(())
    }

    fn observe(&mut self, frame: Frame, seen: FrameEstimate, commands: Vec<SessionCommand>) {
        let observation = self.activity.observe(frame.time, &seen);
        self.ready.push_back(Step { frame, seen, commands, observation });
    }

    /// The commands due until `time`, and the input that has arrived.
    fn commands_until(&mut self, time: Timestamp) -> Vec<SessionCommand> {
        let mut commands = Vec::new();
        while let Some((_, command)) = self.commands.pop_front_if(|(said, _)| *said <= time) {
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
        commands
    }

    fn look(&mut self, frame: &Frame, want: EstimateRequest) -> Result<FrameEstimate, PipelineError> {
        let mut seen = match self.start.source.kind {
            SourceKind::Image => self.estimator.estimate_still(frame)?,
            _ => self.estimator.estimate(frame, want)?,
        };
        // a camera's picture has no cuts: somebody walked by close to it
        seen.after_cut &= self.start.source.kind != SourceKind::Camera;
        Ok(seen)
    }

    /// Estimates skipped frames where the pose changed too much between two estimated ones: always the middle one,
    /// until the change is small or no frame is left. Moves those frames from `skipped` to `read`, both in order of
    /// time.
    fn look_finer(
        &mut self,
        skipped: &mut Vec<Frame>,
        read: &mut Vec<(Frame, FrameEstimate)>,
        want: EstimateRequest,
    ) -> Result<(), PipelineError> {
        if !self.estimator.goes_back() {
            return Ok(());
        }
        // never before a cut: the estimator would take going back, and going on again, for two more cuts
        let is_wanted = |before: &FrameEstimate, after: &FrameEstimate| {
            !after.after_cut && (want.finely || FrameEstimate::changed(before, after))
        };
        // silhouette and room were requested only for the frame itself
        let want = EstimateRequest { upright: want.upright, ..EstimateRequest::default() };
        let mut at = 0;
        while let Some((frame, seen)) = read.get(at) {
            let before = at.checked_sub(1).map(|i| (read[i].0.time, &read[i].1));
            let before = before.or_else(|| self.last.as_ref().map(|(time, seen)| (*time, seen)));
            let Some((from, _)) = before.filter(|(_, before)| is_wanted(before, seen)) else {
                at += 1;
                continue;
            };
            let first = skipped.partition_point(|skipped| skipped.time < from);
            let end = skipped.partition_point(|skipped| skipped.time < frame.time);
            if first == end {
                at += 1;
                continue;
            }
            let frame = Frame { is_estimated: true, ..skipped.remove((first + end) / 2) };
            let seen = self.look(&frame, want)?;
            read.insert(at, (frame, seen));
        }
        Ok(())
    }

    /// Measures everything, and hands each step to the sinks. When `stop` becomes true it ends early, and keeps what
    /// was measured.
    pub fn run(mut self, mut sinks: Vec<Box<dyn Sink + '_>>, stop: &AtomicBool) -> Outcome {
        let mut failures = Vec::new();
        let mut failure = sink::each(&mut sinks, &mut failures, |sink| sink.begin(&self.start)).err();
        let (mut frames, mut first, mut last) = (0, None, Timestamp::ZERO);
        let mut last_seen = FrameEstimate::default();
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
