//! All of a person's sessions, trials and notes at once.

use super::dates::day;
use super::notes::Note;
use super::sessions::KeptSession;
use super::trend::{SideDifference, SideTrend};
use super::trials::TrialRow;
use super::{PersonId, Store, StoreError};
use crate::motion::{Decision, LegResult, Referral, Side, Sides};

/// What the record holds of a person, read once for whatever is made of it.
pub struct PersonRecord {
    pub name: String,
    pub sessions: Vec<KeptSession>,
    pub rows: Vec<TrialRow>,
    pub notes: Vec<Note>,
}

impl PersonRecord {
    /// Reads it; `None` when that person is not in the record any more.
    pub fn read(store: &Store, person: PersonId) -> Result<Option<Self>, StoreError> {
        let Some(name) = store.name(person)? else { return Ok(None) };
        let (sessions, rows) = (store.sessions(person)?, store.trials(person)?);
        Ok(Some(Self { name, sessions, rows, notes: store.notes(person)? }))
    }

    /// One leg over time.
    pub fn trend(&self, side: Side) -> Option<SideTrend> {
        SideTrend::of(&self.rows, side)
    }

    pub fn difference(&self) -> Option<SideDifference> {
        SideDifference::of(&self.trend(Side::Left)?, &self.trend(Side::Right)?)
    }

    /// What the newest day's questions came to, and what was felt on it: whom to ask first.
    pub fn referral(&self) -> Option<Referral> {
        let newest = self.days().next_back()?;
        let screening = newest.iter().filter_map(|session| session.config.answers.screening).max();
        let felt = newest.iter().flat_map(|session| self.rows_of(session)).filter_map(|row| row.sensation).max();
        Decision::of(screening, Sides::of(|_| LegResult::NotMeasured), felt).referral
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
