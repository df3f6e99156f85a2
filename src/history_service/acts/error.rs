//! Why an act on a person's record was not done.

use crate::breakdown::Breakdown;
use crate::estimator::EstimatorError;
use crate::history::{PersonId, Rating, StoreError};
use crate::motion::Referral;
use crate::pipeline::SinkError;
use crate::report::FontError;
use crate::trace::TraceError;
use crate::words;
use std::path::PathBuf;

/// What is wrong and what to do, as the command line says it.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The record can't be read or written, or takes no such thing.
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("this person is not in the record any more; somebody has deleted them")]
    Gone(PersonId),
    #[error("no trial {trial} in the record of {name}; `legraise history {name}` lists them: {}", .path.display())]
    NoSuchTrial { path: PathBuf, name: String, trial: i64 },
    /// A measured trial that is not in the record, by its number in the session.
    #[error("trial {number} is not in the record of {name}; it was not kept")]
    NotKept { name: String, number: u32 },
    #[error("there is no session of that day in the record of {name}; `legraise history` lists them")]
    NoSession { name: String },
    #[error("no plan is made for {name}: {}", words::in_english(|| words::referral_phrase(*.referral)))]
    AskFirst { name: String, referral: Referral },
    #[error("no plan is made for {name}: no test is in the record; measure both legs first")]
    NotTested { name: String },
    #[error("no plan is made for {name}: no leg was tight in the newest test, of {day}")]
    NotTight { name: String, day: String },
    #[error("no plan is made for {name}: the newest test, of {day}, could not be judged; measure again")]
    NotJudged { name: String, day: String },
    #[error(
        "no plan is made for {name}: in the newest test, of {day}, no leg was further from the limit than the ±, and so near to it stretching will not likely help much"
    )]
    NearLimit { name: String, day: String },
    #[error("{name} has no plan; `legraise history plan {name}` makes one")]
    NoPlan { name: String },
    #[error("no exercise is in the record of {name}; do one first, and keep it")]
    NoExercise { name: String },
    #[error("say how hard it was, or how much it hurt, or both, from 0 to {}", Rating::MOST)]
    NoRating,
    #[error("the note is empty; write something")]
    EmptyNote,
    #[error("no picture of trial {trial} was kept, so there are no points to put right")]
    NoPoints { trial: i64 },
    #[error("say who corrects, with --by")]
    Unsigned,
    #[error("trial {trial} of {name} has no correction to take back")]
    NothingToUndo { name: String, trial: i64 },
    #[error("can't make the face in the picture unrecognisable: {0}")]
    FaceNotBlurred(EstimatorError),
    /// A kept trial can't be replayed.
    #[error(transparent)]
    Trace(#[from] TraceError),
    #[error(transparent)]
    Font(#[from] FontError),
    #[error("can't make {what}: {reason}")]
    Unmade { what: &'static str, reason: String },
    #[error("the export of {other} is in this folder; choose another one: {}", .folder.display())]
    OtherExport { folder: PathBuf, other: String },
    /// The output would overwrite something that this call reads or writes.
    #[error("{0}")]
    Taken(String),
    #[error(transparent)]
    Unwritten(#[from] SinkError),
    #[error(transparent)]
    Breakdown(#[from] Breakdown),
}

impl ActError {
    /// The same for a window, where the person was there a moment ago, and there are no command-line options.
    pub fn on_screen(&self) -> String {
        match self {
            Self::NoSuchTrial { trial, .. } => {
                format!("trial {trial} is not in the record any more; somebody has deleted it")
            }
            Self::NoSession { name } => format!("there is no session in the record of {name}; measure first"),
            Self::Unsigned => "say who corrects".to_owned(),
            Self::NoPlan { name } => format!("{name} has no plan"),
            other => other.to_string(),
        }
    }
}
