//! Sinks: where the pipeline's steps go.

use super::{Outcome, PipelineError, Start, Step};
use crate::breakdown::contained;
use std::io;
use std::path::{Path, PathBuf};

/// Takes every step: a file writer, a progress bar, a window. A sink that fails is dropped and reported; the
/// measurement goes on.
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

    /// Why something is held that can't be written yet and will be tried again; `None` if nothing is held.
    fn held_back(&self) -> Option<&SinkError> {
        None
    }
}

/// Why a sink failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("can't write {what}: {reason}: {}", .path.display())]
pub struct SinkError {
    /// What was to be written, such as "the trace".
    pub what: &'static str,
    /// What is wrong, and what to do about it.
    pub reason: String,
    pub path: PathBuf,
}

impl SinkError {
    pub fn new(what: &'static str, reason: impl Into<String>, path: &Path) -> Self {
        Self { what, reason: reason.into(), path: path.to_owned() }
    }

    /// An operating system's error in the words of this program.
    pub fn of_io(what: &'static str, error: &io::Error, path: &Path) -> Self {
        Self::new(what, plain_reason(error), path)
    }
}

/// Why something could not be written and what to do, without "(os error 2)".
pub fn plain_reason(error: &io::Error) -> String {
    let known = match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder; create it or choose another place",
        io::ErrorKind::PermissionDenied => "no permission; choose another place",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => DISK_FULL,
        io::ErrorKind::ReadOnlyFilesystem => "this disk can't be written to; choose another place",
        io::ErrorKind::IsADirectory => "it is a folder; add a file name",
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            "a file of that name is in the way; choose another place"
        }
        _ => {
            let text = error.to_string();
            let plain = text.split(" (os error").next().unwrap_or_default().to_lowercase();
            return format!("{plain}; choose another place");
        }
    };
    known.to_owned()
}

pub const DISK_FULL: &str = "the disk is full; free some space or choose another place";

/// The error of a sink that was dropped.
#[derive(Debug)]
pub struct SinkFailure(pub SinkError);

/// Calls every sink, and drops those that fail. One that panics is dropped, too, and ends the run: it may be the one
/// that shows or keeps the result.
pub(super) fn each(
    sinks: &mut Vec<Box<dyn Sink + '_>>,
    failures: &mut Vec<SinkFailure>,
    mut call: impl FnMut(&mut dyn Sink) -> Result<(), SinkError>,
) -> Result<(), PipelineError> {
    let mut ending = Ok(());
    sinks.retain_mut(|sink| match contained(|| call(sink.as_mut())) {
        Ok(Ok(())) => true,
        Ok(Err(error)) => {
            failures.push(SinkFailure(error));
            false
        }
        Err(breakdown) => {
            ending = Err(breakdown.into());
            false
        }
    });
    ending
}
