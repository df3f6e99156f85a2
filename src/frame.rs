//! A frame: an image with its place in the recording.

use crate::motion::Timestamp;
use image::RgbImage;
use std::sync::Arc;

/// An image as the pipeline passes it on: upright, square pixels, RGB.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Position among the frames that the source has given, from 0.
    pub index: u64,
    /// Time since the source's start.
    pub time: Timestamp,
    /// The pixels; shared, because several sinks may keep the image.
    pub image: Arc<RgbImage>,
    /// Pixels of the image as displayed in one of `image`: 1, or more where a large image is measured in a smaller
    /// one.
    pub display_from_image: f64,
}
