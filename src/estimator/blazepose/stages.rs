//! What the landmark model does with an image, in its parts, so that each can be timed.

use super::crop::{Border, Sampling, crop_to_planes};
use super::features::Features;
use super::landmarks::{self, LandmarkReading, LandmarkTensors};
use super::manifest::Manifest;
use super::onnx::{OnnxRuntime, OnnxSession, Tensor, shaped};
#[cfg(feature = "providers")]
use super::providers::Provider;
use super::roi::Roi;
use crate::estimator::{EstimatorError, LandmarkModel};
#[cfg(feature = "providers")]
use crate::motion::Keypoint;
use crate::motion::{Pose, Silhouette};
use image::RgbImage;
use std::f64::consts::FRAC_PI_2;
use std::num::NonZeroUsize;

const OUTPUTS: [&str; 3] = ["landmarks", "pose_flag", "heatmap"];
const FEATURES: [&str; 2] = ["fine_features", "coarse_features"];
/// Sides of the feature maps, cells.
const FEATURE_SIDES: [usize; 2] = [128, 64];

/// The body that the landmark model sees in `roi`.
pub(super) fn read(
    session: &mut OnnxSession,
    image: &RgbImage,
    roi: &Roi,
    sampling: Sampling,
) -> Result<LandmarkReading, EstimatorError> {
    let input = crop(image, roi, sampling);
    let input = [Tensor::image(&input, landmarks::INPUT)];
    let (reading, features) = session.run_and_keep(input, OUTPUTS, FEATURES, |tensors| decode(tensors, roi))?;
    Ok(LandmarkReading { features: Some(Features(features)), ..reading })
}

/// The outline of whoever was read, by the silhouette model of the same name; `None` where only the raw output was
/// read.
pub(super) fn silhouette(
    session: &mut OnnxSession,
    reading: &LandmarkReading,
) -> Result<Option<Silhouette>, EstimatorError> {
    let Some(Features([fine, coarse])) = &reading.features else { return Ok(None) };
    let maps = [fine.values()?, coarse.values()?];
    let inputs: [Tensor<'_>; 2] = std::array::from_fn(|i| {
        let (values, side) = (maps[i], FEATURE_SIDES[i]);
        Tensor { name: FEATURES[i], shape: [values.len() / (side * side), side, side], values }
    });
    let read = |[logits]: [&[f32]; 1]| {
        let logits = shaped(logits, [landmarks::INPUT, landmarks::INPUT])?;
        Ok(landmarks::silhouette(logits, &reading.roi))
    };
    session.run(inputs, ["silhouette"], read).map(Some)
}

fn crop(image: &RgbImage, roi: &Roi, sampling: Sampling) -> Vec<f32> {
    // v/255, the edge pixel repeated beyond the image: what the landmark model was trained on
    crop_to_planes(image, roi, landmarks::INPUT, Border::Replicate, sampling, (1.0 / 255.0, 0.0))
}

fn decode(outputs: [&[f32]; 3], roi: &Roi) -> Result<LandmarkReading, EstimatorError> {
    Ok(landmarks::decode(LandmarkTensors::of(outputs)?, roi))
}

/// The region that somebody lying across the whole image is read in.
fn whole(image: &RgbImage) -> Roi {
    Roi::letterbox(image.width(), image.height()).rotated(FRAC_PI_2)
}

/// One landmark model on one thread, and nothing around it: what everything else is measured against.
pub struct BareModel {
    session: OnnxSession,
}

/// What the model is given for an image.
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

    /// One that this provider runs, and no other.
    #[cfg(feature = "providers")]
    pub fn load_by(model: LandmarkModel, provider: Provider) -> Result<Self, EstimatorError> {
        let manifest = Manifest::find()?;
        let model = manifest.load(manifest.entry(model.name())?)?;
        Ok(Self { session: provider.session(OnnxRuntime::load()?, &model, NonZeroUsize::MIN)? })
    }

    /// The whole image as the model's input.
    pub fn crop(image: &RgbImage) -> ModelInput {
        ModelInput(crop(image, &whole(image), Sampling::Area))
    }

    /// The inference alone; its outputs are left alone.
    pub fn run(&mut self, input: ModelInput) -> Result<(), EstimatorError> {
        self.session.run([Tensor::image(&input.0, landmarks::INPUT)], OUTPUTS, |_| Ok(()))
    }

    /// The inference, with a copy of its outputs.
    pub fn output(&mut self, input: ModelInput) -> Result<ModelOutput, EstimatorError> {
        let input = [Tensor::image(&input.0, landmarks::INPUT)];
        self.session.run(input, OUTPUTS, |tensors| Ok(ModelOutput(tensors.map(<[f32]>::to_vec))))
    }

    /// The pose in the model's outputs for `image`.
    pub fn decode(output: &ModelOutput, image: &RgbImage) -> Result<Pose, EstimatorError> {
        Ok(decode(output.0.each_ref().map(Vec::as_slice), &whole(image))?.pose)
    }

    /// How far apart two outputs for the same `image` see the keypoint that they agree least about, pixels of the
    /// model's input.
    #[cfg(feature = "providers")]
    pub fn moved_px(one: &ModelOutput, other: &ModelOutput, image: &RgbImage) -> Result<f64, EstimatorError> {
        let (one, other) = (Self::decode(one, image)?, Self::decode(other, image)?);
        let apart = |(a, b): (&Keypoint, &Keypoint)| f64::from(a.x - b.x).hypot(f64::from(a.y - b.y));
        let apart = one.keypoints.iter().zip(&other.keypoints).map(apart);
        // a place that is no number is not the same as any
        let furthest = apart.fold(0.0, |furthest: f64, px| if px > furthest || px.is_nan() { px } else { furthest });
        Ok(furthest * landmarks::INPUT as f64 / whole(image).size)
    }
}
