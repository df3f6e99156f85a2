//! Marks which frames of a recording the model estimates: as many as the measurement needs, fewer while nothing moves.
//! It depends on times and pixels alone, so that the same frames are estimated in every run.

use super::{FrameSource, Problem, SourceError, SourceInfo};
use crate::frame::{Frame, brightness};
use crate::motion::Timestamp;
use image::RgbImage;

/// Which frames of a recording the model estimates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sampling {
    /// As many as the measurement needs.
    #[default]
    AsNeeded,
    EveryFrame,
}

/// Frames a second that are estimated while something moves.
const READ_PER_S: f64 = 15.0;
/// Of each interval the first frame is estimated. This offset puts frames at the usual 30 a second into the middle
/// between the intervals' limits, so that a camera's uneven times do not move them into another interval.
const PHASE: f64 = 0.25;
/// While nothing moves, a frame is estimated at least this often, seconds: compensations count over gaps of up to 0.25
/// s, and one frame more must fit in.
const STILL_S: f64 = 0.19;
/// After lying still for this long the person rests: no leg is held up for longer (2 s are asked for). Then two frames
/// a second are enough.
const RESTS_AFTER_S: f64 = 4.0;
const RESTING_S: f64 = 0.49;

/// Columns and rows of cells that are compared with the last estimated frame, and points in each direction in a cell.
const COLUMNS: u32 = 96;
const ROWS: u32 = 54;
const POINTS: u32 = 4;
/// Something moves if [`MOVED_CELLS`] cells change by more than this, levels of brightness out of 255: twice the change
/// by noise and compression in recordings of people who lie still, and the change by a leg of usual size that moves by
/// half a degree.
const MOVED: f32 = 10.0;
const MOVED_CELLS: usize = 6;

/// Marks the frames of `inner` that are to be estimated.
pub struct Sampled<S> {
    inner: S,
    /// The last frame to be estimated: its time and its cells.
    read: Option<(Timestamp, Vec<f32>)>,
    /// When something moved last.
    moved: Timestamp,
    /// A frame read ahead, already marked. The last frame of a recording is always estimated.
    next: Option<Frame>,
    end: Option<Result<(), SourceError>>,
}

impl<S: FrameSource> Sampled<S> {
    pub fn new(inner: S) -> Self {
        Self { inner, read: None, moved: Timestamp::ZERO, next: None, end: None }
    }

    fn marked(&mut self, frame: Frame) -> Frame {
        let now = frame.time;
        let Some((last, before)) = &self.read else {
            (self.read, self.moved) = (Some((now, cells(&frame.image))), now);
            return Frame { is_estimated: true, ..frame };
        };
        if interval(now) <= interval(*last) {
            return Frame { is_estimated: false, ..frame };
        }
        let cells = cells(&frame.image);
        let has_moved = has_moved(before, &cells);
        let longest_s = if now - self.moved < RESTS_AFTER_S { STILL_S } else { RESTING_S };
        let is_estimated = has_moved || now - *last >= longest_s;
        if has_moved {
            self.moved = now;
        }
        if is_estimated {
            self.read = Some((now, cells));
        }
        Frame { is_estimated, ..frame }
    }

    /// Reads the frame after `next`.
    fn advance(&mut self) {
        if self.end.is_some() {
            return;
        }
        match self.inner.next_frame() {
            Ok(Some(frame)) => self.next = Some(self.marked(frame)),
            Ok(None) => self.end = Some(Ok(())),
            Err(error) => self.end = Some(Err(error)),
        }
    }
}

/// Number of the interval that the time lies in: one frame of each is estimated.
fn interval(time: Timestamp) -> u64 {
    (time.secs() * READ_PER_S + PHASE) as u64
}

fn cells(image: &RgbImage) -> Vec<f32> {
    brightness(image, COLUMNS, ROWS, POINTS)
}

fn has_moved(before: &[f32], now: &[f32]) -> bool {
    let changed = before.iter().zip(now).filter(|(before, now)| (*before - *now).abs() > MOVED);
    before.len() != now.len() || changed.take(MOVED_CELLS).count() == MOVED_CELLS
}

impl<S: FrameSource> FrameSource for Sampled<S> {
    fn info(&self) -> &SourceInfo {
        self.inner.info()
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        if self.next.is_none() {
            self.advance();
        }
        let Some(mut frame) = self.next.take() else {
            return self.end.replace(Ok(())).unwrap_or(Ok(())).map(|()| None);
        };
        // a frame that is estimated need not wait for the next one
        if !frame.is_estimated {
            self.advance();
            frame.is_estimated = self.next.is_none();
        }
        Ok(Some(frame))
    }

    fn problems(&self) -> Vec<Problem> {
        self.inner.problems()
    }

    fn was_interrupted(&self) -> bool {
        self.inner.was_interrupted()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::ProblemCode;
    use image::Rgb;
    use std::sync::Arc;

    /// Frames at `fps`, with a bright square that is elsewhere in each of those that `moves` says; then the end, or an
    /// error.
    struct Film {
        info: SourceInfo,
        fps: f64,
        count: u64,
        moves: fn(f64) -> bool,
        breaks: bool,
        next: u64,
        place: u32,
    }

    impl FrameSource for Film {
        fn info(&self) -> &SourceInfo {
            &self.info
        }

        fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
            let index = self.next;
            self.next += 1;
            if index == self.count {
                return if self.breaks { Err(SourceError::Empty("clip".into())) } else { Ok(None) };
            }
            let time = Timestamp::from_secs(index as f64 / self.fps);
            self.place += u32::from((self.moves)(time.secs()));
            let near = |x: u32, y: u32| (x / 10 + 32 - self.place % 32).is_multiple_of(32) && (80..100).contains(&y);
            let image = RgbImage::from_fn(320, 180, |x, y| Rgb([if near(x, y) { 220 } else { 40 }; 3]));
            Ok(Some(Frame { index, time, image: Arc::new(image), display_from_image: 1.0, is_estimated: true }))
        }

        fn problems(&self) -> Vec<Problem> {
            vec![Problem::new(ProblemCode::Damaged, "dust")]
        }
    }

    fn film(fps: f64, secs: f64, moves: fn(f64) -> bool, breaks: bool) -> Sampled<Film> {
        let info = SourceInfo::of_a_test("film", 320, 180);
        Sampled::new(Film { info, fps, count: (secs * fps) as u64, moves, breaks, next: 0, place: 0 })
    }

    /// The times of the frames that are read, and how many there are in all.
    fn read(source: &mut Sampled<Film>) -> (Vec<f64>, usize) {
        let frames: Vec<Frame> = std::iter::from_fn(|| source.next_frame().ok().flatten()).collect();
        (frames.iter().filter(|frame| frame.is_estimated).map(|frame| frame.time.secs()).collect(), frames.len())
    }

    fn longest_gap(times: &[f64]) -> f64 {
        times.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max)
    }

    #[test]
    fn whoever_moves_is_read_fifteen_times_a_second_at_any_rate() {
        for fps in [20.0, 24.0, 25.0, 30.0, 50.0, 60.0, 240.0] {
            let (times, frames) = read(&mut film(fps, 4.0, |_| true, false));
            assert_eq!(frames, (4.0 * fps) as usize, "every frame is there");
            assert!((59..=62).contains(&times.len()), "{fps}: {}", times.len());
            assert!(longest_gap(&times) < 0.11, "{fps}: {times:?}");
        }
    }

    #[test]
    fn no_frame_of_a_slow_recording_is_passed() {
        let (times, frames) = read(&mut film(12.0, 4.0, |_| true, false));
        assert_eq!(times.len(), frames);
    }

    #[test]
    fn a_camera_with_uneven_times_is_read_as_often() {
        let mut source = film(30.0, 4.0, |_| true, false);
        let mut wobble = 0u64;
        let mut frames = std::iter::from_fn(|| source.inner.next_frame().ok().flatten());
        let mut sampled = Sampled::new(film(30.0, 0.0, |_| true, false).inner);
        let read = frames.by_ref().filter(|frame| {
            wobble = wobble * 7 % 13 + 1;
            let time = frame.time + (wobble as f64 - 7.0) * 1e-3;
            sampled.marked(Frame { time, ..frame.clone() }).is_estimated
        });
        assert!((59..=61).contains(&read.count()));
    }

    #[test]
    fn while_nothing_moves_a_third_of_them_is_read_and_a_movement_at_once() {
        let (times, _) = read(&mut film(30.0, 4.0, |secs| (2.0..2.5).contains(&secs), false));
        assert!(times.len() < 30, "{}", times.len());
        assert!(longest_gap(&times) < 0.25, "nobody is believed over a longer gap: {times:?}");
        assert!(times.iter().any(|time| (2.0..=2.07).contains(time)), "{times:?}");
        assert_eq!(times.iter().filter(|time| (2.0..2.5).contains(*time)).count(), 8, "{times:?}");
    }

    #[test]
    fn of_a_long_rest_two_are_read_a_second_and_what_ends_it_at_once() {
        let (times, _) = read(&mut film(30.0, 20.0, |secs| (16.0..16.5).contains(&secs), false));
        let within = |from: f64, to: f64| times.iter().filter(|time| (from..to).contains(*time)).count();
        assert!((15..=17).contains(&within(8.0, 16.0)), "{times:?}");
        assert!(longest_gap(&times) < 0.56, "{times:?}");
        assert_eq!(within(16.0, 16.5), 8, "{times:?}");
        assert!(within(17.0, 19.0) >= 9, "a leg may be held up: {times:?}");
    }

    #[test]
    fn the_last_frame_is_read_also_of_what_breaks_off() {
        for breaks in [false, true] {
            let mut source = film(30.0, 1.9, |_| true, breaks);
            let mut last = None;
            let end = loop {
                match source.next_frame() {
                    Ok(Some(frame)) => last = Some(frame),
                    end => break end,
                }
            };
            assert_eq!(end.is_err(), breaks);
            assert!(last.is_some_and(|frame| frame.is_estimated && frame.index == 56));
            assert!(source.next_frame().is_ok_and(|frame| frame.is_none()));
            assert_eq!(source.problems().len(), 1);
        }
    }
}
