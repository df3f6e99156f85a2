//! Points of a trial that were corrected by hand. The measured value stays; a correction is stored beside it and can be
//! undone, which is stored, too.

use super::correction::{Correction, of_trial};
use super::ids::TrialId;
use super::trials::KeptTrial;
use super::{Store, StoreError, json, name_of};
use crate::document::TrialDocument;
use crate::motion::{LegPoints, Thresholds, Verdict, VerdictKind, earned_verdict, hundredths};
use rusqlite::params;
use std::ops::RangeInclusive;

/// Points this far beside the image, as a part of its longer side, may still be a leg's: a foot is often cut off.
const BESIDE_IMAGE: f64 = 0.25;
/// Length of the corrected thigh or shank over that of the whole leg as the model saw it: about a half each, depending
/// on how the leg points towards the camera.
const PART_OF_LEG: RangeInclusive<f64> = 0.1..=1.5;
/// Length of shank over thigh in an image.
const CORRECTED_SHANK_OVER_THIGH: RangeInclusive<f64> = 1.0 / 3.0..=3.0;
/// Elevations that a raised thigh can have, lying, degrees.
const RAISED_DEG: RangeInclusive<f64> = -30.0..=150.0;

impl KeptTrial {
    /// The model's hip, knee and ankle of the raised leg in the key frame.
    pub fn seen_points(&self) -> Option<LegPoints> {
        Some(self.key_frame.as_ref()?.points(self.row.side))
    }

    /// The angle with hip, knee and ankle at these places, degrees; `None` where no frame was kept.
    pub fn corrected_deg(&self, points: &LegPoints) -> Option<f64> {
        let change = self.reader.change_rad(&self.seen_points()?, points);
        Some(self.row.measured_deg + change.to_degrees())
    }

    /// Makes sure that the points can be a leg's: in the image or near it, with the lengths of a thigh and a shank.
    ///
    /// # Errors
    /// [`StoreError::NoLeg`], with the reason.
    pub fn check(&self, points: &LegPoints) -> Result<(), StoreError> {
        let (Some(frame), Some(seen)) = (&self.key_frame, self.seen_points()) else { return Ok(()) };
        let (width, height) = (f64::from(frame.size.width), f64::from(frame.size.height));
        let beside = BESIDE_IMAGE * width.max(height);
        let near = |at: f64, size: f64| (-beside..=size + beside).contains(&at);
        let parts = |leg: &LegPoints| (leg.hip.distance(leg.knee), leg.knee.distance(leg.ankle));
        let ((thigh, shank), (seen_thigh, seen_shank)) = (parts(points), parts(&seen));
        let is_part = |length: f64| PART_OF_LEG.contains(&(length / (seen_thigh + seen_shank)));
        let no_leg = |reason| Err(StoreError::NoLeg(reason));
        if ![points.hip, points.knee, points.ankle].iter().all(|at| near(at.x, width) && near(at.y, height)) {
            return no_leg("one lies far outside the picture");
        }
        if !is_part(thigh) || !is_part(shank) {
            return no_leg("a thigh and a shank are neither so short nor so long");
        }
        if !CORRECTED_SHANK_OVER_THIGH.contains(&(shank / thigh)) {
            return no_leg("a thigh and a shank are nearer to the same length");
        }
        match self.corrected_deg(points) {
            Some(deg) if !RAISED_DEG.contains(&deg) => no_leg("no leg can be raised so; hip and ankle may be mixed up"),
            _ => Ok(()),
        }
    }

    /// The angle with the points at these places, to a hundredth of a degree, and how it is judged; `None` where no
    /// frame was kept. The trial's reasons against a verdict stay.
    pub fn judged(&self, points: &LegPoints, thresholds: &Thresholds) -> Option<(f64, Verdict)> {
        let angle_deg = hundredths(self.corrected_deg(points)?);
        let TrialDocument { uncertainty_deg, reasons, verdict, .. } = &self.record;
        // trials of an earlier version may lack the reasons
        let is_unclear = *verdict == VerdictKind::Unclear && reasons.is_empty();
        let judged = earned_verdict(angle_deg.to_radians(), uncertainty_deg.to_radians(), reasons, thresholds);
        Some((angle_deg, if is_unclear { Verdict::UNCLEAR } else { judged }))
    }
}

impl Store {
    /// Keeps a correction of a trial by `made_by`, judged by its session's limits; `now` in RFC 3339. `None` where no
    /// frame of the trial was kept.
    ///
    /// # Errors
    /// The points are no leg's, or the record can't be written.
    pub fn correct(
        &mut self,
        trial: &KeptTrial,
        points: &LegPoints,
        made_by: &str,
        now: &str,
    ) -> Result<Option<Correction>, StoreError> {
        trial.check(points)?;
        let thresholds = self.thresholds(trial.row.session)?.unwrap_or_default();
        let Some((angle_deg, verdict)) = trial.judged(points, &thresholds) else { return Ok(None) };
        let corrected = self.write(|connection| {
            let sql =
                "INSERT INTO correction (trial_id, made_at, made_by, points, angle_deg, verdict, grade, borderline)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
            let (kind, grade) = (name_of(&verdict.kind), name_of(&verdict.grade));
            let row = params![trial.row.id.0, now, made_by, json(points)?, angle_deg, kind, grade, verdict.borderline];
            connection.execute(sql, row)?;
            of_trial(connection, trial.row.id)
        })?;
        Ok(corrected.into_iter().last())
    }

    /// Undoes a trial's newest correction, and returns it. The one before it counts again.
    pub fn undo_correction(&mut self, trial: TrialId, now: &str) -> Result<Option<Correction>, StoreError> {
        self.write(|connection| {
            let Some(newest) = of_trial(connection, trial)?.into_iter().rfind(|c| c.undone_at.is_none()) else {
                return Ok(None);
            };
            let sql = "UPDATE correction SET undone_at = ?2 WHERE id = ?1";
            connection.execute(sql, params![newest.id.0, now])?;
            Ok(Some(newest))
        })
    }

    /// All corrections of a trial, also those that were undone, oldest first.
    pub fn corrections(&self, trial: TrialId) -> Result<Vec<Correction>, StoreError> {
        self.read(|connection| of_trial(connection, trial))
    }
}
