//! The parts that come with the program: where they lie, whether they are those that came with it, and how FFmpeg is
//! started.
//!
//! - `install.rs`: the folders, and the hash of what lies in them
//! - `ffmpeg.rs`: finding the `ffmpeg` program, and its call
//! - `onnx_library.rs`: where the library of ONNX Runtime lies
//! - `guard.rs`: FFmpeg within limits, which ends when this program does

mod ffmpeg;
mod guard;
pub(crate) mod install;
mod onnx_library;

pub use ffmpeg::{Ffmpeg, FfmpegError};
pub use guard::become_ffmpeg_if_asked;
pub use install::PartError;
pub use onnx_library::{LibraryCandidate, onnx_libraries};
