//! Being asked: whether the voice is heard, what stopped a raise, and what to do now. See [`super::script`].

use super::config::SessionConfig;
use super::guide_tests::stages;
use super::script::play_with;
use super::session_report::SessionReport;
use crate::motion::{
    Advice, Answers, EndedBy, Event, Flow, GuidedFlow, Observation, Referral, Screening, Sensation, Side, Stage,
};

fn coached(trials_per_leg: u32, sound_check: bool, script: &str) -> (SessionReport, Vec<Observation>) {
    let flow = Flow::Guided(GuidedFlow { trials_per_leg, sound_check, coached: true });
    let answers = Answers { method: None, screening: Some(Screening::Clear) };
    play_with(SessionConfig { flow, answers, ..SessionConfig::default() }, Side::Right, script)
}

/// The stages from the raise on, and what the first trial was stopped by.
fn asked(script: &str) -> (String, Option<Sensation>, SessionReport) {
    let (report, observations) = coached(1, false, script);
    let stages = stages(&observations);
    let from_raise = stages.split_once("ready, ").expect("a test that begins").1.to_owned();
    let told = observations.iter().flat_map(|o| &o.events).find_map(|event| match event {
        Event::SensationReported(sensation) => Some(*sensation),
        _ => None,
    });
    assert_eq!(report.trials[0].sensation, told, "what is told is kept with the trial");
    (from_raise, told, report)
}

/// A raise to 50° that a raised hand ends.
const HURTS: &str = "0 rest | 6 rest | 9 hip 50° | 9.5 hip 50° hurts | 12 lowered | 13 rest";

#[test]
fn lying_still_says_that_a_pull_stopped_the_raise() {
    let (stages, felt, report) = asked(&format!("{HURTS} | 34 rest | 38 rest"));
    assert_eq!(stages, "raising, holding, stop: hurts, what stopped, result");
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
    assert_eq!(stages, "raising, holding, stop: hurts, what stopped, result, summary", "not on to the other leg");
    assert_eq!(felt, Some(Sensation::Radiating));
    assert_eq!(report.decision.referral, Some(Referral::AfterPain));
    assert_eq!(report.decision.legs[Side::Right], Some(Advice::AskFirst), "no advice to stretch");
    let again = format!("{HURTS} | 24 rest hand | 26 rest lowered | 45 rest signal | 60 rest");
    assert!(asked(&again).0.ends_with("result, summary"), "and to no other round");
}

#[test]
fn nothing_is_assumed_of_somebody_who_is_not_seen() {
    let (stages, felt, _) = asked(&format!("{HURTS} | 16 gone | 40 rest | 41 rest"));
    assert!(stages.starts_with("raising, holding, stop: hurts, what stopped, result"), "{stages}");
    assert_eq!(felt, None);
}

#[test]
fn a_leg_that_is_lowered_without_a_hold_is_asked_about_and_one_that_was_held_is_not() {
    let (stages, felt, _) = asked("0 rest | 6 rest | 9 hip 50° | 11 rest | 36 rest");
    assert_eq!((stages.as_str(), felt), ("raising, lowering, what stopped, result", Some(Sensation::Pull)));
    let (stages, felt, _) = asked("0 rest | 6 rest | 9 hip 50° | 11 hip 50° | 13 rest | 30 rest");
    assert_eq!((stages.contains("what stopped"), felt), (false, None), "{stages}");
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
fn who_raises_the_leg_again_is_not_asked_any_more() {
    let (stages, felt, _) = asked(&format!("{HURTS} | 16 rest | 19 hip 60° | 21 hip 60° | 24 rest | 26 rest"));
    assert!(stages.starts_with("raising, holding, stop: hurts, what stopped, raising"), "{stages}");
    assert_eq!(felt, None);
}

#[test]
fn the_first_countdown_waits_for_a_hand_that_says_the_voice_is_heard_but_not_for_ever() {
    let of = |script| stages(&coached(1, true, script).1);
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
        let (right, left) = (raise(6, "right"), raise(26, "left"));
        let script = format!("0 rest | {right} | {left} | 50 rest signal | 55 rest signal | 57 rest");
        stages(&coached(1, false, &script).1)
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
