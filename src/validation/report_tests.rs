//! From rows to the document, the table and the chart.

use super::compare::{Compared, Found, Row, RowKind};
use super::expectation::Answer;
use super::provenance::Provenance;
use super::report::{GroupDocument, Validation};
use super::stats::Share;
use super::truth::Head;
use super::{draw, markdown};
use crate::estimator::ModelInfo;
use crate::motion::{Depth, EndedBy, SessionConfig, Side, VerdictKind, ViewQuality};

/// A trial whose truth is 70°, tight, and ended by its peak.
fn trial(error_deg: f64) -> Compared {
    let row = Row {
        kind: RowKind::Trial,
        file: "clips/a.mp4".to_owned(),
        mirrored: false,
        model: "heavy".to_owned(),
        found: Found::Found,
        side_true: Some(Side::Left),
        side: Some(Side::Left),
        angle_true_deg: Some(70.0),
        angle_deg: Some(70.0 + error_deg),
        error_deg: Some(error_deg),
        uncertainty_deg: Some(3.0),
        ended_by_true: Some(EndedBy::Peak),
        ended_by: Some(EndedBy::Peak),
        onset_true_s: None,
        onset_s: None,
        verdict_true: Some(VerdictKind::Tight),
        verdict: Some(VerdictKind::Tight),
        yaw_deg: Some(0.0),
        roll_deg: None,
        depth: Some(Depth::Near),
        head: Some(Head::Left),
        view: ViewQuality::Good,
        frames: 2,
        frames_bias_deg: Some(error_deg),
        frames_mae_deg: Some(error_deg.abs()),
        frame: None,
        plus_minus_deg: None,
        expected: None,
        came: None,
        answer: None,
    };
    Compared { row, frame_errors_deg: vec![error_deg - 1.0, error_deg + 1.0] }
}

fn with(error_deg: f64, change: impl Fn(&mut Row)) -> Compared {
    let mut compared = trial(error_deg);
    change(&mut compared.row);
    compared
}

fn missed() -> Compared {
    let row = Row { found: Found::Missed, angle_deg: None, error_deg: None, uncertainty_deg: None, ..trial(0.0).row };
    Compared { row: Row { side: None, ended_by: None, verdict: None, ..row }, frame_errors_deg: Vec::new() }
}

fn extra() -> Compared {
    let row = Row { found: Found::Extra, angle_true_deg: None, error_deg: None, side_true: None, ..trial(0.0).row };
    Compared { row: Row { ended_by_true: None, verdict_true: None, ..row }, frame_errors_deg: Vec::new() }
}

fn validation(compared: Vec<Compared>) -> Validation {
    let program = Provenance { version: "1.2.3", commit: Some("abc1234".to_owned()), date: "2026-03-14".to_owned() };
    let model = ModelInfo { name: "heavy".to_owned(), sha256: "0123456789abcdef".to_owned() };
    let config = SessionConfig::default();
    Validation::of(program, vec![model], &config, 1, compared, Vec::new())
}

fn group<'a>(v: &'a Validation, by: &str, part: &str) -> &'a GroupDocument {
    v.agreement.iter().find(|g| g.by == by && g.part == part).unwrap_or_else(|| panic!("no group {by} {part}"))
}

#[test]
fn trials_are_counted_found_missed_and_extra() {
    let v = validation(vec![trial(1.0), trial(-4.0), missed(), extra()]);
    let t = &v.trials;
    assert_eq!((t.found, t.missed, t.extra), (2, 1, 1));
    assert_eq!(t.side, Share { right: 2, of: 2 });
    assert_eq!(t.within_uncertainty, Share { right: 1, of: 2 }, "4° is beyond ± 3°");
    assert_eq!(t.mean_uncertainty_deg, Some(3.0), "of those found");
    assert_eq!(group(&v, "all", "all").trials.unwrap().n, 2);
    assert_eq!(group(&v, "all", "all").frames.unwrap().n, 4);
}

#[test]
fn an_unclear_verdict_is_not_right() {
    let v = validation(vec![trial(0.0), with(0.0, |row| row.verdict = Some(VerdictKind::Unclear))]);
    assert_eq!((v.trials.verdict, v.trials.unclear), (Share { right: 1, of: 2 }, 1));
}

#[test]
fn violations_have_precision_recall_and_onset() {
    let violation = |truth: Option<EndedBy>, got: EndedBy, onset_s: f64| {
        with(0.0, move |row| {
            (row.ended_by_true, row.ended_by) = (truth, Some(got));
            (row.onset_true_s, row.onset_s) = (Some(5.0), Some(onset_s));
        })
    };
    let knee = Some(EndedBy::KneeBend);
    let v = validation(vec![
        violation(knee, EndedBy::KneeBend, 5.1),
        violation(knee, EndedBy::KneeBend, 4.7),
        violation(knee, EndedBy::OppositeLegLift, 6.0),
        violation(knee, EndedBy::Peak, 0.0),
        violation(Some(EndedBy::Peak), EndedBy::OppositeLegLift, 3.0),
        // nobody noted what ended it
        violation(None, EndedBy::KneeBend, 5.0),
        with(0.0, |row| (row.found, row.ended_by_true, row.ended_by) = (Found::Extra, None, Some(EndedBy::KneeBend))),
    ]);
    let violations = &v.trials.violations;
    assert_eq!(violations.precision, Share { right: 2, of: 5 });
    assert_eq!(violations.recall, Share { right: 2, of: 4 });
    assert_eq!(violations.onsets, 2);
    assert!((violations.onset_mae_s.unwrap() - 0.2).abs() < 1e-9);
    assert!((violations.onset_max_s.unwrap() - 0.3).abs() < 1e-9);
}

#[test]
fn parts_hold_what_is_known_of_their_rows() {
    let v = validation(vec![
        trial(1.0),
        with(2.0, |row| row.yaw_deg = Some(-15.0)),
        with(3.0, |row| row.yaw_deg = Some(-20.0)),
        with(5.0, |row| (row.yaw_deg, row.depth) = (Some(30.0), Some(Depth::Far))),
        with(9.0, |row| (row.yaw_deg, row.kind) = (None, RowKind::Picture)),
    ]);
    let yaw = |part| group(&v, "camera off side-on", part).trials.unwrap();
    assert_eq!((yaw("up to 15°").n, yaw("up to 15°").bias_deg), (2, 1.5));
    assert_eq!((yaw("15 to 25°").n, yaw("over 25°").n), (1, 1));
    assert_eq!(group(&v, "leg", "far").trials.unwrap().bias_deg, 5.0);
    assert_eq!(group(&v, "folder", "clips").pictures.unwrap().bias_deg, 9.0);
}

#[test]
fn the_table_says_what_it_is_about_and_leaves_out_what_is_the_same_everywhere() {
    let text = markdown(&validation(vec![trial(1.0), with(-3.0, |row| row.depth = Some(Depth::Far))]));
    for words in [
        "# Validation of LegRaise 1.2.3, commit abc1234",
        "- Model: heavy (0123456789ab)",
        "- Date: 2026-03-14 UTC",
        "| all       | 2 | -1.00 | 2.00 | 2.83 |           -6.54 to +4.54 |        2.90 | 3.00 |",
        "| leg: near | 1 | +1.00 | 1.00 |    – |                        – |        1.00 | 1.00 |",
        "- Truth within the stated ±: 2 of 2 (100 %); mean ± 3.0°",
        "- Violations: precision none to judge, recall none to judge",
    ] {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
    assert!(!text.contains("head in the picture") && !text.contains("Pictures"), "{text}");
}

#[test]
fn nothing_measured_gives_a_table_and_a_chart_all_the_same() {
    let v = validation(Vec::new());
    assert!(markdown(&v).contains("Files measured: 1"));
    assert!(draw(&v).is_ok());
}

#[test]
fn the_chart_shows_points_in_the_colours_of_their_kinds() {
    let image = with(80.0, |row| row.kind = RowKind::Picture);
    let chart = draw(&validation(vec![trial(1.0), trial(2.0), image])).unwrap();
    let has = |colour: [u8; 3]| chart.pixels().any(|pixel| pixel.0 == colour);
    assert!(has([0, 114, 178]), "lines and legend of trials");
    assert!(has([0, 158, 115]), "a picture beyond the scale");
    assert!(!has([213, 94, 0]), "no violation, no such mark");
}

/// A marked left leg.
fn mark(error_deg: f64, side: Side) -> Compared {
    let mut compared = with(error_deg, |row| (row.kind, row.side) = (RowKind::Mark, Some(side)));
    compared.frame_errors_deg.clear();
    compared
}

/// Something expected of a file.
fn expected(file: &str, answer: Answer) -> Compared {
    let row = Row {
        kind: RowKind::Expectation,
        file: format!("clips/{file}"),
        expected: Some("no verdict".to_owned()),
        came: Some("pass 97°".to_owned()),
        answer: Some(answer),
        angle_true_deg: None,
        error_deg: None,
        ..trial(0.0).row
    };
    Compared { row, frame_errors_deg: Vec::new() }
}

#[test]
fn marked_legs_have_their_own_table_and_line() {
    let not_read = with(0.0, |row| {
        (row.kind, row.found) = (RowKind::Mark, Found::Missed);
        (row.side, row.error_deg) = (None, None);
    });
    let either = with(1.0, |row| (row.kind, row.side_true) = (RowKind::Mark, None));
    let v = validation(vec![mark(5.0, Side::Left), mark(-6.0, Side::Right), either, not_read, trial(9.0)]);
    assert_eq!((v.marks.found, v.marks.missed), (3, 1));
    assert_eq!((v.trials.found, v.pictures.found), (1, 0), "they are neither trials nor pictures");
    assert_eq!(group(&v, "folder", "clips").marks.unwrap().n, 3);
    assert_eq!(group(&v, "model", "heavy").marks.unwrap().bias_deg, 0.0);
    let text = markdown(&v);
    for words in [
        "## Marked legs: line hip to ankle in the picture, degrees",
        "- Marked legs: 3 of 4 read; within 5°: 2 of 3 (67 %); identity right: 1 of 2 (50 %)",
    ] {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
    assert!(!text.contains("Expectations"), "{text}");
}

#[test]
fn a_recording_is_as_expected_when_all_of_it_is_and_the_rest_is_told() {
    let v = validation(vec![
        expected("a.mp4", Answer::Met),
        expected("a.mp4", Answer::Met),
        expected("b.mp4", Answer::FalseVerdict),
        expected("b.mp4", Answer::Met),
        expected("c.mp4", Answer::MissingVerdict),
    ]);
    let e = &v.expectations;
    assert_eq!((e.met, e.false_verdicts, e.missing_verdicts), (Share { right: 1, of: 3 }, 1, 1));
    let text = markdown(&v);
    let lines = "- Expectations: met in 1 of 3; false verdicts 1; missing verdicts 1\n  \
        - b.mp4: expected no verdict; came pass 97°\n  - c.mp4: expected";
    assert!(text.contains(lines), "{text}");
    assert!(!text.contains("Marked legs") && !text.contains("## Trials"), "{text}");
    assert!(draw(&v).is_ok());
}

#[test]
fn the_chart_shows_marked_legs_in_their_colour() {
    let chart = draw(&validation(vec![mark(80.0, Side::Left)])).unwrap();
    assert!(chart.pixels().any(|pixel| pixel.0 == [204, 121, 167]));
}
