//! Figures that are led through an exercise: sets, rests, legs, pauses, and pain.

use super::coach_tests::{UP, at_both_rates, only, pose_at, run, stretch};
use super::*;
use crate::motion::Timestamp;
use crate::motion::body::geometry::Caudal;
use crate::motion::body::lying_figure::lying_figure;
use crate::motion::body::pose::Side;
use crate::motion::trial::sensation::Sensation;

#[test]
fn a_pause_counts_nothing_and_what_was_held_before_it_stays() {
    let mut coach = Coach::new(stretch(), &[Side::Left]);
    let mut stages = Vec::new();
    for frame in 0..300_u32 {
        let time = Timestamp::from_secs(f64::from(frame) / 10.0);
        if frame == 110 || frame == 210 {
            coach.pause(time);
        }
        let state = coach.observe(time, pose_at(&[(0.0, UP)], 0.0).as_ref());
        stages.push(state.stage);
    }
    assert_eq!(stages.iter().filter(|stage| **stage == CoachStage::Paused).count(), 100);
    let report = coach.finish();
    // from 1 s on, in place, to 30 s, less the pause
    assert!((only(&report).held_s - 19.0).abs() < 0.5 && !report.stopped, "{report:?}");
}

#[test]
fn who_is_led_has_time_to_hear_and_is_asked_what_hurt() {
    let led = |answered: Option<Sensation>| {
        let mut coach = Coach::new(stretch(), &[Side::Left]).leading();
        let (mut began, mut asked) = (None, 0);
        for frame in 0..600_u32 {
            let secs = f64::from(frame) / 10.0;
            let time = Timestamp::from_secs(secs);
            match (frame, answered) {
                (200, _) => coach.stop(time),
                (250, Some(sensation)) => coach.answer(time, sensation),
                _ => {}
            }
            let state = coach.observe(time, pose_at(&[(0.0, UP)], 0.0).as_ref());
            began = began.or((state.stage == CoachStage::Working).then_some(secs));
            asked += u32::from(state.stage == CoachStage::WhatStopped);
        }
        (began, asked, coach.finish())
    };
    let (began, asked, report) = led(Some(Sensation::Radiating));
    assert_eq!((began, asked, report.sensation), (Some(LED_READY_S), 50, Some(Sensation::Radiating)));
    assert!(report.stopped && !report.complete && only(&report).held_s > 6.0);
    let (_, asked, report) = led(None);
    // who lies still felt a pull
    assert_eq!(report.sensation, Some(Sensation::Pull));
    assert!((f64::from(asked) / 10.0 - 21.0).abs() < 0.3, "{asked}");
}

#[test]
fn sets_and_legs_follow_each_other_with_rests_between() {
    let dose = Dose { sets: 2, hold_s: 3.0, rest_s: 5.0, ..stretch().dose };
    let mut coach = Coach::new(Exercise { dose, ..stretch() }, &[Side::Right, Side::Left]);
    let (mut stages, mut turn) = (Vec::new(), Some(Side::Right));
    for frame in 0..600_u32 {
        let secs = f64::from(frame) / 10.0;
        let right = turn == Some(Side::Right);
        let pose =
            lying_figure(Caudal::Right, if right { [(0.0, 0.0), (60.0, 0.0)] } else { [(60.0, 0.0), (0.0, 0.0)] });
        let state = coach.observe(Timestamp::from_secs(secs), Some(&pose));
        turn = state.set.side;
        let stage = match state.stage {
            CoachStage::Resting { .. } => "rest",
            CoachStage::Working => "work",
            CoachStage::Done => "done",
            CoachStage::GetReady | CoachStage::Paused | CoachStage::WhatStopped | CoachStage::Stopped => "other",
        };
        if stages.last() != Some(&stage) {
            stages.push(stage);
        }
    }
    assert_eq!(stages, ["other", "work", "rest", "work", "rest", "work", "rest", "work", "done"]);
    let report = coach.finish();
    assert!(report.complete);
    let sides: Vec<Option<Side>> = report.sets.iter().map(|set| set.side).collect();
    assert_eq!(sides, [Side::Right, Side::Right, Side::Left, Side::Left].map(Some));
}

#[test]
fn pain_ends_it_at_once_and_what_was_done_is_kept() {
    let mut coach = Coach::new(stretch(), &[Side::Left]);
    for frame in 0..100_u32 {
        let secs = f64::from(frame) / 10.0;
        if frame == 60 {
            coach.stop(Timestamp::from_secs(secs));
        }
        coach.observe(Timestamp::from_secs(secs), Some(&lying_figure(Caudal::Right, [(60.0, 0.0), (0.0, 0.0)])));
    }
    let report = coach.finish();
    assert!(report.stopped && !report.complete);
    assert!((only(&report).held_s - 4.9).abs() < 0.2, "{}", only(&report).held_s);
}

#[test]
fn what_is_not_watched_is_timed_whoever_is_there() {
    let plank = Exercise {
        legs: Legs::Both,
        watch: Watch::None,
        dose: Dose { sets: 2, hold_s: 5.0, rest_s: 3.0, ..stretch().dose },
        position: Vec::new(),
        faults: Vec::new(),
        bounce: None,
        ..stretch()
    };
    at_both_rates(|fps| {
        let report = run(plank.clone(), &[], fps, &[(0.0, None), (20.0, None)]);
        assert!(report.complete, "{report:?}");
        assert!(report.sets.iter().all(|set| (set.held_s - 5.0).abs() <= 1.5 / fps), "{report:?}");
    });
}

#[test]
fn nobody_there_is_nothing_done() {
    let report = run(stretch(), &[Side::Left], 10.0, &[(0.0, None), (5.0, None)]);
    assert_eq!(report, ExerciseReport::default());
}
