//! A raise as curves over time, smoothed without delay, and what they tell.

use super::baseline::Baseline;
use super::compensation::{CompensationKind, LONGEST_GAP_S, Limits, Violation, onset};
use super::peak::{Peak, REACHED_HOLD_S, UNSEEN_S};
use super::verdict::Thresholds;
use crate::motion::body::pair::{Track, Which};
use crate::motion::body::reading::{Reading, RestingLeg};
use crate::motion::camera::leg_view::LegView;
use crate::motion::camera::thigh::{knee_bend_rad, thigh_elevation_rad, thigh_over_line_rad};
use crate::motion::filter::{TimedValue, ZERO_PHASE, median, quantile, robust_sd, without_spikes, zero_phase};
use crate::motion::time::Timestamp;
use std::ops::Range;

/// The leg is on its way down once it is this far below the highest point.
pub const LOWERED_RAD: f64 = 5f64.to_radians();
/// Legs closer than this cover each other in the image: the resting one is not judged.
pub const LEGS_APART_RAD: f64 = 20f64.to_radians();
/// The resting leg is judged only if it is seen in this part of the raise, and of the last [`LATEST_S`] before the
/// result.
const MIN_SEEN_SHARE: f64 = 0.5;
const LATEST_S: f64 = 1.0;

/// A lifted resting leg is believed only if three quarters of its samples above [`OVER_FLOOR_RAD`] lie within this of
/// the smoothed curve (renders: 1° at most). Otherwise the model puts its joints now on the raised leg, now between the
/// two.
const SCATTERS_RAD: f64 = 1.5f64.to_radians();
const OVER_FLOOR_RAD: f64 = 5f64.to_radians();

/// The speed that tells a kick is the mean over this time, seconds.
const KICK_S: f64 = 0.3;
/// A leg between these elevations over its rest is leaving the floor.
const LEFT_FLOOR_RAD: Range<f64> = 6f64.to_radians()..18f64.to_radians();

/// With a strap the model under-reads knee flexion: a true bend of 15° reads 9° beyond straight (SD 4°, nine rendered
/// bodies), but 14° (SD 3°) beyond the straightest reading above [`STRAIGHTEST_FROM_RAD`] over the rest; straight knees
/// read up to 9° beyond it (twelve). So bend is counted from the straightest reading, which is taken to be off by
/// [`MOST_STRETCH_RAD`] at most: further off, something else is misread.
pub const STRAIGHTEST_FROM_RAD: f64 = 10f64.to_radians();
pub const MOST_STRETCH_RAD: f64 = 10f64.to_radians();

/// A leg that is up, or a knee that is bent, for a shorter time than this was misread, seconds: no leg goes up and down
/// that fast.
pub const SHORTEST_MOVEMENT_S: f64 = 0.6;

/// The raise as smoothed curves over the moments at which the raised leg was seen.
pub struct Curves {
    /// Elevation of the thigh.
    pub thigh: Vec<TimedValue>,
    /// The same in the image, without the corrections for the model's hip keypoint and for the camera.
    uncorrected: Vec<f64>,
    /// Elevation of the line from hip to ankle, not smoothed: smoothing would slow a quick movement down.
    line: Vec<TimedValue>,
    /// Knee flexion beyond straight, without spikes, see [`knee_bend_rad`].
    knee: Vec<TimedValue>,
    /// The same as it counts for a violation: with a strap, beyond the straightest reading.
    counted_bend: Vec<TimedValue>,
    trunk: Vec<f64>,
    /// How far each estimated sample of the leg's line lies from the smoothed curve.
    residual: Vec<TimedValue>,
    /// Lift of the resting leg above its rest, while the legs were apart.
    opposite: Vec<TimedValue>,
    pub opposite_seen: bool,
    /// The moments at which the legs were apart, see [`LEGS_APART_RAD`].
    apart: Vec<Timestamp>,
    /// Elevation of the raised leg's thigh at rest.
    pub flat_rad: f64,
}

/// The curves' values at one moment.
pub struct CurveValues {
    pub uncorrected_rad: f64,
    pub knee_rad: f64,
    pub trunk_rad: f64,
}

impl Curves {
    pub fn of(raised: Track, readings: &[Reading], baseline: Option<&Baseline>, view: &LegView) -> Self {
        let resting = raised.opposite();
        let seen: Vec<&Reading> = readings.iter().filter(|r| r.legs[raised].seen).collect();
        let series = |of: &dyn Fn(&Reading) -> f64| -> Vec<TimedValue> {
            seen.iter().map(|r| TimedValue { time: r.time, value: of(r) }).collect()
        };
        let smooth = |series: &[TimedValue]| zero_phase(&ZERO_PHASE, series, |i| !seen[i].is_interpolated);
        let leg = series(&|r| r.legs[raised].angles.leg_rad);
        let smooth_leg = smooth(&leg);
        let at_rest = baseline.and_then(|b| b.leg(raised));
        let knee_reading = smooth(&series(&|r| r.legs[raised].angles.knee_flexion_rad));
        let bend: Vec<TimedValue> = (0..seen.len())
            .map(|i| TimedValue {
                time: seen[i].time,
                value: knee_bend_rad(smooth_leg[i], knee_reading[i], at_rest, view),
            })
            .collect();
        let lasting_bend = without_spikes(&bend, SHORTEST_MOVEMENT_S);
        let flat_leg = at_rest.map_or(0.0, |rest| rest.leg_rad);
        let apart: Vec<&&Reading> = seen.iter().filter(|r| r.lift_rad(raised, flat_leg) > LEGS_APART_RAD).collect();
        let beside_strap = 2 * apart.iter().filter(|r| r.beside_strap).count() > apart.len();
        let is_up = |i: usize| smooth_leg[i] - flat_leg > STRAIGHTEST_FROM_RAD;
        let counted_bend = if beside_strap {
            without_spikes(&beyond_straightest(&bend, is_up), SHORTEST_MOVEMENT_S)
        } else {
            lasting_bend.clone()
        };
        let elevate = |(leg, bend): (&f64, &TimedValue)| TimedValue {
            time: bend.time,
            value: thigh_elevation_rad(*leg, bend.value, view),
        };
        let thigh: Vec<TimedValue> = smooth_leg.iter().zip(&lasting_bend).map(elevate).collect();
        let in_image = |(leg, bend): (&f64, &TimedValue)| leg + thigh_over_line_rad(bend.value);
        let uncorrected = smooth_leg.iter().zip(&lasting_bend).map(in_image).collect();
        let other_at_rest = baseline.and_then(|b| b.leg(resting));
        let both_seen: Vec<&Reading> = apart.iter().filter(|r| r.legs[resting].seen).map(|r| **r).collect();
        let (opposite, scatter_rad) = other_at_rest.map_or((Vec::new(), 0.0), |rest| lift(resting, rest, &both_seen));
        let opposite_seen = !opposite.is_empty()
            && opposite.len() as f64 >= MIN_SEEN_SHARE * apart.len() as f64
            && scatter_rad < SCATTERS_RAD;
        let read = (0..seen.len()).filter(|i| !seen[*i].is_interpolated);
        Self {
            residual: read.map(|i| TimedValue { value: leg[i].value - smooth_leg[i], ..leg[i] }).collect(),
            line: leg,
            thigh,
            uncorrected,
            knee: lasting_bend,
            counted_bend,
            trunk: smooth(&series(&|r| r.trunk_rad)),
            opposite_seen,
            apart: apart.iter().map(|r| r.time).collect(),
            opposite,
            flat_rad: thigh_elevation_rad(flat_leg, 0.0, view),
        }
    }

    /// The thigh's curve until `time`, ending with the interpolated value at `time` itself.
    pub fn until(&self, time: Timestamp) -> Vec<TimedValue> {
        let before = self.thigh.iter().take_while(|s| s.time < time).copied();
        before.chain([TimedValue { time, value: self.thigh_at(time) }]).collect()
    }

    /// Index of the moment nearest to `time`.
    fn index_at(&self, time: Timestamp) -> usize {
        let distance = |i: &usize| (self.thigh[*i].time - time).abs();
        (0..self.thigh.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }

    /// Elevation of the thigh at `time`, interpolated linearly between frames.
    pub fn thigh_at(&self, time: Timestamp) -> f64 {
        let next = self.thigh.partition_point(|s| s.time < time).min(self.thigh.len() - 1);
        let (before, after) = (self.thigh[next.saturating_sub(1)], self.thigh[next]);
        let share = (time - before.time) / (after.time - before.time).max(1e-9);
        before.value + share.clamp(0.0, 1.0) * (after.value - before.value)
    }

    pub fn at(&self, time: Timestamp) -> CurveValues {
        let i = self.index_at(time);
        CurveValues { uncorrected_rad: self.uncorrected[i], knee_rad: self.knee[i].value, trunk_rad: self.trunk[i] }
    }

    /// When the leg began to come down, if it did.
    pub fn lowering(&self, highest: &Peak) -> Option<Timestamp> {
        let maximum = self.thigh.iter().map(|s| s.value).fold(f64::NEG_INFINITY, f64::max);
        let after = self.thigh.iter().filter(|s| s.time >= highest.time);
        let mut down = after.skip_while(|s| s.value > maximum - LOWERED_RAD);
        down.next().map(|s| s.time)
    }

    /// Violations with an onset before `until`: what happens on the way down no longer matters.
    pub fn violations(&self, thresholds: &Thresholds, until: Timestamp) -> Vec<Violation> {
        let mut found = Vec::new();
        let mut look = |kind, series: &[TimedValue], limits: &Limits| {
            let Some(onset) = onset(series, limits.stop_deg.to_radians()).filter(|t| *t < until) else { return };
            let during = series.iter().filter(|s| s.time >= onset && s.time <= until);
            let max_rad = during.map(|s| s.value).fold(limits.stop_deg.to_radians(), f64::max);
            let angle_rad = self.thigh_at(onset);
            found.push(Violation { kind, onset, angle_rad, max_rad });
        };
        look(CompensationKind::KneeBend, &self.counted_bend, &thresholds.knee_bend);
        if self.opposite_seen {
            look(CompensationKind::OppositeLegLift, &self.opposite, &thresholds.opposite_leg_lift);
        }
        found.sort_by_key(|v| v.onset);
        found
    }

    /// Whether the resting leg was already lifted when it was first seen apart from the raised one.
    pub fn was_lifted_when_seen(&self, onset: Timestamp) -> bool {
        self.opposite.first().is_some_and(|first| onset - first.time <= 0.0)
    }

    /// Whether the raised leg rose high enough for the resting one to be seen apart from it.
    pub fn legs_apart(&self) -> bool {
        !self.apart.is_empty()
    }

    /// Whether the resting leg was seen in the last [`LATEST_S`] before `time`, not just earlier: the model may lose it
    /// as it lifts or bends.
    pub fn opposite_seen_until(&self, time: Timestamp) -> bool {
        let latest = |at: &Timestamp| (0.0..=LATEST_S).contains(&(time - *at));
        let apart = self.apart.iter().filter(|at| latest(at)).count();
        let seen = self.opposite.iter().filter(|lift| latest(&lift.time)).count();
        self.opposite_seen && seen as f64 >= MIN_SEEN_SHARE * apart as f64
    }

    /// Whether the leg was not seen just before or after its highest point until `time`, and so may have been higher.
    /// Gaps after it was held there long enough do not matter.
    pub fn highest_is_unseen(&self, highest: &Peak, until: Timestamp) -> bool {
        let held_from = highest.time + highest.hold_s / 2.0;
        let was_held = |gap: &[TimedValue]| highest.hold_s >= REACHED_HOLD_S && gap[0].time >= held_from;
        let on_the_way = self.until(until);
        let maximum = on_the_way.iter().map(|s| s.value).fold(f64::NEG_INFINITY, f64::max);
        let is_high = |s: &TimedValue| s.value > maximum - LOWERED_RAD;
        on_the_way
            .windows(2)
            .any(|gap| gap[1].time - gap[0].time > UNSEEN_S && gap.iter().any(is_high) && !was_held(gap))
    }

    /// Whether the violation's onset lies in a gap of its curve during which the raised leg moved on: it may have begun
    /// at another elevation.
    pub fn began_unseen(&self, violation: &Violation) -> bool {
        let witness = match violation.kind {
            CompensationKind::KneeBend => &self.counted_bend,
            CompensationKind::OppositeLegLift => &self.opposite,
        };
        let next = witness.partition_point(|s| s.time < violation.onset);
        let Some([before, after]) = next.checked_sub(1).and_then(|before| witness.get(before..=next)) else {
            return false;
        };
        let moved_rad = self.thigh_at(after.time) - self.thigh_at(before.time);
        after.time - before.time > LONGEST_GAP_S && moved_rad.abs() > LOWERED_RAD
    }

    pub fn opposite_before(&self, time: Timestamp) -> Option<f64> {
        if !self.opposite_seen {
            return None;
        }
        let until = self.opposite.iter().take_while(|s| s.time <= time).map(|s| s.value);
        until.max_by(f64::total_cmp)
    }

    /// Standard uncertainty of the result from the scatter of samples around the peak.
    pub fn noise_rad(&self, peak: &Peak) -> f64 {
        let reach = (peak.hold_s / 2.0).max(ZERO_PHASE.half_window_s);
        let near = self.residual.iter().filter(|residual| (residual.time - peak.time).abs() <= reach);
        let residuals: Vec<f64> = near.map(|residual| residual.value).collect();
        // errors of neighbouring frames are correlated: a quarter of the frames count as independent
        let independent = (residuals.len() as f64 / 4.0).max(1.0);
        robust_sd(&residuals).unwrap_or(0.0) / independent.sqrt()
    }

    /// Elevation of the line from hip to ankle when the raise began.
    pub fn began_rad(&self) -> f64 {
        self.line.first().map_or(0.0, |first| first.value)
    }

    /// The leg's greatest speed over [`KICK_S`] before `until`: the median slope of all pairs of samples in that time
    /// (Theil 1950, Sen 1968), which holds even if one sample in four is misread.
    pub fn fastest_rad_s(&self, until: Timestamp) -> f64 {
        let on_the_way = &self.line[..self.line.partition_point(|s| s.time <= until)];
        let speed = |(from, start): (usize, &TimedValue)| {
            let long = on_the_way[from..].iter().position(|s| s.time - start.time >= KICK_S);
            // a rise that took less than that is a kick, too
            let long = long.or_else(|| (from == 0).then(|| on_the_way.len() - 1))?;
            let readings = &on_the_way[from..=from + long];
            let pairs = readings.iter().enumerate().flat_map(|(i, a)| readings[i + 1..].iter().map(move |b| (a, b)));
            median(pairs.map(|(a, b)| (b.value - a.value) / (b.time - a.time)).collect())
        };
        on_the_way.iter().enumerate().filter_map(speed).fold(0.0, f64::max)
    }

    /// Knee flexion when the leg left the floor or, if that was not seen, when it was first seen.
    pub fn knee_at_start_rad(&self) -> Option<f64> {
        let above = |thigh: &TimedValue| thigh.value - self.flat_rad;
        let low = |thigh: &&TimedValue| above(thigh) < LEFT_FLOOR_RAD.end;
        let leaving = self.thigh.iter().take_while(low).zip(&self.knee);
        let knees = leaving.filter(|(thigh, _)| above(thigh) >= LEFT_FLOOR_RAD.start).map(|(_, knee)| knee.value);
        median(knees.collect()).or(self.knee.first().map(|knee| knee.value))
    }

    /// How fast the leg moved at `time`.
    pub fn speed_rad_s(&self, time: Timestamp) -> f64 {
        let near: Vec<&TimedValue> = self.thigh.iter().filter(|s| (s.time - time).abs() <= 0.3).collect();
        let slopes = near.windows(2).map(|w| (w[1].value - w[0].value) / (w[1].time - w[0].time).max(1e-3));
        median(slopes.collect()).unwrap_or(0.0).abs()
    }
}

/// A series without dips shorter than `secs`.
pub fn without_dips(series: &[TimedValue], secs: f64) -> Vec<TimedValue> {
    let negative = |series: &[TimedValue]| -> Vec<TimedValue> {
        series.iter().map(|s| TimedValue { value: -s.value, ..*s }).collect()
    };
    negative(&without_spikes(&negative(series), secs))
}

/// Knee flexion beyond the straightest reading so far on the way up. Only a misreading makes a knee straighter than
/// straight.
fn beyond_straightest(bend: &[TimedValue], is_up: impl Fn(usize) -> bool) -> Vec<TimedValue> {
    let without_dips = without_dips(bend, SHORTEST_MOVEMENT_S);
    let mut straightest = 0.0f64;
    let beyond = |(i, now): (usize, &TimedValue)| {
        if is_up(i) {
            straightest = straightest.min(without_dips[i].value).max(-MOST_STRETCH_RAD);
        }
        TimedValue { value: now.value - straightest, ..*now }
    };
    bend.iter().enumerate().map(beyond).collect()
}

/// The smoothed lift of the resting leg over `rest`; and the third quartile of its samples' distances from that curve
/// while it seems lifted.
fn lift(resting: Track, rest: RestingLeg, seen: &[&Reading]) -> (Vec<TimedValue>, f64) {
    let lift = |r: &&Reading| TimedValue { time: r.time, value: r.lift_rad(resting, rest.leg_rad) };
    let readings: Vec<TimedValue> = seen.iter().map(lift).collect();
    let mut lift = without_spikes(&readings, SHORTEST_MOVEMENT_S);
    let smooth = zero_phase(&ZERO_PHASE, &lift, |i| !seen[i].is_interpolated);
    lift.iter_mut().zip(smooth).for_each(|(lift, smooth)| lift.value = smooth);
    let lifted = readings.iter().zip(&lift).filter(|(_, curve)| curve.value > OVER_FLOOR_RAD);
    let off = lifted.map(|(read, curve)| (read.value - curve.value).abs());
    let scatter_rad = quantile(off.collect(), 0.75).unwrap_or(0.0);
    (without_pelvis(lift), scatter_rad)
}

/// The pelvis tilts with the raised leg (Bohannon 1985), which turns the resting leg's line by this much at most while
/// that leg still lies.
pub const PELVIS_RAD: f64 = 4f64.to_radians();
/// The resting leg's lift less the part that the pelvis adds.
fn without_pelvis(mut lift: Vec<TimedValue>) -> Vec<TimedValue> {
    // the tenth percentile stands for the least lift: the lowest samples may be misread
    let off = quantile(lift.iter().map(|lift| lift.value).collect(), 0.1).unwrap_or(0.0).clamp(0.0, PELVIS_RAD);
    lift.iter_mut().for_each(|lift| lift.value -= off);
    lift
}
