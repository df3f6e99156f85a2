//! The record's tables, and how a file of an older version becomes one of this version.
//!
//! A released migration is never changed; a new one is added.

use super::names::{key, tidy};
use super::{SCHEMA_VERSION, StoreError, failed};
use rusqlite::{Connection, TransactionBehavior, params};
use std::collections::HashMap;
use std::path::Path;

/// Marks the file as LegRaise's among SQLite's.
pub(super) const APPLICATION_ID: i64 = 0x4c52_6169;

/// The migration at index i makes version i + 1.
pub(super) const MIGRATIONS: [fn(&Connection) -> rusqlite::Result<()>; 3] = [
    |connection| connection.execute_batch(TABLES),
    one_person_a_name,
    |connection| connection.execute_batch(TABLES_OF_EXERCISES),
];

/// Rows that are listed are small; documents, traces and images are in tables of their own. Times are RFC 3339, dates
/// ISO 8601.
const TABLES: &str = "
    CREATE TABLE person (
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
    CREATE INDEX note_of_person ON note (person_id);";

/// What is done between tests.
const TABLES_OF_EXERCISES: &str = "
    CREATE TABLE exercise (
        id INTEGER PRIMARY KEY,
        uid TEXT NOT NULL UNIQUE DEFAULT (lower(hex(randomblob(16)))),
        person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
        date TEXT NOT NULL, -- local
        kept_at TEXT NOT NULL,
        source TEXT NOT NULL, -- what was looked at, JSON
        recording TEXT, -- which file that was, its size and time; NULL for a camera
        config TEXT NOT NULL, -- leg, thresholds and protocol, JSON
        name TEXT NOT NULL,
        document TEXT NOT NULL, -- what it asks for and the sets so far: the exercise of a legraise.measurement/1
        ended_at TEXT, -- NULL while it is under way, or when it broke down
        model_name TEXT NOT NULL,
        model_sha256 TEXT NOT NULL,
        program TEXT NOT NULL, -- version that looked on
        effort INTEGER CHECK (effort BETWEEN 0 AND 10), -- as the person says
        pain INTEGER CHECK (pain BETWEEN 0 AND 10)
    ) STRICT;
    CREATE INDEX exercise_of_person ON exercise (person_id, date);
    CREATE INDEX exercise_of_recording ON exercise (recording) WHERE recording IS NOT NULL;
    CREATE TABLE plan (
        id INTEGER PRIMARY KEY,
        person_id INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
        made_on TEXT NOT NULL, -- local
        legs TEXT NOT NULL, -- JSON
        exercises TEXT NOT NULL, -- their names, JSON
        ended_at TEXT -- NULL while it holds
    ) STRICT;
    CREATE UNIQUE INDEX plan_that_holds ON plan (person_id) WHERE ended_at IS NULL;";

/// Makes an empty file a record.
pub(super) fn make(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    apply(&transaction, 0)?;
    transaction.commit()?;
    // readers need not wait for a writer; the file keeps this setting
    connection.pragma_update(None, "journal_mode", "WAL")
}

/// Brings a record of an older version to this one.
pub(super) fn update(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    match version(connection).map_err(|e| failed(path, e))? {
        SCHEMA_VERSION => Ok(()),
        1..SCHEMA_VERSION => migrate(connection).map_err(|e| failed(path, e)),
        found if found > SCHEMA_VERSION => Err(StoreError::Newer { path: path.to_owned(), found }),
        found => {
            let reason = format!("it says that its version is {found}");
            Err(StoreError::Damaged { path: path.to_owned(), reason })
        }
    }
}

/// Whether the record can be used as it is.
pub(super) fn is_older(connection: &Connection) -> rusqlite::Result<bool> {
    Ok((1..SCHEMA_VERSION).contains(&version(connection)?))
}

fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // another program may have updated it meanwhile
    let from = version(&transaction)?;
    apply(&transaction, from)?;
    transaction.commit()
}

fn apply(connection: &Connection, from: i64) -> rusqlite::Result<()> {
    let done = usize::try_from(from).unwrap_or_default().min(MIGRATIONS.len());
    MIGRATIONS[done..].iter().try_for_each(|migration| migration(connection))?;
    connection.pragma_update(None, "user_version", SCHEMA_VERSION.max(from))
}

pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Whether an open database is a record of this program's.
pub(super) fn is_ours(connection: &Connection) -> rusqlite::Result<bool> {
    let id: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    Ok(id == APPLICATION_ID)
}

/// Merges people whose names look the same but are encoded differently into the one who was stored first.
fn one_person_a_name(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT id, name FROM person ORDER BY id")?;
    let people = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let people: Vec<(i64, String)> = people.collect::<rusqlite::Result<_>>()?;
    // unique placeholders, so that no new key collides with an old one
    connection.execute("UPDATE person SET name_key = char(10) || id", [])?;
    let mut first: HashMap<String, i64> = HashMap::new();
    for (id, name) in people {
        let seen = Some(tidy(&name)).filter(|name| !name.is_empty());
        let name = seen.unwrap_or_else(|| format!("without a name ({id})"));
        let person = *first.entry(key(&name)).or_insert(id);
        if person == id {
            let set = "UPDATE person SET name = ?2, name_key = ?3 WHERE id = ?1";
            connection.execute(set, params![id, name, key(&name)])?;
        } else {
            connection.execute("UPDATE session SET person_id = ?2 WHERE person_id = ?1", [id, person])?;
            connection.execute("UPDATE note SET person_id = ?2 WHERE person_id = ?1", [id, person])?;
            connection.execute("DELETE FROM person WHERE id = ?1", [id])?;
        }
    }
    Ok(())
}
