//! Which leg was it? Asked in the window where the measurement can't tell.

use crate::test_window::{Playback, TestWindow};
use egui_kittest::kittest::Queryable;
use legraise::motion::{Event, Flow, SessionCommand, Side, Stage};
use legraise::pipeline::UserInput;
use legraise::trace::{TraceLine, TraceReader};
use legraise::ui::Screen;
use std::path::Path;
use tempfile::NamedTempFile;

const QUESTION: &str = "Which leg was it?";
const WHY: &str = "It is not certain whether it was the left or the right leg";

/// A raise of the right leg to 78° that the model calls by both sides, for half of the time each.
fn by_both_sides() -> NamedTempFile {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let mut reader = TraceReader::open(&from).expect("a trace");
    let mut lines = vec![serde_json::to_string(reader.header()).unwrap()];
    for (number, line) in reader.by_ref().enumerate() {
        let mut line = line.expect("a line");
        if let TraceLine::Frame { pose: Some(pose), .. } = &mut line
            && number % 2 == 0
        {
            // hips, knees and ankles
            [23, 25, 27].into_iter().for_each(|left| pose.keypoints.swap(left, left + 1));
        }
        lines.push(serde_json::to_string(&line).unwrap());
    }
    let file = tempfile::Builder::new().suffix(".jsonl").tempfile_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    std::fs::write(file.path(), lines.join("\n")).unwrap();
    file
}

/// A recording of it in the window.
fn opened(file: &NamedTempFile) -> (TestWindow, Playback) {
    let (window, _) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    (window, Playback::of_file(file.path(), Flow::Recorded))
}

#[test]
fn whoever_knows_which_leg_it_was_is_asked_while_the_test_runs() {
    let file = by_both_sides();
    let (mut window, playback) = opened(&file);
    let mut said = None;
    playback.play(&mut window, |window, step| {
        if step.observation.guidance.stage == Stage::Result && said.is_none() {
            assert_eq!(window.screen(), Screen::Result);
            window.assert_reads(WHY);
            window.assert_reads(QUESTION);
            window.click("Left");
            said = Some(window.said());
        }
    });
    assert_eq!(said, Some(vec![UserInput::Command(SessionCommand::TellSide(Side::Left))]));
}

#[test]
fn the_answer_earns_the_verdict_of_that_leg() {
    let file = by_both_sides();
    let (mut window, playback) = opened(&file);
    let mut told = false;
    playback.saying(11.0, SessionCommand::TellSide(Side::Left)).play(&mut window, |window, step| {
        told |= step.observation.events.iter().any(|event| matches!(event, Event::TrialRevised(_)));
        if told && window.screen() == Screen::Result {
            window.assert_reads("Trial 1, left leg");
            window.assert_reads("ightly tight");
            assert!(!window.reads(QUESTION) && !window.reads(WHY));
        }
    });
    assert!(told);
    window.assert_reads("Left leg");
    assert!(!window.reads("Right leg"));
}

#[test]
fn nobody_is_asked_once_the_recording_is_over() {
    let file = by_both_sides();
    let (mut window, playback) = opened(&file);
    playback.play(&mut window, |_, _| {});
    assert_eq!(window.screen(), Screen::Summary);
    window.assert_reads(WHY);
    assert!(!window.reads(QUESTION));
    assert!(!window.reads("--side"), "nobody can type that into a window");
    assert!(window.harness.query_by_label("Left").is_none());
}

#[test]
fn nobody_is_asked_about_a_leg_that_is_certain() {
    let (mut window, playback) = TestWindow::with_trace("v01_peak78_f1", Flow::Recorded);
    playback.play(&mut window, |window, _| assert!(!window.reads(QUESTION)));
}
