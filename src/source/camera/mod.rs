//! Frames of a camera. Everything but `devices/` works without one, and is built without the feature `camera`, too, but
//! for what is not compressed, which only they give.
//!
//! - `backend.rs`: what a camera is to the rest: names, and frames as they come
//! - `link.rs`: the thread that holds a camera; the newest frame wins
//! - `reconnecting.rs`: one such thread after the other, whatever happens to the camera
//! - `source.rs`: that as a `FrameSource`: times, one size, what to tell afterwards
//! - `pixels.rs`, `uncompressed.rs`: a frame made RGB
//! - `devices/`: the computer's cameras
//! - `scripted.rs`: cameras that do what a test tells them

mod backend;
#[cfg(feature = "camera")]
mod devices;
mod link;
mod pixels;
mod reconnecting;
#[doc(hidden)]
pub mod scripted;
mod source;
#[cfg(feature = "camera")]
mod uncompressed;

#[cfg(test)]
mod source_tests;

pub use backend::{CameraBackend, CameraFormat, CameraName, ListedCamera, OpenCamera, PixelFormat, Rate, RawFrame};
#[cfg(feature = "camera")]
pub use devices::SystemCameras;
pub use pixels::rgb;
pub use reconnecting::Patience;
pub use source::CameraSource;

use std::sync::Arc;

/// The computer's cameras; none where the program was built without them.
pub fn system() -> Arc<dyn CameraBackend> {
    #[cfg(feature = "camera")]
    return Arc::new(SystemCameras);
    #[cfg(not(feature = "camera"))]
    Arc::new(scripted::ScriptedCamera::new("", [scripted::Step::Fails(super::CameraFault::NoCamera, u32::MAX)]))
}
