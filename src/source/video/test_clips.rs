//! Small clips that tests make with the real FFmpeg. Each frame of [`COUNTING`] tells its number by its grey.

use super::VideoFile;
use crate::frame::Frame;
use crate::runtime::Ffmpeg;
use crate::source::{FrameSource, Sampling, SourceError};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Frame n has the luma 16 + 4 n; good for 50 frames.
pub(super) const COUNTING: &str = "nullsrc=s=64x48:r=30,format=yuv420p,geq=lum='16+4*N':cb=128:cr=128";

/// A red corner at the top left of a black image.
pub(super) const CORNER: &str = "color=black:s=64x48:r=30,drawbox=0:0:16:12:red:fill";

/// Lossless, with B-frames, so that decoding order is not display order.
pub(super) const H264: &str = "-c:v libx264 -preset ultrafast -bf 2 -qp 0 -pix_fmt yuv420p";

fn ffmpeg() -> Ffmpeg {
    Ffmpeg::find().unwrap_or_else(|error| panic!("these tests need FFmpeg: {error}"))
}

/// A folder of clips.
pub(super) struct Clips {
    pub ffmpeg: Ffmpeg,
    pub folder: TempDir,
}

impl Clips {
    pub fn new() -> Self {
        Self { ffmpeg: ffmpeg(), folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Encodes the lavfi source `input`; `arguments` are split at spaces.
    pub fn make(&self, name: &str, input: &str, arguments: &str) -> PathBuf {
        self.run(name, &["-f", "lavfi", "-i", input], arguments)
    }

    pub fn run(&self, name: &str, inputs: &[&str], arguments: &str) -> PathBuf {
        let path = self.path(name);
        let mut command = self.ffmpeg.command();
        command.args(["-loglevel", "error", "-y"]).args(inputs).args(arguments.split_whitespace());
        let output = command.arg(Ffmpeg::file_argument(&path)).output().unwrap();
        assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
        path
    }

    pub fn open(&self, path: &Path) -> VideoFile {
        VideoFile::open(&self.ffmpeg, path, Sampling::EveryFrame).unwrap_or_else(|error| panic!("{error}"))
    }

    pub fn refusal(&self, path: &Path) -> SourceError {
        VideoFile::open(&self.ffmpeg, path, Sampling::EveryFrame)
            .err()
            .unwrap_or_else(|| panic!("opened {}", path.display()))
    }
}

pub(super) fn frames(video: &mut VideoFile) -> Vec<Frame> {
    let frames: Vec<_> = std::iter::from_fn(|| video.next_frame().unwrap()).collect();
    assert!(video.next_frame().unwrap().is_none(), "the end stays the end");
    for (index, pair) in frames.windows(2).enumerate() {
        assert!(pair[0].time < pair[1].time, "times at {index}: {:?} {:?}", pair[0].time, pair[1].time);
    }
    assert!(frames.iter().enumerate().all(|(index, frame)| frame.index == index as u64));
    frames
}

pub(super) fn codes(video: &VideoFile) -> Vec<String> {
    video.problems().into_iter().map(|problem| problem.code.name().to_owned()).collect()
}

/// The number a frame of [`COUNTING`] tells.
pub(super) fn number(frame: &Frame) -> u32 {
    let grey = frame.image.get_pixel(frame.image.width() / 2, frame.image.height() / 2).0[1];
    (f64::from(grey) * 219.0 / 255.0 / 4.0).round() as u32
}

/// Nanoseconds at which frame `number` of 30 per second is due.
pub(super) fn due(number: u32) -> u64 {
    (f64::from(number) / 30.0 * 1e9).round() as u64
}

pub(super) fn is_red(frame: &Frame, x: u32, y: u32) -> bool {
    let [r, g, b] = frame.image.get_pixel(x, y).0;
    r > 150 && g < 80 && b < 80
}

/// Puts a turn into the header of an MP4, as a phone does.
pub(super) fn turn(path: &Path, matrix: [i32; 4]) {
    let mut bytes = fs::read(path).unwrap();
    let header = bytes.windows(4).position(|window| window == b"tkhd").unwrap();
    for (offset, value) in [0, 4, 12, 16].into_iter().zip(matrix) {
        let at = header + 44 + offset;
        bytes[at..at + 4].copy_from_slice(&(value << 16).to_be_bytes());
    }
    fs::write(path, bytes).unwrap();
}

pub(super) fn cut(path: &Path, share: f64) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..(bytes.len() as f64 * share) as usize]).unwrap();
}
