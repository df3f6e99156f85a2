//! What is on the page: one day's sessions of a person, and how they compare with those before.

use crate::history::{
    self, Change, KeptSession, KeptTrial, Note, PersonId, PersonRecord, SideDifference, Store, StoreError,
};
use crate::motion::{Side, VerdictKind};
use std::iter;

/// A day to report, with the record that it is part of.
pub struct Report {
    pub record: PersonRecord,
    /// The day's last one.
    pub session: KeptSession,
    /// Of all the day's sessions, in their order: each leg may have a recording of its own.
    pub trials: Vec<KeptTrial>,
    /// The picture of the trial that stands for the day, JPEG, as others may see it.
    pub picture: Option<Vec<u8>>,
}

impl Report {
    /// That day of a record, or the last one; `None` when there is none. Its picture is left out: whoever puts it in
    /// decides what may be seen.
    pub fn of(
        mut record: PersonRecord,
        store: &Store,
        person: PersonId,
        day: Option<&str>,
    ) -> Result<Option<Self>, StoreError> {
        let of_day = |session: &KeptSession| day.is_none_or(|day| session.date.starts_with(day));
        let Some(last) = record.sessions.iter().rposition(of_day) else { return Ok(None) };
        // what came later does not belong to this day's report
        let later: Vec<KeptSession> = record.sessions.drain(last + 1..).collect();
        record.rows.retain(|row| later.iter().all(|session| session.id != row.session));
        if let Some(next) = later.first() {
            record.notes.retain(|note| note.made_at < next.date);
        }
        let session = record.sessions[last].clone();
        let mut trials = Vec::new();
        let same_day = |kept: &&KeptSession| history::day(&kept.date) == history::day(&session.date);
        for row in record.sessions.iter().filter(same_day).flat_map(|kept| record.rows_of(kept)) {
            trials.extend(store.trial(person, row.id)?);
        }
        Ok(Some(Self { record, session, trials, picture: None }))
    }

    /// Notes on the person, the newest first.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.record.notes.iter().rev()
    }

    /// All that people have written in it, in whatever script.
    pub fn written(&self) -> String {
        let notes = self.notes().map(|note| note.text.as_str());
        let signed = self.trials.iter().flat_map(|trial| trial.row.correction.iter().map(|made| made.made_by.as_str()));
        iter::once(self.record.name.as_str()).chain(notes).chain(signed).collect()
    }

    /// One leg's trials, with their numbers.
    pub fn of_side(&self, side: Side) -> impl Iterator<Item = &KeptTrial> {
        self.trials.iter().filter(move |trial| trial.row.side == side)
    }

    fn judged(&self, side: Side) -> impl Iterator<Item = &KeptTrial> {
        self.of_side(side).filter(|trial| trial.row.verdict != VerdictKind::Unclear)
    }

    /// The trial that stands for a leg: the best one that could be judged.
    pub fn best(&self, side: Side) -> Option<&KeptTrial> {
        self.judged(side).max_by(|a, b| a.row.angle_deg().total_cmp(&b.row.angle_deg()))
    }

    /// Mean of a leg's trials that could be judged, degrees.
    pub fn mean_deg(&self, side: Side) -> Option<f64> {
        let degrees: Vec<f64> = self.judged(side).map(|trial| trial.row.angle_deg()).collect();
        (!degrees.is_empty()).then(|| degrees.iter().sum::<f64>() / degrees.len() as f64)
    }

    /// Of a leg that was measured on this day: since the first session.
    pub fn change(&self, side: Side) -> Option<Change> {
        let trend = self.record.trend(side)?;
        let last = trend.sessions.last()?.session;
        trend.change().filter(|_| self.trials.iter().any(|trial| trial.row.session == last))
    }

    /// Of a day with both legs.
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
