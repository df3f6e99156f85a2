//! What the window can show in the large, and what it asks by the system's own dialogs.

use crate::history_service::acts::ReportFormat;

/// What the window shows in the large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Choose a camera or a recording.
    Welcome,
    /// Warning signs are asked about.
    Screening,
    /// On the way to the first frame, or no frame comes at all.
    Connecting,
    /// The person is led.
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
    /// What was done of an exercise.
    ExerciseDone,
    /// People over time.
    History,
    /// A kept trial's points.
    Points,
}

/// A question that is to be asked with the system's own dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    Recording,
    WhereToSave,
    /// Where a report goes.
    Report(ReportFormat),
    /// Where an export goes.
    Export,
}
