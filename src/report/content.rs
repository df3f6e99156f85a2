//! What is on the page: one session of a person, and how it compares with those before it.

use crate::export::PersonRecord;
use crate::history::{Change, KeptSession, KeptTrial, Note, PersonId, SideDifference, Store, StoreError};
use crate::motion::{Side, VerdictKind};

/// A session to report, with the record that it is part of.
pub struct Report {
    pub record: PersonRecord,
    pub session: KeptSession,
    /// Of the session, in their order.
    pub trials: Vec<KeptTrial>,
    /// The picture of the trial that stands for the session, JPEG, as it is shown to others.
    pub picture: Option<Vec<u8>>,
}

impl Report {
    /// The session of that day, or the last one; `None` when there is none. Faces are blurred unless they are to be shown.
    pub fn of(
        store: &Store,
        person: PersonId,
        name: String,
        day: Option<&str>,
        show_face: bool,
    ) -> Result<Option<Self>, StoreError> {
        let mut record = PersonRecord::read(store, person, name)?;
        let of_day = |session: &KeptSession| day.is_none_or(|day| session.date.starts_with(day));
        let Some(last) = record.sessions.iter().rposition(of_day) else { return Ok(None) };
        // what came later does not belong to this session's report
        let later: Vec<KeptSession> = record.sessions.drain(last + 1..).collect();
        record.rows.retain(|row| later.iter().all(|session| session.id != row.session));
        if let Some(next) = later.first() {
            record.notes.retain(|note| note.made_at < next.date);
        }
        let session = record.sessions[last].clone();
        let mut trials = Vec::new();
        for row in record.rows_of(&session) {
            trials.extend(store.trial(person, row.id)?);
        }
        let mut report = Self { record, session, trials, picture: None };
        let frame = report.pictured().and_then(|trial| trial.key_frame.as_ref());
        report.picture = frame.map(|frame| frame.shown(show_face)).transpose()?.flatten();
        Ok(Some(report))
    }

    /// Notes on the person, the newest first.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.record.notes.iter().rev()
    }

    /// One leg's trials, with their numbers.
    pub fn of_side(&self, side: Side) -> impl Iterator<Item = &KeptTrial> {
        self.trials.iter().filter(move |trial| trial.row.side == side)
    }

    /// The trial that stands for a leg: the best one that could be judged.
    pub fn best(&self, side: Side) -> Option<&KeptTrial> {
        let judged = self.of_side(side).filter(|trial| trial.row.verdict != VerdictKind::Unclear);
        judged.max_by(|a, b| a.row.angle_deg().total_cmp(&b.row.angle_deg()))
    }

    /// Of a leg that was measured in this session: since the first one.
    pub fn change(&self, side: Side) -> Option<Change> {
        let trend = self.record.trend(side)?;
        trend.change().filter(|_| trend.sessions.last().is_some_and(|last| last.session == self.session.id))
    }

    /// Of a session with both legs.
    pub fn difference(&self) -> Option<SideDifference> {
        let both = Side::BOTH.into_iter().all(|side| self.best(side).is_some());
        self.record.difference().filter(|_| both)
    }

    /// The trial whose picture is shown: the best one with a picture, of the leg that went less far.
    pub fn pictured(&self) -> Option<&KeptTrial> {
        let with_picture = |trial: &&KeptTrial| trial.key_frame.is_some();
        let mut best: Vec<&KeptTrial> = Side::BOTH.iter().filter_map(|side| self.best(*side)).collect();
        best.sort_by(|a, b| a.row.angle_deg().total_cmp(&b.row.angle_deg()));
        best.into_iter().find(with_picture).or_else(|| self.trials.iter().find(with_picture))
    }
}
