//! The frames of a raise, small and compressed, to show the moment of the result.

use crate::frame::Frame;
use crate::motion::{Event, Observation, Pose, Timestamp};
use crate::pipeline::Step;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use std::collections::VecDeque;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Frames are kept at most this long on their long side, pixels: enough to see a knee, and a tenth of the memory.
const LONG_SIDE_PX: u32 = 640;
/// JPEG quality in percent.
const QUALITY: u8 = 80;
/// Kept from before a raise, seconds.
const FRAMES_BEFORE_S: f64 = 2.0;
/// At most this many frames a raise: beyond that every second one is dropped, so that a raise of any length has frames.
const MOST: usize = 600;

/// A frame as the album keeps it, with what was found in it.
#[derive(Clone, Debug)]
pub struct AlbumFrame {
    pub time: Timestamp,
    pub pose: Option<Pose>,
    /// The pose is interpolated between those of estimated frames.
    pub is_interpolated: bool,
    pub observation: Observation,
    jpeg: Box<[u8]>,
}

impl AlbumFrame {
    /// `None` if the image cannot be compressed, which never happens unless it is empty.
    pub fn of(step: &Step) -> Option<Self> {
        let jpeg = compressed(&step.frame)?;
        let mut observation = step.observation.clone();
        observation.events.clear();
        let seen = &step.seen;
        let (pose, is_interpolated) = (seen.pose.clone(), seen.is_interpolated);
        Some(Self { time: step.frame.time, pose, is_interpolated, observation, jpeg })
    }

    /// The image as it is kept: at most 640 pixels on its long side.
    pub fn jpeg(&self) -> &[u8] {
        &self.jpeg
    }

    /// The pixels, decompressed, in the frame's proportions.
    pub fn image(&self) -> Option<RgbImage> {
        let decoded = image::load_from_memory_with_format(&self.jpeg, image::ImageFormat::Jpeg).ok()?;
        Some(decoded.into_rgb8())
    }
}

/// A raise's start and end.
pub type RaiseTimes = RangeInclusive<Timestamp>;

/// Collects frames, and hands out those of a raise that is over.
#[derive(Debug, Default)]
pub struct Album {
    frames: VecDeque<AlbumFrame>,
    /// Every 2^`thinned`-th frame is kept now.
    thinned: u32,
    count: u64,
    /// The raise that was last asked for, with its frames.
    latest: Option<(RaiseTimes, Arc<Vec<AlbumFrame>>)>,
}

impl Album {
    /// Adds a frame; between raises only the newest ones are kept.
    pub fn add(&mut self, step: &Step) {
        // a raise ends in the step that reports its trial, and the other sinks ask for its frames in that step
        let ended = step.observation.events.iter().any(|event| matches!(event, Event::TrialEnded(_)));
        let resting = !step.observation.phase.leg_is_up() && !ended;
        let nobody = step.observation.angles.is_none();
        if resting {
            let recent = |frame: &AlbumFrame| step.frame.time - frame.time <= FRAMES_BEFORE_S;
            while self.frames.front().is_some_and(|frame| !recent(frame)) {
                self.frames.pop_front();
            }
            self.thinned = 0;
        }
        self.count += 1;
        let left_out = !self.count.is_multiple_of(1 << self.thinned);
        if left_out || (nobody && resting) {
            return;
        }
        self.frames.extend(AlbumFrame::of(step));
        if self.frames.len() > MOST {
            let mut keep = false;
            self.frames.retain(|_| {
                keep = !keep;
                keep
            });
            self.thinned += 1;
        }
    }

    /// The frames of a raise, empty if there are none. They leave the album, but asking again for the same raise gives
    /// them again.
    pub fn of(&mut self, raise: RaiseTimes) -> Arc<Vec<AlbumFrame>> {
        if let Some((_, frames)) = self.latest.as_ref().filter(|(latest, _)| *latest == raise) {
            return frames.clone();
        }
        if !self.frames.iter().any(|frame| raise.contains(&frame.time)) {
            return Arc::default();
        }
        let with_before = *raise.start() + -FRAMES_BEFORE_S..=*raise.end();
        let of_it = self.frames.drain(..).filter(|frame| with_before.contains(&frame.time));
        let frames = Arc::new(of_it.collect::<Vec<_>>());
        self.latest = Some((raise, frames.clone()));
        frames
    }
}

fn compressed(frame: &Frame) -> Option<Box<[u8]>> {
    let image = frame.image.as_ref();
    let scale = f64::from(LONG_SIDE_PX) / f64::from(image.width().max(image.height()));
    let small;
    let image = if scale < 1.0 {
        let scaled = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
        small = image::imageops::thumbnail(image, scaled(image.width()), scaled(image.height()));
        &small
    } else {
        image
    };
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    encoder.write_image(image.as_raw(), image.width(), image.height(), ExtendedColorType::Rgb8).ok()?;
    // without the spare capacity that the vector has from growing
    Some(jpeg.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{FrameEstimate, ImageSize, Observation, Session, SessionConfig};
    use image::Rgb;

    fn step(secs: f64, phase: crate::motion::Phase) -> Step {
        let time = Timestamp::from_secs(secs);
        let config = SessionConfig::default();
        let observation =
            Session::new(config, ImageSize { width: 1280, height: 720 }).observe(time, &FrameEstimate::default());
        let image = Arc::new(RgbImage::from_pixel(1280, 720, Rgb([200, 100, 50])));
        Step {
            frame: Frame { index: 0, time, image, display_from_image: 1.0, is_estimated: true },
            seen: FrameEstimate::default(),
            commands: Vec::new(),
            observation: Observation { phase, ..observation },
        }
    }

    impl AlbumFrame {
        /// No frame, of that size.
        pub fn of_bytes(bytes: usize) -> Self {
            Self { jpeg: vec![0; bytes].into(), ..Self::of(&step(0.0, crate::motion::Phase::Raise)).unwrap() }
        }
    }

    #[test]
    fn a_frame_comes_back_small_in_its_proportions_and_colours() {
        let frame = AlbumFrame::of(&step(1.0, crate::motion::Phase::Raise)).unwrap();
        let image = frame.image().unwrap();
        assert_eq!(image.dimensions(), (640, 360));
        let [r, g, b] = image.get_pixel(300, 200).0;
        assert!(r.abs_diff(200) < 6 && g.abs_diff(100) < 6 && b.abs_diff(50) < 6, "{r} {g} {b}");
    }

    #[test]
    fn a_very_long_raise_has_its_frames_thinner() {
        let mut album = Album::default();
        for i in 0..2000 {
            album.add(&step(f64::from(i) * 0.1, crate::motion::Phase::Raise));
        }
        assert!(album.frames.len() <= MOST && album.frames.len() > MOST / 4, "{}", album.frames.len());
        let times: Vec<f64> = album.frames.iter().map(|p| p.time.secs()).collect();
        assert!(times[0] < 1.0 && times.last().unwrap() > &199.0);
        assert!(times.windows(2).all(|pair| pair[1] > pair[0] && pair[1] - pair[0] < 2.0));
    }

    #[test]
    fn whoever_asks_for_a_raise_gets_the_same_frames() {
        let mut album = Album::default();
        (0..100).for_each(|i| album.add(&step(f64::from(i) * 0.1, crate::motion::Phase::Raise)));
        let raise = Timestamp::from_secs(5.0)..=Timestamp::from_secs(8.0);
        let first = album.of(raise.clone());
        assert_eq!(first.first().unwrap().time, *raise.start() + -FRAMES_BEFORE_S);
        assert_eq!(first.last().unwrap().time, *raise.end());
        assert!(Arc::ptr_eq(&first, &album.of(raise)), "compressed once");
        let other = Timestamp::from_secs(8.5)..=Timestamp::from_secs(9.0);
        assert!(album.of(other).is_empty(), "they have left with those of the raise before");
    }

    #[test]
    fn between_raises_only_the_newest_frames_are_kept() {
        let mut album = Album::default();
        for i in 0..100 {
            album.add(&step(f64::from(i) * 0.1, crate::motion::Phase::Raise));
        }
        album.add(&step(20.0, crate::motion::Phase::Rest));
        assert!(album.frames.is_empty());
    }
}
