//! What the window asks of the program around it.

use super::screen::Dialog;
use super::settings::Settings;
use crate::album::AlbumThread;
use crate::document::Measurement;
use crate::exercise::Library;
use crate::history::SaveOutcome;
use crate::history_service::OpenHistory;
use crate::live::{Inbox, Input, Job, LiveMeasurement};
use crate::pipeline::Sink;
use crate::source::camera::CameraBackend;
use crate::voice::Utterance;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The program around a window. What a host does not care about has a quiet default, so that a test writes only what it
/// looks at.
pub trait Host {
    /// Starts a measurement, whose news come into `inbox`.
    ///
    /// # Errors
    /// No thread can be started.
    fn launch(&mut self, job: Job, inbox: Arc<Inbox>) -> io::Result<LiveMeasurement>;

    /// The cameras that can be chosen.
    fn cameras(&self) -> Arc<dyn CameraBackend>;

    /// What opens the record of people.
    fn history(&self) -> OpenHistory {
        Arc::new(|| Ok(None))
    }

    /// The exercises that there are.
    fn exercises(&self) -> Library {
        Library::open(None)
    }

    /// What a measurement leaves behind besides its result, such as its trace and its trials in the record of `person`
    /// (empty for nobody); frames of its raises come into `album`.
    ///
    /// # Errors
    /// In words why it can't be kept.
    fn sinks(
        &mut self,
        _input: &Input,
        _person: &str,
        _album: &Arc<AlbumThread>,
    ) -> Result<Vec<Box<dyn Sink + Send>>, String> {
        Ok(Vec::new())
    }

    /// What became of the recording that was measured last, where it was to be kept.
    fn kept(&self) -> Option<SaveOutcome> {
        None
    }

    /// Takes a result as soon as it is there, and how its frames came.
    ///
    /// # Errors
    /// In words what could not be written.
    fn finished(&mut self, _result: &Measurement, _frames: &str) -> Result<(), String> {
        Ok(())
    }

    /// Takes the reason why a test could not begin.
    fn failed(&mut self, _why: &str) {}

    /// Writes a result where the user wants it.
    ///
    /// # Errors
    /// In words what went wrong.
    fn save(&mut self, _result: &Measurement, _to: &Path) -> Result<(), String> {
        Ok(())
    }

    /// Says something now.
    fn say(&self, _utterance: Utterance) {}

    /// Says nothing of what is measured from now on, or says it again.
    fn hush(&self, _hushed: bool) {}

    /// What was said last.
    fn caption(&self) -> String {
        String::new()
    }

    /// Puts the settings to use, and keeps them for the next run.
    ///
    /// # Errors
    /// In words why they can't be kept.
    fn keep_settings(&mut self, _settings: &Settings) -> Result<(), String> {
        Ok(())
    }

    /// Asks for a file or a folder by the system's own dialog, which keeps the window waiting; a measurement goes on
    /// meanwhile. `None` when the user has thought better of it.
    ///
    /// # Errors
    /// The system has no dialog: nobody was asked.
    fn ask(&mut self, _dialog: Dialog) -> Result<Option<PathBuf>, NoDialog> {
        Ok(None)
    }

    /// Keeps the display awake from now on, or lets it sleep again. It never waits, and it does not tell whether it
    /// works: a display that goes dark all the same is no error.
    fn stay_awake(&mut self, _awake: bool) {}
}

/// The system has no dialog for files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDialog;
