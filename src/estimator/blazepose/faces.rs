//! Finding faces, of anyone and whichever way up: BlazeFace of `@mediapipe/face_detection`, full range.
//!
//! It was made for upright faces that are a tenth of what it looks at, or more. So it looks at the whole image and at
//! parts of it, turned four ways, and once more at where faces were before.

use super::crop::{Border, Sampling, crop_to_planes};
use super::detector::sigmoid;
use super::manifest::Manifest;
use super::onnx::{OnnxRuntime, OnnxSession, Tensor, shaped};
use super::roi::Roi;
use crate::estimator::{EstimatorError, Face};
use crate::motion::Point;
use image::RgbImage;
use ndarray::{ArrayView1, ArrayView2};
use std::f64::consts::{FRAC_PI_2, PI};
use std::num::NonZeroUsize;

/// Side of the model's square input, pixels.
const INPUT: usize = 192;
/// Cells of its output along a side, one row each.
const CELLS: usize = 48;
/// Numbers a row: centre x, y, width, height of the box, and six points of the face.
const ROW: usize = 16;
/// A face that is missed is worse than a foot that is blurred: on 17 renders, faces that are looked at in the right
/// size score 0.56 and more, but for one that hides behind a couch; hands and feet do now and then.
const MIN_SCORE: f64 = 0.45;
/// Where a face is expected, less is enough.
const MIN_SCORE_EXPECTED: f64 = 0.25;
/// Faces whose boxes' centres are closer than this part of the better one's side are one.
const SAME_FACE: f64 = 0.5;
const TURNS_RAD: [f64; 4] = [0.0, FRAC_PI_2, -FRAC_PI_2, PI];
/// Side of the parts looked at, in widths of the image: the head of somebody who lies across it is a quarter of that.
const TILE_OVER_WIDTH: f64 = 0.56;
/// From one part to the next, in sides: a face at the edge of one is in the middle of another.
const TILE_STEP: f64 = 0.6;
/// Side of a look at an expected face, in sides of its box.
const LOOK_OVER_FACE: f64 = 8.0;
/// Looks for new faces per frame, once all of it was looked at: everywhere within four frames for an upright image,
/// in two for others.
const LOOKS_PER_FRAME: usize = 16;

/// The model, ready to run.
pub struct FaceDetector {
    session: OnnxSession,
    /// The next look of those that are spread over frames.
    next: usize,
}

impl FaceDetector {
    /// Loads the model and ONNX Runtime.
    pub fn load() -> Result<Self, EstimatorError> {
        let (manifest, runtime) = (Manifest::find()?, OnnxRuntime::load()?);
        let session = runtime.session(&manifest.load(manifest.entry("face")?)?, NonZeroUsize::MIN)?;
        Ok(Self { session, next: 0 })
    }

    /// Faces in an image: near `expected` ones, and new ones `everywhere` or else, in a recording, in some part of it,
    /// another one each time.
    pub fn find(&mut self, image: &RgbImage, expected: &[Face], everywhere: bool) -> Result<Vec<Face>, EstimatorError> {
        let close_ups: Vec<Roi> = expected.iter().map(close_up).collect();
        let mut found = self.look(image, &close_ups, MIN_SCORE_EXPECTED)?;
        let all = looks(image.width(), image.height());
        let share = if everywhere { all.len() } else { all.len().min(LOOKS_PER_FRAME) };
        let looks: Vec<Roi> = all.iter().cycle().skip(self.next % all.len()).take(share).copied().collect();
        self.next = (self.next + share) % all.len();
        found.extend(self.look(image, &looks, MIN_SCORE)?);
        Ok(found)
    }

    fn look(&mut self, image: &RgbImage, looks: &[Roi], min_score: f64) -> Result<Vec<Face>, EstimatorError> {
        let mut found = Vec::new();
        for look in looks {
            let planes = crop_to_planes(image, look, INPUT, Border::Black, Sampling::Area, (1.0 / 127.5, -1.0));
            let read = |[boxes, scores]: [&[f32]; 2]| {
                let boxes = shaped(boxes, [CELLS * CELLS, ROW])?;
                Ok(decode(boxes, shaped(scores, [CELLS * CELLS])?, min_score, look))
            };
            found.extend(self.session.run([Tensor::image(&planes, INPUT)], ["boxes", "scores"], read)?);
        }
        Ok(found)
    }
}

/// Where faces are looked for: the whole image and parts of it, each turned four ways.
fn looks(width: u32, height: u32) -> Vec<Roi> {
    let (across, down) = (f64::from(width), f64::from(height));
    let side = (TILE_OVER_WIDTH * across).min(down).max(1.0);
    let places = |length: f64| {
        let steps = ((length - side) / (TILE_STEP * side)).ceil().max(0.0);
        (0..=steps as u32).map(move |i| side / 2.0 + (length - side) * f64::from(i) / steps.max(1.0))
    };
    let tiles = places(down).flat_map(|y| places(across).map(move |x| Point::new(x, y)));
    let tiles = tiles.map(|centre| Roi { centre, size: side, rotation_rad: 0.0 });
    let looks = std::iter::once(Roi::letterbox(width, height)).chain(tiles);
    looks.flat_map(|look| TURNS_RAD.map(|turn| look.rotated(turn))).collect()
}

fn close_up(face: &Face) -> Roi {
    Roi { centre: face.centre, size: LOOK_OVER_FACE * face.side, rotation_rad: face.turn_rad }
}

/// Faces in the model's output, best first. `boxes` holds a row of [`ROW`] numbers a cell in input pixels from the
/// cell's centre, `logits` one score each before the sigmoid.
fn decode(boxes: ArrayView2<'_, f32>, logits: ArrayView1<'_, f32>, min_score: f64, look: &Roi) -> Vec<Face> {
    let image_from_unit = look.image_from_unit();
    let cell = |i: usize| Point::new((i % CELLS) as f64 + 0.5, (i / CELLS) as f64 + 0.5) * (1.0 / CELLS as f64);
    let mut candidates: Vec<(f64, Face)> = (boxes.rows().into_iter().zip(logits).enumerate())
        .map(|(i, (row, logit))| (i, row, sigmoid(f64::from(*logit))))
        .filter(|(_, _, score)| *score >= min_score)
        .map(|(i, row, score)| {
            let pair = |k: usize| Point::new(f64::from(row[k]), f64::from(row[k + 1])) * (1.0 / INPUT as f64);
            let side = pair(2).x.max(pair(2).y) * look.size;
            let centre = image_from_unit * (cell(i) + pair(0));
            (score, Face { centre, side, turn_rad: look.rotation_rad })
        })
        .collect();
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut faces: Vec<Face> = Vec::new();
    for (_, face) in candidates {
        if !faces.iter().any(|better| better.centre.distance(face.centre) < SAME_FACE * better.side) {
            faces.push(face);
        }
    }
    faces
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2};

    #[test]
    fn every_place_of_an_image_is_well_inside_a_look() {
        for (width, height) in [(640, 360), (480, 854), (640, 480), (300, 300), (1, 1)] {
            let looks = looks(width, height);
            let tiles: Vec<&Roi> = looks.iter().skip(TURNS_RAD.len()).collect();
            for (x, y) in (0..=10).flat_map(|i| (0..=10).map(move |j| (i, j))) {
                let at = Point::new(f64::from(width * x) / 10.0, f64::from(height * y) / 10.0);
                // a face there, up to an eighth of a tile, is wholly inside; but at the image's edge it ends with the
                // image
                let inside = |v: f64, centre: f64, size: f64, end: u32| {
                    let reach = size / 2.0 - size / 8.0;
                    let (low, high) = (centre - size / 2.0 <= 0.5, centre + size / 2.0 >= f64::from(end) - 0.5);
                    (v >= centre - reach || low) && (v <= centre + reach || high)
                };
                let held = |look: &&&Roi| {
                    inside(at.x, look.centre.x, look.size, width) && inside(at.y, look.centre.y, look.size, height)
                };
                assert_eq!(tiles.iter().filter(held).count() % TURNS_RAD.len(), 0);
                assert!(tiles.iter().any(|look| held(&look)), "{at:?} of {width} × {height}");
            }
        }
    }

    #[test]
    fn a_box_is_decoded_where_the_turned_look_saw_it() {
        let mut boxes = Array2::zeros([CELLS * CELLS, ROW]);
        let mut logits = Array1::from_elem(CELLS * CELLS, -9.0);
        // the cell in the middle of the upper edge, and a worse one beside it
        let cell = CELLS / 2;
        for (at, logit) in [(cell, 3.0), (cell + 1, 1.0)] {
            logits[at] = logit;
            (boxes[[at, 2]], boxes[[at, 3]]) = (19.2, 19.2);
        }
        let look = Roi { centre: Point::new(100.0, 100.0), size: 100.0, rotation_rad: FRAC_PI_2 };
        let faces = decode(boxes.view(), logits.view(), 0.5, &look);
        assert_eq!(faces.len(), 1);
        // the look's upper edge is the image's right
        assert!((faces[0].centre.x - 149.0).abs() < 1.1 && (faces[0].centre.y - 101.0).abs() < 1.1, "{faces:?}");
        assert!((faces[0].side - 10.0).abs() < 1e-4 && faces[0].turn_rad == FRAC_PI_2);
    }
}
