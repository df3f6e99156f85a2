//! Judges a raise when it is over, in three steps: what was seen, what was found in it, and how far that can be
//! trusted.

use super::baseline::Baseline;
use super::finding::Finding;
use super::peak::Peak;
use super::seen_raise::{Context, FinishedRaise, NoTrial, SeenRaise};
use super::trial::{CurvePoint, References, Trial, earned_verdict};
use super::trust::{Trust, near_peak};
use crate::motion::camera::leg_reader::LegReader;
use crate::motion::camera::thigh::thigh_over_line_rad;
use crate::motion::filter::median;

/// Judges a raise.
pub fn judge(raise: &FinishedRaise<'_>, context: &Context<'_>) -> Result<Trial, NoTrial> {
    let seen = SeenRaise::of(raise, context)?;
    let found = Finding::of(&seen, raise, context)?;
    let trust = Trust::of(&seen, &found, raise, context);
    let trial = trial(seen, found, trust, raise, context);
    Ok(match context.told_side {
        Some(side) => trial.with_told_side(side, context.thresholds),
        None => trial,
    })
}

fn trial(seen: SeenRaise, found: Finding, trust: Trust, raise: &FinishedRaise<'_>, context: &Context<'_>) -> Trial {
    let SeenRaise { side, curves, setting, leg_view, camera, .. } = seen;
    let at_peak = curves.at(found.peak.time);
    let at_rest = context.at_rest(raise.track);
    let verdict = earned_verdict(found.peak.angle_rad, trust.uncertainty_rad, &trust.reasons, context.thresholds);
    let (first, last) = (raise.readings.first(), raise.readings.last());
    Trial {
        side,
        start: first.map_or(found.peak.time, |r| r.time),
        peak: found.peak.time,
        end: last.map_or(seen.last, |r| r.time),
        angle_rad: found.peak.angle_rad,
        hold_s: found.peak.hold_s,
        uncertainty_rad: trust.uncertainty_rad,
        shared_uncertainty_rad: trust.shared_uncertainty_rad,
        max_angle_rad: curves.thigh.iter().map(|s| s.value).fold(found.peak.angle_rad, f64::max),
        ended_by: found.ended_by,
        sensation: None,
        violations: found.violations,
        references: References {
            rest_rad: at_rest.map(|rest| at_peak.uncorrected_rad - rest.leg_rad - thigh_over_line_rad(0.0)),
            floor_rad: at_peak.uncorrected_rad,
            trunk_rad: at_peak.uncorrected_rad - at_peak.trunk_rad,
        },
        knee_flexion_rad: at_peak.knee_rad,
        opposite_leg_rad: curves.opposite_before(found.peak.time),
        ankle_rad: ankle_rad(raise, &found.peak),
        trunk_tilt_rad: at_peak.trunk_rad - context.baseline.and_then(Baseline::floor_rad).unwrap_or(0.0),
        verdict,
        reasons: trust.reasons,
        reader: LegReader { caudal: setting.caudal, view: leg_view, rest: at_rest },
        camera,
        curve: curves.thigh.iter().map(|s| CurvePoint { time: s.time, thigh_rad: s.value }).collect(),
    }
}

/// The ankle at the result, where the foot was seen most of that time.
fn ankle_rad(raise: &FinishedRaise<'_>, peak: &Peak) -> Option<f64> {
    let near_peak = near_peak(raise, peak);
    let seen: Vec<f64> = near_peak.clone().filter_map(|r| r.legs[raise.track].angles.ankle_rad).collect();
    if 2 * seen.len() > near_peak.count() { median(seen) } else { None }
}
