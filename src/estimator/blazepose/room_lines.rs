//! Lines in the room that may stand upright or lie level, from the image itself. Knows pixels; what the lines tell is
//! [`Room`]'s matter.

use crate::frame::Frame;
use crate::motion::{CameraRoll, LANDMARK_COUNT, LevelLine, Point, Pose, Room, UprightLine};
use image::imageops::{grayscale, thumbnail};

/// Images are looked at no larger than this: lines that matter are long.
const LONGER_SIDE_PX: u32 = 640;
/// A line is at least this long, as a part of the image's shorter side, and in pixels: shorter ones show no direction.
const MIN_LENGTH: f64 = 0.1;
const MIN_LENGTH_PX: f64 = 36.0;
/// What leans further than this is no upright line and no level one, as a tangent (15°).
const MAX_LEAN: f64 = 0.27;
/// The body, and what it wears and holds, reaches this far around its keypoints, in the width of their box.
const AROUND_BODY: f64 = 0.06;
/// Points along a line that are looked at, and how many of them may lie on the body.
const PROBES: u32 = 9;
const PROBES_ON_BODY: usize = 3;

/// What stands upright and what lies level around the person of `pose`.
pub fn room(frame: &Frame, pose: Option<&Pose>) -> Room {
    let (lines, size) = lines(frame, pose);
    let upright: Vec<UprightLine> = lines.iter().filter_map(|ends| upright(*ends, size)).collect();
    let mut level_lines: Vec<LevelLine> = lines.iter().filter_map(|ends| level(*ends, size)).collect();
    level_lines.sort_by(|a, b| b.length.total_cmp(&a.length));
    Room { camera_roll: CameraRoll::of(&upright), level_lines }
}

/// Ends of the long lines around the person, and the size of the image that they are in.
fn lines(frame: &Frame, pose: Option<&Pose>) -> (Vec<[Point; 2]>, (f64, f64)) {
    let image = frame.image.as_ref();
    let longer = image.width().max(image.height());
    let scale = f64::from(longer.min(LONGER_SIDE_PX)) / f64::from(longer);
    let gray = if scale < 1.0 {
        let [width, height] = [image.width(), image.height()].map(|side| (f64::from(side) * scale).round() as u32);
        grayscale(&thumbnail(image, width, height))
    } else {
        grayscale(image)
    };
    let (width, height) = gray.dimensions();
    let body = pose.map(|pose| BodyBox::of(pose, scale / frame.display_from_image));
    let found = lsdetect::detect(gray.as_raw(), width as usize, height as usize, lsdetect::SCALE);
    // an image always has the pixels that its size promises
    let all = found.unwrap_or_default().into_iter().map(|s| [Point::new(s.x1, s.y1), Point::new(s.x2, s.y2)]);
    let (width, height) = (f64::from(width), f64::from(height));
    let is_of_room = |ends: &[Point; 2]| {
        let is_long = ends[0].distance(ends[1]) >= (MIN_LENGTH * width.min(height)).max(MIN_LENGTH_PX);
        is_long && !body.is_some_and(|body| body.covers(*ends))
    };
    (all.filter(is_of_room).collect(), (width, height))
}

/// The line between `ends` in an image of that size, if it is nearly upright.
fn upright(mut ends: [Point; 2], (width, height): (f64, f64)) -> Option<UprightLine> {
    ends.sort_by(|a, b| a.y.total_cmp(&b.y));
    let [top, bottom] = ends;
    let (down, right) = (bottom.y - top.y, bottom.x - top.x);
    let longer = width.max(height);
    (right.abs() <= MAX_LEAN * down).then(|| UprightLine {
        // its upper end to the right is clockwise
        lean_rad: (-right).atan2(down),
        off_centre: (top.midpoint(bottom).x - width / 2.0) / longer,
        length: top.distance(bottom) / longer,
    })
}

/// The line between `ends` in an image of that size, if it is nearly level.
fn level(mut ends: [Point; 2], (width, height): (f64, f64)) -> Option<LevelLine> {
    ends.sort_by(|a, b| a.x.total_cmp(&b.x));
    let [from, to] = ends;
    let (right, down) = (to.x - from.x, to.y - from.y);
    let (longer, middle) = (width.max(height), from.midpoint(to));
    (down.abs() <= MAX_LEAN * right).then(|| LevelLine {
        lean_rad: down.atan2(right),
        right: (middle.x - width / 2.0) / longer,
        below: (middle.y - height / 2.0) / longer,
        length: from.distance(to) / longer,
    })
}

/// A box around the person, pixels.
#[derive(Clone, Copy)]
struct BodyBox {
    least: Point,
    most: Point,
}

impl BodyBox {
    /// Around a pose in an image that is shown in a size of `scale`.
    fn of(pose: &Pose, scale: f64) -> Self {
        let points: [Point; LANDMARK_COUNT] =
            pose.keypoints.map(|k| Point::new(f64::from(k.x), f64::from(k.y)) * scale);
        let side = |of: fn(&Point) -> f64| {
            let values = points.iter().map(of);
            (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
        };
        let ((left, right), (top, bottom)) = (side(|p| p.x), side(|p| p.y));
        let margin = AROUND_BODY * (right - left);
        Self { least: Point::new(left - margin, top - margin), most: Point::new(right + margin, bottom + margin) }
    }

    fn covers(&self, [from, to]: [Point; 2]) -> bool {
        let probe = |i: u32| from + (to - from) * (f64::from(i) / f64::from(PROBES - 1));
        let inside =
            |p: &Point| (self.least.x..=self.most.x).contains(&p.x) && (self.least.y..=self.most.y).contains(&p.y);
        (0..PROBES).map(probe).filter(inside).count() > PROBES_ON_BODY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{Keypoint, Timestamp};
    use image::{Rgb, RgbImage};
    use std::sync::Arc;

    fn frame(image: RgbImage) -> Frame {
        Frame { index: 0, time: Timestamp::ZERO, image: Arc::new(image), display_from_image: 1.0, is_estimated: true }
    }

    /// Bright posts before a dark wall, turned by `roll_deg` clockwise about the image's middle.
    fn room(roll_deg: f64, posts: &[f64]) -> Frame {
        let (sin, cos) = roll_deg.to_radians().sin_cos();
        frame(RgbImage::from_fn(1280, 720, |x, y| {
            let (dx, dy) = (f64::from(x) - 640.0, f64::from(y) - 360.0);
            let (across, down) = (cos * dx + sin * dy, cos * dy - sin * dx);
            let on_post = posts.iter().any(|at| (across - at).abs() < 25.0) && (-300.0..-60.0).contains(&down);
            Rgb([if on_post { 200 } else { 60 }; 3])
        }))
    }

    fn person_at(x: f32, y: f32) -> Pose {
        let keypoint =
            |i: usize| Keypoint { x: x + 40.0 * (i % 8) as f32, y: y + 40.0 * (i / 8) as f32, visibility: 1.0 };
        Pose { presence: 1.0, keypoints: std::array::from_fn(keypoint) }
    }

    #[test]
    fn posts_of_a_tilted_image_tell_its_tilt() {
        for roll in [-3.0, 0.0, 4.0] {
            let found = super::room(&room(roll, &[-420.0, -80.0, 350.0]), None).camera_roll.unwrap();
            assert!((found.roll_rad.to_degrees() - roll).abs() < 0.3, "{roll}: {}", found.roll_rad.to_degrees());
        }
    }

    #[test]
    fn what_the_person_covers_is_not_a_line_of_the_room() {
        let camera_roll = |frame: &Frame, person: &Pose| super::room(frame, Some(person)).camera_roll;
        let image = room(0.0, &[-420.0, 350.0]);
        assert!(camera_roll(&image, &person_at(700.0, 500.0)).is_some());
        assert_eq!(camera_roll(&image, &person_at(60.0, 120.0)), None);
        let shown_larger = Frame { display_from_image: 2.0, ..image };
        assert!(camera_roll(&shown_larger, &person_at(60.0, 120.0)).is_some());
    }

    #[test]
    fn an_empty_wall_tells_nothing() {
        assert_eq!(super::room(&room(0.0, &[]), None), Room::default());
        assert_eq!(super::room(&frame(RgbImage::new(1, 1)), None), Room::default());
    }

    #[test]
    fn tops_of_posts_lie_as_level_as_the_image_is_turned() {
        for roll in [-3.0_f64, 0.0, 4.0] {
            let image = frame(RgbImage::from_fn(1280, 720, |x, y| {
                let (sin, cos) = roll.to_radians().sin_cos();
                let down = cos * (f64::from(y) - 360.0) - sin * (f64::from(x) - 640.0);
                Rgb([if down > 120.0 { 200 } else { 60 }; 3])
            }));
            let lines = super::room(&image, None).level_lines;
            assert!(!lines.is_empty());
            let off = |line: &LevelLine| (line.lean_rad.to_degrees() - roll).abs();
            assert!(lines.iter().all(|line| off(line) < 0.2 && line.below > 0.05), "{lines:?}");
        }
    }
}
