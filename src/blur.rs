//! Makes faces unrecognisable in what is given to others: every face that is found, of anyone, and the head of the
//! measured skeleton.
//!
//! A face stays covered for a while after it was last found, and where that is in reach from before it was: one that is
//! missed in some frames does not show, and neither does that of somebody who is misread. Where no face and no head
//! is known, the whole image is blurred: a face may be somewhere.

use crate::estimator::{EstimatorError, Face, FaceDetector};
use crate::frame::Frame;
use crate::motion::{Landmark, Point, Pose, Timestamp};
use image::RgbImage;
use image::imageops::{self, FilterType};
use std::collections::VecDeque;

/// The landmarks of the face come first in the topology.
const FACE_LANDMARKS: usize = 11;
/// The head's radius over the trunk's length, shoulders to hips: 0.065 and 0.288 of the stature (Winter 2009), and
/// again as much, because neither the landmarks nor the trunk's length in the image are exact.
const HEAD_OVER_TRUNK: f64 = 2.0 * 0.065 / 0.288;
/// A face that the model believes in less is somewhere else.
const MIN_VISIBILITY: f64 = 0.5;
/// What is covered around a face, in sides of the box from its brows to its chin: all of the head, though the box is
/// not exact.
const COVER_OVER_FACE: f64 = 1.3;
/// Side of a face's box over the radius of its head.
const FACE_OVER_HEAD: f64 = 0.6;
/// How long a face stays covered where it was, seconds.
const STAYS_COVERED_S: f64 = 2.0;
/// How long after it was found a face is looked for in the same place, seconds.
const EXPECT_S: f64 = 0.5;
/// Expected faces looked at per frame.
const MOST_EXPECTED: usize = 6;
/// What is left of a face: so many patches across.
const FACE_PATCHES: u32 = 3;
/// What is left of a whole image: patches of this part of its long side. A head is two or three of them.
const IMAGE_PATCHES: u32 = 24;

/// How many frames of a recording are looked through before the first of them is covered: a face is covered a little
/// before it is found.
pub const HELD_BACK: usize = 8;

/// Covers the faces in the frames of a recording, or in single ones.
pub struct FaceBlur {
    detector: FaceDetector,
    heads: Vec<Head>,
    /// The times of the frames that are held back, and of the newest one.
    looked_at: VecDeque<Timestamp>,
}

/// A head, or where one was; pixels of the image as displayed.
#[derive(Clone, Copy, Debug)]
struct Head {
    centre: Point,
    /// Radius of what is covered, pixels.
    radius: f64,
    last_seen: Timestamp,
    /// What the face detector found, in its frame.
    face: Option<Face>,
}

impl FaceBlur {
    /// Loads the face detector. Without ONNX Runtime compiled in there is none: then the skeleton's head alone is
    /// known.
    pub fn load() -> Result<Self, EstimatorError> {
        Ok(Self { detector: FaceDetector::load()?, heads: Vec::new(), looked_at: VecDeque::new() })
    }

    /// Looks for faces in the next frame of a recording; `pose` is in pixels as displayed.
    pub fn look(&mut self, frame: &Frame, pose: Option<&Pose>) -> Result<(), EstimatorError> {
        self.looked_at.push_back(frame.time);
        if self.looked_at.len() > HELD_BACK + 1 {
            self.looked_at.pop_front();
        }
        let oldest = self.looked_at.front().copied().unwrap_or(frame.time);
        self.heads.retain(|head| oldest - head.last_seen <= STAYS_COVERED_S);
        let measured = pose.and_then(|pose| head(pose, frame.time));
        self.find_faces(frame, pose.zip(measured))?;
        measured.into_iter().for_each(|head| self.remember(head));
        Ok(())
    }

    /// Covers every face that is known of in the frame of that time, after which at most [`HELD_BACK`] others were
    /// looked at.
    pub fn cover(&self, time: Timestamp, image: &mut RgbImage) {
        let mut known = self.heads.iter().filter(|head| time - head.last_seen <= STAYS_COVERED_S).peekable();
        if known.peek().is_none() {
            blur_all(image);
        }
        known.for_each(|head| blur_disc(image, head.centre, head.radius));
    }

    /// Covers the faces in a single image; `pose` is in its pixels.
    pub fn cover_still(&mut self, image: &mut RgbImage, pose: Option<&Pose>) -> Result<(), EstimatorError> {
        let frame = Frame {
            index: 0,
            time: Timestamp::ZERO,
            image: std::sync::Arc::new(image.clone()),
            display_from_image: 1.0,
            is_estimated: true,
        };
        self.heads.clear();
        self.looked_at.clear();
        self.look(&frame, pose)?;
        self.cover(frame.time, image);
        Ok(())
    }

    /// Finds faces: everywhere while none is known.
    fn find_faces(&mut self, frame: &Frame, measured: Option<(&Pose, Head)>) -> Result<(), EstimatorError> {
        let scale = frame.display_from_image;
        let mut expected: Vec<Face> = measured.map(|(pose, head)| face(pose, &head, scale)).into_iter().collect();
        let lately = self.heads.iter().rev().filter(|head| frame.time - head.last_seen <= EXPECT_S);
        for face in lately.filter_map(|head| head.face) {
            let is_known =
                |known: &Face| known.turn_rad == face.turn_rad && known.centre.distance(face.centre) < face.side;
            if expected.len() < MOST_EXPECTED && !expected.iter().any(is_known) {
                expected.push(face);
            }
        }
        let none_known = self.heads.iter().all(|head| head.face.is_none());
        for face in self.detector.find(&frame.image, &expected, none_known)? {
            let (centre, radius) = (face.centre * scale, COVER_OVER_FACE * face.side * scale);
            self.remember(Head { centre, radius, last_seen: frame.time, face: Some(face) });
        }
        Ok(())
    }

    /// Keeps a head; one in the same place is kept once.
    fn remember(&mut self, new: Head) {
        let is_same = |old: &&mut Head| {
            let covered = old.centre.distance(new.centre) + new.radius <= 1.1 * old.radius;
            covered && old.radius <= 1.5 * new.radius
        };
        match self.heads.iter_mut().find(is_same) {
            Some(old) => {
                old.last_seen = new.last_seen;
                if new.face.is_some() {
                    old.face = new.face;
                }
            }
            None => self.heads.push(new),
        }
    }
}

/// The head of a skeleton.
fn head(pose: &Pose, seen: Timestamp) -> Option<Head> {
    let face = &pose.keypoints[..FACE_LANDMARKS];
    let visibility = face.iter().map(|k| f64::from(k.visibility)).sum::<f64>() / face.len() as f64;
    let sum = face.iter().fold(Point::default(), |sum, k| sum + k.point());
    let centre = sum * (1.0 / face.len() as f64);
    let trunk = pose.midpoint(Landmark::Shoulder).distance(pose.midpoint(Landmark::Hip));
    let spread = face.iter().map(|k| k.point().distance(centre)).fold(0.0, f64::max);
    let radius = (HEAD_OVER_TRUNK * trunk).max(2.0 * spread);
    let is_one = visibility >= MIN_VISIBILITY && radius.is_finite() && radius > 0.0;
    is_one.then_some(Head { centre, radius, last_seen: seen, face: None })
}

/// Where the skeleton's face is to be expected, in the image that is measured: upright along the trunk.
fn face(pose: &Pose, head: &Head, display_from_image: f64) -> Face {
    let up = pose.midpoint(Landmark::Shoulder) - pose.midpoint(Landmark::Hip);
    let scale = 1.0 / display_from_image;
    Face { centre: head.centre * scale, side: FACE_OVER_HEAD * head.radius * scale, turn_rad: up.x.atan2(-up.y) }
}

fn blur_all(image: &mut RgbImage) {
    let (width, height) = image.dimensions();
    if width == 0 || height == 0 {
        return;
    }
    let small = |side: u32| (side * IMAGE_PATCHES / width.max(height)).max(1);
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

/// The image of so few patches, smooth between them.
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

    /// An image of fine stripes, which no blurred place has.
    fn stripes() -> RgbImage {
        RgbImage::from_fn(320, 180, |x, _| if x % 4 < 2 { Rgb([255; 3]) } else { Rgb([0; 3]) })
    }

    fn is_sharp(image: &RgbImage, x: u32, y: u32) -> bool {
        let at = |dx: u32| i32::from(image.get_pixel((x + dx).min(319), y).0[0]);
        (0..4).any(|dx| (at(dx) - at(dx + 1)).abs() > 100)
    }

    fn sharp_places(image: &RgbImage) -> usize {
        let places = (0..320).step_by(5).flat_map(|x| [10, 90, 170].map(|y| (x, y)));
        places.filter(|(x, y)| is_sharp(image, *x, *y)).count()
    }

    fn pose(visibility: f32) -> Pose {
        let mut keypoints = [Keypoint { x: 60.0, y: 120.0, visibility }; LANDMARK_COUNT];
        for side in Side::BOTH {
            keypoints[Landmark::Shoulder(side).index()].x = 90.0;
            keypoints[Landmark::Hip(side).index()].x = 160.0;
        }
        Pose { presence: 1.0, keypoints }
    }

    fn covered(pose: Option<&Pose>) -> RgbImage {
        let mut image = stripes();
        FaceBlur::load().unwrap().cover_still(&mut image, pose).unwrap();
        image
    }

    #[test]
    fn the_head_is_blurred_and_the_legs_are_not() {
        let image = covered(Some(&pose(0.9)));
        for (x, y) in [(60, 120), (60, 95), (38, 120), (80, 130)] {
            assert!(!is_sharp(&image, x, y), "{x} {y}");
        }
        assert!(is_sharp(&image, 160, 120) && is_sharp(&image, 250, 60));
    }

    #[test]
    fn where_no_face_is_found_nothing_is_sharp() {
        for pose in [None, Some(pose(0.1))] {
            assert_eq!(sharp_places(&covered(pose.as_ref())), 0);
        }
    }

    #[test]
    fn a_head_stays_covered_for_a_while_after_it_is_lost_and_before_it_is_found() {
        let mut blur = FaceBlur::load().unwrap();
        let image = std::sync::Arc::new(stripes());
        let frame = |secs: f64| Frame {
            index: 0,
            time: Timestamp::from_secs(secs),
            image: image.clone(),
            display_from_image: 1.0,
            is_estimated: true,
        };
        let covered_at = |blur: &FaceBlur, secs: f64| {
            let mut image = stripes();
            blur.cover(Timestamp::from_secs(secs), &mut image);
            image
        };
        let of_the_head = |image: &RgbImage| !is_sharp(image, 60, 120) && is_sharp(image, 250, 60);
        blur.look(&frame(10.0), Some(&pose(0.9))).unwrap();
        assert!(of_the_head(&covered_at(&blur, 9.8)), "held back from before");
        blur.look(&frame(10.5), None).unwrap();
        blur.look(&frame(11.9), None).unwrap();
        assert!(of_the_head(&covered_at(&blur, 11.9)));
        blur.look(&frame(12.5), None).unwrap();
        assert_eq!(sharp_places(&covered_at(&blur, 12.5)), 0, "nobody knows where the face is by now");
    }

    #[test]
    fn a_frame_that_is_held_back_for_long_keeps_its_own_head_covered() {
        let mut blur = FaceBlur::load().unwrap();
        let image = std::sync::Arc::new(stripes());
        for secs in 0..=HELD_BACK as u32 {
            let time = Timestamp::from_secs(f64::from(secs));
            let seen = (secs == 0).then(|| pose(0.9));
            blur.look(
                &Frame { index: 0, time, image: image.clone(), display_from_image: 1.0, is_estimated: true },
                seen.as_ref(),
            )
            .unwrap();
        }
        let mut image = stripes();
        blur.cover(Timestamp::ZERO, &mut image);
        assert!(!is_sharp(&image, 60, 120) && is_sharp(&image, 250, 60));
    }

    #[test]
    fn a_misread_person_does_not_uncover_where_the_head_was() {
        let mut blur = FaceBlur::load().unwrap();
        let image = std::sync::Arc::new(stripes());
        let mut astray = pose(0.9);
        astray.keypoints.iter_mut().for_each(|k| k.x += 150.0);
        for (secs, pose) in [(0.0, pose(0.9)), (0.5, astray)] {
            let time = Timestamp::from_secs(secs);
            blur.look(
                &Frame { index: 0, time, image: image.clone(), display_from_image: 1.0, is_estimated: true },
                Some(&pose),
            )
            .unwrap();
        }
        let mut image = stripes();
        blur.cover(Timestamp::from_secs(0.5), &mut image);
        assert!(!is_sharp(&image, 60, 120) && !is_sharp(&image, 210, 120));
    }

    #[test]
    fn a_head_beyond_the_edge_and_an_empty_image_do_no_harm() {
        let mut far = pose(1.0);
        far.keypoints.iter_mut().for_each(|k| k.x -= 4000.0);
        let mut blur = FaceBlur::load().unwrap();
        for mut image in [stripes(), RgbImage::new(1, 1)] {
            blur.cover_still(&mut image, Some(&far)).unwrap();
        }
        blur_all(&mut RgbImage::new(0, 0));
    }
}
