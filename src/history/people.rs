//! The people in the record, by name, or by a code that only the clinic can resolve.

use super::names::{PersonName, key};
use super::{Store, StoreError};
use crate::words;
use rusqlite::{Connection, OptionalExtension, params};
use std::borrow::Cow;

/// Number of a person in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PersonId(pub(super) i64);

/// Somebody in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub sessions: u32,
    pub trials: u32,
    pub exercises: u32,
    /// Days of the first session and the last one, ISO 8601.
    pub dates: Option<(String, String)>,
}

/// How much was deleted, or would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deleted {
    pub sessions: u32,
    pub trials: u32,
    pub key_frames: u32,
    pub corrections: u32,
    pub exercises: u32,
    pub notes: u32,
    /// Nothing of it is left in the files; `false` if another program was reading them at that moment.
    pub wiped: bool,
}

impl Deleted {
    /// All that is kept of a person, or was, in words.
    pub fn text(&self) -> Cow<'static, str> {
        let Self { sessions, trials, key_frames, corrections, exercises, notes, .. } = *self;
        words::kept_of_person(sessions, trials, key_frames, corrections, exercises, notes)
    }
}

impl Store {
    /// Everybody, in the order of their names.
    pub fn people(&self) -> Result<Vec<Person>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT person.id, person.name, count(DISTINCT session.id), count(trial.id), min(date), max(date),
                     (SELECT count(*) FROM exercise WHERE exercise.person_id = person.id)
                 FROM person LEFT JOIN session ON session.person_id = person.id LEFT JOIN trial ON session_id = session.id
                 GROUP BY person.id ORDER BY name_key",
            )?;
            let people = statement.query_map([], |row| {
                let dates: (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
                Ok(Person {
                    id: PersonId(row.get(0)?),
                    name: row.get(1)?,
                    sessions: row.get(2)?,
                    trials: row.get(3)?,
                    exercises: row.get(6)?,
                    dates: dates.0.zip(dates.1),
                })
            })?;
            people.collect()
        })
    }

    /// The person of this name.
    pub fn person(&self, name: impl AsRef<str>) -> Result<PersonId, StoreError> {
        let name = name.as_ref();
        let found = self.read(|connection| find(connection, name))?;
        found.ok_or_else(|| StoreError::NoSuchPerson { path: self.path.clone(), name: name.to_owned() })
    }

    /// A person's name; `None` if they are not in the record any more.
    pub fn name(&self, person: PersonId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT name FROM person WHERE id = ?1";
        self.read(|connection| connection.query_row(sql, [person.0], |row| row.get(0)).optional())
    }

    /// What deleting a person would delete.
    pub fn kept(&self, person: PersonId) -> Result<Deleted, StoreError> {
        self.read(|connection| kept(connection, person))
    }

    /// Deletes a person with all that is kept of them, and wipes it from the files.
    pub fn delete(&mut self, person: PersonId) -> Result<Deleted, StoreError> {
        let deleted = self.write(|connection| {
            let deleted = kept(connection, person)?;
            connection.execute("DELETE FROM person WHERE id = ?1", [person.0])?;
            Ok(deleted)
        })?;
        // the log still has what was written, until it is emptied
        let emptied = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: i64 = self.read(|connection| connection.query_row(emptied, [], |row| row.get(0)))?;
        Ok(Deleted { wiped: busy == 0, ..deleted })
    }
}

const OF_TRIALS: &str = "session JOIN trial ON session_id = session.id JOIN";

fn kept(connection: &Connection, person: PersonId) -> rusqlite::Result<Deleted> {
    Ok(Deleted {
        sessions: count(connection, person, "session")?,
        trials: count(connection, person, "session JOIN trial ON session_id = session.id")?,
        key_frames: count(connection, person, &format!("{OF_TRIALS} key_frame ON trial_id = trial.id"))?,
        corrections: count(connection, person, &format!("{OF_TRIALS} correction ON trial_id = trial.id"))?,
        exercises: count(connection, person, "exercise")?,
        notes: count(connection, person, "note")?,
        wiped: false,
    })
}

/// How many rows of these tables are a person's.
fn count(connection: &Connection, person: PersonId, tables: &str) -> rusqlite::Result<u32> {
    let sql = format!("SELECT count(*) FROM {tables} WHERE person_id = ?1");
    connection.query_row(&sql, [person.0], |row| row.get(0))
}

/// The person of this name, if there is one.
pub(super) fn find(connection: &Connection, name: &str) -> rusqlite::Result<Option<PersonId>> {
    let mut statement = connection.prepare_cached("SELECT id FROM person WHERE name_key = ?1")?;
    statement.query_row([key(name)], |row| Ok(PersonId(row.get(0)?))).optional()
}

/// The person of this name, added if there is none.
pub(super) fn find_or_add(connection: &Connection, name: &PersonName, now: &str) -> rusqlite::Result<PersonId> {
    if let Some(person) = find(connection, name.as_ref())? {
        return Ok(person);
    }
    let row = params![name.as_ref(), key(name.as_ref()), now];
    connection.execute("INSERT INTO person (name, name_key, added_at) VALUES (?1, ?2, ?3)", row)?;
    Ok(PersonId(connection.last_insert_rowid()))
}
