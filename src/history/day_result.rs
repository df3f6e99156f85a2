//! What a day's trials come to, for each leg and all together. Pure. Recordings of one day are one test: each leg may
//! have a recording of its own.

use super::sessions::KeptSession;
use super::trials::TrialRow;
use crate::motion::{Decision, LegResult, Sensation, SensationReport, Side, SideSummary, Sides};

/// A day of a person.
#[derive(Clone, Debug)]
pub struct DayResult<'a> {
    /// The day's sessions and trials, in order of time.
    pub sessions: &'a [KeptSession],
    pub rows: Vec<&'a TrialRow>,
    /// The worst that was felt in the exercises of that day, or of the days since.
    pub felt_since: Option<SensationReport>,
}

impl<'a> DayResult<'a> {
    /// The trials of whoever is measured.
    fn own(&self) -> impl DoubleEndedIterator<Item = &'a TrialRow> + Clone {
        self.rows.iter().copied().filter(|row| !row.is_of_another_person)
    }

    /// One leg's trials.
    pub fn of_side(&self, side: Side) -> impl DoubleEndedIterator<Item = &'a TrialRow> + Clone {
        self.own().filter(move |row| row.side == side)
    }

    /// Those that count: what was raised in another way before is not compared.
    fn judged(&self, side: Side) -> impl Iterator<Item = &'a TrialRow> {
        let judged = self.of_side(side).filter(|row| row.is_judged());
        let method = judged.clone().next_back().and_then(|row| row.method);
        judged.filter(move |row| row.method == method)
    }

    /// The trial that stands for a leg: the best one that could be judged.
    pub fn best(&self, side: Side) -> Option<&'a TrialRow> {
        self.judged(side).max_by(|a, b| a.angle_deg().total_cmp(&b.angle_deg()))
    }

    /// A leg's trials that could be judged, together, by the limits of the day's last session.
    pub fn summary(&self, side: Side) -> Option<SideSummary> {
        let thresholds = &self.sessions.last()?.config.thresholds;
        SideSummary::of(self.judged(side).map(TrialRow::judged_raise), thresholds)
    }

    /// The worst that was told, of a trial or an exercise.
    pub fn felt(&self) -> Option<Sensation> {
        self.own().filter_map(|row| row.sensation).chain(self.felt_since.and_then(SensationReport::sensation)).max()
    }

    /// What the day comes to.
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
