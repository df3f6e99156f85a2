//! The landmark model's output: refinement on the heatmaps, and the pose in image pixels. Pure.
//!
//! BlazePose landmark models of `@mediapipe/pose`: input 256 × 256, 39 landmarks (33 anatomical, 2 for alignment, 4
//! unused).

use super::detector::sigmoid;
use super::features::Features;
use super::onnx::shaped;
use super::roi::Roi;
use crate::estimator::EstimatorError;
use crate::motion::{Keypoint, LANDMARK_COUNT, Landmark, Point, Pose, Side, Silhouette};
use ndarray::{ArrayView2, ArrayView3, Axis, Slice};

/// Side of the landmark model's square input, pixels.
pub const INPUT: usize = 256;
/// Rows of its output.
pub const LANDMARKS: usize = 39;
/// Numbers a landmark: x, y, z, visibility and presence (logits).
pub const ROW: usize = 5;
/// Side of a heatmap, cells.
pub const HEATMAP: usize = 64;
/// Cells beside the centre that refine a landmark: a kernel of 9 (MediaPipe `RefineLandmarksFromHeatmapCalculator`).
const REFINE_RADIUS: isize = 4;
/// A heatmap whose best cell is below this does not refine (MediaPipe).
const REFINE_MIN_CONFIDENCE: f64 = 0.5;
/// Rows of the two alignment points, see [`Roi::from_alignment`].
const ALIGNMENT: [usize; 2] = [33, 34];

/// The model's raw output tensors.
#[derive(Clone, Copy, Debug)]
pub struct LandmarkTensors<'a> {
    /// A row of [`ROW`] numbers for each landmark.
    pub landmarks: ArrayView2<'a, f32>,
    /// Probability of a person.
    pub pose_flag: f32,
    /// A map of [`HEATMAP`] rows and columns for each landmark.
    pub heatmap: ArrayView3<'a, f32>,
}

impl<'a> LandmarkTensors<'a> {
    /// # Errors
    /// They have another shape than the model's.
    pub fn of([landmarks, pose_flag, heatmap]: [&'a [f32]; 3]) -> Result<Self, EstimatorError> {
        Ok(Self {
            landmarks: shaped(landmarks, [LANDMARKS, ROW])?,
            pose_flag: shaped(pose_flag, [1])?[0],
            heatmap: shaped(heatmap, [LANDMARKS, HEATMAP, HEATMAP])?,
        })
    }
}

/// A person as the landmark model sees it in one region.
#[derive(Debug)]
pub struct LandmarkReading {
    pub pose: Pose,
    /// The region.
    pub roi: Roi,
    /// The region to look at next: the same person, re-centred.
    pub next_roi: Roi,
    /// Mean over hips, knees, ankles and shoulders of the heatmaps' best cell, 0..1.
    pub heatmap_confidence: f64,
    /// `None` where the model's raw output was read alone.
    pub features: Option<Features>,
}

/// Shoulders, hips, knees and ankles of one side.
pub fn body_line(side: Side) -> [Landmark; 4] {
    [Landmark::Shoulder(side), Landmark::Hip(side), Landmark::Knee(side), Landmark::Ankle(side)]
}

/// Reads the tensors that the model gave for `roi`. Where they hold numbers that can't be a body's, nobody is there.
pub fn decode(tensors: LandmarkTensors<'_>, roi: &Roi) -> LandmarkReading {
    let image_from_unit = roi.image_from_unit();
    let place = |i: usize| image_from_unit * refined(tensors, i);
    let keypoints: [Keypoint; LANDMARK_COUNT] = std::array::from_fn(|i| {
        let at = place(i);
        let visibility = sigmoid(f64::from(tensors.landmarks[[i, 3]]));
        Keypoint { x: at.x as f32, y: at.y as f32, visibility: visibility as f32 }
    });
    let pose = Pose { presence: tensors.pose_flag, keypoints };
    let next_roi = Roi::from_alignment(place(ALIGNMENT[0]), place(ALIGNMENT[1]));
    let presence = if pose.is_possible() && next_roi.is_possible() { pose.presence } else { 0.0 };
    let core = Side::BOTH.into_iter().flat_map(body_line);
    let confidence: f64 = core.map(|l| best_cell(tensors.heatmap.index_axis(Axis(0), l.index()))).sum();
    LandmarkReading {
        pose: Pose { presence, ..pose },
        roi: *roi,
        next_roi,
        heatmap_confidence: confidence / 8.0,
        features: None,
    }
}

/// Who is seen in `roi`, by the silhouette model's logits for its cells: [`INPUT`] rows and columns. A cell of the
/// silhouette is the mean of those that lie in it.
pub fn silhouette(logits: ArrayView2<'_, f32>, roi: &Roi) -> Silhouette {
    const CELL: usize = INPUT / Silhouette::SIDE;
    let within = |cell: usize| Slice::from(cell * CELL..(cell + 1) * CELL);
    let shows = |column: usize, row: usize| {
        let rows = logits.slice_axis(Axis(0), within(row));
        rows.slice_axis(Axis(1), within(column)).iter().sum::<f32>() > 0.0
    };
    Silhouette::new(roi.image_from_unit(), shows)
}

fn best_cell(logits: ArrayView2<'_, f32>) -> f64 {
    sigmoid(f64::from(logits.iter().copied().fold(f32::NEG_INFINITY, f32::max)))
}

/// Landmark `i` in the region's coordinates, 0..1, moved to the centre of mass of its heatmap around the regressed
/// place.
fn refined(tensors: LandmarkTensors<'_>, i: usize) -> Point {
    let row = tensors.landmarks.row(i);
    let regressed = Point::new(f64::from(row[0]), f64::from(row[1])) * (1.0 / INPUT as f64);
    refine(regressed, tensors.heatmap.index_axis(Axis(0), i)).unwrap_or(regressed)
}

fn refine(regressed: Point, logits: ArrayView2<'_, f32>) -> Option<Point> {
    let cells = HEATMAP as isize;
    let centre = |v: f64| (v * HEATMAP as f64).trunc() as isize;
    let (column, row) = (centre(regressed.x), centre(regressed.y));
    if !(0..cells).contains(&column) || !(0..cells).contains(&row) {
        return None;
    }
    let window = |c: isize| (c - REFINE_RADIUS).max(0)..(c + REFINE_RADIUS + 1).min(cells);
    let (mut total, mut best, mut moment) = (0.0, 0.0f64, Point::default());
    for y in window(row) {
        for x in window(column) {
            let weight = sigmoid(f64::from(logits[[y as usize, x as usize]]));
            total += weight;
            best = best.max(weight);
            moment = moment + Point::new(x as f64, y as f64) * weight;
        }
    }
    (best >= REFINE_MIN_CONFIDENCE && total > 0.0).then(|| moment * (1.0 / (total * HEATMAP as f64)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    fn heatmap_with_peak(x: usize, y: usize, logit: f32) -> Array2<f32> {
        let mut logits = Array2::from_elem([HEATMAP, HEATMAP], -30.0);
        logits[[y, x]] = logit;
        logits
    }

    #[test]
    fn a_confident_heatmap_moves_the_landmark_to_its_peak() {
        let at = refine(Point::new(0.5, 0.5), heatmap_with_peak(34, 30, 8.0).view()).unwrap();
        assert!((at.x - 34.0 / 64.0).abs() < 1e-6 && (at.y - 30.0 / 64.0).abs() < 1e-6);
    }

    #[test]
    fn a_faint_heatmap_or_a_place_outside_changes_nothing() {
        assert!(refine(Point::new(0.5, 0.5), heatmap_with_peak(34, 30, -1.0).view()).is_none());
        assert!(refine(Point::new(1.2, 0.5), heatmap_with_peak(34, 30, 8.0).view()).is_none());
    }

    #[test]
    fn numbers_that_are_none_are_nobody() {
        let landmarks = vec![128.0; LANDMARKS * ROW];
        let heatmap = vec![-10.0; LANDMARKS * HEATMAP * HEATMAP];
        let presence = |at: usize, value: f32, pose_flag: f32| {
            let mut landmarks = landmarks.clone();
            landmarks[ALIGNMENT[1] * ROW] = 200.0;
            landmarks[at] = value;
            let flag = [pose_flag];
            let tensors = LandmarkTensors::of([&landmarks, &flag, &heatmap]).unwrap();
            decode(tensors, &Roi::letterbox(640, 360)).pose.presence
        };
        assert_eq!(presence(0, 100.0, 0.9), 0.9);
        for wrong in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30] {
            for at in [Landmark::Knee(Side::Left).index() * ROW, ALIGNMENT[0] * ROW + 1] {
                assert_eq!(presence(at, wrong, 0.9), 0.0, "{wrong} at {at}");
            }
            assert_eq!(presence(0, 100.0, wrong), 0.0, "{wrong}");
        }
    }

    #[test]
    fn tensors_of_another_model_are_refused() {
        let (landmarks, heatmap) = (vec![0.0; LANDMARKS * ROW], vec![0.0; LANDMARKS * HEATMAP * HEATMAP]);
        assert!(LandmarkTensors::of([&landmarks, &[1.0], &heatmap]).is_ok());
        let wrong = LandmarkTensors::of([&landmarks[1..], &[1.0], &heatmap]).unwrap_err().to_string();
        assert!(wrong.contains("194") && wrong.contains("[39, 5]"), "{wrong}");
        assert!(LandmarkTensors::of([&landmarks, &[], &heatmap]).is_err());
    }

    #[test]
    fn a_peak_beyond_the_kernel_is_ignored() {
        assert!(refine(Point::new(0.5, 0.5), heatmap_with_peak(50, 32, 8.0).view()).is_none());
    }
}
