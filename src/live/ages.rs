//! The latency of frames, from the camera to the angle.

use std::collections::BTreeMap;
use std::time::Duration;

/// A histogram of frames' ages in milliseconds: a long test takes no more memory than a short one.
#[derive(Debug, Default)]
pub struct Ages {
    by_ms: BTreeMap<u16, u64>,
    latest_ms: Option<u16>,
}

impl Ages {
    /// Counts a frame of this age.
    pub fn add(&mut self, age: Duration) {
        let ms = u16::try_from(age.as_millis()).unwrap_or(u16::MAX);
        *self.by_ms.entry(ms).or_default() += 1;
        self.latest_ms = Some(ms);
    }

    /// Age of the latest frame, ms.
    pub fn latest_ms(&self) -> Option<u16> {
        self.latest_ms
    }

    /// How many frames were shown.
    pub fn count(&self) -> u64 {
        self.by_ms.values().sum()
    }

    /// The age that this share of the frames, 0..1, did not exceed, ms; zero without frames.
    pub fn at_most_ms(&self, share: f64) -> u16 {
        let place = (self.count().saturating_sub(1) as f64 * share).round() as u64;
        let mut passed = 0;
        let mut reached = self.by_ms.iter().filter(|(_, count)| {
            passed += **count;
            passed > place
        });
        reached.next().map_or(0, |(ms, _)| *ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_of_any_number_of_frames_are_counted_in_bounded_room() {
        let mut ages = Ages::default();
        assert_eq!((ages.count(), ages.at_most_ms(0.5), ages.latest_ms()), (0, 0, None));
        for i in 0..100_000u64 {
            ages.add(Duration::from_millis(i % 100));
        }
        assert_eq!((ages.count(), ages.by_ms.len()), (100_000, 100));
        assert_eq!((ages.at_most_ms(0.0), ages.at_most_ms(0.5), ages.at_most_ms(1.0)), (0, 50, 99));
        ages.add(Duration::from_secs(3600));
        assert_eq!((ages.at_most_ms(1.0), ages.latest_ms()), (u16::MAX, Some(u16::MAX)));
    }
}
