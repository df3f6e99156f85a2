//! One correction of a trial, as stored.

use super::ids::{CorrectionId, TrialId};
use super::{PersonId, name_of, named, of_json};
use crate::document::TrialDocument;
use crate::motion::{Grade, LegPoints, SessionConfig, VerdictKind, earned_verdict};
use rusqlite::{Connection, Row, params};

/// A corrected trial.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    pub id: CorrectionId,
    pub trial: TrialId,
    /// RFC 3339.
    pub made_at: String,
    /// Who made it, as they call themselves.
    pub made_by: String,
    /// Where hip, knee and ankle are, pixels of the key frame.
    pub points: LegPoints,
    pub angle_deg: f64,
    pub verdict: VerdictKind,
    pub grade: Grade,
    pub borderline: bool,
    /// RFC 3339; `None` unless it was undone.
    pub undone_at: Option<String>,
}

const ROW: &str = "SELECT correction.id, trial_id, made_at, made_by, points, correction.angle_deg, correction.verdict, correction.grade,
    correction.borderline, undone_at FROM correction";

pub(super) fn of_trial(connection: &Connection, trial: TrialId) -> rusqlite::Result<Vec<Correction>> {
    let mut statement = connection.prepare_cached(&format!("{ROW} WHERE trial_id = ?1 ORDER BY id"))?;
    statement.query_map([trial.0], correction)?.collect()
}

/// A person's corrections that were not undone, oldest first; a trial's newest one counts.
pub(super) fn current(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<Correction>> {
    let mut statement = connection.prepare_cached(&format!(
        "{ROW} JOIN trial ON trial_id = trial.id JOIN session ON session_id = session.id
         WHERE person_id = ?1 AND undone_at IS NULL ORDER BY correction.id"
    ))?;
    statement.query_map([person.0], correction)?.collect()
}

/// Judges a trial's corrections again after the trial was revised. Returns whether it has any that were not undone.
/// Call it inside a transaction.
pub(super) fn judge_anew(connection: &Connection, trial: TrialId, record: &TrialDocument) -> rusqlite::Result<bool> {
    let sql = "SELECT config FROM session JOIN trial ON session_id = session.id WHERE trial.id = ?1";
    let config: SessionConfig = connection.query_row(sql, [trial.0], |row| of_json(0, &row.get::<_, String>(0)?))?;
    let current: Vec<_> = of_trial(connection, trial)?.into_iter().filter(|c| c.undone_at.is_none()).collect();
    for correction in &current {
        let (angle_rad, uncertainty_rad) = (correction.angle_deg.to_radians(), record.uncertainty_deg.to_radians());
        let verdict = earned_verdict(angle_rad, uncertainty_rad, &record.reasons, &config.thresholds);
        let (kind, grade) = (name_of(&verdict.kind), name_of(&verdict.grade));
        let sql = "UPDATE correction SET verdict = ?2, grade = ?3, borderline = ?4 WHERE id = ?1";
        connection.execute(sql, params![correction.id.0, kind, grade, verdict.borderline])?;
    }
    Ok(!current.is_empty())
}

fn correction(row: &Row<'_>) -> rusqlite::Result<Correction> {
    let text = |column: usize| row.get::<_, String>(column);
    Ok(Correction {
        id: CorrectionId(row.get(0)?),
        trial: TrialId(row.get(1)?),
        made_at: text(2)?,
        made_by: text(3)?,
        points: of_json(4, &text(4)?)?,
        angle_deg: row.get(5)?,
        verdict: named(6, &text(6)?)?,
        grade: named(7, &text(7)?)?,
        borderline: row.get(8)?,
        undone_at: row.get(9)?,
    })
}
