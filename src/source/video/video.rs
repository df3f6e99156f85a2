//! A recording: every frame with the container's own time, upright, with square pixels.

use super::clock::{Clock, STAMPS_AHEAD};
use super::decoder::{Decoder, DecoderEnd, Way};
use super::probe::{OUT_OF_MEMORY, Probe, refusal, too_large};
use super::slow_motion::slowness;
use super::stderr::Stamp;
use super::watch::EndedFor;
use crate::frame::Frame;
use crate::motion::Timestamp;
use crate::runtime::Ffmpeg;
use crate::source::file_check::check_file;
use crate::source::filmed::day_of_video;
use crate::source::fitted::fitted;
use crate::source::{
    FrameSource, LONGEST_SIDE_PX, MEASURED_SIDE_PX, Problem, ProblemCode, Sampling, SourceError, SourceInfo,
    SourceKind, fit_longest_side,
};
use image::RgbImage;
use std::collections::VecDeque;
use std::path::Path;
use std::process::ExitStatus;
use std::sync::Arc;

/// Where a recording states no rate: phones and webcams record 30 frames per second.
const DEFAULT_FPS: f64 = 30.0;

/// Of a recording with at least so many frames a second of the person's time so many are left: twice as many as are
/// read, see [`Sampled`](crate::source::Sampled).
const THINNED_FROM_FPS: f64 = 45.0;
const THINNED_TO_FPS: f64 = 30.0;

/// A recording that ends earlier than this (seconds, and share of its length) before its stated end may be cut short.
const SHORTFALL_SECS: f64 = 0.5;
const SHORTFALL_SHARE: f64 = 0.05;

/// Without a complaint by FFmpeg, only a shortfall as large as this counts.
const SILENT_SHORTFALL_SECS: f64 = 2.0;
const SILENT_SHORTFALL_SHARE: f64 = 0.2;

/// A recording being decoded. Dropping it ends FFmpeg.
pub struct VideoFile {
    info: SourceInfo,
    probe: Probe,
    decoder: Decoder,
    clock: Clock,
    /// Seconds of it for one of the person's: frames have the person's time.
    slowness: f64,
    /// Size of the frames, pixels.
    size: (u32, u32),
    /// Decoded and not given yet: the stamps of the next frames tell whether one can be right.
    decoded: VecDeque<(Stamp, RgbImage)>,
    frames_given: u64,
    has_size_changed: bool,
    ending: Option<DecoderEnd>,
    has_ended: bool,
}

impl VideoFile {
    /// Starts FFmpeg on the video at `path` and decodes its first frame, as large as is needed to measure.
    ///
    /// # Errors
    /// No such file, not readable, empty, no video in it, nothing that can be decoded, or not within the limits of time
    /// and memory.
    pub fn open(ffmpeg: &Ffmpeg, path: &Path, sampling: Sampling) -> Result<Self, SourceError> {
        Self::open_at(ffmpeg, path, MEASURED_SIDE_PX, sampling)
    }

    /// The same with frames as large as they are displayed: for people to look at.
    ///
    /// # Errors
    /// Those of [`Self::open`].
    pub fn open_for_display(ffmpeg: &Ffmpeg, path: &Path, sampling: Sampling) -> Result<Self, SourceError> {
        Self::open_at(ffmpeg, path, LONGEST_SIDE_PX, sampling)
    }

    fn open_at(ffmpeg: &Ffmpeg, path: &Path, longest_side_px: u32, sampling: Sampling) -> Result<Self, SourceError> {
        check_file(path)?;
        let mut way = Way::usual(ffmpeg.hwaccel());
        loop {
            let mut decoder = Decoder::start(ffmpeg, path, longest_side_px, way)?;
            let opened = decoder.next_frame().ok_or_else(|| decoder.finish());
            let said = match &opened {
                Ok(_) => decoder.header().to_owned(),
                Err(ending) => ending.complaints.lines.join("\n"),
            };
            let probe = Probe::parse(&said, path);
            if let Err(Some(reason)) = opened.as_ref().map_err(|ending| ending.ended_for) {
                return Err(reason.error(path));
            }
            if let Ok(Probe { track, .. }) = &probe
                && track.area > track.most_pixels()
            {
                return Err(too_large(path, track.most_pixels()));
            }
            if let Some(better) = better_way(way, sampling, probe.as_ref().ok(), opened.is_ok(), &said) {
                way = better;
                continue;
            }
            if let Err(Some(error)) = opened.as_ref().map_err(|ending| broken_off(ending, path)) {
                return Err(error);
            }
            let probe = probe?;
            let first = opened.map_err(|_| refusal(&said, path))?;
            return Ok(Self::opened(path, probe, way, decoder, first));
        }
    }

    fn opened(path: &Path, probe: Probe, way: Way, decoder: Decoder, first: (Stamp, RgbImage)) -> Self {
        let (width, height) = fit_longest_side(first.0.original.0, first.0.original.1);
        let slowness = slowness(decoder.header(), probe.track.fps);
        let info = SourceInfo {
            path: path.to_owned(),
            kind: SourceKind::Video,
            width,
            height,
            rotation_deg: probe.track.rotation_deg,
            stated_duration_s: probe.duration_s.map(|stated_s| stated_s / slowness),
            filmed_on: day_of_video(decoder.header()),
        };
        Self {
            info,
            clock: Clock::new(way.fps(probe.track.fps.unwrap_or(DEFAULT_FPS))),
            probe,
            decoder,
            slowness,
            size: first.1.dimensions(),
            decoded: [first].into(),
            frames_given: 0,
            has_size_changed: false,
            ending: None,
            has_ended: false,
        }
    }

    /// Decodes until enough is known of what comes after the next frame.
    fn decode_ahead(&mut self) {
        while self.decoded.len() <= STAMPS_AHEAD && self.ending.is_none() {
            match self.decoder.next_frame() {
                Some(next) => self.decoded.push_back(next),
                None => self.ending = Some(self.decoder.finish()),
            }
        }
    }

    fn is_truncated(&self, ending: &DecoderEnd) -> bool {
        let Some(stated_s) = self.probe.duration_s else {
            return false;
        };
        let shortfall_s = stated_s - self.clock.stated_end_secs();
        let is_short_by = |secs: f64, share: f64| shortfall_s > secs.max(share * stated_s);
        let complaints = &ending.complaints;
        // The stated length is the longest track's: sound may run on when the frames have ended.
        let is_only_track = !self.probe.has_other_tracks;
        let has_errors = complaints.damaged_frames + complaints.other_errors > 0 || ending.failure.is_some();
        is_short_by(SHORTFALL_SECS, SHORTFALL_SHARE) && (complaints.is_cut || (is_only_track && has_errors))
            || is_short_by(SILENT_SHORTFALL_SECS, SILENT_SHORTFALL_SHARE)
                && is_only_track
                && self.clock.knows_last_duration
    }
}

impl FrameSource for VideoFile {
    fn info(&self) -> &SourceInfo {
        &self.info
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        self.decode_ahead();
        let Some((stamp, mut image)) = self.decoded.pop_front() else {
            let ending = self.ending.as_ref().filter(|_| !self.has_ended);
            // whoever stopped the run knows that
            let ending = ending.filter(|ending| ending.ended_for != Some(EndedFor::Stop));
            let error = ending.and_then(|ending| broken_off(ending, &self.info.path));
            self.has_ended = true;
            return error.map_or(Ok(None), Err);
        };
        if let Some(most) = self.probe.track.most_frames().filter(|&most| self.frames_given >= most) {
            return Err(SourceError::LongAnimation { path: self.info.path.clone(), most });
        }
        if image.dimensions() != self.size {
            self.has_size_changed = true;
            image = fitted(image, self.size.0, self.size.1);
        }
        let long_side = |(width, height): (u32, u32)| f64::from(width.max(height));
        let display_from_image = long_side((self.info.width, self.info.height)) / long_side(self.size);
        let index = self.frames_given;
        self.frames_given += 1;
        let ahead: Vec<_> = self.decoded.iter().map(|(stamp, _)| stamp.time_ns).collect();
        let played_at = self.clock.time_of(&stamp, &ahead);
        let time =
            if self.slowness == 1.0 { played_at } else { Timestamp::from_secs(played_at.secs() / self.slowness) };
        Ok(Some(Frame { index, time, image: Arc::new(image), display_from_image, is_estimated: true }))
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.slowness != 1.0 {
            problems.push(Problem::new(ProblemCode::OtherSpeed, other_speed(self.slowness)));
        }
        if self.has_size_changed {
            problems.push(Problem::new(
                ProblemCode::SizeChanged,
                "the picture changes its size during the recording; all of it is shown in the first size".to_owned(),
            ));
        }
        let Some(ending) = self.ending.as_ref().filter(|_| self.has_ended) else {
            return problems;
        };
        if broken_off(ending, &self.info.path).is_some() {
            return problems;
        }
        let complaints = &ending.complaints;
        let errors = if complaints.damaged_frames > 0 { complaints.damaged_frames } else { complaints.other_errors };
        if self.is_truncated(ending) {
            let (end_s, stated_s) = (self.clock.end_secs(), self.probe.duration_s.unwrap_or_default());
            let text = format!(
                "the recording is cut short: its pictures end at {end_s:.1} s of {stated_s:.1} s; copy it again if the end matters"
            );
            problems.push(Problem::new(ProblemCode::Truncated, text));
        } else if errors > 0 {
            let first = complaints.first.as_deref().unwrap_or("no reason given");
            let text = format!(
                "pictures are damaged or missing (decoding errors: {errors}, the first: {first}); angles near them may be wrong, copy or record it again"
            );
            problems.push(Problem::new(ProblemCode::Damaged, text));
        } else if let Some(status) = ending.failure {
            problems.push(Problem::new(
                ProblemCode::Damaged,
                format!("FFmpeg stopped before the end ({status}); pictures may be missing, try again"),
            ));
        }
        problems
    }
}

fn other_speed(slowness: f64) -> String {
    let times = |times: f64| (times * 10.0).round() / 10.0;
    let (what, times) = match slowness > 1.0 {
        true => ("slow motion: it plays", format!("{} times slower", times(slowness))),
        false => ("a time lapse: it plays", format!("{} times faster", times(1.0 / slowness))),
    };
    format!("the recording is {what} {times} than it was filmed; all times here are those of the filming")
}

/// What to do otherwise, where a recording did not open or the wrong track of it did; each of these is tried once.
fn better_way(way: Way, sampling: Sampling, probe: Option<&Probe>, is_open: bool, said: &str) -> Option<Way> {
    let track = probe.map_or(way.track, |probe| probe.number);
    // FFmpeg knows no way from colours such as these to those of a screen: mostly the label is wrong.
    let colours_fail = ["Error reinitializing filters", "Unsupported input"].iter().any(|words| said.contains(words));
    let plain_colours = way.plain_colours || (!is_open && colours_fail);
    let fps = probe.and_then(|probe| probe.track.fps);
    let slowness = slowness(said, fps);
    let many = sampling == Sampling::AsNeeded && fps.is_some_and(|fps| fps * slowness >= THINNED_FROM_FPS);
    let thinned_to_per_s = many.then_some(THINNED_TO_FPS / slowness);
    // what graphics can't open is told as the processor says it
    let better = Way { track, plain_colours, thinned_to_per_s, hwaccel: way.hwaccel && is_open, ..way };
    let better = better.for_frames_of(probe.map_or(0, |probe| probe.track.area));
    (better != way).then_some(better)
}

/// Why a recording counts as broken off, where FFmpeg has not come to its end: what it gave so far is not all there is.
fn broken_off(ending: &DecoderEnd, path: &Path) -> Option<SourceError> {
    if let Some(reason) = ending.ended_for {
        return Some(reason.error(path));
    }
    let status = ending.failure?;
    let complaints = &ending.complaints;
    let reason = if complaints.lacks_memory {
        OUT_OF_MEMORY.to_owned()
    } else if complaints.is_told_to_end || is_by_signal(status) {
        format!(
            "it was ended from outside ({status}), as a computer does that runs out of memory; close other programs and measure it again"
        )
    } else {
        return None;
    };
    Some(SourceError::BrokenOff { path: path.to_owned(), reason })
}

#[cfg(unix)]
fn is_by_signal(status: ExitStatus) -> bool {
    std::os::unix::process::ExitStatusExt::signal(&status).is_some()
}

/// A program that Windows ends for a fault has a code that no program gives itself.
#[cfg(not(unix))]
fn is_by_signal(status: ExitStatus) -> bool {
    status.code().is_none_or(|code| code < 0)
}
