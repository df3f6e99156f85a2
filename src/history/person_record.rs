//! All of a person's sessions, trials, exercises and notes at once.

use super::dates::day;
use super::day_result::DayResult;
use super::exercises::KeptExercise;
use super::notes::Note;
use super::plan::{Plan, PlanStatus};
use super::sessions::KeptSession;
use super::trend::{SideDifference, SideTrend};
use super::trials::TrialRow;
use super::{PersonId, Store, StoreError};
use crate::motion::{Decision, Referral, SensationReport, Side};

/// Everything the record holds of a person, read once for reports and exports.
pub struct PersonRecord {
    pub name: String,
    pub sessions: Vec<KeptSession>,
    pub rows: Vec<TrialRow>,
    /// In order of time.
    pub exercises: Vec<KeptExercise>,
    /// The current plan.
    pub plan: Option<Plan>,
    pub notes: Vec<Note>,
}

impl PersonRecord {
    /// Reads it as it is at one moment; `None` when that person is not in the record any more.
    pub fn read(store: &Store, person: PersonId) -> Result<Option<Self>, StoreError> {
        store.at_once(|| Self::read_each(store, person))
    }

    fn read_each(store: &Store, person: PersonId) -> Result<Option<Self>, StoreError> {
        let Some(name) = store.name(person)? else { return Ok(None) };
        Ok(Some(Self {
            name,
            sessions: store.sessions(person)?,
            rows: store.trials(person)?,
            exercises: store.exercises(person)?,
            plan: store.plan(person)?,
            notes: store.notes(person)?,
        }))
    }

    /// One leg over time.
    pub fn trend(&self, side: Side) -> Option<SideTrend> {
        SideTrend::of(&self.rows, side)
    }

    pub fn difference(&self) -> Option<SideDifference> {
        SideDifference::of(&self.trend(Side::Left)?, &self.trend(Side::Right)?)
    }

    /// The decision from the newest day's test and what was felt on that day or since; without any test, from what was
    /// felt alone.
    pub fn decision(&self) -> Decision {
        let sessions = self.days().next_back().unwrap_or_default();
        let rows = sessions.iter().flat_map(|session| self.rows_of(session)).collect();
        DayResult { sessions, rows, felt_since: self.felt_since(self.newest_test()) }.decision()
    }

    /// Whom to ask first, see [`Self::decision`].
    pub fn referral(&self) -> Option<Referral> {
        self.decision().referral
    }

    /// The worst that was felt in exercises from some day on.
    pub fn felt_since(&self, since: Option<&str>) -> Option<SensationReport> {
        let lately = self.exercises.iter().filter(|kept| since.is_none_or(|since| day(&kept.date) >= since));
        lately.filter_map(|kept| kept.felt()).max()
    }

    /// The day of the newest test, ISO 8601.
    pub fn newest_test(&self) -> Option<&str> {
        self.sessions.last().map(|session| day(&session.date))
    }

    /// The plan's progress on a day, ISO 8601, for the legs that the newest test still offers stretches for; `None` if
    /// there is no plan, if the person should ask somebody first, or if no leg is tight any more.
    pub fn plan_status(&self, today: &str) -> Option<PlanStatus> {
        let mut plan = self.plan.clone()?;
        let tight: Vec<Side> = self.decision().stretches().collect();
        plan.legs.retain(|leg| tight.contains(leg));
        (!plan.legs.is_empty()).then(|| plan.status(&self.exercises, self.newest_test(), today))
    }

    /// The sessions of each day, in order of time: recordings of one day are one session of a trend.
    pub fn days(&self) -> impl DoubleEndedIterator<Item = &[KeptSession]> {
        self.sessions.chunk_by(|a, b| day(&a.date) == day(&b.date))
    }

    /// The rows of a session.
    pub fn rows_of(&self, session: &KeptSession) -> impl Iterator<Item = &TrialRow> {
        let id = session.id;
        self.rows.iter().filter(move |row| row.session == id)
    }
}
