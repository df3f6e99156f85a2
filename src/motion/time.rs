//! Time as the source tells it. No clock is read here.

use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// A moment, in nanoseconds since the source's start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub u64);

impl Timestamp {
    pub const ZERO: Self = Self(0);

    /// The moment after so many seconds; negative and non-finite values become the start.
    pub fn from_secs(secs: f64) -> Self {
        Self((secs.max(0.0) * 1e9).round() as u64)
    }

    /// Seconds since the source's start.
    pub fn secs(self) -> f64 {
        self.0 as f64 * 1e-9
    }
}

/// Seconds between two moments, negative when `rhs` is the later one.
impl Sub for Timestamp {
    type Output = f64;
    fn sub(self, rhs: Self) -> f64 {
        let apart = self.0.abs_diff(rhs.0) as f64 * 1e-9;
        if self < rhs { -apart } else { apart }
    }
}

/// A moment `secs` later (or earlier, when negative).
impl Add<f64> for Timestamp {
    type Output = Self;
    fn add(self, secs: f64) -> Self {
        let ns = (secs.abs() * 1e9).round() as u64;
        Self(if secs < 0.0 { self.0.saturating_sub(ns) } else { self.0.saturating_add(ns) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_survive_the_round_trip_to_the_nanosecond() {
        let t = Timestamp::from_secs(12.3456789);
        assert_eq!(t, Timestamp(12_345_678_900));
        assert!((t.secs() - 12.3456789).abs() < 1e-9);
        assert_eq!(Timestamp::from_secs(-1.0), Timestamp::ZERO);
        assert_eq!(Timestamp::from_secs(f64::NAN), Timestamp::ZERO);
    }

    #[test]
    fn difference_is_signed() {
        let (a, b) = (Timestamp::from_secs(1.0), Timestamp::from_secs(3.5));
        assert_eq!(b - a, 2.5);
        assert_eq!(a - b, -2.5);
        assert_eq!(a + 2.5, b);
        assert!(Timestamp(u64::MAX) - a > 1e10 && a - Timestamp(u64::MAX) < -1e10, "however far apart");
    }
}
