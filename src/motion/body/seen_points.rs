//! The points of a pose that can be believed. The others are *not seen*.

use super::geometry::Point;
use super::hand_signal::is_hand_seen;
use super::joint_angles::is_foot_seen;
use super::leg_tracker::TrackedLegs;
use super::pair::Track;
use super::pose::{Landmark, Pose, Side};
use super::quality::MIN_VISIBILITY;

/// The seen points of one frame, by the person's own sides: legs are tracked through label swaps.
#[derive(Clone, Copy, Debug)]
pub struct SeenPoints<'a> {
    pose: &'a Pose,
    /// `None` while nobody lies there: then legs are not tracked.
    legs: Option<&'a TrackedLegs>,
}

impl<'a> SeenPoints<'a> {
    pub fn new(pose: &'a Pose, legs: Option<&'a TrackedLegs>) -> Self {
        Self { pose, legs }
    }

    /// Where a landmark is, image pixels, if it is seen: a leg as a whole, a foot with heel and toe, an arm with its
    /// hand, because the model copies a hidden arm from the other one; the rest by its own visibility.
    pub fn point(&self, landmark: Landmark) -> Option<Point> {
        let seen = match landmark {
            Landmark::Hip(side) => Landmark::Hip(self.leg(side)?),
            Landmark::Knee(side) => Landmark::Knee(self.leg(side)?),
            Landmark::Ankle(side) => Landmark::Ankle(self.leg(side)?),
            Landmark::Heel(side) => Landmark::Heel(self.foot(side)?),
            Landmark::Toe(side) => Landmark::Toe(self.foot(side)?),
            Landmark::Elbow(side) | Landmark::Wrist(side) => is_hand_seen(self.pose, side).then_some(landmark)?,
            Landmark::Nose | Landmark::Ear(_) | Landmark::Shoulder(_) => {
                (self.pose.visibility(landmark) >= MIN_VISIBILITY).then_some(landmark)?
            }
        };
        Some(self.pose.point(seen))
    }

    /// The middle of a left and a right landmark, if both are seen.
    pub fn midpoint(&self, of: impl Fn(Side) -> Landmark) -> Option<Point> {
        Some(self.point(of(Side::Left))?.midpoint(self.point(of(Side::Right))?))
    }

    /// The pose's label of the leg on this side, if it is seen.
    fn leg(&self, side: Side) -> Option<Side> {
        let track = match side {
            Side::Left => Track::A,
            Side::Right => Track::B,
        };
        self.legs.map(|legs| legs[track]).filter(|leg| leg.seen).map(|leg| leg.label)
    }

    fn foot(&self, side: Side) -> Option<Side> {
        self.leg(side).filter(|label| is_foot_seen(self.pose, *label))
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

    fn figure() -> (Pose, TrackedLegs) {
        let pose = lying_figure(Caudal::Right, [(60.0, 0.0), (0.0, 0.0)]);
        let legs = LegTracker::default().observe(Timestamp::ZERO, &JointAngles::of(&pose));
        (pose, legs)
    }

    /// How many landmarks of both sides are seen.
    fn seen(pose: &Pose, legs: Option<&TrackedLegs>, of: &[fn(Side) -> Landmark]) -> usize {
        let points = SeenPoints::new(pose, legs);
        Side::BOTH.into_iter().flat_map(|side| of.iter().filter_map(move |of| points.point(of(side)))).count()
    }

    const LEG: [fn(Side) -> Landmark; 5] =
        [Landmark::Hip, Landmark::Knee, Landmark::Ankle, Landmark::Heel, Landmark::Toe];

    #[test]
    fn a_leg_that_is_not_seen_has_no_points_and_no_middle_with_the_other_one() {
        let (pose, mut legs) = figure();
        assert_eq!(seen(&pose, Some(&legs), &LEG), 10);
        assert!(SeenPoints::new(&pose, Some(&legs)).midpoint(Landmark::Hip).is_some());
        legs[Track::A].seen = false;
        assert_eq!(seen(&pose, Some(&legs), &LEG), 5);
        assert!(SeenPoints::new(&pose, Some(&legs)).midpoint(Landmark::Hip).is_none());
        assert_eq!(seen(&pose, None, &LEG), 0);
        assert!(SeenPoints::new(&pose, None).midpoint(Landmark::Shoulder).is_some());
    }

    #[test]
    fn a_leg_keeps_its_side_when_the_model_exchanges_the_labels() {
        let (pose, mut legs) = figure();
        legs[Track::A].label = Side::Right;
        let knee = SeenPoints::new(&pose, Some(&legs)).point(Landmark::Knee(Side::Left));
        assert_eq!(knee, Some(pose.point(Landmark::Knee(Side::Right))));
    }

    #[test]
    fn a_hidden_toe_takes_the_heel_with_it_and_a_hidden_hand_its_elbow() {
        let (mut pose, legs) = figure();
        pose.keypoints[Landmark::Toe(Side::Left).index()].visibility = 0.7;
        pose.keypoints[Landmark::Wrist(Side::Right).index()].visibility = 0.4;
        assert_eq!(seen(&pose, Some(&legs), &[Landmark::Heel, Landmark::Toe]), 2);
        assert_eq!(seen(&pose, Some(&legs), &[Landmark::Elbow, Landmark::Wrist]), 2);
        pose.keypoints[Landmark::Nose.index()].visibility = 0.4;
        assert_eq!(SeenPoints::new(&pose, Some(&legs)).point(Landmark::Nose), None);
    }
}
