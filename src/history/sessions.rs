//! Stored tests: a session is one measurement of one person.

use super::ids::SessionId;
use super::names::PersonName;
use super::people::{find, find_or_add};
use super::trials::{NewTrial, insert, same_raise, set_measured_again, set_revised};
use super::{PersonId, Store, StoreError, json, name_of, of_json};
use crate::document::Measurement;
use crate::estimator::ModelInfo;
use crate::motion::{Referral, SessionConfig, Side, Thresholds, Trial, TrialReason};
use crate::source::SourceInfo;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Deserialize;

/// Identifies a session for good; row numbers are used again after a deletion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionUid(String);

/// The session has all of its recording's trials: the measurement was neither stopped nor broken off.
const WHOLE: &str = "document IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM json_each(document, '$.problems') WHERE json_extract(value, '$.code') IN ('interrupted', 'broken_off'))";

/// What is known of a session when its first trial ends.
pub struct NewSession<'a> {
    pub person: &'a PersonName,
    /// Day of the test, ISO 8601.
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
    /// The same in every export, so that a recipient recognises it.
    pub uid: String,
    pub date: String,
    pub source: SourceInfo,
    pub config: SessionConfig,
    pub model: ModelInfo,
    /// Version of LegRaise that measured.
    pub program: String,
    /// The measurement's document; `None` if the program ended before the test.
    pub document: Option<serde_json::Value>,
}

impl KeptSession {
    /// Whom to ask after the test, also because of what was felt outside its trials.
    pub fn referral(&self) -> Option<Referral> {
        let referral = self.document.as_ref()?.get("decision")?.get("referral")?;
        Referral::deserialize(referral).ok()
    }
}

impl Store {
    /// Stores trials in one transaction, and with the first one the session, whose identifier is put into `own`. Trials
    /// of a recording that another run has stored, whether that run is over, stopped, or still going on, are not stored
    /// again. Returns the outcome for each.
    ///
    /// # Errors
    /// The session is `own` and has been deleted.
    pub fn keep_trials(
        &mut self,
        session: &NewSession<'_>,
        own: &mut Option<SessionUid>,
        trials: &[NewTrial<'_>],
    ) -> Result<Vec<KeepOutcome>, StoreError> {
        let begun = own.clone();
        let kept = self.write(|connection| {
            if let Some(uid) = &begun
                && find_session(connection, uid)?.is_none()
            {
                return Ok(None);
            }
            let mut begun = begun;
            let each = trials.iter().map(|trial| keep_trial(connection, session, &mut begun, trial));
            let each = each.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(Some((begun, each)))
        })?;
        let (begun, each) = kept.ok_or_else(|| self.deleted(session.person))?;
        *own = begun;
        Ok(each)
    }

    /// Corrects the side of a raise that another run of the recording has stored without knowing the leg.
    pub fn settle_side(&mut self, person: &PersonName, recording: &str, trial: &Trial) -> Result<(), StoreError> {
        self.write(|connection| {
            let Some(person) = find(connection, person.as_ref())? else { return Ok(()) };
            let set = |session| set_revised(connection, session, trial).map(drop);
            settle(connection, person, recording, trial, set).map(drop)
        })
    }

    /// Replaces a stored trial after the user said what stopped it or which leg it was, or chose another person.
    ///
    /// # Errors
    /// The session has been deleted.
    pub fn keep_revised(&mut self, session: &SessionUid, person: &PersonName, trial: &Trial) -> Result<(), StoreError> {
        let is_there = self.write(|connection| {
            let Some(id) = find_session(connection, session)? else { return Ok(false) };
            set_revised(connection, id, trial).map(|_| true)
        })?;
        if is_there { Ok(()) } else { Err(self.deleted(person)) }
    }

    /// Stores the measurement's document when the test is over, unless another program that measures the same recording
    /// has already stored a complete one.
    ///
    /// # Errors
    /// The session has been deleted.
    pub fn end_session(
        &mut self,
        session: &SessionUid,
        person: &PersonName,
        measurement: &Measurement,
    ) -> Result<(), StoreError> {
        let is_there = self.write(|connection| {
            let set = format!("UPDATE session SET document = ?2 WHERE uid = ?1 AND NOT ({WHOLE})");
            connection.execute(&set, params![session.0, json(measurement)?])?;
            Ok(find_session(connection, session)?.is_some())
        })?;
        if is_there { Ok(()) } else { Err(self.deleted(person)) }
    }

    pub(super) fn deleted(&self, person: &PersonName) -> StoreError {
        StoreError::PersonDeleted { path: self.path.clone(), name: person.to_string() }
    }

    /// Whether all of this person's trials of a recording are stored, or all of `side` if one was asked for.
    pub fn has_recording(&self, person: &PersonName, recording: &str, side: Option<Side>) -> Result<bool, StoreError> {
        self.read(|connection| {
            let Some(person) = find(connection, person.as_ref())? else { return Ok(false) };
            is_whole(connection, person, recording, side, None)
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

/// The result of storing a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepOutcome {
    New,
    /// It had been stored without its leg, which is known now.
    Settled,
    ThereBefore,
}

/// If the same raise has been stored before: sets its side by `set` if that is known only now. `None` if it has not
/// been stored.
fn settle(
    connection: &Connection,
    person: PersonId,
    recording: &str,
    trial: &Trial,
    set: impl FnOnce(SessionId) -> rusqlite::Result<()>,
) -> rusqlite::Result<Option<KeepOutcome>> {
    let Some(same) = same_raise(connection, person, recording, trial)? else { return Ok(None) };
    if !same.asks_side || trial.reasons.contains(&TrialReason::SideNotCertain) {
        return Ok(Some(KeepOutcome::ThereBefore));
    }
    set(same.session)?;
    Ok(Some(KeepOutcome::Settled))
}

/// Stores a trial unless it is stored already, and puts the session that it belongs to into `own`.
fn keep_trial(
    connection: &Connection,
    session: &NewSession<'_>,
    own: &mut Option<SessionUid>,
    trial: &NewTrial<'_>,
) -> rusqlite::Result<KeepOutcome> {
    let person = find_or_add(connection, session.person, session.now)?;
    if let Some(recording) = session.recording {
        if is_whole(connection, person, recording, session.config.side, own.as_ref())? {
            return Ok(KeepOutcome::ThereBefore);
        }
        if own.is_none() {
            *own = unfinished(connection, person, recording, session)?;
        }
        let set = |session| set_measured_again(connection, session, trial);
        if let Some(kept) = settle(connection, person, recording, trial.trial, set)? {
            return Ok(kept);
        }
    }
    let uid = match own {
        Some(uid) => uid,
        None => own.insert(begin(connection, person, session)?),
    };
    // found, since this transaction has just made or found it
    let id = find_session(connection, uid)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    insert(connection, id, trial).map(|()| KeepOutcome::New)
}

fn find_session(connection: &Connection, session: &SessionUid) -> rusqlite::Result<Option<SessionId>> {
    let mut statement = connection.prepare_cached("SELECT id FROM session WHERE uid = ?1")?;
    statement.query_row([&session.0], |row| Ok(SessionId(row.get(0)?))).optional()
}

/// Whether a session other than `own` has all trials of a recording, or all of `side` if one was asked for.
fn is_whole(
    connection: &Connection,
    person: PersonId,
    recording: &str,
    side: Option<Side>,
    own: Option<&SessionUid>,
) -> rusqlite::Result<bool> {
    let sql = format!(
        "SELECT 1 FROM session WHERE person_id = ?1 AND recording = ?2 AND uid IS NOT ?3
             AND json_extract(config, '$.side') IS ?4 AND {WHOLE}"
    );
    let (own, side) = (own.map(|uid| &uid.0), side.as_ref().map(name_of));
    Ok(connection.query_row(&sql, params![person.0, recording, own, side], |_| Ok(())).optional()?.is_some())
}

/// The session of a run that measured the same in the same way and was stopped, or is still going on; its day is set to
/// the one that is known now.
fn unfinished(
    connection: &Connection,
    person: PersonId,
    recording: &str,
    session: &NewSession<'_>,
) -> rusqlite::Result<Option<SessionUid>> {
    let sql = format!(
        "UPDATE session SET date = ?6 WHERE id = (SELECT max(id) FROM session WHERE person_id = ?1 AND recording = ?2
             AND config = ?3 AND model_sha256 = ?4 AND program = ?5 AND NOT ({WHOLE})) RETURNING uid"
    );
    let (config, model) = (json(session.config)?, &session.model.sha256);
    let same = params![person.0, recording, config, model, env!("CARGO_PKG_VERSION"), session.date];
    connection.query_row(&sql, same, |row| row.get(0).map(SessionUid)).optional()
}

fn begin(connection: &Connection, person: PersonId, session: &NewSession<'_>) -> rusqlite::Result<SessionUid> {
    let sql =
        "INSERT INTO session (person_id, date, kept_at, source, recording, config, model_name, model_sha256, program)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING uid";
    let row = params![
        person.0,
        session.date,
        session.now,
        json(session.source)?,
        session.recording,
        json(session.config)?,
        session.model.name,
        session.model.sha256,
        env!("CARGO_PKG_VERSION"),
    ];
    connection.query_row(sql, row, |row| row.get(0).map(SessionUid))
}
