//! The window's screens, and the questions that it asks with the system's dialogs.

use crate::history_service::acts::ReportFormat;

/// The window's screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Choose a camera or a recording.
    Welcome,
    /// Warning signs are asked about.
    Screening,
    /// Before the first frame; or none comes.
    Connecting,
    /// A guided test is running.
    Live,
    /// A trial's result.
    Result,
    /// Left and right together.
    Summary,
    /// Several recordings, and what they came to.
    Recordings,
    /// Choose an exercise.
    Exercises,
    /// Somebody exercises.
    Exercise,
    /// The result of an exercise.
    ExerciseDone,
    /// People over time.
    History,
    /// A kept trial's points.
    Points,
}

/// A question for the system's dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    Recording,
    WhereToSave,
    /// Where a report goes.
    Report(ReportFormat),
    /// Where an export goes.
    Export,
}
