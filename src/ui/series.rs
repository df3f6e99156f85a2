//! Several recordings, measured one after the other as fast as possible.

use crate::document::Measurement;
use crate::motion::{Exercise, Side};
use crate::source::media_in;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};

/// Recordings that are measured one after the other, and their results.
#[derive(Default)]
pub struct Series {
    pub(super) waiting: VecDeque<PathBuf>,
    now: Option<PathBuf>,
    pub done: Vec<MeasuredRecording>,
    /// Files in the folders that are not recordings.
    pub left_out: Vec<PathBuf>,
    /// How many were not measured, because the user ended the series.
    pub dropped: usize,
    /// The person in whose record they are stored; empty for nobody.
    pub person: String,
    /// The exercise that is done in them in place of the test, and the leg.
    pub(super) exercise: Option<(Exercise, Option<Side>)>,
}

/// A recording that has been measured.
pub struct MeasuredRecording {
    pub path: PathBuf,
    /// The result, or why there is none.
    pub came_to: Result<Box<Measurement>, String>,
    /// Why the result could not be stored completely, if so.
    pub unkept: Option<String>,
    /// Notices on how it was stored.
    pub notices: Vec<String>,
}

impl MeasuredRecording {
    /// The name is told beside it, so that the reason need not name the file again.
    fn failed(path: PathBuf, why: &str) -> Self {
        let why = why.strip_suffix(&path.display().to_string()).and_then(|why| why.strip_suffix(": ")).unwrap_or(why);
        let came_to = Err(why.to_owned());
        Self { path, came_to, unkept: None, notices: Vec::new() }
    }

    pub fn name(&self) -> String {
        name_of(&self.path)
    }
}

/// What a recording is called on screen.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

impl Series {
    /// The recordings among these files and in these folders.
    pub(super) fn of(paths: Vec<PathBuf>) -> Self {
        let mut series = Self::default();
        for path in paths {
            if !path.is_dir() {
                series.waiting.push_back(path);
                continue;
            }
            match media_in(&path) {
                Ok(content) => {
                    series.waiting.extend(content.media.into_iter().map(|medium| medium.path));
                    series.left_out.extend(content.left_out.into_iter().map(|left_out| left_out.path));
                }
                Err(error) => series.done.push(MeasuredRecording::failed(path, &error.to_string())),
            }
        }
        series
    }

    /// Which one is measured now: its number, of how many.
    pub fn progress(&self) -> Option<(usize, usize, &Path)> {
        let now = self.now.as_deref()?;
        Some((self.done.len() + 1, self.done.len() + 1 + self.waiting.len(), now))
    }

    /// Whether nothing is measured any more.
    pub fn is_over(&self) -> bool {
        self.now.is_none() && self.waiting.is_empty()
    }

    /// Whether others come after the one that is measured now.
    pub fn goes_on(&self) -> bool {
        !self.waiting.is_empty()
    }

    pub(super) fn next(&mut self) -> Option<PathBuf> {
        self.now = self.waiting.pop_front();
        self.now.clone()
    }

    /// Measures these, too.
    pub(super) fn append(&mut self, more: Self) {
        self.waiting.extend(more.waiting);
        self.done.extend(more.done);
        self.left_out.extend(more.left_out);
    }

    /// What was measured now came to this.
    pub(super) fn note(
        &mut self,
        came_to: Result<Box<Measurement>, String>,
        unkept: Option<String>,
        notices: Vec<String>,
    ) {
        let Some(path) = self.now.take() else { return };
        self.done.push(match came_to {
            Ok(measurement) => MeasuredRecording { path, came_to: Ok(measurement), unkept, notices },
            Err(why) => MeasuredRecording::failed(path, &why),
        });
    }

    pub(super) fn end_after_this(&mut self) {
        self.dropped += self.waiting.len();
        self.waiting.clear();
    }
}
