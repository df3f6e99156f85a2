//! What the person, or the operator, says to a session, and what becomes of it.

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
            // the test waits for whoever wants a pause as it is
            SessionCommand::Pause => {}
        }
    }

    /// What stopped the raises that were asked about; nobody asked where the operator says so of the latest.
    fn report_sensation(&mut self, time: Timestamp, sensation: Sensation) {
        if !self.guide.is_owed_answer() {
            self.asked_of = self.trials.last().map(|trial| trial.start).into_iter().collect();
        }
        self.guide.answer(time, sensation);
    }

    /// What was felt, also in the trials that were asked about.
    pub(super) fn note(&mut self, felt: SensationReport, events: &mut Vec<Event>) {
        self.felt = self.felt.max(Some(felt));
        let asked_of = std::mem::take(&mut self.asked_of);
        let Some(sensation) = felt.sensation() else { return };
        for trial in self.trials.iter_mut().filter(|trial| asked_of.contains(&trial.start)) {
            *trial = trial.clone().that_felt(sensation);
            events.push(Event::TrialRevised(Box::new(trial.clone())));
        }
    }

    /// The latest trial is of this leg, where that was not certain. While the next raise goes on, nobody can tell which
    /// of the two is meant.
    fn tell_side(&mut self, side: Side) {
        let Some(latest) = self.trials.last_mut().filter(|trial| trial.asks_side() && self.raise.is_none()) else {
            return;
        };
        *latest = latest.clone().of_told_side(side, &self.config.thresholds);
        self.guide.count_anew(latest);
        self.waiting.push(Event::TrialRevised(Box::new(latest.clone())));
    }

    /// A key, or a hand, goes on with the test, or says that it hurts.
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
