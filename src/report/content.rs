//! The page's content: a person's sessions of one day, and how they compare with earlier ones.

use crate::history::{
    self, DayResult, KeptSession, KeptTrial, Note, PersonId, PersonRecord, SideDifference, SideTrend, Store,
    StoreError, TrialRow,
};
use crate::motion::{Decision, Method, Sensation, Side, SideSummary};
use std::iter;

/// A day to report, with the record that it is part of.
pub struct Report {
    pub record: PersonRecord,
    /// The day's last one.
    pub session: KeptSession,
    /// Day of the next test, or today, ISO 8601: what was done of a plan until then belongs to this test.
    until: String,
    /// Trials of all the day's sessions, in their order: each leg may have a recording of its own.
    pub trials: Vec<KeptTrial>,
    /// The image of the day's main trial, JPEG, for others to see.
    pub image: Option<Vec<u8>>,
    /// The main trial of the same leg's first day with the same method, if that is another day and has an image.
    pub then: Option<KeptTrial>,
    /// Its image, for others to see.
    pub then_image: Option<Vec<u8>>,
}

impl Report {
    /// The report of this day of a record, or of its last one; `None` when there is none. Without images: the caller
    /// adds them, and decides what may be seen.
    pub fn of(
        mut record: PersonRecord,
        store: &Store,
        person: PersonId,
        day: Option<&str>,
    ) -> Result<Option<Self>, StoreError> {
        let of_day = |session: &KeptSession| day.is_none_or(|day| session.date.starts_with(day));
        let Some(last) = record.sessions.iter().rposition(of_day) else { return Ok(None) };
        // later sessions do not belong to this day's report
        let later: Vec<KeptSession> = record.sessions.drain(last + 1..).collect();
        record.rows.retain(|row| later.iter().all(|session| session.id != row.session));
        if let Some(next) = later.first() {
            let next = history::day(&next.date);
            record.notes.retain(|note| history::local_day(&note.made_at).as_str() < next);
            record.exercises.retain(|kept| history::day(&kept.date) < next);
            record.plan = record.plan.filter(|plan| plan.made_on.as_str() < next);
        }
        let until = later.first().map_or_else(history::today, |next| history::day(&next.date).to_owned());
        let session = record.sessions[last].clone();
        let mut trials = Vec::new();
        let same_day = |kept: &&KeptSession| history::day(&kept.date) == history::day(&session.date);
        for row in record.sessions.iter().filter(same_day).flat_map(|kept| record.rows_of(kept)) {
            trials.extend(store.trial(person, row.id)?);
        }
        let mut report = Self { record, session, until, trials, image: None, then: None, then_image: None };
        report.then = report.first_like_shown(store, person)?;
        Ok(Some(report))
    }

    fn first_like_shown(&self, store: &Store, person: PersonId) -> Result<Option<KeptTrial>, StoreError> {
        let Some(shown) = self.shown_trial().map(|trial| &trial.row).filter(|row| row.is_judged()) else {
            return Ok(None);
        };
        let like = |row: &&TrialRow| (row.side, row.method) == (shown.side, shown.method) && row.is_judged();
        let mut like = self.record.rows.iter().filter(like).peekable();
        let Some(first) = like.peek().map(|row| history::day(&row.date)).filter(|first| !self.is_of_day(first)) else {
            return Ok(None);
        };
        let of_first = like.take_while(|row| history::day(&row.date) == first);
        let Some(best) = of_first.max_by(|a, b| a.angle_deg().total_cmp(&b.angle_deg())) else { return Ok(None) };
        Ok(store.trial(person, best.id)?.filter(|trial| trial.key_frame.is_some()))
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

    /// The day's trials that are of this person.
    pub fn own(&self) -> impl Iterator<Item = &KeptTrial> + Clone {
        self.trials.iter().filter(|trial| !trial.row.is_of_another_person)
    }

    /// One leg's trials.
    pub fn of_side(&self, side: Side) -> impl Iterator<Item = &KeptTrial> + Clone {
        self.own().filter(move |trial| trial.row.side == side)
    }

    /// The result of the day's trials.
    fn result(&self) -> DayResult<'_> {
        let felt_since = self.record.felt_since(Some(history::day(&self.session.date)));
        DayResult { sessions: self.sessions(), rows: self.trials.iter().map(|trial| &trial.row).collect(), felt_since }
    }

    /// The trial that is a leg's result: the best one that could be judged.
    pub fn best(&self, side: Side) -> Option<&KeptTrial> {
        let best = self.result().best(side)?.id;
        self.trials.iter().find(|trial| trial.row.id == best)
    }

    /// A leg's trials that could be judged, together.
    pub fn summary(&self, side: Side) -> Option<SideSummary> {
        self.result().summary(side)
    }

    /// How a leg was raised in its best trial, or else last on this day; `None` if nobody was asked.
    pub fn method(&self, side: Side) -> Option<Method> {
        self.best(side).or_else(|| self.of_side(side).last())?.row.method
    }

    /// The day's decision.
    pub fn decision(&self) -> Decision {
        self.result().decision()
    }

    /// The worst that was felt.
    pub fn felt(&self) -> Option<Sensation> {
        self.result().felt()
    }

    /// The plan's progress now, or on the day of the next test, sentence by sentence.
    pub fn plan(&self) -> Vec<String> {
        self.record.plan_status(&self.until).map(|status| status.text()).unwrap_or_default()
    }

    /// Whether warning signs were asked about before all of it.
    pub fn was_asked(&self) -> bool {
        self.sessions().iter().all(|session| session.config.answers.screening.is_some())
    }

    /// The day's.
    fn sessions(&self) -> &[KeptSession] {
        self.record.days().next_back().unwrap_or_default()
    }

    /// A leg over time, where it was measured on this day.
    pub fn trend(&self, side: Side) -> Option<SideTrend> {
        self.record.trend(side).filter(|trend| trend.days.last().is_some_and(|last| self.is_of_day(&last.day)))
    }

    /// The difference between the legs, on a day with both.
    pub fn difference(&self) -> Option<SideDifference> {
        self.record.difference().filter(|difference| self.is_of_day(&difference.day))
    }

    fn is_of_day(&self, day: &str) -> bool {
        history::day(&self.session.date) == day
    }

    /// The trial whose image is shown: the best one with an image, of the leg that went less far.
    pub fn shown_trial(&self) -> Option<&KeptTrial> {
        let with_image = |trial: &&KeptTrial| trial.key_frame.is_some();
        let mut best: Vec<&KeptTrial> = Side::BOTH.iter().filter_map(|side| self.best(*side)).collect();
        best.sort_by(|a, b| a.row.angle_deg().total_cmp(&b.row.angle_deg()));
        best.into_iter().find(with_image).or_else(|| self.own().find(with_image))
    }
}
