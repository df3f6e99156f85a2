//! LegRaise measures the straight-leg raise with a camera.

#[cfg(feature = "onnx")]
pub mod cli;
pub mod estimator;
pub mod frame;
mod install;
pub mod motion;
pub mod overlay;
pub mod pipeline;
pub mod record;
pub mod replay;
pub mod sinks;
pub mod source;
pub mod trace;
