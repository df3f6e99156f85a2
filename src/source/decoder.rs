//! One FFmpeg process that decodes a video.
//!
//! Raw pixels come through its stdout; through its stderr what it knows of the file, and the time and size of each picture in the same order.

use super::ffmpeg::Ffmpeg;
use super::stderr::{Complaints, Stamp, listen};
use super::{LONGEST_SIDE_PX, SourceError};
use image::RgbImage;
use std::io::Read;
use std::path::Path;
use std::process::{Child, ChildStdout, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};

/// More stamps than FFmpeg can be ahead of the pixels: its own queues hold some dozen pictures, then it waits for us.
const STAMPS_AHEAD: usize = 1024;

/// The running FFmpeg and the thread that reads its stderr.
pub(super) struct Decoder {
    child: Child,
    stdout: Option<ChildStdout>,
    stamps: Option<Receiver<Stamp>>,
    listener: Option<JoinHandle<Complaints>>,
    header: Arc<OnceLock<String>>,
}

/// What is known when FFmpeg has ended.
pub(super) struct Ending {
    pub complaints: Complaints,
    /// How FFmpeg ended, when it was not well.
    pub failure: Option<ExitStatus>,
}

impl Decoder {
    /// Starts to decode `path` in pictures whose long side is at most `longest_side_px`.
    pub fn start(ffmpeg: &Ffmpeg, path: &Path, longest_side_px: u32) -> Result<Self, SourceError> {
        // FFmpeg turns the picture upright before this; `sar` is the shape of a pixel, so its width is what makes it square.
        let shrink = format!("min(1,{longest_side_px}/max(iw*sar,ih))");
        let filters = format!(
            "showinfo=checksum=0,scale=w='max(1,round(iw*sar*{shrink}))':h='max(1,round(ih*{shrink}))':flags=bilinear,format=rgb24,showinfo=checksum=0"
        );
        let threads = threads().to_string();
        let mut child = ffmpeg
            .input(path, &["-threads", &threads])
            .args(["-filter_threads", &threads])
            .args(["-map", "0:V:0", "-an", "-sn", "-dn", "-vf", &filters, "-fps_mode", "passthrough"])
            // Otherwise FFmpeg stretches pictures of another size behind showinfo's back.
            .arg("-noautoscale")
            .args(["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| ffmpeg.not_startable(&error))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (sender, stamps) = sync_channel(STAMPS_AHEAD);
        let mut decoder = Self { child, stdout, stamps: Some(stamps), listener: None, header: Arc::default() };
        let header = decoder.header.clone();
        let listener = thread::Builder::new()
            .name("ffmpeg-stderr".to_owned())
            .spawn(move || stderr.map(|pipe| listen(pipe, &sender, &header)).unwrap_or_default())
            .map_err(|error| ffmpeg.not_startable(&error))?;
        decoder.listener = Some(listener);
        Ok(decoder)
    }

    /// The next whole picture; one that breaks off is no picture.
    pub fn next_picture(&mut self) -> Option<(Stamp, RgbImage)> {
        let stamp = self.stamps.as_ref()?.recv().ok()?;
        // Our own filter bounds the size: another one is not a size, and memory must not follow it.
        if stamp.width.max(stamp.height) > LONGEST_SIDE_PX {
            return None;
        }
        let length = stamp.width as usize * stamp.height as usize * 3;
        let mut pixels = Vec::with_capacity(length);
        self.stdout.as_mut()?.take(length as u64).read_to_end(&mut pixels).ok()?;
        RgbImage::from_raw(stamp.width, stamp.height, pixels).map(|image| (stamp, image))
    }

    /// What FFmpeg printed before the first picture; empty before that one is there.
    pub fn header(&self) -> &str {
        self.header.get().map_or("", String::as_str)
    }

    /// Waits for FFmpeg, which has nothing more to give.
    pub fn finish(&mut self) -> Ending {
        // Both ends go first, so that neither FFmpeg nor the listener waits for us.
        self.stdout = None;
        self.stamps = None;
        let complaints = self.listener.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        let failure = self.child.wait().ok().filter(|status| !status.success());
        Ending { complaints, failure }
    }
}

/// Threads that decode: half of the processors, because the models want them too, and each thread more makes a picture cost more.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, |processors| processors.get().div_ceil(2))
}

impl Drop for Decoder {
    fn drop(&mut self) {
        // It may have ended by itself: then there is nothing to end.
        _ = self.child.kill();
        self.finish();
    }
}
