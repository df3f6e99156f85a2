//! Frames that are not read: what is shown of them, and which of them are read after all.

use super::*;
use crate::motion::{Caudal, lying_figure};
use std::cell::RefCell;
use std::rc::Rc;

/// Frames 25 ms apart, of which every fourth is marked to be read, and the last one.
struct Film {
    info: SourceInfo,
    count: u64,
    next: u64,
}

impl FrameSource for Film {
    fn info(&self) -> &SourceInfo {
        &self.info
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let index = self.next;
        self.next += 1;
        let is_estimated = index.is_multiple_of(4) || index + 1 == self.count;
        let time = Timestamp::from_secs(0.025 * index as f64);
        let frame = Frame { index, time, image: Default::default(), display_from_image: 1.0, is_estimated };
        Ok((index < self.count).then_some(frame))
    }
}

/// Sees a leg that is raised at a steady speed, and writes down which frames it was shown.
struct Raise {
    deg_per_s: f64,
    goes_back: bool,
    shown: Rc<RefCell<Vec<u64>>>,
    /// Another scene begins with this frame.
    cut: Option<u64>,
    /// The frames in which the room was looked at.
    room_looks: Rc<RefCell<Vec<u64>>>,
}

impl PoseEstimator for Raise {
    fn info(&self) -> ModelInfo {
        ModelInfo { name: "none".to_owned(), sha256: String::new() }
    }

    fn lookahead(&self) -> usize {
        3
    }

    fn goes_back(&self) -> bool {
        self.goes_back
    }

    fn estimate(&mut self, frame: &Frame, want: EstimateRequest) -> Result<FrameEstimate, EstimatorError> {
        self.room_looks.borrow_mut().extend(want.room.then_some(frame.index));
        self.shown.borrow_mut().push(frame.index);
        let pose = lying_figure(Caudal::Right, [(0.0, 0.0), (self.deg_per_s * frame.time.secs(), 0.0)]);
        Ok(FrameEstimate { after_cut: self.cut == Some(frame.index), ..pose.into() })
    }
}

/// The steps of such a film, and the frames that the model was shown, in that order.
fn run(count: u64, deg_per_s: f64, goes_back: bool, commands: Vec<TimedCommand>) -> (Vec<Step>, Vec<u64>) {
    let (steps, shown, _) = run_and_watch(count, deg_per_s, goes_back, None, commands);
    (steps, shown)
}

/// The same with the frames in which the room was looked at.
fn run_and_watch(
    count: u64,
    deg_per_s: f64,
    goes_back: bool,
    cut: Option<u64>,
    commands: Vec<TimedCommand>,
) -> (Vec<Step>, Vec<u64>, Vec<u64>) {
    let info = SourceInfo::of_a_test("film", 640, 480);
    let mut source = Film { info, count, next: 0 };
    let shown = Rc::<RefCell<Vec<u64>>>::default();
    let room_looks = Rc::<RefCell<Vec<u64>>>::default();
    let (shown_to, looked_in) = (shown.clone(), room_looks.clone());
    let mut estimator = Raise { deg_per_s, goes_back, cut, shown: shown_to, room_looks: looked_in };
    let mut pipeline = Pipeline::new(&mut source, &mut estimator, SessionConfig::default(), commands);
    let steps = std::iter::from_fn(|| pipeline.step().unwrap()).collect();
    drop(pipeline);
    (steps, shown.take(), room_looks.take())
}

fn raised_deg(step: &Step) -> f64 {
    step.observation.legs.expect("a lying person")[crate::motion::Track::B].angles.leg_rad.to_degrees()
}

#[test]
fn what_is_not_read_lies_between_what_is_and_every_frame_is_measured_in_order() {
    let (steps, shown) = run(22, 10.0, true, Vec::new());
    assert_eq!(shown, [0, 4, 8, 12, 16, 20, 21]);
    assert!(steps.iter().map(|step| step.frame.index).eq(0..22));
    let read = steps.iter().filter(|step| step.frame.is_estimated).map(|step| step.frame.index);
    assert_eq!(read.collect::<Vec<_>>(), shown);
    for step in &steps {
        assert!((raised_deg(step) - 0.25 * step.frame.index as f64).abs() < 0.02, "{}", step.frame.index);
    }
}

#[test]
fn a_quick_leg_is_read_in_between_from_the_middle_on() {
    let (steps, shown) = run(9, 150.0, true, Vec::new());
    assert_eq!(shown, [0, 4, 2, 1, 3, 8, 6, 5, 7], "3.75° from each frame to the next");
    assert!(steps.iter().map(|step| step.frame.index).eq(0..9));
    assert!(steps.iter().all(|step| step.frame.is_estimated));
    let (steps, shown) = run(9, 70.0, true, Vec::new());
    assert_eq!(shown, [0, 4, 2, 8, 6], "7° from one read frame to the next, and 3.5° to the middle");
    assert_eq!(steps.iter().filter(|step| step.frame.is_estimated).count(), 5);
}

#[test]
fn nothing_is_gone_back_to_across_a_cut() {
    let (steps, shown, _) = run_and_watch(9, 150.0, true, Some(4), Vec::new());
    assert_eq!(shown, [0, 4, 8, 6, 5, 7]);
    let nobody = steps.iter().filter(|step| step.seen.pose.is_none()).map(|step| step.frame.index);
    assert_eq!(nobody.collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn what_was_recorded_is_not_gone_back_to() {
    let (steps, shown) = run(9, 150.0, false, Vec::new());
    assert_eq!(shown, [0, 4, 8]);
    assert_eq!(steps.len(), 9);
}

#[test]
fn what_is_said_holds_from_the_next_frame_that_is_read() {
    let said = (Timestamp::from_secs(0.13), SessionCommand::ReportDiscomfort);
    let (steps, _) = run(13, 10.0, true, vec![said]);
    let with = steps.iter().filter(|step| !step.commands.is_empty()).map(|step| step.frame.index);
    assert_eq!(with.collect::<Vec<_>>(), [8]);
    assert!(steps.iter().map(|step| step.frame.index).eq(0..13));
    // those before it show what was
    assert!((raised_deg(&steps[7]) - raised_deg(&steps[4])).abs() < 1e-6);
}

#[test]
fn a_look_for_the_vertical_is_due_in_a_frame_that_is_read() {
    let (steps, _, looks) = run_and_watch(401, 0.0, true, None, Vec::new());
    let secs: Vec<f64> = looks.iter().map(|index| steps[*index as usize].frame.time.secs()).collect();
    let longest = secs.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max);
    assert!(secs.len() > 3 && longest < 2.5, "{secs:?}");
}
