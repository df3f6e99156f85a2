//! Tests that were kept: a session is one measurement of one person.

use super::people::{PersonName, find, find_or_add};
use super::trials::{NewTrial, insert};
use super::{PersonId, Store, StoreError, json, of_json};
use crate::estimator::ModelInfo;
use crate::motion::{SessionConfig, Thresholds};
use crate::record::Measurement;
use crate::source::SourceInfo;
use rusqlite::{OptionalExtension, params};

/// Number of a session in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionId(pub(super) i64);

/// What is known of a session when its first trial ends.
pub struct NewSession<'a> {
    pub person: &'a PersonName,
    /// Of the test, ISO 8601.
    pub date: &'a str,
    /// Which file it is, see [`super::Recording`]; `None` for a camera.
    pub recording: Option<&'a str>,
    pub source: &'a SourceInfo,
    pub config: &'a SessionConfig,
    pub model: &'a ModelInfo,
    /// RFC 3339.
    pub now: &'a str,
}

/// A session in the record.
#[derive(Clone, Debug)]
pub struct KeptSession {
    pub id: SessionId,
    /// The same in every export: who gets it twice can tell.
    pub uid: String,
    pub date: String,
    pub source: SourceInfo,
    pub config: SessionConfig,
    pub model: ModelInfo,
    /// Version of LegRaise that measured.
    pub program: String,
    /// The measurement's document; `None` when the program was ended before the test was.
    pub document: Option<serde_json::Value>,
}

impl Store {
    /// Keeps a session's first trial, and with it the session: both or neither. What an earlier run left of the same recording, when it was
    /// ended too early, goes.
    pub fn begin_session(&mut self, session: &NewSession<'_>, trial: &NewTrial<'_>) -> Result<SessionId, StoreError> {
        self.write(|connection| {
            let person = find_or_add(connection, session.person, session.now)?;
            let unfinished = "DELETE FROM session WHERE person_id = ?1 AND recording = ?2 AND document IS NULL";
            connection.execute(unfinished, params![person.0, session.recording])?;
            connection.execute(
                "INSERT INTO session (person_id, date, kept_at, source, recording, config, model_name, model_sha256, program)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    person.0,
                    session.date,
                    session.now,
                    json(session.source)?,
                    session.recording,
                    json(session.config)?,
                    session.model.name,
                    session.model.sha256,
                    env!("CARGO_PKG_VERSION"),
                ],
            )?;
            let id = SessionId(connection.last_insert_rowid());
            insert(connection, id, trial)?;
            Ok(id)
        })
    }

    /// Keeps further trials of a session: all or none.
    pub fn add_trials(&mut self, session: SessionId, trials: &[NewTrial<'_>]) -> Result<(), StoreError> {
        self.write(|connection| trials.iter().try_for_each(|trial| insert(connection, session, trial)))
    }

    /// Keeps the measurement's document, when the test is over.
    pub fn end_session(&mut self, session: SessionId, measurement: &Measurement) -> Result<(), StoreError> {
        self.write(|connection| {
            let set = "UPDATE session SET document = ?2 WHERE id = ?1";
            connection.execute(set, params![session.0, json(measurement)?]).map(drop)
        })
    }

    /// Whether this person's trials of a recording are all here.
    pub fn has_recording(&self, person: &PersonName, recording: &str) -> Result<bool, StoreError> {
        self.read(|connection| {
            let Some(person) = find(connection, person)? else { return Ok(false) };
            let sql = "SELECT 1 FROM session WHERE person_id = ?1 AND recording = ?2 AND document IS NOT NULL LIMIT 1";
            let found = connection.query_row(sql, params![person.0, recording], |_| Ok(())).optional()?;
            Ok(found.is_some())
        })
    }

    /// The limits that a session was judged by; `None` when it is not in the record any more.
    pub fn thresholds(&self, session: SessionId) -> Result<Option<Thresholds>, StoreError> {
        self.read(|connection| {
            let sql = "SELECT config FROM session WHERE id = ?1";
            let config = connection.query_row(sql, [session.0], |row| of_json(0, &row.get::<_, String>(0)?));
            Ok(config.optional()?.map(|config: SessionConfig| config.thresholds))
        })
    }

    /// A person's sessions, in order of time.
    pub fn sessions(&self, person: PersonId) -> Result<Vec<KeptSession>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, uid, date, source, config, model_name, model_sha256, program, document
                 FROM session WHERE person_id = ?1 ORDER BY date, id",
            )?;
            let sessions = statement.query_map([person.0], |row| {
                let text = |column: usize| row.get::<_, String>(column);
                let document: Option<String> = row.get(8)?;
                Ok(KeptSession {
                    id: SessionId(row.get(0)?),
                    uid: text(1)?,
                    date: text(2)?,
                    source: of_json(3, &text(3)?)?,
                    config: of_json(4, &text(4)?)?,
                    model: ModelInfo { name: text(5)?, sha256: text(6)? },
                    program: text(7)?,
                    document: document.map(|text| of_json(8, &text)).transpose()?,
                })
            })?;
            sessions.collect()
        })
    }
}
