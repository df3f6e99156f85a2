//! Stored exercises: the sets that were done, and the person's rating.

use super::ids::ExerciseId;
use super::people::find_or_add;
use super::sessions::NewSession;
use super::{PersonId, Store, StoreError, json, name_of, of_json};
use crate::document::ExerciseDocument;
use crate::estimator::ModelInfo;
use crate::motion::{Exercise, SensationReport, SessionConfig, Side};
use crate::source::SourceInfo;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

/// An exercise that is being kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExerciseUid(String);

/// How an exercise was for the person, each from 0, none at all, to 10, the most there can be: effort as on Borg's CR10
/// scale, pain as on the numeric rating scale. `None` where they did not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rating {
    pub effort: Option<u8>,
    pub pain: Option<u8>,
}

impl Rating {
    /// The top of both scales.
    pub const MOST: u8 = 10;

    /// From this pain on the person should ask a professional (ours: 4 to 6 are called moderate on that scale).
    const PAINFUL: u8 = 4;

    /// What the pain rating tells of the sensation: that it hurt, not how.
    pub fn felt(&self) -> Option<SensationReport> {
        self.pain.filter(|pain| *pain >= Self::PAINFUL).map(|_| SensationReport::NotTold)
    }

    /// Whether it contains a rating, and each is within the scale.
    pub fn is_one(&self) -> bool {
        let mut said = self.effort.iter().chain(&self.pain).peekable();
        said.peek().is_some() && said.all(|value| *value <= Self::MOST)
    }
}

/// An exercise in the record.
#[derive(Clone, Debug)]
pub struct KeptExercise {
    pub id: ExerciseId,
    /// The same in every export.
    pub uid: String,
    /// The day on which it was done, with the minute if a camera recorded it; local, ISO 8601.
    pub date: String,
    pub source: SourceInfo,
    pub config: SessionConfig,
    pub model: ModelInfo,
    /// Version of LegRaise that counted it.
    pub program: String,
    /// The exercise, and the sets that were done.
    pub done: ExerciseDocument,
    pub rating: Rating,
}

impl KeptExercise {
    /// The worst that was felt in it, as far as it is known.
    pub fn felt(&self) -> Option<SensationReport> {
        self.done.felt().max(self.rating.felt())
    }

    /// How long this leg was in position, all sets together, seconds.
    pub fn held_s(&self, side: Side) -> f64 {
        self.done.sets.iter().filter(|set| set.side == Some(side)).map(|set| set.held_s).sum()
    }
}

/// The result of storing an exercise.
enum ExerciseKeepOutcome {
    Here(ExerciseUid),
    /// An earlier run of the same recording has stored all of it.
    There,
    Deleted,
}

impl Store {
    /// Stores the sets of an exercise so far, and puts its identifier into `own`; `over` if it is complete. Sets of a
    /// recording that an earlier run has stored are not stored again: `false` if that was all of them.
    ///
    /// # Errors
    /// The exercise is `own` and has been deleted.
    pub fn keep_exercise(
        &mut self,
        session: &NewSession<'_>,
        own: &mut Option<ExerciseUid>,
        done: &ExerciseDocument,
        over: bool,
    ) -> Result<bool, StoreError> {
        let begun = own.as_ref();
        match self.write(|connection| keep(connection, session, begun, done, over))? {
            ExerciseKeepOutcome::Here(uid) => *own = Some(uid),
            ExerciseKeepOutcome::There => return Ok(false),
            ExerciseKeepOutcome::Deleted => return Err(self.deleted(session.person)),
        }
        Ok(true)
    }

    /// Stores the person's rating; what is `None` in it stays as it was. `false` if the exercise is not in the record
    /// any more.
    pub fn rate(&mut self, exercise: ExerciseId, rating: Rating) -> Result<bool, StoreError> {
        let sql = "UPDATE exercise SET effort = coalesce(?2, effort), pain = coalesce(?3, pain) WHERE id = ?1";
        let rated = params![exercise.0, rating.effort, rating.pain];
        self.write(|connection| Ok(connection.execute(sql, rated)? > 0))
    }

    /// A person's exercises, in order of time.
    pub fn exercises(&self, person: PersonId) -> Result<Vec<KeptExercise>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, uid, date, source, config, model_name, model_sha256, program, document, effort, pain
                 FROM exercise WHERE person_id = ?1 ORDER BY date, id",
            )?;
            statement.query_map([person.0], kept)?.collect()
        })
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptExercise> {
    let text = |column: usize| row.get::<_, String>(column);
    Ok(KeptExercise {
        id: ExerciseId(row.get(0)?),
        uid: text(1)?,
        date: text(2)?,
        source: of_json(3, &text(3)?)?,
        config: of_json(4, &text(4)?)?,
        model: ModelInfo { name: text(5)?, sha256: text(6)? },
        program: text(7)?,
        done: of_json(8, &text(8)?)?,
        rating: Rating { effort: row.get(9)?, pain: row.get(10)? },
    })
}

fn keep(
    connection: &Connection,
    session: &NewSession<'_>,
    own: Option<&ExerciseUid>,
    done: &ExerciseDocument,
    over: bool,
) -> rusqlite::Result<ExerciseKeepOutcome> {
    let uid = match own {
        Some(uid) => uid.clone(),
        None => {
            let person = find_or_add(connection, session.person, session.now)?;
            let same = |recording| of_recording(connection, person, recording, &done.exercise, session.config.side);
            match session.recording.map(same).transpose()?.flatten() {
                Some((_, true)) => return Ok(ExerciseKeepOutcome::There),
                Some((uid, false)) => uid,
                None => begin(connection, person, session, done)?,
            }
        }
    };
    go_on(connection, &uid, session, done, over)?;
    let is_there = connection.prepare_cached("SELECT 1 FROM exercise WHERE uid = ?1")?.exists([&uid.0])?;
    Ok(if is_there { ExerciseKeepOutcome::Here(uid) } else { ExerciseKeepOutcome::Deleted })
}

/// The stored exercise of the same recording, dose and leg, if any, and whether it is complete.
fn of_recording(
    connection: &Connection,
    person: PersonId,
    recording: &str,
    exercise: &Exercise,
    side: Option<Side>,
) -> rusqlite::Result<Option<(ExerciseUid, bool)>> {
    let sql = "SELECT uid, ended_at IS NOT NULL AS over FROM exercise WHERE person_id = ?1 AND recording = ?2
         AND name = ?3 AND json_extract(document, '$.exercise.dose') = json_extract(?4, '$')
         AND json_extract(config, '$.side') IS ?5 ORDER BY over DESC, id DESC LIMIT 1";
    let side = side.map(|side| name_of(&side));
    let of = params![person.0, recording, exercise.name, json(&exercise.dose)?, side];
    connection.query_row(sql, of, |row| Ok((ExerciseUid(row.get(0)?), row.get(1)?))).optional()
}

fn begin(
    connection: &Connection,
    person: PersonId,
    session: &NewSession<'_>,
    done: &ExerciseDocument,
) -> rusqlite::Result<ExerciseUid> {
    let sql = "INSERT INTO exercise (person_id, date, kept_at, source, recording, config, name, document,
             model_name, model_sha256, program)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING uid";
    let row = params![
        person.0,
        session.date,
        session.now,
        json(session.source)?,
        session.recording,
        json(session.config)?,
        done.exercise.name,
        json(done)?,
        session.model.name,
        session.model.sha256,
        env!("CARGO_PKG_VERSION"),
    ];
    connection.query_row(sql, row, |row| row.get(0).map(ExerciseUid))
}

/// Writes the sets so far, unless another run of the same recording has stored more.
fn go_on(
    connection: &Connection,
    uid: &ExerciseUid,
    session: &NewSession<'_>,
    done: &ExerciseDocument,
    over: bool,
) -> rusqlite::Result<()> {
    let sql = "UPDATE exercise SET date = ?2, document = ?3, model_name = ?4, model_sha256 = ?5, program = ?6,
             ended_at = CASE WHEN ?7 THEN ?8 END
         WHERE uid = ?1 AND ended_at IS NULL
             AND (?7 OR json_array_length(document, '$.sets') <= json_array_length(?3, '$.sets'))";
    let row = params![
        uid.0,
        session.date,
        json(done)?,
        session.model.name,
        session.model.sha256,
        env!("CARGO_PKG_VERSION"),
        over,
        session.now,
    ];
    connection.execute(sql, row).map(drop)
}
