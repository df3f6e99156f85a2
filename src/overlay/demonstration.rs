//! A small figure that shows what to do: how the leg is raised in the test, or how an exercise goes.

use super::{Emphasis, Mark, skeleton, unit};
use crate::motion::{
    Caudal, Exercise, ImageSize, Keypoint, Landmark, Legs, Point, Pose, Posture, Side, lying_figure, with_arm,
};

/// The image that the figure is in, pixels.
pub const DEMONSTRATION_SIZE: ImageSize = ImageSize { width: 440, height: 260 };

/// How far the leg is when, seconds and degrees; joined by straight lines, and over again from the start.
const COURSE: [(f64, f64); 5] = [(0.0, 0.0), (1.0, 0.0), (4.5, 75.0), (6.0, 75.0), (9.0, 0.0)];
/// How far an exercise is when, seconds and parts of the way.
const THERE_AND_BACK: [(f64, f64); 5] = [(0.0, 0.0), (1.0, 0.0), (2.5, 1.0), (5.0, 1.0), (6.5, 0.0)];
/// Where the figure's hips are in the image, and where [`lying_figure`] has them.
const HIPS: Point = Point { x: 190.0, y: 225.0 };
const FIGURE_HIPS: Point = Point { x: 320.0, y: 240.0 };
/// Elevation of the arms that hold the strap, degrees.
const ARMS_DEG: f64 = 40.0;
/// Thickness of the figure's lines, pixels.
const UNIT: f64 = 3.6;
/// The leg that works in the figure: the one near to who looks.
const WORKING: Side = Side::Right;
/// Around an exercise's figure, pixels.
const MARGIN: f64 = 24.0;
/// An outline takes this part of the image, and its middle is so far down: a raised leg needs the room above.
const OUTLINE_PART: f64 = 0.66;
const OUTLINE_MIDDLE: f64 = 0.56;
/// A chair's seat under the hips, pixels of the figure.
const SEAT: f64 = 14.0;

/// The figure that raises its leg, `secs` after it began; with a strap round the foot where one is used.
pub fn demonstration(secs: f64, strap: bool) -> Vec<Mark> {
    let raised = WORKING;
    let legs = Side::BOTH.map(|side| (if side == raised { along(&COURSE, secs) } else { 0.0 }, 0.0));
    let pose = lying_figure(Caudal::Right, legs);
    let pose = with_arm(pose, raised, if strap { ARMS_DEG } else { 0.0 }).mapped(|at| at + (HIPS - FIGURE_HIPS));
    let mut marks = vec![floor(HIPS.y + 14.0)];
    body(&mut marks, &pose, Some(raised), UNIT);
    if strap {
        let at = |landmark| pose.point(landmark);
        let hand = at(Landmark::Wrist(raised));
        let arm = vec![at(Landmark::Shoulder(raised)), hand];
        let sole = (at(Landmark::Ankle(raised)) + at(Landmark::Toe(raised))) * 0.5;
        marks.push(Mark::Line { points: arm, width: 1.0 * UNIT, tone: Emphasis::Trunk });
        marks.push(Mark::Line { points: vec![hand, sole], width: 0.6 * UNIT, tone: Emphasis::Warning });
    }
    marks
}

/// The figure that does an exercise, `secs` after it began, as large as its image allows; `None` for one that does not
/// say how it looks.
pub fn exercise_demonstration(exercise: &Exercise, secs: f64) -> Option<Vec<Mark>> {
    let (from, to) = exercise.from_pose.as_ref().zip(exercise.to_pose.as_ref())?;
    let (from, to) = (exercise.figure(from, WORKING), exercise.figure(to, WORKING));
    let share = along(&THERE_AND_BACK, secs);
    let now = between(&from, &to, share);
    let (width, height) = (f64::from(DEMONSTRATION_SIZE.width), f64::from(DEMONSTRATION_SIZE.height));
    let room = Point::new(width - 2.0 * MARGIN, height - 2.0 * MARGIN);
    let (scale, by) = fitted(&[&from, &to], Point::new(width, height) * 0.5, room, 1.0);
    let place = |pose: &Pose| pose.mapped(|at| at * scale + by);
    let pose = place(&now);
    let lowest = |pose: &Pose| place(pose).keypoints.iter().fold(f32::MIN, |y, at| y.max(at.y));
    let unit = UNIT * scale.min(1.0);
    let mut marks = vec![floor(f64::from(lowest(&from).max(lowest(&to))) + 8.0)];
    if exercise.posture == Posture::Sitting && !sits_on_floor(&from) {
        let hip = pose.point(Landmark::Hip(WORKING));
        let seat = |x: f64| Point::new(hip.x + x * scale, hip.y + SEAT * scale);
        marks.push(Mark::Line { points: vec![seat(-70.0), seat(45.0)], width: 1.4 * unit, tone: Emphasis::Reference });
    }
    body(&mut marks, &pose, (exercise.legs != Legs::Both).then_some(WORKING), unit);
    Some(marks)
}

/// How to begin an exercise, as an outline in an image of `size`, feet to the given side; nothing for one that does not
/// say how it looks.
pub fn exercise_outline(exercise: &Exercise, caudal: Caudal, size: ImageSize) -> Vec<Mark> {
    let Some(from) = &exercise.from_pose else { return Vec::new() };
    let figure = exercise.figure(from, WORKING).mapped(|at| Point::new(caudal.sign() * at.x, at.y));
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let room = Point::new(OUTLINE_PART * width, OUTLINE_PART * height);
    let (scale, by) = fitted(&[&figure], Point::new(width / 2.0, OUTLINE_MIDDLE * height), room, f64::MAX);
    let pose = figure.mapped(|at| at * scale + by);
    let unit = unit(size);
    let line = |points| Mark::Line { points, width: 0.8 * unit, tone: Emphasis::Reference };
    let leg =
        |side| [Landmark::Hip(side), Landmark::Knee(side), Landmark::Ankle(side)].map(|of| pose.point(of)).to_vec();
    let mut marks: Vec<Mark> = Side::BOTH.into_iter().map(|side| line(leg(side))).collect();
    marks.push(line(vec![pose.midpoint(Landmark::Shoulder), pose.midpoint(Landmark::Hip)]));
    let head = pose.point(Landmark::Ear(WORKING));
    marks.push(Mark::Dot { at: head, radius: 4.0 * unit, tone: Emphasis::Reference });
    marks
}

/// Whose feet are no lower than the hips.
fn sits_on_floor(pose: &Pose) -> bool {
    let low = |landmark: fn(Side) -> Landmark| pose.point(landmark(WORKING)).y;
    low(Landmark::Ankle) < low(Landmark::Hip) + 40.0
}

/// Each point part of the way from one pose to another.
fn between(from: &Pose, to: &Pose, share: f64) -> Pose {
    let mut pose = from.clone();
    for (at, to) in pose.keypoints.iter_mut().zip(&to.keypoints) {
        (at.x, at.y) = (at.x + share as f32 * (to.x - at.x), at.y + share as f32 * (to.y - at.y));
    }
    pose
}

/// How poses are made to fill a room around `middle` together: by which factor, `most` at most, and then where they are
/// moved.
fn fitted(poses: &[&Pose], middle: Point, room: Point, most: f64) -> (f64, Point) {
    let seen = poses.iter().flat_map(|pose| pose.keypoints).filter(|at| at.visibility > 0.0);
    let all: Vec<Keypoint> = seen.collect();
    let range = |of: fn(&Keypoint) -> f32| {
        let values = all.iter().map(of).map(f64::from);
        values.fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(value), most.max(value)))
    };
    let ((left, right), (top, bottom)) = (range(|at| at.x), range(|at| at.y));
    let scale = (room.x / (right - left).max(1.0)).min(room.y / (bottom - top).max(1.0)).min(most);
    (scale, middle - Point::new((left + right) / 2.0, (top + bottom) / 2.0) * scale)
}

fn floor(y: f64) -> Mark {
    let points = vec![Point::new(10.0, y), Point::new(f64::from(DEMONSTRATION_SIZE.width) - 10.0, y)];
    Mark::Line { points, width: 0.6 * UNIT, tone: Emphasis::Reference }
}

/// Skeleton, head and the foot of the leg that works.
fn body(marks: &mut Vec<Mark>, pose: &Pose, working: Option<Side>, unit: f64) {
    let at = |landmark| pose.point(landmark);
    skeleton(marks, pose, None, working, unit);
    marks.push(Mark::Dot { at: at(Landmark::Ear(WORKING)), radius: 5.0 * unit, tone: Emphasis::Trunk });
    let tone = if working.is_some() { Emphasis::RaisedLeg } else { Emphasis::RestingLeg };
    let foot = vec![at(Landmark::Ankle(WORKING)), at(Landmark::Toe(WORKING))];
    marks.push(Mark::Line { points: foot, width: 1.2 * unit, tone });
}

/// Where a course is at a time.
fn along(course: &[(f64, f64)], secs: f64) -> f64 {
    let (end, _) = course[course.len() - 1];
    let now = secs.rem_euclid(end);
    let between = course.windows(2).find(|pair| now < pair[1].0);
    between.map_or(0.0, |pair| {
        let ((from_s, from), (to_s, to)) = (pair[0], pair[1]);
        from + (to - from) * (now - from_s) / (to_s - from_s)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(marks: Vec<Mark>) -> Vec<Point> {
        let points = |mark| match mark {
            Mark::Line { points, .. } => points,
            Mark::Dot { at, .. } => vec![at],
            Mark::Text { .. } => Vec::new(),
        };
        marks.into_iter().flat_map(points).collect()
    }

    fn is_inside(at: &Point) -> bool {
        (0.0..=440.0).contains(&at.x) && (0.0..=260.0).contains(&at.y)
    }

    #[test]
    fn the_figure_stays_in_its_image_and_comes_down_again() {
        let at = |secs, strap| points(demonstration(secs, strap));
        for tenth in 0..100 {
            assert!(at(f64::from(tenth) / 10.0, true).iter().all(is_inside), "{tenth}");
        }
        assert_eq!(at(0.5, false), at(9.5, false));
        assert_eq!((along(&COURSE, 0.5), along(&COURSE, 5.0)), (0.0, 75.0));
        assert!((along(&COURSE, 2.75) - 37.5).abs() < 1e-9 && (along(&COURSE, 7.5) - 37.5).abs() < 1e-9);
    }

    #[test]
    fn only_who_uses_a_strap_is_shown_one() {
        assert!(points(demonstration(3.0, true)).len() > points(demonstration(3.0, false)).len());
    }

    #[test]
    fn every_exercise_that_says_how_it_looks_is_drawn_inside_its_image() {
        let mut drawn = 0;
        for exercise in crate::exercise::Library::open(None).iter().filter(|exercise| exercise.to_pose.is_some()) {
            drawn += 1;
            for tenth in 0..65 {
                let marks = exercise_demonstration(exercise, f64::from(tenth) / 10.0).expect("it is drawn");
                assert!(points(marks).iter().all(is_inside), "{} at {tenth}", exercise.name);
            }
        }
        assert!(drawn >= 7, "{drawn}");
    }

    #[test]
    fn an_outline_lies_in_the_image_and_turns_with_the_person() {
        let library = crate::exercise::Library::open(None);
        let size = ImageSize { width: 640, height: 360 };
        for exercise in library.iter().filter(|exercise| exercise.from_pose.is_some()) {
            let of = |caudal| points(exercise_outline(exercise, caudal, size));
            let (right, left) = (of(Caudal::Right), of(Caudal::Left));
            let inside = |at: &Point| (0.0..=640.0).contains(&at.x) && (0.0..=360.0).contains(&at.y);
            assert!(right.iter().chain(&left).all(inside), "{}", exercise.name);
            let mirrored =
                right.iter().zip(&left).all(|(a, b)| (a.x + b.x - 640.0).abs() < 0.1 && (a.y - b.y).abs() < 0.1);
            assert!(mirrored, "{}", exercise.name);
        }
    }

    #[test]
    fn the_shoulders_of_a_bridge_stay_on_the_floor_and_its_feet_where_they_are() {
        let library = crate::exercise::Library::open(None);
        let bridge = library.find("bridge").expect("bridges");
        let [down, up] =
            [bridge.from_pose, bridge.to_pose].map(|pose| bridge.figure(&pose.expect("it is drawn"), WORKING));
        let moved = |landmark| up.point(landmark).distance(down.point(landmark));
        assert!(moved(Landmark::Shoulder(WORKING)) < 5.0);
        assert!(moved(Landmark::Ankle(WORKING)) < 15.0, "{}", moved(Landmark::Ankle(WORKING)));
        assert!(up.point(Landmark::Hip(WORKING)).y < down.point(Landmark::Hip(WORKING)).y - 30.0);
    }
}
