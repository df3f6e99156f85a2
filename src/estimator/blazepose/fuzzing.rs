//! Whatever numbers a model gives, what is made of them.

use super::crop::{Border, Sampling, crop_to_planes};
use super::detector::{self, Anchors};
use super::landmarks::{self, LandmarkTensors};
use super::onnx::shaped;
use super::roi::Roi;
use crate::motion::JointAngles;
use crate::motion::fuzzing::assert_numbers;
use arbitrary::{Result, Unstructured};
use image::RgbImage;

const CELLS: usize = landmarks::HEATMAP * landmarks::HEATMAP;
const MOST_NUMBERS: usize = 64;

/// Decodes the tensors that `data` describes, looks where they say, and checks what is seen.
pub fn model_output(data: &[u8]) {
    _ = look(&mut Unstructured::new(data));
}

fn look(data: &mut Unstructured<'_>) -> Result<()> {
    let image = RgbImage::new(32, 24);
    let whole = Roi::letterbox(image.width(), image.height());
    let boxes = tensor(data, detector::ANCHOR_COUNT * detector::ROW)?;
    let scores = tensor(data, detector::ANCHOR_COUNT)?;
    let boxes = shaped(&boxes, [detector::ANCHOR_COUNT, detector::ROW]).expect("so many");
    let scores = shaped(&scores, [detector::ANCHOR_COUNT]).expect("so many");
    let people = detector::decode(&Anchors::new(), boxes, scores, 0.3, whole.image_from_unit());
    let mut rois: Vec<Roi> = people.iter().take(3).map(detector::Detection::roi).collect();
    rois.push(whole);
    let (landmarks, heatmap) =
        (tensor(data, landmarks::LANDMARKS * landmarks::ROW)?, tensor(data, landmarks::LANDMARKS * CELLS)?);
    let pose_flag = [data.arbitrary()?];
    let tensors = LandmarkTensors::of([&landmarks, &pose_flag, &heatmap]).expect("so many");
    let logits = tensor(data, landmarks::INPUT * landmarks::INPUT)?;
    let logits = shaped(&logits, [landmarks::INPUT; 2]).expect("so many");
    for roi in rois {
        assert_numbers(&roi);
        crop(&image, &roi);
        let read = landmarks::decode(tensors, &roi);
        if read.pose.presence > 0.0 {
            assert_numbers(&(&read.pose, JointAngles::of(&read.pose), read.next_roi, read.heatmap_confidence));
            crop(&image, &read.next_roi);
        }
        landmarks::silhouette(logits, &roi).shows(roi.centre);
    }
    Ok(())
}

/// A tensor that is the same number nearly everywhere.
fn tensor(data: &mut Unstructured<'_>, count: usize) -> Result<Vec<f32>> {
    let mut tensor = vec![data.arbitrary()?; count];
    for _ in 0..data.int_in_range(0..=MOST_NUMBERS)? {
        let (at, times) = (data.choose_index(count)?, data.int_in_range(1..=16)?);
        let number = data.arbitrary()?;
        tensor[at..].iter_mut().take(times).for_each(|v| *v = number);
    }
    Ok(tensor)
}

fn crop(image: &RgbImage, roi: &Roi) {
    for sampling in [Sampling::Area, Sampling::Point] {
        let planes = crop_to_planes(image, roi, 8, Border::Replicate, sampling, (1.0, 0.0));
        assert!(planes.iter().all(|v| v.abs() < 0.5), "a black picture is black: {roi:?}");
    }
}
