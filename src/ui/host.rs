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

/// The program around a window. Most methods have a default that does nothing, so that a test implements only those it
/// looks at.
pub trait Host {
    /// Starts a measurement, whose news come into `inbox`.
    ///
    /// # Errors
    /// No thread can be started.
    fn launch(&mut self, job: Job, inbox: Arc<Inbox>) -> io::Result<LiveMeasurement>;

    /// The cameras that can be chosen.
    fn cameras(&self) -> Arc<dyn CameraBackend>;

    /// The function that opens the record of people.
    fn history(&self) -> OpenHistory {
        Arc::new(|| Ok(None))
    }

    /// The exercises that there are.
    fn exercises(&self) -> Library {
        Library::open(None)
    }

    /// The sinks of a measurement, such as its trace and the record of `person` (empty for nobody); `album` has the
    /// frames of its raises.
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

    /// How the last recording was stored, if it was to be.
    fn kept(&self) -> Option<SaveOutcome> {
        None
    }

    /// Takes a result as soon as it is there, and a line on its frame rate and latency.
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

    /// Turns the spoken prompts of the measurement off or on.
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

    /// Asks for a file or a folder with the system's dialog. The window waits for it, but a measurement goes on. `None`
    /// if the user cancelled.
    ///
    /// # Errors
    /// The system has no dialog: nobody was asked.
    fn ask(&mut self, _dialog: Dialog) -> Result<Option<PathBuf>, NoDialog> {
        Ok(None)
    }

    /// Keeps the display awake from now on, or lets it sleep again. It never waits, and does not report whether it
    /// works.
    fn stay_awake(&mut self, _awake: bool) {}
}

/// The system has no dialog for files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDialog;
