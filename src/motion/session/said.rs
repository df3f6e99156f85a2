//! What the person, or the operator, says to a session, and what follows from it.

use super::event::{Event, SessionCommand};
use super::session::Session;
use crate::motion::body::pose::Side;
use crate::motion::time::Timestamp;
use crate::motion::trial::felt::SensationReport;
use crate::motion::trial::sensation::Sensation;

impl Session {
    /// What the person or the operator says at `time`.
    pub fn handle(&mut self, time: Timestamp, command: SessionCommand) {
        let time = self.not_before_last(time);
        match command {
            SessionCommand::ReportDiscomfort => self.report_discomfort(time, false),
            SessionCommand::Signal => self.signal(time, false),
            SessionCommand::ReportSensation(sensation) => self.report_sensation(time, sensation),
            SessionCommand::TellSide(side) => self.tell_side(side),
            SessionCommand::ChangePerson => self.change_person(time),
            // the test needs no pause: it waits for the person anyway
            SessionCommand::Pause => {}
        }
    }

    /// Notes what stopped the raises that were asked about; without a question, what the operator says is of the latest
    /// one.
    fn report_sensation(&mut self, time: Timestamp, sensation: Sensation) {
        if !self.guide.is_owed_answer() {
            self.asked_of = self.trials.last().map(|trial| trial.start).into_iter().collect();
        }
        self.guide.answer(time, sensation);
    }

    /// Notes what was felt, in the session and in the trials that were asked about.
    pub(super) fn note(&mut self, felt: SensationReport, events: &mut Vec<Event>) {
        self.felt = self.felt.max(Some(felt));
        let asked_of = std::mem::take(&mut self.asked_of);
        let Some(sensation) = felt.sensation() else { return };
        for trial in self.trials.iter_mut().filter(|trial| asked_of.contains(&trial.start)) {
            *trial = trial.clone().with_sensation(sensation);
            events.push(Event::TrialRevised(Box::new(trial.clone())));
        }
    }

    /// Sets the latest trial's leg, where that was not certain. During the next raise nothing is set: either raise may
    /// be meant.
    fn tell_side(&mut self, side: Side) {
        let Some(latest) = self.trials.last_mut().filter(|trial| trial.asks_side() && self.raise.is_none()) else {
            return;
        };
        *latest = latest.clone().with_told_side(side, &self.config.thresholds);
        self.guide.count_anew(latest);
        self.waiting.push(Event::TrialRevised(Box::new(latest.clone())));
    }

    /// A key or a raised hand: the test goes on, or it hurts.
    pub(super) fn signal(&mut self, time: Timestamp, by_hand: bool) {
        if self.guide.signal(time, by_hand) {
            self.report_discomfort(time, by_hand);
        }
    }

    fn report_discomfort(&mut self, time: Timestamp, by_hand: bool) {
        if let Some(raise) = &mut self.raise {
            raise.report_discomfort(time, by_hand);
        } else {
            self.guide.hurts_at_rest();
        }
    }
}
