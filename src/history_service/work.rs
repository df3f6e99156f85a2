//! What can be asked for, and how it is done.

use super::OpenHistory;
use super::folder::{ExportOptions, write_folder};
use crate::history::{
    Correction, Deleted, KeptTrial, Person, PersonId, PersonRecord, SideDifference, SideTrend, Store, StoreError,
    TrialId, now,
};
use crate::motion::{LegPoints, Side, Thresholds};
use crate::output_file::{self, Files};
use crate::report::{Fonts, Paper, Report, card, pdf};
use crate::words;
use image::RgbImage;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    People,
    Person(PersonId),
    Trial(PersonId, TrialId),
    /// The kept trial that this measured one became.
    Find(MeasuredTrial),
    /// Whether somebody else has written since the last answer.
    CheckForChanges,
    AddNote(PersonId, String),
    Correct {
        person: PersonId,
        trial: TrialId,
        points: LegPoints,
        made_by: String,
    },
    /// Take the newest correction back.
    Undo(PersonId, TrialId),
    /// What deleting a person would delete.
    PreviewDelete(PersonId),
    Delete(PersonId),
    Report {
        person: PersonId,
        /// The day; `None` for the last one.
        date: Option<String>,
        format: ReportFormat,
        show_face: bool,
        to: PathBuf,
    },
    /// Everything as files, into a folder that is made where there is none.
    Export {
        person: PersonId,
        to: PathBuf,
        options: ExportOptions,
    },
}

/// A trial that was measured just now, as it is found in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredTrial {
    pub person: String,
    /// In its session, from 1.
    pub number: u32,
    pub side: Side,
    pub angle_deg: f64,
}

/// What is made of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    Pdf(Paper),
    /// A PNG to share, without name, day and picture.
    Card,
}

/// What comes back.
pub enum Answer {
    /// Everybody; nobody where there is no record yet.
    People(Vec<Person>),
    Person(Arc<PersonModel>),
    Trial(Box<TrialView>),
    /// That person is not in the record any more.
    Gone(PersonId),
    /// Deleting this person would delete that.
    WouldDelete(PersonId, Deleted),
    /// Somebody else has written.
    Changed,
    /// In words what was done.
    Done(String),
    /// In words what went wrong.
    Failed(String),
}

/// A person's record with what it comes to.
pub struct PersonModel {
    pub id: PersonId,
    pub record: PersonRecord,
    /// Left and right.
    pub trends: [Option<SideTrend>; 2],
    pub difference: Option<SideDifference>,
}

/// A trial with all that its points are put right by.
#[derive(Clone, Debug)]
pub struct TrialView {
    pub person: PersonId,
    pub name: String,
    pub kept: KeptTrial,
    /// All of it, also what was taken back, oldest first.
    pub corrections: Vec<Correction>,
    pub thresholds: Thresholds,
    /// Of the highest point, as it was kept: the picture may be smaller than the recording's.
    pub picture: Option<Arc<RgbImage>>,
}

/// Does what is asked for. The record is opened anew each time: it may have been moved, mended or made meanwhile.
pub struct Worker {
    open: OpenHistory,
    last: Last,
}

/// How the record was found last.
enum Last {
    /// As it was opened, and its version then.
    Open(Store, i64),
    /// There was none yet.
    None,
    /// It could not be opened, which was told: that is not tried again until somebody asks for something.
    Unopenable,
}

type Answers = Result<Vec<Answer>, String>;

impl Worker {
    pub fn new(open: OpenHistory) -> Self {
        Self { open, last: Last::None }
    }

    /// Does it; in words what went wrong.
    pub fn answer(&mut self, request: Request) -> Answers {
        if request == Request::CheckForChanges {
            return Ok(self.look());
        }
        self.last = Last::Unopenable;
        let Some(mut store) = (self.open)()? else {
            self.last = Last::None;
            return Ok(vec![Answer::People(Vec::new())]);
        };
        // before anything is read: what is written while it is read is told as a change
        let version = store.version().map_err(|error| error.to_string())?;
        let answers = answer(&mut store, request);
        self.last = Last::Open(store, version);
        answers
    }

    fn look(&mut self) -> Vec<Answer> {
        match &self.last {
            Last::Open(store, version) => match store.version() {
                Ok(now) if now == *version => Vec::new(),
                _ => vec![Answer::Changed],
            },
            // now there may be one
            Last::None => vec![Answer::Changed],
            Last::Unopenable => Vec::new(),
        }
    }
}

fn answer(store: &mut Store, request: Request) -> Answers {
    let told = |error: StoreError| error.to_string();
    match request {
        Request::People => Ok(vec![Answer::People(store.people().map_err(told)?)]),
        Request::Person(person) => show(store, person).map_err(told),
        Request::Trial(person, trial) => Ok(vec![open_trial(store, person, trial)?]),
        Request::Find(measured) => find(store, &measured),
        Request::CheckForChanges => Ok(Vec::new()),
        Request::AddNote(person, text) => {
            store.add_note(person, &text, &now()).map_err(told)?;
            show(store, person).map_err(told)
        }
        Request::Correct { person, trial, points, made_by } => {
            correct(store, person, trial, &points, &made_by)?;
            corrected(store, person, trial)
        }
        Request::Undo(person, trial) => {
            store.undo_correction(trial, &now()).map_err(told)?;
            corrected(store, person, trial)
        }
        Request::PreviewDelete(person) => Ok(vec![Answer::WouldDelete(person, store.kept(person).map_err(told)?)]),
        Request::Delete(person) => delete(store, person).map_err(told),
        Request::Report { person, date, format, show_face, to } => {
            report(store, person, date.as_deref(), format, show_face, &to)
        }
        Request::Export { person, to, options } => {
            let Some(record) = read(store, person).map_err(told)? else { return Ok(vec![Answer::Gone(person)]) };
            let files = write_folder(store, person, &record, &to, options).map_err(|error| format!("{error:#}"))?;
            Ok(vec![Answer::Done(words::files_written(&record.name, files, &to.to_string_lossy()).into_owned())])
        }
    }
}

fn read(store: &Store, person: PersonId) -> Result<Option<PersonRecord>, StoreError> {
    let Some(name) = store.name(person)? else { return Ok(None) };
    PersonRecord::read(store, person, name).map(Some)
}

fn show(store: &Store, person: PersonId) -> Result<Vec<Answer>, StoreError> {
    let Some(record) = read(store, person)? else { return Ok(vec![Answer::Gone(person)]) };
    let trends = Side::BOTH.map(|side| record.trend(side));
    let difference = match &trends {
        [Some(left), Some(right)] => SideDifference::of(left, right),
        _ => None,
    };
    Ok(vec![Answer::Person(Arc::new(PersonModel { id: person, record, trends, difference }))])
}

fn kept(store: &Store, person: PersonId, trial: TrialId) -> Result<(String, KeptTrial), String> {
    let name = store.name(person).map_err(|error| error.to_string())?.unwrap_or_default();
    let kept = store.trial(person, trial).map_err(|error| error.to_string())?;
    let gone = || format!("trial {} is not in the record any more; somebody has deleted it", trial.0);
    Ok((name, kept.ok_or_else(gone)?))
}

fn open_trial(store: &Store, person: PersonId, trial: TrialId) -> Result<Answer, String> {
    let (name, kept) = kept(store, person, trial)?;
    let told = |error: StoreError| error.to_string();
    let corrections = store.corrections(trial).map_err(told)?;
    let thresholds = store.thresholds(kept.row.session).map_err(told)?.unwrap_or_default();
    let picture = kept.key_frame.as_ref().and_then(|frame| frame.picture()).map(|(image, _)| Arc::new(image));
    Ok(Answer::Trial(Box::new(TrialView { person, name, kept, corrections, thresholds, picture })))
}

/// A recording that was measured twice is kept once: then it is the trial of the first time.
fn find(store: &Store, measured: &MeasuredTrial) -> Answers {
    let name = &measured.person;
    let person = store.person(name).map_err(|error| error.to_string())?;
    let rows = store.trials(person).map_err(|error| error.to_string())?;
    let same = |row: &&crate::history::TrialRow| {
        let apart = (row.measured_deg - measured.angle_deg).abs();
        row.number == measured.number && row.side == measured.side && apart < 1e-6
    };
    match rows.iter().filter(same).max_by_key(|row| row.id) {
        Some(row) => Ok(vec![open_trial(store, person, row.id)?]),
        None => Err(format!("trial {} is not in the record of {name}; it was not kept", measured.number)),
    }
}

fn correct(
    store: &mut Store,
    person: PersonId,
    trial: TrialId,
    points: &LegPoints,
    made_by: &str,
) -> Result<(), String> {
    let (_, kept) = kept(store, person, trial)?;
    let correction = store.correct(&kept, points, made_by, &now()).map_err(|error| error.to_string())?;
    let unseen = || format!("no picture of trial {} was kept, so there are no points to put right", trial.0);
    correction.map(drop).ok_or_else(unseen)
}

/// What is shown after a correction: the trial, and the person's history, which follows.
fn corrected(store: &Store, person: PersonId, trial: TrialId) -> Answers {
    let mut answers = vec![open_trial(store, person, trial)?];
    answers.extend(show(store, person).map_err(|error| error.to_string())?);
    Ok(answers)
}

fn delete(store: &mut Store, person: PersonId) -> Result<Vec<Answer>, StoreError> {
    let Some(name) = store.name(person)? else { return Ok(vec![Answer::Gone(person)]) };
    let deleted = store.delete(person)?;
    let (told, after) = (words::deleted(&name, &deleted.text()), words::after_deletion(deleted.wiped));
    let told = format!("{told} {after}");
    Ok(vec![Answer::Gone(person), Answer::People(store.people()?), Answer::Done(told)])
}

fn report(
    store: &Store,
    person: PersonId,
    date: Option<&str>,
    format: ReportFormat,
    show_face: bool,
    to: &Path,
) -> Answers {
    let told = |error: StoreError| error.to_string();
    let Some(name) = store.name(person).map_err(told)? else { return Ok(vec![Answer::Gone(person)]) };
    let report = Report::of(store, person, name.clone(), date, show_face).map_err(told)?;
    let report = report.ok_or_else(|| format!("there is no session in the record of {name}; measure first"))?;
    let mut taken = Files::default();
    taken.keeps(store.path());
    taken.writes("the report", Some(to))?;
    let bytes = match format {
        ReportFormat::Pdf(paper) => {
            let fonts = Fonts::own().with_letters_of(&report.written());
            pdf(&report, &fonts, paper).map_err(|why| format!("can't make the report: {why}"))?
        }
        ReportFormat::Card => {
            let mut png = std::io::Cursor::new(Vec::new());
            let written = card(&report).write_to(&mut png, image::ImageFormat::Png);
            written.map_err(|error| format!("can't make the card: {error}"))?;
            png.into_inner()
        }
    };
    output_file::write("the report", to, bytes).map_err(|error| error.to_string())?;
    Ok(vec![Answer::Done(words::file_written(&name, &to.to_string_lossy()).into_owned())])
}
