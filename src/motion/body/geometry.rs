//! Points, directions and the similarity transform between images. Image axes: x to the right, y down, pixels.

use serde::{Deserialize, Serialize};
use std::f64::consts::PI;
use std::ops::{Add, Mul, Sub};

/// A place or a displacement in an image, in pixels (x right, y down), or in whatever unit the context names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub fn midpoint(self, other: Self) -> Self {
        Self::new((self.x + other.x) / 2.0, (self.y + other.y) / 2.0)
    }

    pub fn distance(self, other: Self) -> f64 {
        (other - self).norm()
    }

    /// Distance to the nearest point of the segment between two others.
    pub fn distance_to_line(self, from: Self, to: Self) -> f64 {
        let (along, off) = (to - from, self - from);
        let share = (along.x * off.x + along.y * off.y) / (along.x * along.x + along.y * along.y).max(1e-9);
        self.distance(from + along * share.clamp(0.0, 1.0))
    }

    pub fn norm(self) -> f64 {
        self.x.hypot(self.y)
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, rhs: Self) -> Self {
        Self::new(self.x + rhs.x, self.y + rhs.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, rhs: Self) -> Self {
        Self::new(self.x - rhs.x, self.y - rhs.y)
    }
}

impl Mul<f64> for Point {
    type Output = Self;
    fn mul(self, rhs: f64) -> Self {
        Self::new(self.x * rhs, self.y * rhs)
    }
}

/// The horizontal direction in the image that points from the head to the feet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Caudal {
    /// Feet towards the image's left.
    Left,
    /// Feet towards the image's right.
    Right,
}

impl Caudal {
    /// +1 when the feet point to growing x, −1 otherwise.
    pub fn sign(self) -> f64 {
        match self {
            Self::Left => -1.0,
            Self::Right => 1.0,
        }
    }
}

/// Elevation of the segment `from` → `to` over the image's horizontal, in radians: 0 points to the feet, π/2 up,
/// beyond π/2 back over the head. Range −π..π.
pub fn elevation_rad(from: Point, to: Point, caudal: Caudal) -> f64 {
    let d = to - from;
    (-d.y).atan2(d.x * caudal.sign())
}

/// How far two lines are both turned the same way, by more than `beyond_rad`; else 0. Radians.
pub fn turned_together_rad(turns_rad: [f64; 2], beyond_rad: f64) -> f64 {
    let [a, b] = turns_rad;
    let least_rad = a.abs().min(b.abs());
    if a * b > 0.0 && least_rad > beyond_rad { least_rad } else { 0.0 }
}

/// The same angle in −π..π.
pub fn wrap_rad(angle: f64) -> f64 {
    angle - 2.0 * PI * ((angle + PI) / (2.0 * PI)).floor()
}

/// Rotation, uniform scale and shift between two planes: `target = shift + scale·R(rotation)·source`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Similarity {
    cos: f64,
    sin: f64,
    shift: Point,
}

impl Similarity {
    /// Turns by `rotation_rad` (clockwise on the screen, as y points down), scales by `scale`, then shifts.
    pub fn new(scale: f64, rotation_rad: f64, shift: Point) -> Self {
        Self { cos: scale * rotation_rad.cos(), sin: scale * rotation_rad.sin(), shift }
    }

    /// The inverse transform. A scale of zero has none: then its numbers are not finite.
    pub fn inverse(self) -> Self {
        let square = self.cos * self.cos + self.sin * self.sin;
        let turned_back = Self { cos: self.cos / square, sin: -self.sin / square, shift: Point::default() };
        Self { shift: turned_back * (self.shift * -1.0), ..turned_back }
    }

    /// The same transform, followed by scaling by `factor`.
    pub fn scaled(self, factor: f64) -> Self {
        Self { cos: factor * self.cos, sin: factor * self.sin, shift: self.shift * factor }
    }
}

impl Mul<Point> for Similarity {
    type Output = Point;
    fn mul(self, p: Point) -> Point {
        Point::new(self.cos * p.x - self.sin * p.y, self.sin * p.x + self.cos * p.y) + self.shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::FRAC_PI_2;

    #[test]
    fn elevation_is_the_same_for_mirrored_bodies() {
        let hip = Point::new(100.0, 100.0);
        for (caudal, feet) in [(Caudal::Right, 150.0), (Caudal::Left, 50.0)] {
            assert!(elevation_rad(hip, Point::new(feet, 100.0), caudal).abs() < 1e-12);
            assert!((elevation_rad(hip, Point::new(feet, 50.0), caudal) - FRAC_PI_2 / 2.0).abs() < 1e-12);
            assert!((elevation_rad(hip, Point::new(100.0, 0.0), caudal) - FRAC_PI_2).abs() < 1e-12);
        }
    }

    #[test]
    fn elevation_grows_past_the_vertical() {
        let e = elevation_rad(Point::new(0.0, 0.0), Point::new(-1.0, -10.0), Caudal::Right);
        assert!(e > FRAC_PI_2 && e < FRAC_PI_2 + 0.11);
    }

    #[test]
    fn similarity_maps_centre_and_axes() {
        let image_from_crop = Similarity::new(2.0, FRAC_PI_2, Point::new(10.0, 20.0));
        let p = image_from_crop * Point::new(1.0, 0.0);
        assert!((p.x - 10.0).abs() < 1e-12 && (p.y - 22.0).abs() < 1e-12);
    }

    #[test]
    fn wrapping_keeps_the_direction() {
        assert!((wrap_rad(3.0 * PI / 2.0) + FRAC_PI_2).abs() < 1e-12);
        assert!((wrap_rad(-3.0 * PI / 2.0) - FRAC_PI_2).abs() < 1e-12);
    }
}
