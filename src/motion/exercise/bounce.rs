//! Bouncing: going up and down in a position instead of holding it. Breathing is not enough for it.

use crate::motion::filter::{CausalFilter, CausalParameters};
use crate::motion::time::Timestamp;
use std::collections::VecDeque;

/// Strong enough to remove the keypoints' jitter, weak enough to keep two bounces a second (ours).
const SMOOTHING: CausalParameters = CausalParameters { time_constant_s: 0.08, max_gap_s: 0.6 };
/// Number of turns, up and down, that make it bouncing: one is a correction of the position (ours).
const TURNS: usize = 4;

/// Watches one measure for alternating extremes.
#[derive(Clone, Debug, Default)]
pub(super) struct BounceWatch {
    smooth: CausalFilter,
    /// The lowest and the highest since the last turn, degrees.
    range_deg: Option<(f64, f64)>,
    /// Which way it goes; `None` until that is known.
    rises: Option<bool>,
    turns: VecDeque<Timestamp>,
}

impl BounceWatch {
    /// Whether it bounces: extremes further apart than `over_deg`, several within `within_s`.
    pub fn observe(&mut self, time: Timestamp, value_deg: f64, over_deg: f64, within_s: f64) -> bool {
        let value = self.smooth.update(&SMOOTHING, time, value_deg);
        let (low, high) = self.range_deg.map_or((value, value), |(low, high)| (low.min(value), high.max(value)));
        self.range_deg = Some((low, high));
        let turned = match self.rises {
            Some(true) => (high - value > over_deg).then_some(false),
            Some(false) => (value - low > over_deg).then_some(true),
            None if value - low > over_deg => Some(true),
            None => (high - value > over_deg).then_some(false),
        };
        if let Some(rises) = turned {
            if self.rises.is_some() {
                self.turns.push_back(time);
            }
            (self.rises, self.range_deg) = (Some(rises), Some((value, value)));
        }
        while self.turns.front().is_some_and(|turn| time - *turn > within_s) {
            self.turns.pop_front();
        }
        self.turns.len() >= TURNS
    }

    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    /// Whether a value that swings so far, so often a second, is called bouncing.
    fn bounces(swing_deg: f64, hertz: f64, fps: f64) -> bool {
        let mut watch = BounceWatch::default();
        let frames = (6.0 * fps) as u32;
        (0..frames).any(|frame| {
            let secs = f64::from(frame) / fps;
            let value = 60.0 + swing_deg / 2.0 * (TAU * hertz * secs).sin();
            watch.observe(Timestamp::from_secs(secs), value, 3.0, 3.0)
        })
    }

    #[test]
    fn bouncing_is_seen_at_ten_and_thirty_frames_a_second_and_breathing_is_not() {
        for fps in [10.0, 30.0] {
            assert!(bounces(6.0, 1.0, fps) && bounces(10.0, 1.5, fps), "{fps}");
            assert!(!bounces(2.0, 0.25, fps) && !bounces(2.5, 1.0, fps), "{fps}");
            // slow corrections of the position
            assert!(!bounces(8.0, 0.2, fps), "{fps}");
        }
    }
}
