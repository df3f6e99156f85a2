//! What the landmark model does with a picture, in its parts, so that each can be timed.

use super::crop::{Border, Sampling, crop_to_planes};
use super::landmarks::{self, LandmarkReading, LandmarkTensors};
use super::onnx::{OnnxRuntime, OnnxSession};
use super::roi::Roi;
use super::{EstimatorError, LandmarkModel, Manifest};
use crate::motion::Pose;
use image::RgbImage;
use std::f64::consts::FRAC_PI_2;
use std::num::NonZeroUsize;

const OUTPUTS: [&str; 3] = ["landmarks", "pose_flag", "heatmap"];

/// The body that the landmark model sees in `roi`.
pub(super) fn read(
    session: &mut OnnxSession,
    image: &RgbImage,
    roi: &Roi,
    sampling: Sampling,
) -> Result<LandmarkReading, EstimatorError> {
    session.run(crop(image, roi, sampling), landmarks::INPUT, OUTPUTS, |tensors| decode(tensors, roi))
}

fn crop(image: &RgbImage, roi: &Roi, sampling: Sampling) -> Vec<f32> {
    // v/255, the edge pixel repeated beyond the picture: what the landmark model was trained on
    crop_to_planes(image, roi, landmarks::INPUT, Border::Replicate, sampling, (1.0 / 255.0, 0.0))
}

fn decode([landmarks, pose_flag, heatmap]: [&[f32]; 3], roi: &Roi) -> LandmarkReading {
    landmarks::decode(LandmarkTensors { landmarks, pose_flag: pose_flag[0], heatmap }, roi)
}

/// The region that somebody lying across the whole picture is read in.
fn whole(image: &RgbImage) -> Roi {
    Roi::letterbox(image.width(), image.height()).rotated(FRAC_PI_2)
}

/// One landmark model on one thread, and nothing around it: what everything else is measured against.
pub struct BareModel {
    session: OnnxSession,
}

/// What the model is given for a picture.
#[derive(Clone)]
pub struct ModelInput(Vec<f32>);

/// What the model gave for it, still to be decoded.
pub struct ModelOutput([Vec<f32>; 3]);

impl BareModel {
    pub fn load(model: LandmarkModel) -> Result<Self, EstimatorError> {
        let manifest = Manifest::find()?;
        let session =
            OnnxRuntime::load()?.session(&manifest.load(manifest.entry(model.name())?)?, NonZeroUsize::MIN)?;
        Ok(Self { session })
    }

    /// The whole picture as the model's input.
    pub fn crop(image: &RgbImage) -> ModelInput {
        ModelInput(crop(image, &whole(image), Sampling::Area))
    }

    /// The inference alone; its outputs are left alone.
    pub fn run(&mut self, input: ModelInput) -> Result<(), EstimatorError> {
        self.session.run(input.0, landmarks::INPUT, OUTPUTS, |_| ())
    }

    /// The inference, with a copy of its outputs.
    pub fn output(&mut self, input: ModelInput) -> Result<ModelOutput, EstimatorError> {
        self.session.run(input.0, landmarks::INPUT, OUTPUTS, |tensors| ModelOutput(tensors.map(<[f32]>::to_vec)))
    }

    /// The pose in the model's outputs for `image`.
    pub fn decode(output: &ModelOutput, image: &RgbImage) -> Pose {
        decode(output.0.each_ref().map(Vec::as_slice), &whole(image)).pose
    }
}
