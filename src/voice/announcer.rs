//! Decides what to say when, from the observations: when something changes, or when nothing happens for too long.

use super::floor::Floor;
use super::lines::Line;
use super::results::{decision_lines, result_lines, stretch_lines};
use super::set_up::SetUpCoach;
use super::utterance::{Priority, Tone, Utterance};
use crate::motion::{
    Compensation, CompensationKind, EndedBy, Event, Flow, Method, Observation, SessionConfig, SetUpProblem, Side,
    Stage, Timestamp, Trial, TrialReason,
};

/// Least time between two equal warnings, seconds.
const REPEAT_WARNING_S: f64 = 4.0;
/// After "go on if you can", the time to do so before the person is told to lower the leg, seconds (ours). The highest
/// point is known by then: the median of a hold needs 1 s.
const TIME_TO_GO_ON_S: f64 = 1.5;
/// If nothing happens after a request, it is repeated after this time, seconds, doubled each time.
const REPEAT_REQUEST_S: f64 = 8.0;
/// If nothing is wrong and nothing happens for this long, the person is told that a raised hand is awaited, seconds.
const WAITS_FOR_HAND_S: f64 = 3.0;
/// The same after a result, when people may rest a little, seconds.
const RESTS_S: f64 = 6.0;

/// Turns observations into utterances. It needs every observation, and takes the time from them.
#[derive(Debug, Default)]
pub struct Announcer {
    guided: bool,
    method: Option<Method>,
    /// The rules were said: what has to stay flat, and when to stop.
    told_rules: bool,
    now: Timestamp,
    floor: Floor,
    stage: Stage,
    stage_since: Timestamp,
    /// The stage's line has not been said yet.
    stage_unsaid: bool,
    /// When the leg was last told to be held.
    hold_said: Timestamp,
    /// When the stage's request was said, and how long to wait before repeating it.
    asked: Option<(Timestamp, f64)>,
    coach: SetUpCoach,
    /// The latest trial, until its result is said.
    result: Option<Trial>,
    /// Another person is measured now, and that has not been said.
    is_another_person: bool,
    /// The latest trial, until the person is told which leg is next.
    leg_done: Option<Side>,
    /// Warnings that have not been said yet.
    careful: Vec<CompensationKind>,
    warned: Vec<(CompensationKind, Timestamp)>,
    stop_said: Option<Timestamp>,
    signalled: bool,
}

impl Announcer {
    /// An announcer for a session with this configuration.
    pub fn new(config: &SessionConfig) -> Self {
        let guided = matches!(config.flow, Flow::Guided(_));
        Self { guided, method: config.answers.method, ..Self::default() }
    }

    /// What to say now; mostly nothing.
    pub fn observe(&mut self, observation: &Observation) -> Vec<Utterance> {
        if observation.time < self.now {
            *self = Self { guided: self.guided, method: self.method, ..Self::default() };
        }
        self.now = observation.time;
        self.floor.at(self.now);
        let mut said = self.tones(observation);
        self.follow(observation);
        for utterance in [self.stop(observation), self.warn(observation)].into_iter().flatten() {
            self.floor.speak(&utterance);
            said.push(utterance);
        }
        if self.floor.is_free()
            && let Some(utterance) = self.result().or_else(|| self.guide(observation))
            && !self.floor.was_just_said(&utterance)
        {
            self.floor.speak(&utterance);
            said.push(utterance);
        }
        said
    }

    /// The text of what was said last, for the screen.
    pub fn latest_text(&self) -> &str {
        self.floor.latest_text()
    }

    /// Whether it is still being said.
    pub fn is_speaking(&self) -> bool {
        !self.floor.is_free()
    }

    /// Tones without words, which sound over what is being said.
    fn tones(&mut self, observation: &Observation) -> Vec<Utterance> {
        let Observation { guidance, .. } = observation;
        let mut tones = Vec::new();
        if let (Stage::Countdown { secs_left: before }, Stage::Countdown { secs_left }) = (self.stage, guidance.stage)
            && (1..before.min(4)).contains(&secs_left)
        {
            tones.push(Tone::Tick);
        }
        if observation.events.contains(&Event::RaiseStarted) {
            tones.push(Tone::Started);
        }
        let signalled = guidance.signal >= 1.0;
        if signalled && !self.signalled {
            tones.push(Tone::Heard);
        }
        self.signalled = signalled;
        tones.into_iter().map(Utterance::tone).collect()
    }

    /// Notes what changed.
    fn follow(&mut self, observation: &Observation) {
        let stage = observation.guidance.stage;
        let counts_on = matches!((self.stage, stage), (Stage::Countdown { .. }, Stage::Countdown { .. }));
        if stage != self.stage && !counts_on {
            self.stage_since = self.now;
            self.stage_unsaid = true;
            self.asked = None;
            if matches!(self.stage, Stage::SetUp | Stage::HoldStill) {
                self.coach.forget();
            }
            // another person may lie down
            self.told_rules &= stage != Stage::SetUp || observation.guidance.strap_to.is_some();
        }
        self.stage = stage;
        for event in &observation.events {
            match event {
                Event::TrialEnded(trial) | Event::TrialRevised(trial) if trial.is_of_another_person() => {
                    (self.leg_done, self.result) = (None, None);
                    self.is_another_person = true;
                }
                Event::TrialEnded(trial) | Event::TrialRevised(trial) => {
                    self.leg_done = Some(trial.side);
                    self.result = Some((**trial).clone());
                }
                Event::RaiseStarted => {
                    self.stop_said = None;
                    self.careful.clear();
                    // a result held back during the question is outdated now
                    self.result = None;
                }
                Event::Compensated(Compensation { kind, stop: false, .. }) => self.careful.push(*kind),
                Event::Compensated(_) | Event::RestFound => {}
            }
        }
    }

    /// The stop, once a raise.
    fn stop(&mut self, observation: &Observation) -> Option<Utterance> {
        let seen = observation.events.iter().find_map(|event| match event {
            Event::Compensated(compensation) if compensation.stop => Some(Line::stop(compensation.kind)),
            _ => None,
        });
        let told = match self.stage {
            Stage::Stop(by) if self.stage_unsaid => Some(stop_line(by)),
            _ => None,
        };
        let line = seen.or(told)?;
        self.careful.clear();
        if told.is_some() {
            self.stage_unsaid = false;
        }
        if self.stop_said.replace(self.now).is_some() || !self.floor.may_interrupt(Priority::Stop) {
            return None;
        }
        Some(Utterance::lines([line]).after(Tone::Stop).at(Priority::Stop))
    }

    /// A warning that still holds, once the voice is free for it.
    fn warn(&mut self, observation: &Observation) -> Option<Utterance> {
        let held = |kind: &CompensationKind| observation.compensations.iter().any(|c| c.kind == *kind);
        self.careful.retain(held);
        if self.careful.is_empty() || self.stop_said.is_some() || !self.floor.may_interrupt(Priority::Warning) {
            return None;
        }
        let now = self.now;
        self.warned.retain(|(_, at)| now - *at < REPEAT_WARNING_S);
        let kinds: Vec<_> = self.careful.drain(..).collect();
        let fresh = kinds.into_iter().filter(|kind| self.warned.iter().all(|(warned, _)| warned != kind));
        let fresh: Vec<_> = fresh.collect();
        self.warned.extend(fresh.iter().map(|kind| (*kind, now)));
        let lines: Vec<_> = fresh.into_iter().map(Line::careful).collect();
        (!lines.is_empty()).then(|| Utterance::lines(lines).at(Priority::Warning))
    }

    /// The waiting result, once no question about it is open; or that earlier results are another person's.
    fn result(&mut self) -> Option<Utterance> {
        if std::mem::take(&mut self.is_another_person) {
            return Some(Utterance::lines([Line::why(TrialReason::AnotherPerson)]));
        }
        let trial = self.result.take_if(|_| self.stage != Stage::WhatStopped)?;
        Some(Utterance::lines(result_lines(&trial)))
    }

    /// The stage's request, or its repetition.
    fn guide(&mut self, observation: &Observation) -> Option<Utterance> {
        let guidance = &observation.guidance;
        let first = std::mem::take(&mut self.stage_unsaid);
        match guidance.stage {
            // the person puts the strap on, and the test goes on by itself
            Stage::SetUp if guidance.strap_to.is_some() && guidance.problems.is_empty() => {
                self.next_leg(guidance.strap_to).map(|line| Utterance::lines([line]))
            }
            Stage::SetUp => self.set_up(guidance.problems.first().copied()),
            Stage::SoundCheck if first => Some(Utterance::lines([Line::SOUND_CHECK])),
            Stage::Countdown { .. } if first => {
                let was_told = std::mem::replace(&mut self.told_rules, true);
                let rules = [Line::STOP_WHERE_IT_PULLS, Line::KEEP_FLAT].into_iter().filter(|_| !was_told);
                Some(Utterance::lines([Line::LIE_STILL].into_iter().chain(rules).collect::<Vec<_>>()))
            }
            Stage::HoldStill if first => Some(self.with_leg(guidance.next_side, Line::HOLD_STILL)),
            Stage::HoldStill => {
                let hinders = guidance.problems.iter().copied().find(|problem| problem.hinders());
                self.coach.due(hinders, self.now).map(|due| self.coached(due))
            }
            Stage::RaiseSlowly => {
                let raise = Line::raise(guidance.next_side, self.method);
                let lines = self.with_leg(guidance.next_side, raise);
                if first {
                    self.asked = Some((self.now + lines.secs(), REPEAT_REQUEST_S));
                    return Some(lines.after(Tone::Go));
                }
                self.ask_again(raise)
            }
            Stage::Holding if first => {
                self.hold_said = self.now;
                Some(Utterance::lines([Line::HOLD_IT]).after(Tone::Held))
            }
            Stage::Holding
                if self.asked.is_none() && self.now - self.hold_said >= Line::HOLD_IT.secs() + TIME_TO_GO_ON_S =>
            {
                self.asked = Some((self.now, f64::INFINITY));
                Some(Utterance::lines([Line::LOWER_SLOWLY]))
            }
            Stage::Result => self.wait_for_hand(Line::RAISE_HAND_TO_GO_ON, RESTS_S),
            Stage::WhatStopped if first => Some(Utterance::lines([Line::WHAT_STOPPED])),
            Stage::Summary if first => {
                let decision = decision_lines(&guidance.decision);
                let lines = [Line::SUMMARY].into_iter().chain(decision).chain([Line::NO_DIAGNOSIS]);
                Some(Utterance::lines(lines.collect::<Vec<_>>()))
            }
            Stage::Summary if !stretch_lines(&guidance.decision).is_empty() => {
                self.wait_for_hand(Line::RAISE_HAND_FOR_ADVICE, WAITS_FOR_HAND_S)
            }
            Stage::WhatNow if first => Some(Utterance::lines(stretch_lines(&guidance.decision))),
            _ => None,
        }
    }

    fn set_up(&mut self, problem: Option<SetUpProblem>) -> Option<Utterance> {
        if problem.is_some() {
            self.asked = None;
            self.stage_since = self.now;
        }
        let Some(due) = self.coach.due(problem, self.now) else {
            return problem
                .is_none()
                .then(|| self.wait_for_hand(Line::RAISE_HAND_TO_BEGIN, WAITS_FOR_HAND_S))
                .flatten();
        };
        Some(self.coached(due))
    }

    /// What to do about a problem of the set-up.
    fn coached(&mut self, due: SetUpProblem) -> Utterance {
        let nobody = (due == SetUpProblem::NobodySeen).then_some(Line::NOBODY_IN_PICTURE);
        let utterance = Utterance::lines(nobody.into_iter().chain([Line::set_up(due)]).collect::<Vec<_>>());
        self.coach.said_until(self.now + utterance.secs());
        utterance
    }

    /// The line after `secs` of silence, in a guided session, which waits for a raised hand.
    fn wait_for_hand(&mut self, line: Line, secs: f64) -> Option<Utterance> {
        if !self.guided {
            return None;
        }
        let silent_since = self.floor.silent_since().map_or(self.stage_since, |since| since.max(self.stage_since));
        if self.asked.is_some() {
            return self.ask_again(line);
        }
        if self.now - silent_since < secs {
            return None;
        }
        self.asked = Some((self.now, REPEAT_REQUEST_S));
        Some(Utterance::lines([line]))
    }

    fn ask_again(&mut self, line: Line) -> Option<Utterance> {
        let (asked, after_s) = self.asked?;
        (self.now - asked >= after_s).then(|| {
            self.asked = Some((self.now, 2.0 * after_s));
            Utterance::lines([line])
        })
    }

    fn other_leg(&self) -> Line {
        if self.method == Some(Method::Strap) { Line::OTHER_LEG_STRAP } else { Line::OTHER_LEG }
    }

    /// Which leg comes next, when that was not said since the last trial.
    fn next_leg(&mut self, next: Option<Side>) -> Option<Line> {
        let (next, done) = next.zip(self.leg_done.take())?;
        Some(if next == done { Line::SAME_LEG } else { self.other_leg() })
    }

    /// The line, and before it which leg comes next.
    fn with_leg(&mut self, next: Option<Side>, line: Line) -> Utterance {
        Utterance::lines(self.next_leg(next).into_iter().chain([line]).collect::<Vec<_>>())
    }
}

fn stop_line(by: EndedBy) -> Line {
    match (by, by.compensation()) {
        (_, Some(kind)) => Line::stop(kind),
        (EndedBy::Discomfort, None) => Line::STOPPED,
        (_, None) => Line::LOWER_SLOWLY,
    }
}
