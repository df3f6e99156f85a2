//! A face in an image.

use crate::motion::Point;

/// A face, image pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    pub centre: Point,
    /// Side of the box from the brows to the chin.
    pub side: f64,
    /// The direction "up" of the face is the image's "up" turned clockwise by this, radians.
    pub turn_rad: f64,
}
