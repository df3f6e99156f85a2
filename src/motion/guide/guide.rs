//! What the person is asked to do, moment by moment: set up, hold still, raise, stop, lower, again.
//!
//! The guide does not change the measurement, with one exception: before the test begins, and after it is over, nothing
//! counts as a raise.

use super::answers::Method;
use super::decision::{Decision, Referral};
use super::guidance::{Flow, Guidance, GuideInput, GuidedFlow, Stage};
use super::problem::SetUpProblem;
use super::question::Question;
use super::round::Round;
use super::set_up::SetUpChecks;
use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::pose::{Pose, Side};
use crate::motion::body::quality::ImageSize;
use crate::motion::time::Timestamp;
use crate::motion::trial::felt::SensationReport;
use crate::motion::trial::phase::Phase;
use crate::motion::trial::sensation::Sensation;
use crate::motion::trial::trial::Trial;

/// The set-up must be good for this long before the countdown, seconds (ours: so that it does not begin while the
/// person is still moving).
const GOOD_FOR_S: f64 = 1.5;
const COUNTDOWN_S: u32 = 3;
/// A guided person sees a result for this long, seconds: long enough for it to be spoken.
pub const RESULT_S: f64 = 8.0;
/// In a recording a result is shown for this long, seconds, unless another raise begins.
pub const RECORDED_RESULT_S: f64 = 6.0;
/// Time to put the strap on before the countdown to the other leg, seconds (ours); a raised hand begins it sooner.
const STRAP_S: f64 = 15.0;
/// After nobody has been lying there for this long, the set-up begins anew, seconds: longer than somebody is hidden,
/// shorter than it takes to move the camera.
const GONE_S: f64 = 10.0;
/// How long the sound check waits for a raised hand, seconds; then the test goes on without one.
pub const SOUND_CHECK_S: f64 = 12.0;

/// Guides a person through the test.
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
    /// `None` if nobody is guided.
    round: Option<Round>,
    flow: Flow,
    method: Option<Method>,
    /// The person was asked whether they hear the voice.
    sound_checked: bool,
    /// They were asked, and did not raise a hand.
    is_unheard: bool,
    /// The person should be asked what stopped a raise, or what hurts.
    is_owed_answer: bool,
    /// The person has said that it hurts.
    hurts: bool,
    /// The question, while it is asked.
    question: Option<Question>,
    /// The answer, until the session takes it.
    answer: Option<SensationReport>,
    /// A trial has ended, and its result has not been shown yet.
    result_waits: bool,
    /// The leg that the strap is on, if the person is guided and raises the legs with one.
    strap_on: Option<Side>,
    decision: Decision,
}

impl Guide {
    pub fn new(flow: Flow, only: Option<Side>, method: Option<Method>, size: ImageSize) -> Self {
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
            method,
            sound_checked: false,
            is_unheard: false,
            is_owed_answer: false,
            hurts: false,
            question: None,
            answer: None,
            result_waits: false,
            strap_on: None,
            decision: Decision::default(),
        }
    }

    /// Whether raises count now.
    pub fn is_armed(&self) -> bool {
        use Stage::{Countdown, SetUp, SoundCheck, Summary, WhatNow};
        let in_test = !matches!(self.stage, SetUp | SoundCheck | Countdown { .. } | Summary | WhatNow);
        // the round ends with its last trial: getting up afterwards is no raise
        self.round.is_none_or(|round| in_test && !round.is_complete())
    }

    /// Checks the set-up in the next frame.
    pub fn look(&mut self, time: Timestamp, pose: Option<&Pose>, angles: Option<&JointAngles>) {
        self.problems = self.checks.observe(time, pose, angles);
        if !self.problems.is_empty() {
            self.good_since = None;
        } else if self.good_since.is_none() {
            self.good_since = Some(time);
        }
    }

    /// A signal by a raised hand or a key. Returns whether it means that the raise hurts.
    pub fn signal(&mut self, time: Timestamp, by_hand: bool) -> bool {
        let leg_is_up = self.stage.leg_is_up();
        let Some(round) = self.round.filter(|_| !leg_is_up) else { return leg_is_up };
        match self.stage {
            Stage::SetUp | Stage::SoundCheck if !self.hinders() => {
                self.is_unheard = false;
                self.enter(time, counting_down(0.0));
            }
            Stage::WhatStopped => self.answer(time, Sensation::Radiating),
            Stage::Summary if self.is_coached() && self.offers_stretches() => self.enter(time, Stage::WhatNow),
            Stage::Summary | Stage::WhatNow if self.is_coached() && self.ends_test() => {}
            Stage::Summary | Stage::WhatNow => {
                self.round = Some(round.again());
                self.enter(time, counting_down(0.0));
            }
            Stage::Result if round.is_complete() => self.enter(time, Stage::Summary),
            Stage::Result => self.enter(time, Stage::HoldStill),
            // a key may be pressed once too often: then it means nothing
            _ if by_hand => self.hurts_at_rest(),
            _ => {}
        }
        false
    }

    /// It hurts while no leg is up. The person is asked about it, if the signal cannot mean anything else.
    pub fn hurts_at_rest(&mut self) {
        if self.is_coached() && matches!(self.stage, Stage::HoldStill | Stage::RaiseSlowly) {
            (self.is_owed_answer, self.hurts) = (true, true);
        }
    }

    /// Whether the person is being asked, or will be, what stopped a raise or what hurts.
    pub fn is_owed_answer(&self) -> bool {
        self.is_owed_answer
    }

    /// Whether the person has said that it hurts, but not how.
    pub fn hurts(&self) -> bool {
        self.hurts
    }

    /// The person's answer what stopped the latest raise.
    pub fn answer(&mut self, time: Timestamp, sensation: Sensation) {
        self.answer = self.answer.max(Some(SensationReport::from(sensation)));
        self.ask_no_more();
        if sensation == Sensation::Radiating {
            // after pain no further trial is wanted, of either leg
            self.round.iter_mut().for_each(Round::end);
        }
        if self.stage == Stage::WhatStopped {
            self.enter(time, self.after_question());
        }
    }

    fn ask_no_more(&mut self) {
        (self.question, self.is_owed_answer, self.hurts) = (None, false, false);
    }

    /// Ends the question without an answer: none came, or the person is gone.
    fn leave_unanswered(&mut self) {
        self.answer = self.answer.max(self.hurts.then_some(SensationReport::NotTold));
        self.ask_no_more();
    }

    fn after_question(&self) -> Stage {
        if self.result_waits { Stage::Result } else { Stage::HoldStill }
    }

    /// Replaces the trial that was counted last, after the user has said which leg it was.
    pub fn count_anew(&mut self, trial: &Trial) {
        self.round.iter_mut().for_each(|round| round.count_anew(trial));
    }

    /// The answer since the last call.
    pub fn take_answer(&mut self) -> Option<SensationReport> {
        self.answer.take()
    }

    /// Another person is measured from now on.
    pub fn change_person(&mut self, time: Timestamp) {
        (self.checks, self.good_since) = (SetUpChecks::new(self.size), None);
        self.leave_unanswered();
        (self.strap_on, self.result_waits, self.sound_checked, self.is_unheard) = (None, false, false, false);
        if let Some(round) = self.round {
            self.round = Some(round.again());
            self.enter(time, Stage::SetUp);
        }
    }

    /// The next stage, and everything else there is to tell.
    pub fn observe(&mut self, moment: &GuideInput) -> Guidance {
        self.decision = moment.decision;
        let stage = match &mut self.round {
            None => self.recorded(moment),
            Some(round) => {
                moment.ended.into_iter().for_each(|trial| round.count(trial));
                if self.method == Some(Method::Strap) && moment.ended.is_some() {
                    self.strap_on = round.last();
                }
                self.result_waits |= moment.ended.is_some();
                self.ask(moment);
                self.led(moment)
            }
        };
        self.enter(moment.time, stage);
        let legs_matter = matches!(stage, Stage::SetUp | Stage::Countdown { .. } | Stage::HoldStill);
        let strap_to = self.strap_to().filter(|_| stage == Stage::SetUp);
        // somebody who puts the strap on sits up and draws a knee up: no set-up problem
        let puts_it_on = strap_to.is_some() && moment.time - self.since < STRAP_S;
        let told = |problem: &SetUpProblem| !puts_it_on && (legs_matter || !problem.is_of_legs());
        let stopped = moment.stopped.filter(|_| matches!(stage, Stage::Stop(_)));
        Guidance {
            stage,
            problems: self.problems.iter().copied().filter(told).collect(),
            next_side: self.round.and_then(|round| round.next_side()),
            signal: 0.0,
            stopped_at_rad: stopped.and_then(|stopped| stopped.angle_rad),
            strap_to,
            trials_wanted: self.round.map(|round| round.wanted()),
            trials_done: self.round.map(|round| round.judged()).unwrap_or_default(),
            decision: self.decision,
        }
    }

    fn recorded(&self, moment: &GuideInput) -> Stage {
        match moment.phase {
            phase if phase.leg_is_up() => raising(moment),
            _ if moment.ended.is_some() || self.shows_result(moment.time, RECORDED_RESULT_S) => Stage::Result,
            Phase::Searching => Stage::SetUp,
            Phase::Settling => Stage::HoldStill,
            _ => Stage::RaiseSlowly,
        }
    }

    /// Asks what stopped a raise, until the answer comes or the time is over; waits while another raise goes on.
    fn ask(&mut self, moment: &GuideInput) {
        self.is_owed_answer |= self.is_coached() && moment.asks;
        self.hurts |= self.is_coached() && moment.hurt;
        if moment.gone_s > GONE_S {
            self.leave_unanswered();
        }
        if !self.is_owed_answer || moment.phase.leg_is_up() {
            self.question = None;
            return;
        }
        let question = self.question.get_or_insert_with(|| Question::new(moment.time));
        question.look(moment.time, moment.hand);
        if question.is_over(moment.time) {
            // lying still is no answer of somebody who does not hear the question
            let is_answer = |felt: &Sensation| *felt == Sensation::Radiating || !self.is_unheard;
            match question.unanswered().filter(is_answer) {
                Some(felt) => self.answer(moment.time, felt),
                None => self.leave_unanswered(),
            }
        }
    }

    fn led(&mut self, moment: &GuideInput) -> Stage {
        let in_stage_s = moment.time - self.since;
        let complete = self.round.is_some_and(|round| round.is_complete());
        match self.stage {
            Stage::SetUp => match self.good_since {
                Some(since) if moment.time - since >= self.good_for_s() => self.first_countdown(),
                _ => Stage::SetUp,
            },
            Stage::SoundCheck | Stage::Countdown { .. } if self.hinders() => Stage::SetUp,
            Stage::SoundCheck if in_stage_s < SOUND_CHECK_S => Stage::SoundCheck,
            Stage::SoundCheck => {
                self.is_unheard = true;
                counting_down(0.0)
            }
            Stage::Countdown { .. } if in_stage_s < f64::from(COUNTDOWN_S) => counting_down(in_stage_s),
            Stage::Countdown { .. } => {
                self.strap_on = self.strap_to().or(self.strap_on);
                Stage::HoldStill
            }
            Stage::Summary | Stage::WhatNow => self.stage,
            _ if self.question.is_some() => Stage::WhatStopped,
            Stage::WhatStopped if !moment.phase.leg_is_up() => self.after_question(),
            _ if moment.ended.is_some() && (complete || !moment.phase.leg_is_up()) => Stage::Result,
            _ if self.shows_result(moment.time, RESULT_S) && !moment.phase.leg_is_up() => Stage::Result,
            _ if complete => Stage::Summary,
            _ if moment.gone_s > GONE_S => Stage::SetUp,
            _ if moment.phase.leg_is_up() => raising(moment),
            _ if self.strap_to().is_some() => Stage::SetUp,
            _ if moment.phase == Phase::Rest => Stage::RaiseSlowly,
            _ => Stage::HoldStill,
        }
    }

    /// How long the set-up must be good before the countdown, seconds.
    fn good_for_s(&self) -> f64 {
        if self.strap_to().is_some() { STRAP_S } else { GOOD_FOR_S }
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
        self.flow.is_coached()
    }

    fn shows_result(&self, time: Timestamp, for_s: f64) -> bool {
        self.stage == Stage::Result && time - self.since < for_s
    }

    fn hinders(&self) -> bool {
        self.problems.iter().any(|problem| problem.hinders())
    }

    /// The leg that the strap must be put on now, if it is still on the other one.
    fn strap_to(&self) -> Option<Side> {
        let next = self.round?.next_side()?;
        self.strap_on.filter(|on| *on != next).map(|_| next)
    }

    fn enter(&mut self, time: Timestamp, stage: Stage) {
        if std::mem::discriminant(&stage) != std::mem::discriminant(&self.stage) {
            (self.since, self.good_since) = (time, None);
        }
        self.result_waits &= stage != Stage::Result;
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
