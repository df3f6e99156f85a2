//! The held maximum of a raise.

use crate::motion::filter::{TimedValue, median};
use crate::motion::time::Timestamp;

/// The plateau is the time within this of the maximum (ours).
const PLATEAU_RAD: f64 = 2.5f64.to_radians();
/// A shorter plateau is not a hold, and the maximum itself is the result (protocol: hold 1–2 s; half of it is still
/// enough for a median).
const MIN_HOLD_S: f64 = 0.5;

/// A leg that is not seen for longer than this may have gone up and come back, seconds: slow raises reach 55°/s.
pub const UNSEEN_S: f64 = 0.5;

/// A hold this long means that the highest point was reached.
pub const REACHED_HOLD_S: f64 = 1.0;

/// The highest point of a raise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// Median over the plateau, or the maximum where it was not held.
    pub angle_rad: f64,
    /// Middle of the plateau, or the time of the maximum.
    pub time: Timestamp,
    /// How long it was held, seconds; 0 where it was not.
    pub hold_s: f64,
}

/// The highest stretch of a smoothed series; `None` for an empty one.
pub fn held_maximum(series: &[TimedValue]) -> Option<Peak> {
    let (top, maximum) = series.iter().enumerate().max_by(|a, b| a.1.value.total_cmp(&b.1.value))?;
    let near = |s: &&TimedValue| s.value >= maximum.value - PLATEAU_RAD;
    let belongs = |pair: &&[TimedValue]| pair.iter().all(|s| near(&s)) && pair[1].time - pair[0].time <= UNSEEN_S;
    let before = series[..=top].windows(2).rev().take_while(belongs).count();
    let after = series[top..].windows(2).take_while(belongs).count();
    let plateau = &series[top - before..=top + after];
    let (first, last) = (plateau[0].time, plateau[plateau.len() - 1].time);
    let hold_s = last - first;
    if hold_s < MIN_HOLD_S {
        return Some(Peak { angle_rad: maximum.value, time: maximum.time, hold_s: 0.0 });
    }
    let angle_rad = median(plateau.iter().map(|s| s.value).collect())?;
    Some(Peak { angle_rad, time: first + hold_s / 2.0, hold_s })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(of: impl Fn(f64) -> f64) -> Vec<TimedValue> {
        (0..100)
            .map(|i| f64::from(i) * 0.05)
            .map(|t| TimedValue { time: Timestamp::from_secs(t), value: of(t) })
            .collect()
    }

    #[test]
    fn a_held_peak_is_the_median_of_its_plateau() {
        let peak = held_maximum(&series(|t| if (2.0..3.0).contains(&t) { 1.2 + 0.01 * (20.0 * t).sin() } else { 0.2 }))
            .unwrap();
        assert!((peak.angle_rad - 1.2).abs() < 0.005);
        assert!((peak.time.secs() - 2.5).abs() < 0.05);
        assert!(peak.hold_s > 0.9);
    }

    #[test]
    fn a_quick_peak_is_its_maximum() {
        let peak = held_maximum(&series(|t| 1.0 - (t - 2.5).abs())).unwrap();
        assert!((peak.angle_rad - 1.0).abs() < 1e-9);
        assert_eq!(peak.hold_s, 0.0);
    }

    #[test]
    fn no_series_no_peak() {
        assert_eq!(held_maximum(&[]), None);
    }
}
