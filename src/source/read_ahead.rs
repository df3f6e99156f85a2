//! Any source read ahead.

use super::file_check::io_error;
use super::{FrameSource, Problem, SourceError, SourceInfo};
use crate::breakdown::contained;
use crate::frame::Frame;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// At most this many decoded frames wait: decoding goes on while the measurement is busy for a moment.
const WAITING: usize = 4;

/// Reads `inner` on a thread of its own, so that the next frames are ready. Not for live sources, of which only the
/// newest frame counts. Dropping it ends the thread.
pub struct ReadAhead {
    info: SourceInfo,
    frames: Option<Receiver<Result<Frame, SourceError>>>,
    /// The source's problems as of its newest frame.
    problems: Arc<Mutex<Vec<Problem>>>,
    was_interrupted: bool,
    thread: Option<JoinHandle<()>>,
}

impl ReadAhead {
    /// # Errors
    /// No thread can be started.
    pub fn new(mut inner: Box<dyn FrameSource + Send>) -> Result<Self, SourceError> {
        let (info, was_interrupted) = (inner.info().clone(), inner.was_interrupted());
        let problems = Arc::new(Mutex::new(Vec::new()));
        let (sender, frames) = sync_channel(WAITING);
        let noticed = problems.clone();
        let path = info.path.clone();
        let read = move || {
            loop {
                // otherwise a panic while reading would look like the end of the recording
                let next = contained(|| inner.next_frame()).unwrap_or_else(|breakdown| {
                    Err(SourceError::Unreadable { path: path.clone(), reason: breakdown.to_string() })
                });
                let next = next.transpose();
                *noticed.lock().unwrap_or_else(PoisonError::into_inner) = inner.problems();
                let ended = !matches!(next, Some(Ok(_)));
                // the receiver may be gone: the run was stopped
                if next.is_none_or(|next| sender.send(next).is_err()) || ended {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("read ahead".to_owned()).spawn(read);
        let thread = thread.map_err(|error| io_error(&info.path, &error))?;
        Ok(Self { info, frames: Some(frames), problems, was_interrupted, thread: Some(thread) })
    }

    /// Waits until the thread has ended, which it does once its receiver is gone.
    fn end(&mut self) {
        self.frames = None;
        if let Some(thread) = self.thread.take() {
            // one that panicked has reported it on stderr
            _ = thread.join();
        }
    }
}

impl FrameSource for ReadAhead {
    fn info(&self) -> &SourceInfo {
        &self.info
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let next = self.frames.as_ref().and_then(|frames| frames.recv().ok());
        if next.is_none() {
            self.end();
        }
        next.transpose()
    }

    fn problems(&self) -> Vec<Problem> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn was_interrupted(&self) -> bool {
        self.was_interrupted
    }
}

impl Drop for ReadAhead {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::Timestamp;
    use crate::source::Problem;
    use crate::source::ProblemCode;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// Gives a number of frames, then the end or an error.
    struct Frames {
        info: SourceInfo,
        count: u64,
        breaks: bool,
        given: Arc<AtomicU64>,
    }

    impl FrameSource for Frames {
        fn info(&self) -> &SourceInfo {
            &self.info
        }

        fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
            let index = self.given.load(Ordering::SeqCst);
            if index == self.count {
                return if self.breaks { Err(SourceError::Empty("clip".into())) } else { Ok(None) };
            }
            self.given.fetch_add(1, Ordering::SeqCst);
            let time = Timestamp::from_secs(index as f64);
            Ok(Some(Frame { index, time, image: Arc::default(), display_from_image: 1.0, is_estimated: true }))
        }

        fn problems(&self) -> Vec<Problem> {
            vec![Problem::new(ProblemCode::Damaged, self.given.load(Ordering::SeqCst).to_string())]
        }
    }

    fn ahead(count: u64, breaks: bool) -> (ReadAhead, Arc<AtomicU64>) {
        let info = SourceInfo::of_a_test("clip", 1, 1);
        let given = Arc::<AtomicU64>::default();
        let frames = Frames { info, count, breaks, given: given.clone() };
        (ReadAhead::new(Box::new(frames)).unwrap(), given)
    }

    #[test]
    fn every_frame_comes_in_order_and_the_problems_are_complete_at_the_end() {
        let (mut source, _) = ahead(50, false);
        for index in 0..50 {
            assert_eq!(source.next_frame().unwrap().map(|frame| frame.index), Some(index));
        }
        assert!(source.next_frame().unwrap().is_none() && source.next_frame().unwrap().is_none());
        assert_eq!(source.problems()[0].text, "50");
    }

    #[test]
    fn an_error_comes_after_the_frames_before_it() {
        let (mut source, _) = ahead(3, true);
        let frames = std::iter::from_fn(|| source.next_frame().ok().flatten()).count();
        assert_eq!(frames, 3);
        assert!(source.next_frame().unwrap().is_none());
    }

    #[test]
    fn whoever_stops_half_way_ends_the_reading() {
        let (mut source, given) = ahead(1000, false);
        source.next_frame().unwrap();
        drop(source);
        // the one taken, those that wait, and the one on its way
        assert!(given.load(Ordering::SeqCst) <= 2 + WAITING as u64);
    }
}
