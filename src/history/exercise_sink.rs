//! Stores an exercise set by set: each set is on the disk before the next one begins.

use super::exercises::ExerciseUid;
use super::sessions::NewSession;
use super::{Store, StoreError};
use crate::document::ExerciseDocument;
use crate::motion::{DoneSet, Exercise, ExerciseReport, Sensation};

/// An exercise as it is being kept.
#[derive(Default)]
pub(super) struct ExerciseKeeper {
    uid: Option<ExerciseUid>,
    /// What was done so far.
    report: ExerciseReport,
    /// An earlier run of the same recording has stored all of it.
    there_before: bool,
}

impl ExerciseKeeper {
    /// Stores the sets so far, after one has ended.
    pub fn set_ended(
        &mut self,
        store: &mut Store,
        session: &NewSession<'_>,
        exercise: &Exercise,
        ended: &DoneSet,
        is_last: bool,
    ) -> Result<(), StoreError> {
        self.report.sets.push(ended.clone());
        self.report.complete = is_last;
        self.keep_so_far(store, session, exercise)
    }

    /// Whether the person has already said that it hurts, and with this sensation.
    pub fn knows(&self, sensation: Option<Sensation>) -> bool {
        self.report.stopped && self.report.sensation == sensation
    }

    /// Stores that it hurts, and how, with the sets so far.
    pub fn hurts(
        &mut self,
        store: &mut Store,
        session: &NewSession<'_>,
        exercise: &Exercise,
        sensation: Option<Sensation>,
    ) -> Result<(), StoreError> {
        (self.report.stopped, self.report.sensation) = (true, sensation);
        self.keep_so_far(store, session, exercise)
    }

    fn keep_so_far(
        &mut self,
        store: &mut Store,
        session: &NewSession<'_>,
        exercise: &Exercise,
    ) -> Result<(), StoreError> {
        let done = ExerciseDocument::new(exercise.clone(), &self.report);
        self.keep(store, session, &done, false)
    }

    /// Stores the whole exercise, if anything was done; `over` if no later run of the recording needs to complete it.
    pub fn finish(
        &mut self,
        store: &mut Store,
        session: &NewSession<'_>,
        done: &ExerciseDocument,
        over: bool,
    ) -> Result<(), StoreError> {
        if done.is_anything() || done.stopped { self.keep(store, session, done, over) } else { Ok(()) }
    }

    fn keep(
        &mut self,
        store: &mut Store,
        session: &NewSession<'_>,
        done: &ExerciseDocument,
        over: bool,
    ) -> Result<(), StoreError> {
        self.there_before = !store.keep_exercise(session, &mut self.uid, done, over)?;
        Ok(())
    }

    /// How many exercises were stored now, and how many had been before.
    pub fn new_and_there_before(&self) -> (u32, u32) {
        (u32::from(self.uid.is_some() && !self.there_before), u32::from(self.there_before))
    }
}
