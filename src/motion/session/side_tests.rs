//! Which leg a raise was, where that can't be told: what is missing, and what somebody says. See [`super::script`].

use super::config::SessionConfig;
use super::script::{play, play_with};
use crate::motion::{Event, Flow, Guidance, Observation, Side, Stage, Trial, TrialReason, VerdictKind};

/// A raise that the model calls by both sides, for half of the time each.
const BY_BOTH_SIDES: &str = "0 rest | 2 rest | 4 hip 40° swapped | 6 hip 75° swapped | 8 hip 75° | 11 rest | 12 rest";

fn trials(script: &str) -> Vec<Trial> {
    play(Side::Right, script).0.trials
}

/// The trials that somebody said the leg of, as they were told.
fn told(observations: &[Observation]) -> Vec<Trial> {
    let events = observations.iter().flat_map(|o| &o.events);
    let told =
        events.filter_map(|event| if let Event::TrialRevised(trial) = event { Some((**trial).clone()) } else { None });
    told.collect()
}

#[test]
fn a_leg_that_the_model_calls_by_both_sides_is_of_no_certain_side_until_somebody_says_which() {
    let unsaid = trials(BY_BOTH_SIDES);
    assert_eq!((unsaid.len(), unsaid[0].verdict.kind), (1, VerdictKind::Unclear));
    assert_eq!(unsaid[0].reasons, [TrialReason::SideNotCertain]);
    for (side, word) in [(Side::Left, "told_left"), (Side::Right, "told_right")] {
        let config = SessionConfig { side: Some(side), ..SessionConfig::default() };
        let before = play_with(config, Side::Right, BY_BOTH_SIDES).0.trials;
        assert_eq!(before.iter().map(|t| (t.side, t.verdict.kind)).collect::<Vec<_>>(), [(side, VerdictKind::Tight)]);
        let (report, observations) = play(Side::Right, &format!("{BY_BOTH_SIDES} | 14 rest {word} | 15 rest"));
        assert_eq!(report.trials, before, "said afterwards it is the same");
        assert_eq!(told(&observations), before);
        assert!(report.sides[side].is_some() && report.sides[side.opposite()].is_none());
        assert_eq!(observations.last().unwrap().guidance.decision, report.decision);
    }
}

#[test]
fn what_is_said_of_a_leg_that_is_certain_changes_nothing() {
    let script = "0 rest | 2 rest | 6 hip 70° | 8 hip 70° | 11 rest | 12 rest";
    let (report, observations) = play(Side::Right, &format!("{script} told_left | 14 rest"));
    assert_eq!((report.trials, told(&observations)), (trials(&format!("{script} | 14 rest")), vec![]));
    let twice = format!("{BY_BOTH_SIDES} | 13 rest told_right | 14 rest told_left | 15 rest");
    let sides: Vec<_> = trials(&twice).iter().map(|trial| trial.side).collect();
    assert_eq!(sides, [Side::Right], "what was said first holds");
    assert!(trials("0 rest | 2 rest told_left | 3 rest").is_empty());
}

#[test]
fn what_else_stands_against_a_verdict_still_does() {
    let both_up =
        "0 rest outlined | 2 rest copied | 6 hip 88° other 88° | 8 hip 88° other 88° | 11 rest copied | 12 rest";
    let unsaid = trials(both_up);
    let said = trials(&format!("{both_up} | 14 rest told_left | 15 rest"));
    assert!(unsaid[0].asks_side() && !said[0].asks_side());
    assert!(said[0].reasons.contains(&TrialReason::BothLegsRaised), "{:?}", said[0].reasons);
    assert_eq!((said[0].side, said[0].verdict.kind), (Side::Left, VerdictKind::Unclear));
}

#[test]
fn while_the_next_leg_is_up_it_is_not_said_which_one_is_meant() {
    let script = "0 rest | 2 rest | 4 hip 40° swapped | 6 hip 75° swapped | 8 hip 75° | 11 rest | 13 rest \
                  | 15 hip 60° told_left | 17 hip 60° | 20 rest | 21 rest";
    let (report, observations) = play(Side::Right, script);
    assert_eq!((report.trials.len(), told(&observations)), (2, vec![]));
    assert!(report.trials[0].asks_side());
}

/// What a person who is led to one trial of each leg is asked to do in the end.
fn led(script: &str) -> Guidance {
    let config = SessionConfig { flow: Flow::guided(1), ..SessionConfig::default() };
    play_with(config, Side::Right, script).1.last().expect("a frame").guidance.clone()
}

#[test]
fn a_raise_of_no_certain_side_counts_for_its_leg_once_that_is_said() {
    let raise = "0 rest | 6 rest | 8 hip 40° swapped | 10 hip 75° swapped | 12 hip 75° | 15 rest";
    let unsaid = led(&format!("{raise} | 18 rest"));
    assert_eq!((unsaid.stage, unsaid.trials_done), (Stage::Result, [0, 0].into()));
    for (word, done, next) in [("told_left", [1, 0], Side::Right), ("told_right", [0, 1], Side::Left)] {
        let said = led(&format!("{raise} | 17 rest {word} | 18 rest"));
        assert_eq!((said.stage, said.next_side), (Stage::Result, Some(next)), "{word}");
        assert_eq!(said.trials_done, done, "{word}");
    }
    let next_person = led(&format!("{raise} | 17 rest next | 18 rest told_left | 19 rest"));
    assert_eq!(next_person.trials_done, [0, 0], "it is nothing to whoever comes next");
}
