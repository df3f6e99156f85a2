//! The detector's output: anchors, decoding and weighted non-maximum suppression. Pure.
//!
//! BlazePose detector of `@mediapipe/pose`: input 224 × 224, 2,254 anchors, 12 numbers each (box centre, size, four
//! keypoints).

use super::roi::Roi;
use crate::motion::{Point, Similarity};
use ndarray::{ArrayView1, ArrayView2};

/// Side of the detector's square input, pixels.
pub const INPUT: usize = 224;
/// Rows of the detector's output.
pub const ANCHOR_COUNT: usize = 2254;
/// Numbers a row: centre x, y, width, height and four keypoints x, y.
pub const ROW: usize = 12;
/// Boxes that overlap more than this are the same person (MediaPipe).
const SAME_PERSON_IOU: f64 = 0.3;

/// A person found, in image pixels once [`decode`] is done.
#[derive(Clone, Copy, Debug)]
pub struct Detection {
    /// How sure the detector is, 0..1.
    pub score: f64,
    /// Middle of the hips.
    pub hip_centre: Point,
    /// A point on the circle around the whole body.
    pub scale_point: Point,
}

impl Detection {
    pub fn roi(&self) -> Roi {
        Roi::from_alignment(self.hip_centre, self.scale_point)
    }
}

/// The anchors' centres, 0..1 of the input, in the order of the output's rows.
#[derive(Clone, Debug)]
pub struct Anchors(Vec<Point>);

impl Anchors {
    /// Feature maps of 28², 14² and 7² cells, with 2, 2 and 6 anchors a cell, row by row.
    pub fn new() -> Self {
        let mut centres = Vec::with_capacity(ANCHOR_COUNT);
        for (cells, per_cell) in [(28, 2), (14, 2), (7, 6)] {
            for y in 0..cells {
                for x in 0..cells {
                    let centre =
                        Point::new((f64::from(x) + 0.5) / f64::from(cells), (f64::from(y) + 0.5) / f64::from(cells));
                    centres.extend(std::iter::repeat_n(centre, per_cell));
                }
            }
        }
        Self(centres)
    }

    pub fn centres(&self) -> &[Point] {
        &self.0
    }
}

impl Default for Anchors {
    fn default() -> Self {
        Self::new()
    }
}

/// A decoded row in the input's own coordinates, 0..1.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    score: f64,
    min: Point,
    max: Point,
    hip_centre: Point,
    scale_point: Point,
}

/// People in the detector's output, best first, mapped to image pixels. Rows with numbers that can't be a body's are
/// nobody.
///
/// `boxes` holds [`ANCHOR_COUNT`] rows of [`ROW`] numbers in input pixels, `logits` one score each before the sigmoid.
pub fn decode(
    anchors: &Anchors,
    boxes: ArrayView2<'_, f32>,
    logits: ArrayView1<'_, f32>,
    min_score: f64,
    image_from_unit: Similarity,
) -> Vec<Detection> {
    let mut candidates: Vec<Candidate> = anchors
        .centres()
        .iter()
        .zip(boxes.rows())
        .zip(logits)
        .filter_map(|((anchor, row), logit)| {
            let score = sigmoid(f64::from(*logit));
            (score >= min_score && row.iter().all(|v| v.is_finite())).then(|| decode_row(*anchor, row, score))
        })
        .collect();
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    weighted_non_maximum_suppression(candidates)
        .into_iter()
        .map(|d| Detection {
            score: d.score,
            hip_centre: image_from_unit * d.hip_centre,
            scale_point: image_from_unit * d.scale_point,
        })
        .filter(|d| d.roi().is_possible())
        .collect()
}

/// 1/(1+e⁻ˣ), without overflow.
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x.clamp(-100.0, 100.0)).exp())
}

fn decode_row(anchor: Point, row: ArrayView1<'_, f32>, score: f64) -> Candidate {
    let pair = |i: usize| Point::new(f64::from(row[i]), f64::from(row[i + 1])) * (1.0 / INPUT as f64);
    let centre = pair(0) + anchor;
    let half = pair(2) * 0.5;
    Candidate {
        score,
        min: centre - half,
        max: centre + half,
        hip_centre: pair(4) + anchor,
        scale_point: pair(6) + anchor,
    }
}

/// Takes the best, averages it with all that overlap it by score, and goes on with the rest. `sorted` is best first;
/// the result is in the same coordinates.
fn weighted_non_maximum_suppression(mut sorted: Vec<Candidate>) -> Vec<Detection> {
    let mut people = Vec::new();
    while let Some(&best) = sorted.first() {
        let (same, rest): (Vec<Candidate>, Vec<Candidate>) =
            sorted.iter().partition(|c| iou(&best, c) > SAME_PERSON_IOU);
        if same.is_empty() {
            // a box without area overlaps nothing, not even itself
            people.push(Detection { score: best.score, hip_centre: best.hip_centre, scale_point: best.scale_point });
            sorted.remove(0);
            continue;
        }
        let total: f64 = same.iter().map(|c: &Candidate| c.score).sum();
        let mean =
            |of: fn(&Candidate) -> Point| same.iter().fold(Point::default(), |sum, c| sum + of(c) * (c.score / total));
        people.push(Detection {
            score: best.score,
            hip_centre: mean(|c| c.hip_centre),
            scale_point: mean(|c| c.scale_point),
        });
        sorted = rest;
    }
    people
}

/// Intersection over union of two boxes.
fn iou(a: &Candidate, b: &Candidate) -> f64 {
    let width = (a.max.x.min(b.max.x) - a.min.x.max(b.min.x)).max(0.0);
    let height = (a.max.y.min(b.max.y) - a.min.y.max(b.min.y)).max(0.0);
    let area = |c: &Candidate| (c.max.x - c.min.x) * (c.max.y - c.min.y);
    let intersection = width * height;
    intersection / (area(a) + area(b) - intersection).max(1e-9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2};

    #[test]
    fn anchors_are_those_of_the_model() {
        let anchors = Anchors::new();
        assert_eq!(anchors.centres().len(), ANCHOR_COUNT);
        assert!((anchors.centres()[0].x - 0.5 / 28.0).abs() < 1e-12);
        assert!((anchors.centres()[ANCHOR_COUNT - 1].x - 6.5 / 7.0).abs() < 1e-12);
    }

    fn candidate(x: f64, score: f64) -> Candidate {
        Candidate {
            score,
            min: Point::new(x, 0.0),
            max: Point::new(x + 1.0, 1.0),
            hip_centre: Point::new(x, 0.0),
            scale_point: Point::new(x, 1.0),
        }
    }

    #[test]
    fn overlapping_boxes_are_one_person_at_the_weighted_mean() {
        let people =
            weighted_non_maximum_suppression(vec![candidate(0.0, 0.9), candidate(5.0, 0.6), candidate(0.2, 0.3)]);
        assert_eq!(people.len(), 2);
        assert!((people[0].hip_centre.x - 0.05).abs() < 1e-12);
        assert_eq!(people[0].score, 0.9);
        assert_eq!(people[1].hip_centre.x, 5.0);
    }

    #[test]
    fn numbers_that_are_none_are_nobody() {
        let people = |at: usize, value: f32, logit: f32| {
            let mut boxes = Array2::from_elem([ANCHOR_COUNT, ROW], 20.0);
            let mut logits = Array1::from_elem(ANCHOR_COUNT, -20.0);
            boxes[[1000, 7]] = 90.0;
            (boxes[[1000, at]], logits[1000]) = (value, logit);
            decode(&Anchors::new(), boxes.view(), logits.view(), 0.5, Roi::letterbox(640, 360).image_from_unit()).len()
        };
        assert_eq!(people(4, 20.0, 3.0), 1);
        for wrong in [f32::NAN, f32::INFINITY, 1e30] {
            assert_eq!((people(4, wrong, 3.0), people(6, wrong, 3.0)), (0, 0), "{wrong}");
        }
        assert_eq!(people(4, 20.0, f32::NAN), 0);
    }

    #[test]
    fn a_box_without_area_does_not_stop_the_search() {
        let mut flat = candidate(0.0, 0.9);
        flat.max = flat.min;
        assert_eq!(weighted_non_maximum_suppression(vec![flat, candidate(3.0, 0.5)]).len(), 2);
    }
}
