//! Stores trials as they end: a trial is on the disk before anybody is told of it. What can't be written is held, and
//! tried again at the next raise and at the end. `exercise_sink.rs` stores exercises.

use super::dates::{now, this_minute, today};
use super::exercise_sink::ExerciseKeeper;
use super::key_frame::KeyFrame;
use super::names::PersonName;
use super::place::uri;
use super::receipt::{DayFrom, Receipt, SaveOutcome};
use super::sessions::{KeepOutcome, NewSession, SessionUid};
use super::trials::NewTrial;
use super::{Store, StoreError};
use crate::album::AlbumThread;
use crate::document::{ExerciseDocument, Measurement};
use crate::motion::{CoachStage, Event, Exercise, ImageSize, Timestamp, Trial};
use crate::pipeline::{Outcome, Sink, SinkError, Start, Step};
use crate::source::{SourceKind, day_of, media_in};
use crate::trace::{TraceLine, excerpt};
use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// How much trace is kept from before each raise, seconds: enough for the rest, however long the person waits before.
const POSES_BEFORE_S: f64 = 10.0;

/// Who was measured when, and in which file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveTarget {
    pub person: PersonName,
    /// Day of the test, local, ISO 8601; `None`: the recording's day, or today.
    pub date: Option<String>,
    /// `None` for a camera.
    pub recording: Option<Recording>,
}

impl SaveTarget {
    fn session<'a>(&'a self, date: &'a str, start: &'a Start, now: &'a str) -> NewSession<'a> {
        NewSession {
            person: &self.person,
            date,
            recording: self.recording.as_ref().map(|recording| recording.key.as_str()),
            source: &start.source,
            config: &start.config,
            model: &start.model,
            now,
        }
    }
}

/// Identifies the file or folder of images by its path, size and time, so that the same one is not stored twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    pub key: String,
    /// When it was last written, ISO 8601, local; `None` if the clock was never set.
    pub written_on: Option<String>,
}

impl Recording {
    /// `None` if it is neither.
    pub fn of(path: &Path) -> Option<Self> {
        let there = path.canonicalize().ok()?;
        let about = there.metadata().ok()?;
        let (size, written) = match about.is_dir() {
            true => images_in(&there)?,
            false => Some(about).filter(fs::Metadata::is_file).map(|file| (file.len(), file.modified().ok()))?,
        };
        let second = written.and_then(|time| jiff::Timestamp::try_from(time).ok()).map_or(0, |time| time.as_second());
        // a path that is not UTF-8 is escaped so that it stays different from all others
        let place = there.to_str().map_or_else(|| uri(&there), str::to_owned);
        Some(Self { key: format!("{place}|{size}|{second}"), written_on: written.and_then(day_of) })
    }
}

/// The images' total size in bytes, and when the newest one was written.
fn images_in(folder: &Path) -> Option<(u64, Option<SystemTime>)> {
    let content = media_in(folder).ok()?;
    let images = content.images().filter_map(|file| file.metadata().ok());
    Some(images.fold((0, None), |(size, newest), file| (size + file.len(), newest.max(file.modified().ok()))))
}

/// Stores each trial, or the sets of an exercise.
pub struct HistorySink {
    store: Store,
    keep: SaveTarget,
    date: String,
    day_from: DayFrom,
    receipt: Receipt,
    start: Option<Start>,
    session: Option<SessionUid>,
    exercise: ExerciseKeeper,
    /// The outcome for each trial so far.
    trials: Vec<KeepOutcome>,
    /// Has the frames of raises; a replay has none.
    album: Option<Arc<AlbumThread>>,
    /// The trace since the last trial, or of the last [`POSES_BEFORE_S`].
    recent: VecDeque<(Timestamp, TraceLine)>,
    /// What has not been written yet, in order.
    waiting: VecDeque<Waiting>,
    /// Why something has not been written yet; `None` if everything has.
    held_back: Option<SinkError>,
    /// The person was in the record when the measurement began.
    was_there: bool,
}

/// Data of a test that has not been written yet.
enum Waiting {
    Trial(Box<WaitingTrial>),
    /// A trial that was stored before and has been revised since.
    Revision(Box<Trial>),
}

struct WaitingTrial {
    trial: Trial,
    trace: Vec<u8>,
    key_frame: Option<KeyFrame>,
}

impl HistorySink {
    /// What its errors are about.
    pub const WHAT: &'static str = "the record";

    pub fn new(store: Store, keep: SaveTarget) -> Self {
        Self {
            store,
            keep,
            date: String::new(),
            day_from: DayFrom::Now,
            receipt: Receipt::default(),
            start: None,
            session: None,
            exercise: ExerciseKeeper::default(),
            trials: Vec::new(),
            album: None,
            recent: VecDeque::new(),
            waiting: VecDeque::new(),
            held_back: None,
            was_there: false,
        }
    }

    /// Stores a frame with each trial, from an album that receives each step before this sink does.
    pub fn with_album(mut self, album: Arc<AlbumThread>) -> Self {
        self.album = Some(album);
        self
    }

    /// The receipt, which tells how the measurement was stored once it is over.
    pub fn receipt(&self) -> Receipt {
        self.receipt.clone()
    }

    /// The day of the test: as the user says, or from the recording's metadata, or when its file was written, or today.
    fn find_day(&mut self, filmed_on: Option<&str>) {
        let recording = self.keep.recording.as_ref();
        let told = [
            (self.keep.date.as_deref(), DayFrom::Given),
            (filmed_on, DayFrom::Filmed),
            (recording.and_then(|recording| recording.written_on.as_deref()), DayFrom::Written),
        ];
        let first = told.into_iter().find_map(|(day, from)| Some((day?.to_owned(), from)));
        let now = if recording.is_some() { today } else { this_minute };
        (self.date, self.day_from) = first.unwrap_or_else(|| (now(), DayFrom::Now));
    }

    /// Stores a trial after those that wait.
    fn keep(&mut self, trial: &Trial) -> Result<(), StoreError> {
        let Some(start) = &self.start else { return Ok(()) };
        let source = &start.source;
        let size = ImageSize { width: source.width, height: source.height };
        let key_frame = self.album.as_ref().and_then(|album| KeyFrame::of(&album.of(trial), trial, size));
        let trace = excerpt(start, self.recent.drain(..).map(|(_, line)| line));
        self.waiting.push_back(Waiting::Trial(Box::new(WaitingTrial { trial: trial.clone(), trace, key_frame })));
        self.write_waiting()
    }

    /// Stores a revised trial, on the disk before anything else happens.
    fn keep_revised(&mut self, trial: &Trial) -> Result<(), StoreError> {
        self.waiting.push_back(Waiting::Revision(Box::new(trial.clone())));
        self.write_waiting()
    }

    /// Writes what waits, in order, up to the first that can't be written: that one and all behind it wait on.
    fn write_waiting(&mut self) -> Result<(), StoreError> {
        while let Some(next) = self.waiting.pop_front() {
            if let Err(error) = self.write(&next) {
                self.waiting.push_front(next);
                return Err(error);
            }
        }
        Ok(())
    }

    fn write(&mut self, next: &Waiting) -> Result<(), StoreError> {
        let SaveTarget { person, recording, .. } = &self.keep;
        if self.session.is_none()
            && self.was_there
            && matches!(self.store.person(person), Err(StoreError::NoSuchPerson { .. }))
        {
            return Err(self.store.deleted(person));
        }
        match (next, &self.session, recording, &self.start) {
            (Waiting::Trial(waiting), _, _, Some(start)) => {
                let WaitingTrial { trial, trace, key_frame } = waiting.as_ref();
                let number = self.trials.len() as u32 + 1;
                let new = NewTrial { number, trial, trace, key_frame: key_frame.as_ref() };
                let now = now();
                let session = self.keep.session(&self.date, start, &now);
                self.trials.extend(self.store.keep_trials(&session, &mut self.session, &[new])?);
                Ok(())
            }
            (Waiting::Revision(trial), Some(session), ..) => self.store.keep_revised(session, person, trial),
            // another run has stored it
            (Waiting::Revision(trial), None, Some(recording), _) => {
                self.store.settle_side(person, &recording.key, trial)
            }
            _ => Ok(()),
        }
    }

    /// Notes what can't be written yet, and goes on: it is tried again. Fails only if the person has been deleted,
    /// because then nothing more can be stored.
    fn hold_back(&mut self, kept: Result<(), StoreError>) -> Result<(), SinkError> {
        let is_for_good = matches!(kept, Err(StoreError::PersonDeleted { .. }));
        self.held_back = kept.err().map(|error| self.told(&error));
        self.store.wait_for_others(self.held_back.is_some()).map_err(|error| self.told(&error))?;
        match &self.held_back {
            Some(error) if is_for_good => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// Stores what was done of the exercise so far, by `keep`.
    fn keep_exercise(
        &mut self,
        keep: impl FnOnce(&mut ExerciseKeeper, &mut Store, &NewSession<'_>, &Exercise) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let Some(start) = &self.start else { return Ok(()) };
        let Some(exercise) = &start.exercise else { return Ok(()) };
        let now = now();
        let session = self.keep.session(&self.date, start, &now);
        keep(&mut self.exercise, &mut self.store, &session, exercise)
    }

    /// Stores the last trials and the measurement's document. Returns how many raises were left out.
    fn end(&mut self, outcome: &Outcome) -> Result<u32, StoreError> {
        // what a camera saw cannot be measured again, even if its trace can be replayed
        let is_repeatable = self.keep.recording.is_some() && outcome.start.source.kind != SourceKind::Camera;
        let is_broken_off = is_repeatable && (outcome.interrupted || outcome.failure.is_some());
        if let Some(done) = ExerciseDocument::of(outcome) {
            self.keep_exercise(|keeper, store, session, _| keeper.finish(store, session, &done, !is_broken_off))?;
            return Ok(0);
        }
        self.write_waiting()?;
        // a raise that was still going on at the end was judged after the last step; if the run was stopped, the next
        // one has it whole
        let last = &outcome.report.trials[self.trials.len().min(outcome.report.trials.len())..];
        if !is_broken_off {
            last.iter().try_for_each(|trial| self.keep(trial))?;
        }
        if let Some(session) = &self.session {
            self.store.end_session(session, &self.keep.person, &Measurement::of(outcome))?;
        }
        let SaveTarget { person, recording, .. } = &self.keep;
        let side = outcome.start.config.side;
        let is_whole = |key: &str| self.store.has_recording(person, key, side);
        match recording {
            Some(recording) if is_broken_off && !is_whole(&recording.key)? => Ok(last.len() as u32),
            _ => Ok(0),
        }
    }

    fn told(&self, error: &StoreError) -> SinkError {
        SinkError::new(Self::WHAT, error.reason(), self.store.path())
    }
}

impl Sink for HistorySink {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.was_there = self.store.person(&self.keep.person).is_ok();
        self.find_day(start.source.filmed_on.as_deref());
        self.start = Some(start.clone());
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        if let Some(state) = &step.observation.exercise {
            if matches!(state.stage, CoachStage::WhatStopped | CoachStage::Stopped) {
                if self.exercise.knows(state.sensation) {
                    return Ok(());
                }
                let kept = self.keep_exercise(|keeper, store, session, exercise| {
                    keeper.hurts(store, session, exercise, state.sensation)
                });
                return self.hold_back(kept);
            }
            let Some(ended) = &state.ended else { return Ok(()) };
            let is_last = state.stage == CoachStage::Done;
            let kept = self.keep_exercise(|keeper, store, session, exercise| {
                keeper.set_ended(store, session, exercise, ended, is_last)
            });
            return self.hold_back(kept);
        }
        let now = step.frame.time;
        self.recent.extend(TraceLine::of(step).map(|line| (now, line)));
        for event in &step.observation.events {
            let kept = match event {
                Event::TrialEnded(trial) => self.keep(trial),
                Event::TrialRevised(trial) => self.keep_revised(trial),
                Event::RestFound | Event::RaiseStarted | Event::Compensated(_) => continue,
            };
            self.hold_back(kept)?;
        }
        if !step.observation.phase.leg_is_up() {
            while self.recent.front().is_some_and(|(time, _)| now - *time > POSES_BEFORE_S) {
                self.recent.pop_front();
            }
        }
        Ok(())
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let patient = self.store.wait_for_others(false);
        let left_out = patient.and_then(|()| self.end(outcome)).map_err(|error| self.told(&error))?;
        let is_exercise = outcome.start.exercise.is_some();
        let of_trials = |what: KeepOutcome| self.trials.iter().filter(|kept| **kept == what).count() as u32;
        let (new, there_before) = match is_exercise {
            true => self.exercise.new_and_there_before(),
            false => (of_trials(KeepOutcome::New), of_trials(KeepOutcome::ThereBefore)),
        };
        let (settled, day, day_from) = (of_trials(KeepOutcome::Settled), self.date.clone(), self.day_from);
        // only this sink sets the receipt
        let _ = self.receipt.0.set(SaveOutcome { is_exercise, new, settled, there_before, left_out, day, day_from });
        Ok(())
    }

    fn held_back(&self) -> Option<&SinkError> {
        self.held_back.as_ref()
    }
}
