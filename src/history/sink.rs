//! Puts trials into the record as they end: a trial is on the disk before anybody is told of it.

use super::people::PersonName;
use super::sessions::{NewSession, SessionId};
use super::trials::{KeyFrame, NewTrial};
use super::{Store, StoreError};
use crate::live::AlbumThread;
use crate::motion::{Event, PictureSize, Timestamp, Trial};
use crate::pipeline::{Outcome, Sink, SinkError, Start, Step};
use crate::record::Measurement;
use crate::trace::{SCHEMA, TraceHeader, TraceLine};
use std::collections::VecDeque;
use std::path::Path;

/// Poses from before a raise that are kept with it, seconds: a rest, however long somebody waits.
const BEFORE_S: f64 = 10.0;

/// Who was measured when, and in which file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keep {
    pub person: PersonName,
    /// Of the test, local, ISO 8601; `None` for now.
    pub date: Option<String>,
    /// `None` for a camera.
    pub recording: Option<Recording>,
}

/// Which file was measured: its place, size and time, so that the same one is not kept twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    pub key: String,
    /// When it was filmed, as far as the file tells: when it was last written. ISO 8601, local.
    pub date: Option<String>,
}

impl Recording {
    /// `None` for what is no file.
    pub fn of(path: &Path) -> Option<Self> {
        let there = path.canonicalize().ok()?;
        let about = there.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let written = about.modified().ok().and_then(|time| jiff::Timestamp::try_from(time).ok());
        let date = written.map(|time| local(time, DATE));
        let second = written.map_or(0, jiff::Timestamp::as_second);
        Some(Self { key: format!("{}|{}|{second}", there.to_string_lossy(), about.len()), date })
    }
}

const DATE: &str = "%Y-%m-%d";
const DATE_AND_TIME: &str = "%Y-%m-%dT%H:%M";

fn local(time: jiff::Timestamp, format: &str) -> String {
    time.to_zoned(jiff::tz::TimeZone::system()).strftime(format).to_string()
}

/// Sink that keeps each trial.
pub struct HistorySink {
    store: Store,
    keep: Keep,
    date: String,
    start: Option<Start>,
    session: Option<SessionId>,
    /// Trials kept so far.
    kept: usize,
    /// Runs from the first picture on.
    album: Option<AlbumThread>,
    /// The trace since the last trial, or of the last seconds.
    recent: VecDeque<(Timestamp, TraceLine)>,
}

impl HistorySink {
    pub fn new(store: Store, keep: Keep) -> Self {
        let filmed = keep.recording.as_ref().and_then(|recording| recording.date.clone());
        let date = keep.date.clone().or(filmed).unwrap_or_else(|| local(jiff::Timestamp::now(), DATE_AND_TIME));
        Self { store, keep, date, start: None, session: None, kept: 0, album: None, recent: VecDeque::new() }
    }

    fn keep(&mut self, trial: &Trial) -> Result<(), SinkError> {
        self.try_keep(trial).map_err(|error| told(&error, self.store.path()))
    }

    fn try_keep(&mut self, trial: &Trial) -> Result<(), StoreError> {
        let Some(start) = &self.start else { return Ok(()) };
        let source = &start.source;
        let size = PictureSize { width: source.width, height: source.height };
        let key_frame = self.album.as_ref().and_then(|album| key_frame(album, trial, size));
        let trace = trace(start, self.recent.drain(..).map(|(_, line)| line));
        let new = NewTrial { number: self.kept as u32 + 1, trial, trace: &trace, key_frame: key_frame.as_ref() };
        match self.session {
            Some(session) => self.store.add_trials(session, &[new])?,
            None => {
                let session = NewSession {
                    person: &self.keep.person,
                    date: &self.date,
                    recording: self.keep.recording.as_ref().map(|recording| recording.key.as_str()),
                    source,
                    config: &start.config,
                    model: &start.model,
                    now: &jiff::Timestamp::now().to_string(),
                };
                self.session = Some(self.store.begin_session(&session, &new)?);
            }
        }
        self.kept += 1;
        Ok(())
    }
}

fn told(error: &StoreError, path: &Path) -> SinkError {
    // the error ends with the path as a sink's does
    let text = error.to_string();
    let reason = text.strip_suffix(&format!(": {}", path.display())).unwrap_or(&text);
    SinkError::new("the record", reason, path)
}

/// The picture nearest to the result.
fn key_frame(album: &AlbumThread, trial: &Trial, size: PictureSize) -> Option<KeyFrame> {
    let pictures = album.take(trial)?;
    let seen = pictures.iter().filter_map(|picture| Some((picture, picture.pose.as_ref()?)));
    let apart = |time: Timestamp| (time - trial.peak).abs();
    let (picture, pose) = seen.min_by(|(a, _), (b, _)| apart(a.time).total_cmp(&apart(b.time)))?;
    Some(KeyFrame { time: picture.time, size, pose: pose.clone(), jpeg: picture.jpeg().to_owned() })
}

/// The lines as a trace of its own.
fn trace(start: &Start, lines: impl Iterator<Item = TraceLine>) -> Vec<u8> {
    let Start { source, model, config } = start.clone();
    let header = TraceHeader { schema: SCHEMA.to_owned(), source, model, config };
    let mut trace = serde_json::to_vec(&header).expect("a header is plain data");
    for line in lines {
        trace.push(b'\n');
        trace.extend(serde_json::to_vec(&line).expect("a line is plain data"));
    }
    trace.push(b'\n');
    trace
}

impl Sink for HistorySink {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.start = Some(start.clone());
        let album = AlbumThread::start();
        self.album = Some(album.map_err(|e| SinkError::of_io("the record", &e, self.store.path()))?);
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        if let Some(album) = &self.album {
            album.add(step);
        }
        let t_ns = step.frame.time;
        let commands = step.commands.iter().map(|command| TraceLine::Command { t_ns, command: *command });
        self.recent.extend(commands.map(|line| (t_ns, line)));
        self.recent.push_back((t_ns, TraceLine::frame(t_ns, &step.seen)));
        for event in &step.observation.events {
            if let Event::TrialEnded(trial) = event {
                self.keep(trial)?;
            }
        }
        if !step.observation.phase.is_trial() {
            while self.recent.front().is_some_and(|(time, _)| t_ns - *time > BEFORE_S) {
                self.recent.pop_front();
            }
        }
        Ok(())
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        // a raise that went on at the end was judged after the last step
        for trial in &outcome.report.trials[self.kept.min(outcome.report.trials.len())..] {
            self.keep(trial)?;
        }
        let (Some(session), Some(start)) = (self.session, &self.start) else { return Ok(()) };
        let ended = self.store.end_session(session, &Measurement::of(start, outcome));
        ended.map_err(|error| told(&error, self.store.path()))
    }
}
