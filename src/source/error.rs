//! Why a source can't be opened or read: what is wrong, what to do, and the file.

use super::{CameraFault, FRAMES_PER_S};
use crate::runtime::FfmpegError;
use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

/// Why a source could not be opened or read.
#[derive(Debug)]
pub enum SourceError {
    NotFound(PathBuf),
    Unreadable {
        path: PathBuf,
        reason: String,
    },
    Empty(PathBuf),
    NoVideoTrack(PathBuf),
    /// The reason says what to do, too.
    NotMedia {
        path: PathBuf,
        reason: String,
    },
    NoIndex(PathBuf),
    Stalled {
        path: PathBuf,
        secs: u64,
    },
    /// FFmpeg ended before the recording did.
    BrokenOff {
        path: PathBuf,
        reason: String,
    },
    /// An animation of more frames than are measured.
    LongAnimation {
        path: PathBuf,
        most: u64,
    },
    /// The user stopped the run before the first frame came.
    Stopped(PathBuf),
    NothingInFolder {
        path: PathBuf,
        wanted: String,
    },
    BadFrameRate(f64),
    /// The error that ended the recorded run, in its own words.
    Recorded(String),
    Camera(CameraFault),
    Ffmpeg(FfmpegError),
}

impl SourceError {
    /// The file or folder that was to be read, where it is about one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::NotFound(path)
            | Self::Unreadable { path, .. }
            | Self::Empty(path)
            | Self::NoVideoTrack(path)
            | Self::NotMedia { path, .. }
            | Self::NoIndex(path)
            | Self::Stalled { path, .. }
            | Self::BrokenOff { path, .. }
            | Self::LongAnimation { path, .. }
            | Self::Stopped(path)
            | Self::NothingInFolder { path, .. } => Some(path),
            Self::BadFrameRate(_) | Self::Recorded(_) | Self::Camera(_) | Self::Ffmpeg(_) => None,
        }
    }

    /// What is wrong and what to do, for places that show the path anyway.
    pub fn without_path(&self) -> String {
        match self {
            Self::NotFound(_) => "no such file or folder; check the spelling".to_owned(),
            Self::Unreadable { reason, .. } => format!("can't read it ({reason})"),
            Self::Empty(_) => "the file is empty (0 bytes); copy or record it again".to_owned(),
            Self::NoVideoTrack(_) => "no picture track in it, only sound; choose a video".to_owned(),
            Self::NotMedia { reason, .. } => format!("not a video or picture that can be decoded: {reason}"),
            Self::NoIndex(_) => {
                "the recording has no index (it was cut off while recording or copying); copy or record it again"
                    .to_owned()
            }
            Self::Stalled { secs, .. } => format!(
                "FFmpeg gave no picture for {secs} seconds; copy the recording to this computer's own disk and try again"
            ),
            Self::BrokenOff { reason, .. } => format!("FFmpeg did not get to the end of the recording: {reason}"),
            Self::LongAnimation { most, .. } => {
                format!("an animation is measured up to its picture {most}, and this one goes on; convert it to H.264")
            }
            Self::Stopped(_) => "stopped by you before its first picture".to_owned(),
            Self::NothingInFolder { wanted, .. } => format!("no {wanted} in the folder itself; choose another one"),
            Self::BadFrameRate(rate) => {
                let (least, most) = (FRAMES_PER_S.start(), FRAMES_PER_S.end());
                format!("a rate of {rate} pictures per second makes no sense; give one from {least} to {most}")
            }
            Self::Recorded(words) => words.clone(),
            Self::Camera(fault) => fault.to_string(),
            Self::Ffmpeg(error) => error.to_string(),
        }
    }
}

impl Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path() {
            Some(path) => write!(f, "{}: {}", self.without_path(), path.display()),
            None => f.write_str(&self.without_path()),
        }
    }
}

impl std::error::Error for SourceError {}

impl From<CameraFault> for SourceError {
    fn from(fault: CameraFault) -> Self {
        Self::Camera(fault)
    }
}

impl From<FfmpegError> for SourceError {
    fn from(error: FfmpegError) -> Self {
        Self::Ffmpeg(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_comes_last_and_can_be_left_out() {
        let error = SourceError::Unreadable { path: "a: b.mp4".into(), reason: "no permission".to_owned() };
        assert_eq!(error.to_string(), "can't read it (no permission): a: b.mp4");
        assert_eq!(error.without_path(), "can't read it (no permission)");
        let error = SourceError::from(CameraFault::Unplugged);
        assert_eq!((error.to_string(), error.path()), ("the camera was unplugged; plug it in again".to_owned(), None));
    }
}
