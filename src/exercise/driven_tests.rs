//! Every exercise that comes with the program and is watched, done by a figure: right, interrupted, spoiled, by the
//! wrong leg, lost from sight, at what slow and quick computers see. The figure's poses are made up; those of real
//! people are in tests/exercises.rs.

use super::library::Library;
use crate::motion::{
    Caudal, Coach, CoachStage, DoneSet, Exercise, FaultKind, KeyPose, Legs, Measure, Pose, Posture, Side, Timestamp,
    Watch, lying_figure, with_arm,
};

/// What is seen at a time; `None` shows nobody.
type Scene<'a> = &'a dyn Fn(f64) -> Option<Pose>;

/// Watched exercises, one set of few repetitions each.
fn watched() -> impl Iterator<Item = Exercise> {
    let all: Vec<Exercise> = Library::open(None).iter().cloned().collect();
    all.into_iter().filter(|exercise| exercise.watch != Watch::None).map(|mut exercise| {
        exercise.dose.sets = 1;
        exercise.dose.reps = exercise.dose.reps.min(4);
        exercise
    })
}

fn poses(exercise: &Exercise) -> (KeyPose, KeyPose) {
    exercise.from_pose.zip(exercise.to_pose).expect("what is watched says how it looks")
}

fn between(from: &KeyPose, to: &KeyPose, share: f64) -> KeyPose {
    let mix = |a: f64, b: f64| a + share * (b - a);
    let leg = |a: [f64; 2], b: [f64; 2]| [mix(a[0], b[0]), mix(a[1], b[1])];
    KeyPose {
        working: leg(from.working, to.working),
        other: leg(from.other, to.other),
        trunk: mix(from.trunk, to.trunk),
    }
}

/// One repetition from the start on takes 2 s there, the hold (or half a second), and 2 s back.
fn rep_s(exercise: &Exercise) -> f64 {
    5.0 + exercise.dose.hold_s.max(0.5)
}

/// Where the figure is, `secs` after it began to repeat; it begins after three seconds in the start.
fn share(exercise: &Exercise, secs: f64) -> f64 {
    let (begun, rep_s) = (secs - 3.0, rep_s(exercise));
    if begun < 0.0 || begun >= rep_s * f64::from(exercise.dose.reps) {
        return 0.0;
    }
    let within = begun % rep_s;
    (within / 2.0).min((rep_s - 1.0 - within) / 2.0).clamp(0.0, 1.0)
}

fn working(exercise: &Exercise, secs: f64) -> Side {
    // legs that take turns change with every repetition
    let rep = ((secs - 3.0).max(0.0) / rep_s(exercise)) as u32;
    if exercise.legs == Legs::Alternate && rep % 2 == 1 { Side::Right } else { Side::Left }
}

fn right(exercise: &Exercise, secs: f64) -> KeyPose {
    let (from, to) = poses(exercise);
    between(&from, &to, share(exercise, secs))
}

fn run(exercise: &Exercise, fps: f64, secs: f64, scene: Scene<'_>) -> DoneSet {
    let sides: &[Side] = if exercise.legs == Legs::Each { &[Side::Left] } else { &[] };
    let mut coach = Coach::new(exercise.clone(), sides);
    for frame in 0..(secs * fps) as u32 {
        let at = f64::from(frame) / fps;
        coach.observe(Timestamp::from_secs(at), scene(at).as_ref());
    }
    let report = coach.finish();
    let none = DoneSet { side: None, reps: 0, held_s: 0.0, complete: false, furthest_deg: None, faults: Vec::new() };
    report.sets.into_iter().next().unwrap_or(none)
}

fn all_s(exercise: &Exercise) -> f64 {
    4.0 + rep_s(exercise) * f64::from(exercise.dose.reps)
}

#[track_caller]
fn at_both_rates(check: impl Fn(f64, &Exercise)) {
    let mut checked = 0;
    for exercise in watched() {
        [10.0, 30.0].into_iter().for_each(|fps| check(fps, &exercise));
        checked += 1;
    }
    assert_eq!(checked, 7);
}

fn kinds(set: &DoneSet) -> Vec<FaultKind> {
    set.faults.iter().map(|fault| fault.kind).collect()
}

#[test]
fn who_does_it_right_is_counted_to_the_end_without_a_fault() {
    at_both_rates(|fps, exercise| {
        let scene = |at: f64| Some(exercise.figure(&right(exercise, at), working(exercise, at)));
        let set = run(exercise, fps, all_s(exercise), &scene);
        let name = &exercise.name;
        assert!(set.complete && set.reps == exercise.dose.reps, "{name} at {fps}: {set:?}");
        assert_eq!(kinds(&set), [], "{name} at {fps}");
        if exercise.dose.hold_s > 0.0 {
            let wanted_s = exercise.dose.hold_s * f64::from(exercise.dose.reps);
            // it stops within an interval of the dose
            let over = set.held_s - wanted_s;
            assert!((0.0..=f64::from(exercise.dose.reps) * 1.5 / fps).contains(&over), "{name} at {fps}: {over}");
        }
    });
}

#[test]
fn who_comes_only_half_the_way_is_not_counted() {
    at_both_rates(|fps, exercise| {
        let (from, to) = poses(exercise);
        let half = |at: f64| between(&from, &to, 0.2 * share(exercise, at));
        let scene = |at: f64| Some(exercise.figure(&half(at), working(exercise, at)));
        let set = run(exercise, fps, all_s(exercise), &scene);
        assert_eq!((set.reps, set.held_s), (0, 0.0), "{} at {fps}", exercise.name);
    });
}

#[test]
fn what_is_hidden_for_two_seconds_does_not_count_and_the_rest_does() {
    at_both_rates(|fps, exercise| {
        if exercise.dose.hold_s < 10.0 {
            return;
        }
        // into the position, held for 8 s, lost for 2, held on
        let (_, to) = poses(exercise);
        let lost = |at: f64| (12.0..14.0).contains(&at);
        let scene = |at: f64| (!lost(at)).then(|| exercise.figure(&right_until(exercise, at, &to), Side::Left));
        let one = Exercise { dose: crate::motion::Dose { reps: 1, hold_s: 25.0, ..exercise.dose }, ..exercise.clone() };
        let set = run(&one, fps, 22.0, &scene);
        let whole = run(&one, fps, 22.0, &|at| Some(exercise.figure(&right_until(exercise, at, &to), Side::Left)));
        let missing = whole.held_s - set.held_s;
        // the two frames around the gap are not joined, and one that is entered anew proves itself
        assert!((missing - 2.0).abs() <= 2.0 / fps + 1e-6, "{} at {fps}: {missing}", exercise.name);
    });
}

/// In the start for 3 s, 2 s on the way, and then in position.
fn right_until(exercise: &Exercise, at: f64, to: &KeyPose) -> KeyPose {
    let (from, _) = poses(exercise);
    between(&from, to, ((at - 3.0) / 2.0).clamp(0.0, 1.0))
}

#[test]
fn a_hold_that_is_left_goes_on_where_it_stood() {
    at_both_rates(|fps, exercise| {
        if exercise.dose.hold_s < 10.0 || exercise.dose.reps > 1 {
            return;
        }
        let (from, to) = poses(exercise);
        let risen = |since: f64, at: f64| ((at - since) / 2.0).clamp(0.0, 1.0);
        let share = |at: f64| if at < 15.0 { risen(3.0, at) } else { risen(20.0, at) };
        let scene = |at: f64| Some(exercise.figure(&between(&from, &to, share(at)), Side::Left));
        let set = run(exercise, fps, 32.0, &scene);
        let first = run(exercise, fps, 15.0, &scene);
        let second = set.held_s - first.held_s;
        assert!(first.held_s > 8.0 && (9.0..=12.0).contains(&second), "{} at {fps}: {set:?}", exercise.name);
    });
}

#[test]
fn a_knee_that_bends_stops_the_time_and_is_told() {
    at_both_rates(|fps, exercise| {
        let bends = |kind| exercise.faults.iter().any(|fault| fault.kind == kind);
        let (_, to) = poses(exercise);
        if !bends(FaultKind::KneeBent) || exercise.dose.hold_s == 0.0 {
            return;
        }
        // the line from hip to ankle stays where it is, so that only the knee tells
        let bend = |key: KeyPose| KeyPose { working: [key.working[0] + 20.0, key.working[1] + 40.0], ..key };
        let pose = |at: f64| {
            let key = right_until(exercise, at, &to);
            if at < 15.0 { key } else { bend(key) }
        };
        let set = run(exercise, fps, 22.0, &|at| Some(exercise.figure(&pose(at), Side::Left)));
        let before = run(exercise, fps, 15.0, &|at| Some(exercise.figure(&pose(at), Side::Left)));
        assert_eq!(kinds(&set), [FaultKind::KneeBent], "{} at {fps}", exercise.name);
        assert!((set.held_s - before.held_s).abs() <= 2.0 / fps, "{} at {fps}: {set:?} {before:?}", exercise.name);
    });
}

#[test]
fn bouncing_is_told_where_it_is_watched() {
    at_both_rates(|fps, exercise| {
        let Some(bounce) = exercise.bounce else { return };
        assert_eq!(bounce.measure, Measure::LegElevation);
        let (_, to) = poses(exercise);
        let bounced = |at: f64| {
            let key = right_until(exercise, at, &to);
            let up = if at < 10.0 { 0.0 } else { 4.0 * (std::f64::consts::TAU * at).sin() };
            KeyPose { working: [key.working[0] + up, key.working[1]], ..key }
        };
        let set = run(exercise, fps, 20.0, &|at| Some(exercise.figure(&bounced(at), Side::Left)));
        assert_eq!(kinds(&set), [FaultKind::Bouncing], "{} at {fps}", exercise.name);
    });
    assert!(watched().any(|exercise| exercise.bounce.is_some()));
}

#[test]
fn a_raised_hand_stops_it_in_every_posture() {
    at_both_rates(|fps, exercise| {
        let (from, _) = poses(exercise);
        let mut coach = Coach::new(exercise.clone(), &[]);
        let mut stage = None;
        for frame in 0..(6.0 * fps) as u32 {
            let at = f64::from(frame) / fps;
            let mut pose = exercise.figure(&from, Side::Left);
            if at > 3.0 {
                pose = with_arm(pose, Side::Right, 90.0);
            }
            stage = Some(coach.observe(Timestamp::from_secs(at), Some(&pose)).stage);
        }
        assert_eq!(stage, Some(CoachStage::Stopped), "{} at {fps}", exercise.name);
    });
}

#[test]
fn who_sits_and_leans_forward_has_not_lain_down() {
    at_both_rates(|fps, exercise| {
        if exercise.posture != Posture::Sitting {
            return;
        }
        let (from, to) = poses(exercise);
        let stage_after = |then: &dyn Fn() -> Pose| {
            let mut coach = Coach::new(exercise.clone(), &[Side::Left]);
            let scene = |at: f64| if at < 3.0 { exercise.figure(&from, Side::Left) } else { then() };
            let frames = (0..(8.0 * fps) as u32).map(|frame| f64::from(frame) / fps);
            frames.map(|at| coach.observe(Timestamp::from_secs(at), Some(&scene(at))).stage).last()
        };
        for trunk in [135.0, 150.0, 165.0] {
            let leant = || exercise.figure(&KeyPose { trunk, ..to }, Side::Left);
            assert_eq!(stage_after(&leant), Some(CoachStage::Working), "{trunk}° at {fps}");
        }
        for thigh in [0.0, 55.0] {
            let lying = || lying_figure(Caudal::Right, [(thigh, 2.0 * thigh); 2]);
            assert_eq!(stage_after(&lying), Some(CoachStage::Stopped), "thighs at {thigh}° at {fps}");
        }
    });
}

#[test]
fn the_wrong_leg_counts_nothing_and_is_told() {
    at_both_rates(|fps, exercise| {
        if exercise.legs != Legs::Each {
            return;
        }
        let scene = |at: f64| Some(exercise.figure(&right(exercise, at), Side::Right));
        let set = run(exercise, fps, all_s(exercise).min(30.0), &scene);
        assert_eq!((set.reps, set.held_s), (0, 0.0), "{} at {fps}: {set:?}", exercise.name);
        if exercise.dose.hold_s > 0.0 {
            let told = kinds(&set);
            let is_told = !told.is_empty() && told.iter().all(|kind| *kind == FaultKind::WrongLeg);
            assert!(is_told, "{} at {fps}: {told:?}", exercise.name);
        }
    });
}
