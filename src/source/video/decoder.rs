//! One FFmpeg process that decodes a video.
//!
//! Its stdout carries the raw pixels; its stderr what it knows of the file, and each frame's time and size in the same
//! order.

use super::MOST_PIXELS;
use super::stderr::{Complaints, Stamp, listen};
use super::watch::{EndedFor, WatchedProcess};
use crate::runtime::Ffmpeg;
use crate::source::{LONGEST_SIDE_PX, SourceError};
use image::RgbImage;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};

/// More stamps than FFmpeg can print ahead of the pixels: its own queues hold some dozen frames, then it waits for us.
const MOST_WAITING_STAMPS: usize = 1024;

/// The most threads that decode.
const MOST_THREADS: usize = 8;

/// The most pixels of all frames that are decoded at the same time: one frame of 4K for each thread.
const MOST_PIXELS_AT_ONCE: u64 = MOST_THREADS as u64 * 4096 * 2160;

/// How a recording is decoded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Way {
    /// FFmpeg's number of the track; `None` is the first one with moving images.
    pub track: Option<u32>,
    /// The file's colour metadata are ignored.
    pub plain_colours: bool,
    /// How many frames are decoded at the same time.
    pub threads: usize,
    /// A higher frame rate is thinned to this, frames a second.
    pub thinned_to_per_s: Option<f64>,
    /// The graphics card decodes, where it can.
    pub hwaccel: bool,
}

impl Way {
    /// The settings for nearly every recording.
    pub fn usual(hwaccel: bool) -> Self {
        let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let threads = processors.min(MOST_THREADS);
        Self { track: None, plain_colours: false, threads, thinned_to_per_s: None, hwaccel }
    }

    /// The frame rate that comes out of a recording of `fps`.
    pub fn fps(self, fps: f64) -> f64 {
        self.thinned_to_per_s.map_or(fps, |left| left.min(fps))
    }

    /// The same with fewer threads, if frames have so many pixels that memory would run out.
    pub fn for_frames_of(self, pixels: u64) -> Self {
        let most = usize::try_from(MOST_PIXELS_AT_ONCE / pixels.max(1)).unwrap_or(usize::MAX).max(1);
        Self { threads: self.threads.min(most), ..self }
    }
}

/// The running FFmpeg and the thread that started it and reads its stderr.
pub(super) struct Decoder {
    process: WatchedProcess,
    stdout: Option<ChildStdout>,
    stamps: Option<Receiver<Stamp>>,
    listener: Option<JoinHandle<Complaints>>,
    header: Arc<OnceLock<String>>,
}

/// How the decoding ended.
pub(super) struct DecoderEnd {
    pub complaints: Complaints,
    /// FFmpeg's exit status, if it failed.
    pub failure: Option<ExitStatus>,
    /// Why this program ended FFmpeg, if it did.
    pub ended_for: Option<EndedFor>,
}

impl Decoder {
    /// Starts to decode `path` in frames whose long side is at most `longest_side_px`.
    pub fn start(ffmpeg: &Ffmpeg, path: &Path, longest_side_px: u32, way: Way) -> Result<Self, SourceError> {
        let threads = way.threads.to_string();
        let track = way.track.map_or("0:V:0".to_owned(), |track| format!("0:{track}"));
        let most_pixels = MOST_PIXELS.to_string();
        // no loop filter on frames that no other frame refers to: they are scaled down anyway
        let reading = ["-threads", &threads, "-max_pixels", &most_pixels, "-skip_loop_filter", "noref"];
        let hwaccel: &[&str] = if way.hwaccel { &["-hwaccel", "auto"] } else { &[] };
        let mut command = ffmpeg.input(path, &[&reading, hwaccel].concat());
        command
            .args(["-filter_threads", &threads])
            .args(["-map", &track, "-an", "-sn", "-dn", "-vf", &filters(longest_side_px, way)])
            // Otherwise FFmpeg stretches frames of another size behind showinfo's back.
            .args(["-fps_mode", "passthrough", "-noautoscale"])
            .args(["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let header = Arc::new(OnceLock::new());
        let (sender, stamps) = sync_channel(MOST_WAITING_STAMPS);
        let not_startable = |error: &io::Error| ffmpeg.not_startable(error);
        let (child, listener) =
            start(command, sender, header.clone(), way.hwaccel).map_err(|error| not_startable(&error))?;
        let (mut child, listener) = (child, Some(listener));
        let stdout = child.stdout.take().inspect(widen);
        let process = WatchedProcess::new(child, ffmpeg.stop()).map_err(|error| not_startable(&error))?;
        Ok(Self { process, stdout, stamps: Some(stamps), listener, header })
    }

    /// The next complete frame; one that breaks off is dropped.
    pub fn next_frame(&mut self) -> Option<(Stamp, RgbImage)> {
        let (stamps, stdout) = (self.stamps.as_ref()?, self.stdout.as_mut()?);
        self.process.await_within_limits(|| {
            let stamp = stamps.recv().ok()?;
            // Our own filter bounds the size: another one is not a size, and memory must not follow it.
            if stamp.width.max(stamp.height) > LONGEST_SIDE_PX {
                return None;
            }
            let length = stamp.width as usize * stamp.height as usize * 3;
            let mut pixels = Vec::with_capacity(length);
            stdout.take(length as u64).read_to_end(&mut pixels).ok()?;
            RgbImage::from_raw(stamp.width, stamp.height, pixels).map(|image| (stamp, image))
        })
    }

    /// What FFmpeg printed before the first frame; empty before that has come.
    pub fn header(&self) -> &str {
        self.header.get().map_or("", String::as_str)
    }

    /// Waits for FFmpeg to exit; it has no more frames.
    pub fn finish(&mut self) -> DecoderEnd {
        // Drop both receivers first, so that neither FFmpeg nor the listener waits for us.
        self.stdout = None;
        self.stamps = None;
        let listener = self.listener.take();
        let (complaints, status) = self.process.await_within_limits(|| {
            let complaints = listener.and_then(|thread| thread.join().ok()).unwrap_or_default();
            (complaints, self.process.status())
        });
        let failure = status.filter(|status| !status.success());
        DecoderEnd { complaints, failure, ended_for: self.process.ended_for() }
    }
}

/// Starts `command` on the thread that then reads its stderr: the system ends the process with the thread that started
/// it, and this one outlives it.
fn start(
    mut command: Command,
    stamps: SyncSender<Stamp>,
    header: Arc<OnceLock<String>>,
    forgets_start: bool,
) -> io::Result<(Child, JoinHandle<Complaints>)> {
    let (sender, started) = sync_channel(1);
    let listener = thread::Builder::new().name("ffmpeg-stderr".to_owned()).spawn(move || {
        let mut child = command.spawn();
        let stderr = child.as_mut().ok().and_then(|child| child.stderr.take());
        // Whoever asked for it waits for this.
        _ = sender.send(child);
        stderr.map(|pipe| listen(pipe, &stamps, &header, forgets_start)).unwrap_or_default()
    })?;
    let child = started.recv().unwrap_or_else(|_| Err(io::Error::other("its thread broke down")))?;
    Ok((child, listener))
}

/// Size of the pipe, bytes: with the usual 64 KiB both sides wake each other two dozen times for a frame.
#[cfg(target_os = "linux")]
const PIPE_BYTES: i32 = 1 << 20;

/// A pipe that does not get wider works as well.
#[cfg(target_os = "linux")]
fn widen(pipe: &ChildStdout) {
    _ = nix::fcntl::fcntl(pipe, nix::fcntl::FcntlArg::F_SETPIPE_SZ(PIPE_BYTES));
}

#[cfg(not(target_os = "linux"))]
fn widen(_pipe: &ChildStdout) {}

/// FFmpeg's filters for each frame, which it has already turned upright. Scaling the width by `sar`, the pixels' aspect
/// ratio, makes them square. Scaling first, in the frame's own colours, takes half the time of scaling and converting
/// at once.
fn filters(longest_side_px: u32, way: Way) -> String {
    let shrink = format!("min(1,{longest_side_px}/max(iw*sar,ih))");
    let colours = match way.plain_colours {
        true => "setparams=colorspace=unknown:color_primaries=unknown:color_trc=unknown,",
        false => "",
    };
    // keeps the first frame of each interval; the limits lie well between the times of frames at usual rates
    let thinned = way.thinned_to_per_s.map_or(String::new(), |left| {
        let interval = |time: &str| format!("floor({time}*{left}+0.3)");
        format!("select='isnan(t)+isnan(prev_selected_t)+gt({},{})',", interval("t"), interval("prev_selected_t"))
    });
    // drops the side data that cameras write with each frame: showinfo would print it byte by byte
    format!(
        "sidedata=mode=delete,{thinned}showinfo=checksum=0,{colours}scale=w='max(1,round(iw*sar*{shrink}))':h='max(1,round(ih*{shrink}))':flags=bilinear,\
         scale=flags=bilinear,format=rgb24,showinfo=checksum=0"
    )
}

impl Drop for Decoder {
    fn drop(&mut self) {
        self.process.kill();
        self.finish();
    }
}
