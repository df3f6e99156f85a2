//! What goes into a session besides poses, and what comes out of it with every frame.

use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::leg_tracker::TrackedLegs;
use crate::motion::body::pose::Side;
use crate::motion::exercise::CoachState;
use crate::motion::guide::guidance::Guidance;
use crate::motion::time::Timestamp;
use crate::motion::trial::compensation::Compensation;
use crate::motion::trial::phase::Phase;
use crate::motion::trial::sensation::Sensation;
use crate::motion::trial::trial::Trial;
use serde::{Deserialize, Serialize};

/// What the person or the operator says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionCommand {
    /// "It hurts": ends the current raise.
    ReportDiscomfort,
    /// A raised hand, or a presenter's clicker. It means "begin" or "go on", and during a raise "it hurts, stop".
    Signal,
    /// What ended the latest raise, entered at the keyboard for the person.
    ReportSensation(Sensation),
    /// Which leg was raised last, where that was not certain.
    TellSide(Side),
    /// Pauses an exercise, or goes on with it.
    Pause,
    /// Another person is measured from now on: the rest baseline so far is not theirs.
    ChangePerson,
}

/// Something that happened in a frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A stable rest was found; raises are measured against it from now on.
    RestFound,
    RaiseStarted,
    /// A compensation was held beyond its warning or its stop limit; at most once a raise for each limit.
    Compensated(Compensation),
    TrialEnded(Box<Trial>),
    /// A trial was changed after it ended: the user said what ended it or which leg it was, or chose another person.
    TrialRevised(Box<Trial>),
}

/// The raise as it looks now. Its filter is causal: it lags a little, and is a little noisier than the trial's numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiveReading {
    /// Side of the raised leg, as labelled now.
    pub side: Side,
    /// Elevation of the thigh over the floor.
    pub angle_rad: f64,
    /// Knee flexion beyond straight, or beyond that at rest where the knee was bent there.
    pub knee_flexion_rad: f64,
    /// Elevation of the resting leg above its rest, where it is seen.
    pub opposite_leg_rad: Option<f64>,
}

/// The result of one frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    pub time: Timestamp,
    pub phase: Phase,
    /// Joint angles of the pose as estimated, unfiltered.
    pub angles: Option<JointAngles>,
    /// The legs, tracked through swaps of the model's left and right, while somebody is lying there.
    pub legs: Option<TrackedLegs>,
    /// Live numbers while a leg is in the air.
    pub live: Option<LiveReading>,
    /// Compensations held now.
    pub compensations: Vec<Compensation>,
    /// What the person is asked to do now.
    pub guidance: Guidance,
    pub events: Vec<Event>,
    /// The state of the exercise, where one is done in place of the test.
    pub exercise: Option<CoachState>,
}
