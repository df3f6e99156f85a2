//! What the person is asked to do, moment by moment: set up, hold still, raise, stop, lower, again.

use super::pose::Side;
use super::trial::EndedBy;
use serde::{Deserialize, Serialize};

/// How a session is led.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// Nobody is led: whatever is seen counts from the first frame, as in a recording.
    #[default]
    Recorded,
    /// The person is led: raises count once the countdown has run, until each leg has this many trials.
    Guided { trials_per_leg: u32 },
}

/// What the person is asked to do now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Get into place; [`Guidance::problems`] says what is wrong.
    #[default]
    SetUp,
    /// All is well; it begins in so many seconds.
    Countdown { secs_left: u32 },
    /// Lie still, both legs flat: the rest is being measured.
    HoldStill,
    /// Raise one straight leg slowly.
    RaiseSlowly,
    /// The leg is on its way up.
    Raising,
    /// The leg is held at its height.
    Holding,
    /// Something ended the raise: go no higher, lower the leg.
    Stop(EndedBy),
    /// The leg comes down.
    Lowering,
    /// The latest trial's result.
    Result,
    /// Both legs have their trials.
    Summary,
}

/// What is wrong with the set-up, in the order in which it should be mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SetUpProblem {
    NobodySeen,
    NotLying,
    OutOfPicture,
    TooFarAway,
    NotSideOn,
    BadlySeen,
    LegsNotFlat,
}

impl SetUpProblem {
    /// What to do, for people.
    pub fn text(self) -> &'static str {
        match self {
            Self::NobodySeen => "Lie down where the camera sees you",
            Self::NotLying => "Lie flat on your back, side-on to the camera",
            Self::OutOfPicture => "Move back until your whole body is in the picture",
            Self::TooFarAway => "Move closer to the camera",
            Self::NotSideOn => "Turn until the camera looks straight at your side",
            Self::BadlySeen => "Make more light, and wear plain, close-fitting clothes",
            Self::LegsNotFlat => "Put both legs flat on the floor",
        }
    }
}

/// Where the person is in the test, and what helps them on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guidance {
    pub stage: Stage,
    /// What is wrong with the set-up, most important first.
    pub problems: Vec<SetUpProblem>,
    /// The leg to raise next, where it matters.
    pub next_side: Option<Side>,
    /// How far a raised hand has been held, 0..1: at 1 it counts as a signal.
    pub signal: f64,
}
