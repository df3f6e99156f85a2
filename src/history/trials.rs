//! Stored trials: a small row each for lists, and in tables of their own the document, the curve, the trace and the
//! frame of the highest point.

use super::correction::{self, Correction};
use super::ids::{SessionId, TrialId};
use super::key_frame::KeyFrame;
use super::{PersonId, Store, StoreError, json, name_of, named, of_json, unreadable};
use crate::document::TrialDocument;
use crate::files;
use crate::motion::{
    EndedBy, Grade, ImageSize, JudgedRaise, LegReader, Method, Sensation, Side, Timestamp, Trial, TrialReason, Verdict,
    VerdictKind, hundredths,
};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;
use std::io::Write;

/// A trial's trace has 3 KB a frame: this is a raise of half an hour.
const MOST_TRACE_BYTES: u64 = 256 << 20;

/// A trial to keep.
pub struct NewTrial<'a> {
    /// Number of the trial in its session, from 1.
    pub number: u32,
    pub trial: &'a Trial,
    /// The poses that it was judged from, as a `legraise.trace/1`.
    pub trace: &'a [u8],
    pub key_frame: Option<&'a KeyFrame>,
}

/// A trial in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialRow {
    pub id: TrialId,
    pub session: SessionId,
    /// Day of the test, ISO 8601.
    pub date: String,
    /// Number of the trial in its session, from 1.
    pub number: u32,
    pub side: Side,
    /// How the leg was raised; `None` if nobody was asked.
    pub method: Option<Method>,
    /// What the person said stopped the raise, if they did.
    pub sensation: Option<Sensation>,
    /// The angle as measured, before any correction.
    pub measured_deg: f64,
    pub uncertainty_deg: f64,
    /// The part that other raises of the same test share; all of it if that is not known.
    pub shared_uncertainty_deg: f64,
    pub ended_by: EndedBy,
    /// The verdict on the angle that counts.
    pub verdict: VerdictKind,
    pub grade: Grade,
    pub borderline: bool,
    /// The user chose another person after it: it is listed, but does not count.
    pub is_of_another_person: bool,
    /// The newest one that was not undone.
    pub correction: Option<Correction>,
}

impl TrialRow {
    /// The angle that counts: the corrected one, if there is one.
    pub fn angle_deg(&self) -> f64 {
        self.correction.as_ref().map_or(self.measured_deg, |correction| correction.angle_deg)
    }

    /// Whether the trial has a verdict other than unclear.
    pub fn is_judged(&self) -> bool {
        self.verdict != VerdictKind::Unclear && !self.is_of_another_person
    }

    /// What the leg's result needs of the raise, with the angle that counts.
    pub fn judged_raise(&self) -> JudgedRaise {
        JudgedRaise {
            angle_rad: self.angle_deg().to_radians(),
            uncertainty_rad: self.uncertainty_deg.to_radians(),
            shared_uncertainty_rad: self.shared_uncertainty_deg.to_radians(),
            verdict: Verdict { kind: self.verdict, grade: self.grade, borderline: self.borderline },
        }
    }
}

/// A trial with everything that is stored of it, except the trace.
#[derive(Clone, Debug)]
pub struct KeptTrial {
    pub row: TrialRow,
    pub record: TrialDocument,
    /// Elevation of the thigh over the raise: seconds since the source's start, degrees.
    pub curve: Vec<(f64, f64)>,
    pub reader: LegReader,
    pub key_frame: Option<KeyFrame>,
}

/// The columns of the list's rows.
const ROW: &str =
    "SELECT trial.id, session_id, date, number, side, angle_deg, uncertainty_deg, ended_by, verdict, grade, borderline,
        json_extract(config, '$.answers.method'), json_extract(trial_document.document, '$.sensation'),
        coalesce(json_extract(trial_document.document, '$.shared_uncertainty_deg'), uncertainty_deg),
        EXISTS (SELECT 1 FROM json_each(trial_document.document, '$.reasons') WHERE value = 'another_person')
    FROM session JOIN trial ON session_id = session.id JOIN trial_document ON trial_id = trial.id";

impl Store {
    /// A person's trials, in order of time.
    pub fn trials(&self, person: PersonId) -> Result<Vec<TrialRow>, StoreError> {
        self.read(|connection| rows(connection, person))
    }

    /// A trial of this person with what is kept of it.
    pub fn trial(&self, person: PersonId, trial: TrialId) -> Result<Option<KeptTrial>, StoreError> {
        self.at_once(|| self.read(|connection| whole(connection, person, trial)))
    }

    /// The poses of a trial, as a `legraise.trace/1`; `None` if it is no longer in the record.
    pub fn trace(&self, trial: TrialId) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|connection| {
            let sql = "SELECT trace FROM trial_document WHERE trial_id = ?1";
            let packed: Option<Vec<u8>> = connection.query_row(sql, [trial.0], |row| row.get(0)).optional()?;
            // a few compressed bytes may unpack to any amount
            let unpack = |packed: Vec<u8>| files::up_to(MOST_TRACE_BYTES, GzDecoder::new(packed.as_slice()));
            packed.map(unpack).transpose().map_err(|e| unreadable(0, e))
        })
    }
}

fn rows(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<TrialRow>> {
    let mut corrections: HashMap<TrialId, Correction> =
        correction::current(connection, person)?.into_iter().map(|c| (c.trial, c)).collect();
    let sql = format!("{ROW} WHERE person_id = ?1 ORDER BY date, session_id, number");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([person.0], measured_row)?;
    rows.map(|row| row.map(|row| corrected(row, &mut corrections))).collect()
}

fn whole(connection: &Connection, person: PersonId, trial: TrialId) -> rusqlite::Result<Option<KeptTrial>> {
    let sql = format!("{ROW} WHERE person_id = ?1 AND trial.id = ?2");
    let row = connection.query_row(&sql, params![person.0, trial.0], measured_row).optional()?;
    let Some(row) = row else { return Ok(None) };
    let newest = correction::of_trial(connection, trial)?.into_iter().rfind(|c| c.undone_at.is_none());
    let mut newest: HashMap<TrialId, Correction> = newest.into_iter().map(|c| (c.trial, c)).collect();
    let sql = "SELECT document, curve, reader FROM trial_document WHERE trial_id = ?1";
    let (record, curve, reader) = connection.query_row(sql, [trial.0], |row| {
        let text = |column| row.get::<_, String>(column);
        Ok((of_json(0, &text(0)?)?, of_json(1, &text(1)?)?, of_json(2, &text(2)?)?))
    })?;
    let sql = "SELECT t_ns, width, height, pose, jpeg FROM key_frame WHERE trial_id = ?1";
    let key_frame = connection.query_row(sql, [trial.0], |row| {
        Ok(KeyFrame {
            time: Timestamp(row.get::<_, i64>(0)? as u64),
            size: ImageSize { width: row.get(1)?, height: row.get(2)? },
            pose: of_json(3, &row.get::<_, String>(3)?)?,
            jpeg: row.get(4)?,
        })
    });
    Ok(Some(KeptTrial { row: corrected(row, &mut newest), record, curve, reader, key_frame: key_frame.optional()? }))
}

/// A row of [`ROW`].
fn measured_row(row: &Row<'_>) -> rusqlite::Result<TrialRow> {
    let name = |column: usize| row.get_ref(column)?.as_str().map_err(|e| unreadable(column, e));
    let answer = |column: usize| row.get_ref(column)?.as_str_or_null().map_err(|e| unreadable(column, e));
    Ok(TrialRow {
        id: TrialId(row.get(0)?),
        session: SessionId(row.get(1)?),
        date: row.get(2)?,
        number: row.get(3)?,
        side: named(4, name(4)?)?,
        method: answer(11)?.map(|name| named(11, name)).transpose()?,
        sensation: answer(12)?.map(|name| named(12, name)).transpose()?,
        measured_deg: row.get(5)?,
        uncertainty_deg: row.get(6)?,
        shared_uncertainty_deg: row.get(13)?,
        ended_by: named(7, name(7)?)?,
        verdict: named(8, name(8)?)?,
        grade: named(9, name(9)?)?,
        borderline: row.get(10)?,
        is_of_another_person: row.get(14)?,
        correction: None,
    })
}

fn corrected(mut row: TrialRow, corrections: &mut HashMap<TrialId, Correction>) -> TrialRow {
    if let Some(correction) = corrections.remove(&row.id) {
        (row.verdict, row.grade, row.borderline) = (correction.verdict, correction.grade, correction.borderline);
        row.correction = Some(correction);
    }
    row
}

/// A stored raise of the same recording.
pub(super) struct SameRaise {
    pub session: SessionId,
    /// Which leg it was is not known.
    pub asks_side: bool,
}

/// The stored trial of the same raise of a recording, whichever leg it was taken for. Call it inside a transaction.
pub(super) fn same_raise(
    connection: &Connection,
    person: PersonId,
    recording: &str,
    trial: &Trial,
) -> rusqlite::Result<Option<SameRaise>> {
    let mut statement = connection.prepare_cached(
        "SELECT session_id, EXISTS (SELECT 1 FROM json_each(trial_document.document, '$.reasons') WHERE value = ?5)
         FROM session JOIN trial ON session_id = session.id JOIN trial_document ON trial_id = trial.id
         WHERE person_id = ?1 AND recording = ?2
             AND json_extract(trial_document.document, '$.start_s') < ?4
             AND json_extract(trial_document.document, '$.end_s') > ?3",
    )?;
    let record = TrialDocument::of(trial);
    let asks = TrialReason::SideNotCertain.name();
    let of = params![person.0, recording, record.start_s, record.end_s, asks];
    statement.query_row(of, |row| Ok(SameRaise { session: SessionId(row.get(0)?), asks_side: row.get(1)? })).optional()
}

/// Replaces the stored trial of the same raise by the revised one. Returns its number, unless it was corrected by hand.
/// Call it inside a transaction.
pub(super) fn set_revised(
    connection: &Connection,
    session: SessionId,
    trial: &Trial,
) -> rusqlite::Result<Option<TrialId>> {
    let record = TrialDocument::of(trial);
    let sql = "SELECT id FROM trial JOIN trial_document ON trial_id = trial.id WHERE session_id = ?1
         AND json_extract(document, '$.start_s') < ?3 AND json_extract(document, '$.end_s') > ?2";
    let same_raise = params![session.0, record.start_s, record.end_s];
    let Some(id) = connection.query_row(sql, same_raise, |row| row.get::<_, i64>(0)).optional()? else {
        return Ok(None);
    };
    connection.execute(
        "UPDATE trial SET side = ?2, angle_deg = ?3, uncertainty_deg = ?4, ended_by = ?5, verdict = ?6, grade = ?7,
             borderline = ?8 WHERE id = ?1",
        params![
            id,
            name_of(&record.side),
            record.angle_deg,
            record.uncertainty_deg,
            name_of(&record.ended_by),
            name_of(&record.verdict),
            name_of(&record.grade),
            record.borderline
        ],
    )?;
    let sql = "UPDATE trial_document SET document = ?2, curve = ?3, reader = ?4 WHERE trial_id = ?1";
    connection.execute(sql, params![id, json(&record)?, json(&curve_of(trial))?, json(&trial.reader)?])?;
    // corrected points belong to the stored frame, which must stay
    let is_corrected = correction::judge_anew(connection, TrialId(id), &record)?;
    Ok(Some(TrialId(id)).filter(|_| !is_corrected))
}

/// The same after a run that measured the raise again, with its poses and frame. Call it inside a transaction.
pub(super) fn set_measured_again(
    connection: &Connection,
    session: SessionId,
    new: &NewTrial<'_>,
) -> rusqlite::Result<()> {
    let Some(TrialId(id)) = set_revised(connection, session, new.trial)? else { return Ok(()) };
    let sql = "UPDATE trial_document SET trace = ?2 WHERE trial_id = ?1";
    connection.execute(sql, params![id, packed(new.trace)?])?;
    new.key_frame.map_or(Ok(()), |frame| set_key_frame(connection, id, frame))
}

/// Writes a trial with everything that belongs to it, after the session's others. Call it inside a transaction.
pub(super) fn insert(connection: &Connection, session: SessionId, new: &NewTrial<'_>) -> rusqlite::Result<()> {
    let record = TrialDocument::of(new.trial);
    connection.execute(
        "INSERT INTO trial (session_id, number, side, angle_deg, uncertainty_deg, ended_by, verdict, grade, borderline)
         VALUES (?1, max(?2, (SELECT 1 + coalesce(max(number), 0) FROM trial WHERE session_id = ?1)), ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            session.0,
            new.number,
            name_of(&record.side),
            record.angle_deg,
            record.uncertainty_deg,
            name_of(&record.ended_by),
            name_of(&record.verdict),
            name_of(&record.grade),
            record.borderline,
        ],
    )?;
    let id = connection.last_insert_rowid();
    let (curve, reader) = (json(&curve_of(new.trial))?, json(&new.trial.reader)?);
    connection.execute(
        "INSERT INTO trial_document (trial_id, document, curve, reader, trace) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, json(&record)?, curve, reader, packed(new.trace)?],
    )?;
    new.key_frame.map_or(Ok(()), |frame| set_key_frame(connection, id, frame))
}

fn curve_of(trial: &Trial) -> Vec<(f64, f64)> {
    trial.curve.iter().map(|p| (p.time.secs(), hundredths(p.thigh_rad.to_degrees()))).collect()
}

fn packed(trace: &[u8]) -> rusqlite::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    let packed = packed.write_all(trace).and_then(|()| packed.finish());
    packed.map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
}

fn set_key_frame(connection: &Connection, trial: i64, frame: &KeyFrame) -> rusqlite::Result<()> {
    let ImageSize { width, height } = frame.size;
    let sql = "REPLACE INTO key_frame (trial_id, t_ns, width, height, pose, jpeg) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let row = params![trial, frame.time.0 as i64, width, height, json(&frame.pose)?, frame.jpeg];
    connection.execute(sql, row).map(drop)
}
