//! Being led through the test, told as the clinic would: what the person does (see [`super::script`]), and what they
//! are asked to do.
//!
//! Good from the first frame, a set-up is left at 1.5 s, the countdown at 4.5 s, and the rest is found at 5.5 s.

use super::config::SessionConfig;
use super::script::{play, play_with};
use super::session_report::SessionReport;
use crate::motion::guide::guide::{RECORDED_RESULT_S, RESULT_S};
use crate::motion::guide::round::Round;
use crate::motion::{
    EndedBy, Event, Flow, Guidance, Observation, SetUpProblem, Side, Stage, Trial, TrialReason, Verdict,
};

fn led(trials_per_leg: u32, script: &str) -> (SessionReport, Vec<Observation>) {
    let flow = Flow::guided(trials_per_leg);
    play_with(SessionConfig { flow, ..SessionConfig::default() }, Side::Right, script)
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::SetUp => "set-up",
        Stage::SoundCheck => "sound check",
        Stage::Countdown { .. } => "countdown",
        Stage::HoldStill => "still",
        Stage::RaiseSlowly => "ready",
        Stage::Raising => "raising",
        Stage::Holding => "holding",
        Stage::Stop(EndedBy::Discomfort) => "stop: hurts",
        Stage::Stop(EndedBy::KneeBend) => "stop: knee",
        Stage::Stop(_) => "stop: other",
        Stage::Lowering => "lowering",
        Stage::WhatStopped => "what stopped",
        Stage::Result => "result",
        Stage::Summary => "summary",
        Stage::WhatNow => "what now",
    }
}

/// The stages one after the other.
pub(super) fn stages(observations: &[Observation]) -> String {
    let mut names: Vec<&str> = observations.iter().map(|o| name(o.guidance.stage)).collect();
    names.dedup();
    names.join(", ")
}

/// What is said at a time.
fn at(observations: &[Observation], secs: f64) -> &Guidance {
    let then = observations.iter().rfind(|o| o.time.secs() <= secs + 1e-6).expect("a frame before");
    &then.guidance
}

fn stage_at(observations: &[Observation], secs: f64) -> Stage {
    at(observations, secs).stage
}

/// When the first trial ended.
fn ended_at(observations: &[Observation]) -> f64 {
    let ended = |o: &&Observation| o.events.iter().any(|e| matches!(e, Event::TrialEnded(_)));
    observations.iter().find(ended).expect("a trial").time.secs()
}

fn check(trials_per_leg: u32, script: &str, expect: &str) -> Vec<Trial> {
    let (report, observations) = led(trials_per_leg, script);
    assert_eq!(stages(&observations), expect, "{script}");
    report.trials
}

#[test]
fn from_lying_down_to_the_result_and_on() {
    let script = "0 gone | 3 rest | 10 rest | 13 hip 70° | 15 hip 70° | 18 rest | 27 rest";
    let expect = "set-up, countdown, still, ready, raising, holding, lowering, result, ready";
    let trials = check(2, script, expect);
    assert_eq!(trials.iter().map(|t| t.angle_rad.to_degrees().round()).collect::<Vec<_>>(), [70.0]);
}

#[test]
fn being_led_changes_no_number() {
    let script = "0 rest | 6 rest | 9 hip 70° | 11 hip 70° | 14 rest | 16 rest";
    let [recorded, led] = [play(Side::Right, script).0, led(1, script).0].map(|report| report.trials);
    assert_eq!((recorded.len(), led.len()), (1, 1));
    assert!((recorded[0].angle_rad - led[0].angle_rad).abs() < 1e-6);
    assert_eq!(recorded[0].verdict, led[0].verdict);
}

#[test]
fn the_countdown_begins_when_all_has_been_good_for_a_while() {
    let (_, observations) = led(1, "0 gone | 3 rest | 10 rest");
    assert_eq!(at(&observations, 2.0).problems, [SetUpProblem::NobodySeen]);
    assert_eq!(at(&observations, 4.0).problems, []);
    assert_eq!(stage_at(&observations, 4.9), Stage::SetUp);
    for (secs, secs_left) in [(5.1, 3), (6.1, 2), (7.1, 1)] {
        assert_eq!(stage_at(&observations, secs), Stage::Countdown { secs_left }, "{secs} s");
    }
    assert_eq!(stage_at(&observations, 8.1), Stage::HoldStill);
}

#[test]
fn getting_up_or_lifting_a_leg_breaks_the_countdown_off() {
    check(1, "0 rest | 2 gone | 4 gone", "set-up, countdown, set-up");
    check(1, "0 rest | 2 rest | 3 hip 40° | 4 hip 40°", "set-up, countdown, set-up");
    check(1, "0 rest | 2 gone | 2.3 rest | 5 rest", "set-up, countdown, still");
}

#[test]
fn a_raise_before_the_countdown_is_over_is_none() {
    let trials = check(1, "0 far | 2 hip 70° | 4 hip 70° | 6 rest | 8 rest", "set-up");
    assert!(trials.is_empty());
}

#[test]
fn what_was_seen_before_the_test_does_not_spoil_its_view() {
    let (report, _) = led(1, "0 far | 9 far | 16 rest | 18 hip 70° | 20 hip 70° | 22 rest | 24 rest");
    assert_eq!(report.trials.len(), 1);
    assert!(report.trials[0].reasons.is_empty(), "{:?}", report.trials[0].reasons);
}

#[test]
fn a_stop_stays_until_the_leg_is_down() {
    let script = "0 rest | 6 rest | 9 hip 60° | 11 hip 80° knee 40° | 12 hip 80° knee 40° | 15 rest | 16 rest";
    let (report, observations) = led(1, script);
    let expect = "set-up, countdown, still, ready, raising, holding, stop: knee, result";
    assert_eq!(stages(&observations), expect);
    let stopped_deg = |secs| at(&observations, secs).stopped_at_rad.map(|rad| rad.to_degrees().round());
    assert_eq!(stopped_deg(9.0), None);
    let first = stopped_deg(10.5).expect("stopped");
    assert!((66.0..=74.0).contains(&first), "{first}");
    assert_eq!(stopped_deg(13.0), Some(first), "the height at which it came, not the leg's");
    assert_eq!(stopped_deg(15.9), None);
    assert_eq!(report.trials[0].ended_by, EndedBy::KneeBend);
}

#[test]
fn a_hand_raised_in_a_raise_says_that_it_hurts() {
    let script = "0 rest | 6 rest | 9 hip 50° | 9.5 hip 50° hand | 11.5 hip 50° lowered | 13 rest | 14 rest";
    for (flow, (report, observations)) in [("led", led(1, script)), ("recorded", play(Side::Right, script))] {
        assert_eq!(report.trials[0].ended_by, EndedBy::Discomfort, "{flow}");
        assert_eq!(stage_at(&observations, 10.0), Stage::Holding, "{flow}: held up too short");
        assert!((at(&observations, 10.0).signal - 0.5).abs() < 0.01, "{flow}");
        assert_eq!(stage_at(&observations, 10.6), Stage::Stop(EndedBy::Discomfort), "{flow}");
        assert!((at(&observations, 10.6).stopped_at_rad.unwrap().to_degrees() - 50.0).abs() < 1.0, "{flow}");
    }
}

#[test]
fn a_key_says_what_a_hand_says() {
    let script = "0 rest | 6 rest | 9 hip 50° | 9.5 hip 50° signal | 11.5 hip 50° | 13 rest | 14 rest";
    assert_eq!(led(1, script).0.trials[0].ended_by, EndedBy::Discomfort);
    assert_eq!(play(Side::Right, script).0.trials[0].ended_by, EndedBy::Discomfort);
}

#[test]
fn what_is_said_on_the_way_down_ends_nothing() {
    for said in ["signal", "hurts"] {
        let script = format!("0 rest | 6 rest | 9 hip 60° | 10 hip 60° | 11 hip 40° {said} | 13 rest | 14 rest");
        let expect = "set-up, countdown, still, ready, raising, holding, lowering, result";
        assert_eq!(check(1, &script, expect)[0].ended_by, EndedBy::Peak, "{said}");
    }
}

#[test]
fn a_signal_while_lying_still_is_nothing() {
    check(1, "0 rest | 3 rest signal | 5 rest signal | 6 rest signal | 7 rest", "set-up, countdown, still, ready");
}

#[test]
fn a_signal_begins_in_spite_of_a_problem_but_not_without_anybody() {
    let (_, observations) = led(1, "0 far | 3 rest signal | 5 rest");
    assert_eq!(at(&observations, 2.9).problems, [SetUpProblem::TooFarAway]);
    assert_eq!(stages(&observations), "set-up, countdown");
    check(1, "0 far | 3 hand | 5 rest", "set-up, countdown");
    check(1, "0 gone | 3 gone signal | 5 gone", "set-up");
    check(1, "0 hip 50° | 3 hip 50° signal | 5 hip 50°", "set-up");
}

#[test]
fn a_signal_ends_the_result() {
    let script = "0 rest | 6 rest | 8 hip 60° | 9 hip 60° | 11 rest | 13 rest signal | 14 rest";
    let (_, observations) = led(2, script);
    assert!(ended_at(&observations) < 12.0);
    assert_eq!(stage_at(&observations, 12.9), Stage::Result);
    assert_eq!(stage_at(&observations, 13.1), Stage::RaiseSlowly);
}

#[test]
fn the_result_stays_until_the_next_raise_or_long_enough_to_be_spoken() {
    let raise = "0 rest | 6 rest | 8 hip 60° | 9 hip 60° | 11 rest";
    let (_, observations) = led(2, &format!("{raise} | 22 rest"));
    let ended = ended_at(&observations);
    assert_eq!(stage_at(&observations, ended + RESULT_S - 0.1), Stage::Result);
    assert_eq!(stage_at(&observations, ended + RESULT_S + 0.1), Stage::RaiseSlowly);
    let (_, observations) = led(2, &format!("{raise} | 13 rest | 15 hip 40° | 16 hip 40°"));
    assert_eq!(stage_at(&observations, 13.2), Stage::Result);
    assert_eq!(stage_at(&observations, 14.5), Stage::Raising);
}

const BOTH_LEGS: &str = "0 rest | 6 rest | 8 hip 60° | 9 hip 60° | 11 rest | 12 rest left signal \
                         | 13 rest | 15 hip 70° | 16 hip 70° | 18 rest";

#[test]
fn one_leg_then_the_other_then_the_summary() {
    let (report, observations) = led(1, &format!("{BOTH_LEGS} | 28 rest"));
    assert_eq!(report.trials.iter().map(|t| t.side).collect::<Vec<_>>(), [Side::Right, Side::Left]);
    assert_eq!((at(&observations, 7.0).next_side, at(&observations, 7.0).trials_done), (None, [0, 0].into()));
    assert_eq!(
        (at(&observations, 13.0).next_side, at(&observations, 13.0).trials_done),
        (Some(Side::Left), [0, 1].into())
    );
    assert_eq!((at(&observations, 19.0).next_side, at(&observations, 19.0).trials_done), (None, [1, 1].into()));
    assert_eq!(at(&observations, 19.0).trials_wanted, Some(1));
    assert_eq!(stage_at(&observations, 19.0), Stage::Result);
    assert_eq!(stage_at(&observations, 27.9), Stage::Summary);
}

#[test]
fn getting_up_after_the_last_trial_is_no_raise() {
    let script =
        format!("{BOTH_LEGS} | 19 rest | 21 hip 60° knee 60° | 22 hip 60° knee 60° | 23 rest | 24 gone | 40 gone");
    let (report, observations) = led(1, &script);
    assert_eq!(report.trials.len(), 2);
    assert_eq!(stage_at(&observations, 22.0), Stage::Result);
    assert_eq!(stage_at(&observations, 39.9), Stage::Summary, "the summary stays for somebody who has got up");
}

#[test]
fn a_signal_in_the_summary_begins_another_round() {
    let script = format!("{BOTH_LEGS} | 19 rest signal | 20 rest | 21 rest signal | 24.5 rest");
    let (_, observations) = led(1, &script);
    assert_eq!(stage_at(&observations, 20.0), Stage::Summary, "the signal ended the result");
    assert_eq!(stage_at(&observations, 21.1), Stage::Countdown { secs_left: 3 });
    assert_eq!(stage_at(&observations, 24.2), Stage::HoldStill);
    assert_eq!(at(&observations, 24.2).trials_done, [0, 0]);
}

#[test]
fn a_person_gone_for_long_is_set_up_anew_and_keeps_the_trials() {
    let raise = "0 rest | 6 rest | 8 hip 60° | 9 hip 60° | 11 rest | 13 rest signal | 14 gone";
    let (report, observations) = led(2, &format!("{raise} | 19 rest | 22 rest"));
    assert_eq!(at(&observations, 16.0).problems, [SetUpProblem::NobodySeen], "told at once");
    assert_eq!(stage_at(&observations, 18.0), Stage::HoldStill, "but five seconds are not long");
    assert_eq!(stage_at(&observations, 21.0), Stage::RaiseSlowly);
    assert_eq!(report.trials.len(), 1);
    let (report, observations) = led(2, &format!("{raise} | 26 rest | 33 rest"));
    assert_eq!(stage_at(&observations, 25.0), Stage::SetUp);
    assert!(matches!(stage_at(&observations, 29.0), Stage::Countdown { .. }));
    assert_eq!(stage_at(&observations, 32.9), Stage::RaiseSlowly);
    assert_eq!((report.trials.len(), at(&observations, 32.9).trials_done), (1, [0, 1].into()));
}

#[test]
fn a_camera_unplugged_for_long_is_set_up_anew() {
    let (_, observations) = led(1, "0 rest | 6 rest unplugged | 20 rest | 21 rest");
    assert_eq!(stage_at(&observations, 20.0), Stage::SetUp);
    let (_, observations) = led(1, "0 rest | 6 rest unplugged | 11 rest | 13 rest");
    assert_eq!(stage_at(&observations, 11.0), Stage::HoldStill, "but the rest is found anew");
    assert_eq!(stage_at(&observations, 12.9), Stage::RaiseSlowly);
}

#[test]
fn a_twitch_leads_back_to_where_it_was() {
    let (report, observations) = led(1, "0 rest | 6 rest | 7 hip 15° | 8 rest | 10 rest");
    assert!(stages(&observations).starts_with("set-up, countdown, still, ready, raising"));
    assert_eq!(stage_at(&observations, 9.9), Stage::RaiseSlowly);
    assert!(report.trials.is_empty());
}

#[test]
fn somebody_else_starts_from_the_beginning() {
    let script = "0 rest | 6 rest | 9 hip 60° | 11 hip 60° | 11.5 hip 60° next | 12 hip 60° | 14 rest | 22 rest";
    let (report, observations) = led(1, script);
    assert_eq!(report.trials.len(), 1, "what was measured is kept");
    assert_eq!(stage_at(&observations, 11.6), Stage::SetUp);
    assert_eq!(at(&observations, 12.6).problems, [SetUpProblem::LegsNotFlat]);
    assert_eq!(at(&observations, 21.9).trials_done, [0, 0]);
    assert_eq!(stage_at(&observations, 21.9), Stage::RaiseSlowly);
    let told = observations.iter().flat_map(|o| &o.events).filter(|e| matches!(e, Event::TrialEnded(_))).count();
    assert_eq!(told, 1, "the trial that was cut off is told, too");
}

#[test]
fn a_change_in_a_raise_without_a_hold_cuts_it_off() {
    let (report, _) = play(Side::Right, "0 rest | 2 rest | 5 hip 60° next | 8 rest | 9 rest");
    assert_eq!(report.trials[0].reasons, [TrialReason::NotFinished]);
}

#[test]
fn a_recording_is_told_by_what_is_seen() {
    let script = "0 rest | 2 rest | 5 hip 75° | 7 hip 75° | 10 rest | 18 rest | 20 hip 60° | 22 hip 60°";
    let (_, observations) = play(Side::Right, script);
    let expect = "still, ready, raising, holding, lowering, result, ready, raising, holding";
    assert_eq!(stages(&observations), expect);
    let ended = ended_at(&observations);
    assert_eq!(stage_at(&observations, ended + RECORDED_RESULT_S - 0.1), Stage::Result);
    assert_eq!(stage_at(&observations, ended + RECORDED_RESULT_S + 0.1), Stage::RaiseSlowly);
    assert_eq!(at(&observations, 12.0).trials_wanted, None);
}

#[test]
fn a_recordings_set_up_problems_are_told_and_stop_nothing() {
    let (report, observations) = play(Side::Right, "0 far | 2 rest | 5 hip 70° | 7 hip 70° | 10 rest | 11 rest");
    assert_eq!(at(&observations, 6.0).problems, [SetUpProblem::TooFarAway], "a raised leg is no problem");
    assert_eq!(report.trials.len(), 1);
}

#[test]
fn a_signal_in_a_recordings_result_is_nothing() {
    let (_, observations) =
        play(Side::Right, "0 rest | 2 rest | 4 hip 60° | 5 hip 60° | 7 rest | 8 rest signal | 9 rest");
    assert_eq!(stage_at(&observations, 8.9), Stage::Result);
}

#[test]
fn unclear_trials_do_not_count_but_two_in_a_row_are_enough() {
    let (report, _) = play(Side::Right, "0 rest | 2 rest | 4 hip 60° | 5 hip 60° | 7 rest | 8 rest");
    let clear = report.trials[0].clone();
    let unclear = Trial { verdict: Verdict::UNCLEAR, ..clear.clone() };
    let mut round = Round::new(2, None);
    assert_eq!(round.next_side(), None, "either will do");
    for (trial, next) in [(&clear, Side::Right), (&unclear, Side::Right), (&unclear, Side::Left)] {
        round.count(trial);
        assert_eq!(round.next_side(), Some(next));
    }
    assert_eq!(round.judged(), [0, 1]);
    let left = Trial { side: Side::Left, ..clear };
    round.count(&left);
    assert_eq!((round.next_side(), round.is_complete()), (Some(Side::Left), false));
    round.count(&left);
    assert_eq!((round.next_side(), round.is_complete()), (None, true));
}

#[test]
fn only_one_leg_wanted_is_a_round_of_one_leg() {
    let flow = Flow::guided(1);
    let config = SessionConfig { side: Some(Side::Right), flow, ..SessionConfig::default() };
    let (_, observations) =
        play_with(config, Side::Right, "0 rest | 6 rest | 8 hip 60° | 9 hip 60° | 11 rest | 12 rest signal | 13 rest");
    assert_eq!(at(&observations, 5.0).next_side, Some(Side::Right));
    assert_eq!(stage_at(&observations, 12.9), Stage::Summary);
}
