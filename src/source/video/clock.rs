//! The time of each frame, from the container's stamps, some of which may be missing, equal, or far from all others.

use super::stderr::Stamp;
use crate::motion::Timestamp;

/// A frame's stamp is judged by those of this many frames after it: fewer than half of them may be wrong.
pub(super) const STAMPS_AHEAD: usize = 6;

/// The stamp of the first or last frame is wrong if it is this far from its only neighbour, nanoseconds.
const FAR_NS: i64 = 10_000_000_000;

/// A step shorter than the usual one divided by this counts as none: containers make equal stamps grow by their
/// smallest unit.
const LEAST_STEP: i64 = 10;

/// Makes times that strictly increase.
pub(super) struct Clock {
    nominal_ns: i64,
    origin_ns: i64,
    last_ns: Option<i64>,
    last_duration_ns: i64,
    /// The latest end that any stamp stated, sensible or not.
    stated_end_ns: i64,
    pub knows_last_duration: bool,
}

impl Clock {
    /// For a recording of `fps` frames per second on average.
    pub fn new(fps: f64) -> Self {
        let nominal_ns = ((1e9 / fps) as i64).max(1);
        Self {
            nominal_ns,
            origin_ns: 0,
            last_ns: None,
            last_duration_ns: nominal_ns,
            stated_end_ns: 0,
            knows_last_duration: false,
        }
    }

    /// The time of the next frame. `ahead` are the stamps of those after it, [`STAMPS_AHEAD`] of them or all that are
    /// left.
    pub fn time_of(&mut self, stamp: &Stamp, ahead: &[Option<i64>]) -> Timestamp {
        let time_ns = match self.last_ns {
            None => self.first(stamp.time_ns, ahead),
            Some(last) => self.later(last, stamp.time_ns, ahead),
        };
        self.knows_last_duration = stamp.duration_ns.is_some();
        let step_ns = self.last_ns.map_or(self.nominal_ns, |last| time_ns - last);
        self.last_duration_ns = stamp.duration_ns.unwrap_or(step_ns);
        self.last_ns = Some(time_ns);
        let stated_ns = stamp.time_ns.map_or(time_ns, |stated| stated.saturating_sub(self.origin_ns).max(time_ns));
        self.stated_end_ns = self.stated_end_ns.max(stated_ns.saturating_add(self.last_duration_ns));
        Timestamp(time_ns as u64)
    }

    fn first(&mut self, stated: Option<i64>, ahead: &[Option<i64>]) -> i64 {
        let known = || ahead.iter().copied().flatten();
        let is_stray = |time: i64| {
            let lower = known().filter(|&other| other < time).count();
            let is_too_late = lower > known().count() - lower;
            let is_too_early = known().filter(|&other| other > time).min().is_some_and(|next| is_far(time, next));
            is_too_late || is_too_early
        };
        let time = match stated.filter(|&time| !is_stray(time)) {
            Some(time) => time,
            None => known().filter(|&other| Some(other) != stated).min().map_or(0, |next| next - self.nominal_ns),
        };
        // Frames before the start of an edit list have negative times: then the first one is the start.
        self.origin_ns = time.min(0);
        time - self.origin_ns
    }

    /// Replaces a time that can't be right by one between its neighbours, at most the usual step after the last one.
    fn later(&self, last: i64, stated: Option<i64>, ahead: &[Option<i64>]) -> i64 {
        let known =
            || ahead.iter().enumerate().filter_map(|(at, time)| Some((at, (*time)?.saturating_sub(self.origin_ns))));
        let least = last + self.nominal_ns / LEAST_STEP;
        let is_stray = |time: i64| {
            let lower = known().filter(|&(_, other)| other > last && other < time).count();
            let higher = known().filter(|&(_, other)| other >= time).count();
            lower > higher || (ahead.is_empty() && is_far(last, time))
        };
        let stated = stated.map(|time| time.saturating_sub(self.origin_ns));
        if let Some(time) = stated.filter(|&time| time > least && !is_stray(time)) {
            return time;
        }
        let next = known().filter(|&(_, other)| other > least).min_by_key(|&(_, other)| other);
        let step = next.map_or(self.nominal_ns, |(at, next)| self.nominal_ns.min((next - last) / (at as i64 + 2)));
        last + step.max(1)
    }

    /// When the last frame stops being shown, seconds, by the latest stamp, right or wrong.
    pub fn stated_end_secs(&self) -> f64 {
        self.stated_end_ns as f64 * 1e-9
    }

    /// When the last frame stops being shown, seconds.
    pub fn end_secs(&self) -> f64 {
        self.last_ns.map_or(0.0, |last| (last + self.last_duration_ns) as f64 * 1e-9)
    }
}

fn is_far(earlier: i64, later: i64) -> bool {
    later.saturating_sub(earlier) > FAR_NS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The times in milliseconds that such stamps get.
    fn times(fps: f64, stated_ms: &[Option<i64>]) -> Vec<u64> {
        let mut clock = Clock::new(fps);
        let stated: Vec<_> = stated_ms.iter().map(|ms| ms.map(|ms| ms * 1_000_000)).collect();
        let stamp = |time_ns| Stamp { time_ns, duration_ns: None, original: (8.0, 8.0), width: 8, height: 8 };
        (0..stated.len())
            .map(|at| {
                let ahead = &stated[at + 1..stated.len().min(at + 1 + STAMPS_AHEAD)];
                clock.time_of(&stamp(stated[at]), ahead).0 / 1_000_000
            })
            .collect()
    }

    fn known(stated_ms: &[i64]) -> Vec<u64> {
        times(25.0, &stated_ms.iter().map(|&ms| Some(ms)).collect::<Vec<_>>())
    }

    #[test]
    fn stated_times_are_kept_and_the_rest_is_filled_in() {
        assert_eq!(known(&[0, 33, 100]), [0, 33, 100]);
        assert_eq!(known(&[500, 533]), [500, 533]);
        assert_eq!(times(25.0, &[None, None, None]), [0, 40, 80]);
        assert_eq!(known(&[-80, -40, 0]), [0, 40, 80]);
        assert_eq!(times(25.0, &[Some(0), None, Some(80), Some(120)]), [0, 40, 80, 120]);
    }

    #[test]
    fn a_pause_is_a_pause() {
        assert_eq!(known(&[0, 40, 60_000, 60_040, 60_080]), [0, 40, 60_000, 60_040, 60_080]);
    }

    #[test]
    fn equal_and_backward_stamps_lie_between_their_neighbours() {
        assert_eq!(known(&[0, 0, 80, 80, 160]), [0, 40, 80, 120, 160]);
        // as some containers make equal stamps grow
        assert_eq!(known(&[0, 1, 80, 81, 160]), [0, 40, 80, 120, 160]);
        assert_eq!(known(&[0, 0, 0, 60, 100]), [0, 20, 40, 60, 100]);
        assert_eq!(known(&[0, 40, 20, 120, 160]), [0, 40, 80, 120, 160]);
        assert_eq!(known(&[0, 40, 80, 0, 40, 80]), [0, 40, 80, 120, 160, 200]);
    }

    #[test]
    fn stray_stamps_are_not_believed_wherever_they_stand() {
        let even = [0, 40, 80, 120, 160, 200, 240, 280];
        for stray in [36_000_000, 1000, -36_000_000] {
            for at in 0..even.len() {
                // one second ahead may be a pause before the last frame, one second behind is filled in
                if at == even.len() - 1 && stray == 1000 {
                    continue;
                }
                let mut stated = even;
                stated[at] = stray;
                assert_eq!(known(&stated), even.map(|ms| ms as u64), "{stray} at {at}");
            }
        }
        let two = [0, 40, 36_000_000, 36_000_040, 160, 200, 240, 280, 320];
        assert_eq!(known(&two)[..5], [0, 40, 80, 120, 160]);
    }

    #[test]
    fn the_stated_end_counts_what_was_not_believed() {
        let mut clock = Clock::new(25.0);
        let stamp = |ms: i64| Stamp {
            time_ns: Some(ms * 1_000_000),
            duration_ns: None,
            original: (8.0, 8.0),
            width: 8,
            height: 8,
        };
        clock.time_of(&stamp(0), &[Some(40_000_000), Some(36_000_000_000_000)]);
        clock.time_of(&stamp(40), &[Some(36_000_000_000_000)]);
        clock.time_of(&stamp(36_000_000), &[]);
        assert!(clock.end_secs() < 1.0 && clock.stated_end_secs() > 36_000.0);
    }
}
