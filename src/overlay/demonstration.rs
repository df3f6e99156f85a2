//! A small figure that shows how the leg is raised: flat, slowly up, held, slowly down.

use super::{Emphasis, Mark, skeleton};
use crate::motion::{Caudal, ImageSize, Landmark, Point, Pose, Side, lying_figure, with_arm};

/// The image that the figure is in, pixels.
pub const DEMONSTRATION_SIZE: ImageSize = ImageSize { width: 440, height: 260 };

/// When the leg is where, seconds and degrees; joined by straight lines, and over again from the start.
const COURSE: [(f64, f64); 5] = [(0.0, 0.0), (1.0, 0.0), (4.5, 75.0), (6.0, 75.0), (9.0, 0.0)];
/// Where the figure's hips are in the image, and where [`lying_figure`] has them.
const HIPS: Point = Point { x: 190.0, y: 225.0 };
const FIGURE_HIPS: Point = Point { x: 320.0, y: 240.0 };
/// Elevation of the arms that hold the strap, degrees.
const ARMS_DEG: f64 = 40.0;

/// The figure `secs` after it began; with a strap round the foot where one is used.
pub fn demonstration(secs: f64, strap: bool) -> Vec<Mark> {
    let raised = Side::Right;
    let mut legs = [(0.0, 0.0); 2];
    legs[Side::BOTH.iter().position(|side| *side == raised).unwrap_or_default()] = (elevation_deg(secs), 0.0);
    let pose = moved(with_arm(lying_figure(Caudal::Right, legs), raised, if strap { ARMS_DEG } else { 0.0 }));
    let unit = 3.6;
    let floor = vec![Point::new(10.0, HIPS.y + 14.0), Point::new(430.0, HIPS.y + 14.0)];
    let mut marks = vec![Mark::Line { points: floor, width: 0.6 * unit, tone: Emphasis::Reference }];
    skeleton(&mut marks, &pose, Some(raised), unit);
    let at = |landmark| pose.point(landmark);
    marks.push(Mark::Dot { at: at(Landmark::Ear(raised)), radius: 5.0 * unit, tone: Emphasis::Trunk });
    if strap {
        let hand = at(Landmark::Wrist(raised));
        let arm = vec![at(Landmark::Shoulder(raised)), hand];
        let sole = (at(Landmark::Ankle(raised)) + at(Landmark::Toe(raised))) * 0.5;
        marks.push(Mark::Line { points: arm, width: 1.0 * unit, tone: Emphasis::Trunk });
        marks.push(Mark::Line { points: vec![hand, sole], width: 0.6 * unit, tone: Emphasis::Warning });
    }
    let foot = vec![at(Landmark::Ankle(raised)), at(Landmark::Toe(raised))];
    marks.push(Mark::Line { points: foot, width: 1.2 * unit, tone: Emphasis::RaisedLeg });
    marks
}

/// How far the leg is up.
fn elevation_deg(secs: f64) -> f64 {
    let (end, _) = COURSE[COURSE.len() - 1];
    let now = secs.rem_euclid(end);
    let between = COURSE.windows(2).find(|pair| now < pair[1].0);
    between.map_or(0.0, |pair| {
        let ((from_s, from), (to_s, to)) = (pair[0], pair[1]);
        from + (to - from) * (now - from_s) / (to_s - from_s)
    })
}

/// Moves the figure from where it is made to where it is shown.
fn moved(mut pose: Pose) -> Pose {
    let by = HIPS - FIGURE_HIPS;
    for keypoint in &mut pose.keypoints {
        (keypoint.x, keypoint.y) = (keypoint.x + by.x as f32, keypoint.y + by.y as f32);
    }
    pose
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(secs: f64, strap: bool) -> Vec<Point> {
        let points = |mark| match mark {
            Mark::Line { points, .. } => points,
            Mark::Dot { at, .. } => vec![at],
            Mark::Text { .. } => Vec::new(),
        };
        demonstration(secs, strap).into_iter().flat_map(points).collect()
    }

    #[test]
    fn the_figure_stays_in_its_image_and_comes_down_again() {
        for tenth in 0..100 {
            for at in points(f64::from(tenth) / 10.0, true) {
                assert!((0.0..=440.0).contains(&at.x) && (0.0..=260.0).contains(&at.y), "{at:?} at {tenth}");
            }
        }
        assert_eq!(points(0.5, false), points(9.5, false));
        assert_eq!((elevation_deg(0.5), elevation_deg(5.0)), (0.0, 75.0));
        assert!((elevation_deg(2.75) - 37.5).abs() < 1e-9 && (elevation_deg(7.5) - 37.5).abs() < 1e-9);
    }

    #[test]
    fn only_who_uses_a_strap_is_shown_one() {
        assert!(points(3.0, true).len() > points(3.0, false).len());
    }
}
