//! The large text that the window shows at each stage, and its meaning.

use super::theme::Meaning;
use crate::motion::{CoachStage, CoachState, EndedBy, Exercise, Guidance, Legs, Method, Observation, Stage, Watch};
use crate::words;
use std::borrow::Cow;

/// A large line, a smaller one under it, and what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instruction {
    pub headline: Cow<'static, str>,
    pub detail: Cow<'static, str>,
    pub meaning: Meaning,
}

impl Instruction {
    fn new(meaning: Meaning, headline: Cow<'static, str>, detail: Cow<'static, str>) -> Self {
        Self { headline, detail, meaning }
    }

    /// What the person is asked to do.
    pub fn of(observation: &Observation, dark: bool, method: Option<Method>) -> Self {
        let guidance = &observation.guidance;
        let warned = observation.compensations.iter().find(|c| !c.stop).map(|c| c.kind);
        let calm = |headline, detail| Self::new(Meaning::Calm, headline, detail);
        match (guidance.stage, warned) {
            (Stage::SetUp, _) => Self::of_set_up(guidance, dark),
            (Stage::Countdown { secs_left }, _) => {
                Self::new(Meaning::Good, words::countdown(secs_left), words::countdown_detail())
            }
            (Stage::HoldStill, _) => Self::of_rest(guidance),
            (Stage::SoundCheck, _) => calm(words::sound_check_headline(), words::sound_check_detail()),
            (Stage::RaiseSlowly, _) => calm(words::raise_headline(guidance.next_side), how_to_raise(method)),
            (Stage::Raising | Stage::Holding, Some(kind)) => {
                Self::new(Meaning::Careful, words::careful_headline(kind), words::careful_detail(kind))
            }
            (Stage::Raising, None) => calm(words::raising(), words::raising_detail()),
            (Stage::Holding, None) => calm(words::hold_it(), words::hold_it_detail()),
            (Stage::Stop(why), _) => Self::new(Meaning::Stop, stop_headline(why), words::stop_detail()),
            (Stage::Lowering, _) => calm(words::lower_headline(), words::lower_detail()),
            (Stage::WhatStopped, _) => Self::new(Meaning::Careful, words::what_stopped(), words::what_stopped_detail()),
            (Stage::Result, _) => calm(words::result(), words::next(guidance.next_side)),
            (Stage::Summary, _) if guidance.decision.stretches().next().is_some() => {
                calm(words::summary_headline(), words::summary_detail_advice())
            }
            (Stage::Summary | Stage::WhatNow, _) => calm(words::summary_headline(), words::summary_detail()),
        }
    }

    /// What somebody who exercises is asked to do.
    pub fn of_exercise(exercise: &Exercise, now: &CoachState) -> Self {
        let calm = |headline, detail| Self::new(Meaning::Calm, headline, detail);
        let nothing = || Cow::Borrowed("");
        let set = &now.set;
        match now.stage {
            CoachStage::GetReady if now.in_posture && exercise.watch != Watch::None => {
                Self::new(Meaning::Good, words::in_place(), words::coach_begins_by_itself())
            }
            CoachStage::GetReady => {
                // if the camera does not watch, the usual words on the posture do not apply
                let how = words::how(exercise).filter(|_| exercise.watch == Watch::None);
                calm(how.unwrap_or_else(|| words::posture(exercise.posture)), words::coach_begins_by_itself())
            }
            CoachStage::Working => match set.faults.first() {
                Some(kind) => Self::new(Meaning::Careful, words::cue(*kind), nothing()),
                None if set.must_return => calm(words::coach_and_back(), nothing()),
                None if set.counts && exercise.dose.hold_s > 0.0 => {
                    let reminder = exercise.reminders.first().map_or_else(nothing, |of| words::reminder(*of));
                    Self::new(Meaning::Good, words::hold_it(), reminder)
                }
                None if set.held_s > 0.0 => calm(words::coach_back_into_position(), nothing()),
                None => calm(words::coach_begin(), words::how(exercise).unwrap_or_else(nothing)),
            },
            CoachStage::Paused => calm(words::coach_paused_headline(), words::coach_paused_detail()),
            CoachStage::Resting { .. } => {
                let leg = set.side.filter(|_| exercise.legs == Legs::Each);
                calm(words::coach_rest(), leg.map_or_else(nothing, |side| words::next(Some(side))))
            }
            CoachStage::WhatStopped => Self::new(Meaning::Careful, words::what_stopped(), words::what_stopped_detail()),
            CoachStage::Stopped => Self::new(Meaning::Stop, words::coach_hurts_headline(), nothing()),
            CoachStage::Done => Self::new(Meaning::Good, words::coach_over(), nothing()),
        }
    }

    /// The instruction while both legs should lie flat.
    fn of_rest(guidance: &Guidance) -> Self {
        let detail = words::hold_still_detail();
        match guidance.problems.iter().find(|problem| problem.hinders()) {
            Some(problem) => Self::new(Meaning::Careful, words::set_up(*problem), detail),
            None => Self::new(Meaning::Calm, words::hold_still_headline(), detail),
        }
    }

    fn of_set_up(guidance: &Guidance, dark: bool) -> Self {
        if guidance.strap_to.is_some() && guidance.problems.is_empty() {
            return Self::new(Meaning::Calm, words::other_leg_strap_headline(), words::other_leg_strap_detail());
        }
        let can_start = !guidance.problems.iter().any(|problem| problem.hinders());
        let start_anyway = if can_start { words::start_anyway() } else { Cow::Borrowed("") };
        match guidance.problems.first() {
            Some(problem) => Self::new(Meaning::Careful, words::set_up(*problem), start_anyway),
            None if dark => Self::new(Meaning::Careful, words::too_dark(), words::start_anyway()),
            None => Self::new(Meaning::Good, words::in_place(), words::in_place_detail()),
        }
    }
}

fn how_to_raise(method: Option<Method>) -> Cow<'static, str> {
    if method == Some(Method::Strap) { words::raise_detail_strap() } else { words::raise_detail() }
}

fn stop_headline(why: EndedBy) -> Cow<'static, str> {
    match (why, why.compensation()) {
        (_, Some(kind)) => words::stop_headline(kind),
        (EndedBy::Discomfort, None) => words::stop_discomfort_headline(),
        (_, None) => words::stop(),
    }
}
