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
    /// Find the stored trial of this measured one.
    Find(MeasuredTrial),
    /// Whether to report changes by others.
    Watch(bool),
    AddNote(PersonId, String),
    /// Make the plan that the newest test asks for, in place of the one before.
    MakePlan(Whose),
    EndPlan(Whose),
    /// Rate the exercise of which this was done.
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
    /// Write everything as files into a folder, which is made if needed.
    Export {
        person: PersonId,
        to: PathBuf,
        options: ExportOptions,
    },
}

/// Whose record: by row number, or by name.
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

/// What identifies a trial, measured just now, in the record.
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
    /// Everybody; empty if there is no record yet.
    People(Vec<Person>),
    Person(Arc<PersonModel>),
    /// A note on this person is kept, or it is not: the oldest that was asked for.
    Noted(PersonId),
    NotNoted(PersonId),
    Trial(Box<TrialView>),
    /// The person is not in the record any more.
    Gone(PersonId),
    /// What deleting this person would delete.
    WouldDelete(PersonId, Deleted),
    /// Somebody else has written the record.
    Changed,
    /// What was done, in words.
    Done(String),
    /// What went wrong.
    Failed(ActError),
}

/// A person's record with its results.
pub struct PersonModel {
    pub id: PersonId,
    pub record: PersonRecord,
    pub trends: Sides<Option<SideTrend>>,
    pub difference: Option<SideDifference>,
}

/// A trial with everything that correcting its points needs.
#[derive(Clone, Debug)]
pub struct TrialView {
    pub person: PersonId,
    pub name: String,
    pub kept: KeptTrial,
    /// All corrections, undone ones too, oldest first.
    pub corrections: Vec<Correction>,
    pub thresholds: Thresholds,
    /// Image of the highest point, as stored: it may be smaller than the recording's.
    pub image: Option<Arc<RgbImage>>,
}

/// Does the requests. It opens the record for each one, since the file may have been moved, repaired or made meanwhile.
pub struct Worker {
    open: OpenHistory,
    last: Last,
}

/// What was found when the record was last opened.
enum Last {
    /// The open record, and its version at that time.
    Open(Store, i64),
    /// There was none yet.
    None,
    /// It could not be opened, which has been reported: it is tried again with the next request.
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
        // taken before reading, so that a change during the reading is noticed
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
    // a page of a deleted person closes; an act on one is an error
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
            // it is kept, whether it can be shown or not
            Ok(vec![Answer::Noted(person), show(store, person).unwrap_or_else(Answer::Failed)])
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
            // the window shows the chosen number already
            acts::rate(store, person, Some(&done), rating)?;
            Ok(vec![show(store, person)?])
        }
        Request::Correct(person, request) => {
            acts::correct(store, person, &request)?;
            corrected(store, person, request.trial)
        }
        Request::Undo(person, trial) => match acts::undo(store, person, trial) {
            // another window has undone it, which the answer shows
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
    let (name, kept, corrections, thresholds) = store.at_once(|| {
        let (name, kept) = trial_of(store, person, trial)?;
        let thresholds = store.thresholds(kept.row.session)?.unwrap_or_default();
        Ok::<_, ActError>((name, kept, store.corrections(trial)?, thresholds))
    })?;
    let image = kept.key_frame.as_ref().and_then(|frame| frame.image()).map(|(image, _)| Arc::new(image));
    Ok(Answer::Trial(Box::new(TrialView { person, name, kept, corrections, thresholds, image })))
}

/// Finds the stored trial. A recording that was measured twice is stored once: then it is the first run's trial. In a
/// session that was continued it has another number; of several that match, the one with its number is taken, otherwise
/// the newest.
fn find(store: &Store, measured: &MeasuredTrial) -> Result<Answer, ActError> {
    let person = store.person(&measured.person)?;
    let rows = store.trials(person)?;
    let same = |row: &&TrialRow| {
        let apart = (row.measured_deg - measured.angle_deg).abs();
        row.side == measured.side && apart < 1e-6
    };
    match rows.iter().filter(same).max_by_key(|row| (row.number == measured.number, row.id)) {
        Some(row) => open_trial(store, person, row.id),
        None => Err(ActError::NotKept { name: measured.person.clone(), number: measured.number }),
    }
}

/// The answers after a correction: the trial, and the person's record, which changes with it.
fn corrected(store: &Store, person: PersonId, trial: TrialId) -> Answers {
    Ok(vec![open_trial(store, person, trial)?, show(store, person)?])
}
