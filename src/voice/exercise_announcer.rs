//! What to say when while somebody exercises: how it goes, which leg, how far the time is, and one cue at a time for
//! what spoils it.

use super::floor::Floor;
use super::lines::Line;
use super::utterance::{Priority, Tone, Utterance};
use crate::motion::{
    CoachStage, CoachState, Exercise, FaultKind, Legs, Offer, Referral, Reminder, SensationReport, SetState, Side,
    Timestamp,
};

/// Nothing is said in the last seconds of a hold: whoever counts them is not spoken to.
const QUIET_END_S: f64 = 5.0;
/// The same cue is not said again sooner, seconds.
const SAME_CUE_S: f64 = 8.0;
/// Between two cues there is time to do what the first one said, seconds.
const BETWEEN_CUES_S: f64 = 3.0;
/// Asked for something and nothing happens: asked again after this, then twice as late each time, seconds.
const ASK_AGAIN_S: f64 = 10.0;
/// Who leaves a position for less has only moved, seconds.
const LEFT_S: f64 = 3.0;
/// Half of a hold that is shorter is not told, seconds.
const LONG_HOLD_S: f64 = 20.0;
/// Within a hold that is shorter nothing is reminded of, seconds (ours: there is no time for it before the quiet end).
const REMINDED_HOLD_S: f64 = 10.0;
/// Before the next set there is so much warning, seconds.
const GET_READY_S: u32 = 5;

/// What is said once within a hold.
#[derive(Clone, Copy, Debug, Default)]
struct ToldOfHold {
    reminder: bool,
    half: bool,
    ten: bool,
}

/// Turns states of an exercise into utterances. Feed it every state; it keeps the time by theirs.
#[derive(Debug)]
pub struct ExerciseAnnouncer {
    exercise: Exercise,
    now: Timestamp,
    floor: Floor,
    /// The state before.
    last: CoachState,
    /// The stage's own line is still to be said.
    stage_unsaid: bool,
    /// When something was asked for, and how long to wait before asking again.
    asked: Option<(Timestamp, f64)>,
    /// Since when nobody has been in position.
    out_since: Option<Timestamp>,
    told: ToldOfHold,
    /// How many reminders were said.
    reminders: usize,
    /// Repetitions to be counted aloud.
    uncounted: Option<u32>,
    cues: Vec<(FaultKind, Timestamp)>,
}

impl ExerciseAnnouncer {
    pub fn new(exercise: Exercise) -> Self {
        Self {
            exercise,
            now: Timestamp::ZERO,
            floor: Floor::default(),
            last: CoachState::default(),
            stage_unsaid: true,
            asked: None,
            out_since: None,
            told: ToldOfHold::default(),
            reminders: 0,
            uncounted: None,
            cues: Vec::new(),
        }
    }

    /// What to say now; mostly nothing.
    pub fn observe(&mut self, time: Timestamp, state: &CoachState) -> Vec<Utterance> {
        self.now = time;
        self.floor.at(time);
        let mut said: Vec<Utterance> = self.tones(state).into_iter().map(Utterance::tone).collect();
        self.follow(state);
        let pressing = self.stop(state).or_else(|| self.cue(state));
        let spoken = pressing.or_else(|| {
            let free = self.floor.is_free().then(|| self.guide(state)).flatten();
            free.filter(|utterance| !self.floor.was_just_said(utterance))
        });
        if let Some(utterance) = spoken {
            self.floor.speak(&utterance);
            said.push(utterance);
        }
        self.last = state.clone();
        said
    }

    /// The text of what was said last, for the screen.
    pub fn latest_text(&self) -> &str {
        self.floor.latest_text()
    }

    /// Tones alone, which sound over what is being said.
    fn tones(&self, state: &CoachState) -> Vec<Tone> {
        let holds = self.exercise.dose.hold_s > 0.0;
        let (was, is) = (&self.last.set, &state.set);
        let mut tones = Vec::new();
        if holds && (is.reps > was.reps || state.ended.as_ref().is_some_and(|set| set.complete)) {
            tones.push(Tone::HoldOver);
        } else if is.counts && !was.counts {
            tones.push(if holds { Tone::Held } else { Tone::Started });
        }
        if state.signal >= 1.0 && self.last.signal < 1.0 {
            tones.push(Tone::Heard);
        }
        tones
    }

    /// Notes what changed.
    fn follow(&mut self, state: &CoachState) {
        let same = std::mem::discriminant(&self.last.stage) == std::mem::discriminant(&state.stage);
        // without a rest one set follows another in the same stage
        if !same || state.ended.is_some() {
            (self.stage_unsaid, self.asked, self.uncounted) = (true, None, None);
        }
        let (was, is) = (&self.last.set, &state.set);
        if is.reps > was.reps {
            self.uncounted = Some(is.reps);
        }
        if is.reps != was.reps || state.ended.is_some() || state.stage == CoachStage::GetReady {
            self.told = ToldOfHold::default();
        }
        let is_out = state.stage == CoachStage::Working && !is.in_position;
        self.out_since = is_out.then(|| self.out_since.unwrap_or(self.now));
        if is.in_position && !was.in_position {
            self.asked = None;
        }
    }

    /// It hurts, or all is done: nobody looks on any more.
    fn stop(&mut self, state: &CoachState) -> Option<Utterance> {
        let stopped = matches!(state.stage, CoachStage::WhatStopped | CoachStage::Stopped | CoachStage::Done);
        if !stopped || !std::mem::take(&mut self.stage_unsaid) {
            return None;
        }
        let was_asked = self.last.stage == CoachStage::WhatStopped;
        let lines = match (state.stage, state.felt()) {
            (CoachStage::Done, _) => {
                return Some(Utterance::lines([Line::COACH_OVER, Line::COACH_RATE]).at(Priority::Stop));
            }
            (CoachStage::WhatStopped, _) => vec![Line::COACH_HURTS, Line::WHAT_STOPPED],
            (_, Some(SensationReport::Radiating)) => vec![Line::referral(Referral::AfterPain)],
            (_, Some(SensationReport::NotTold)) if was_asked => vec![Line::referral(Referral::PainNotTold)],
            (_, Some(SensationReport::NotTold)) => vec![Line::COACH_HURTS, Line::referral(Referral::PainNotTold)],
            (_, Some(SensationReport::Pull) | None) => vec![Line::COACH_GENTLER],
        };
        let utterance = Utterance::lines(lines).at(Priority::Stop);
        Some(if was_asked { utterance } else { utterance.after(Tone::Stop) })
    }

    /// What spoils it now, once the voice is free for it.
    fn cue(&mut self, state: &CoachState) -> Option<Utterance> {
        let now = self.now;
        self.cues.retain(|(_, at)| now - *at < SAME_CUE_S);
        let recent = |kind: &&FaultKind| self.cues.iter().any(|(cued, _)| cued == *kind);
        let kind = *state.set.faults.iter().find(|kind| !recent(kind))?;
        let too_soon = self.cues.last().is_some_and(|(_, at)| now - *at < BETWEEN_CUES_S);
        if state.stage != CoachStage::Working || too_soon || !self.floor.may_interrupt(Priority::Warning) {
            return None;
        }
        let utterance = Utterance::lines([Line::cue(kind)]).at(Priority::Warning);
        self.cues.push((kind, now + utterance.secs()));
        Some(utterance)
    }

    /// What the stage asks for, or how far it is.
    fn guide(&mut self, state: &CoachState) -> Option<Utterance> {
        let first = std::mem::take(&mut self.stage_unsaid);
        match state.stage {
            CoachStage::GetReady if first => Some(self.ask(self.before())),
            CoachStage::GetReady if !state.in_posture => self.ask_again(|announcer| {
                let nobody = (!state.somebody).then_some(Line::NOBODY_IN_PICTURE);
                nobody.into_iter().chain([Line::posture(announcer.exercise.posture)]).collect()
            }),
            CoachStage::Working if first => {
                let leg = self.leg(&state.set);
                Some(self.ask(vec![leg.map_or(Line::COACH_BEGIN, Line::leg)]).after(Tone::Go))
            }
            CoachStage::Working => self.count().or_else(|| self.progress(&state.set)),
            CoachStage::Paused if first => Some(Utterance::lines([Line::COACH_PAUSED])),
            CoachStage::Resting { .. } if first => Some(Utterance::lines([Line::COACH_REST])),
            CoachStage::Resting { secs_left } if secs_left <= GET_READY_S && self.asked.is_none() => {
                let leg = self.leg(&state.set).map(Line::leg);
                Some(self.ask([Line::COACH_GET_READY].into_iter().chain(leg).collect()))
            }
            _ => None,
        }
    }

    /// How it goes; of a user's own exercise only how one is placed is known.
    fn how(&self) -> Line {
        Line::how(&self.exercise).unwrap_or_else(|| Line::posture(self.exercise.posture))
    }

    /// What is said before it begins: how it goes, how a stretch never goes, and what to do if it hurts.
    fn before(&self) -> Vec<Line> {
        let gently = (self.exercise.offer == Offer::Stretch).then_some(Line::STRETCH_GENTLY);
        [self.how()].into_iter().chain(gently).chain([Line::COACH_IF_IT_HURTS]).collect()
    }

    /// The leg whose turn it is, where each works by itself.
    fn leg(&self, set: &SetState) -> Option<Side> {
        set.side.filter(|_| self.exercise.legs == Legs::Each)
    }

    fn count(&mut self) -> Option<Utterance> {
        let reps = self.uncounted.take()?;
        let is_first_hold = reps == 1 && self.exercise.dose.hold_s > 0.0;
        let back = is_first_hold.then_some(Line::COACH_AND_BACK);
        Line::count(reps).map(|count| Utterance::lines([count].into_iter().chain(back).collect::<Vec<_>>()))
    }

    /// How far the hold is, and what helps on.
    fn progress(&mut self, set: &SetState) -> Option<Utterance> {
        let hold_s = self.exercise.dose.hold_s;
        if !set.counts || hold_s <= 0.0 {
            return self.help(set);
        }
        let left_s = hold_s - set.held_s;
        let (line, told): (Line, fn(&mut ToldOfHold)) = if !self.told.ten && hold_s >= 30.0 && left_s <= 10.0 {
            (Line::COACH_TEN_SECONDS, |told| (told.half, told.ten) = (true, true))
        } else if !self.told.half && hold_s >= LONG_HOLD_S && left_s <= hold_s / 2.0 {
            (Line::COACH_HALFWAY, |told| told.half = true)
        } else if !self.told.reminder && hold_s >= REMINDED_HOLD_S && set.held_s >= hold_s / 4.0 {
            (Line::reminder(self.next_reminder()?), |told| told.reminder = true)
        } else {
            return None;
        };
        let utterance = Utterance::lines([line]);
        told(&mut self.told);
        // too late: what is left is quiet
        (left_s - utterance.secs() >= QUIET_END_S).then_some(utterance)
    }

    fn next_reminder(&mut self) -> Option<Reminder> {
        let all = &self.exercise.reminders;
        let next = all.get(self.reminders % all.len().max(1)).copied();
        self.reminders += 1;
        next
    }

    /// Nobody is in position, though they could be.
    fn help(&mut self, set: &SetState) -> Option<Utterance> {
        let out_s = self.out_since.map_or(0.0, |since| self.now - since);
        let begun = set.held_s > 0.0 && self.exercise.dose.hold_s > 0.0;
        match self.asked {
            _ if !set.faults.is_empty() || out_s < LEFT_S || set.must_return => None,
            None if begun => Some(self.ask(vec![Line::COACH_BACK_INTO_POSITION])),
            None => {
                self.asked = Some((self.now, ASK_AGAIN_S));
                None
            }
            Some(_) if set.reps > 0 && !begun => None,
            Some(_) => {
                self.ask_again(|announcer| vec![if begun { Line::COACH_BACK_INTO_POSITION } else { announcer.how() }])
            }
        }
    }

    fn ask(&mut self, lines: Vec<Line>) -> Utterance {
        let utterance = Utterance::lines(lines);
        self.asked = Some((self.now + utterance.secs(), ASK_AGAIN_S));
        utterance
    }

    fn ask_again(&mut self, lines: impl FnOnce(&Self) -> Vec<Line>) -> Option<Utterance> {
        let (asked, after_s) = self.asked?;
        if self.now - asked < after_s {
            return None;
        }
        let utterance = Utterance::lines(lines(self));
        self.asked = Some((self.now + utterance.secs(), 2.0 * after_s));
        Some(utterance)
    }
}
