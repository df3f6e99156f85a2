//! What a session tells while a leg is up: events, phases and the live angle.

use super::script::{FPS, play};
use crate::motion::{Event, Phase, Side};

#[test]
fn events_come_in_the_order_of_the_protocol() {
    let script = "0 rest | 2 rest | 5 hip 60° | 7 hip 80° knee 40° | 8 hip 80° knee 40° | 11 rest | 12 rest";
    let (_, observations) = play(Side::Right, script);
    let name = |e: &Event| match e {
        Event::RestFound => "rest",
        Event::RaiseStarted => "raise",
        Event::Compensated(c) if c.stop => "stop",
        Event::Compensated(_) => "warn",
        Event::TrialEnded(_) => "trial",
        Event::TrialRevised(_) => "told",
    };
    let names: Vec<_> = observations.iter().flat_map(|o| &o.events).map(name).collect();
    assert_eq!(names, ["rest", "raise", "warn", "stop", "trial"]);
}

#[test]
fn a_bend_that_comes_and_goes_is_not_announced() {
    let script = "0 rest | 2 rest | 5 hip 60° | 5.1 hip 60° knee 40° | 5.2 hip 60° knee 40° gone \
                  | 5.7 hip 60° knee 40° | 5.8 hip 60° | 8 hip 60° | 10 rest | 11 rest";
    let (_, observations) = play(Side::Right, script);
    let announced = |e: &&Event| matches!(e, Event::Compensated(_));
    assert_eq!(observations.iter().flat_map(|o| &o.events).filter(announced).count(), 0);
}

#[test]
fn a_pause_on_the_way_up_and_a_slow_raise_are_no_hold() {
    for (up, from) in [("4 hip 40° | 4.8 hip 40° | 6 hip 75°", 6.0), ("17 hip 60° | 21 hip 75°", 21.0)] {
        let held: f64 = from + 3.0;
        let (_, observations) =
            play(Side::Right, &format!("0 rest | 2 rest | {up} | {held} hip 75° | {} rest", held + 2.0));
        let held = observations.iter().position(|o| o.phase == Phase::Hold).expect("held at the end");
        assert!(observations[held].time.secs() > from, "{up}: {:?}", observations[held].time);
    }
}

#[test]
fn a_leg_that_trembles_is_held_when_it_comes_no_higher() {
    let tremor: String =
        (0..30).map(|i| format!("{} hip {}° | ", 5.0 + 0.2 * f64::from(i), 54 + 8 * (i % 2))).collect();
    let (_, observations) = play(Side::Right, &format!("0 rest | 2 rest | {tremor}14 rest"));
    let held = observations.iter().find(|o| o.phase == Phase::Hold).expect("it is held");
    assert!((7.5..9.0).contains(&held.time.secs()), "{:?}", held.time);
}

#[test]
fn phases_follow_the_leg() {
    let (_, observations) = play(Side::Right, "0 rest | 2 rest | 5 hip 75° | 7 hip 75° | 10 rest | 12 rest");
    let phase_at = |secs: f64| observations[(secs * FPS) as usize].phase;
    assert_eq!(phase_at(0.5), Phase::Settling);
    assert_eq!(phase_at(1.8), Phase::Rest);
    assert_eq!(phase_at(4.0), Phase::Raise);
    assert_eq!(phase_at(6.5), Phase::Hold);
    assert_eq!(phase_at(8.5), Phase::Lower);
    assert_eq!(phase_at(11.5), Phase::Rest);
}

#[test]
fn the_live_angle_follows_the_thigh() {
    let (_, observations) = play(Side::Right, "0 rest | 2 rest | 5 hip 75° | 7 hip 75° | 10 rest | 12 rest");
    let live = observations[(6.5 * FPS) as usize].live.unwrap();
    assert!((live.angle_rad.to_degrees() - 75.0).abs() < 0.5);
    assert_eq!(live.side, Side::Right);
}
