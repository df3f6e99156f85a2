//! What a window can ask for, and what comes back.

use super::OpenHistory;
use super::acts::{self, ActError, CorrectionRequest, ExportOptions, ReportFormat, ReportRequest, trial_of};
use crate::document::ExerciseDocument;
use crate::history::{
    Correction, Deleted, KeptTrial, Person, PersonId, PersonRecord, Rating, SideDifference, SideTrend, Store, TrialId,
    TrialRow,
};
use crate::motion::{Side, Sides, Thresholds};
use image::RgbImage;
use std::path::PathBuf;
use std::sync::Arc;

/// What can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    People,
    Person(PersonId),
    Trial(PersonId, TrialId),
    /// The kept trial that this measured one became.
    Find(MeasuredTrial),
    /// Tell by itself when somebody else has written, or do not any more.
    Watch(bool),
    AddNote(PersonId, String),
    /// The plan that the newest test asks for, in place of the one before.
    MakePlan(Whose),
    EndPlan(Whose),
    /// How the exercise was of which this was done.
    Rate(Whose, Box<ExerciseDocument>, Rating),
    Correct(PersonId, CorrectionRequest),
    /// Take the newest correction back.
    Undo(PersonId, TrialId),
    /// What deleting a person would delete.
    PreviewDelete(PersonId),
    Delete(PersonId),
    Report {
        person: PersonId,
        request: ReportRequest,
        format: ReportFormat,
        to: PathBuf,
    },
    /// Everything as files, into a folder that is made where there is none.
    Export {
        person: PersonId,
        to: PathBuf,
        options: ExportOptions,
    },
}

/// Whose record: by the number in it, or by the name that something was kept under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    Number(PersonId),
    Name(String),
}

impl Whose {
    fn number(&self, store: &Store) -> Result<PersonId, ActError> {
        match self {
            Self::Number(person) => Ok(*person),
            Self::Name(name) => Ok(store.person(name)?),
        }
    }
}

/// A trial that was measured just now, as it is found in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredTrial {
    pub person: String,
    /// Number of the trial in its session, from 1.
    pub number: u32,
    pub side: Side,
    pub angle_deg: f64,
}

/// What comes back.
pub enum Answer {
    /// Everybody; nobody where there is no record yet.
    People(Vec<Person>),
    Person(Arc<PersonModel>),
    Trial(Box<TrialView>),
    /// The person is not in the record any more.
    Gone(PersonId),
    /// Deleting this person would delete that.
    WouldDelete(PersonId, Deleted),
    /// Somebody else has written.
    Changed,
    /// What was done, in words.
    Done(String),
    /// What went wrong.
    Failed(ActError),
}

/// A person's record with what it comes to.
pub struct PersonModel {
    pub id: PersonId,
    pub record: PersonRecord,
    pub trends: Sides<Option<SideTrend>>,
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
    /// Image of the highest point, as it was kept: it may be smaller than the recording's.
    pub image: Option<Arc<RgbImage>>,
}

/// Does what is asked for. The record is opened anew each time: it may have been moved, mended or made meanwhile.
pub struct Worker {
    open: OpenHistory,
    last: Last,
}

/// How the record was found last.
enum Last {
    /// The record as it was opened, and its version then.
    Open(Store, i64),
    /// There was none yet.
    None,
    /// It could not be opened, which was told: that is not tried again until somebody asks for something.
    Unopenable,
}

type Answers = Result<Vec<Answer>, ActError>;

impl Worker {
    pub fn new(open: OpenHistory) -> Self {
        Self { open, last: Last::None }
    }

    /// Does it.
    ///
    /// # Errors
    /// The record can't be opened, or as those of [`acts`].
    pub fn answer(&mut self, request: Request) -> Answers {
        self.last = Last::Unopenable;
        let Some(mut store) = (self.open)()? else {
            self.last = Last::None;
            return Ok(vec![Answer::People(Vec::new())]);
        };
        // before anything is read: what is written while it is read is told as a change
        let version = store.version()?;
        let answers = answer(&mut store, request);
        self.last = Last::Open(store, version);
        answers
    }

    /// Whether somebody else has written since the last answer.
    pub fn look(&mut self) -> Vec<Answer> {
        match &self.last {
            Last::Open(store, version) => match store.version() {
                Ok(now) if now == *version => Vec::new(),
                _ => vec![Answer::Changed],
            },
            Last::None => match (self.open)() {
                Ok(None) => Vec::new(),
                _ => vec![Answer::Changed],
            },
            Last::Unopenable => Vec::new(),
        }
    }
}

fn answer(store: &mut Store, request: Request) -> Answers {
    // what is shown goes away; what was to be done was not
    let shows = matches!(request, Request::Person(_));
    match obey(store, request) {
        Err(ActError::Gone(person)) if shows => Ok(vec![Answer::Gone(person)]),
        Err(ActError::Gone(person)) => Ok(vec![Answer::Gone(person), Answer::Failed(ActError::Gone(person))]),
        answers => answers,
    }
}

fn obey(store: &mut Store, request: Request) -> Answers {
    match request {
        Request::People => Ok(vec![Answer::People(store.people()?)]),
        Request::Person(person) => Ok(vec![show(store, person)?]),
        Request::Trial(person, trial) => Ok(vec![open_trial(store, person, trial)?]),
        Request::Find(measured) => Ok(vec![find(store, &measured)?]),
        Request::Watch(_) => Ok(Vec::new()),
        Request::AddNote(person, text) => {
            acts::note(store, person, &text)?;
            Ok(vec![show(store, person)?])
        }
        Request::MakePlan(whose) => {
            let person = whose.number(store)?;
            let planned = acts::make_plan(store, person)?;
            Ok(vec![show(store, person)?, Answer::Done(planned.text().into_owned())])
        }
        Request::EndPlan(whose) => {
            let person = whose.number(store)?;
            let ended = acts::end_plan(store, person)?;
            Ok(vec![show(store, person)?, Answer::Done(ended.text().into_owned())])
        }
        Request::Rate(whose, done, rating) => {
            let person = whose.number(store)?;
            // whoever chose a number sees it
            acts::rate(store, person, Some(&done), rating)?;
            Ok(vec![show(store, person)?])
        }
        Request::Correct(person, request) => {
            acts::correct(store, person, &request)?;
            corrected(store, person, request.trial)
        }
        Request::Undo(person, trial) => match acts::undo(store, person, trial) {
            // another window has taken it back, as is shown now
            Ok(_) | Err(ActError::NothingToUndo { .. }) => corrected(store, person, trial),
            Err(error) => Err(error),
        },
        Request::PreviewDelete(person) => Ok(vec![Answer::WouldDelete(person, store.kept(person)?)]),
        Request::Delete(person) => {
            let deletion = acts::delete(store, person)?;
            let told = format!("{} {}", deletion.text(), deletion.what_is_left());
            Ok(vec![Answer::Gone(person), Answer::People(store.people()?), Answer::Done(told)])
        }
        Request::Report { person, request, format, to } => {
            let written = acts::DayReport::read(store, person, &request)?.write(format, &to)?;
            Ok(vec![Answer::Done(written.text().into_owned())])
        }
        Request::Export { person, to, options } => {
            let exported = acts::export(store, person, &to, options)?;
            Ok(vec![Answer::Done(exported.text().into_owned())])
        }
    }
}

fn show(store: &Store, person: PersonId) -> Result<Answer, ActError> {
    let record = acts::record_of(store, person)?;
    let trends = Sides::of(|side| record.trend(side));
    let difference = match Side::BOTH.map(|side| trends[side].as_ref()) {
        [Some(left), Some(right)] => SideDifference::of(left, right),
        _ => None,
    };
    Ok(Answer::Person(Arc::new(PersonModel { id: person, record, trends, difference })))
}

fn open_trial(store: &Store, person: PersonId, trial: TrialId) -> Result<Answer, ActError> {
    let (name, kept) = trial_of(store, person, trial)?;
    let corrections = store.corrections(trial)?;
    let thresholds = store.thresholds(kept.row.session)?.unwrap_or_default();
    let image = kept.key_frame.as_ref().and_then(|frame| frame.image()).map(|(image, _)| Arc::new(image));
    Ok(Answer::Trial(Box::new(TrialView { person, name, kept, corrections, thresholds, image })))
}

/// A recording that was measured twice is kept once: then it is the trial of the first time.
fn find(store: &Store, measured: &MeasuredTrial) -> Result<Answer, ActError> {
    let person = store.person(&measured.person)?;
    let rows = store.trials(person)?;
    let same = |row: &&TrialRow| {
        let apart = (row.measured_deg - measured.angle_deg).abs();
        row.number == measured.number && row.side == measured.side && apart < 1e-6
    };
    match rows.iter().filter(same).max_by_key(|row| row.id) {
        Some(row) => open_trial(store, person, row.id),
        None => Err(ActError::NotKept { name: measured.person.clone(), number: measured.number }),
    }
}

/// What is shown after a correction: the trial, and the person's history, which follows.
fn corrected(store: &Store, person: PersonId, trial: TrialId) -> Answers {
    Ok(vec![open_trial(store, person, trial)?, show(store, person)?])
}
