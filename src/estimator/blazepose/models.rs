//! The models of BlazePose, ready to run: each asked in its own terms.

use super::crop::{Border, Sampling, crop_to_planes};
use super::detector::{self, Anchors, Detection};
use super::landmark_pool::{LandmarkPool, Pending};
use super::landmarks::LandmarkReading;
use super::manifest::Manifest;
use super::onnx::{OnnxRuntime, OnnxSession, Tensor, shaped};
use super::roi::Roi;
use super::stages;
use crate::estimator::{EstimatorError, LandmarkModel, ModelInfo};
use crate::motion::Silhouette;
use image::RgbImage;
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

/// The detector and the landmark models, ready to run.
pub struct Models {
    detector: OnnxSession,
    landmarks: LandmarkPool,
    silhouette: OnnxSession,
    anchors: Anchors,
}

impl Models {
    /// With `jobs` landmark models, which work side by side.
    pub fn load(
        manifest: &Manifest,
        runtime: &OnnxRuntime,
        model: LandmarkModel,
        jobs: NonZeroUsize,
    ) -> Result<(Self, ModelInfo), EstimatorError> {
        let entry = manifest.entry(model.name())?;
        let (detector, landmarks) = thread::scope(|scope| {
            // while it looks for somebody, the landmark models have nothing to read
            let detector = scope.spawn(|| runtime.session(&manifest.load(manifest.entry("detector")?)?, jobs));
            let landmarks = manifest.load(entry).and_then(|bytes| LandmarkPool::start(*runtime, bytes.into(), jobs));
            (detector.join().unwrap_or_else(|panic| resume_unwind(panic)), landmarks)
        });
        let (detector, landmarks) = (detector?, landmarks?);
        let silhouette = manifest.load(manifest.entry(model.silhouette_name())?)?;
        let silhouette = runtime.session(&silhouette, NonZeroUsize::MIN)?;
        landmarks.wait_for_first()?;
        let info = ModelInfo { name: model.name().to_owned(), sha256: entry.sha256.clone() };
        Ok((Self { detector, landmarks, silhouette, anchors: Anchors::new() }, info))
    }

    /// People that the detector sees in `look`, best first.
    pub fn detect(&mut self, image: &RgbImage, look: &Roi, min_score: f64) -> Result<Vec<Detection>, EstimatorError> {
        // v/127.5 − 1, black beyond the image: what the detector was trained on
        let side = detector::INPUT;
        let planes = crop_to_planes(image, look, side, Border::Black, Sampling::Point, (1.0 / 127.5, -1.0));
        self.detector.run([Tensor::image(&planes, side)], ["boxes", "scores"], |[boxes, scores]| {
            let boxes = shaped(boxes, [detector::ANCHOR_COUNT, detector::ROW])?;
            let scores = shaped(scores, [detector::ANCHOR_COUNT])?;
            Ok(detector::decode(&self.anchors, boxes, scores, min_score, look.image_from_unit()))
        })
    }

    /// Asks what the landmark model sees in `roi`, to be waited for.
    pub fn ask(&self, image: &Arc<RgbImage>, roi: Roi) -> Pending {
        self.landmarks.ask_first(image, roi, Sampling::Area)
    }

    /// The same for a frame that will come: after what is waited for.
    pub fn ask_ahead(&self, image: &Arc<RgbImage>, roi: Roi) -> Pending {
        self.landmarks.ask(image, roi, Sampling::Area)
    }

    /// Forgets what was asked ahead and was not begun.
    pub fn forget(&self) {
        self.landmarks.forget();
    }

    /// How many frames can be read side by side.
    pub fn jobs(&self) -> usize {
        self.landmarks.count()
    }

    /// Readings made since the start that were not wanted in the end.
    pub fn wasted(&self) -> u64 {
        self.landmarks.wasted()
    }

    /// The body that the landmark model sees in `roi`.
    pub fn landmarks(
        &self,
        image: &Arc<RgbImage>,
        roi: &Roi,
        sampling: Sampling,
    ) -> Result<LandmarkReading, EstimatorError> {
        self.landmarks.ask_first(image, *roi, sampling).wait()
    }

    /// The outline of the body that was read, image pixels.
    pub fn silhouette(&mut self, reading: &LandmarkReading) -> Result<Option<Silhouette>, EstimatorError> {
        stages::silhouette(&mut self.silhouette, reading)
    }
}
