//! BlazePose on ONNX Runtime, and BlazeFace beside it. Nothing here is built without the feature `onnx`.
//!
//! - `blazepose.rs`: the estimator: acquire a lying person, then follow
//! - `acquisition.rs`, `nearness.rs`: finding that person; whoever was pointed at
//! - `roi_tracker.rs`: where to look next, in a region that is held, so that the next frames can be read ahead
//! - `film_cut.rs`: where a film is cut, and whoever was followed is gone
//! - `models.rs`, `landmark_pool.rs`: the models, each asked in its own terms; landmark models side by side
//! - `stages.rs`: what the landmark model does with an image, in its parts, which can be timed
//! - `covered.rs`: a raised leg painted out, so that one on the floor is not overlooked beside it
//! - `both_ways.rs`: one pose of two readings of a single image
//! - `room_lines.rs`: what stands upright in the room, and what lies level
//! - `faces.rs`: faces, to be covered
//! - `detector.rs`, `landmarks.rs`, `crop.rs`, `smoothed.rs`, `roi.rs`: the models' arithmetic, without any model
//! - `manifest.rs`, `onnx.rs`: the model files and their hashes; finding ONNX Runtime and running a model
//! - `providers.rs`: what runs it besides the processor, where that is built in

mod acquisition;
mod blazepose;
mod both_ways;
mod covered;
mod crop;
mod detector;
mod faces;
mod features;
mod film_cut;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod landmark_pool;
mod landmarks;
mod manifest;
mod models;
mod nearness;
mod onnx;
#[cfg(test)]
mod parity_tests;
#[cfg(feature = "providers")]
mod providers;
mod roi;
mod roi_tracker;
mod room_lines;
mod smoothed;
mod stages;

pub use blazepose::BlazePose;
pub use faces::FaceDetector;
pub use manifest::{Manifest, ModelEntry};
pub use onnx::{OnnxLibrary, OnnxRuntime};
#[cfg(feature = "providers")]
pub use providers::{Provider, ProviderError};
pub use stages::{BareModel, ModelInput, ModelOutput};
