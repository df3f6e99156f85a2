//! Any source played at real time, or as fast as possible once the user asks for that.

use super::live::{Connection, LiveStatus, NAP};
use super::{FrameSource, Problem, SourceError, SourceInfo};
use crate::frame::Frame;
use crate::motion::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// Plays `inner` by the clock: no frame comes before it is due, unless the user skips to the result
/// ([`LiveStatus::hurry`]). If the computer can't keep up, the recording plays slower instead of losing frames. So its
/// result is always that of measuring the file.
pub struct Paced<S> {
    inner: S,
    status: Arc<LiveStatus>,
    stop: Arc<AtomicBool>,
    begun: bool,
}

impl<S: FrameSource> Paced<S> {
    /// Ends when the recording does, or when `stop` becomes true.
    pub fn new(inner: S, status: Arc<LiveStatus>, stop: Arc<AtomicBool>) -> Self {
        Self { inner, status, stop, begun: false }
    }

    /// How long it is until a frame of that time is due; `None` for now.
    fn wait(&self, time: Timestamp) -> Option<Duration> {
        self.status.due_in(time).filter(|wait| !wait.is_zero() && !self.status.is_hurried())
    }

    /// Waits until a frame of that time is due; `false` if it was stopped before.
    fn wait_until_due(&self, time: Timestamp) -> bool {
        while !self.stop.load(Ordering::Relaxed) {
            match self.wait(time) {
                Some(wait) => thread::sleep(wait.min(NAP)),
                None => return true,
            }
        }
        false
    }
}

impl<S: FrameSource> FrameSource for Paced<S> {
    fn info(&self) -> &SourceInfo {
        self.inner.info()
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let Some(frame) = self.inner.next_frame()? else { return Ok(None) };
        let on_time = self.wait(frame.time).is_some();
        if on_time && !self.wait_until_due(frame.time) {
            return Ok(None);
        }
        if !on_time {
            // the first frame, a late one, or one that did not wait: the clock goes on from it
            self.status.start_clock(frame.time);
        }
        if !self.begun {
            self.begun = true;
            self.status.set_connection(Connection::Streaming { format: "recording".to_owned() });
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
    use std::time::Instant;

    /// Frames 20 ms apart.
    struct Ticks(SourceInfo, u64, u64);

    impl FrameSource for Ticks {
        fn info(&self) -> &SourceInfo {
            &self.0
        }

        fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
            let index = self.1;
            self.1 += 1;
            let time = Timestamp::from_secs(5.0 + index as f64 * 0.02);
            Ok((index < self.2).then(|| Frame {
                index,
                time,
                image: Arc::default(),
                display_from_image: 1.0,
                is_estimated: true,
            }))
        }
    }

    fn ticks(count: u64) -> (Paced<Ticks>, Arc<LiveStatus>, Arc<AtomicBool>) {
        let info = SourceInfo::of_a_test("ticks", 1, 1);
        let (status, stop) = (Arc::new(LiveStatus::default()), Arc::new(AtomicBool::new(false)));
        (Paced::new(Ticks(info, 0, count), status.clone(), stop.clone()), status, stop)
    }

    #[test]
    fn no_frame_comes_before_it_is_due() {
        let (mut source, ..) = ticks(6);
        source.next_frame().unwrap();
        let start = Instant::now();
        while let Some(frame) = source.next_frame().unwrap() {
            assert!(start.elapsed().as_secs_f64() > frame.time.secs() - 5.0 - 1e-3, "{frame:?}");
        }
    }

    #[test]
    fn whoever_is_slow_gets_every_frame_and_the_next_ones_at_their_pace() {
        let (mut source, status, _) = ticks(12);
        let mut seen = Vec::new();
        while let Some(frame) = source.next_frame().unwrap() {
            if frame.index == 3 {
                thread::sleep(Duration::from_millis(150));
            }
            seen.push((frame.index, Instant::now()));
        }
        assert!(seen.iter().map(|(index, _)| *index).eq(0..12), "{seen:?}");
        assert_eq!(status.dropped(), 0);
        // not in a rush after the delay
        let after = seen[11].1 - seen[4].1;
        assert!(after.as_secs_f64() > 7.0 * 0.02 - 1e-3, "{after:?}");
    }

    #[test]
    fn whoever_is_in_a_hurry_waits_for_no_frame_and_gets_every_one() {
        let (mut source, status, _) = ticks(500);
        source.next_frame().unwrap();
        let start = Instant::now();
        status.hurry();
        let rest = std::iter::from_fn(|| source.next_frame().unwrap()).count();
        assert_eq!(rest, 499);
        assert!(start.elapsed() < Duration::from_secs(5), "at real time it takes ten seconds: {:?}", start.elapsed());
    }

    #[test]
    fn a_stop_ends_the_wait() {
        let (mut source, _, stop) = ticks(50);
        source.next_frame().unwrap();
        stop.store(true, Ordering::Relaxed);
        let rest = std::iter::from_fn(|| source.next_frame().unwrap()).count();
        assert!(rest <= 1, "{rest}");
    }
}
