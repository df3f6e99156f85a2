//! Corrects hip, knee and ankle of a stored trial, and undoes that.

use super::error::ActError;
use super::person::name_of;
use crate::history::{KeptTrial, PersonId, Store, TrialId, now};
use crate::motion::{LegPoints, Point};
use crate::words::{self, Tenths};
use std::borrow::Cow;

/// New places of joints, pixels of the recording; `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MovedPoints {
    pub hip: Option<Point>,
    pub knee: Option<Point>,
    pub ankle: Option<Point>,
}

impl MovedPoints {
    fn over(&self, from: &LegPoints) -> LegPoints {
        LegPoints {
            hip: self.hip.unwrap_or(from.hip),
            knee: self.knee.unwrap_or(from.knee),
            ankle: self.ankle.unwrap_or(from.ankle),
        }
    }
}

impl From<LegPoints> for MovedPoints {
    fn from(points: LegPoints) -> Self {
        Self { hip: Some(points.hip), knee: Some(points.knee), ankle: Some(points.ankle) }
    }
}

/// A correction to make.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectionRequest {
    pub trial: TrialId,
    pub points: MovedPoints,
    /// Who corrects, as they call themselves.
    pub made_by: String,
}

/// A trial was corrected.
#[derive(Clone, Debug, PartialEq)]
pub struct Corrected {
    /// Name of the person whose trial it is.
    pub name: String,
    pub trial: TrialId,
    pub angle_deg: f64,
    pub made_by: String,
    pub measured_deg: f64,
}

impl Corrected {
    pub fn text(&self) -> Cow<'static, str> {
        let (angle, measured) = (Tenths(self.angle_deg), Tenths(self.measured_deg));
        words::corrected_angle(&self.name, self.trial.0, angle, &self.made_by, measured)
    }
}

/// A correction was undone.
#[derive(Clone, Debug, PartialEq)]
pub struct Undone {
    /// Name of the person whose trial it is.
    pub name: String,
    pub trial: TrialId,
    /// The angle that counts now.
    pub angle_deg: f64,
}

impl Undone {
    pub fn text(&self) -> Cow<'static, str> {
        words::undone_angle(&self.name, self.trial.0, Tenths(self.angle_deg))
    }
}

/// A trial of this person, and the person's name.
///
/// # Errors
/// Either is not in the record, or it can't be read.
pub fn trial_of(store: &Store, person: PersonId, trial: TrialId) -> Result<(String, KeptTrial), ActError> {
    let name = name_of(store, person)?;
    match store.trial(person, trial)? {
        Some(kept) => Ok((name, kept)),
        None => Err(ActError::NoSuchTrial { path: store.path().to_owned(), name, trial: trial.0 }),
    }
}

/// Stores a correction beside the measured value and earlier corrections.
///
/// # Errors
/// There are no points of that trial, nobody signs, the points are no leg's, or the record can't be written.
pub fn correct(store: &mut Store, person: PersonId, request: &CorrectionRequest) -> Result<Corrected, ActError> {
    let (name, kept) = trial_of(store, person, request.trial)?;
    let unseen = || ActError::NoPoints { trial: request.trial.0 };
    let seen = kept.seen_points().ok_or_else(unseen)?;
    let points = request.points.over(kept.row.correction.as_ref().map_or(&seen, |correction| &correction.points));
    let made_by = request.made_by.trim();
    if made_by.is_empty() {
        return Err(ActError::Unsigned);
    }
    let correction = store.correct(&kept, &points, made_by, &now())?.ok_or_else(unseen)?;
    let (angle_deg, measured_deg) = (correction.angle_deg, kept.row.measured_deg);
    Ok(Corrected { name, trial: request.trial, angle_deg, made_by: correction.made_by, measured_deg })
}

/// Undoes a trial's newest correction; the one before it counts again.
///
/// # Errors
/// There is none, or the record can't be written.
pub fn undo(store: &mut Store, person: PersonId, trial: TrialId) -> Result<Undone, ActError> {
    let (name, kept) = trial_of(store, person, trial)?;
    if store.undo_correction(kept.row.id, &now())?.is_none() {
        return Err(ActError::NothingToUndo { name, trial: trial.0 });
    }
    let (name, kept) = trial_of(store, person, trial)?;
    Ok(Undone { name, trial, angle_deg: kept.row.angle_deg() })
}
