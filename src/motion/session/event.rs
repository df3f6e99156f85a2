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
    /// What a raised hand says, or a presenter's clicker: begin, or go on; during a raise "it hurts, stop".
    Signal,
    /// What ended the latest raise, as somebody at the keyboard says it for the person.
    ReportSensation(Sensation),
    /// Which leg the latest raise was, where that is not certain.
    TellSide(Side),
    /// A moment's pause of an exercise, or its end.
    Pause,
    /// Somebody else is measured from now on: the rest before does not hold for them.
    ChangePerson,
}

/// Something that happened in a frame.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A stable rest was found; raises are measured against it from now on.
    RestFound,
    RaiseStarted,
    /// A compensation was held beyond its warning or its stop limit; once for each in a raise.
    Compensated(Compensation),
    TrialEnded(Box<Trial>),
    /// Somebody said what ended a trial, or which leg it was, or pointed at somebody else: the trial as it is now.
    TrialRevised(Box<Trial>),
}

/// The raise as it looks now: causal, so a little behind and a little rougher than the trial's own numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LiveReading {
    /// Side of the raised leg, as labelled now.
    pub side: Side,
    /// Elevation of the thigh over the floor.
    pub angle_rad: f64,
    /// Bend of the knee beyond straight, or beyond what it was bent at rest.
    pub knee_flexion_rad: f64,
    /// Lift of the resting leg beyond its rest, where it is seen.
    pub opposite_leg_rad: Option<f64>,
}

/// What one frame gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    pub time: Timestamp,
    pub phase: Phase,
    /// Angles of the pose as it was given, when there was one.
    pub angles: Option<JointAngles>,
    /// The legs followed through label swaps, while somebody lies there.
    pub legs: Option<TrackedLegs>,
    /// The reading of the leg while one is in the air.
    pub live: Option<LiveReading>,
    /// Compensations held now.
    pub compensations: Vec<Compensation>,
    /// What the person is asked to do now.
    pub guidance: Guidance,
    pub events: Vec<Event>,
    /// State of an exercise that is done in place of the test.
    pub exercise: Option<CoachState>,
}
