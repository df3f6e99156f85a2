//! The rotated square that a model looks at. Pure geometry.

use crate::motion::{Point, Similarity, wrap_rad};
use std::f64::consts::FRAC_PI_2;

/// How much larger than the circle through the scale point the region is (MediaPipe `RectTransformationCalculator`,
/// pose: 1.25).
const MARGIN: f64 = 1.25;

/// Nobody is larger than this, or further from the image's corner, pixels: images that a model looks at have at
/// most 1920 along a side.
const FARTHEST_PX: f64 = 1e5;

/// A rotated square in image pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Roi {
    /// Centre, image pixels.
    pub centre: Point,
    /// Side length, image pixels.
    pub size: f64,
    /// Clockwise on the screen, radians in −π..π: the direction "up" inside the region is the image's "up" turned by
    /// this.
    pub rotation_rad: f64,
}

/// How far one region is from another, each part relative to the second's size.
#[derive(Clone, Copy, Debug)]
pub struct RoiDifference {
    /// Distance of the centres over the size.
    pub centre: f64,
    /// Natural logarithm of the ratio of the sizes, absolute.
    pub log_size: f64,
    /// Difference of the rotations in radians, absolute.
    pub rotation_rad: f64,
}

impl RoiDifference {
    /// Whether no part of it is larger than in `limits`.
    pub fn is_within(&self, limits: &Self) -> bool {
        self.centre <= limits.centre && self.log_size <= limits.log_size && self.rotation_rad <= limits.rotation_rad
    }
}

impl Roi {
    /// The region from the two alignment points that both models give: the hip centre and a point on the circle around
    /// the whole body.
    pub fn from_alignment(hip_centre: Point, scale_point: Point) -> Self {
        let d = scale_point - hip_centre;
        Self {
            centre: hip_centre,
            size: 2.0 * d.norm() * MARGIN,
            rotation_rad: wrap_rad(FRAC_PI_2 - (-d.y).atan2(d.x)),
        }
    }

    /// Whether its numbers can be those of a region of an image.
    pub fn is_possible(&self) -> bool {
        let is_place = |v: f64| v.abs() <= FARTHEST_PX;
        is_place(self.centre.x) && is_place(self.centre.y) && self.size > 0.0 && self.size <= FARTHEST_PX
    }

    /// The square around a whole image.
    pub fn letterbox(width: u32, height: u32) -> Self {
        Self {
            centre: Point::new(f64::from(width) / 2.0, f64::from(height) / 2.0),
            size: f64::from(width.max(height)),
            rotation_rad: 0.0,
        }
    }

    pub fn rotated(self, by_rad: f64) -> Self {
        Self { rotation_rad: wrap_rad(self.rotation_rad + by_rad), ..self }
    }

    /// Maps the region's own coordinates, 0..1 in both axes, to image pixels.
    pub fn image_from_unit(&self) -> Similarity {
        let corner = Similarity::new(self.size, self.rotation_rad, Point::default()) * Point::new(0.5, 0.5);
        Similarity::new(self.size, self.rotation_rad, self.centre - corner)
    }

    pub fn difference(&self, other: &Self) -> RoiDifference {
        RoiDifference {
            centre: self.centre.distance(other.centre) / other.size,
            log_size: (self.size / other.size).ln().abs(),
            rotation_rad: wrap_rad(self.rotation_rad - other.rotation_rad).abs(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upright_alignment_has_no_rotation() {
        let roi = Roi::from_alignment(Point::new(100.0, 200.0), Point::new(100.0, 100.0));
        assert!(roi.rotation_rad.abs() < 1e-12);
        assert!((roi.size - 250.0).abs() < 1e-9);
    }

    #[test]
    fn a_person_with_the_head_to_the_right_is_a_quarter_turn_clockwise() {
        let roi = Roi::from_alignment(Point::new(100.0, 200.0), Point::new(200.0, 200.0));
        assert!((roi.rotation_rad - FRAC_PI_2).abs() < 1e-12);
        // the region's top middle is where the head is
        let top = roi.image_from_unit() * Point::new(0.5, 0.0);
        assert!((top.x - 225.0).abs() < 1e-9 && (top.y - 200.0).abs() < 1e-9);
    }

    #[test]
    fn a_region_with_a_number_that_is_none_or_far_away_is_impossible() {
        let at = |x: f64, size: f64| Roi { centre: Point::new(x, 9.0), size, rotation_rad: 0.0 }.is_possible();
        assert!(at(100.0, 250.0));
        assert!([f64::NAN, f64::INFINITY, -1e30].iter().all(|wrong| !at(*wrong, 250.0) && !at(100.0, *wrong)));
    }

    #[test]
    fn unit_square_covers_the_letterboxed_image() {
        let roi = Roi::letterbox(640, 360);
        let p = roi.image_from_unit() * Point::new(0.0, 0.0);
        assert_eq!((p.x, p.y), (0.0, -140.0));
    }
}
