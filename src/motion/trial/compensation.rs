//! Compensations, which end a raise: the raised knee bends, or the resting leg lifts. Both are measured against the
//! person's own rest.

use crate::motion::filter::TimedValue;
use crate::motion::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A compensation must last this long to count, seconds (ours: longer than one or two misread frames, shorter than any
/// intended movement).
pub const HELD_S: f64 = 0.3;

/// A compensation is not assumed to last over a longer gap between readings than this, seconds.
pub const LONGEST_GAP_S: f64 = 0.25;

/// The two compensations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompensationKind {
    KneeBend,
    OppositeLegLift,
}

impl CompensationKind {
    pub const ALL: [Self; 2] = [Self::KneeBend, Self::OppositeLegLift];

    pub fn name(self) -> &'static str {
        match self {
            Self::KneeBend => "knee_bend",
            Self::OppositeLegLift => "opposite_leg_lift",
        }
    }
}

/// A compensation seen now, for live warnings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compensation {
    pub kind: CompensationKind,
    /// How far the movement is beyond the rest.
    pub rad: f64,
    /// Whether it is beyond the stop limit, not just the warning.
    pub stop: bool,
}

/// Degrees beyond the rest at which to warn and to stop.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    pub warn_deg: f64,
    pub stop_deg: f64,
}

/// A compensation that ended a raise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Violation {
    pub kind: CompensationKind,
    /// When the stop limit was first crossed.
    pub onset: Timestamp,
    /// Elevation of the thigh at the onset.
    pub angle_rad: f64,
    /// The largest that the compensation became during the raise.
    pub max_rad: f64,
}

/// The moment from which `series` stays at or above `limit_rad` for [`HELD_S`], interpolated between the frames around
/// the crossing. If it is above the limit on both sides of a gap, the onset may lie before the gap, but the [`HELD_S`]
/// are counted from after it.
pub fn onset(series: &[TimedValue], limit_rad: f64) -> Option<Timestamp> {
    let (mut began, mut seen_since): (Option<usize>, Option<usize>) = (None, None);
    for (i, now) in series.iter().enumerate() {
        if i > 0 && now.time - series[i - 1].time > LONGEST_GAP_S {
            seen_since = None;
        }
        if now.value < limit_rad {
            (began, seen_since) = (None, None);
            continue;
        }
        let (began, since) = (*began.get_or_insert(i), *seen_since.get_or_insert(i));
        if now.time - series[since].time >= HELD_S {
            return Some(crossing(series, began, limit_rad));
        }
    }
    None
}

fn crossing(series: &[TimedValue], first_above: usize, limit_rad: f64) -> Timestamp {
    let above = series[first_above];
    let Some(below) = first_above.checked_sub(1).map(|i| series[i]) else { return above.time };
    if above.time - below.time > LONGEST_GAP_S {
        return above.time;
    }
    let share = (limit_rad - below.value) / (above.value - below.value).max(1e-9);
    below.time + (above.time - below.time) * share.clamp(0.0, 1.0)
}

/// Fewer frames than this never last long enough, however far apart they are: one or two may be misread.
const LASTING_FROM: usize = 3;

/// Since when a condition has held, ignoring what is too short to be true.
#[derive(Clone, Copy, Debug, Default)]
pub struct Debounce {
    since: Option<Timestamp>,
    moments: usize,
}

impl Debounce {
    /// Since when the condition has held, once that is for [`HELD_S`].
    pub fn update(&mut self, time: Timestamp, is_so: bool) -> Option<Timestamp> {
        *self =
            if is_so { Self { since: self.since.or(Some(time)), moments: self.moments + 1 } } else { Self::default() };
        self.since.filter(|since| time - *since >= HELD_S && self.moments >= LASTING_FROM)
    }
}

/// Live: whether a value has been at or above its limit for [`HELD_S`].
#[derive(Clone, Copy, Debug, Default)]
pub struct HeldLimit {
    above: Debounce,
    last: Option<Timestamp>,
}

impl HeldLimit {
    pub fn update(&mut self, time: Timestamp, above: bool) -> bool {
        let after_gap = self.last.is_some_and(|last| time - last > LONGEST_GAP_S);
        self.last = Some(time);
        if after_gap {
            self.above = Debounce::default();
        }
        self.above.update(time, above).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[f64]) -> Vec<TimedValue> {
        let at = |i: usize| Timestamp::from_secs(i as f64 * 0.1);
        values.iter().enumerate().map(|(i, value)| TimedValue { time: at(i), value: *value }).collect()
    }

    #[test]
    fn onset_is_where_the_limit_is_crossed() {
        let t = onset(&series(&[0.0, 10.0, 20.0, 30.0, 40.0, 50.0]), 15.0).unwrap();
        assert!((t.secs() - 0.15).abs() < 1e-6);
    }

    #[test]
    fn a_short_spike_is_no_violation() {
        assert_eq!(onset(&series(&[0.0, 20.0, 20.0, 20.0, 0.0, 0.0, 20.0]), 15.0), None);
    }

    #[test]
    fn what_was_not_seen_in_between_is_not_held() {
        let at = |secs: f64, value: f64| TimedValue { time: Timestamp::from_secs(secs), value };
        assert_eq!(onset(&[at(0.0, 0.0), at(0.1, 20.0), at(1.2, 20.0), at(1.3, 0.0)], 10.0), None);
    }

    #[test]
    fn what_lasts_after_a_gap_began_before_it_where_it_was_so_then() {
        let at = |secs: f64, value: f64| TimedValue { time: Timestamp::from_secs(secs), value };
        let after = [1.2, 1.3, 1.4, 1.5, 1.6].map(|secs| at(secs, 20.0));
        let onset_s = |before: f64| {
            let series: Vec<_> = [at(0.0, 0.0), at(0.1, before)].into_iter().chain(after).collect();
            onset(&series, 10.0).unwrap().secs()
        };
        assert!((onset_s(20.0) - 0.05).abs() < 1e-6);
        assert!((onset_s(5.0) - 1.2).abs() < 1e-6);
    }

    #[test]
    fn the_onset_is_that_of_the_run_that_lasts() {
        let t = onset(&series(&[0.0, 20.0, 0.0, 0.0, 20.0, 20.0, 20.0, 20.0]), 10.0).unwrap();
        assert!((t.secs() - 0.35).abs() < 1e-6);
    }

    #[test]
    fn bent_from_the_first_frame_begins_there() {
        assert_eq!(onset(&series(&[20.0; 6]), 15.0), Some(Timestamp::ZERO));
    }

    #[test]
    fn the_live_limit_waits_for_the_hold() {
        let mut held = HeldLimit::default();
        let states: Vec<bool> = [true, true, true, true, false, true]
            .iter()
            .enumerate()
            .map(|(i, above)| held.update(Timestamp::from_secs(i as f64 * 0.1 + 1e-6), *above))
            .collect();
        assert_eq!(states, [false, false, false, true, false, false]);
    }

    #[test]
    fn live_too_what_was_not_seen_in_between_is_not_held() {
        let mut held = HeldLimit::default();
        let states = [0.0, 0.1, 1.2, 1.3, 1.45, 1.6].map(|secs| held.update(Timestamp::from_secs(secs), true));
        assert_eq!(states, [false, false, false, false, false, true]);
    }
}
