//! Lines in the room that may stand upright, from the image itself. Knows pixels; what the lines tell is
//! [`CameraRoll`]'s matter.

use crate::frame::Frame;
use crate::motion::{CameraRoll, LANDMARK_COUNT, Point, Pose, UprightLine};
use image::imageops::{grayscale, thumbnail};

/// Images are looked at no larger than this: lines that matter are long.
const LONGER_SIDE_PX: u32 = 640;
/// A line is at least this long, in the image's shorter side.
const MIN_LENGTH: f64 = 0.1;
/// What leans further than this is no upright line, as a tangent (15°).
const MAX_LEAN: f64 = 0.27;
/// The body, and what it wears and holds, reaches this far around its keypoints, in the width of their box.
const AROUND_BODY: f64 = 0.06;
/// Points along a line that are looked at, and how many of them may lie on the body.
const PROBES: u32 = 9;
const PROBES_ON_BODY: usize = 3;

/// Where the vertical is in an image, from what stands upright around the person of `pose`.
pub fn camera_roll(frame: &Frame, pose: Option<&Pose>) -> Option<CameraRoll> {
    CameraRoll::of(&upright_lines(frame, pose))
}

fn upright_lines(frame: &Frame, pose: Option<&Pose>) -> Vec<UprightLine> {
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
    let segments = found.unwrap_or_default().into_iter();
    segments
        .filter_map(|s| {
            let ends = [Point::new(s.x1, s.y1), Point::new(s.x2, s.y2)];
            let on_body = body.is_some_and(|body| body.covers(ends));
            upright(ends, width, height).filter(|_| !on_body)
        })
        .collect()
}

/// The line between `ends`, if it is long and nearly upright.
fn upright(mut ends: [Point; 2], width: u32, height: u32) -> Option<UprightLine> {
    ends.sort_by(|a, b| a.y.total_cmp(&b.y));
    let [top, bottom] = ends;
    let (down, right) = (bottom.y - top.y, bottom.x - top.x);
    let length = top.distance(bottom);
    let (longer, shorter) = (f64::from(width.max(height)), f64::from(width.min(height)));
    (length >= MIN_LENGTH * shorter && right.abs() <= MAX_LEAN * down).then(|| UprightLine {
        // its upper end to the right is clockwise
        lean_rad: (-right).atan2(down),
        off_centre: (top.midpoint(bottom).x - f64::from(width) / 2.0) / longer,
        length: length / longer,
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
        Frame { index: 0, time: Timestamp::ZERO, image: Arc::new(image), display_from_image: 1.0, is_read: true }
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
            let found = camera_roll(&room(roll, &[-420.0, -80.0, 350.0]), None).unwrap();
            assert!((found.roll_rad.to_degrees() - roll).abs() < 0.3, "{roll}: {}", found.roll_rad.to_degrees());
        }
    }

    #[test]
    fn what_the_person_covers_is_not_a_line_of_the_room() {
        let image = room(0.0, &[-420.0, 350.0]);
        assert!(camera_roll(&image, Some(&person_at(700.0, 500.0))).is_some());
        assert_eq!(camera_roll(&image, Some(&person_at(60.0, 120.0))), None);
        let shown_larger = Frame { display_from_image: 2.0, ..image };
        assert!(camera_roll(&shown_larger, Some(&person_at(60.0, 120.0))).is_some());
    }

    #[test]
    fn an_empty_wall_tells_nothing() {
        assert_eq!(camera_roll(&room(0.0, &[]), None), None);
        assert_eq!(camera_roll(&frame(RgbImage::new(1, 1)), None), None);
    }
}
