//! Where pictures come from. A source knows files and pixels; it knows nothing of poses or angles.
//!
//! - `discover.rs`: which files are pictures or videos, and what opens them
//! - `content.rs`: what a file holds by its first bytes
//! - `picture.rs`, `ffmpeg_picture.rs`, `images.rs`: one picture file; one that FFmpeg decodes; such files in a row
//! - `video.rs`, `decoder.rs`, `clock.rs`: a recording; the FFmpeg process that decodes it; its pictures' times
//! - `guard.rs`, `watch.rs`: that process ends when we do, and when it is waited for too long
//! - `camera/`: a webcam
//! - `live.rs`: what a live source tells beside its pictures
//! - `mirrored.rs`, `paced.rs`, `read_ahead.rs`: any of these with left and right swapped; played at real time; read ahead
//! - `filmed.rs`: on which day, as the file tells; `path_text.rs`: paths in documents
//! - `ffmpeg.rs`, `stderr.rs`, `probe.rs`: finding that program, reading what it prints, what that tells of a file;
//!   `tracks.rs`: which of its tracks is measured

pub mod camera;
mod clock;
mod content;
mod decoder;
mod discover;
mod ffmpeg;
mod ffmpeg_picture;
mod filmed;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod guard;
mod images;
mod live;
mod mirrored;
mod paced;
mod path_text;
mod picture;
mod probe;
mod read_ahead;
mod stderr;
mod tracks;
mod video;
mod watch;

#[cfg(test)]
mod odd_recording_tests;
#[cfg(test)]
mod test_clips;
#[cfg(test)]
mod video_fault_tests;
#[cfg(test)]
mod video_tests;

pub use discover::{FolderContent, LeftOut, MediaKind, Medium, VIDEO_EXTENSIONS, is_video, media_in, open};
pub use ffmpeg::{Ffmpeg, FfmpegError};
pub use filmed::day_of;
pub use guard::become_ffmpeg_if_asked;
pub use images::ImageSequence;
pub use live::{CameraFault, Connection, LiveStatus};
pub use mirrored::Mirrored;
pub use paced::Paced;
pub use path_text::path_text;
pub use picture::{FindFfmpeg, PICTURE_EXTENSIONS, is_picture};
pub use read_ahead::ReadAhead;
pub use video::VideoFile;
pub use watch::stop_waiting_when;

use crate::frame::Frame;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Larger pictures are scaled down to this length of their long side, in pixels: the pose model sees 256 of them, and memory stays bounded.
pub const LONGEST_SIDE_PX: u32 = 1920;

/// Recordings are measured in pictures of this length of their long side, in pixels: the pose model sees 256 of a region about as large as the
/// person, and what nobody looks at need not be made RGB and passed on.
pub const MEASURED_SIDE_PX: u32 = 960;

/// How many pictures a second a folder of them can have been taken at.
pub const PICTURES_PER_S: std::ops::RangeInclusive<f64> = 0.01..=1000.0;

/// What a source is, known when it has been opened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// The file or folder as the user named it; of a camera, its name.
    #[serde(serialize_with = "path_text::serialize")]
    pub path: PathBuf,
    /// A recording, one picture, pictures in a row, or a camera.
    pub kind: SourceKind,
    /// Width in pixels, as displayed (rotated, square pixels, at most [`LONGEST_SIDE_PX`]); frames may be smaller. Points are in these pixels.
    pub width: u32,
    /// Height in pixels, as displayed.
    pub height: u32,
    /// Clockwise quarter turn in degrees (0, 90, 180, 270) that the container or the camera asked for and that has been applied.
    pub rotation_deg: u32,
    /// Length in seconds as the container states it, where it does; of pictures in a row, their number over their rate.
    pub stated_duration_s: Option<f64>,
    /// Day of filming as the file itself tells, where it does: local, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filmed_on: Option<String>,
}

impl SourceInfo {
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

/// Something worth telling the user that did not stop the reading, such as a recording that is cut short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceProblem {
    /// Stable name for programs: `truncated`, `damaged`, `size_changed`, `different_size`, `unreadable_picture`,
    /// `interrupted`.
    pub code: String,
    /// What happened and what to do, for people.
    pub text: String,
}

impl SourceProblem {
    fn new(code: &str, text: String) -> Self {
        Self { code: code.to_owned(), text }
    }
}

/// Pictures in order of time, one at a time.
pub trait FrameSource {
    /// What this source is.
    fn info(&self) -> &SourceInfo;

    /// The next frame, or `None` at the end. Times strictly increase.
    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError>;

    /// What was noticed so far that the user should know; complete after the last frame.
    fn problems(&self) -> Vec<SourceProblem> {
        Vec::new()
    }

    /// Whether it repeats a run that the user stopped. Only what was recorded does.
    fn was_interrupted(&self) -> bool {
        false
    }
}

/// Why a source could not be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("no such file or folder; check the spelling: {}", .0.display())]
    NotFound(PathBuf),
    #[error("can't read it ({reason}): {}", .path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("the file is empty (0 bytes); copy or record it again: {}", .0.display())]
    Empty(PathBuf),
    #[error("no picture track in it, only sound; choose a video: {}", .0.display())]
    NoVideoTrack(PathBuf),
    #[error("not a video or picture that can be decoded: {reason}: {}", .path.display())]
    /// The reason says what to do, too.
    NotMedia { path: PathBuf, reason: String },
    #[error("the recording has no index (it was cut off while recording or copying); copy or record it again: {}", .0.display())]
    NoIndex(PathBuf),
    #[error("FFmpeg gave no picture for {secs} seconds; copy the recording to this computer's own disk and try again: {}", .path.display())]
    Stalled { path: PathBuf, secs: u64 },
    /// FFmpeg ended before the recording did, and not because of the recording's end.
    #[error("FFmpeg did not get to the end of the recording: {reason}: {}", .path.display())]
    BrokenOff { path: PathBuf, reason: String },
    /// The user ended the run while the first picture was waited for.
    #[error("stopped by you before its first picture: {}", .0.display())]
    Stopped(PathBuf),
    #[error("no {wanted} in the folder itself; choose another one: {}", .path.display())]
    NothingInFolder { path: PathBuf, wanted: String },
    #[error("a rate of {0} pictures per second makes no sense; give one from {least} to {most}", least = PICTURES_PER_S.start(), most = PICTURES_PER_S.end())]
    BadFrameRate(f64),
    /// What broke off the run that this repeats, in the words of then.
    #[error("{0}")]
    Recorded(String),
    #[error(transparent)]
    Camera(#[from] CameraFault),
    #[error(transparent)]
    Ffmpeg(#[from] FfmpegError),
}

/// `width` by `height` made to fit into [`LONGEST_SIDE_PX`], never larger, never 0.
fn fit_longest_side(width: f64, height: f64) -> (u32, u32) {
    let scale = (f64::from(LONGEST_SIDE_PX) / width.max(height).max(1.0)).min(1.0);
    let scaled = |side: f64| ((side * scale).round() as u32).max(1);
    (scaled(width), scaled(height))
}
