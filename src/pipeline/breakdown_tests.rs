//! What remains of a run in which something breaks down.

use super::*;
use crate::motion::EstimateRequest;

/// Who breaks down, at the third frame.
#[derive(Clone, Copy, PartialEq)]
enum Culprit {
    Source,
    Estimator,
    Sink,
}

struct Part(SourceInfo, u64, Option<Culprit>);

impl Part {
    fn work(&mut self, of: Culprit) -> u64 {
        self.1 += 1;
        assert!(self.1 < 3 || self.2 != Some(of), "nothing is as it should be");
        self.1
    }
}

impl FrameSource for Part {
    fn info(&self) -> &SourceInfo {
        &self.0
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let index = self.work(Culprit::Source);
        let time = Timestamp::from_secs(index as f64);
        Ok((index < 6).then(|| Frame {
            index,
            time,
            image: Default::default(),
            display_from_image: 1.0,
            is_estimated: true,
        }))
    }
}

impl PoseEstimator for Part {
    fn info(&self) -> ModelInfo {
        ModelInfo { name: "none".to_owned(), sha256: String::new() }
    }

    fn estimate(&mut self, _frame: &Frame, _want: EstimateRequest) -> Result<FrameEstimate, EstimatorError> {
        self.work(Culprit::Estimator);
        Ok(FrameEstimate::default())
    }
}

impl Sink for Part {
    fn step(&mut self, _step: &Step) -> Result<(), SinkError> {
        self.work(Culprit::Sink);
        Ok(())
    }
}

/// Counts steps, and whether the end was told.
struct Witness<'a>(&'a mut (u64, bool));

impl Sink for Witness<'_> {
    fn step(&mut self, _step: &Step) -> Result<(), SinkError> {
        self.0.0 += 1;
        Ok(())
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        self.0.1 = outcome.failure.is_some();
        Ok(())
    }
}

#[track_caller]
fn check(culprit: Culprit, steps: u64) {
    let info = SourceInfo::of_a_test("clip", 1, 1);
    let part = || Part(info.clone(), 0, Some(culprit));
    let (mut source, mut estimator, mut witnessed) = (part(), part(), (0, false));
    let config = SessionConfig::default();
    let pipeline = Pipeline::new(&mut source, &mut estimator, config, Vec::new());
    let sinks: Vec<Box<dyn Sink>> = vec![Box::new(part()), Box::new(Witness(&mut witnessed))];
    let outcome = pipeline.run(sinks, &AtomicBool::new(false));
    let failure = outcome.failure.expect("it is told").to_string();
    assert!(failure.contains("nothing is as it should be"), "{failure}");
    assert_eq!((outcome.frames, witnessed), (steps, (steps, true)));
}

#[test]
fn a_part_that_breaks_down_ends_the_run_and_what_came_before_counts() {
    check(Culprit::Source, 2);
    check(Culprit::Estimator, 2);
    check(Culprit::Sink, 3);
}
