//! Whole tests from the sound check to what to do now, told as the clinic would in the scripts of `motion`: what is
//! heard, in order, and whether it still holds when it has been said.

use super::announcer::Announcer;
use super::lines::Line;
use crate::motion::script::play_with;
use crate::motion::{
    Advice, Answers, Decision, Flow, GuidedFlow, LegResult, Method, Observation, Referral, Screening, SessionConfig,
    Side, Sides, Stage, TrialReason,
};
use crate::words::{Judged, Stretched};

/// Lies down, raises a hand that is heard, and raises the right leg so high; what comes after is `then`.
fn right_leg(deg: u32, then: &str) -> String {
    format!("0 rest right | 2.5 hand | 4 lowered | 19 rest | 23 hip {deg}° | 31 hip {deg}° | 35 rest | {then}")
}

/// Raises the left leg so high, from then on.
fn left_leg(from: u32, deg: u32) -> String {
    let [up, held, down, end] = [4, 12, 16, 75].map(|secs| from + secs);
    format!("{from} rest left | {up} hip {deg}° | {held} hip {deg}° | {down} rest | {end} rest")
}

/// The right leg so high until a hand says that it hurts, and whether a hand goes up when it is asked what stopped it.
fn stopped(deg: u32, hand: bool) -> String {
    let answer = if hand { "40 hand | 41.5 lowered" } else { "40 rest | 41.5 rest" };
    format!(
        "0 rest right | 2.5 hand | 4 lowered | 19 rest | 23 hip {deg}° | 23.6 hip {deg}° hurts | 27 rest | {answer} | 120 rest"
    )
}

/// What is said of a test, each with when it begins, and what was observed.
fn heard(script: &str) -> (Vec<(f64, Line)>, Vec<Observation>) {
    let flow = Flow::Guided(GuidedFlow { trials_per_leg: 1, sound_check: true, coached: true });
    let answers = Answers { method: Some(Method::Strap), screening: Some(Screening::Clear) };
    let config = SessionConfig { flow, answers, ..SessionConfig::default() };
    let (_, observations) = play_with(config, Side::Right, script);
    let mut announcer = Announcer::new(&config);
    let mut heard = Vec::new();
    for observation in &observations {
        for utterance in announcer.observe(observation) {
            let mut secs = observation.time.secs() + utterance.tone.map_or(0.0, super::Tone::secs);
            for line in utterance.lines {
                heard.push((secs, line));
                secs += line.secs() + super::utterance::PAUSE_S;
            }
        }
    }
    (heard, observations)
}

/// The lines from the first result on.
fn from_result(script: &str) -> Vec<Line> {
    let (heard, observations) = heard(script);
    for (at, line) in &heard {
        holds_when_said(*at, *line, &observations);
    }
    let lines: Vec<Line> = heard.into_iter().map(|(_, line)| line).collect();
    let rules = [Line::STOP_WHERE_IT_PULLS, Line::KEEP_FLAT];
    let start = [&[Line::SOUND_CHECK, Line::LIE_STILL], &rules[..], &[Line::raise(None, Some(Method::Strap))]].concat();
    assert_eq!(lines[..5], start, "{lines:?}");
    let result = lines.iter().position(|line| [Line::leg(Side::Right), Line::WHAT_STOPPED].contains(line));
    lines[result.expect("a result")..].to_vec()
}

/// What asks for something is still wanted when it has been said.
fn holds_when_said(at: f64, line: Line, observations: &[Observation]) {
    let said = at + line.secs();
    let then = observations.iter().rfind(|o| o.time.secs() <= said).expect("somebody").guidance.stage;
    let is_raise = [None, Some(Side::Left), Some(Side::Right)].map(|side| Line::raise(side, Some(Method::Strap)));
    let holds = match line {
        Line::SOUND_CHECK => matches!(then, Stage::SoundCheck | Stage::Countdown { .. }),
        Line::HOLD_STILL => matches!(then, Stage::HoldStill | Stage::RaiseSlowly),
        Line::HOLD_IT => then == Stage::Holding,
        Line::LOWER_SLOWLY => matches!(then, Stage::Holding | Stage::Lowering),
        Line::WHAT_STOPPED => then == Stage::WhatStopped,
        Line::RAISE_HAND_FOR_ADVICE => then == Stage::Summary,
        line if is_raise.contains(&line) => then == Stage::RaiseSlowly,
        _ => true,
    };
    assert!(holds, "{line:?} is said until {said:.1} s, when the stage is {then:?}");
}

fn result(side: Side, degrees: u8, judged: Judged) -> Vec<Line> {
    vec![Line::leg(side), Line::degrees(degrees), Line::verdict(judged)]
}

/// What is said between the legs.
fn on_to_the_left_leg() -> Vec<Line> {
    let raise = Line::raise(Some(Side::Left), Some(Method::Strap));
    let begin = [Line::OTHER_LEG_STRAP, Line::LIE_STILL, Line::HOLD_STILL];
    [&begin[..], &[raise, Line::HOLD_IT, Line::LOWER_SLOWLY]].concat()
}

#[test]
fn a_pass_with_both_legs() {
    let summary = vec![Line::SUMMARY, Line::BOTH_LEGS, Line::advice(Advice::NoStretching), Line::NO_DIAGNOSIS];
    let expected =
        [result(Side::Right, 90, Judged::Pass), on_to_the_left_leg(), result(Side::Left, 93, Judged::Pass), summary];
    assert_eq!(from_result(&right_leg(90, &left_leg(69, 92))), expected.concat());
}

#[test]
fn tight_on_the_left_alone_is_told_which_leg_to_stretch() {
    let decision = Decision::of(
        Some(Screening::Clear),
        Sides::from([LegResult::Tight(crate::motion::Grade::Clear), LegResult::Pass]),
        None,
    );
    let summary = vec![
        Line::SUMMARY,
        Line::leg(Side::Left),
        Line::advice(Advice::StretchingLikely),
        Line::leg(Side::Right),
        Line::advice(Advice::NoStretching),
        Line::NO_DIAGNOSIS,
        Line::RAISE_HAND_FOR_ADVICE,
        Line::offer(Stretched::of(&decision).expect("the left one")),
        Line::STRETCH_LYING,
        Line::STRETCH_SITTING,
        Line::STRETCH_GENTLY,
        Line::ASK_BEFORE,
    ];
    let expected = [
        result(Side::Right, 90, Judged::Pass),
        on_to_the_left_leg(),
        vec![Line::WHAT_STOPPED],
        result(Side::Left, 51, Judged::ClearlyTight),
        vec![Line::PULL],
        summary,
    ];
    let script = right_leg(90, &left_leg(69, 50)).replace("144 rest", "135 hand | 137 lowered | 183 rest");
    assert_eq!(from_result(&script), expected.concat());
}

#[test]
fn a_pull_at_55_degrees_is_the_normal_end() {
    let heard = from_result(&stopped(55, false));
    let result = result(Side::Right, 55, Judged::ClearlyTight);
    let expected = [vec![Line::WHAT_STOPPED], result, vec![Line::PULL]].concat();
    assert_eq!(heard[..5], expected, "{heard:?}");
    assert_eq!(heard[5], Line::OTHER_LEG_STRAP, "and it goes on with the other leg");
}

#[test]
fn pain_that_radiates_at_45_degrees_ends_the_test_with_a_professional() {
    let heard = from_result(&stopped(45, true));
    let warning = [
        Line::WHAT_STOPPED,
        Line::leg(Side::Right),
        Line::degrees(45),
        Line::why(TrialReason::RadiatingPain),
        Line::SUMMARY,
        Line::referral(Referral::AfterPain),
        Line::NO_DIAGNOSIS,
    ];
    assert_eq!(heard, warning);
}

#[test]
fn near_the_limit_is_told_as_an_answer() {
    let heard = from_result(&right_leg(79, &left_leg(91, 81)));
    let near = [Line::SUMMARY, Line::BOTH_LEGS, Line::advice(Advice::NearLimit), Line::NO_DIAGNOSIS];
    assert_eq!(heard[heard.len() - 4..], near, "{heard:?}");
    assert!(heard.contains(&Line::BORDERLINE));
}
