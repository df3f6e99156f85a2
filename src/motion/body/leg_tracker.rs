//! Tracks which leg is which over time.
//!
//! The model fails in two ways that matter here: it swaps the labels left and right, and it places one leg's keypoints
//! on the other leg. Legs move continuously, so swaps are undone by continuity; a leg whose keypoints lie on the other
//! one, or have jumped, is *not seen*.

use super::joint_angles::{JointAngles, LegAngles};
use super::pair::{Track, Tracks, Which};
use super::pose::Side;
use crate::motion::time::Timestamp;

/// A swap is assumed if it makes the legs' movement smaller by this much.
const SWAP_GAIN_RAD: f64 = 15f64.to_radians();
/// Legs closer to each other than this cannot be told apart by their direction: the labels are taken as they are.
const PARALLEL_RAD: f64 = 12f64.to_radians();
/// A faster movement is a jump of the keypoints: quick voluntary raises of a straight leg reach about 300°/s.
const MAX_SPEED_RAD_S: f64 = 400f64.to_radians();
const JUMP_RAD: f64 = 20f64.to_radians();
/// After this long without a believable reading the next one is accepted, seconds.
const FORGET_S: f64 = 0.5;
/// Ankles and knees closer than these parts of the leg's length are one leg seen twice.
const SAME_ANKLE: f64 = 0.22;
const SAME_KNEE: f64 = 0.15;
/// Thighs whose knees are closer than this part of the leg's length are one leg seen twice, wherever the shanks point.
const SAME_THIGH: f64 = 0.045;
/// Legs are one leg seen twice only when raised this far; flat legs lie beside each other.
const COLLAPSE_MIN_RAD: f64 = 20f64.to_radians();

/// Length of shank over thigh as an image shows them: 0.75–1.32 in 6,700 readings of rendered clips with yaw up to 23°
/// and bent knees. Beyond these the keypoints lie on something else: 0.36 on the legs of a helper who stands before the
/// hips.
const SEEN_SHANK_OVER_THIGH: std::ops::RangeInclusive<f64> = 0.65..=1.5;

/// A leg (thigh and shank) shorter than this part of the other one is misread: at least 0.64 in 3,800 frames of
/// rendered clips, 0.37–0.5 where the far leg's keypoints lay on a potted plant.
const SHORTEST_LEG: f64 = 0.57;

/// A resting leg keeps its apparent length while the other one is up: 0.86–1.15 of that with both flat, in 5,000 frames
/// of rendered clips in which it was read right.
const LYING_LENGTH: std::ops::RangeInclusive<f64> = 0.85..=1.2;
/// Nor does it jump up by more than this, for however long it is read there afterwards: a resting leg lifts with the
/// pelvis, slower than the raised one.
const LIFT_JUMP_RAD: f64 = 8f64.to_radians();
const LIFT_SPEED_RAD_S: f64 = 100f64.to_radians();
/// After it was not seen, it may have lifted as far as in this time at most, seconds.
const LIFT_UNSEEN_S: f64 = 0.2;
/// Weight of each new reading in the running mean of a flat leg's length.
const FLAT_LENGTH_SHARE: f64 = 0.1;

/// One leg, tracked through label swaps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrackedLeg {
    pub angles: LegAngles,
    /// What the model called this leg in this frame.
    pub label: Side,
    /// Whether the reading is believable: its movement and proportions are a leg's, and it is not a copy of the other
    /// leg.
    pub seen: bool,
}

/// Both legs: a track stays the same leg while it is tracked.
pub type TrackedLegs = Tracks<TrackedLeg>;

/// Tracks two legs.
#[derive(Clone, Debug, Default)]
pub struct LegTracker {
    last: Option<Tracks<(Timestamp, f64)>>,
    /// Apparent lengths while both legs lay flat, pixels.
    flat_length: Tracks<Option<f64>>,
    swapped: bool,
}

impl LegTracker {
    /// Assigns the legs of the next pose to the tracks.
    pub fn observe(&mut self, time: Timestamp, angles: &JointAngles) -> TrackedLegs {
        self.decide_swap(angles);
        let labels: Tracks<Side> = if self.swapped { [Side::Right, Side::Left] } else { Side::BOTH }.into();
        let legs = labels.map(|label| angles.legs[*label]);
        let copy = is_collapsed(&legs[Track::A], &legs[Track::B]).then(|| self.lower_before(&legs));
        let seen = Tracks::of(|track| {
            let (leg, other) = (&legs[track], &legs[track.opposite()]);
            self.is_continuous(track, time, leg.leg_rad)
                && copy != Some(track)
                && is_a_leg(leg, other)
                && (!self.lies_beside_a_raised_leg(track) || self.is_as_long_as_flat(track, leg))
        });
        self.remember(time, &legs, &seen);
        Tracks::of(|track| TrackedLeg { angles: legs[track], label: labels[track], seen: seen[track] })
    }

    fn decide_swap(&mut self, angles: &JointAngles) {
        let [left, right] = Side::BOTH.map(|side| angles.legs[side].leg_rad);
        if (left - right).abs() < PARALLEL_RAD {
            // when legs pass each other their labels count: of 98 legs marked by hand none was labelled wrongly
            self.swapped = false;
            return;
        }
        let Some([was_a, was_b]) = self.last.map(|last| Track::BOTH.map(|track| last[track].1)) else { return };
        if (was_a - was_b).abs() < PARALLEL_RAD {
            return;
        }
        let cost = |swapped: bool| {
            let (a, b) = if swapped { (right, left) } else { (left, right) };
            (a - was_a).abs() + (b - was_b).abs()
        };
        if cost(!self.swapped) + SWAP_GAIN_RAD < cost(self.swapped) {
            self.swapped = !self.swapped;
        }
    }

    fn is_continuous(&self, leg: Track, time: Timestamp, elevation: f64) -> bool {
        let Some(last) = self.last else { return true };
        let (before, was) = last[leg];
        let elapsed = time - before;
        if elevation > was && self.lies_beside_a_raised_leg(leg) {
            return elevation - was <= LIFT_JUMP_RAD + LIFT_SPEED_RAD_S * elapsed.min(LIFT_UNSEEN_S);
        }
        elapsed > FORGET_S || (elevation - was).abs() <= JUMP_RAD + MAX_SPEED_RAD_S * elapsed
    }

    /// Whether the leg was lying beside a raised one when both were last seen.
    fn lies_beside_a_raised_leg(&self, leg: Track) -> bool {
        self.last.is_some_and(|last| last[leg.opposite()].1 > COLLAPSE_MIN_RAD && last[leg].1 < last[leg.opposite()].1)
    }

    fn is_as_long_as_flat(&self, leg: Track, now: &LegAngles) -> bool {
        self.flat_length[leg].is_none_or(|flat| LYING_LENGTH.contains(&(now.length / flat)))
    }

    fn remember(&mut self, time: Timestamp, legs: &Tracks<LegAngles>, believable: &Tracks<bool>) {
        let now = legs.map(|leg| (time, leg.leg_rad));
        let last = self.last.get_or_insert(now);
        for track in Track::BOTH.into_iter().filter(|track| believable[*track]) {
            last[track] = now[track];
        }
        if legs.iter().all(|leg| leg.leg_rad < COLLAPSE_MIN_RAD) {
            for (track, leg) in legs.named().filter(|(track, _)| believable[*track]) {
                let flat = &mut self.flat_length[track];
                *flat = Some(flat.map_or(leg.length, |flat| flat + FLAT_LENGTH_SHARE * (leg.length - flat)));
            }
        }
    }

    /// Which of two coinciding legs is the copy: the one that was lower before.
    fn lower_before(&self, legs: &Tracks<LegAngles>) -> Track {
        let reference = self.last.map_or(legs.map(|leg| leg.visibility), |last| last.map(|(_, elevation)| *elevation));
        if reference[Track::B] < reference[Track::A] { Track::B } else { Track::A }
    }
}

/// Whether both legs of a person have a leg's proportions: one that has not was seen in something else.
pub fn have_proportions(angles: &JointAngles) -> bool {
    Side::BOTH.into_iter().all(|side| is_a_leg(&angles.legs[side], &angles.legs[side.opposite()]))
}

/// Whether thigh and shank have a leg's proportions, and those of the same person's other leg.
fn is_a_leg(leg: &LegAngles, other: &LegAngles) -> bool {
    let parts = |leg: &LegAngles| (leg.hip.distance(leg.knee).max(1e-9), leg.knee.distance(leg.ankle));
    let ((thigh, shank), (other_thigh, other_shank)) = (parts(leg), parts(other));
    SEEN_SHANK_OVER_THIGH.contains(&(shank / thigh)) && thigh + shank >= SHORTEST_LEG * (other_thigh + other_shank)
}

/// Whether both legs' keypoints lie on one raised leg.
fn is_collapsed(a: &LegAngles, b: &LegAngles) -> bool {
    let length = a.length.max(b.length);
    let (knees, ankles) = (a.knee.distance(b.knee), a.ankle.distance(b.ankle));
    let one_leg = ankles < SAME_ANKLE * length && knees < SAME_KNEE * length;
    a.leg_rad.min(b.leg_rad) > COLLAPSE_MIN_RAD && (one_leg || knees < SAME_THIGH * length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::Caudal;
    use crate::motion::body::lying_figure::lying_figure;
    use crate::motion::body::pose::Landmark;

    fn observe(tracker: &mut LegTracker, secs: f64, left: f64, right: f64) -> TrackedLegs {
        let pose = lying_figure(Caudal::Right, [(left, 0.0), (right, 0.0)]);
        tracker.observe(Timestamp::from_secs(secs), &JointAngles::of(&pose))
    }

    fn degrees(legs: &TrackedLegs) -> Tracks<i32> {
        legs.map(|l| l.angles.leg_rad.to_degrees().round() as i32)
    }

    #[test]
    fn swapped_labels_do_not_change_which_leg_is_raised() {
        let mut tracker = LegTracker::default();
        observe(&mut tracker, 0.0, 0.0, 40.0);
        let legs = observe(&mut tracker, 0.1, 43.0, 0.0);
        assert_eq!(degrees(&legs), [0, 43]);
        assert_eq!(legs[Track::B].label, Side::Left);
        assert!(legs.iter().all(|l| l.seen));
        assert_eq!(degrees(&observe(&mut tracker, 0.2, 0.0, 46.0)), [0, 46]);
    }

    #[test]
    fn a_resting_leg_that_jumps_onto_the_raised_one_is_not_seen_and_not_lifted() {
        let mut tracker = LegTracker::default();
        observe(&mut tracker, 0.0, 0.0, 60.0);
        let legs = observe(&mut tracker, 0.05, 61.0, 60.0);
        assert!(!legs[Track::A].seen, "the copy");
        assert!(legs[Track::B].seen, "the raised leg itself");
    }

    #[test]
    fn an_ankle_on_somebody_elses_leg_is_not_seen() {
        let mut tracker = LegTracker::default();
        observe(&mut tracker, 0.0, 0.0, 60.0);
        let mut pose = lying_figure(Caudal::Right, [(0.0, 0.0), (62.0, 0.0)]);
        let knee = pose.keypoints[Landmark::Knee(Side::Right).index()];
        let ankle = &mut pose.keypoints[Landmark::Ankle(Side::Right).index()];
        (ankle.x, ankle.y) = ((knee.x + 0.3 * (ankle.x - knee.x)), knee.y + 0.3 * (ankle.y - knee.y));
        let legs = tracker.observe(Timestamp::from_secs(0.1), &JointAngles::of(&pose));
        assert_eq!(legs.map(|leg| leg.seen), [true, false]);
    }

    #[test]
    fn a_far_leg_that_is_half_as_long_as_the_near_one_is_not_seen() {
        let mut tracker = LegTracker::default();
        let mut pose = lying_figure(Caudal::Right, [(70.0, 0.0), (0.0, 0.0)]);
        let hip = pose.keypoints[Landmark::Hip(Side::Left).index()];
        for landmark in [Landmark::Knee(Side::Left), Landmark::Ankle(Side::Left)] {
            let joint = &mut pose.keypoints[landmark.index()];
            (joint.x, joint.y) = (hip.x + 0.5 * (joint.x - hip.x), hip.y + 0.5 * (joint.y - hip.y));
        }
        let legs = tracker.observe(Timestamp::ZERO, &JointAngles::of(&pose));
        assert_eq!(legs.map(|leg| leg.seen), [false, true]);
    }

    #[test]
    fn a_thigh_on_the_raised_one_is_not_seen_wherever_its_shank_points() {
        let legs = |shank_deg: f64, other: f64| {
            let pose = lying_figure(Caudal::Right, [(90.0, 0.0), (other, shank_deg)]);
            LegTracker::default().observe(Timestamp::ZERO, &JointAngles::of(&pose)).map(|leg| leg.seen)
        };
        assert_eq!(legs(30.0, 91.0).iter().filter(|seen| **seen).count(), 1);
        assert_eq!(legs(0.0, 60.0), [true, true], "a leg that is truly lifted");
    }

    #[test]
    fn a_lying_leg_that_jumps_up_stays_unseen_until_it_is_down_again() {
        let mut tracker = LegTracker::default();
        let mut seen_at = |secs: f64, left: f64| observe(&mut tracker, secs, left, 70.0)[Track::A].seen;
        assert!(seen_at(0.0, 0.0) && seen_at(0.1, 0.0));
        assert!((2..40).all(|i| !seen_at(0.1 * f64::from(i), 40.0)), "laid on something else, however long");
        assert!(seen_at(4.0, 0.0));
        assert!((1..20).all(|i| seen_at(4.0 + 0.1 * f64::from(i), 2.0 * f64::from(i))), "lifted as legs are lifted");
    }

    #[test]
    fn a_lying_leg_that_shrinks_is_not_seen() {
        let mut tracker = LegTracker::default();
        observe(&mut tracker, 0.0, 0.0, 0.0);
        observe(&mut tracker, 0.1, 0.0, 19.0);
        observe(&mut tracker, 0.2, 0.0, 40.0);
        let mut pose = lying_figure(Caudal::Right, [(5.0, 0.0), (45.0, 0.0)]);
        let hip = pose.keypoints[Landmark::Hip(Side::Left).index()];
        for landmark in [Landmark::Knee(Side::Left), Landmark::Ankle(Side::Left)] {
            let joint = &mut pose.keypoints[landmark.index()];
            (joint.x, joint.y) = (hip.x + 0.75 * (joint.x - hip.x), hip.y + 0.75 * (joint.y - hip.y));
        }
        let legs = tracker.observe(Timestamp::from_secs(0.3), &JointAngles::of(&pose));
        assert_eq!(legs.map(|leg| leg.seen), [false, true]);
    }

    #[test]
    fn a_collapse_that_lasts_stays_unseen() {
        let mut tracker = LegTracker::default();
        observe(&mut tracker, 0.0, 0.0, 60.0);
        for i in 1..40 {
            assert!(!observe(&mut tracker, 0.05 * f64::from(i), 61.0, 60.0)[Track::A].seen);
        }
    }

    #[test]
    fn a_leg_that_rises_slowly_is_seen_all_the_way() {
        let mut tracker = LegTracker::default();
        for i in 0..60 {
            let legs = observe(&mut tracker, 0.1 * f64::from(i), 0.0, 1.5 * f64::from(i));
            assert!(legs.iter().all(|l| l.seen), "{i}");
        }
    }

    #[test]
    fn both_legs_rising_apart_are_both_seen() {
        let mut tracker = LegTracker::default();
        for i in 0..60 {
            let legs = observe(&mut tracker, 0.1 * f64::from(i), 0.4 * f64::from(i), 1.4 * f64::from(i));
            assert!(legs[Track::B].seen && (legs[Track::A].seen || i > 20), "{i}");
            assert!(legs[Track::A].seen, "{i}");
        }
    }
}
