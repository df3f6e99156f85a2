//! How near a body is to a place that was pointed at. Pure.

use super::landmarks::{LandmarkReading, body_line};
use crate::motion::{Landmark, Point, Pose, Side};

/// Distance over the size of the body's region at which the nearness has fallen to 1/e. A trunk is about 0.2 of that
/// size long and, seen from the side, 0.1 high.
const FALLS_OVER: f64 = 0.05;
/// Whoever is further away was not meant.
const FARTHEST: f64 = 0.15;

/// 1 for a body at `at`, falling to 0 away from it.
pub fn nearness(reading: &LandmarkReading, at: Point) -> f64 {
    let distance = distance_to_body(&reading.pose, at) / reading.next_roi.size;
    if distance <= FARTHEST { (-distance / FALLS_OVER).exp() } else { 0.0 }
}

/// From the nearest line of head, trunk and legs, pixels. Arms are left out: they reach over to other people.
fn distance_to_body(pose: &Pose, at: Point) -> f64 {
    let neck = pose.midpoint(Landmark::Shoulder);
    let head = (pose.point(Landmark::Nose), neck);
    let trunk = (neck, pose.midpoint(Landmark::Hip));
    let sides = Side::BOTH.into_iter().flat_map(|side| {
        let line = body_line(side).map(|landmark| pose.point(landmark));
        [(line[0], line[1]), (line[1], line[2]), (line[2], line[3])]
    });
    [head, trunk].into_iter().chain(sides).map(|(from, to)| at.distance_to_line(from, to)).fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::super::roi::Roi;
    use super::*;
    use crate::motion::{Keypoint, LANDMARK_COUNT};

    /// Lies flat, 300 pixels long, with the nose at `nose`, and reaches up with the arms.
    fn lying(nose: Point) -> LandmarkReading {
        let mut keypoints = [Keypoint { x: 900.0, y: 900.0, visibility: 1.0 }; LANDMARK_COUNT];
        let mut put = |landmark: Landmark, x: f64, y: f64| {
            let at = &mut keypoints[landmark.index()];
            (at.x, at.y) = ((nose.x + x) as f32, (nose.y + y) as f32);
        };
        put(Landmark::Nose, 0.0, 0.0);
        for (side, y) in [(Side::Left, 4.0), (Side::Right, 16.0)] {
            put(Landmark::Shoulder(side), 40.0, y);
            put(Landmark::Elbow(side), 40.0, -40.0);
            put(Landmark::Wrist(side), 40.0, -80.0);
            put(Landmark::Hip(side), 120.0, y);
            put(Landmark::Knee(side), 200.0, y);
            put(Landmark::Ankle(side), 280.0, y);
        }
        let next_roi = Roi { centre: nose + Point::new(120.0, 10.0), size: 400.0, rotation_rad: 0.0 };
        LandmarkReading {
            pose: Pose { presence: 1.0, keypoints },
            roi: next_roi,
            next_roi,
            heatmap_confidence: 1.0,
            features: None,
        }
    }

    #[test]
    fn a_body_is_near_where_its_trunk_and_legs_are() {
        let person = lying(Point::new(100.0, 200.0));
        for on_it in [Point::new(180.0, 210.0), Point::new(340.0, 216.0), Point::new(100.0, 200.0)] {
            assert!(nearness(&person, on_it) > 0.99, "{on_it:?}");
        }
        assert!((nearness(&person, Point::new(180.0, 184.0)) - (-1.0_f64).exp()).abs() < 1e-9);
    }

    #[test]
    fn a_place_away_from_the_body_or_at_its_hand_is_not_near() {
        let person = lying(Point::new(100.0, 200.0));
        for away in [Point::new(140.0, 120.0), Point::new(180.0, 300.0), Point::new(500.0, 210.0)] {
            assert_eq!(nearness(&person, away), 0.0, "{away:?}");
        }
    }

    #[test]
    fn of_two_people_the_one_pointed_at_is_nearer() {
        let (near, far) = (lying(Point::new(100.0, 300.0)), lying(Point::new(140.0, 250.0)));
        let near_wins = |x, y| nearness(&near, Point::new(x, y)) > nearness(&far, Point::new(x, y));
        assert!(near_wins(200.0, 305.0) && !near_wins(200.0, 262.0));
    }
}
