//! What was expected against what came.

use super::compare::{About, RowKind};
use super::expectation::{Answer, Expectation, Saying};
use super::truth::{Case, CaseView};
use crate::document::{
    DecisionDocument, Measurement, ReferencesDocument, SidesDocument, SourceDocument, TrialDocument, ViewDocument,
    ViolationDocument,
};
use crate::estimator::ModelInfo;
use crate::motion::{Answers, EndedBy, Grade, Side, Thresholds, TrialReason, VerdictKind, ViewQuality, ViewReason};
use crate::source::{Problem, ProblemCode, SourceKind};

/// A left raise to 28°, clearly tight.
fn trial() -> TrialDocument {
    TrialDocument {
        side: Side::Left,
        start_s: 1.0,
        peak_s: 2.0,
        end_s: 3.0,
        angle_deg: 28.0,
        uncertainty_deg: 3.0,
        shared_uncertainty_deg: None,
        sensation: None,
        ankle_deg: None,
        trunk_tilt_deg: None,
        max_angle_deg: 40.0,
        ended_by: EndedBy::Peak,
        violations: Vec::new(),
        references: ReferencesDocument { rest_deg: None, floor_deg: 28.0, trunk_deg: 28.0 },
        knee_flexion_deg: 0.0,
        opposite_leg_deg: None,
        verdict: VerdictKind::Tight,
        grade: Grade::Clear,
        borderline: false,
        reasons: Vec::new(),
        camera: None,
    }
}

fn unclear(reasons: &[TrialReason]) -> TrialDocument {
    TrialDocument { verdict: VerdictKind::Unclear, grade: Grade::None, reasons: reasons.to_vec(), ..trial() }
}

fn measured(trials: Vec<TrialDocument>) -> Measurement {
    Measurement {
        schema: "",
        source: SourceDocument {
            path: "a.mp4".to_owned(),
            kind: SourceKind::Video,
            width: 640,
            height: 360,
            frames: 100,
            duration_s: 4.0,
            rotation_deg: 0,
        },
        model: ModelInfo { name: "heavy".to_owned(), sha256: String::new() },
        thresholds: Thresholds::default(),
        answers: Answers::default(),
        decision: DecisionDocument { referral: None, left: None, right: None },
        view: ViewDocument { quality: ViewQuality::Good, yaw_deg: None, reasons: Vec::new() },
        trials,
        sides: SidesDocument { left: None, right: None },
        exercise: None,
        pose: None,
        problems: Vec::new(),
    }
}

/// The answers, each with what came.
fn came(expected: &Expectation, measurement: &Measurement) -> Vec<(Answer, String)> {
    let case = Case { path: "a.mp4".into(), view: CaseView::default(), truths: Vec::new() };
    let rows = About { case: &case, mirrored: false, measurement }.expectation(expected);
    assert!(rows.iter().all(|c| c.row.kind == RowKind::Expectation && c.row.expected.is_some()));
    rows.into_iter().map(|c| (c.row.answer.unwrap(), c.row.came.unwrap())).collect()
}

fn answers(expected: &Expectation, measurement: &Measurement) -> Vec<Answer> {
    came(expected, measurement).into_iter().map(|(answer, _)| answer).collect()
}

fn saying(text: &str) -> Expectation {
    Expectation { say: vec![Saying::try_from(text.to_owned()).unwrap()], ..Expectation::default() }
}

/// Everything as [`trial`] is.
fn everything() -> Expectation {
    Expectation {
        trials: Some(1),
        side: Some(Side::Left),
        angle_deg: Some([27.0, 38.0]),
        verdict: Some(VerdictKind::Tight),
        grade: Some(Grade::Clear),
        ended_by: Some(EndedBy::Peak),
        ..Expectation::default()
    }
}

#[test]
fn where_no_verdict_is_due_any_verdict_is_a_false_one() {
    let none = Expectation::default();
    assert_eq!(answers(&none, &measured(vec![])), [Answer::Met]);
    assert_eq!(answers(&none, &measured(vec![unclear(&[])])), [Answer::Met]);
    let both = measured(vec![unclear(&[]), trial()]);
    assert_eq!(came(&none, &both), [(Answer::FalseVerdict, "tight 28°".to_owned())]);
}

#[test]
fn a_trial_as_expected_is_met_in_everything_whatever_else_was_not_judged() {
    let answers = answers(&everything(), &measured(vec![unclear(&[]), trial()]));
    assert_eq!(answers, [Answer::Met; 6]);
}

#[test]
fn of_a_missing_verdict_only_that_is_told_and_why() {
    let measurement = measured(vec![unclear(&[TrialReason::TooQuick])]);
    assert_eq!(came(&everything(), &measurement), [(Answer::MissingVerdict, "no verdict (too_quick)".to_owned())]);
    let nothing = came(&everything(), &measured(vec![]));
    assert_eq!(nothing, [(Answer::MissingVerdict, "no verdict (nothing said)".to_owned())]);
}

#[test]
fn each_difference_of_a_judged_trial_is_told() {
    let other = TrialDocument {
        side: Side::Right,
        angle_deg: 97.04,
        verdict: VerdictKind::Pass,
        grade: Grade::None,
        ended_by: EndedBy::KneeBend,
        ..trial()
    };
    let expected = [
        (Answer::WrongVerdict, "tight 28°, pass 97°"),
        (Answer::WrongTrials, "2 with a verdict"),
        (Answer::WrongSide, "left, right"),
        (Answer::AngleOutside, "28.0°, 97.0°"),
        (Answer::WrongGrade, "clear, none"),
        (Answer::WrongEndedBy, "peak, knee_bend"),
    ];
    let expected = expected.map(|(answer, came)| (answer, came.to_owned()));
    assert_eq!(came(&everything(), &measured(vec![trial(), other])), expected);
}

#[test]
fn without_a_verdict_one_trials_result_or_highest_angle_is_enough() {
    let measurement =
        measured(vec![unclear(&[]), TrialDocument { angle_deg: 80.0, max_angle_deg: 90.0, ..unclear(&[]) }]);
    let angle = |interval: [f64; 2]| Expectation { angle_deg: Some(interval), ..Expectation::default() };
    assert_eq!(answers(&angle([27.0, 29.0]), &measurement), [Answer::Met; 2]);
    assert_eq!(answers(&angle([39.0, 41.0]), &measurement), [Answer::Met; 2]);
    assert_eq!(answers(&angle([50.0, 60.0]), &measurement), [Answer::Met, Answer::AngleOutside]);
    let nothing = came(&angle([50.0, 60.0]), &measured(vec![]));
    assert_eq!(nothing[1], (Answer::AngleOutside, "no trial".to_owned()));
    // with a verdict only the result counts
    let judged = Expectation { verdict: Some(VerdictKind::Tight), ..angle([39.0, 41.0]) };
    assert_eq!(answers(&judged, &measured(vec![trial()])), [Answer::Met, Answer::AngleOutside]);
}

#[test]
fn one_of_the_alternatives_is_enough_and_what_was_said_instead_is_told() {
    let measurement = measured(vec![unclear(&[TrialReason::PelvisUp, TrialReason::TooUncertain])]);
    assert_eq!(answers(&saying("no_rest or pelvis or other knee"), &measurement), [Answer::Met; 2]);
    let not_said = came(&saying("no_rest or propped"), &measurement);
    assert_eq!(not_said[1], (Answer::NotSaid, "pelvis_up, too_uncertain".to_owned()));
}

#[test]
fn words_are_found_where_the_document_holds_their_meaning() {
    use TrialReason::*;
    #[track_caller]
    fn check(text: &str, measurement: &Measurement) {
        assert_eq!(answers(&saying(text), measurement)[1], Answer::Met, "{text}");
        assert_eq!(answers(&saying(text), &measured(vec![unclear(&[])]))[1], Answer::NotSaid, "{text}");
    }
    let by_reason = [
        ("other_leg", BothLegsRaised),
        ("knee", SpoiledAtTheStart),
        ("no_rest", NoRestBefore),
        ("propped", TrunkUp),
        ("pelvis", PelvisUp),
        ("other knee", OtherKneeBent),
        ("other knee bent", OtherKneeBent),
        ("too quick", TooQuick),
        ("not lying", TrunkUp),
        ("not lying", NotOnBack),
    ];
    for (text, reason) in by_reason {
        check(text, &measured(vec![unclear(&[reason])]));
    }
    for (text, kind) in [("other_leg", EndedBy::OppositeLegLift), ("knee", EndedBy::KneeBend)] {
        check(text, &measured(vec![TrialDocument { ended_by: kind, ..unclear(&[]) }]));
        let violation = ViolationDocument { kind, onset_s: 1.0, angle_deg: 20.0, max_deg: 30.0 };
        check(text, &measured(vec![TrialDocument { violations: vec![violation], ..unclear(&[]) }]));
    }
    for (text, code) in [("no_rest", ProblemCode::NoRest), ("not lying", ProblemCode::NotLying)] {
        let problems = vec![Problem::new(code, "")];
        check(text, &Measurement { problems, ..measured(vec![]) });
    }
    let mut oblique = measured(vec![]);
    oblique.view.reasons.push(ViewReason::CameraOffSideOn);
    check("not side-on", &oblique);
}

#[test]
fn the_side_is_in_doubt_when_a_trial_says_so_and_is_not_asked_about_without_one() {
    let expected = |uncertain: bool| Expectation { side_uncertain: Some(uncertain), ..Expectation::default() };
    let doubted = measured(vec![unclear(&[]), unclear(&[TrialReason::SideNotCertain])]);
    let sure = measured(vec![unclear(&[])]);
    assert_eq!(answers(&expected(true), &doubted)[1], Answer::Met);
    assert_eq!(answers(&expected(true), &measured(vec![])).len(), 1, "the verdict alone");
    assert_eq!(answers(&expected(false), &sure)[1], Answer::Met);
    let told = came(&expected(true), &sure);
    assert_eq!(told[1], (Answer::WrongCertainty, "no doubt about the side".to_owned()));
    assert_eq!(answers(&expected(false), &doubted)[1], Answer::WrongCertainty);
}
