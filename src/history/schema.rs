//! The record's tables, and how a file of an older version becomes one of this version.
//!
//! A migration that was released is never changed: what is to be otherwise is a further one.

use super::{StoreError, failed};
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// Five seconds in all: making the file takes milliseconds.
const MOST_TRIES: u32 = 250;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Marks the file as LegRaise's among SQLite's.
const APPLICATION_ID: i64 = 0x4c52_6169;

/// Each makes the version of its place, from 1 on.
const MIGRATIONS: [&str; 1] = [
    // Rows that lists read are small; documents, traces and pictures lie beside them. Times are RFC 3339, dates ISO 8601.
    "CREATE TABLE person (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL UNIQUE, -- the name in small letters: who types Anna means anna
        added_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE session (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
        person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
        date TEXT NOT NULL, -- of the test, local
        kept_at TEXT NOT NULL,
        source TEXT NOT NULL, -- what was measured, JSON
        recording TEXT, -- which file that was, its size and time; NULL for a camera
        config TEXT NOT NULL, -- thresholds and protocol, JSON
        model_name TEXT NOT NULL,
        model_sha256 TEXT NOT NULL,
        program TEXT NOT NULL, -- version that measured
        document TEXT -- legraise.measurement/1; NULL while the test runs, or when it broke down
    ) STRICT;
    CREATE INDEX session_of_person ON session (person_id, date);
    CREATE INDEX session_of_recording ON session (recording) WHERE recording IS NOT NULL;
    CREATE TABLE trial (
        id INTEGER PRIMARY KEY,
        session_id INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
        number INTEGER NOT NULL, -- in its session, from 1
        side TEXT NOT NULL,
        angle_deg REAL NOT NULL, -- as measured; corrections lie beside it
        uncertainty_deg REAL NOT NULL,
        ended_by TEXT NOT NULL,
        verdict TEXT NOT NULL,
        grade TEXT NOT NULL,
        borderline INTEGER NOT NULL,
        UNIQUE (session_id, number)
    ) STRICT;
    CREATE TABLE trial_document (
        trial_id INTEGER PRIMARY KEY REFERENCES trial ON DELETE CASCADE,
        document TEXT NOT NULL, -- an element of the measurement's trials
        curve TEXT NOT NULL, -- [[seconds, degrees], ...]
        reader TEXT NOT NULL, -- how the leg was read, JSON
        trace BLOB NOT NULL -- legraise.trace/1 from the rest before to the end, gzip
    ) STRICT;
    CREATE TABLE key_frame (
        trial_id INTEGER PRIMARY KEY REFERENCES trial ON DELETE CASCADE,
        t_ns INTEGER NOT NULL, -- since the source's start
        width INTEGER NOT NULL, -- of the frame that the pose is in; the picture may be smaller
        height INTEGER NOT NULL,
        pose TEXT NOT NULL,
        jpeg BLOB NOT NULL
    ) STRICT;
    CREATE TABLE correction (
        id INTEGER PRIMARY KEY,
        trial_id INTEGER NOT NULL REFERENCES trial ON DELETE CASCADE,
        made_at TEXT NOT NULL,
        made_by TEXT NOT NULL,
        points TEXT NOT NULL, -- hip, knee and ankle, JSON
        angle_deg REAL NOT NULL,
        verdict TEXT NOT NULL,
        grade TEXT NOT NULL,
        borderline INTEGER NOT NULL,
        undone_at TEXT -- NULL while it holds
    ) STRICT;
    CREATE INDEX correction_of_trial ON correction (trial_id);
    CREATE TABLE note (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
        made_at TEXT NOT NULL,
        text TEXT NOT NULL
    ) STRICT;
    CREATE INDEX note_of_person ON note (person_id);",
];

/// The version that this program writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// Brings the file to this version.
pub(super) fn update(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    if version(connection).map_err(|e| failed(path, e))? < SCHEMA_VERSION {
        migrate(connection, path)?;
    }
    match version(connection).map_err(|e| failed(path, e))? {
        SCHEMA_VERSION => Ok(()),
        found => Err(StoreError::Newer { path: path.to_owned(), found }),
    }
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let foreign = is_foreign(connection).map_err(|e| failed(path, e))?;
    if foreign {
        return Err(StoreError::Foreign(path.to_owned()));
    }
    apply(connection).map_err(|e| failed(path, e))
}

fn apply(connection: &mut Connection) -> rusqlite::Result<()> {
    readers_need_not_wait(connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = version(&transaction)?.clamp(0, SCHEMA_VERSION);
    for migration in &MIGRATIONS[from as usize..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION.max(version(&transaction)?))?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()
}

/// Turns the write-ahead log on, which stays on in the file. Here SQLite does not wait for another program that makes the same file.
fn readers_need_not_wait(connection: &Connection) -> rusqlite::Result<()> {
    let mut tries = 0;
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries < MOST_TRIES => {
                tries += 1;
                std::thread::sleep(BETWEEN_TRIES);
            }
            other => return other,
        }
    }
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// A database with tables that this program did not make.
fn is_foreign(connection: &Connection) -> rusqlite::Result<bool> {
    let id: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    Ok(tables > 0 && id != APPLICATION_ID)
}
