//! Makes the face of the measured person unrecognisable. Where nobody is found, the whole picture is blurred: the face is somewhere.
//!
//! Only the measured person is known: the faces of others in the picture stay, unless the whole of it is blurred. Where the model misreads the
//! person, the blur goes where it takes the head to be.

use crate::motion::{Landmark, Point, Pose};
use image::RgbImage;
use image::imageops::{self, FilterType};

/// The landmarks of the face come first in the topology.
const FACE_LANDMARKS: usize = 11;
/// The head's radius over the trunk's length, shoulders to hips: 0.065 and 0.288 of the stature (Winter 2009), and again as much, because
/// neither the landmarks nor the trunk's length in the picture are exact.
const HEAD_OVER_TRUNK: f64 = 2.0 * 0.065 / 0.288;
/// A face that the model believes in less is somewhere else.
const MIN_VISIBILITY: f64 = 0.5;
/// What is left of a face: so many patches across.
const FACE_PATCHES: u32 = 3;
/// What is left of a whole picture: patches of this part of its long side. A head is two or three of them.
const PICTURE_PATCHES: u32 = 24;

/// Blurs the face of `pose`, which is in pixels of `image`.
pub fn blur_face(image: &mut RgbImage, pose: Option<&Pose>) {
    match pose.and_then(head) {
        Some((centre, radius)) => blur_disc(image, centre, radius),
        None => blur_all(image),
    }
}

/// Where the head is, and how far it reaches, pixels.
fn head(pose: &Pose) -> Option<(Point, f64)> {
    let face = &pose.keypoints[..FACE_LANDMARKS];
    let visibility = face.iter().map(|k| f64::from(k.visibility)).sum::<f64>() / face.len() as f64;
    let sum = face.iter().fold(Point::default(), |sum, k| sum + k.point());
    let centre = sum * (1.0 / face.len() as f64);
    let trunk = pose.midpoint(Landmark::Shoulder).distance(pose.midpoint(Landmark::Hip));
    let spread = face.iter().map(|k| k.point().distance(centre)).fold(0.0, f64::max);
    let radius = (HEAD_OVER_TRUNK * trunk).max(2.0 * spread);
    (visibility >= MIN_VISIBILITY && radius.is_finite() && radius > 0.0).then_some((centre, radius))
}

fn blur_all(image: &mut RgbImage) {
    let (width, height) = image.dimensions();
    if width == 0 || height == 0 {
        return;
    }
    let small = |side: u32| (side * PICTURE_PATCHES / width.max(height)).max(1);
    *image = coarse(image, small(width), small(height));
}

fn blur_disc(image: &mut RgbImage, centre: Point, radius: f64) {
    let clamp = |v: f64, end: u32| v.clamp(0.0, f64::from(end)) as u32;
    let (left, top) = (clamp(centre.x - radius, image.width()), clamp(centre.y - radius, image.height()));
    let right = clamp((centre.x + radius).ceil(), image.width());
    let bottom = clamp((centre.y + radius).ceil(), image.height());
    if right <= left || bottom <= top {
        return;
    }
    let part = imageops::crop_imm(image, left, top, right - left, bottom - top).to_image();
    let blurred = coarse(&part, FACE_PATCHES, FACE_PATCHES);
    for (x, y, pixel) in blurred.enumerate_pixels() {
        let (x, y) = (left + x, top + y);
        if Point::new(f64::from(x), f64::from(y)).distance(centre) <= radius {
            image.put_pixel(x, y, *pixel);
        }
    }
}

/// The picture of so few patches, smooth between them.
fn coarse(image: &RgbImage, columns: u32, rows: u32) -> RgbImage {
    // each patch is the mean of its pixels: nothing finer is left
    let patches = imageops::resize(image, columns, rows, FilterType::Triangle);
    imageops::resize(&patches, image.width(), image.height(), FilterType::Triangle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{Keypoint, LANDMARK_COUNT, Side};
    use image::Rgb;

    /// A picture of fine stripes, which no blurred place has.
    fn stripes() -> RgbImage {
        RgbImage::from_fn(320, 180, |x, _| if x % 4 < 2 { Rgb([255; 3]) } else { Rgb([0; 3]) })
    }

    fn is_sharp(image: &RgbImage, x: u32, y: u32) -> bool {
        let at = |dx: u32| i32::from(image.get_pixel((x + dx).min(319), y).0[0]);
        (0..4).any(|dx| (at(dx) - at(dx + 1)).abs() > 100)
    }

    fn pose(visibility: f32) -> Pose {
        let mut keypoints = [Keypoint { x: 60.0, y: 120.0, visibility }; LANDMARK_COUNT];
        for side in Side::BOTH {
            keypoints[Landmark::Shoulder(side).index()].x = 90.0;
            keypoints[Landmark::Hip(side).index()].x = 160.0;
        }
        Pose { presence: 1.0, keypoints }
    }

    #[test]
    fn the_head_is_blurred_and_the_legs_are_not() {
        let mut image = stripes();
        blur_face(&mut image, Some(&pose(0.9)));
        for (x, y) in [(60, 120), (60, 95), (38, 120), (80, 130)] {
            assert!(!is_sharp(&image, x, y), "{x} {y}");
        }
        assert!(is_sharp(&image, 160, 120) && is_sharp(&image, 250, 60));
    }

    #[test]
    fn where_no_face_is_found_nothing_is_sharp() {
        for pose in [None, Some(pose(0.1))] {
            let mut image = stripes();
            blur_face(&mut image, pose.as_ref());
            let sharp = (0..320)
                .step_by(5)
                .flat_map(|x| [10, 90, 170].map(|y| (x, y)))
                .filter(|(x, y)| is_sharp(&image, *x, *y));
            assert_eq!(sharp.count(), 0);
        }
    }

    #[test]
    fn a_head_beyond_the_edge_and_an_empty_picture_do_no_harm() {
        let mut far = pose(1.0);
        far.keypoints.iter_mut().for_each(|k| k.x -= 4000.0);
        blur_face(&mut stripes(), Some(&far));
        blur_face(&mut RgbImage::new(0, 0), None);
        blur_face(&mut RgbImage::new(1, 1), Some(&pose(1.0)));
    }
}
