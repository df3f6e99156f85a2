//! Drives the real program: what a user types, what comes back, and which files are left behind.
//!
//! Clips are made from `samples/` by FFmpeg. Where the model's accuracy is not the point, the faster model measures a small clip.

#[cfg(feature = "onnx")]
mod batch;
#[cfg(feature = "onnx")]
mod bench;
#[cfg(feature = "onnx")]
mod files;
#[cfg(feature = "onnx")]
mod history;
#[cfg(all(feature = "onnx", unix))]
mod hostile;
#[cfg(feature = "onnx")]
mod inputs;
#[cfg(all(feature = "onnx", unix))]
mod interrupt;
#[cfg(feature = "onnx")]
mod live;
#[cfg(all(feature = "onnx", target_os = "linux"))]
mod network;
#[cfg(feature = "onnx")]
mod odd_videos;
#[cfg(feature = "onnx")]
mod options;
#[cfg(feature = "onnx")]
mod parts;
#[cfg(feature = "onnx")]
mod pictures;
#[cfg(feature = "onnx")]
mod replays;
#[cfg(feature = "onnx")]
mod results;
#[cfg(feature = "onnx")]
mod surroundings;
#[cfg(feature = "onnx")]
mod validate;
#[cfg(feature = "onnx")]
mod writers;
