//! Any source played at real time, as a camera would give it: a picture comes when it is due, and the newest one wins.

use super::live::{Connection, LiveStatus};
use super::{FrameSource, SourceError, SourceInfo, SourceProblem};
use crate::frame::Frame;
use crate::motion::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// Longest wait at a stretch, so that a stop is heard.
const NAP: Duration = Duration::from_millis(50);

/// Plays `inner` by the clock.
///
/// The first picture comes at once, and the clock starts when the second one is asked for: looking for the person in the first one takes
/// longest, and so costs no pictures.
pub struct Paced<S> {
    inner: S,
    status: Arc<LiveStatus>,
    stop: Arc<AtomicBool>,
    first: Option<Timestamp>,
    /// Read from `inner`, and not due yet when last looked at.
    waiting: Option<Frame>,
}

impl<S: FrameSource> Paced<S> {
    /// Ends when the recording does, or when `stop` becomes true.
    pub fn new(inner: S, status: Arc<LiveStatus>, stop: Arc<AtomicBool>) -> Self {
        Self { inner, status, stop, first: None, waiting: None }
    }

    /// Waits until a picture of that time is due; whether it came to that.
    fn wait_until_due(&self, time: Timestamp) -> bool {
        while !self.stop.load(Ordering::Relaxed) {
            match self.status.due_in(time) {
                Some(wait) if !wait.is_zero() => thread::sleep(wait.min(NAP)),
                _ => return true,
            }
        }
        false
    }

    fn is_due(&self, frame: &Frame) -> bool {
        self.status.due_in(frame.time).is_none_or(|wait| wait.is_zero())
    }
}

impl<S: FrameSource> FrameSource for Paced<S> {
    fn info(&self) -> &SourceInfo {
        self.inner.info()
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let Some(first) = self.first else {
            let frame = self.inner.next_frame()?;
            self.first = frame.as_ref().map(|frame| frame.time);
            self.status.set_connection(Connection::Streaming { format: "recording".to_owned() });
            return Ok(frame);
        };
        if self.status.due_in(first).is_none() {
            self.status.start_clock(first);
        }
        let mut newest: Option<Frame> = None;
        loop {
            let read = match self.waiting.take() {
                Some(frame) => Some(frame),
                None => self.inner.next_frame()?,
            };
            match (read, newest.take()) {
                (Some(frame), older) if self.is_due(&frame) => {
                    self.status.count_dropped(u64::from(older.is_some()));
                    newest = Some(frame);
                }
                (waiting, Some(due)) => {
                    self.waiting = waiting;
                    return Ok(Some(due));
                }
                (Some(frame), None) => return Ok(self.wait_until_due(frame.time).then_some(frame)),
                (None, None) => return Ok(None),
            }
        }
    }

    fn problems(&self) -> Vec<SourceProblem> {
        self.inner.problems()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceKind;
    use std::time::Instant;

    /// Pictures 20 ms apart.
    struct Ticks(SourceInfo, u64, u64);

    impl FrameSource for Ticks {
        fn info(&self) -> &SourceInfo {
            &self.0
        }

        fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
            let index = self.1;
            self.1 += 1;
            let time = Timestamp::from_secs(5.0 + index as f64 * 0.02);
            Ok((index < self.2).then(|| Frame { index, time, image: Arc::default() }))
        }
    }

    fn ticks(count: u64) -> (Paced<Ticks>, Arc<LiveStatus>, Arc<AtomicBool>) {
        let info = SourceInfo {
            path: "ticks".into(),
            kind: SourceKind::Video,
            width: 1,
            height: 1,
            rotation_deg: 0,
            stated_duration_s: None,
        };
        let (status, stop) = (Arc::new(LiveStatus::default()), Arc::new(AtomicBool::new(false)));
        (Paced::new(Ticks(info, 0, count), status.clone(), stop.clone()), status, stop)
    }

    #[test]
    fn no_picture_comes_before_it_is_due() {
        let (mut source, ..) = ticks(6);
        source.next_frame().unwrap();
        let start = Instant::now();
        while let Some(frame) = source.next_frame().unwrap() {
            assert!(start.elapsed().as_secs_f64() > frame.time.secs() - 5.0 - 1e-3, "{frame:?}");
        }
    }

    #[test]
    fn whoever_is_slow_gets_the_newest_picture_and_the_last_one() {
        let (mut source, status, _) = ticks(50);
        let mut seen = Vec::new();
        while let Some(frame) = source.next_frame().unwrap() {
            seen.push(frame.index);
            thread::sleep(Duration::from_millis(110));
        }
        assert_eq!((seen[0], seen.last()), (0, Some(&49)), "{seen:?}");
        assert!(seen.len() < 20, "{seen:?}");
        assert_eq!(status.dropped() as usize + seen.len(), 50);
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
