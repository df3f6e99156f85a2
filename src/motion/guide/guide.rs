//! What the person is asked to do, moment by moment: set up, hold still, raise, stop, lower, again.
//!
//! The guide only looks on, but for one thing: while it says that the test has not begun, or is over, nothing that is
//! seen is a raise.

use super::decision::{Decision, Referral};
use super::problem::SetUpProblem;
use super::question::Question;
use super::round::Round;
use super::set_up::SetUpChecks;
use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::pose::{Pose, Side, Sides};
use crate::motion::body::quality::ImageSize;
use crate::motion::time::Timestamp;
use crate::motion::trial::phase::Phase;
use crate::motion::trial::sensation::Sensation;
use crate::motion::trial::stopped::Stopped;
use crate::motion::trial::trial::{EndedBy, Trial};
use serde::{Deserialize, Serialize};

/// The set-up must be good for so long before the countdown, seconds (ours: nobody is surprised while still moving).
const GOOD_FOR_S: f64 = 1.5;
const COUNTDOWN_S: u32 = 3;
/// A led result stays this long, seconds: long enough to be spoken.
pub const RESULT_S: f64 = 8.0;
/// A result in a recording stays this long, seconds, if no other raise begins.
pub const RECORDED_RESULT_S: f64 = 6.0;
/// Nobody lying for this long: the test is set up anew, seconds. Longer than somebody is hidden, shorter than it takes
/// to move the camera.
const GONE_S: f64 = 10.0;
/// How long somebody who hears the voice may take to raise a hand, seconds; then the test goes on without.
pub const SOUND_CHECK_S: f64 = 12.0;

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
    pub stopped: Option<Stopped>,
    /// The trial that ended in this frame.
    pub ended: Option<&'a Trial>,
    /// Whether a hand, a key or an early lowering ended the trial: what stopped it is not known.
    pub ended_unasked: bool,
    /// A hand is seen, up or down.
    pub hand_seen: bool,
    /// What the trials come to so far.
    pub decision: Decision,
    /// How long nobody has been lying there, seconds.
    pub gone_s: f64,
}

/// Leads through the test.
#[derive(Clone, Debug)]
pub struct Guide {
    checks: SetUpChecks,
    size: ImageSize,
    problems: Vec<SetUpProblem>,
    /// The set-up has been good since.
    good_since: Option<Timestamp>,
    stage: Stage,
    /// When the stage began.
    since: Timestamp,
    /// `None` where nobody is led.
    round: Option<Round>,
    flow: Flow,
    /// The person was asked whether the voice can be heard.
    sound_checked: bool,
    question: Option<Question>,
    /// What was answered to it, until it is told.
    answer: Option<Sensation>,
    decision: Decision,
}

impl Guide {
    pub fn new(flow: Flow, only: Option<Side>, size: ImageSize) -> Self {
        let round = match flow {
            Flow::Recorded => None,
            Flow::Guided(guided) => Some(Round::new(guided.trials_per_leg, only)),
        };
        Self {
            checks: SetUpChecks::new(size),
            size,
            problems: Vec::new(),
            good_since: None,
            stage: Stage::SetUp,
            since: Timestamp::ZERO,
            round,
            flow,
            sound_checked: false,
            question: None,
            answer: None,
            decision: Decision::default(),
        }
    }

    /// Whether what is seen now counts.
    pub fn is_armed(&self) -> bool {
        use Stage::{Countdown, SetUp, SoundCheck, Summary, WhatNow};
        let in_test = !matches!(self.stage, SetUp | SoundCheck | Countdown { .. } | Summary | WhatNow);
        // with the last trial the round is over: getting up is no raise
        self.round.is_none_or(|round| in_test && !round.is_complete())
    }

    /// Looks at the set-up in the next frame.
    pub fn look(&mut self, time: Timestamp, pose: Option<&Pose>, angles: Option<&JointAngles>) {
        self.problems = self.checks.observe(time, pose, angles);
        if !self.problems.is_empty() {
            self.good_since = None;
        } else if self.good_since.is_none() {
            self.good_since = Some(time);
        }
    }

    /// A signal at `time`; whether it says that the raise hurts.
    pub fn signal(&mut self, time: Timestamp) -> bool {
        let leg_is_up = matches!(self.stage, Stage::Raising | Stage::Holding | Stage::Stop(_) | Stage::Lowering);
        let Some(round) = self.round else { return leg_is_up };
        match self.stage {
            Stage::SetUp | Stage::SoundCheck if !self.hinders() => self.enter(time, counting_down(0.0)),
            Stage::WhatStopped => self.answer(time, Sensation::Radiating),
            Stage::Summary if self.is_coached() && self.offers_stretches() => self.enter(time, Stage::WhatNow),
            Stage::Summary | Stage::WhatNow if self.is_coached() && self.ends_test() => {}
            Stage::Summary | Stage::WhatNow => {
                self.round = Some(round.again());
                self.enter(time, counting_down(0.0));
            }
            Stage::Result if round.is_complete() => self.enter(time, Stage::Summary),
            Stage::Result => self.enter(time, Stage::HoldStill),
            _ => {}
        }
        leg_is_up
    }

    /// What stopped the latest raise, as the person says.
    pub fn answer(&mut self, time: Timestamp, sensation: Sensation) {
        self.answer = Some(sensation);
        self.question = None;
        if sensation == Sensation::Radiating {
            // no other leg, and no other trial
            self.round.iter_mut().for_each(Round::end);
        }
        if self.stage == Stage::WhatStopped {
            self.enter(time, Stage::Result);
        }
    }

    /// The trial that was counted last is another one now: somebody said which leg it was.
    pub fn count_anew(&mut self, trial: &Trial) {
        self.round.iter_mut().for_each(|round| round.count_anew(trial));
    }

    /// What was answered since this was last asked for.
    pub fn take_answer(&mut self) -> Option<Sensation> {
        self.answer.take()
    }

    /// Somebody else comes.
    pub fn change_person(&mut self, time: Timestamp) {
        (self.checks, self.good_since, self.question) = (SetUpChecks::new(self.size), None, None);
        if let Some(round) = self.round {
            self.round = Some(round.again());
            self.enter(time, Stage::SetUp);
        }
    }

    /// The next stage, and what else there is to say.
    pub fn observe(&mut self, moment: &GuideInput) -> Guidance {
        self.decision = moment.decision;
        let stage = match &mut self.round {
            None => self.recorded(moment),
            Some(round) => {
                moment.ended.into_iter().for_each(|trial| round.count(trial));
                self.ask(moment);
                self.led(moment)
            }
        };
        self.enter(moment.time, stage);
        let legs_matter = matches!(stage, Stage::SetUp | Stage::Countdown { .. } | Stage::HoldStill);
        let told = |problem: &SetUpProblem| legs_matter || !problem.is_of_legs();
        let stopped = moment.stopped.filter(|_| matches!(stage, Stage::Stop(_)));
        Guidance {
            stage,
            problems: self.problems.iter().copied().filter(told).collect(),
            next_side: self.round.and_then(|round| round.next_side()),
            signal: 0.0,
            stopped_at_rad: stopped.and_then(|stopped| stopped.angle_rad),
            trials_wanted: self.round.map(|round| round.wanted()),
            trials_done: self.round.map(|round| round.judged()).unwrap_or_default(),
            decision: self.decision,
        }
    }

    fn recorded(&self, moment: &GuideInput) -> Stage {
        match moment.phase {
            phase if phase.is_trial() => raising(moment),
            _ if moment.ended.is_some() || self.shows_result(moment.time, RECORDED_RESULT_S) => Stage::Result,
            Phase::Searching => Stage::SetUp,
            Phase::Settling => Stage::HoldStill,
            _ => Stage::RaiseSlowly,
        }
    }

    /// Begins to ask what stopped a raise, and goes on once there is an answer, or none comes.
    fn ask(&mut self, moment: &GuideInput) {
        if self.is_coached() && moment.ended.is_some() && moment.ended_unasked {
            self.question = Some(Question::new(moment.time));
        }
        if moment.phase.is_trial() || moment.gone_s > GONE_S {
            self.question = None;
        }
        let Some(question) = &mut self.question else { return };
        question.look(moment.time, moment.hand_seen);
        if question.is_over(moment.time) {
            self.answer = question.unanswered();
            self.question = None;
        }
    }

    fn led(&mut self, moment: &GuideInput) -> Stage {
        let in_stage_s = moment.time - self.since;
        let complete = self.round.is_some_and(|round| round.is_complete());
        match self.stage {
            Stage::SetUp => match self.good_since {
                Some(since) if moment.time - since >= GOOD_FOR_S => self.first_countdown(),
                _ => Stage::SetUp,
            },
            Stage::SoundCheck | Stage::Countdown { .. } if self.hinders() => Stage::SetUp,
            Stage::SoundCheck if in_stage_s < SOUND_CHECK_S => Stage::SoundCheck,
            Stage::SoundCheck => counting_down(0.0),
            Stage::Countdown { .. } if in_stage_s < f64::from(COUNTDOWN_S) => counting_down(in_stage_s),
            Stage::Countdown { .. } => Stage::HoldStill,
            Stage::Summary | Stage::WhatNow => self.stage,
            _ if self.question.is_some() => Stage::WhatStopped,
            Stage::WhatStopped if !moment.phase.is_trial() => Stage::Result,
            _ if moment.ended.is_some() && (complete || !moment.phase.is_trial()) => Stage::Result,
            _ if self.shows_result(moment.time, RESULT_S) && !moment.phase.is_trial() => Stage::Result,
            _ if complete => Stage::Summary,
            _ if moment.gone_s > GONE_S => Stage::SetUp,
            _ if moment.phase.is_trial() => raising(moment),
            _ if moment.phase == Phase::Rest => Stage::RaiseSlowly,
            _ => Stage::HoldStill,
        }
    }

    fn first_countdown(&mut self) -> Stage {
        let sound_check = matches!(self.flow, Flow::Guided(GuidedFlow { sound_check: true, .. }));
        let was_checked = std::mem::replace(&mut self.sound_checked, true);
        if sound_check && !was_checked { Stage::SoundCheck } else { counting_down(0.0) }
    }

    fn offers_stretches(&self) -> bool {
        self.decision.stretches().next().is_some()
    }

    fn ends_test(&self) -> bool {
        self.decision.referral.is_some_and(Referral::ends_test)
    }

    fn is_coached(&self) -> bool {
        matches!(self.flow, Flow::Guided(GuidedFlow { coached: true, .. }))
    }

    fn shows_result(&self, time: Timestamp, for_s: f64) -> bool {
        self.stage == Stage::Result && time - self.since < for_s
    }

    /// Something without which no test can begin, whatever the person wants.
    fn hinders(&self) -> bool {
        use SetUpProblem::{NobodySeen, NotLying};
        self.problems.iter().any(|problem| problem.is_of_legs() || matches!(problem, NobodySeen | NotLying))
    }

    fn enter(&mut self, time: Timestamp, stage: Stage) {
        if std::mem::discriminant(&stage) != std::mem::discriminant(&self.stage) {
            (self.since, self.good_since) = (time, None);
        }
        self.stage = stage;
    }
}

fn counting_down(elapsed_s: f64) -> Stage {
    Stage::Countdown { secs_left: (f64::from(COUNTDOWN_S) - elapsed_s).ceil() as u32 }
}

fn raising(moment: &GuideInput) -> Stage {
    match (moment.stopped, moment.phase) {
        (Some(stopped), _) => Stage::Stop(stopped.why),
        (None, Phase::Lower) => Stage::Lowering,
        (None, Phase::Hold) => Stage::Holding,
        (None, _) => Stage::Raising,
    }
}
