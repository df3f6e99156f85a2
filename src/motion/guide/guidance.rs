//! What a guided person is asked to do, where they are in the test, and what the guide is told of a frame.

use super::decision::Decision;
use super::problem::SetUpProblem;
use crate::motion::body::hand_signal::Hand;
use crate::motion::body::pose::{Side, Sides};
use crate::motion::time::Timestamp;
use crate::motion::trial::phase::Phase;
use crate::motion::trial::stopped::RaiseStop;
use crate::motion::trial::trial::{EndedBy, Trial};
use serde::{Deserialize, Serialize};

/// How a session is guided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// Nobody is guided: everything counts from the first frame, as in a recording.
    #[default]
    Recorded,
    /// The person is guided: raises count from the end of the countdown until each leg has its trials.
    Guided(GuidedFlow),
}

/// What a guided person is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidedFlow {
    pub trials_per_leg: u32,
    /// The person is asked, before the first countdown, to raise a hand if they hear the voice.
    #[serde(default)]
    pub sound_check: bool,
    /// The person is asked what stopped a raise, see [`super::question`], and told what to do about the result.
    #[serde(default)]
    pub coached: bool,
}

impl Flow {
    /// Guided through this many trials of each leg, without questions.
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
    /// The set-up is good: raise a hand if you hear this.
    SoundCheck,
    /// The set-up is good; the test begins in this many seconds.
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
    /// The leg is coming down.
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

/// Where the person is in the test, and what helps them to go on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guidance {
    pub stage: Stage,
    /// What is wrong with the set-up, most important first.
    pub problems: Vec<SetUpProblem>,
    /// The leg to raise next, where it matters.
    pub next_side: Option<Side>,
    /// How far a raised hand has been held, 0..1: at 1 it counts as a signal.
    pub signal: f64,
    /// During [`Stage::Stop`], the thigh's elevation when it began: going higher does not count.
    pub stopped_at_rad: Option<f64>,
    /// The leg that the person is putting the strap on now.
    pub strap_to: Option<Side>,
    /// Trials wanted of each leg, if the person is guided.
    pub trials_wanted: Option<u32>,
    /// Judged trials of this round, if the person is guided.
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
    /// Whether to ask what stopped the raise that ended in this frame.
    pub asks: bool,
    /// Whether it hurt in that raise.
    pub hurt: bool,
    pub hand: &'a Hand,
    /// What the trials come to so far.
    pub decision: Decision,
    /// How long nobody has been lying there, seconds.
    pub gone_s: f64,
}
