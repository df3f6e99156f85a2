//! What the estimator is told ahead.

use super::*;
use crate::motion::EstimateRequest;
use std::cell::RefCell;
use std::rc::Rc;

type Log = Rc<RefCell<Vec<String>>>;

/// Gives a number of frames, then an error or the end.
struct Frames {
    info: SourceInfo,
    count: u64,
    breaks: bool,
    next: u64,
    log: Log,
}

impl FrameSource for Frames {
    fn info(&self) -> &SourceInfo {
        &self.info
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let index = self.next;
        self.next += 1;
        self.log.borrow_mut().push(format!("read {index}"));
        let time = Timestamp::from_secs(index as f64);
        let frame = Frame { index, time, image: Default::default(), display_from_image: 1.0, is_estimated: true };
        match index < self.count {
            true => Ok(Some(frame)),
            false if self.breaks => Err(SourceError::Empty("clip".into())),
            false => Ok(None),
        }
    }
}

struct LookaheadEstimator(usize, Log);

impl PoseEstimator for LookaheadEstimator {
    fn info(&self) -> ModelInfo {
        ModelInfo { name: "none".to_owned(), sha256: String::new() }
    }

    fn lookahead(&self) -> usize {
        self.0
    }

    fn expect(&mut self, frame: &Frame) {
        self.1.borrow_mut().push(format!("expect {}", frame.index));
    }

    fn estimate(&mut self, frame: &Frame, _want: EstimateRequest) -> Result<FrameEstimate, EstimatorError> {
        self.1.borrow_mut().push(format!("estimate {}", frame.index));
        Ok(FrameEstimate::default())
    }
}

/// What happens, in order, and how it ends.
fn happens(lookahead: usize, count: u64, breaks: bool) -> (Vec<String>, Result<u64, String>) {
    let log = Log::default();
    let info = SourceInfo::of_a_test("clip", 1, 1);
    let mut source = Frames { info, count, breaks, next: 0, log: log.clone() };
    let mut estimator = LookaheadEstimator(lookahead, log.clone());
    let config = SessionConfig::default();
    let outcome =
        Pipeline::new(&mut source, &mut estimator, config, Vec::new()).run(Vec::new(), &AtomicBool::new(false));
    let end = outcome.failure.map_or(Ok(outcome.frames), |error| Err(error.to_string()));
    (log.take(), end)
}

#[test]
fn without_lookahead_a_frame_is_read_when_it_is_wanted() {
    let (log, end) = happens(0, 2, false);
    assert_eq!(log, ["read 0", "expect 0", "estimate 0", "read 1", "expect 1", "estimate 1", "read 2"]);
    assert_eq!(end, Ok(2));
}

#[test]
fn frames_ahead_come_two_at_a_time_and_no_more_than_wanted() {
    let (log, end) = happens(2, 9, false);
    assert_eq!(end, Ok(9));
    let (mut known, mut most) = (0usize, 0);
    for line in &log {
        match line.split_once(' ') {
            Some(("expect", _)) => known += 1,
            Some(("estimate", _)) => {
                known -= 1;
                most = most.max(known);
            }
            _ => {}
        }
    }
    assert_eq!(most, 2);
    assert_eq!(log.iter().position(|line| line == "estimate 0"), Some(4), "{log:?}");
    let estimated: Vec<&str> = log.iter().filter_map(|line| line.strip_prefix("estimate ")).collect();
    assert_eq!(estimated, ["0", "1", "2", "3", "4", "5", "6", "7", "8"]);
}

#[test]
fn what_was_read_before_the_source_broke_is_measured() {
    let (log, end) = happens(8, 3, true);
    assert_eq!(log.iter().filter(|line| line.starts_with("estimate")).count(), 3);
    assert!(end.unwrap_err().contains("empty"));
}
