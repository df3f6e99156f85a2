//! Sources of frames. A source knows files and pixels; it knows nothing of poses or angles.
//!
//! - `names.rs`, `discover.rs`: what names of files tell; which files of a folder are images or videos; `open.rs`:
//!   opens one
//! - `content.rs`, `file_check.rs`: what a file holds by its first bytes; what can be said without them
//! - `still.rs`, `ffmpeg_image.rs`, `images.rs`: one image file; one that FFmpeg decodes; such files in a row
//! - `video/`: a recording
//! - `camera/`: a webcam; `live.rs`: what a live source tells beside its frames
//! - `mirrored.rs`, `paced.rs`, `read_ahead.rs`: any of these with left and right swapped; played at real time; read
//!   ahead
//! - `sampled.rs`: which frames of a recording the model reads
//! - `fitted.rs`: an image made the size that was promised
//! - `problem.rs`: what is worth telling of what was read or measured; `error.rs`: why a source can't be opened or
//!   read; `filmed.rs`: on which day, as the file tells; `path_text.rs`: paths in documents

pub mod camera;
mod content;
mod discover;
mod error;
mod ffmpeg_image;
mod file_check;
mod filmed;
mod fitted;
mod images;
mod live;
mod mirrored;
mod names;
mod open;
mod paced;
mod path_text;
mod problem;
mod read_ahead;
mod sampled;
mod still;
pub(crate) mod video;

pub use discover::{FolderContent, LeftOut, MediaKind, Medium, by_number, media_in};
pub use error::SourceError;
pub use filmed::day_of;
pub use images::ImageSequence;
pub use live::{CameraFault, Connection, LiveStatus};
pub use mirrored::Mirrored;
pub use names::{VIDEO_EXTENSIONS, is_image, is_video};
pub use open::open;
pub use paced::Paced;
pub use path_text::path_text;
pub use problem::{Problem, ProblemCode};
pub use read_ahead::ReadAhead;
pub use sampled::{Sampled, Sampling};
pub use still::FindFfmpeg;
pub use video::{VideoFile, stop_waiting_when};

use crate::frame::Frame;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Larger images are scaled down to this length of their long side, in pixels: the pose model sees 256 of them, and
/// memory stays bounded.
pub const LONGEST_SIDE_PX: u32 = 1920;

/// Recordings are measured in frames of this long side, pixels: the pose model sees 256 pixels of a region about as
/// large as the person, so that converting more to RGB would be wasted.
pub const MEASURED_SIDE_PX: u32 = 960;

/// The frame rates that a folder of images may have been taken at.
pub const FRAMES_PER_S: std::ops::RangeInclusive<f64> = 0.01..=1000.0;

/// What a source is, known when it has been opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// The file or folder as the user named it; of a camera, its name.
    #[serde(serialize_with = "path_text::serialize")]
    pub path: PathBuf,
    /// A recording, one image, images in a row, or a camera.
    pub kind: SourceKind,
    /// Width in pixels, as displayed (rotated, square pixels, at most [`LONGEST_SIDE_PX`]); frames may be smaller.
    /// Points are in these pixels.
    pub width: u32,
    /// Height in pixels, as displayed.
    pub height: u32,
    /// Clockwise quarter turn in degrees (0, 90, 180, 270) that the container or the camera asked for and that has been
    /// applied.
    pub rotation_deg: u32,
    /// Length in seconds as the container states it, where it does; of images in a row, their number over their rate.
    pub stated_duration_s: Option<f64>,
    /// Day of filming from the file's metadata, if they have it: local, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filmed_on: Option<String>,
}

impl SourceInfo {
    /// Of a recording that tests make up: its name, width and height in pixels.
    #[cfg(test)]
    pub(crate) fn of_a_test(path: &str, width: u32, height: u32) -> Self {
        let (path, kind) = (path.into(), SourceKind::Video);
        Self { path, kind, width, height, rotation_deg: 0, stated_duration_s: None, filmed_on: None }
    }

    /// The path as text, see [`path_text()`].
    pub fn path_text(&self) -> std::borrow::Cow<'_, str> {
        path_text(&self.path)
    }
}

/// The kinds of sources a measurement can come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    Video,
    Image,
    Sequence,
    Camera,
}

/// Frames in order of time, one at a time.
pub trait FrameSource {
    /// What this source is.
    fn info(&self) -> &SourceInfo;

    /// The next frame, or `None` at the end. Times strictly increase.
    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError>;

    /// What the user should know of the source so far; complete after the last frame.
    fn problems(&self) -> Vec<Problem> {
        Vec::new()
    }

    /// True for a trace of a run that the user stopped.
    fn was_interrupted(&self) -> bool {
        false
    }
}

/// A source behind a box is a source, so that it can be wrapped.
impl FrameSource for Box<dyn FrameSource + Send> {
    fn info(&self) -> &SourceInfo {
        self.as_ref().info()
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        self.as_mut().next_frame()
    }

    fn problems(&self) -> Vec<Problem> {
        self.as_ref().problems()
    }

    fn was_interrupted(&self) -> bool {
        self.as_ref().was_interrupted()
    }
}

/// `width` by `height` made to fit into [`LONGEST_SIDE_PX`], never larger, never 0.
fn fit_longest_side(width: f64, height: f64) -> (u32, u32) {
    let scale = (f64::from(LONGEST_SIDE_PX) / width.max(height).max(1.0)).min(1.0);
    let scaled = |side: f64| ((side * scale).round() as u32).max(1);
    (scaled(width), scaled(height))
}
