//! The record of people: who was measured when, every trial with its trace and the picture of its highest point, notes, corrections. An
//! SQLite file of the user's own. Nothing here measures, prints, or knows of the window.
//!
//! - `place.rs`: where the file is, and whose it is; `schema.rs`: its tables, and how older files become newer ones
//! - `passphrase.rs`: what opens it, when it is encrypted
//! - `people.rs`, `sessions.rs`, `trials.rs`, `notes.rs`, `corrections.rs`: what is in it
//! - `sink.rs`: puts trials into it as they end
//! - `trend.rs`: what trials over time come to; pure. `words.rs`: that in words

mod corrections;
mod notes;
mod passphrase;
mod people;
mod place;
mod schema;
mod sessions;
mod sink;
mod trend;
mod trials;
mod words;

pub use corrections::{Correction, CorrectionId};
pub use notes::Note;
pub use passphrase::{PASSPHRASE_VARIABLE, Passphrase};
pub use people::{Deleted, Person, PersonId, PersonName};
pub use place::{DATABASE_VARIABLE, usual_place};
pub use schema::SCHEMA_VERSION;
pub use sessions::{KeptSession, NewSession, SessionId};
pub use sink::{HistorySink, Keep, Recording};
pub use trend::{Change, REAL_CHANGE_DEG, SessionMean, SideDifference, SideTrend};
pub use trials::{KeptTrial, KeyFrame, NewTrial, TrialId, TrialRow};
pub use words::{after_deletion, change_in_words, counted, day, deleted_in_words, difference_in_words, now};

use crate::estimator::EstimatorError;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Another window holds the file for a few milliseconds at a time: who waits longer than this waits for something broken.
const BUSY: Duration = Duration::from_secs(10);

/// Why the record could not be read or written; what to do, path last.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("there is no record yet; keep a measurement with --save PERSON: {}", .0.display())]
    NoRecord(PathBuf),
    #[error("can't open the record ({reason}): {}", .path.display())]
    Unopenable { path: PathBuf, reason: String },
    #[error(
        "the record was written by a newer LegRaise (its version {found}, this one knows {SCHEMA_VERSION}); update LegRaise: {}",
        .path.display()
    )]
    Newer { path: PathBuf, found: i64 },
    #[error("the record is encrypted; give its passphrase, in {PASSPHRASE_VARIABLE} where nobody can be asked: {}", .0.display())]
    PassphraseNeeded(PathBuf),
    #[error("that is not the passphrase of the record; try again: {}", .0.display())]
    WrongPassphrase(PathBuf),
    #[error("the record is encrypted, and this LegRaise can't decrypt; build it with `--features passphrase`: {}", .0.display())]
    NoDecryption(PathBuf),
    #[error("the record is open in another window or program; close it and try again: {}", .0.display())]
    OpenElsewhere(PathBuf),
    #[error("this is no record of LegRaise but another program's database; name another file: {}", .0.display())]
    Foreign(PathBuf),
    #[error(
        "the record is damaged ({reason}); put a backup in its place, or save what can be with `sqlite3 FILE .recover`: {}",
        .path.display()
    )]
    Damaged { path: PathBuf, reason: String },
    #[error("another program has held the record for {} seconds; close it and try again: {}", BUSY.as_secs(), .0.display())]
    Busy(PathBuf),
    #[error("can't write the record: {reason}: {}", .path.display())]
    Unwritable { path: PathBuf, reason: String },
    #[error("nobody called {name:?} is in the record; `legraise history` lists who is: {}", .path.display())]
    NoSuchPerson { path: PathBuf, name: String },
    #[error("no trial {trial} in the record of {name}; `legraise history {name}` lists them: {}", .path.display())]
    NoSuchTrial { path: PathBuf, name: String, trial: i64 },
    #[error("can't make the face in the picture unrecognisable: {0}")]
    FaceNotBlurred(#[from] EstimatorError),
}

/// The record, open.
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the record at `path`, and makes it where there is none. An encrypted one is opened with the passphrase in `LEGRAISE_PASSPHRASE`.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        place::prepare(path)?;
        Self::connect(path, Passphrase::of_environment().as_ref())
    }

    /// Opens a record that is there, with the passphrase in `LEGRAISE_PASSPHRASE` where it is encrypted.
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        Self::open_existing_with(path, Passphrase::of_environment().as_ref())
    }

    /// Opens a record that is there; one that is not encrypted needs no passphrase.
    ///
    /// # Errors
    /// [`StoreError::PassphraseNeeded`] and [`StoreError::WrongPassphrase`], after which somebody may be asked.
    pub fn open_existing_with(path: &Path, passphrase: Option<&Passphrase>) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::NoRecord(path.to_owned()));
        }
        place::keep_private(path)?;
        Self::connect(path, passphrase)
    }

    fn connect(path: &Path, passphrase: Option<&Passphrase>) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|e| failed(path, e))?;
        if passphrase::is_encrypted(path) {
            passphrase::unlock(&connection, path, passphrase)?;
        }
        let mut store = Self { connection, path: path.to_owned() };
        store.configure().map_err(|e| failed(path, e))?;
        schema::update(&mut store.connection, path)?;
        Ok(store)
    }

    fn configure(&self) -> rusqlite::Result<()> {
        let connection = &self.connection;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // a trial that was told is on the disk, even if the power goes
        connection.pragma_update(None, "synchronous", "FULL")?;
        // what is deleted is overwritten
        connection.pragma_update(None, "secure_delete", true)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A number that is another one as soon as somebody else, in this program or another one, has written the record.
    pub fn version(&self) -> Result<i64, StoreError> {
        self.read(|connection| connection.pragma_query_value(None, "data_version", |row| row.get(0)))
    }

    fn read<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        query(&self.connection).map_err(|e| failed(&self.path, e))
    }

    /// Does all of it, or nothing.
    fn write<T>(&mut self, change: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let all = |connection: &mut Connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = change(&transaction)?;
            transaction.commit()?;
            Ok(result)
        };
        all(&mut self.connection).map_err(|e| failed(&self.path, e))
    }
}

/// SQLite's error in the words of this program.
fn failed(path: &Path, error: rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    let reason = match &error {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
        other => other.to_string(),
    };
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged { path, reason },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy(path),
        Some(ErrorCode::CannotOpen) => {
            StoreError::Unopenable { path, reason: "no permission, or no such folder".to_owned() }
        }
        Some(ErrorCode::DiskFull) => StoreError::Unwritable { path, reason: crate::pipeline::DISK_FULL.to_owned() },
        Some(ErrorCode::ReadOnly) => {
            StoreError::Unwritable { path, reason: "no permission; choose another place".to_owned() }
        }
        Some(_) => StoreError::Unwritable { path, reason },
        // what is in a row is not what this program writes
        None => StoreError::Damaged { path, reason },
    }
}

/// A value's name in the documents, such as `knee_bend`.
fn name_of(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        other => unreachable!("only enums without fields are named: {other:?}"),
    }
}

/// The value of that name.
fn named<T: DeserializeOwned>(column: usize, name: &str) -> rusqlite::Result<T> {
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};
    let name: StrDeserializer<'_, Error> = name.into_deserializer();
    T::deserialize(name).map_err(|e| unreadable(column, e))
}

fn unreadable(column: usize, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
}

/// A JSON column's value.
fn of_json<T: DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|e| unreadable(column, e))
}

/// A value as a JSON column; what is kept here always has one.
fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
}
