//! The furthest that a measure was held at: a frame that is misread is none.

use crate::motion::time::Timestamp;
use std::collections::VecDeque;

/// So long it has to be kept up, seconds (ours: what a therapist would read off).
const KEPT_UP_S: f64 = 1.0;

/// Follows a measure that is to become large, or small.
#[derive(Clone, Debug, Default)]
pub(super) struct Furthest {
    /// What was seen within the last second, in order of time.
    lately: VecDeque<(Timestamp, f64)>,
    /// Since when it has been seen without a break.
    since: Option<Timestamp>,
    held_deg: Option<f64>,
}

impl Furthest {
    /// The next frame; `None` where it does not count.
    pub fn observe(&mut self, time: Timestamp, deg: Option<f64>, upwards: bool) {
        let Some(deg) = deg else { return self.interrupt() };
        let since = *self.since.get_or_insert(time);
        self.lately.push_back((time, deg));
        while self.lately.front().is_some_and(|(at, _)| time - *at > KEPT_UP_S) {
            self.lately.pop_front();
        }
        if time - since >= KEPT_UP_S {
            let further = |a: f64, b: f64| if upwards { a.max(b) } else { a.min(b) };
            let less = |a: f64, b: f64| if upwards { a.min(b) } else { a.max(b) };
            let kept_up = self.lately.iter().map(|(_, deg)| *deg).reduce(less);
            self.held_deg = kept_up.into_iter().chain(self.held_deg).reduce(further);
        }
    }

    /// It is not kept up any more.
    pub fn interrupt(&mut self) {
        self.lately.clear();
        self.since = None;
    }

    /// Degrees; `None` where nothing was kept up for a second.
    pub fn held_deg(&self) -> Option<f64> {
        self.held_deg
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a value that goes there in a second, stays for two, and for one frame is misread.
    fn furthest(to: f64, misread: f64, upwards: bool) -> Option<f64> {
        let mut furthest = Furthest::default();
        for frame in 0..30 {
            let time = Timestamp::from_secs(f64::from(frame) / 10.0);
            let on_the_way = (f64::from(frame) / 10.0).min(1.0);
            let deg = if frame == 25 { misread } else { 50.0 + on_the_way * (to - 50.0) };
            furthest.observe(time, Some(deg), upwards);
        }
        furthest.held_deg()
    }

    #[test]
    fn the_furthest_is_what_was_kept_up_for_a_second_whichever_way_it_goes() {
        assert_eq!(furthest(70.0, 95.0, true), Some(70.0));
        assert_eq!(furthest(20.0, 3.0, false), Some(20.0));
    }

    #[test]
    fn what_was_not_kept_up_is_nothing() {
        let mut furthest = Furthest::default();
        for frame in 0..40 {
            // seen for half a second at a time
            let deg = (frame % 6 != 5).then_some(60.0);
            furthest.observe(Timestamp::from_secs(f64::from(frame) / 10.0), deg, true);
        }
        assert_eq!(furthest.held_deg(), None);
    }
}
