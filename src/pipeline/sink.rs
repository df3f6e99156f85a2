//! Where steps go.

use super::{Outcome, Start, Step};
use std::path::PathBuf;

/// Something that takes every step: a file writer, a progress bar, a window. A sink that fails is dropped and reported; the measuring goes on.
pub trait Sink {
    /// Before the first frame.
    fn begin(&mut self, _start: &Start) -> Result<(), SinkError> {
        Ok(())
    }

    /// After each frame.
    fn step(&mut self, step: &Step) -> Result<(), SinkError>;

    /// After the last frame, also when the run was broken off.
    fn finish(&mut self, _outcome: &Outcome) -> Result<(), SinkError> {
        Ok(())
    }
}

/// Why a sink failed.
#[derive(Debug, thiserror::Error)]
#[error("can't write {what} ({reason}): {}", .path.display())]
pub struct SinkError {
    /// What was to be written, such as "the trace".
    pub what: &'static str,
    pub reason: String,
    pub path: PathBuf,
}

/// A sink that was dropped.
#[derive(Debug)]
pub struct SinkFailure(pub SinkError);

/// Calls every sink, and drops those that fail.
pub(super) fn each(
    sinks: &mut Vec<Box<dyn Sink + '_>>,
    failures: &mut Vec<SinkFailure>,
    mut call: impl FnMut(&mut dyn Sink) -> Result<(), SinkError>,
) {
    sinks.retain_mut(|sink| match call(sink.as_mut()) {
        Ok(()) => true,
        Err(error) => {
            failures.push(SinkFailure(error));
            false
        }
    });
}
