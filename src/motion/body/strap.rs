//! Whether the person pulls the leg up with a strap.

use super::hand_signal::is_hand_seen;
use super::joint_angles::JointAngles;
use super::pose::{Landmark, Pose, Side};
use crate::motion::body::geometry::Point;

/// A hand that holds a strap, or the thigh itself, is this far along the trunk towards the feet from between the hips,
/// and over them, in trunk lengths. In renders, holding a strap: −0.16…0.07 and 0…0.56 (17 bodies); on the belly: up to
/// −0.25 along; at the sides or stretched away: up to −0.28 over.
const ALONG: f64 = -0.2;
const OVER: f64 = -0.1;

/// Whether a hand is where hands hold a strap along the raised leg.
pub fn is_strap_held(pose: &Pose, angles: &JointAngles) -> bool {
    let (shoulders, hips) = (pose.midpoint(Landmark::Shoulder), pose.midpoint(Landmark::Hip));
    let trunk = hips - shoulders;
    let along = trunk * (1.0 / (trunk.norm() * trunk.norm()).max(1.0));
    let over = Point::new(along.y, -along.x) * angles.caudal.sign();
    let reach = |axis: Point, hand: Point| axis.x * (hand.x - hips.x) + axis.y * (hand.y - hips.y);
    Side::BOTH.into_iter().filter(|side| is_hand_seen(pose, *side)).any(|side| {
        let hand = pose.point(Landmark::Wrist(side));
        reach(along, hand) > ALONG && reach(over, hand) > OVER
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::body::geometry::Caudal;
    use crate::motion::body::lying_figure::lying_figure;

    #[test]
    fn hands_hold_a_strap_over_the_hips_and_not_on_the_belly_or_at_the_sides() {
        for caudal in [Caudal::Left, Caudal::Right] {
            let held_at = |along: f64, over: f64, visibility: f32| {
                let mut pose = lying_figure(caudal, [(60.0, 0.0), (0.0, 0.0)]);
                let (shoulders, hips) = (pose.midpoint(Landmark::Shoulder), pose.midpoint(Landmark::Hip));
                let length = hips.distance(shoulders);
                let wrist = &mut pose.keypoints[Landmark::Wrist(Side::Left).index()];
                wrist.x = (hips.x + caudal.sign() * along * length) as f32;
                (wrist.y, wrist.visibility) = ((hips.y - over * length) as f32, visibility);
                pose.keypoints[Landmark::Wrist(Side::Right).index()].visibility = 0.0;
                is_strap_held(&pose, &JointAngles::of(&pose))
            };
            assert!(held_at(-0.1, 0.3, 0.9), "{caudal:?}");
            assert!(!held_at(-0.3, 0.1, 0.9) && !held_at(0.0, -0.3, 0.9), "{caudal:?}");
            assert!(!held_at(-0.1, 0.3, 0.1), "{caudal:?}: a hand that is not seen");
        }
    }
}
