//! The annotated video: every picture with its overlay, encoded by FFmpeg.

use super::paint::Painter;
use crate::motion::{PictureSize, Timestamp};
use crate::overlay;
use crate::pipeline::{Outcome, Sink, SinkError, Start, Step};
use crate::source::Ffmpeg;
use image::RgbImage;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Stdio};
use std::thread::JoinHandle;

/// Pictures a second of the annotated video. Sources with an uneven rate keep their timing: each moment shows the newest picture.
const RATE: f64 = 30.0;
/// A pause longer than this is shortened to it, seconds: a broken time stamp must not fill the disk.
const LONGEST_PAUSE_S: f64 = 10.0;

/// Sink for an MP4 (H.264) with skeleton, live angle, phase and warnings. Written beside its final name, and renamed when complete.
pub struct VideoWriter {
    ffmpeg: Ffmpeg,
    path: PathBuf,
    partial: PathBuf,
    painter: Painter,
    encoder: Option<Encoder>,
    size: PictureSize,
    first: Option<Timestamp>,
    /// Pictures written so far.
    written: u64,
    latest: Option<RgbImage>,
}

struct Encoder {
    child: Child,
    input: ChildStdin,
    complaints: JoinHandle<String>,
}

impl VideoWriter {
    pub fn new(ffmpeg: Ffmpeg, path: &Path) -> Self {
        let mut partial = path.as_os_str().to_owned();
        partial.push(".part");
        Self {
            ffmpeg,
            path: path.to_owned(),
            partial: partial.into(),
            painter: Painter::default(),
            encoder: None,
            size: PictureSize { width: 0, height: 0 },
            first: None,
            written: 0,
            latest: None,
        }
    }

    fn failed(&self, reason: String) -> SinkError {
        SinkError { what: "the annotated video", reason, path: self.path.clone() }
    }

    fn start(&self, size: PictureSize) -> std::io::Result<Encoder> {
        let mut command = self.ffmpeg.command();
        command.args(["-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"]);
        command.args(["-s", &format!("{}x{}", size.width, size.height), "-r", &RATE.to_string(), "-i", "pipe:0"]);
        // H.264 wants even sides; yuv420p is what every player shows
        command.args(["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"]);
        command.args(["-pix_fmt", "yuv420p", "-f", "mp4"]).arg(Ffmpeg::file_argument(&self.partial));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let (Some(input), Some(mut stderr)) = (child.stdin.take(), child.stderr.take()) else {
            return Err(std::io::Error::other("no pipe to FFmpeg"));
        };
        let complaints = std::thread::Builder::new().name("encoder messages".into()).spawn(move || {
            let mut text = Vec::new();
            let _ = stderr.read_to_end(&mut text);
            String::from_utf8_lossy(&text).trim().to_owned()
        })?;
        Ok(Encoder { child, input, complaints })
    }

    /// Writes the latest picture until the video has reached `time`.
    fn fill_until(&mut self, time: Timestamp) -> Result<(), SinkError> {
        let Some(first) = self.first else { return Ok(()) };
        let due = ((time - first) * RATE).round().max(0.0) as u64;
        let due = due.min(self.written + (LONGEST_PAUSE_S * RATE) as u64);
        while self.written < due {
            let (Some(encoder), Some(latest)) = (&mut self.encoder, &self.latest) else { return Ok(()) };
            if let Err(e) = encoder.input.write_all(latest.as_raw()) {
                let reason = self.give_up().unwrap_or_else(|| e.to_string());
                return Err(self.failed(reason));
            }
            self.written += 1;
        }
        Ok(())
    }

    /// Ends the encoder and removes what it wrote; its own words on what went wrong.
    fn give_up(&mut self) -> Option<String> {
        let encoder = self.encoder.take()?;
        let reason = encoder.end().err();
        let _ = std::fs::remove_file(&self.partial);
        reason.filter(|r| !r.is_empty())
    }
}

impl Encoder {
    /// Waits for the encoder; what it complained about when it failed.
    fn end(mut self) -> Result<(), String> {
        drop(self.input);
        let status = self.child.wait();
        let complaints = self.complaints.join().unwrap_or_default();
        match status {
            Ok(status) if status.success() => Ok(()),
            _ => Err(plain_reason(&complaints)),
        }
    }
}

/// FFmpeg's last words without its addresses.
fn plain_reason(complaints: &str) -> String {
    if complaints.contains("No space left on device") {
        return "the disk is full; free some space or choose another place".to_owned();
    }
    let last = complaints.lines().last().unwrap_or("FFmpeg failed without a word");
    last.rsplit("] ").next().unwrap_or(last).to_owned()
}

impl Sink for VideoWriter {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.size = PictureSize { width: start.source.width, height: start.source.height };
        // fail before the measuring when the place can't be written
        std::fs::File::create(&self.partial).map_err(|e| self.failed(e.to_string()))?;
        self.encoder = Some(self.start(self.size).map_err(|e| self.failed(e.to_string()))?);
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        self.first.get_or_insert(step.frame.time);
        self.fill_until(step.frame.time)?;
        let mut picture = (*step.frame.image).clone();
        self.painter.paint(&mut picture, &overlay::marks(step.pose.as_ref(), &step.observation, self.size));
        self.latest = Some(picture);
        Ok(())
    }

    fn finish(&mut self, _outcome: &Outcome) -> Result<(), SinkError> {
        let Some(first) = self.first else {
            self.give_up();
            return Err(self.failed("no picture was measured".to_owned()));
        };
        // the last picture is shown for one picture's time
        self.fill_until(first + (self.written + 1) as f64 / RATE)?;
        let Some(encoder) = self.encoder.take() else { return Ok(()) };
        if let Err(reason) = encoder.end() {
            let _ = std::fs::remove_file(&self.partial);
            return Err(self.failed(reason));
        }
        std::fs::rename(&self.partial, &self.path).map_err(|e| self.failed(e.to_string()))
    }
}

impl Drop for VideoWriter {
    fn drop(&mut self) {
        self.give_up();
    }
}
