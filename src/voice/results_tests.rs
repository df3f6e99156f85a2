//! What is said of a judged raise, and of what a test comes to. See [`super::announcer_tests`].

use super::announcer_tests::{GUIDED, Part, at, ended, hear, lines, trial};
use super::lines::Line;
use crate::motion::{
    Advice, Decision, EndedBy, Event, Flow, LegResult, QUESTION_S, Referral, Screening, Sensation, SensationReport,
    Side, Sides, Stage, Trial, TrialReason,
};
use crate::words::{Judged, Language, Stretched};

#[test]
fn results_say_what_they_mean() {
    let check = |trial: Trial, expected: &[Line]| {
        let script = [at(0.0, Stage::Result).with(ended(trial)), at(0.1, Stage::Result)];
        let heard = lines(&hear(GUIDED, &script));
        assert_eq!(heard[0], Line::leg(Side::Left));
        assert_eq!(&heard[1..], expected);
    };
    let degrees = Line::degrees;
    let (pass, unclear) = (Line::verdict(Judged::Pass), Line::verdict(Judged::Unclear));
    let [slightly, moderately, clearly] =
        [Judged::SlightlyTight, Judged::ModeratelyTight, Judged::ClearlyTight].map(Line::verdict);
    check(trial(64.6, EndedBy::Peak, &[]), &[degrees(65), moderately]);
    check(trial(48.0, EndedBy::KneeBend, &[]), &[degrees(48), clearly]);
    check(trial(81.0, EndedBy::Peak, &[]), &[degrees(81), pass, Line::BORDERLINE]);
    check(trial(79.0, EndedBy::Peak, &[]), &[degrees(79), slightly, Line::BORDERLINE]);
    let felt = |sensation| trial(48.0, EndedBy::Discomfort, &[]).with_sensation(sensation);
    check(felt(Sensation::Pull), &[degrees(48), clearly, Line::PULL]);
    // a warning is no result
    check(felt(Sensation::Radiating), &[degrees(48), Line::why(TrialReason::RadiatingPain)]);
    let stopped_for_nothing = trial(48.0, EndedBy::Peak, &[TrialReason::StopNotConfirmed]);
    let warning = [degrees(48), Line::why(TrialReason::RadiatingPain)];
    check(stopped_for_nothing.with_sensation(Sensation::Radiating), &warning);
    let reasons = [TrialReason::NoRestBefore, TrialReason::PoorView];
    check(trial(48.0, EndedBy::Peak, &reasons), &[unclear, Line::why(TrialReason::PoorView)]);
    check(trial(129.9, EndedBy::Peak, &[]), &[degrees(130), pass]);
}

#[test]
fn a_result_waits_until_the_question_about_it_is_answered() {
    let hurt = trial(48.0, EndedBy::Discomfort, &[]);
    let asked = at(0.0, Stage::WhatStopped).with(ended(hurt.clone()));
    let told = Event::TrialRevised(Box::new(hurt.with_sensation(Sensation::Radiating)));
    let answered = at(15.0, Stage::Result).with(told);
    let heard = hear(GUIDED, &[asked.clone(), answered, at(25.0, Stage::Result)]);
    let (asked_at, question) = &heard[0];
    assert_eq!((*asked_at, &question.lines[..]), (0.0, &[Line::WHAT_STOPPED][..]));
    let expected = [Line::leg(Side::Left), Line::degrees(48), Line::why(TrialReason::RadiatingPain)];
    assert_eq!(heard[1].1.lines, expected);
    assert!(heard[1].0 >= 15.0);
    let raised = at(15.0, Stage::Raising).with(Event::RaiseStarted);
    let heard = lines(&hear(GUIDED, &[asked, raised, at(25.0, Stage::Raising)]));
    assert_eq!(heard, [Line::WHAT_STOPPED], "who raises the leg again does not hear of the last raise");
}

#[test]
fn what_a_test_comes_to_is_said_once_and_what_to_do_when_a_hand_asks() {
    let tight = LegResult::Tight(crate::motion::Grade::Clear);
    let of = |left, right, screening, felt| {
        let decision = Decision::of(screening, Sides::from([left, right]), felt);
        let part = |secs, stage| Part { decision, ..at(secs, stage) };
        lines(&hear(GUIDED, &[part(0.0, Stage::Summary), part(40.0, Stage::WhatNow), part(80.0, Stage::WhatNow)]))
    };
    let (left, right) = (Line::leg(Side::Left), Line::leg(Side::Right));
    let (none, likely) = (Line::advice(Advice::NoStretching), Line::advice(Advice::StretchingLikely));
    let heard = of(LegResult::Pass, tight, Some(Screening::Clear), None);
    let summary = [Line::SUMMARY, left, none, right, likely, Line::NO_DIAGNOSIS, Line::RAISE_HAND_FOR_ADVICE];
    assert_eq!(heard[..7], summary);
    let how = [
        Line::offer(Stretched::Leg(Side::Right)),
        Line::STRETCH_LYING,
        Line::STRETCH_SITTING,
        Line::STRETCH_GENTLY,
        Line::ASK_BEFORE,
    ];
    assert_eq!(heard[heard.len() - 5..], how);
    let heard = of(LegResult::Pass, LegResult::Pass, Some(Screening::Clear), None);
    assert_eq!(heard, [Line::SUMMARY, Line::BOTH_LEGS, none, Line::NO_DIAGNOSIS]);
    let heard = of(tight, LegResult::NotMeasured, Some(Screening::Clear), Some(SensationReport::Radiating));
    let ask_first = Line::advice(Advice::AskFirst);
    let referral = Line::referral(Referral::AfterPain);
    assert_eq!(heard, [Line::SUMMARY, referral, left, ask_first, Line::NO_DIAGNOSIS]);
}

#[test]
fn a_recording_tells_its_results() {
    let script = [at(0.0, Stage::SetUp).with(ended(trial(92.0, EndedBy::Peak, &[]))), at(9.0, Stage::SetUp)];
    let expected = [Line::leg(Side::Left), Line::degrees(92), Line::verdict(Judged::Pass)];
    assert_eq!(lines(&hear(Flow::Recorded, &script)), expected);
}

#[test]
fn the_question_is_over_when_the_time_for_an_answer_begins() {
    for language in Language::all() {
        // a stop may still be spoken when it begins
        let secs = language.speaking(|| Line::STOPPED.secs() + Line::WHAT_STOPPED.secs());
        assert!(secs < QUESTION_S, "{secs} s in {language:?}");
    }
}
