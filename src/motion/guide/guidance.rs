//! What a person who is led is asked for, where they are in the test, and what the guide is told of a frame.

use super::decision::Decision;
use super::problem::SetUpProblem;
use crate::motion::body::hand_signal::Hand;
use crate::motion::body::pose::{Side, Sides};
use crate::motion::time::Timestamp;
use crate::motion::trial::phase::Phase;
use crate::motion::trial::stopped::RaiseStop;
use crate::motion::trial::trial::{EndedBy, Trial};
use serde::{Deserialize, Serialize};

/// How a session is led.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// Nobody is led: whatever is seen counts from the first frame, as in a recording.
    #[default]
    Recorded,
    /// The person is led: raises count once the countdown has run, until each leg has its trials.
    Guided(GuidedFlow),
}

/// What a person who is led is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidedFlow {
    pub trials_per_leg: u32,
    /// Asked to raise a hand before the first countdown, if the voice can be heard.
    #[serde(default)]
    pub sound_check: bool,
    /// Asked what stopped a raise, see [`super::question`], and led on to what to do about the result.
    #[serde(default)]
    pub coached: bool,
}

impl Flow {
    /// Led through so many trials of each leg, without a question.
    pub const fn guided(trials_per_leg: u32) -> Self {
        Self::Guided(GuidedFlow { trials_per_leg, sound_check: false, coached: false })
    }

    /// The person is asked what stopped a raise.
    pub fn is_coached(self) -> bool {
        matches!(self, Self::Guided(GuidedFlow { coached: true, .. }))
    }
}

/// What the person is asked to do now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Get into place; [`Guidance::problems`] says what is wrong.
    #[default]
    SetUp,
    /// All is well: raise a hand if you hear this.
    SoundCheck,
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
    /// What stopped you? See [`super::question`].
    WhatStopped,
    /// The latest trial's result.
    Result,
    /// Both legs have their trials.
    Summary,
    /// What to do about the result.
    WhatNow,
}

impl Stage {
    /// A leg is in the air.
    pub fn leg_is_up(self) -> bool {
        matches!(self, Self::Raising | Self::Holding | Self::Stop(_) | Self::Lowering)
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
    /// Elevation of the thigh when [`Stage::Stop`] came, while it lasts: what follows does not count.
    pub stopped_at_rad: Option<f64>,
    /// The leg whose foot the strap is put round now, while that takes.
    pub strap_to: Option<Side>,
    /// Trials wanted of each leg, where the person is led.
    pub trials_wanted: Option<u32>,
    /// Judged trials of this round, where the person is led.
    pub trials_done: Sides<u32>,
    /// What the trials come to so far.
    pub decision: Decision,
}

/// What the session found in a frame, for the guide.
#[derive(Clone, Copy, Debug)]
pub struct GuideInput<'a> {
    pub time: Timestamp,
    pub phase: Phase,
    /// What stopped the raise that is going on.
    pub stopped: Option<RaiseStop>,
    /// The trial that ended in this frame.
    pub ended: Option<&'a Trial>,
    /// Whether it should be known what stopped a raise that ended in this frame.
    pub asks: bool,
    /// Whether it hurt in that raise.
    pub hurt: bool,
    pub hand: &'a Hand,
    /// What the trials come to so far.
    pub decision: Decision,
    /// How long nobody has been lying there, seconds.
    pub gone_s: f64,
}
