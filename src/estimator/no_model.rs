//! Stubs for builds without ONNX Runtime.

use super::{EstimatorError, Face};
use image::RgbImage;

/// A face detector that finds nobody.
pub struct FaceDetector;

impl FaceDetector {
    pub fn load() -> Result<Self, EstimatorError> {
        Ok(Self)
    }

    pub fn find(&mut self, _: &RgbImage, _: &[Face], _: bool) -> Result<Vec<Face>, EstimatorError> {
        Ok(Vec::new())
    }
}
