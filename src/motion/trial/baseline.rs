//! The stable rest before a raise: what knee bend and opposite-leg lift are measured against.

use crate::motion::body::pair::{Track, Tracks, Which};
use crate::motion::body::reading::{Reading, RestingLeg};
use crate::motion::filter::median;

/// How still both legs must lie to be at rest, and for how long.
#[derive(Clone, Copy, Debug)]
struct Stillness {
    secs: f64,
    /// Each reading must be within this of the median.
    within_rad: f64,
}

/// The first rest. Ours: long enough to tell a rest from the start of a raise, short enough to wait for; the model's
/// own jitter reaches about 1°.
const SETTLED: Stillness = Stillness { secs: 1.0, within_rad: 2.5f64.to_radians() };
/// A rest with the legs elsewhere than before: stricter, so that a very slow raise is not taken for one.
const RESETTLED: Stillness = Stillness { secs: 1.8, within_rad: 1f64.to_radians() };
/// If the older and the newer half of a window differ by more than this, the leg moves slowly and is not at rest.
const DRIFT_RAD: f64 = 1.2f64.to_radians();
/// If a leg rises by more than this from the older to the newer half of a window, the known rest is kept: a very slow
/// raise, or slow motion, must not shift the baseline.
const CREEP_RAD: f64 = 0.4f64.to_radians();
/// Fewer readings than this are not enough for a rest, however long they took.
const MIN_READINGS: usize = 5;
/// Legs within this of where they rested are at the same rest.
const SAME_REST_RAD: f64 = 3f64.to_radians();
/// Legs further than this from the image's horizontal are not at rest. A camera off side-on makes a flat body look
/// tilted.
const REST_MAX_ELEVATION_RAD: f64 = 25f64.to_radians();
/// A knee bent by more than this is drawn up: straight ones read −7…20° in renders and people, in hook lying 78…145°.
pub const REST_MAX_KNEE_RAD: f64 = 30f64.to_radians();
/// How much less steady a drawn-up leg may be: its line from hip to foot is short, and so reads less steadily.
const DRAWN_UP_WITHIN: f64 = 2.0;

/// Medians over a stable rest, with one leg flat, and the other one flat or with its knee drawn up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    /// `None` for a leg whose knee is drawn up.
    flat_legs: Tracks<Option<RestingLeg>>,
    pub trunk_rad: f64,
}

/// A rest that has been found.
struct FoundRest {
    rest: Baseline,
    /// A leg rose a little during the window, see [`CREEP_RAD`].
    creeps: bool,
}

impl Baseline {
    /// The rest of this leg, if it lies flat and straight.
    pub fn leg(&self, track: Track) -> Option<RestingLeg> {
        self.flat_legs[track]
    }

    /// Whether both legs lie flat, as the test begins.
    pub fn both_flat(&self) -> bool {
        self.flat_legs.iter().all(Option::is_some)
    }

    /// The floor's direction in the image, from the legs that lie on it.
    pub fn floor_rad(&self) -> Option<f64> {
        median(self.flat_legs.iter().flatten().map(|leg| leg.leg_rad).collect())
    }

    /// The rest at the end of `recent`, if there is one: both legs low and still, at least one of them straight.
    fn from_rest<'a>(recent: impl DoubleEndedIterator<Item = &'a Reading>, stillness: Stillness) -> Option<FoundRest> {
        let mut newest_first = recent.rev().peekable();
        let now = newest_first.peek()?.time;
        let window: Vec<&Reading> = newest_first.take_while(|r| now - r.time <= stillness.secs).collect();
        // frames do not fall on the window's ends: nine tenths of it must be covered
        if now - window.last()?.time < 0.9 * stillness.secs || window.len() < MIN_READINGS {
            return None;
        }
        let middle = |of: &dyn Fn(&Reading) -> f64| median(window.iter().map(|r| of(r)).collect());
        let mut creeps = false;
        let legs = Track::BOTH.map(|track| {
            let leg_rad = middle(&|r| r.legs[track].angles.leg_rad)?;
            let knee_flexion_rad = middle(&|r| r.legs[track].angles.knee_flexion_rad)?;
            let drawn_up = knee_flexion_rad.abs() > REST_MAX_KNEE_RAD;
            let times = if drawn_up { DRAWN_UP_WITHIN } else { 1.0 };
            let calm = |r: &&&Reading| (r.legs[track].angles.leg_rad - leg_rad).abs() <= times * stillness.within_rad;
            // one frame in ten may jump
            let still = window.iter().filter(calm).count() * 10 >= window.len() * 9;
            let low = leg_rad.abs() <= REST_MAX_ELEVATION_RAD;
            let (newer, older) = window.split_at(window.len() / 2);
            let half = |of: &[&Reading]| median(of.iter().map(|r| r.legs[track].angles.leg_rad).collect());
            let drift = half(newer)? - half(older)?;
            creeps |= drift > CREEP_RAD && !drawn_up;
            let drifts = drift.abs() > times * DRIFT_RAD;
            (still && low && !drifts).then_some((!drawn_up).then_some(RestingLeg { leg_rad, knee_flexion_rad }))
        });
        let [Some(a), Some(b)] = legs else { return None };
        let flat_legs = Tracks::from([a, b]);
        let trunk_rad = middle(&|r| r.trunk_rad)?;
        flat_legs.iter().any(Option::is_some).then_some(FoundRest { rest: Self { flat_legs, trunk_rad }, creeps })
    }

    fn is_near(&self, other: &Self) -> bool {
        Track::BOTH.into_iter().all(|track| match (self.flat_legs[track], other.flat_legs[track]) {
            (Some(a), Some(b)) => (a.leg_rad - b.leg_rad).abs() <= SAME_REST_RAD,
            // stretching a drawn-up leg out is not a slow raise; drawing it up is not the rest of before
            (now, before) => now.is_some() || before.is_none(),
        })
    }
}

/// Keeps the newest rest, and does not take a slow raise for one.
#[derive(Clone, Debug, Default)]
pub struct RestFinder {
    baseline: Option<Baseline>,
    /// The first rest since the person lay down: later ones must be near it.
    anchor: Option<Baseline>,
    /// A raise came after the rest.
    is_old: bool,
    ever_found: bool,
}

impl RestFinder {
    /// The rest that raises are measured against, if one has been found.
    pub fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_ref()
    }

    /// Whether a raise came after the rest, and no rest has been found since.
    pub fn is_old(&self) -> bool {
        self.is_old
    }

    pub fn ever_found(&self) -> bool {
        self.ever_found
    }

    /// Looks at the readings since the last raise, oldest first; whether this is the first rest with both legs flat
    /// since the person lay down.
    pub fn update<'a, I>(&mut self, recent: I) -> bool
    where
        I: IntoIterator<Item = &'a Reading, IntoIter: DoubleEndedIterator> + Copy,
    {
        let settled = Baseline::from_rest(recent.into_iter(), SETTLED);
        let elsewhere = || Baseline::from_rest(recent.into_iter(), RESETTLED).filter(|found| !found.creeps);
        let found = match self.anchor {
            Some(anchor) => settled
                .filter(|found| !found.creeps && found.rest.is_near(&anchor))
                .or_else(|| elsewhere().inspect(|_| self.anchor = None)),
            None => settled,
        };
        let Some(found) = found.map(|found| found.rest) else { return false };
        let anchor = self.anchor.get_or_insert(found);
        if found.both_flat() && !anchor.both_flat() {
            *anchor = found;
        }
        self.ever_found |= found.both_flat();
        self.is_old = false;
        let before = self.baseline.replace(found);
        found.both_flat() && !before.is_some_and(|before| before.both_flat())
    }

    /// To be called after a raise: the legs may come to rest elsewhere. Until they do, the rest before it stays known.
    pub fn settle_anew(&mut self) {
        (self.anchor, self.is_old) = (None, true);
    }

    /// Whether both legs rest at the end of `recent`, wherever that is.
    pub fn is_rest_elsewhere(recent: &[Reading]) -> bool {
        Baseline::from_rest(recent.iter(), RESETTLED).is_some()
    }

    /// Makes the rest at the end of `recent`, if there is one, the new baseline, wherever the legs lie.
    pub fn rest_elsewhere(&mut self, recent: &[Reading]) {
        if let Some(FoundRest { rest, .. }) = Baseline::from_rest(recent.iter(), RESETTLED) {
            (self.baseline, self.anchor, self.is_old) = (Some(rest), Some(rest), false);
        }
    }

    /// Forgets the rest: the person left or got up.
    pub fn lose(&mut self) {
        (self.baseline, self.anchor, self.is_old) = (None, None, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::Caudal;
    use crate::motion::body::joint_angles::JointAngles;
    use crate::motion::body::leg_tracker::LegTracker;
    use crate::motion::body::lying_figure::lying_figure;
    use crate::motion::time::Timestamp;

    fn readings(secs: f64, legs_deg: impl Fn(f64) -> [(f64, f64); 2]) -> Vec<Reading> {
        let mut tracker = LegTracker::default();
        (0..(secs * 20.0) as u32)
            .map(|i| {
                let t = f64::from(i) / 20.0;
                let pose = lying_figure(Caudal::Left, legs_deg(t));
                let angles = JointAngles::of(&pose);
                let time = Timestamp::from_secs(t);
                Reading::new(time, &pose, tracker.observe(time, &angles), &angles, None)
            })
            .collect()
    }

    fn rest(secs: f64, legs_deg: impl Fn(f64) -> [(f64, f64); 2]) -> Option<Baseline> {
        Baseline::from_rest(readings(secs, legs_deg).iter(), SETTLED).map(|found| found.rest)
    }

    #[test]
    fn two_flat_still_legs_are_a_rest() {
        let rest = rest(1.2, |_| [(2.0, 3.0), (1.0, 0.0)]).unwrap();
        assert!((rest.leg(Track::A).unwrap().knee_flexion_rad.to_degrees() - 3.0).abs() < 0.01);
        assert!((rest.leg(Track::A).unwrap().leg_rad.to_degrees() - 0.5).abs() < 0.01);
    }

    #[test]
    fn short_moving_bent_or_raised_is_not_a_rest() {
        assert!(rest(0.5, |_| [(0.0, 0.0); 2]).is_none(), "short");
        assert!(rest(1.2, |t| [(20.0 * t, 0.0), (0.0, 0.0)]).is_none(), "moving");
        assert!(rest(1.2, |_| [(50.0, 100.0); 2]).is_none(), "hook-lying");
        assert!(rest(1.2, |_| [(60.0, 0.0), (0.0, 0.0)]).is_none(), "held up");
    }

    #[test]
    fn with_the_other_knee_drawn_up_one_leg_rests() {
        let rest = rest(1.2, |_| [(0.0, 0.0), (50.0, 100.0)]).unwrap();
        assert!(rest.leg(Track::A).is_some() && rest.leg(Track::B).is_none() && !rest.both_flat());
    }

    #[test]
    fn a_knee_that_is_stretched_out_makes_a_rest_at_once() {
        let stretched = readings(6.0, |t| [(0.0, 0.0), if t < 2.5 { (50.0, 100.0) } else { (0.0, 0.0) }]);
        let mut finder = RestFinder::default();
        let told: Vec<usize> =
            (1..stretched.len()).filter(|i| finder.update(&stretched[i.saturating_sub(40)..*i])).collect();
        assert_eq!(told.len(), 1, "with both legs flat only");
        assert!((50..80).contains(&told[0]), "{told:?}");
    }

    #[test]
    fn a_very_slow_raise_is_not_followed_by_the_rest() {
        let slow = readings(12.0, |t| [((t - 2.0).max(0.0) * 3.0, 0.0), (0.0, 0.0)]);
        let mut finder = RestFinder::default();
        for i in 1..slow.len() {
            finder.update(&slow[i.saturating_sub(40)..i]);
        }
        let rest = finder.baseline().unwrap();
        assert!(
            rest.leg(Track::A).unwrap().leg_rad.to_degrees() < 4.0,
            "{}",
            rest.leg(Track::A).unwrap().leg_rad.to_degrees()
        );
    }

    #[test]
    fn slow_motion_does_not_carry_the_rest_with_it() {
        let smoothly = |u: f64| u.clamp(0.0, 1.0).powi(2) * (3.0 - 2.0 * u.clamp(0.0, 1.0));
        let slow = readings(40.0, |t| [(78.0 * smoothly((t - 4.0) / 28.0), 0.0), (0.0, 0.0)]);
        let mut finder = RestFinder::default();
        for i in 1..slow.len() {
            finder.update(&slow[i.saturating_sub(40)..i]);
        }
        let rest = finder.baseline().unwrap();
        assert!(
            rest.leg(Track::A).unwrap().leg_rad.to_degrees() < 1.0,
            "{}",
            rest.leg(Track::A).unwrap().leg_rad.to_degrees()
        );
    }

    #[test]
    fn a_longer_rest_in_another_place_is_accepted() {
        let moved = readings(6.0, |t| [(if t < 2.0 { 0.0 } else { 8.0 }, 0.0), (0.0, 0.0)]);
        let mut finder = RestFinder::default();
        let first = (1..moved.len()).filter(|i| finder.update(&moved[i.saturating_sub(40)..*i])).count();
        assert_eq!(first, 1, "announced once");
        assert!((finder.baseline().unwrap().leg(Track::A).unwrap().leg_rad.to_degrees() - 8.0).abs() < 0.1);
    }
}
