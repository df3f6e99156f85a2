//! Frames read ahead from the source: those to estimate, each with the skipped frames before it.

use crate::estimator::PoseEstimator;
use crate::frame::Frame;
use crate::source::{FrameSource, SourceError};
use std::collections::VecDeque;

/// At most this many skipped frames are kept for each frame that the estimator wants to know ahead, because their
/// images take memory, too. With fewer, the models run out of work where nothing moves, as in most of many recordings.
const SKIPPED_PER_ESTIMATED: usize = 4;

/// The next frame to estimate, with the skipped ones before it.
pub(super) struct Stretch {
    /// In order of time.
    pub skipped: Vec<Frame>,
    pub read: Frame,
}

/// Frames that have been read from the source, announced to the estimator, and not yet measured.
#[derive(Default)]
pub(super) struct Lookahead {
    frames: VecDeque<Frame>,
    /// How many of them are to be estimated.
    read: usize,
    /// How the source ended: it has no more frames, or broke off.
    end: Option<Result<(), SourceError>>,
}

impl Lookahead {
    /// The next stretch; announces to the estimator the later frames that it will have to estimate. `None` at the end.
    pub fn next_stretch(
        &mut self,
        source: &mut dyn FrameSource,
        estimator: &mut dyn PoseEstimator,
    ) -> Result<Option<Stretch>, SourceError> {
        // two more each time, so that the first frame does not wait for the whole lookahead
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
        // the last frame of a source is always to be estimated; a source that breaks off gives an error
        self.end.replace(Ok(())).unwrap_or(Ok(())).map(|()| None)
    }
}
