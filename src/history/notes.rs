//! What somebody writes about a person.

use super::{PersonId, Store, StoreError};
use rusqlite::params;

/// A note on a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// RFC 3339.
    pub made_at: String,
    pub text: String,
}

impl Store {
    /// Adds a note; `now` in RFC 3339.
    pub fn add_note(&mut self, person: PersonId, text: &str, now: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO note (person_id, made_at, text) VALUES (?1, ?2, ?3)";
        self.write(|connection| connection.execute(sql, params![person.0, now, text]).map(drop))
    }

    /// The notes on a person, oldest first.
    pub fn notes(&self, person: PersonId) -> Result<Vec<Note>, StoreError> {
        self.read(|connection| {
            let sql = "SELECT made_at, text FROM note WHERE person_id = ?1 ORDER BY id";
            let mut statement = connection.prepare_cached(sql)?;
            statement.query_map([person.0], |row| Ok(Note { made_at: row.get(0)?, text: row.get(1)? }))?.collect()
        })
    }
}
