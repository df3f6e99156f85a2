//! A raise as curves over time, smoothed without delay, and what can be read off them.

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
/// Legs closer than this cover each other in the image: nothing is said about the resting one.
pub const LEGS_APART_RAD: f64 = 20f64.to_radians();
/// The resting leg must be seen in this part of the raise to be judged, and of its last moments before the result,
/// seconds.
const MIN_SEEN_SHARE: f64 = 0.5;
const LATEST_S: f64 = 1.0;

/// Joints of a resting leg that lifts lie this close to their curve in three frames of four while they are over the
/// floor by more than that (renders: 1° at most). Further off the model finds the leg now here, now there, on the
/// raised one or between the two.
const SCATTERS_RAD: f64 = 1.5f64.to_radians();
const OVER_FLOOR_RAD: f64 = 5f64.to_radians();

/// A kick is told by how far the leg gets in this time, seconds.
const KICK_S: f64 = 0.3;
/// Between these heights a leg leaves the floor.
const LEFT_FLOOR_RAD: Range<f64> = 6f64.to_radians()..18f64.to_radians();

/// Beside a strap a knee that is truly bent by 15° reads 9° beyond straight (SD 4°, nine rendered bodies), and 14°
/// (SD 3°) beyond where it read straightest, from this height over the rest on; straight ones up to 9° beyond that
/// (twelve). By so much at most: further off, something else is misread.
pub const STRAIGHTEST_FROM_RAD: f64 = 10f64.to_radians();
pub const MOST_STRETCH_RAD: f64 = 10f64.to_radians();

/// A leg that is up, or a knee that is bent, for a shorter time than this was misread, seconds: legs do not go to and
/// fro so fast.
pub const MISLAID_S: f64 = 0.6;

/// The raise as smoothed curves over the moments at which the raised leg was seen.
pub struct Curves {
    /// Elevation of the thigh.
    pub thigh: Vec<TimedValue>,
    /// The same as the image shows it, without the corrections for the model's hip and for the camera.
    uncorrected: Vec<f64>,
    /// Elevation of the line from hip to ankle, as it was read: smoothed, what is quick is slower.
    line: Vec<TimedValue>,
    /// Knee flexion beyond straight that lasts, see [`knee_bend_rad`].
    knee: Vec<TimedValue>,
    /// The same as it counts for a violation: beside a strap from where the knee was straightest.
    counted_bend: Vec<TimedValue>,
    trunk: Vec<f64>,
    /// How far each reading of the leg lay from its curve.
    residual: Vec<TimedValue>,
    /// Lift of the resting leg beyond its rest, where it was seen apart from the raised one.
    opposite: Vec<TimedValue>,
    pub opposite_seen: bool,
    /// When the raised leg was so high that the resting one could be seen apart from it.
    apart: Vec<Timestamp>,
    /// Elevation of the raised leg's thigh at rest.
    pub flat_rad: f64,
}

/// One moment of the curves.
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
        let lasting_bend = without_spikes(&bend, MISLAID_S);
        let flat_leg = at_rest.map_or(0.0, |rest| rest.leg_rad);
        let apart: Vec<&&Reading> = seen.iter().filter(|r| r.lift_rad(raised, flat_leg) > LEGS_APART_RAD).collect();
        let beside_strap = 2 * apart.iter().filter(|r| r.beside_strap).count() > apart.len();
        let is_up = |i: usize| smooth_leg[i] - flat_leg > STRAIGHTEST_FROM_RAD;
        let counted_bend = if beside_strap {
            without_spikes(&beyond_straightest(&bend, is_up), MISLAID_S)
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

    /// The thigh until `time`, with the moment of `time` itself, which lies between two frames.
    pub fn until(&self, time: Timestamp) -> Vec<TimedValue> {
        let before = self.thigh.iter().take_while(|s| s.time < time).copied();
        before.chain([TimedValue { time, value: self.thigh_at(time) }]).collect()
    }

    /// Index of the moment nearest to `time`.
    fn index_at(&self, time: Timestamp) -> usize {
        let distance = |i: &usize| (self.thigh[*i].time - time).abs();
        (0..self.thigh.len()).min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
    }

    /// Elevation of the thigh at `time`, between two frames on the line from one to the other.
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

    /// Violations of the raise itself: what happens on the way down no longer matters.
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

    /// Whether the resting leg was first seen, apart from the raised one, no earlier than it was lifted at `onset`.
    pub fn was_lifted_when_seen(&self, onset: Timestamp) -> bool {
        self.opposite.first().is_some_and(|first| onset - first.time <= 0.0)
    }

    /// Whether the raised leg came so high that the resting one could be seen apart from it.
    pub fn legs_apart(&self) -> bool {
        !self.apart.is_empty()
    }

    /// Whether the resting leg was seen in the last moments before `time`, not just earlier: one that lifts or bends
    /// may be lost as it does.
    pub fn opposite_seen_until(&self, time: Timestamp) -> bool {
        let latest = |at: &Timestamp| (0.0..=LATEST_S).contains(&(time - *at));
        let apart = self.apart.iter().filter(|at| latest(at)).count();
        let seen = self.opposite.iter().filter(|lift| latest(&lift.time)).count();
        self.opposite_seen && seen as f64 >= MIN_SEEN_SHARE * apart as f64
    }

    /// Whether the leg was out of sight next to where it was highest until `time`: it may have been higher then. Not
    /// once it has been held at its highest point for long enough.
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

    /// Whether what tells of a violation was out of sight just before its onset, and the raised leg moved on meanwhile:
    /// it may have begun at another height.
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

    /// Standard uncertainty of the result from the readings' scatter around the peak.
    pub fn noise_rad(&self, peak: &Peak) -> f64 {
        let reach = (peak.hold_s / 2.0).max(ZERO_PHASE.half_window_s);
        let near = self.residual.iter().filter(|residual| (residual.time - peak.time).abs() <= reach);
        let residuals: Vec<f64> = near.map(|residual| residual.value).collect();
        // neighbouring frames err together: a quarter of them counts as independent
        let independent = (residuals.len() as f64 / 4.0).max(1.0);
        robust_sd(&residuals).unwrap_or(0.0) / independent.sqrt()
    }

    /// Elevation of the line from hip to ankle when the raise began.
    pub fn began_rad(&self) -> f64 {
        self.line.first().map_or(0.0, |first| first.value)
    }

    /// The most that the leg rose in [`KICK_S`] until `time`, as a speed: the middle of the slopes between each two of
    /// the readings in that time (Theil 1950, Sen 1968), which one in four that is misread does not move.
    pub fn fastest_rad_s(&self, until: Timestamp) -> f64 {
        let on_the_way = &self.line[..self.line.partition_point(|s| s.time <= until)];
        let speed = |(from, start): (usize, &TimedValue)| {
            let long = on_the_way[from..].iter().position(|s| s.time - start.time >= KICK_S);
            // a leg that was up in less time than that was kicked, too
            let long = long.or_else(|| (from == 0).then(|| on_the_way.len() - 1))?;
            let readings = &on_the_way[from..=from + long];
            let pairs = readings.iter().enumerate().flat_map(|(i, a)| readings[i + 1..].iter().map(move |b| (a, b)));
            median(pairs.map(|(a, b)| (b.value - a.value) / (b.time - a.time)).collect())
        };
        on_the_way.iter().enumerate().filter_map(speed).fold(0.0, f64::max)
    }

    /// How far the knee was bent when the leg left the floor, or where that was not seen when it was first seen.
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

/// A series without what is below it for a shorter time than `secs`.
pub fn without_dips(series: &[TimedValue], secs: f64) -> Vec<TimedValue> {
    let negative = |series: &[TimedValue]| -> Vec<TimedValue> {
        series.iter().map(|s| TimedValue { value: -s.value, ..*s }).collect()
    };
    negative(&without_spikes(&negative(series), secs))
}

/// How far a knee is bent beyond where it was straightest on the way up until then. Only a misreading makes it
/// straighter than straight.
fn beyond_straightest(bend: &[TimedValue], is_up: impl Fn(usize) -> bool) -> Vec<TimedValue> {
    let without_dips = without_dips(bend, MISLAID_S);
    let mut straightest = 0.0f64;
    let beyond = |(i, now): (usize, &TimedValue)| {
        if is_up(i) {
            straightest = straightest.min(without_dips[i].value).max(-MOST_STRETCH_RAD);
        }
        TimedValue { value: now.value - straightest, ..*now }
    };
    bend.iter().enumerate().map(beyond).collect()
}

/// How far the resting leg, which lay as `rest` says, is lifted in the moments at which it was seen; and how far three
/// readings of four lie from that at most while it seems to be.
fn lift(resting: Track, rest: RestingLeg, seen: &[&Reading]) -> (Vec<TimedValue>, f64) {
    let lift = |r: &&Reading| TimedValue { time: r.time, value: r.lift_rad(resting, rest.leg_rad) };
    let readings: Vec<TimedValue> = seen.iter().map(lift).collect();
    let mut lift = without_spikes(&readings, MISLAID_S);
    let smooth = zero_phase(&ZERO_PHASE, &lift, |i| !seen[i].is_interpolated);
    lift.iter_mut().zip(smooth).for_each(|(lift, smooth)| lift.value = smooth);
    let lifted = readings.iter().zip(&lift).filter(|(_, curve)| curve.value > OVER_FLOOR_RAD);
    let off = lifted.map(|(read, curve)| (read.value - curve.value).abs());
    let scatter_rad = quantile(off.collect(), 0.75).unwrap_or(0.0);
    (without_pelvis(lift), scatter_rad)
}

/// The pelvis turns with the raised leg (Bohannon 1985), and the line of the resting one with it: by so much at most
/// before that leg lifts.
pub const PELVIS_RAD: f64 = 4f64.to_radians();
/// The resting leg's lift without what the pelvis does to its line.
fn without_pelvis(mut lift: Vec<TimedValue>) -> Vec<TimedValue> {
    // the least but for a tenth, which may be misread
    let off = quantile(lift.iter().map(|lift| lift.value).collect(), 0.1).unwrap_or(0.0).clamp(0.0, PELVIS_RAD);
    lift.iter_mut().for_each(|lift| lift.value -= off);
    lift
}
