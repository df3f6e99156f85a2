//! The result of a day's trials, for each leg and together. Pure. All recordings of one day are one test, because each
//! leg may have a recording of its own.

use super::sessions::KeptSession;
use super::trials::TrialRow;
use crate::motion::{Decision, LegResult, Sensation, SensationReport, Side, SideSummary, Sides};

/// One day of a person.
#[derive(Clone, Debug)]
pub struct DayResult<'a> {
    /// The day's sessions and trials, in order of time.
    pub sessions: &'a [KeptSession],
    pub rows: Vec<&'a TrialRow>,
    /// The worst that was felt in exercises on that day or later.
    pub felt_since: Option<SensationReport>,
}

impl<'a> DayResult<'a> {
    /// The trials that are this person's.
    fn own(&self) -> impl DoubleEndedIterator<Item = &'a TrialRow> + Clone {
        self.rows.iter().copied().filter(|row| !row.is_of_another_person)
    }

    /// One leg's trials.
    pub fn of_side(&self, side: Side) -> impl DoubleEndedIterator<Item = &'a TrialRow> + Clone {
        self.own().filter(move |row| row.side == side)
    }

    /// A leg's trials that count: those raised by another method earlier on the day are not compared.
    fn judged(&self, side: Side) -> impl Iterator<Item = &'a TrialRow> {
        let judged = self.of_side(side).filter(|row| row.is_judged());
        let method = judged.clone().next_back().and_then(|row| row.method);
        judged.filter(move |row| row.method == method)
    }

    /// The trial that is a leg's result: the best one that could be judged.
    pub fn best(&self, side: Side) -> Option<&'a TrialRow> {
        self.judged(side).max_by(|a, b| a.angle_deg().total_cmp(&b.angle_deg()))
    }

    /// Sums up a leg's judged trials by the limits of the day's last session.
    pub fn summary(&self, side: Side) -> Option<SideSummary> {
        let thresholds = &self.sessions.last()?.config.thresholds;
        SideSummary::of(self.judged(side).map(TrialRow::judged_raise), thresholds)
    }

    /// The worst sensation that was reported, in a trial or an exercise.
    pub fn felt(&self) -> Option<Sensation> {
        self.own().filter_map(|row| row.sensation).chain(self.felt_since.and_then(SensationReport::sensation)).max()
    }

    /// The day's decision.
    pub fn decision(&self) -> Decision {
        let raised = |side: Side| self.of_side(side).next().is_some();
        let legs = Sides::of(|side| LegResult::of(self.summary(side).as_ref(), raised(side)));
        let screening = self.sessions.iter().filter_map(|session| session.config.answers.screening).max();
        let was_asked = |row: &TrialRow| {
            let session = self.sessions.iter().find(|session| session.id == row.session);
            session.is_some_and(|session| session.config.flow.is_coached())
        };
        let of_trials = self.own().filter_map(|row| SensationReport::of(row.sensation, row.ended_by, was_asked(row)));
        let of_tests = self.sessions.iter().filter_map(|session| session.referral()?.felt());
        let felt = of_trials.chain(of_tests).chain(self.felt_since).max();
        Decision::of(screening, legs, felt)
    }
}
