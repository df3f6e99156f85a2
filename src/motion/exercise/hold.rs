//! How long a position was held.

use crate::motion::body::hand_signal::LONGEST_STEP_S;
use crate::motion::time::Timestamp;

/// Adds up the frame intervals that begin and end in position. Time during a suspected fault, or before the stay is
/// long enough, is pending: it is added once it is known to count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HoldTimer {
    inside_at: Option<Timestamp>,
    /// Time since the position was entered.
    stay_s: f64,
    held_s: f64,
    pending_s: f64,
}

/// Whether a frame shows the position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    No,
    /// The person is in position; `suspected`: a fault may have begun, which is known only later.
    Yes {
        suspected: bool,
    },
}

impl HoldTimer {
    /// The next frame; a stay of less than `least_s` is none.
    pub fn observe(&mut self, time: Timestamp, least_s: f64, inside: Inside) {
        let Inside::Yes { suspected } = inside else {
            self.interrupt();
            return;
        };
        let step_s = self.inside_at.map_or(0.0, |before| time - before);
        self.inside_at = Some(time);
        if step_s > LONGEST_STEP_S {
            (self.stay_s, self.pending_s) = (0.0, 0.0);
            return;
        }
        self.stay_s += step_s;
        self.pending_s += step_s;
        if !suspected && self.stay_s >= least_s {
            self.held_s += std::mem::take(&mut self.pending_s);
        }
    }

    /// The position was left. Pending time is dropped: what looked like a fault was the way out.
    pub fn interrupt(&mut self) {
        (self.inside_at, self.stay_s, self.pending_s) = (None, 0.0, 0.0);
    }

    /// How long the position has been held without a break, seconds.
    pub fn stay_s(&self) -> f64 {
        self.stay_s
    }

    /// How long the position has been held, without pending time, seconds.
    pub fn held_s(&self) -> f64 {
        self.held_s
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(least_s: f64, frames: &[(f64, Inside)]) -> f64 {
        let mut timer = HoldTimer::default();
        frames.iter().for_each(|(secs, inside)| timer.observe(Timestamp::from_secs(*secs), least_s, *inside));
        timer.held_s()
    }

    const IN: Inside = Inside::Yes { suspected: false };
    const DOUBT: Inside = Inside::Yes { suspected: true };

    #[test]
    fn only_what_lies_between_two_frames_inside_counts() {
        assert!(
            (held(0.0, &[(0.0, Inside::No), (0.1, IN), (0.2, IN), (0.3, Inside::No), (0.4, IN), (0.5, IN)]) - 0.2)
                .abs()
                < 1e-9
        );
    }

    #[test]
    fn a_gap_never_counts() {
        assert!((held(0.0, &[(0.0, IN), (0.5, IN), (2.5, IN), (3.0, IN)]) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_time_stands_at_the_onset_of_a_fault_and_a_false_alarm_costs_nothing() {
        assert!((held(0.0, &[(0.0, IN), (0.5, IN), (1.0, DOUBT), (1.5, DOUBT), (2.0, Inside::No)]) - 0.5).abs() < 1e-9);
        assert!((held(0.0, &[(0.0, IN), (0.5, IN), (1.0, DOUBT), (1.5, IN)]) - 1.5).abs() < 1e-9);
    }

    #[test]
    fn who_passes_through_has_not_held_it() {
        let stay = [(0.0, IN), (0.5, IN), (1.0, IN), (1.2, Inside::No), (2.0, IN), (2.5, IN), (3.0, IN), (3.5, IN)];
        assert!((held(1.5, &stay) - 1.5).abs() < 1e-9);
    }
}
