//! A trace in place of a camera and a model: its times as frames, its poses as estimates.

use super::format::{TraceEnd, TraceLine};
use super::reader::{TraceError, TraceReader};
use crate::estimator::{EstimatorError, ModelInfo, PoseEstimator};
use crate::frame::Frame;
use crate::motion::{EstimateRequest, Exercise, FrameEstimate, Pose, Room, SessionConfig, Silhouette, Timestamp};
use crate::pipeline::{Outcome, Pipeline, Sink, TimedCommand};
use crate::source::{FrameSource, Problem, ProblemCode, SourceError, SourceInfo};
use image::RgbImage;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A whole trace, ready to run through the pipeline again.
pub struct Replay {
    pub source: ReplaySource,
    pub estimator: ReplayEstimator,
    /// How the recorded run measured.
    pub config: SessionConfig,
    /// What was done in place of the test.
    pub exercise: Option<Exercise>,
    /// What the operator said, in order of time.
    pub commands: Vec<TimedCommand>,
}

impl Replay {
    /// Reads a trace; poses are a few hundred bytes each, so all of it is kept.
    pub fn open(path: &Path) -> Result<Self, TraceError> {
        let mut reader = TraceReader::open(path)?;
        let (mut frames, mut seen, mut commands, mut end) = (Vec::new(), Vec::new(), Vec::new(), None);
        for line in reader.by_ref() {
            match line? {
                TraceLine::Frame { t_ns, pose, camera_roll, level_lines, silhouette, after_cut } => {
                    frames.push((t_ns, true));
                    seen.push((pose, Room { camera_roll, level_lines }, silhouette, after_cut));
                }
                TraceLine::Passed { t_ns, .. } => frames.push((t_ns, false)),
                TraceLine::Command { t_ns, command } => commands.push((t_ns, command)),
                TraceLine::End { end: last } => end = Some(last),
            }
        }
        commands.sort_by_key(|(time, _)| *time);
        let TraceEnd { problems, interrupted, failure } = end.unwrap_or_else(cut_short);
        let header = reader.header().clone();
        Ok(Self {
            source: ReplaySource {
                info: header.source,
                frames: frames.into_iter().enumerate(),
                problems,
                interrupted,
                failure,
                blank: Arc::default(),
            },
            estimator: ReplayEstimator { info: header.model, seen: seen.into_iter() },
            config: header.config,
            exercise: header.exercise,
            commands,
        })
    }

    /// Measures it all again. The run ends as the recorded one did: stopped by the user, or broken off.
    pub fn run(mut self, sinks: Vec<Box<dyn Sink + '_>>) -> Outcome {
        self.pipeline().run(sinks, &AtomicBool::new(false))
    }

    /// The pipeline that measures it again, to go through it in steps or to stop on the way.
    pub fn pipeline(&mut self) -> Pipeline<'_> {
        Pipeline::new(&mut self.source, &mut self.estimator, self.config, self.commands.clone())
            .with_exercise(self.exercise.clone())
    }
}

/// The end of a trace that has none.
fn cut_short() -> TraceEnd {
    let text =
        "the trace stops in the middle, as when the program was ended while it measured; what came after is missing";
    let problem = Problem::new(ProblemCode::TraceCutShort, text);
    TraceEnd { problems: vec![problem], ..TraceEnd::default() }
}

/// The frames of a trace: their times, without images. It ends as the recorded run did.
pub struct ReplaySource {
    info: SourceInfo,
    /// When each was, and whether it was read.
    frames: std::iter::Enumerate<std::vec::IntoIter<(Timestamp, bool)>>,
    problems: Vec<Problem>,
    interrupted: bool,
    failure: Option<String>,
    blank: Arc<RgbImage>,
}

impl FrameSource for ReplaySource {
    fn info(&self) -> &SourceInfo {
        &self.info
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let Some((index, (time, is_estimated))) = self.frames.next() else {
            return self.failure.take().map_or(Ok(None), |why| Err(SourceError::Recorded(why)));
        };
        Ok(Some(Frame { index: index as u64, time, image: self.blank.clone(), display_from_image: 1.0, is_estimated }))
    }

    fn problems(&self) -> Vec<Problem> {
        self.problems.clone()
    }

    fn was_interrupted(&self) -> bool {
        self.interrupted
    }
}

/// Most of a trace may be frames of nobody.
type SeenInBoxes = (Option<Box<Pose>>, Room, Option<Box<Silhouette>>, bool);

/// What a trace says was seen, one for each frame in order.
pub struct ReplayEstimator {
    info: ModelInfo,
    seen: std::vec::IntoIter<SeenInBoxes>,
}

impl PoseEstimator for ReplayEstimator {
    fn info(&self) -> ModelInfo {
        self.info.clone()
    }

    fn goes_back(&self) -> bool {
        false
    }

    /// Gives what was recorded, whatever is requested now.
    fn estimate(&mut self, _frame: &Frame, _want: EstimateRequest) -> Result<FrameEstimate, EstimatorError> {
        let (pose, room, silhouette, after_cut) = self.seen.next().unwrap_or_default();
        let silhouette = silhouette.map(|silhouette| *silhouette);
        Ok(FrameEstimate { pose: pose.map(|pose| *pose), room, silhouette, after_cut, is_interpolated: false })
    }
}
