//! A trace in place of a camera and a model: its times as frames, its poses as estimates.

use crate::estimator::{EstimatorError, ModelInfo, PoseEstimator};
use crate::frame::Frame;
use crate::motion::{Pose, SessionCommand, SessionConfig, Timestamp};
use crate::source::{FrameSource, SourceError, SourceInfo, SourceProblem};
use crate::trace::{TraceEnd, TraceError, TraceLine, TraceReader};
use image::RgbImage;
use std::path::Path;
use std::sync::Arc;

/// A whole trace, ready to run through the pipeline again.
pub struct Replay {
    pub source: ReplaySource,
    pub estimator: ReplayEstimator,
    /// How the recorded run measured.
    pub config: SessionConfig,
    /// What the operator said, in order of time.
    pub commands: Vec<(Timestamp, SessionCommand)>,
    /// Whether the recorded run was stopped by the user.
    pub interrupted: bool,
}

impl Replay {
    /// Reads a trace; poses are a few hundred bytes each, so all of it is kept.
    pub fn open(path: &Path) -> Result<Self, TraceError> {
        let mut reader = TraceReader::open(path)?;
        let (mut times, mut poses, mut commands, mut end) = (Vec::new(), Vec::new(), Vec::new(), TraceEnd::default());
        for line in reader.by_ref() {
            match line? {
                TraceLine::Frame { t_ns, pose } => {
                    times.push(t_ns);
                    poses.push(pose.map(|pose| *pose));
                }
                TraceLine::Command { t_ns, command } => commands.push((t_ns, command)),
                TraceLine::End { end: last } => end = last,
            }
        }
        let header = reader.header().clone();
        Ok(Self {
            source: ReplaySource {
                info: header.source,
                times: times.into_iter().enumerate(),
                problems: end.problems,
                blank: Arc::default(),
            },
            estimator: ReplayEstimator { info: header.model, poses: poses.into_iter() },
            config: header.config,
            commands,
            interrupted: end.interrupted,
        })
    }
}

/// The frames of a trace: their times, without pictures.
pub struct ReplaySource {
    info: SourceInfo,
    times: std::iter::Enumerate<std::vec::IntoIter<Timestamp>>,
    problems: Vec<SourceProblem>,
    blank: Arc<RgbImage>,
}

impl FrameSource for ReplaySource {
    fn info(&self) -> &SourceInfo {
        &self.info
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let next = self.times.next();
        Ok(next.map(|(index, time)| Frame { index: index as u64, time, image: self.blank.clone() }))
    }

    fn problems(&self) -> Vec<SourceProblem> {
        self.problems.clone()
    }
}

/// The poses of a trace, one for each frame in order.
pub struct ReplayEstimator {
    info: ModelInfo,
    poses: std::vec::IntoIter<Option<Pose>>,
}

impl PoseEstimator for ReplayEstimator {
    fn info(&self) -> ModelInfo {
        self.info.clone()
    }

    fn estimate(&mut self, _frame: &Frame) -> Result<Option<Pose>, EstimatorError> {
        Ok(self.poses.next().flatten())
    }
}
