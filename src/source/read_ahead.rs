//! Any source read ahead.

use super::probe::io_error;
use super::{FrameSource, SourceError, SourceInfo, SourceProblem};
use crate::frame::Frame;
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// Frames that wait at most: decoding goes on while whoever measures is busy for a moment.
const WAITING: usize = 4;

/// Reads `inner` on a thread of its own, so that the next frames are there when they are wanted. Not for what is live: there the newest frame
/// counts. Dropping it ends the thread.
pub struct ReadAhead {
    info: SourceInfo,
    frames: Option<Receiver<Result<Frame, SourceError>>>,
    /// As the source had noticed them when it gave the newest frame.
    problems: Arc<Mutex<Vec<SourceProblem>>>,
    thread: Option<JoinHandle<()>>,
}

impl ReadAhead {
    /// # Errors
    /// No thread can be started.
    pub fn new(mut inner: Box<dyn FrameSource + Send>) -> Result<Self, SourceError> {
        let info = inner.info().clone();
        let problems = Arc::new(Mutex::new(Vec::new()));
        let (sender, frames) = sync_channel(WAITING);
        let noticed = problems.clone();
        let read = move || {
            loop {
                let next = inner.next_frame().transpose();
                *noticed.lock().unwrap_or_else(PoisonError::into_inner) = inner.problems();
                let ended = !matches!(next, Some(Ok(_)));
                // whoever measures may have stopped
                if next.is_none_or(|next| sender.send(next).is_err()) || ended {
                    return;
                }
            }
        };
        let thread = thread::Builder::new().name("read ahead".to_owned()).spawn(read);
        let thread = thread.map_err(|error| io_error(&info.path, &error))?;
        Ok(Self { info, frames: Some(frames), problems, thread: Some(thread) })
    }

    /// Waits until the thread has ended, which it does when nobody wants frames.
    fn end(&mut self) {
        self.frames = None;
        if let Some(thread) = self.thread.take() {
            // one that broke down has said so on stderr
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

    fn problems(&self) -> Vec<SourceProblem> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for ReadAhead {
    fn drop(&mut self) {
        self.end();
    }
}
