//! Figures that are led through an exercise: sets, rests, legs, pauses, and pain.

use super::coach_tests::{UP, at_both_rates, only, pose_at, run, stretch};
use super::*;
use crate::motion::Timestamp;
use crate::motion::body::geometry::Caudal;
use crate::motion::body::lying_figure::{lying_figure, with_arm};
use crate::motion::body::pose::{Pose, Side};
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
        let mut coach = Coach::new(stretch(), &[Side::Left]).guided();
        let (mut began, mut asked) = (None, 0);
        for frame in 0..600_u32 {
            let secs = f64::from(frame) / 10.0;
            let time = Timestamp::from_secs(secs);
            match (frame, answered) {
                (280, _) => coach.stop(time),
                (330, Some(sensation)) => coach.answer(time, sensation),
                _ => {}
            }
            let state = coach.observe(time, pose_at(&[(0.0, UP)], 0.0).as_ref());
            began = began.or((state.stage == CoachStage::Working).then_some(secs));
            asked += u32::from(state.stage == CoachStage::WhatStopped);
        }
        (began, asked, coach.finish())
    };
    let (began, asked, report) = led(Some(Sensation::Radiating));
    assert_eq!((began, asked, report.sensation), (Some(stretch().led_ready_s()), 50, Some(Sensation::Radiating)));
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

/// Two holds of 3 s with a rest of 20 s between, of somebody who is led and lies with the leg up, but for what is seen
/// in place of that, and who presses a key at a time. The stage of each frame, ten a second; the first hold ends at
/// 23 s.
fn held_twice(seen: impl Fn(f64, Pose) -> Pose, key: Option<f64>) -> Vec<CoachStage> {
    let dose = Dose { sets: 2, hold_s: 3.0, rest_s: 20.0, ..stretch().dose };
    let mut coach = Coach::new(Exercise { dose, ..stretch() }, &[Side::Left]).guided();
    let lying = lying_figure(Caudal::Right, [(60.0, 0.0), (0.0, 0.0)]);
    let stage_at = |frame: u32| {
        let at = f64::from(frame) / 10.0;
        if key.is_some_and(|key| (at - key).abs() < 0.01) {
            coach.signal(Timestamp::from_secs(at));
        }
        coach.observe(Timestamp::from_secs(at), Some(&seen(at, lying.clone()))).stage
    };
    (0..700).map(stage_at).collect()
}

/// The hand is up for two seconds from then on.
fn hand_from(up: f64) -> impl Fn(f64, Pose) -> Pose {
    move |at, pose| if (up..up + 2.0).contains(&at) { with_arm(pose, Side::Right, 90.0) } else { pose }
}

/// Neither lying nor what the exercise asks for.
fn sitting_on_the_floor() -> Pose {
    let sitting = Exercise { posture: Posture::Sitting, ..stretch() };
    sitting.figure(&KeyPose { working: [0.0, 0.0], other: [0.0, 0.0], trunk: 80.0 }, Side::Left)
}

#[test]
fn a_hand_that_is_raised_in_a_rest_says_that_it_hurts_and_a_key_goes_on() {
    let stages = held_twice(hand_from(28.0), None);
    assert!(matches!(stages[240], CoachStage::Resting { .. }), "{:?}", stages[240]);
    assert_eq!(stages[305], CoachStage::WhatStopped);
    assert_eq!(held_twice(|_, pose| pose, Some(28.0))[282], CoachStage::Working);
}

#[test]
fn a_hand_on_its_way_up_when_a_hold_ends_says_that_it_hurts() {
    for up in [22.5, 22.8, 23.2] {
        assert_eq!(held_twice(hand_from(up), None)[250], CoachStage::WhatStopped, "up at {up}");
    }
    // one that is lowered again costs nothing
    let passes = |at: f64, pose| if (22.8..23.3).contains(&at) { with_arm(pose, Side::Right, 90.0) } else { pose };
    let stages = held_twice(passes, None);
    assert!(matches!(stages[250], CoachStage::Resting { .. }), "{:?}", stages[250]);
}

#[test]
fn a_hand_on_its_way_up_when_all_is_done_says_that_it_hurts() {
    let once = Exercise { dose: Dose { hold_s: 3.0, ..stretch().dose }, ..stretch() };
    let mut coach = Coach::new(once, &[Side::Left]).guided();
    let lying = lying_figure(Caudal::Right, [(60.0, 0.0), (0.0, 0.0)]);
    let frames = (0..250_u32).map(|frame| f64::from(frame) / 10.0);
    let mut look = |at: f64| coach.observe(Timestamp::from_secs(at), Some(&hand_from(22.8)(at, lying.clone()))).stage;
    assert_eq!(frames.map(&mut look).last(), Some(CoachStage::WhatStopped));
    assert!((only(&coach.finish()).held_s - 3.0).abs() < 0.2, "nothing is held beyond the dose");
}

#[test]
fn a_hand_right_after_the_last_set_says_that_it_hurts() {
    let ends_with = |up: f64| {
        let once = Exercise { dose: Dose { hold_s: 3.0, ..stretch().dose }, ..stretch() };
        let mut coach = Coach::new(once, &[Side::Left]).guided();
        let lying = lying_figure(Caudal::Right, [(60.0, 0.0), (0.0, 0.0)]);
        let frames = (0..600_u32).map(|frame| f64::from(frame) / 10.0);
        let mut states =
            frames.map(|at| coach.observe(Timestamp::from_secs(at), Some(&hand_from(up)(at, lying.clone()))));
        let last = states.find(|state| state.is_over).expect("it ends");
        (last.stage, coach.finish())
    };
    // done at 23 s
    for up in [24.0, 27.8] {
        let (stage, report) = ends_with(up);
        assert_eq!((stage, report.sensation), (CoachStage::Stopped, Some(Sensation::Pull)), "up at {up}");
        assert!(report.stopped && only(&report).complete, "{report:?}");
    }
    let (stage, report) = ends_with(29.0);
    assert!(stage == CoachStage::Done && report.complete && !report.stopped, "nobody looks on any more: {report:?}");
}

#[test]
fn who_sits_up_in_pain_is_heard() {
    for up in [21.5, 28.0] {
        let sits_up = |at: f64, pose| hand_from(up)(at, if at < up - 0.5 { pose } else { sitting_on_the_floor() });
        let stages = held_twice(sits_up, None);
        assert_eq!(stages[((up + 1.5) * 10.0) as usize], CoachStage::WhatStopped, "up at {up}");
        assert_eq!(stages.last(), Some(&CoachStage::Stopped));
    }
}

#[test]
fn who_gets_up_while_it_is_asked_what_hurt_has_not_said_that_it_was_a_pull() {
    let sensation = |gets_up: bool| {
        let mut coach = Coach::new(stretch(), &[Side::Left]).guided();
        let (lying, sitting) = (lying_figure(Caudal::Right, [(0.0, 0.0); 2]), sitting_on_the_floor());
        for frame in 0..400_u32 {
            let time = Timestamp::from_secs(f64::from(frame) / 10.0);
            if frame == 100 {
                coach.stop(time);
            }
            coach.observe(time, Some(if gets_up && frame > 120 { &sitting } else { &lying }));
        }
        coach.finish().sensation
    };
    assert_eq!((sensation(false), sensation(true)), (Some(Sensation::Pull), None));
}

#[test]
fn somebody_elses_seconds_do_not_complete_a_set() {
    let mut coach = Coach::new(stretch(), &[Side::Left]).guided();
    let begins_at = stretch().led_ready_s();
    let changes_at = begins_at + 20.0;
    let mut stages = Vec::new();
    for frame in 0..((changes_at + begins_at + 15.0) * 10.0) as u32 {
        let at = f64::from(frame) / 10.0;
        if (at - changes_at).abs() < 0.01 {
            coach.change_person();
        }
        let state = coach.observe(Timestamp::from_secs(at), pose_at(&[(0.0, UP)], 0.0).as_ref());
        if stages.last() != Some(&state.stage) {
            stages.push(state.stage);
        }
    }
    assert_eq!(stages, [CoachStage::GetReady, CoachStage::Working, CoachStage::GetReady, CoachStage::Working]);
    let report = coach.finish();
    assert!(!report.complete && (only(&report).held_s - 15.0).abs() < 0.5, "{report:?}");
}

#[test]
fn nobody_answers_for_somebody_else_what_hurt() {
    let mut coach = Coach::new(stretch(), &[Side::Left]).guided();
    for frame in 0..500_u32 {
        let time = Timestamp::from_secs(f64::from(frame) / 10.0);
        match frame {
            150 => coach.stop(time),
            200 => coach.change_person(),
            _ => {}
        }
        coach.observe(time, pose_at(&[(0.0, UP)], 0.0).as_ref());
    }
    let report = coach.finish();
    assert_eq!((report.stopped, report.sensation), (true, None));
    assert_eq!(felt_in_exercise(report.stopped, report.sensation), Some(crate::motion::SensationReport::NotTold));
}

#[test]
fn a_hold_goes_on_after_a_cut_in_a_recording() {
    let mut coach = Coach::new(stretch(), &[Side::Left]);
    for frame in 0..350_u32 {
        if frame == 150 {
            coach.change_person();
        }
        coach.observe(Timestamp::from_secs(f64::from(frame) / 10.0), pose_at(&[(0.0, UP)], 0.0).as_ref());
    }
    assert!(coach.finish().complete);
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
