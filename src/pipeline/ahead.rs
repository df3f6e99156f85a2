//! Frames ahead of the measuring: those that are read, each with those that are passed on the way to it.

use crate::estimator::PoseEstimator;
use crate::frame::Frame;
use crate::source::{FrameSource, SourceError};
use std::collections::VecDeque;

/// Frames that are known at most, for each one that the estimator wants to know ahead: the images of those that are
/// passed take memory, too. With fewer the models run out of work where nothing moves, as in most of many recordings.
const SKIPPED_PER_ESTIMATED: usize = 4;

/// The frames from the one after the last one that was read to the next one that is.
pub(super) struct Stretch {
    /// In order of time.
    pub skipped: Vec<Frame>,
    pub read: Frame,
}

/// Frames that the estimator knows of and that were not measured yet.
#[derive(Default)]
pub(super) struct Lookahead {
    frames: VecDeque<Frame>,
    /// How many of them are read.
    read: usize,
    /// How the source ended: it has no more frames, or broke off.
    end: Option<Result<(), SourceError>>,
}

impl Lookahead {
    /// The next stretch; the estimator is told of the frames after it that it will be asked about. `None` at the end.
    pub fn next_stretch(
        &mut self,
        source: &mut dyn FrameSource,
        estimator: &mut dyn PoseEstimator,
    ) -> Result<Option<Stretch>, SourceError> {
        // two at a time: the first frame does not wait for all those after it
        let wanted = (self.read + 2).min(estimator.lookahead() + 1);
        let most = wanted * (1 + SKIPPED_PER_ESTIMATED);
        while (self.read == 0 || self.read < wanted && self.frames.len() < most) && self.end.is_none() {
            match source.next_frame() {
                Ok(Some(frame)) => {
                    if frame.is_estimated {
                        estimator.expect(&frame);
                        self.read += 1;
                    }
                    self.frames.push_back(frame);
                }
                Ok(None) => self.end = Some(Ok(())),
                Err(error) => self.end = Some(Err(error)),
            }
        }
        let mut skipped = Vec::new();
        while let Some(frame) = self.frames.pop_front() {
            if frame.is_estimated {
                self.read -= 1;
                return Ok(Some(Stretch { skipped, read: frame }));
            }
            skipped.push(frame);
        }
        // a source marks its last frame; one that breaks off says why
        self.end.replace(Ok(())).unwrap_or(Ok(())).map(|()| None)
    }
}
