//! The stable rest before a raise: what knee bend and opposite-leg lift are measured against.

use super::filter::median;
use super::geometry::{Caudal, Point};
use super::joint_angles::JointAngles;
use super::leg_tracker::TrackedLegs;
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How still both legs must lie, and for how long.
#[derive(Clone, Copy, Debug)]
struct Stillness {
    secs: f64,
    /// Half of the range that still counts as still.
    within_rad: f64,
}

/// The first rest. Ours: long enough to tell rest from a start, short enough not to bore; the model's own jitter reaches about 1°.
const SETTLED: Stillness = Stillness { secs: 1.0, within_rad: 2.5 / 180.0 * std::f64::consts::PI };
/// A rest in another place than before: stricter, because a very slow raise must not be taken for one.
const RESETTLED: Stillness = Stillness { secs: 1.8, within_rad: 1.0 / 180.0 * std::f64::consts::PI };
/// A window whose older and newer half are further apart than this is a slow movement, not a rest.
const DRIFT_RAD: f64 = 1.2 / 180.0 * std::f64::consts::PI;
/// Fewer readings are no rest, however long they took.
const MIN_READINGS: usize = 5;
/// The same place, to this much.
const SAME_REST_RAD: f64 = 3.0 / 180.0 * std::f64::consts::PI;
/// Legs further than this from the picture's horizontal are not at rest: a flat body may look tilted by a camera off side-on.
const REST_MAX_ELEVATION_RAD: f64 = 25.0 / 180.0 * std::f64::consts::PI;
/// More bent knees are a hook-lying position, not the start of the test.
const REST_MAX_KNEE_RAD: f64 = 45.0 / 180.0 * std::f64::consts::PI;

/// One moment of the recording as the session keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    pub time: Timestamp,
    pub legs: TrackedLegs,
    pub trunk_rad: f64,
    pub caudal: Caudal,
    /// Image pixels, by [`super::pose::Side::index`].
    pub shoulders: [Point; 2],
}

impl Reading {
    pub fn new(time: Timestamp, legs: TrackedLegs, angles: &JointAngles) -> Self {
        Self { time, legs, trunk_rad: angles.trunk_rad, caudal: angles.caudal, shoulders: angles.shoulders }
    }
}

/// One leg at rest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RestingLeg {
    pub leg_rad: f64,
    pub knee_flexion_rad: f64,
}

/// Medians over a stable rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    /// By track, see [`super::leg_tracker`].
    pub legs: [RestingLeg; 2],
    pub trunk_rad: f64,
}

impl Baseline {
    /// The rest that the end of `recent` shows, if it is one: both legs low, straight and still.
    fn from_rest<'a>(recent: impl DoubleEndedIterator<Item = &'a Reading>, stillness: Stillness) -> Option<Self> {
        let mut newest_first = recent.rev().peekable();
        let now = newest_first.peek()?.time;
        let window: Vec<&Reading> = newest_first.take_while(|r| now - r.time <= stillness.secs).collect();
        // frames are not on the second: nine tenths of the window must be covered
        if now - window.last()?.time < 0.9 * stillness.secs || window.len() < MIN_READINGS {
            return None;
        }
        let middle = |of: &dyn Fn(&Reading) -> f64| median(window.iter().map(|r| of(r)).collect());
        let legs = [0, 1].map(|i| {
            let leg_rad = middle(&|r| r.legs[i].angles.leg_rad)?;
            let knee_flexion_rad = middle(&|r| r.legs[i].angles.knee_flexion_rad)?;
            let calm = |r: &&&Reading| (r.legs[i].angles.leg_rad - leg_rad).abs() <= stillness.within_rad;
            // one frame in ten may jump
            let still = window.iter().filter(calm).count() * 10 >= window.len() * 9;
            let flat = leg_rad.abs() <= REST_MAX_ELEVATION_RAD && knee_flexion_rad.abs() <= REST_MAX_KNEE_RAD;
            let (newer, older) = window.split_at(window.len() / 2);
            let half = |of: &[&Reading]| median(of.iter().map(|r| r.legs[i].angles.leg_rad).collect());
            let drifts = (half(newer)? - half(older)?).abs() > DRIFT_RAD;
            (still && flat && !drifts).then_some(RestingLeg { leg_rad, knee_flexion_rad })
        });
        Some(Self { legs: [legs[0]?, legs[1]?], trunk_rad: middle(&|r| r.trunk_rad)? })
    }

    fn is_near(&self, other: &Self) -> bool {
        (0..2).all(|i| (self.legs[i].leg_rad - other.legs[i].leg_rad).abs() <= SAME_REST_RAD)
    }
}

/// Keeps the newest rest, and does not let a slow raise pass for one.
#[derive(Clone, Debug, Default)]
pub struct RestFinder {
    baseline: Option<Baseline>,
    /// The rest that began this lie: newer ones must be near it.
    anchor: Option<Baseline>,
    ever_found: bool,
}

impl RestFinder {
    /// The rest that raises are measured against, if one was seen.
    pub fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_ref()
    }

    pub fn ever_found(&self) -> bool {
        self.ever_found
    }

    /// Looks at the readings since the last raise, oldest first; whether this is the first rest since the person lay down.
    pub fn update<'a, I>(&mut self, recent: I) -> bool
    where
        I: IntoIterator<Item = &'a Reading, IntoIter: DoubleEndedIterator> + Copy,
    {
        let settled = Baseline::from_rest(recent.into_iter(), SETTLED);
        let found = match self.anchor {
            Some(anchor) => settled
                .filter(|rest| rest.is_near(&anchor))
                .or_else(|| Baseline::from_rest(recent.into_iter(), RESETTLED).inspect(|_| self.anchor = None)),
            None => settled,
        };
        let Some(found) = found else { return false };
        self.anchor.get_or_insert(found);
        self.ever_found = true;
        self.baseline.replace(found).is_none()
    }

    /// After a raise: the legs may come to rest elsewhere. Until they do, the rest before counts.
    pub fn settle_anew(&mut self) {
        self.anchor = None;
    }

    /// Whether both legs rest at the end of `recent`, wherever that is.
    pub fn is_rest_elsewhere(recent: &[Reading]) -> bool {
        Baseline::from_rest(recent.iter(), RESETTLED).is_some()
    }

    /// Takes the rest at the end of `recent`, if it is one, wherever that is.
    pub fn rest_elsewhere(&mut self, recent: &[Reading]) {
        if let Some(rest) = Baseline::from_rest(recent.iter(), RESETTLED) {
            (self.baseline, self.anchor) = (Some(rest), Some(rest));
        }
    }

    /// The person is gone or got up.
    pub fn lose(&mut self) {
        (self.baseline, self.anchor) = (None, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::joint_angles::tests::lying_figure;
    use crate::motion::leg_tracker::LegTracker;

    fn readings(secs: f64, legs_deg: impl Fn(f64) -> [(f64, f64); 2]) -> Vec<Reading> {
        let mut tracker = LegTracker::default();
        (0..(secs * 20.0) as u32)
            .map(|i| {
                let t = f64::from(i) / 20.0;
                let angles = JointAngles::of(&lying_figure(Caudal::Left, legs_deg(t)));
                let time = Timestamp::from_secs(t);
                Reading::new(time, tracker.observe(time, &angles), &angles)
            })
            .collect()
    }

    fn rest(secs: f64, legs_deg: impl Fn(f64) -> [(f64, f64); 2]) -> Option<Baseline> {
        Baseline::from_rest(readings(secs, legs_deg).iter(), SETTLED)
    }

    #[test]
    fn two_flat_still_legs_are_a_rest() {
        let rest = rest(1.2, |_| [(2.0, 3.0), (1.0, 0.0)]).unwrap();
        assert!((rest.legs[0].knee_flexion_rad.to_degrees() - 3.0).abs() < 0.01);
        assert!((rest.legs[0].leg_rad.to_degrees() - 0.5).abs() < 0.01);
    }

    #[test]
    fn short_moving_bent_or_raised_is_not_a_rest() {
        assert!(rest(0.5, |_| [(0.0, 0.0); 2]).is_none(), "short");
        assert!(rest(1.2, |t| [(20.0 * t, 0.0), (0.0, 0.0)]).is_none(), "moving");
        assert!(rest(1.2, |_| [(50.0, 100.0), (0.0, 0.0)]).is_none(), "hook-lying");
        assert!(rest(1.2, |_| [(60.0, 0.0), (0.0, 0.0)]).is_none(), "held up");
    }

    #[test]
    fn a_very_slow_raise_is_not_followed_by_the_rest() {
        let slow = readings(12.0, |t| [((t - 2.0).max(0.0) * 3.0, 0.0), (0.0, 0.0)]);
        let mut finder = RestFinder::default();
        for i in 1..slow.len() {
            finder.update(&slow[i.saturating_sub(40)..i]);
        }
        let rest = finder.baseline().unwrap();
        assert!(rest.legs[0].leg_rad.to_degrees() < 4.0, "{}", rest.legs[0].leg_rad.to_degrees());
    }

    #[test]
    fn a_longer_rest_in_another_place_is_accepted() {
        let moved = readings(6.0, |t| [(if t < 2.0 { 0.0 } else { 8.0 }, 0.0), (0.0, 0.0)]);
        let mut finder = RestFinder::default();
        let first = (1..moved.len()).filter(|i| finder.update(&moved[i.saturating_sub(40)..*i])).count();
        assert_eq!(first, 1, "announced once");
        assert!((finder.baseline().unwrap().legs[0].leg_rad.to_degrees() - 8.0).abs() < 0.1);
    }
}
