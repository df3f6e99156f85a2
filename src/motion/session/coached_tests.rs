//! Being asked: whether the voice is heard, what stopped a raise, and what to do now. See [`super::script`].

use super::config::SessionConfig;
use super::guide_tests::stages as stages_of;
use super::script::play_with;
use super::session_report::SessionReport;
use crate::motion::{
    Advice, Answers, EndedBy, Event, Flow, GuidedFlow, Method, Observation, Referral, Screening, Sensation,
    SetUpProblem, Side, Stage, TrialReason, Verdict,
};

fn coached(trials_per_leg: u32, sound_check: bool, script: &str) -> (SessionReport, Vec<Observation>) {
    let flow = Flow::Guided(GuidedFlow { trials_per_leg, sound_check, coached: true });
    let answers = Answers { method: None, screening: Some(Screening::Clear) };
    play_with(SessionConfig { flow, answers, ..SessionConfig::default() }, Side::Right, script)
}

/// The stages from the raise on, and what the first trial was stopped by.
fn asked(script: &str) -> (String, Option<Sensation>, SessionReport) {
    let (report, observations) = coached(1, false, script);
    let stages = stages_of(&observations);
    let from_raise = stages.split_once("ready, ").expect("a test that begins").1.to_owned();
    let told = observations.iter().flat_map(|o| &o.events).find_map(|event| match event {
        Event::TrialRevised(trial) => trial.sensation,
        _ => None,
    });
    assert_eq!(report.trials[0].sensation, told, "what is told is kept with the trial");
    (from_raise, told, report)
}

/// The stages of a test in which nothing is asked.
fn asked_nothing(script: &str) -> String {
    stages_of(&coached(1, false, script).1)
}

/// A raise to 50° that a raised hand ends.
const HURTS: &str = "0 rest | 6 rest | 9 hip 50° | 9.5 hip 50° hurts | 12 lowered | 13 rest";

#[test]
fn lying_still_says_that_a_pull_stopped_the_raise() {
    let (stages, felt, report) = asked(&format!("{HURTS} | 34 rest | 38 rest"));
    assert_eq!(stages, "raising, stop: hurts, what stopped, result");
    assert_eq!(felt, Some(Sensation::Pull));
    assert_eq!(report.trials[0].ended_by, EndedBy::Discomfort);
    assert_eq!((report.decision.referral, report.decision.legs[Side::Right]), (None, Some(Advice::StretchingLikely)));
}

#[test]
fn a_hand_that_comes_after_the_stop_or_on_the_way_down_is_asked_about_too() {
    let stopped = "0 rest | 6 rest | 9 hip 50° | 10 hip 55° knee 40° | 10.6 hip 55° knee 40° hand | 12 hip 40° knee 40° lowered | 14 rest";
    let lowered = "0 rest | 6 rest | 9 hip 50° | 10.5 hip 50° | 11.5 hip 35° hand | 13 hip 30° lowered | 15 rest";
    for (script, ended_by) in [(stopped, EndedBy::KneeBend), (lowered, EndedBy::Peak)] {
        let (stages, _, report) = asked(&format!("{script} | 36 rest | 40 rest"));
        assert!(stages.contains("what stopped"), "{stages}");
        assert_eq!(report.trials[0].ended_by, ended_by);
    }
}

#[test]
fn a_raised_hand_says_that_it_radiates_and_ends_the_test() {
    let (stages, felt, report) = asked(&format!("{HURTS} | 24 rest hand | 26 rest lowered | 45 rest"));
    assert_eq!(stages, "raising, stop: hurts, what stopped, result, summary", "not on to the other leg");
    assert_eq!(felt, Some(Sensation::Radiating));
    assert_eq!(report.decision.referral, Some(Referral::AfterPain));
    assert_eq!(report.decision.legs[Side::Right], None, "no verdict, and no advice to stretch");
    let again = format!("{HURTS} | 24 rest hand | 26 rest lowered | 45 rest signal | 60 rest");
    assert!(asked(&again).0.ends_with("result, summary"), "and to no other round");
}

#[test]
fn nothing_is_assumed_of_somebody_who_is_not_seen() {
    let (stages, felt, report) = asked(&format!("{HURTS} | 16 gone | 40 rest | 41 rest"));
    assert!(stages.starts_with("raising, stop: hurts, what stopped, result"), "{stages}");
    assert_eq!((felt, report.decision.referral), (None, Some(Referral::PainNotTold)));
    assert_eq!(report.decision.legs[Side::Right], Some(Advice::AskFirst));
}

#[test]
fn a_leg_that_is_lowered_without_a_hold_is_asked_about() {
    let (stages, felt, _) = asked("0 rest | 6 rest | 9 hip 50° | 11 rest | 36 rest");
    assert_eq!((stages.as_str(), felt), ("raising, lowering, what stopped, result", Some(Sensation::Pull)));
    let paused = asked("0 rest | 6 rest | 7 hip 20° | 9 hip 20° | 11 hip 50° | 11.5 rest | 36 rest");
    assert_eq!(paused.1, Some(Sensation::Pull), "held low on the way up, and dropped from where it hurt");
    assert!(paused.0.contains("what stopped"), "{}", paused.0);
}

#[test]
fn what_stopped_a_held_leg_is_asked_once_where_it_is_tight() {
    let (stages, felt, _) = asked("0 rest | 6 rest | 9 hip 50° | 11 hip 50° | 13 rest | 40 rest");
    assert!(stages.starts_with("raising, holding, lowering, what stopped, result"), "{stages}");
    assert_eq!(felt, Some(Sensation::Pull));
    let raise = |from: u32| {
        let [up, held, down] = [3, 5, 8].map(|secs| from + secs);
        format!("{from} rest | {up} hip 50° | {held} hip 50° | {down} rest")
    };
    let (report, observations) = coached(2, false, &format!("0 rest | {} | {} | 80 rest", raise(6), raise(50)));
    let all = stages_of(&observations);
    assert_eq!((report.trials.len(), all.matches("what stopped").count()), (2, 1), "{all}");
    let passed = asked_nothing("0 rest | 6 rest | 9 hip 95° | 11 hip 95° | 13 rest | 40 rest");
    assert!(!passed.contains("what stopped"), "{passed}");
}

#[test]
fn pain_behind_a_held_raise_takes_its_verdict() {
    let (_, felt, report) =
        asked("0 rest | 6 rest | 9 hip 50° | 11 hip 50° | 13 rest | 30 rest hand | 32 rest lowered | 50 rest");
    assert_eq!(felt, Some(Sensation::Radiating));
    let trial = &report.trials[0];
    assert_eq!((trial.verdict, trial.reasons[0]), (Verdict::UNCLEAR, TrialReason::RadiatingPain));
    assert!((trial.angle_rad.to_degrees() - 50.0).abs() < 1.0, "its angle is told all the same");
}

#[test]
fn a_hand_that_stays_up_is_an_answer() {
    let up = "0 rest | 6 rest | 9 hip 50° | 9.5 hip 50° hand | 12 rest | 40 rest lowered | 42 rest";
    assert_eq!(asked(up).1, Some(Sensation::Radiating));
}

#[test]
fn pain_that_is_told_before_a_leg_is_up_is_asked_about_and_kept() {
    for low in ["8 rest hand | 10 rest lowered", "8 hip 10° | 9 hip 10° hand | 11 hip 10° lowered | 12 rest"] {
        let script = format!("0 rest | 6 rest | {low} | 26 rest hand | 28 rest lowered | 40 rest");
        let (report, observations) = coached(1, false, &script);
        let all = stages_of(&observations);
        assert!(all.ends_with("what stopped, summary"), "{all}");
        assert_eq!((report.trials.len(), report.decision.referral), (0, Some(Referral::AfterPain)), "{low}");
    }
    let (report, observations) = coached(1, false, "0 rest | 6 rest | 8 rest hand | 10 rest lowered | 40 rest");
    assert!(stages_of(&observations).ends_with("what stopped, ready"), "lying still goes on with the test");
    assert_eq!(report.decision.referral, None);
}

#[test]
fn who_does_not_hear_the_question_says_nothing_by_lying_still() {
    let script = "0 rest | 20 rest | 23 hip 50° | 23.5 hip 50° hurts | 26 rest | 60 rest";
    let (report, _) = coached(1, true, script);
    assert_eq!(report.trials[0].sensation, None);
    assert_eq!(report.decision.referral, Some(Referral::PainNotTold));
    assert_eq!(report.decision.stretches().count(), 0);
}

#[test]
fn there_is_time_to_put_the_strap_round_the_other_foot() {
    let flow = Flow::Guided(GuidedFlow { trials_per_leg: 1, sound_check: false, coached: true });
    let answers = Answers { method: Some(Method::Strap), screening: Some(Screening::Clear) };
    let config = SessionConfig { flow, answers, ..SessionConfig::default() };
    let of = |then: &str| {
        let script = format!("0 rest | 6 rest | 9 hip 90° | 11 hip 90° | 13 rest | {then}");
        let (report, observations) = play_with(config, Side::Right, &script);
        (report.trials.len(), stages_of(&observations))
    };
    let (trials, all) = of("23 rest left | 25 hip 22° knee 60° | 27 hip 22° knee 60° | 29 rest | 46 rest | 51 rest");
    assert_eq!(trials, 1, "a knee that is drawn up to the hands is no raise");
    assert!(all.ends_with("result, set-up, countdown, still, ready"), "{all}");
    let (_, all) = of("14 rest drawn | 36 rest drawn");
    assert!(all.ends_with("result, set-up"), "{all}");
    let (_, all) = of("25 rest signal | 30 rest");
    assert!(all.ends_with("result, set-up, countdown, still, ready"), "a hand begins sooner: {all}");
}

#[test]
fn a_knee_that_is_drawn_up_after_a_raise_is_told() {
    let script = "0 rest | 6 rest | 9 hip 90° | 11 hip 90° | 13 rest | 14 rest drawn | 30 rest drawn";
    let (_, observations) = coached(2, false, script);
    let last = &observations.last().expect("a frame").guidance;
    assert_eq!((last.stage, last.problems.first()), (Stage::HoldStill, Some(&SetUpProblem::KneeDrawnUp)));
}

#[test]
fn a_pass_that_hurt_is_asked_about_too() {
    let script =
        "0 rest | 6 rest | 9 hip 95° | 9.5 hip 95° hurts | 12 lowered | 13 rest | 24 rest hand | 26 rest lowered";
    let (_, felt, report) = asked(&format!("{script} | 45 rest"));
    assert_eq!(felt, Some(Sensation::Radiating));
    assert_eq!((report.decision.referral, report.decision.stretches().count()), (Some(Referral::AfterPain), 0));
}

#[test]
fn a_raise_puts_the_question_off() {
    for again in ["19 hip 60° | 21 hip 60° | 24 rest", "17 hip 100° knee 120° | 19 rest"] {
        let of = |answer: &str| {
            let script = format!("{HURTS} | 16 rest | {again} | {answer} | 50 rest");
            let (report, observations) = coached(1, false, &script);
            (report, stages_of(&observations))
        };
        let (report, all) = of("38 rest hand | 40 rest lowered");
        assert!(all.contains("stop: hurts, what stopped, raising"), "{all}");
        assert_eq!(report.decision.referral, Some(Referral::AfterPain), "{all}");
        assert_eq!(report.trials[0].sensation, Some(Sensation::Radiating), "it is about the raise that hurt, too");
        let (report, all) = of("40 rest");
        assert_eq!((report.decision.referral, report.trials[0].sensation), (None, Some(Sensation::Pull)), "{all}");
    }
}

#[test]
fn the_referral_is_there_when_the_summary_begins() {
    let script = "0 rest | 6 rest | 8 rest hand | 10 rest lowered | 26 rest hand | 28 rest lowered | 40 rest";
    let (_, observations) = coached(1, false, script);
    let summary = observations.iter().find(|o| o.guidance.stage == Stage::Summary).expect("a summary");
    assert_eq!(summary.guidance.decision.referral, Some(Referral::AfterPain));
}

#[test]
fn pain_that_nobody_told_of_is_referred_wherever_it_came() {
    let at_rest = "8 rest hand | 10 rest lowered | 12 gone";
    let too_low = "8 hip 13° | 8.5 hip 13° hurts | 9 rest | 11 gone";
    let on_the_way_down = "9 hip 50° | 10.5 hip 50° | 11.5 hip 35° hand | 13 hip 30° lowered | 15 rest | 17 gone";
    for script in [at_rest, too_low, on_the_way_down] {
        let (report, observations) = coached(1, false, &format!("0 rest | 6 rest | {script} | 50 gone"));
        assert_eq!(report.decision.referral, Some(Referral::PainNotTold), "{script}: {}", stages_of(&observations));
    }
    let (report, _) = coached(1, false, "0 rest | 6 rest | 8 rest hand | 10 rest lowered | 14 rest");
    assert_eq!(report.decision.referral, Some(Referral::PainNotTold), "ended while it is asked");
}

#[test]
fn a_key_that_is_pressed_once_too_often_is_no_pain() {
    let (_, observations) = coached(1, false, "0 rest | 6 rest | 8 rest signal | 10 rest");
    assert!(!stages_of(&observations).contains("what stopped"));
}

#[test]
fn the_first_countdown_waits_for_a_hand_that_says_the_voice_is_heard_but_not_for_ever() {
    let of = |script| stages_of(&coached(1, true, script).1);
    assert_eq!(of("0 rest | 4 rest hand | 6 rest lowered | 8 rest"), "set-up, sound check, countdown");
    assert_eq!(of("0 rest | 12 rest"), "set-up, sound check");
    assert_eq!(of("0 rest | 18 rest"), "set-up, sound check, countdown, still, ready");
    assert_eq!(of("0 rest | 4 gone | 8 rest | 9 rest"), "set-up, sound check, set-up");
    let again = of("0 rest | 4 gone | 8 rest | 12 rest");
    assert_eq!(again, "set-up, sound check, set-up, countdown", "asked once");
}

#[test]
fn a_hand_asks_what_to_do_now_where_there_is_something_to_do() {
    let both = |deg: u32| {
        let raise = |from: u32, side: &str| {
            let [up, held, down] = [3, 5, 8].map(|secs| from + secs);
            format!("{from} rest {side} | {up} hip {deg}° | {held} hip {deg}° | {down} rest")
        };
        let (right, left) = (raise(6, "right"), raise(46, "left"));
        let script = format!("0 rest | {right} | {left} | 90 rest signal | 92 rest signal | 94 rest");
        stages_of(&coached(1, false, &script).1)
    };
    assert!(both(50).ends_with("result, summary, what now, countdown"), "{}", both(50));
    assert!(both(95).ends_with("result, summary, countdown, still, ready"), "{}", both(95));
}

#[test]
fn a_recording_asks_nothing() {
    let observations = play_with(SessionConfig::default(), Side::Right, &format!("{HURTS} | 40 rest")).1;
    let asks = |stage| matches!(stage, Stage::SoundCheck | Stage::WhatStopped | Stage::Summary | Stage::WhatNow);
    assert!(observations.iter().all(|o| !asks(o.guidance.stage)));
}
