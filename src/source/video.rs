//! A recording: every frame with the container's own time, upright, with square pixels.
//!
//! FFmpeg decodes in a process of its own (`decoder.rs`): a stranger's file never meets a parser inside ours.

use super::decoder::{Decoder, Ending};
use super::ffmpeg::Ffmpeg;
use super::filmed::day_of_video;
use super::probe::{Probe, check_file, refusal};
use super::stderr::Stamp;
use super::{
    FrameSource, LONGEST_SIDE_PX, MEASURED_SIDE_PX, SourceError, SourceInfo, SourceKind, SourceProblem,
    fit_longest_side,
};
use crate::frame::Frame;
use crate::motion::Timestamp;
use image::{RgbImage, imageops};
use std::path::Path;
use std::sync::Arc;

/// Where a recording states no rate: phones and webcams record 30 pictures per second.
const DEFAULT_FPS: f64 = 30.0;

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
    /// Of the frames, pixels.
    size: (u32, u32),
    first: Option<(Stamp, RgbImage)>,
    frames_given: u64,
    has_size_changed: bool,
    ending: Option<Ending>,
}

impl VideoFile {
    /// Starts FFmpeg on the video at `path` and decodes its first picture, as large as is needed to measure.
    ///
    /// # Errors
    /// No such file, not readable, empty, no video in it, or nothing that can be decoded.
    pub fn open(ffmpeg: &Ffmpeg, path: &Path) -> Result<Self, SourceError> {
        Self::open_at(ffmpeg, path, MEASURED_SIDE_PX)
    }

    /// The same with frames as large as they are displayed: for people to look at.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn open_for_display(ffmpeg: &Ffmpeg, path: &Path) -> Result<Self, SourceError> {
        Self::open_at(ffmpeg, path, LONGEST_SIDE_PX)
    }

    fn open_at(ffmpeg: &Ffmpeg, path: &Path, longest_side_px: u32) -> Result<Self, SourceError> {
        check_file(path)?;
        let mut decoder = Decoder::start(ffmpeg, path, longest_side_px)?;
        let Some(first) = decoder.next_picture() else {
            let said = decoder.finish().complaints.lines.join("\n");
            return Err(Probe::parse(&said, path).err().unwrap_or_else(|| refusal(&said, path)));
        };
        let probe = Probe::parse(decoder.header(), path)?;
        let (width, height) = fit_longest_side(first.0.original.0, first.0.original.1);
        let info = SourceInfo {
            path: path.to_owned(),
            kind: SourceKind::Video,
            width,
            height,
            rotation_deg: probe.rotation_deg,
            stated_duration_s: probe.duration_s,
            filmed_on: day_of_video(decoder.header()),
        };
        let clock = Clock::new(probe.fps.unwrap_or(DEFAULT_FPS));
        Ok(Self {
            info,
            probe,
            decoder,
            clock,
            size: first.1.dimensions(),
            first: Some(first),
            frames_given: 0,
            has_size_changed: false,
            ending: None,
        })
    }

    fn is_truncated(&self, ending: &Ending) -> bool {
        let Some(stated_s) = self.probe.duration_s else {
            return false;
        };
        let shortfall_s = stated_s - self.clock.end_secs();
        let is_short_by = |secs: f64, share: f64| shortfall_s > secs.max(share * stated_s);
        let complaints = &ending.complaints;
        // The stated length is the longest track's: sound may run on when the pictures have ended.
        let is_only_track = !self.probe.has_other_tracks;
        let has_errors = complaints.damaged_pictures + complaints.other_errors > 0 || ending.failure.is_some();
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
        if self.ending.is_some() {
            return Ok(None);
        }
        let Some((stamp, mut image)) = self.first.take().or_else(|| self.decoder.next_picture()) else {
            self.ending = Some(self.decoder.finish());
            return Ok(None);
        };
        if image.dimensions() != self.size {
            self.has_size_changed = true;
            image = letterboxed(&image, self.size);
        }
        let long_side = |(width, height): (u32, u32)| f64::from(width.max(height));
        let display_from_image = long_side((self.info.width, self.info.height)) / long_side(self.size);
        let index = self.frames_given;
        self.frames_given += 1;
        Ok(Some(Frame { index, time: self.clock.time_of(&stamp), image: Arc::new(image), display_from_image }))
    }

    fn problems(&self) -> Vec<SourceProblem> {
        let mut problems = Vec::new();
        if self.has_size_changed {
            problems.push(SourceProblem::new(
                "size_changed",
                "the picture changes its size during the recording; all of it is shown in the first size".to_owned(),
            ));
        }
        let Some(ending) = &self.ending else {
            return problems;
        };
        let complaints = &ending.complaints;
        let errors =
            if complaints.damaged_pictures > 0 { complaints.damaged_pictures } else { complaints.other_errors };
        if self.is_truncated(ending) {
            let (end_s, stated_s) = (self.clock.end_secs(), self.probe.duration_s.unwrap_or_default());
            let text = format!(
                "the recording is cut short: its pictures end at {end_s:.1} s of {stated_s:.1} s; copy it again if the end matters"
            );
            problems.push(SourceProblem::new("truncated", text));
        } else if errors > 0 {
            let first = complaints.first.as_deref().unwrap_or("no reason given");
            let text = format!(
                "pictures are damaged or missing (decoding errors: {errors}, the first: {first}); angles near them may be wrong, copy or record it again"
            );
            problems.push(SourceProblem::new("damaged", text));
        } else if let Some(status) = ending.failure {
            problems.push(SourceProblem::new(
                "damaged",
                format!("FFmpeg stopped before the end ({status}); pictures may be missing, try again"),
            ));
        }
        problems
    }
}

/// Makes times that strictly increase out of the container's.
struct Clock {
    nominal_ns: i64,
    origin_ns: Option<i64>,
    last_ns: Option<i64>,
    last_duration_ns: i64,
    knows_last_duration: bool,
}

impl Clock {
    fn new(fps: f64) -> Self {
        let nominal_ns = ((1e9 / fps) as i64).max(1);
        Self { nominal_ns, origin_ns: None, last_ns: None, last_duration_ns: nominal_ns, knows_last_duration: false }
    }

    /// A missing time, or one that goes backwards, becomes the last one plus the usual step.
    fn time_of(&mut self, stamp: &Stamp) -> Timestamp {
        let expected_ns = self.last_ns.map_or(0, |last| last + self.nominal_ns);
        // Pictures before the start of an edit list have negative times: then the first one is the start.
        let origin_ns = *self.origin_ns.get_or_insert(stamp.time_ns.unwrap_or(0).min(0));
        let stated_ns = stamp.time_ns.map(|time| time - origin_ns).filter(|&time| time > self.last_ns.unwrap_or(-1));
        let time_ns = stated_ns.unwrap_or(expected_ns);
        self.knows_last_duration = stamp.duration_ns.is_some();
        let step_ns = self.last_ns.map_or(self.nominal_ns, |last| time_ns - last);
        self.last_duration_ns = stamp.duration_ns.unwrap_or(step_ns);
        self.last_ns = Some(time_ns);
        Timestamp(time_ns as u64)
    }

    /// When the last picture stops being shown, seconds.
    fn end_secs(&self) -> f64 {
        self.last_ns.map_or(0.0, |last| (last + self.last_duration_ns) as f64 * 1e-9)
    }
}

/// `image` in a black frame of `size`, its shape kept: stretching it would falsify angles.
fn letterboxed(image: &RgbImage, (width, height): (u32, u32)) -> RgbImage {
    let scale = (f64::from(width) / f64::from(image.width())).min(f64::from(height) / f64::from(image.height()));
    let scaled = |side: u32, limit: u32| ((f64::from(side) * scale).round() as u32).clamp(1, limit);
    let (inner_width, inner_height) = (scaled(image.width(), width), scaled(image.height(), height));
    let inner = imageops::resize(image, inner_width, inner_height, imageops::FilterType::Triangle);
    let mut canvas = RgbImage::new(width, height);
    imageops::replace(
        &mut canvas,
        &inner,
        i64::from((width - inner_width) / 2),
        i64::from((height - inner_height) / 2),
    );
    canvas
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(fps: f64, stated_ms: &[Option<i64>]) -> Vec<u64> {
        let mut clock = Clock::new(fps);
        let stamp = |ms: Option<i64>| Stamp {
            time_ns: ms.map(|ms| ms * 1_000_000),
            duration_ns: None,
            original: (8.0, 8.0),
            width: 8,
            height: 8,
        };
        stated_ms.iter().map(|&ms| clock.time_of(&stamp(ms)).0 / 1_000_000).collect()
    }

    #[test]
    fn stated_times_are_kept_and_the_rest_is_filled_in() {
        assert_eq!(times(25.0, &[Some(0), Some(33), Some(100)]), [0, 33, 100]);
        assert_eq!(times(25.0, &[Some(500), Some(533)]), [500, 533]);
        assert_eq!(times(25.0, &[None, None, None]), [0, 40, 80]);
        assert_eq!(times(25.0, &[Some(0), Some(0), Some(33), Some(90)]), [0, 40, 80, 90]);
        assert_eq!(times(25.0, &[Some(-80), Some(-40), Some(0)]), [0, 40, 80]);
        assert_eq!(times(25.0, &[Some(900), Some(0), Some(2000)]), [900, 940, 2000]);
    }

    #[test]
    fn a_picture_of_another_shape_keeps_its_shape() {
        let upright = RgbImage::from_pixel(30, 60, image::Rgb([200, 100, 50]));
        let canvas = letterboxed(&upright, (80, 40));
        assert_eq!(canvas.dimensions(), (80, 40));
        assert_eq!(canvas.get_pixel(29, 20).0, [0, 0, 0]);
        assert_eq!(canvas.get_pixel(30, 20).0, [200, 100, 50]);
        assert_eq!(canvas.get_pixel(49, 20).0, [200, 100, 50]);
        assert_eq!(canvas.get_pixel(50, 20).0, [0, 0, 0]);
    }
}
