//! Where to look next: follow the person found, and decide when to search again. Pure.

use super::roi::Roi;
use crate::motion::Timestamp;

/// Between searches while nobody is found, seconds: a search costs as much as ten pictures.
const SEARCH_INTERVAL_S: f64 = 0.5;
/// Every so many searches without success one is thorough.
const THOROUGH_EVERY: u32 = 4;
/// While the followed body is upright, look for a lying one this often, seconds: whoever stands there may be the helper.
const UPRIGHT_RECHECK_S: f64 = 1.0;

/// What to do with the next frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Look {
    /// Read the person in this region.
    Follow(Roi),
    /// Read the person in this region, and look whether somebody lies there who should be followed instead.
    FollowAndSearch(Roi),
    /// Nobody is followed: search quickly or thoroughly.
    Search { thorough: bool },
    /// Nobody is followed and the last search was just now.
    Skip,
}

/// Remembers whom to follow.
#[derive(Clone, Debug, Default)]
pub struct RoiTracker {
    roi: Option<Roi>,
    last_search: Option<Timestamp>,
    failed_searches: u32,
    upright: bool,
}

impl RoiTracker {
    /// What to do at `time`.
    pub fn look(&self, time: Timestamp) -> Look {
        let since_search = self.last_search.map_or(f64::INFINITY, |t| time - t);
        match self.roi {
            Some(roi) if self.upright && since_search >= UPRIGHT_RECHECK_S => Look::FollowAndSearch(roi),
            Some(roi) => Look::Follow(roi),
            None if since_search < SEARCH_INTERVAL_S => Look::Skip,
            None => Look::Search { thorough: self.failed_searches.is_multiple_of(THOROUGH_EVERY) },
        }
    }

    /// The person was read; `upright` when the trunk is nearer to the vertical than a lying one ever is.
    pub fn found(&mut self, next_roi: Roi, upright: bool) {
        self.roi = Some(next_roi);
        self.failed_searches = 0;
        self.upright = upright;
    }

    /// A search was made at `time`, with whatever result.
    pub fn searched(&mut self, time: Timestamp) {
        self.last_search = Some(time);
    }

    /// Nobody was found where the person was expected: the next look searches at once.
    pub fn lost(&mut self) {
        self.roi = None;
        self.last_search = None;
        self.failed_searches = 0;
    }

    /// A search found nobody.
    pub fn nobody(&mut self) {
        self.roi = None;
        self.failed_searches += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(secs: f64) -> Timestamp {
        Timestamp::from_secs(secs)
    }

    fn roi() -> Roi {
        Roi::letterbox(100, 100)
    }

    #[test]
    fn an_empty_room_is_searched_now_and_then() {
        let mut tracker = RoiTracker::default();
        let mut searches = Vec::new();
        for frame in 0..90 {
            let time = at(f64::from(frame) / 30.0);
            if let Look::Search { thorough } = tracker.look(time) {
                searches.push(thorough);
                tracker.searched(time);
                tracker.nobody();
            }
        }
        assert_eq!(searches, [true, false, false, false, true, false]);
    }

    #[test]
    fn a_lost_person_is_searched_for_at_once_and_thoroughly() {
        let mut tracker = RoiTracker::default();
        tracker.searched(at(0.0));
        tracker.found(roi(), false);
        assert_eq!(tracker.look(at(0.1)), Look::Follow(roi()));
        tracker.lost();
        assert_eq!(tracker.look(at(0.1)), Look::Search { thorough: true });
    }

    #[test]
    fn an_upright_person_does_not_keep_the_tracker_from_a_lying_one() {
        let mut tracker = RoiTracker::default();
        tracker.searched(at(0.0));
        tracker.found(roi(), true);
        assert_eq!(tracker.look(at(0.5)), Look::Follow(roi()));
        assert_eq!(tracker.look(at(1.0)), Look::FollowAndSearch(roi()));
    }
}
