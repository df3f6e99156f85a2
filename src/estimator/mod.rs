//! From an image to a [`Pose`](crate::motion::Pose). An estimator knows pixels and models; it knows nothing of angles
//! or trials.
//!
//! - `blazepose/`: the estimator of the program, with the models it runs
//! - `no_model.rs`: what stands in for it where it is not built in
//! - `face.rs`: a face in an image

#[cfg(feature = "onnx")]
pub(crate) mod blazepose;
mod face;
#[cfg(not(feature = "onnx"))]
mod no_model;

#[cfg(feature = "onnx")]
pub use blazepose::{
    BareModel, BlazePose, FaceDetector, Manifest, ModelEntry, ModelInput, ModelOutput, OnnxLibrary, OnnxRuntime,
};
#[cfg(feature = "providers")]
pub use blazepose::{Provider, ProviderError};
pub use face::Face;
#[cfg(not(feature = "onnx"))]
pub use no_model::FaceDetector;

use crate::frame::Frame;
use crate::motion::{EstimateRequest, FrameEstimate, Point, Precision};
use crate::runtime::install;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Which model the poses came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// "heavy" or "full".
    pub name: String,
    /// SHA-256 of the landmark model's file, in hexadecimal.
    pub sha256: String,
}

impl ModelInfo {
    /// How exact its poses are.
    pub fn precision(&self) -> Precision {
        if self.name == LandmarkModel::Full.name() { Precision::Coarse } else { Precision::Fine }
    }
}

/// The landmark models to choose from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LandmarkModel {
    /// The most accurate; about 42 ms a frame on one core. For recordings.
    #[default]
    Heavy,
    /// About 9 ms a frame; sometimes places the far leg on the near one.
    Full,
}

impl LandmarkModel {
    pub fn name(self) -> &'static str {
        match self {
            Self::Heavy => "heavy",
            Self::Full => "full",
        }
    }

    /// Name of the model that makes the silhouettes for this one.
    pub fn silhouette_name(self) -> &'static str {
        match self {
            Self::Heavy => "heavy_silhouette",
            Self::Full => "full_silhouette",
        }
    }
}

/// Finds the person in an image.
pub trait PoseEstimator {
    /// Which model this is.
    fn info(&self) -> ModelInfo;

    /// Estimates a frame, in pixels of the image as displayed. Frames come in order of time.
    fn estimate(&mut self, frame: &Frame, want: EstimateRequest) -> Result<FrameEstimate, EstimatorError>;

    /// How many frames ahead this estimator wants to know; 0 if it works on each when asked.
    fn lookahead(&self) -> usize {
        0
    }

    /// Announces a frame that [`Self::estimate`] will be asked for, after those announced before: work on it may begin.
    fn expect(&mut self, frame: &Frame) {
        let _ = frame;
    }

    /// Whether [`Self::estimate`] may be asked for a skipped frame after a later one. A trace has no estimates of
    /// skipped frames.
    fn goes_back(&self) -> bool {
        true
    }

    /// Estimates a single image: there is time to look twice, and for everything.
    fn estimate_still(&mut self, frame: &Frame) -> Result<FrameEstimate, EstimatorError> {
        self.estimate(frame, EstimateRequest { room: true, silhouette: true, ..EstimateRequest::default() })
    }

    /// Tracks the person at this place, pixels as displayed, from the next frame on. If nobody is near it, the person
    /// tracked before still is. In a replay it does nothing.
    fn pick(&mut self, at: Point) {
        let _ = at;
    }
}

/// Why no pose can be estimated at all.
#[derive(Debug, thiserror::Error)]
pub enum EstimatorError {
    #[error(
        "the pose models were not found; install LegRaise again, or put its folder models/ beside the program, or set {variable} to the folder that holds manifest.json"
    )]
    ModelsMissing { variable: &'static str },
    #[error("can't read the pose model ({reason}); get the file again: {}", .path.display())]
    ModelUnreadable { path: PathBuf, reason: String },
    #[error("the pose model is not the one this program was tested with (its SHA-256 differs); get the file again: {}", .path.display())]
    ModelChanged { path: PathBuf },
    #[error("ONNX Runtime was not found; {}, or set ORT_DYLIB_PATH to its library. Tried: {tried}", install::remedy())]
    RuntimeMissing { tried: String },
    #[error("the pose model failed: {0}")]
    Inference(String),
    #[cfg(feature = "providers")]
    #[error(transparent)]
    Provider(#[from] ProviderError),
}
