//! Which leg is which over time.
//!
//! The model fails in two ways that matter here: it swaps the labels left and right, and it lays one leg's keypoints on the other leg.
//! Legs move continuously, so swaps are undone by continuity; a leg that lies on the other one or has jumped is *not seen*.

use super::joint_angles::{JointAngles, LegAngles};
use super::pose::Side;
use crate::motion::time::Timestamp;

/// A swap is believed when it explains the movement better by this much.
const SWAP_GAIN_RAD: f64 = 15f64.to_radians();
/// Legs closer to each other than this cannot be told apart by their direction: the labels are taken as they are.
const PARALLEL_RAD: f64 = 12f64.to_radians();
/// Faster than any voluntary raise of a straight leg (quick ones reach about 300°/s): a jump of the keypoints.
const MAX_SPEED_RAD_S: f64 = 400f64.to_radians();
const JUMP_RAD: f64 = 20f64.to_radians();
/// After this long without a believable reading the next one is taken as it is, seconds.
const FORGET_S: f64 = 0.5;
/// Ankles and knees closer than these parts of the leg's length are one leg seen twice …
const SAME_ANKLE: f64 = 0.22;
const SAME_KNEE: f64 = 0.15;
/// … and so are thighs whose knees are closer than this, wherever the shanks point …
const SAME_THIGH: f64 = 0.045;
/// … when the leg is raised this far; flat legs lie beside each other.
const COLLAPSE_MIN_RAD: f64 = 20f64.to_radians();

/// Length of shank over thigh as a picture shows them: 0.75–1.32 in 6,700 readings of rendered clips with yaw up to 23° and bent knees.
/// Beyond these the keypoints lie on something else: 0.36 on the legs of a helper who stands before the hips.
const SHANK_OVER_THIGH: std::ops::RangeInclusive<f64> = 0.65..=1.5;

/// A leg (thigh and shank) shorter than this part of the other one is none: at least 0.64 in 3,800 pictures of rendered clips, 0.37–0.5 where
/// the far leg's keypoints lay on a potted plant.
const SHORTEST_LEG: f64 = 0.57;

/// A leg that lies while the other one is up keeps its apparent length: 0.86–1.15 of what it was flat in 5,000 pictures of rendered clips, where
/// it was read right.
const LYING_LENGTH: std::ops::RangeInclusive<f64> = 0.85..=1.2;
/// It does not jump up either, however long it is then read up there: other legs lift with the pelvis, slower than the raised one.
const LIFT_JUMP_RAD: f64 = 8f64.to_radians();
const LIFT_SPEED_RAD_S: f64 = 100f64.to_radians();
/// No more than it can come up in so many seconds, though it was not seen for longer.
const LIFT_UNSEEN_S: f64 = 0.2;
/// How fast the length of a flat leg follows what is read of it.
const FLAT_LENGTH_SHARE: f64 = 0.1;

/// One leg, followed through label swaps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrackedLeg {
    pub angles: LegAngles,
    /// What the model called this leg in this picture.
    pub label: Side,
    /// Whether the reading is believable: moved as legs move, has a leg's proportions, and is not a copy of the other leg.
    pub seen: bool,
}

/// Both legs: 0 and 1 are the same two legs for as long as they are followed.
pub type TrackedLegs = [TrackedLeg; 2];

/// Follows two legs.
#[derive(Clone, Debug, Default)]
pub struct LegTracker {
    last: Option<[(Timestamp, f64); 2]>,
    /// Apparent lengths while both legs lay flat, pixels.
    flat_length: [Option<f64>; 2],
    swapped: bool,
}

impl LegTracker {
    /// Assigns the legs of the next pose.
    pub fn observe(&mut self, time: Timestamp, angles: &JointAngles) -> TrackedLegs {
        self.decide_swap(angles);
        let labels = if self.swapped { [Side::Right, Side::Left] } else { Side::BOTH };
        let legs = labels.map(|label| (label, *angles.leg(label)));
        let continuous = [0, 1].map(|i| self.is_continuous(i, time, legs[i].1.leg_rad));
        let collapsed = is_collapsed(&legs[0].1, &legs[1].1).then(|| self.lower_before(&legs));
        let is_leg = [0, 1].map(|i| is_a_leg(&legs[i].1, &legs[1 - i].1));
        let as_long = [0, 1].map(|i| !self.lies_beside_a_raised_leg(i) || self.is_as_long_as_flat(i, &legs[i].1));
        let seen = [0, 1].map(|i| continuous[i] && collapsed != Some(i) && is_leg[i] && as_long[i]);
        self.remember(time, legs.map(|(_, leg)| leg), seen);
        [0, 1].map(|i| TrackedLeg { angles: legs[i].1, label: legs[i].0, seen: seen[i] })
    }

    fn decide_swap(&mut self, angles: &JointAngles) {
        let elevations = angles.legs.map(|l| l.leg_rad);
        if (elevations[0] - elevations[1]).abs() < PARALLEL_RAD {
            // legs that pass each other are told apart by their labels: none of 98 legs of people that were marked by hand had a wrong one
            self.swapped = false;
            return;
        }
        let Some(last) = self.last.filter(|last| (last[0].1 - last[1].1).abs() >= PARALLEL_RAD) else { return };
        let cost = |swapped: bool| {
            let [a, b] = if swapped { [elevations[1], elevations[0]] } else { elevations };
            (a - last[0].1).abs() + (b - last[1].1).abs()
        };
        if cost(!self.swapped) + SWAP_GAIN_RAD < cost(self.swapped) {
            self.swapped = !self.swapped;
        }
    }

    fn is_continuous(&self, leg: usize, time: Timestamp, elevation: f64) -> bool {
        let Some(last) = self.last else { return true };
        let (before, was) = last[leg];
        let elapsed = time - before;
        if elevation > was && self.lies_beside_a_raised_leg(leg) {
            return elevation - was <= LIFT_JUMP_RAD + LIFT_SPEED_RAD_S * elapsed.min(LIFT_UNSEEN_S);
        }
        elapsed > FORGET_S || (elevation - was).abs() <= JUMP_RAD + MAX_SPEED_RAD_S * elapsed
    }

    /// As both legs were last seen.
    fn lies_beside_a_raised_leg(&self, leg: usize) -> bool {
        self.last.is_some_and(|last| last[1 - leg].1 > COLLAPSE_MIN_RAD && last[leg].1 < last[1 - leg].1)
    }

    fn is_as_long_as_flat(&self, leg: usize, now: &LegAngles) -> bool {
        self.flat_length[leg].is_none_or(|flat| LYING_LENGTH.contains(&(now.length / flat)))
    }

    fn remember(&mut self, time: Timestamp, legs: [LegAngles; 2], believable: [bool; 2]) {
        let now = legs.map(|leg| (time, leg.leg_rad));
        let last = self.last.get_or_insert(now);
        for i in [0, 1] {
            if believable[i] {
                last[i] = now[i];
            }
        }
        if legs.iter().all(|leg| leg.leg_rad < COLLAPSE_MIN_RAD) {
            for (flat, leg) in self.flat_length.iter_mut().zip(&legs) {
                *flat = Some(flat.map_or(leg.length, |flat| flat + FLAT_LENGTH_SHARE * (leg.length - flat)));
            }
        }
    }

    /// Of two legs that coincide, the copy is the one that was lower before.
    fn lower_before(&self, legs: &[(Side, LegAngles); 2]) -> usize {
        let reference = self.last.map_or(legs.map(|(_, l)| l.visibility), |last| last.map(|(_, e)| e));
        usize::from(reference[1] < reference[0])
    }
}

/// Whether thigh and shank have a leg's proportions, and those of the same person's other leg.
fn is_a_leg(leg: &LegAngles, other: &LegAngles) -> bool {
    let parts = |leg: &LegAngles| (leg.hip.distance(leg.knee).max(1e-9), leg.knee.distance(leg.ankle));
    let ((thigh, shank), (other_thigh, other_shank)) = (parts(leg), parts(other));
    SHANK_OVER_THIGH.contains(&(shank / thigh)) && thigh + shank >= SHORTEST_LEG * (other_thigh + other_shank)
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

    fn degrees(legs: &TrackedLegs) -> [i32; 2] {
        legs.map(|l| l.angles.leg_rad.to_degrees().round() as i32)
    }

    #[test]
    fn swapped_labels_do_not_change_which_leg_is_raised() {
        let mut tracker = LegTracker::default();
        observe(&mut tracker, 0.0, 0.0, 40.0);
        let legs = observe(&mut tracker, 0.1, 43.0, 0.0);
        assert_eq!(degrees(&legs), [0, 43]);
        assert_eq!(legs[1].label, Side::Left);
        assert!(legs.iter().all(|l| l.seen));
        assert_eq!(degrees(&observe(&mut tracker, 0.2, 0.0, 46.0)), [0, 46]);
    }

    #[test]
    fn a_resting_leg_that_jumps_onto_the_raised_one_is_not_seen_and_not_lifted() {
        let mut tracker = LegTracker::default();
        observe(&mut tracker, 0.0, 0.0, 60.0);
        let legs = observe(&mut tracker, 0.05, 61.0, 60.0);
        assert!(!legs[0].seen, "the copy");
        assert!(legs[1].seen, "the raised leg itself");
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
        let mut seen_at = |secs: f64, left: f64| observe(&mut tracker, secs, left, 70.0)[0].seen;
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
            assert!(!observe(&mut tracker, 0.05 * f64::from(i), 61.0, 60.0)[0].seen);
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
            assert!(legs[1].seen && (legs[0].seen || i > 20), "{i}");
            assert!(legs[0].seen, "{i}");
        }
    }
}
