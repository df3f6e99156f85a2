//! The annotated video: every frame with its overlay, encoded by FFmpeg.

use super::paint::Painter;
use crate::blur::{FaceBlur, HELD_BACK};
use crate::frame::Frame;
use crate::motion::{Event, ImageSize, Timestamp, Trial};
use crate::output_file::OutputFile;
use crate::overlay::{self, Mark};
use crate::pipeline::{DISK_FULL, Outcome, Sink, SinkError, Start, Step, plain_reason};
use crate::runtime::Ffmpeg;
use crate::source::{FrameSource, ReadAhead, Sampling, SourceError, SourceKind, VideoFile};
use image::RgbImage;
use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::Arc;
use std::thread::JoinHandle;

/// Frames per second of the annotated video. Sources with an uneven rate keep their timing: each moment shows the
/// newest frame.
const RATE: f64 = 30.0;
/// A pause longer than this is shortened to it, seconds: a broken time stamp must not fill the disk.
const LONGEST_PAUSE_S: f64 = 10.0;
/// How long a single image is shown, seconds.
const STILL_S: f64 = 3.0;

/// Sink for an MP4 (H.264) with skeleton, live angle, phase and warnings.
pub struct VideoWriter {
    path: PathBuf,
    ffmpeg: Ffmpeg,
    /// Until it is finished; the encoder writes it.
    file: Option<OutputFile>,
    painter: Painter,
    encoder: Option<Encoder>,
    /// The recording again, in the size that it is displayed in, where it is measured in a smaller one.
    display: Option<ReadAhead>,
    /// How the recording is measured.
    sampling: Sampling,
    recording: PathBuf,
    size: ImageSize,
    is_still: bool,
    first: Option<Timestamp>,
    last: Timestamp,
    /// What pauses were shortened by so far, seconds.
    left_out_s: f64,
    /// How long the latest frame is shown when it is the last one, seconds: as long as the one before.
    shown_for_s: f64,
    /// Frames written so far.
    written: u64,
    latest: Option<RgbImage>,
    /// Covers faces, where that is wished.
    blur: Option<FaceBlur>,
    /// Frames that are not shown yet, with what is drawn on them: a face may be found in a later one.
    held_back: VecDeque<(Timestamp, RgbImage, Vec<Mark>)>,
    /// The latest trial, whose result is shown until the next one begins.
    result: Option<Box<Trial>>,
}

struct Encoder {
    child: Child,
    input: ChildStdin,
    complaints: JoinHandle<String>,
}

impl VideoWriter {
    /// Makes sure that the video can be written at `path`, before the measuring.
    pub fn create(ffmpeg: Ffmpeg, path: &Path, sampling: Sampling, blur: Option<FaceBlur>) -> Result<Self, SinkError> {
        let file = OutputFile::create(WHAT, path)?;
        if file.part().is_none() {
            return Err(SinkError::new(WHAT, "it is a device or a pipe; name a file", path));
        }
        Ok(Self {
            path: path.to_owned(),
            ffmpeg,
            file: Some(file),
            painter: Painter::default(),
            sampling,
            blur,
            held_back: VecDeque::new(),
            encoder: None,
            display: None,
            recording: PathBuf::new(),
            size: ImageSize { width: 0, height: 0 },
            is_still: false,
            first: None,
            last: Timestamp::ZERO,
            left_out_s: 0.0,
            shown_for_s: 1.0 / RATE,
            written: 0,
            latest: None,
            result: None,
        })
    }

    fn failed(&self, reason: String) -> SinkError {
        SinkError::new(WHAT, reason, &self.path)
    }

    /// The image of a frame as it is displayed.
    fn image(&mut self, frame: &Frame) -> Result<RgbImage, SinkError> {
        if frame.display_from_image <= 1.0 {
            return Ok((*frame.image).clone());
        }
        let again = |error: SourceError| SinkError::new(WHAT, format!("{error}"), &self.path);
        let display = match &mut self.display {
            Some(display) => display,
            None => {
                let recording =
                    VideoFile::open_for_display(&self.ffmpeg, &self.recording, self.sampling).map_err(again)?;
                self.display.insert(ReadAhead::new(Box::new(recording)).map_err(again)?)
            }
        };
        let shown = display.next_frame().map_err(again)?;
        let shown =
            shown.ok_or_else(|| SinkError::new(WHAT, "the recording has changed meanwhile; try again", &self.path))?;
        Ok(Arc::unwrap_or_clone(shown.image))
    }

    /// Shows the frames that were held back, but for the newest ones.
    fn show_all_but(&mut self, newest: usize) -> Result<(), SinkError> {
        while self.held_back.len() > newest
            && let Some((time, mut image, marks)) = self.held_back.pop_front()
        {
            if let Some(blur) = &self.blur {
                blur.cover(time, &mut image);
            }
            self.painter.paint(&mut image, &marks);
            self.show(time, image)?;
        }
        Ok(())
    }

    /// Makes this the latest frame, from `time` on.
    fn show(&mut self, time: Timestamp, image: RgbImage) -> Result<(), SinkError> {
        if self.first.is_some() {
            let pause_s = time - self.last;
            self.left_out_s += (pause_s - LONGEST_PAUSE_S).max(0.0);
            self.shown_for_s = pause_s.min(LONGEST_PAUSE_S);
        }
        self.first.get_or_insert(time);
        self.last = time;
        self.fill_until(time)?;
        self.latest = Some(image);
        Ok(())
    }

    /// Writes the latest frame until the video has reached `time`.
    fn fill_until(&mut self, time: Timestamp) -> Result<(), SinkError> {
        let Some(first) = self.first else { return Ok(()) };
        let due = ((time - first - self.left_out_s) * RATE).round().max(0.0) as u64;
        while self.written < due {
            let (Some(encoder), Some(latest)) = (&mut self.encoder, &self.latest) else { return Ok(()) };
            if let Err(e) = encoder.input.write_all(latest.as_raw()) {
                // the encoder's own words tell more than the broken pipe
                let ending = self.encoder.take().map_or(Ok(()), Encoder::end);
                return Err(self.failed(ending.err().unwrap_or_else(|| plain_reason(&e))));
            }
            self.written += 1;
        }
        Ok(())
    }
}

const WHAT: &str = "the annotated video";

impl Encoder {
    fn start(ffmpeg: &Ffmpeg, size: ImageSize, path: &Path) -> io::Result<Self> {
        let mut command = ffmpeg.command();
        command.args(["-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"]);
        command.args(["-s", &format!("{}x{}", size.width, size.height), "-r", &RATE.to_string(), "-i", "pipe:0"]);
        // H.264 wants even sides; yuv420p is what every player shows
        command.args(["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"]);
        command.args(["-pix_fmt", "yuv420p", "-f", "mp4"]).arg(Ffmpeg::file_argument(path));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let (Some(input), Some(mut stderr)) = (child.stdin.take(), child.stderr.take()) else {
            return Err(io::Error::other("no pipe to FFmpeg"));
        };
        let complaints = std::thread::Builder::new().name("encoder messages".into()).spawn(move || {
            let mut text = Vec::new();
            let _ = stderr.read_to_end(&mut text);
            String::from_utf8_lossy(&text).trim().to_owned()
        })?;
        Ok(Self { child, input, complaints })
    }

    /// Waits for the encoder; what it complained about when it failed.
    fn end(mut self) -> Result<(), String> {
        drop(self.input);
        let status = self.child.wait();
        let complaints = self.complaints.join().unwrap_or_default();
        match status {
            Ok(status) if status.success() => Ok(()),
            _ => Err(encoder_reason(&complaints)),
        }
    }
}

/// What FFmpeg complained about, in the words of this program where they are known.
fn encoder_reason(complaints: &str) -> String {
    if complaints.contains("No space left on device") {
        return DISK_FULL.to_owned();
    }
    if complaints.contains("Unknown encoder") {
        return "this FFmpeg can't write H.264; try another FFmpeg".to_owned();
    }
    let last = complaints.lines().last().unwrap_or("FFmpeg failed without a word");
    // without the addresses in front
    last.rsplit("] ").next().unwrap_or(last).to_owned()
}

impl Drop for VideoWriter {
    fn drop(&mut self) {
        // the encoder ends before its file goes
        if let Some(encoder) = self.encoder.take() {
            let _ = encoder.end();
        }
    }
}

impl Sink for VideoWriter {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.recording.clone_from(&start.source.path);
        self.size = ImageSize { width: start.source.width, height: start.source.height };
        if start.source.kind == SourceKind::Image {
            self.is_still = true;
            self.shown_for_s = STILL_S;
        }
        let Some(part) = self.file.as_ref().and_then(OutputFile::part) else { return Ok(()) };
        let encoder = Encoder::start(&self.ffmpeg, self.size, part);
        self.encoder = Some(encoder.map_err(|e| self.failed(plain_reason(&e)))?);
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        for event in &step.observation.events {
            match event {
                Event::TrialEnded(trial) | Event::TrialRevised(trial) => {
                    self.result = Some(trial.clone()).filter(|trial| !trial.is_of_another_person());
                }
                Event::RaiseStarted => self.result = None,
                _ => {}
            }
        }
        let image = self.image(&step.frame)?;
        if let Some(blur) = &mut self.blur {
            let looked = blur.look(&step.frame, step.seen.pose.as_ref());
            looked.map_err(|error| SinkError::new(WHAT, error.to_string(), &self.path))?;
        }
        let mut marks = overlay::marks(step.seen.pose.as_ref(), &step.observation, self.result.as_deref(), self.size);
        if self.is_still {
            // no phase and no instruction fits a single image
            marks.retain(|mark| !matches!(mark, Mark::Text { .. }));
        }
        self.held_back.push_back((step.frame.time, image, marks));
        self.show_all_but(if self.blur.is_some() { HELD_BACK } else { 0 })
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        self.show_all_but(0)?;
        let Some(first) = self.first else {
            return Err(self.failed("no picture was measured".to_owned()));
        };
        let end = self.last + self.shown_for_s;
        self.fill_until(end.max(first + 1.0 / RATE))?;
        let Some(encoder) = self.encoder.take() else { return Ok(()) };
        encoder.end().map_err(|reason| self.failed(reason))?;
        self.file.take().map_or(Ok(()), |file| file.finish_after(outcome))
    }
}
