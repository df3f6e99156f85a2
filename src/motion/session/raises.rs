//! A session's raises one after the other, each from the readings before it to its trial.

use super::event::Event;
use super::raise::{Raise, RaiseEnding, RaiseUpdate};
use super::session::Session;
use crate::motion::body::pair::Track;
use crate::motion::body::reading::Reading;
use crate::motion::guide::guidance::Flow;
use crate::motion::trial::judge::judge;
use crate::motion::trial::lead_up::PRE_ROLL_S;
use crate::motion::trial::peak::REACHED_HOLD_S;
use crate::motion::trial::seen_raise::{Context, FinishedRaise, NoTrial, RaiseEnd};
use crate::motion::trial::trial::{EndedBy, Trial, TrialReason};
use crate::motion::trial::trust::LOW_RAD;
use crate::motion::trial::verdict::VerdictKind;

impl Session {
    /// Takes the next reading while raises count.
    pub(super) fn measure(&mut self, reading: Reading) -> RaiseUpdate {
        if self.raise.is_none() { self.wait_for_raise(reading) } else { self.follow_raise(reading) }
    }

    fn wait_for_raise(&mut self, reading: Reading) -> RaiseUpdate {
        self.lead_up.add(reading, self.rest.baseline());
        if let Some(leg) = self.lead_up.raised_leg(self.rest.baseline()) {
            self.start_raise(leg);
            let mut update = self.update_raise(&reading);
            update.events.insert(0, Event::RaiseStarted);
            return update;
        }
        let found = self.rest.update(self.lead_up.readings());
        RaiseUpdate { events: found.then_some(Event::RestFound).into_iter().collect(), ..RaiseUpdate::default() }
    }

    fn update_raise(&mut self, reading: &Reading) -> RaiseUpdate {
        let (rest, camera) = (self.rest.baseline(), self.camera.as_ref());
        let raise = self.raise.as_mut();
        raise.map(|raise| raise.update(reading, rest, camera, &self.config.thresholds)).unwrap_or_default()
    }

    fn start_raise(&mut self, leg: Track) {
        let flat_rad = self.rest.baseline().and_then(|b| b.leg(leg)).map_or(0.0, |rest| rest.leg_rad);
        let (before, readings) = self.lead_up.take(leg, flat_rad);
        self.raise = Some(Raise::new(leg, flat_rad, before, readings));
    }

    fn follow_raise(&mut self, reading: Reading) -> RaiseUpdate {
        self.raise.iter_mut().for_each(|raise| raise.readings.push(reading));
        let mut update = self.update_raise(&reading);
        let over = self.raise.as_mut().and_then(|raise| {
            let (over, latest) = (raise.ending()?, raise.latest(PRE_ROLL_S).to_vec());
            let after = if over == RaiseEnding::Down { raise.take_rest_after() } else { vec![reading] };
            Some((over, raise.leg, latest, after))
        });
        let Some((over, leg, latest, after)) = over else { return update };
        self.end_raise(false, &mut update.events);
        for reading in after {
            self.lead_up.add(reading, self.rest.baseline());
        }
        match over {
            RaiseEnding::Down => {}
            RaiseEnding::Again => {
                self.start_raise(leg);
                update.events.push(Event::RaiseStarted);
            }
            RaiseEnding::Elsewhere => self.rest.rest_elsewhere(&latest),
        }
        update
    }

    /// Judges the current raise, and adds and announces the trial if its leg counts.
    pub(super) fn end_raise(&mut self, cut_off: bool, events: &mut Vec<Event>) {
        let Some(raise) = self.raise.take() else { return };
        let (discomfort, hand_raised) = (raise.discomfort(), raise.hand_raised());
        let end = RaiseEnd { discomfort, hand_raised, stopped: raise.stopped(), cut_off };
        let context = Context {
            baseline: self.rest.baseline(),
            rest_is_old: self.rest.is_old(),
            view: &self.view,
            size: self.size,
            precision: self.precision,
            room: &self.room.room(),
            thresholds: &self.config.thresholds,
            told_side: self.config.side,
            led: matches!(self.config.flow, Flow::Guided(_)),
        };
        let finished = FinishedRaise { track: raise.leg, before: &raise.before, readings: &raise.readings, end };
        let (led, trial) = (context.led, judge(&finished, &context));
        if trial.is_ok() {
            self.rest.settle_anew();
        }
        self.misread_raises += u32::from(trial.as_ref().err() == Some(&NoTrial::Misread));
        let was_low = !raise.came_apart();
        let hurts = discomfort.or(hand_raised).is_some();
        if trial.is_err() && was_low {
            // while both legs are low the model may swap them: the raised one is the one that left its rest
            let seen = raise.before.into_iter().chain(raise.readings);
            seen.for_each(|reading| self.lead_up.add(reading, self.rest.baseline()));
        }
        let trial = trial.ok();
        trial.iter().for_each(|trial| self.camera.clone_from(&trial.camera));
        let trial = trial.filter(|trial| self.config.side.is_none_or(|side| side == trial.side));
        let asks = hurts || trial.as_ref().is_some_and(|trial| self.should_ask(trial, cut_off));
        if asks {
            self.asks = true;
            self.hurt |= hurts;
            self.asked_of.extend(trial.iter().map(|trial| trial.start));
        }
        let Some(trial) = trial else { return };
        if let Some(before) = self.trials.last_mut().filter(|before| !led && is_repeated(before, &trial)) {
            *before = before.clone().into_repetition();
            events.push(Event::TrialRevised(Box::new(before.clone())));
        }
        self.trials.push(trial.clone());
        events.push(Event::TrialEnded(Box::new(trial)));
    }

    /// Whether to ask what stopped a trial: it was not held, or it is its leg's first tight one.
    fn should_ask(&self, trial: &Trial, cut_off: bool) -> bool {
        // whoever was told to stop knows why
        let by_itself = match trial.ended_by {
            EndedBy::Peak => !trial.reasons.contains(&TrialReason::StopNotConfirmed),
            EndedBy::EndOfRecording => !cut_off,
            _ => false,
        };
        let of_leg = |of: &&Trial| of.side == trial.side && !of.is_of_another_person();
        let is_answered = self.trials.iter().filter(of_leg).any(|of| of.sensation.is_some());
        by_itself && (trial.hold_s == 0.0 || trial.verdict.kind == VerdictKind::Tight && !is_answered)
    }
}

/// Whether two raises follow each other without a rest and without a hold: repetitions of an exercise, the first of
/// which is no test either. (Somebody who gets up after a test bends the knees, which tells that apart.)
fn is_repeated(before: &Trial, next: &Trial) -> bool {
    let is_short = |trial: &Trial| trial.hold_s < REACHED_HOLD_S && trial.ended_by == EndedBy::Peak;
    let is_raise = next.angle_rad > LOW_RAD && !next.reasons.contains(&TrialReason::SpoiledAtTheStart);
    let without_rest = next.reasons.contains(&TrialReason::NoRestBefore);
    before.verdict.kind != VerdictKind::Unclear && is_short(before) && is_short(next) && is_raise && without_rest
}
