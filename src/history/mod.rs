//! The record of people: who was measured when, every trial with its trace and the frame of its highest point, notes,
//! corrections. An SQLite file of the user's own. Nothing here measures, prints, or knows of the window.
//!
//! - `place.rs`: where the file is, and whose it is; `schema.rs`: its tables, and how older files become newer ones
//! - `passphrase.rs`: what opens it, when it is encrypted
//! - `error.rs`: why it can't be read or written
//! - `names.rs`: what people are called
//! - `people.rs`, `sessions.rs`, `trials.rs`, `exercises.rs`, `plan.rs`, `notes.rs`, `correction.rs`, `corrections.rs`:
//!   what is in it; `ids.rs`: its numbers; `key_frame.rs`: the frame that stands for a trial
//! - `person_record.rs`: all of a person at once
//! - `sink.rs`: puts trials into it as they end; `exercise_sink.rs`: exercises, set by set; `receipt.rs`: what became
//!   of them
//! - `day_result.rs`: what a day's trials come to; `trend.rs`: the same over time; both pure
//! - `dates.rs`: how dates are written

mod correction;
mod corrections;
mod dates;
mod day_result;
mod error;
mod exercise_sink;
mod exercises;
mod ids;
mod key_frame;
mod names;
mod notes;
mod passphrase;
mod people;
mod person_record;
mod place;
mod plan;
mod receipt;
mod schema;
mod sessions;
mod sink;
mod trend;
mod trials;

pub use correction::Correction;
pub use dates::{day, local_day, local_minute, now, today};
pub use day_result::DayResult;
pub use error::StoreError;
pub use exercises::{ExerciseUid, KeptExercise, Rating};
pub use ids::{CorrectionId, ExerciseId, SessionId, TrialId};
pub use key_frame::KeyFrame;
pub use names::{PersonName, key as name_key};
pub use notes::Note;
pub use passphrase::Passphrase;
pub use people::{Deleted, Person, PersonId};
pub use person_record::PersonRecord;
pub use place::{DATABASE_VARIABLE, RecordAbout, about, usual_place};
pub use plan::{ENOUGH_MIN, Plan, PlanStatus, Practised, STRETCHES};
pub use receipt::{DayFrom, Receipt, SaveOutcome};
pub use sessions::{KeepOutcome, KeptSession, NewSession, SessionUid};
pub use sink::{HistorySink, Recording, SaveTarget};
pub use trend::{Change, DayMean, MethodChange, REAL_CHANGE_DEG, REAL_CHANGE_OTHERWISE_DEG, SideDifference, SideTrend};
pub use trials::{KeptTrial, NewTrial, TrialRow};

use rusqlite::backup::Backup;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, TransactionBehavior, ffi};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The passphrase that opens the record, for scripts.
pub const PASSPHRASE_VARIABLE: &str = "LEGRAISE_PASSPHRASE";

/// The version of the tables that this program writes.
pub const SCHEMA_VERSION: i64 = schema::MIGRATIONS.len() as i64;

/// The longest wait for another program's lock. A window holds it for a few milliseconds; anything longer is a fault.
const BUSY: Duration = Duration::from_secs(10);
/// The same while what is to be written is held and will be tried again: a test must not stand still meanwhile.
const BUSY_STILL: Duration = Duration::from_millis(100);

/// The record, open.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// Which file was opened, to notice when it is replaced.
    identity: Option<(u64, u64)>,
    /// Why the record can't be written, if it can't.
    read_only: Option<String>,
}

/// Ways to open a file, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Write,
    Read,
    /// Read as a file that nobody changes, which needs no files beside it.
    ReadUnchanging,
}

impl Store {
    /// Opens the record at `path` to write to it, and makes it where there is none. An encrypted one is opened with the
    /// passphrase in `LEGRAISE_PASSPHRASE`.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        place::make(path)?;
        Self::open_existing(path)?.writable()
    }

    /// Opens a record that is there, if only to read it, with the passphrase in `LEGRAISE_PASSPHRASE` where it is
    /// encrypted.
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        Self::open_existing_with(path, Passphrase::of_environment().as_ref())
    }

    /// Opens a record that is there, if only to read it; one that is not encrypted needs no passphrase.
    ///
    /// # Errors
    /// [`StoreError::PassphraseNeeded`] and [`StoreError::WrongPassphrase`], after which somebody may be asked.
    pub fn open_existing_with(path: &Path, passphrase: Option<&Passphrase>) -> Result<Self, StoreError> {
        let found = place::look(path)?;
        if found == place::FoundFile::Plain {
            place::keep_private(path);
        }
        let open = |access| Self::open_as(path, found, passphrase, access);
        let why = match open(Access::Write) {
            Err(StoreError::Unopenable { .. }) => READ_ONLY.to_owned(),
            Err(StoreError::Unwritable { reason, .. }) => reason,
            other => return other,
        };
        let opened = match open(Access::Read) {
            Err(StoreError::Unopenable { .. } | StoreError::Unwritable { .. }) if place::has_log(path) => {
                Err(StoreError::Unopenable { path: path.to_owned(), reason: LOG_UNREADABLE.to_owned() })
            }
            Err(StoreError::Unopenable { .. } | StoreError::Unwritable { .. }) => open(Access::ReadUnchanging),
            other => other,
        };
        opened.map(|store| Self { read_only: Some(why), ..store })
    }

    fn open_as(
        path: &Path,
        found: place::FoundFile,
        passphrase: Option<&Passphrase>,
        access: Access,
    ) -> Result<Self, StoreError> {
        let told = |error| failed(path, error);
        let identity = place::identity(path);
        let connection = connect(path, access).map_err(told)?;
        if found == place::FoundFile::Encrypted {
            passphrase::unlock(&connection, path, passphrase)?;
            place::keep_private(path);
        }
        let mut store = Self { connection, path: path.to_owned(), identity, read_only: None };
        store.configure().map_err(told)?;
        if access == Access::Write {
            // SQLite silently opens a file that can't be written
            if store.connection.is_readonly(MAIN_DB).map_err(told)? {
                return Err(StoreError::Unwritable { path: path.to_owned(), reason: READ_ONLY.to_owned() });
            }
        } else if schema::is_older(&store.connection).map_err(told)? {
            store.connection = in_memory(&store.connection).map_err(told)?;
        }
        schema::update(&mut store.connection, path)?;
        Ok(store)
    }

    /// The record, to write to it.
    ///
    /// # Errors
    /// It can only be read here.
    pub fn writable(self) -> Result<Self, StoreError> {
        match self.read_only {
            Some(reason) => Err(StoreError::Unwritable { path: self.path, reason }),
            None => Ok(self),
        }
    }

    fn configure(&self) -> rusqlite::Result<()> {
        let connection = &self.connection;
        connection.busy_timeout(BUSY)?;
        // the first query shows whether the file can be read
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
        connection.pragma_update(None, "foreign_keys", true)?;
        // an announced trial is on the disk, even if the power fails
        connection.pragma_update(None, "synchronous", "FULL")?;
        // what is deleted is overwritten
        connection.pragma_update(None, "secure_delete", true)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A number that changes when another connection, in this program or another, has written the record (SQLite's
    /// `data_version`).
    pub fn version(&self) -> Result<i64, StoreError> {
        self.read(|connection| connection.pragma_query_value(None, "data_version", |row| row.get(0)))
    }

    fn read<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        query(&self.connection).map_err(|e| failed(&self.path, e))
    }

    /// Sets how long writing waits for other programs: hardly, while it was given up a moment ago and is tried again.
    fn wait_for_others(&self, is_held: bool) -> Result<(), StoreError> {
        let wait = if is_held { BUSY_STILL } else { BUSY };
        self.connection.busy_timeout(wait).map_err(|error| failed(&self.path, error))
    }

    /// Reads several things as they were at one moment, whatever others write meanwhile.
    pub fn at_once<T, E: From<StoreError>>(&self, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        // inside another such read, that one has fixed the moment
        if !self.connection.is_autocommit() {
            return read();
        }
        // ends when it is dropped
        let _moment = self.connection.unchecked_transaction().map_err(|error| failed(&self.path, error))?;
        read()
    }

    /// Makes the change in one transaction.
    fn write<T>(&mut self, change: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        if let Some(reason) = &self.read_only {
            return Err(StoreError::Unwritable { path: self.path.clone(), reason: reason.clone() });
        }
        // what is written into a file that was deleted or replaced would be lost
        if self.identity != place::identity(&self.path) {
            return Err(StoreError::Unwritable { path: self.path.clone(), reason: MOVED.to_owned() });
        }
        let all = |connection: &mut Connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let result = change(&transaction)?;
            transaction.commit()?;
            Ok(result)
        };
        all(&mut self.connection).map_err(|e| failed(&self.path, e))
    }
}

fn connect(path: &Path, access: Access) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let uri = place::uri(path);
    match access {
        Access::Write => Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_READ_WRITE),
        Access::Read => Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_READ_ONLY),
        Access::ReadUnchanging => {
            Connection::open_with_flags(format!("{uri}?immutable=1"), flags | OpenFlags::SQLITE_OPEN_READ_ONLY)
        }
    }
}

/// A copy in memory of a record that can't be updated in its place.
fn in_memory(record: &Connection) -> rusqlite::Result<Connection> {
    let mut copy = Connection::open_in_memory()?;
    Backup::new(record, &mut copy)?.run_to_completion(i32::MAX, Duration::ZERO, None)?;
    Ok(copy)
}

const READ_ONLY: &str = "it can only be read here; copy it to a place of yours, or give yourself the right to write it";
const MOVED: &str = "it was moved or deleted while it was open; measure again";
const LOG_UNREADABLE: &str =
    "its newest part, in the file beside it, can't be read here; copy both to a place that can be written to";

/// SQLite's error in the words of this program.
fn failed(path: &Path, error: rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    let reason = match &error {
        rusqlite::Error::SqliteFailure(_, Some(text)) => text.clone(),
        // without the SQL statement, which means nothing to the user
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    let unwritable = |path, reason: &str| StoreError::Unwritable { path, reason: reason.to_owned() };
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged { path, reason },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy(path),
        Some(ErrorCode::CannotOpen) => {
            StoreError::Unopenable { path, reason: "no permission, or no such folder".to_owned() }
        }
        Some(ErrorCode::DiskFull) => unwritable(path, crate::pipeline::DISK_FULL),
        Some(ErrorCode::SystemIoFailure) => match error.sqlite_extended_error_code() {
            // the shared-memory file beside the record can't grow
            Some(ffi::SQLITE_IOERR_SHMSIZE) => unwritable(path, crate::pipeline::DISK_FULL),
            _ => unwritable(path, "the disk can't be read or written; check it, or choose another place"),
        },
        Some(ErrorCode::ReadOnly) => unwritable(path, READ_ONLY),
        // a table or a row is not in this program's format
        Some(ErrorCode::Unknown) | None => StoreError::Damaged { path, reason },
        Some(_) => StoreError::Unwritable { path, reason },
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
