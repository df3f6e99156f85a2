//! The commands that views send.

use super::exercise_choice::ExerciseCommand;
use super::history::HistoryCommand;
use super::settings::Settings;
use crate::motion::{Point, Sensation, Side, Timestamp};
use std::path::PathBuf;

/// What a view can ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum AppCommand {
    /// Measure with the camera of that name, or with the first one.
    OpenCamera(Option<String>),
    /// Measure this recording at real time.
    OpenRecording(PathBuf),
    /// Measure these files and the contents of these folders: several one after the other, as fast as possible.
    OpenRecordings(Vec<PathBuf>),
    /// Measure no more of several recordings after the one that is measured now.
    EndSeries,
    /// Measure the rest of the recording as fast as possible.
    Skip,
    /// Ask for a recording with the system's dialog.
    ChooseRecording,
    /// Keep the tests in the record of this person; empty for nobody.
    KeepFor(String),
    /// The same as a raised hand.
    Signal,
    /// Yes or no to what is asked before a test.
    Answer(bool),
    /// It hurts.
    Discomfort,
    /// What stopped the raise.
    Sensation(Sensation),
    /// Which leg the latest raise was.
    TellSide(Side),
    /// Measure the person at this place, image pixels.
    Pick(Point),
    /// End the test: results so far are kept.
    Finish,
    /// Back to the beginning.
    Leave,
    /// Show a trial; `None`: the latest one.
    ShowTrial(Option<usize>),
    /// Show that moment of the trial.
    Scrub(Option<Timestamp>),
    /// Put the result on the clipboard.
    CopyResult,
    /// Fill the screen, or do not.
    FullScreen(bool),
    /// Forget which recordings were opened.
    ClearRecent,
    /// Write the result into a file that the user chooses.
    SaveResult,
    ShowSettings(bool),
    ShowAdvice(bool),
    Change(Settings),
    Dismiss,
    /// Something about exercises.
    Exercise(ExerciseCommand),
    /// Something about the record of people.
    History(HistoryCommand),
    /// Close the window, whatever is not saved.
    Quit,
}
