//! Figures that exercise: what must be counted, and what must not. How they are led is in `lead_tests.rs`.

use super::*;
use crate::motion::Timestamp;
use crate::motion::body::geometry::Caudal;
use crate::motion::body::lying_figure::lying_figure;
use crate::motion::body::pose::{Landmark, Pose, Side};

/// A leg, 30 s of it held at 60°.
pub(super) fn stretch() -> Exercise {
    let leg_up = Condition {
        measure: Measure::LegElevation,
        of: MeasuredLeg::Working,
        from_deg: Some(35.0),
        to_deg: None,
        slack_deg: 5.0,
    };
    let fault = |kind, measure, of, from_deg| FaultRule {
        kind,
        when: Condition { measure, of, from_deg: Some(from_deg), to_deg: None, slack_deg: 5.0 },
        for_s: 0.5,
    };
    Exercise {
        name: "stretch".to_owned(),
        title: None,
        posture: Posture::Supine,
        legs: Legs::Each,
        watch: Watch::Full,
        dose: Dose { sets: 1, reps: 1, hold_s: 30.0, rest_s: 0.0, most_reps: None, longest_hold_s: None },
        position: vec![leg_up],
        start: Vec::new(),
        faults: vec![
            fault(FaultKind::KneeBent, Measure::KneeFlexion, MeasuredLeg::Working, 25.0),
            fault(FaultKind::OtherLegUp, Measure::LegElevation, MeasuredLeg::Other, 20.0),
        ],
        bounce: Some(Bounce { measure: Measure::LegElevation, over_deg: 3.0, within_s: 3.0 }),
        offer: Offer::Stretch,
        reminders: Vec::new(),
        result: None,
        from_pose: None,
        to_pose: None,
    }
}

/// Raises to the height of the other, drawn-up knee, so many.
fn raises(reps: u32) -> Exercise {
    let leg = |from_deg, to_deg| Condition {
        measure: Measure::LegElevation,
        of: MeasuredLeg::Working,
        from_deg,
        to_deg,
        slack_deg: 5.0,
    };
    Exercise {
        dose: Dose { reps, hold_s: 0.0, ..stretch().dose },
        position: vec![leg(Some(25.0), None)],
        start: vec![leg(None, Some(10.0))],
        faults: vec![stretch().faults[0]],
        bounce: None,
        ..stretch()
    }
}

/// The left leg's thigh and knee, the right one's, from this second on; in between it goes evenly. `None` shows nobody.
pub(super) type Key = (f64, Option<[(f64, f64); 2]>);

const DOWN: Option<[(f64, f64); 2]> = Some([(0.0, 0.0), (0.0, 0.0)]);
pub(super) const UP: Option<[(f64, f64); 2]> = Some([(60.0, 0.0), (0.0, 0.0)]);

pub(super) fn pose_at(keys: &[Key], secs: f64) -> Option<Pose> {
    let next = keys.iter().position(|(at, _)| *at > secs).unwrap_or(keys.len());
    let (at, from) = keys[next.max(1) - 1];
    let from = from?;
    let to = keys.get(next).and_then(|(_, to)| *to).unwrap_or(from);
    let until = keys.get(next).map_or(at + 1.0, |(until, _)| *until);
    let share = ((secs - at) / (until - at)).clamp(0.0, 1.0);
    let between = |a: (f64, f64), b: (f64, f64)| (a.0 + share * (b.0 - a.0), a.1 + share * (b.1 - a.1));
    Some(lying_figure(Caudal::Right, [between(from[0], to[0]), between(from[1], to[1])]))
}

pub(super) fn run(exercise: Exercise, sides: &[Side], fps: f64, keys: &[Key]) -> ExerciseReport {
    exercise.check().expect("an exercise");
    let mut coach = Coach::new(exercise, sides);
    let end = keys.last().map_or(0.0, |(at, _)| *at);
    for frame in 0..=(end * fps) as u32 {
        let secs = f64::from(frame) / fps;
        coach.observe(Timestamp::from_secs(secs), pose_at(keys, secs).as_ref());
    }
    coach.finish()
}

/// The only set that was done.
#[track_caller]
pub(super) fn only(report: &ExerciseReport) -> &DoneSet {
    let [set] = &report.sets[..] else { panic!("{report:?}") };
    set
}

fn kinds(set: &DoneSet) -> Vec<FaultKind> {
    set.faults.iter().map(|fault| fault.kind).collect()
}

/// At both ends of what machines see.
pub(super) fn at_both_rates(check: impl Fn(f64)) {
    [10.0, 30.0].into_iter().for_each(check);
}

#[test]
fn a_hold_is_done_after_its_time_in_position() {
    at_both_rates(|fps| {
        let report = run(stretch(), &[Side::Left], fps, &[(0.0, DOWN), (2.0, DOWN), (4.0, UP), (40.0, UP)]);
        assert!(report.complete, "{report:?}");
        let set = only(&report);
        assert_eq!((set.side, set.reps, kinds(set)), (Some(Side::Left), 1, vec![]));
        assert!((set.held_s - 30.0).abs() <= 1.5 / fps, "{}", set.held_s);
    });
}

#[test]
fn a_hold_that_is_interrupted_goes_on_where_it_stood() {
    at_both_rates(|fps| {
        let keys = [(0.0, DOWN), (2.0, UP), (12.0, UP), (13.0, DOWN), (18.0, DOWN), (19.0, UP), (29.0, UP)];
        let report = run(stretch(), &[Side::Left], fps, &keys);
        let set = only(&report);
        // on the way up and down it is in position above 35° and 30°
        let on_the_way = 2.0 * 25.0 / 30.0 / 2.0 + 30.0 / 60.0 + 25.0 / 60.0;
        assert!(!report.complete && (set.held_s - 20.0 - on_the_way).abs() <= 4.0 / fps, "{} {on_the_way}", set.held_s);
    });
}

#[test]
fn what_was_not_seen_does_not_count() {
    at_both_rates(|fps| {
        let keys = [(0.0, UP), (11.0, UP), (11.0, None), (13.0, UP), (18.0, UP)];
        let report = run(stretch(), &[Side::Left], fps, &keys);
        // it begins after a second in place
        assert!((only(&report).held_s - 15.0).abs() <= 3.0 / fps, "{}", only(&report).held_s);
    });
}

#[test]
fn the_time_stands_where_the_knee_began_to_bend() {
    at_both_rates(|fps| {
        let bent = Some([(60.0, 50.0), (0.0, 0.0)]);
        let keys = [(0.0, UP), (11.0, UP), (11.0, bent), (16.0, bent), (16.0, UP), (21.0, UP)];
        let report = run(stretch(), &[Side::Left], fps, &keys);
        let set = only(&report);
        assert_eq!(kinds(set), [FaultKind::KneeBent]);
        assert!((set.held_s - 15.0).abs() <= 3.0 / fps, "{}", set.held_s);
        assert!((set.faults[0].onset.secs() - 11.0).abs() <= 1.5 / fps);
    });
}

#[test]
fn a_knee_that_gives_for_a_moment_is_no_fault_and_costs_no_time() {
    at_both_rates(|fps| {
        let bent = Some([(60.0, 40.0), (0.0, 0.0)]);
        let keys = [(0.0, UP), (6.0, UP), (6.0, bent), (6.3, bent), (6.3, UP), (11.0, UP)];
        let report = run(stretch(), &[Side::Left], fps, &keys);
        assert_eq!(kinds(only(&report)), []);
        assert!((only(&report).held_s - 10.0).abs() <= 2.0 / fps, "{}", only(&report).held_s);
    });
}

#[test]
fn the_other_leg_that_comes_up_is_told() {
    let both = Some([(60.0, 0.0), (40.0, 0.0)]);
    let report = run(stretch(), &[Side::Left], 30.0, &[(0.0, UP), (6.0, UP), (7.0, both), (10.0, both)]);
    assert_eq!(kinds(only(&report)), [FaultKind::OtherLegUp]);
}

#[test]
fn bouncing_is_told_and_does_not_count() {
    at_both_rates(|fps| {
        let mut keys = vec![(0.0, UP), (6.0, UP)];
        for bounce in 0..8 {
            let at = 6.0 + f64::from(bounce);
            keys.push((at + 0.5, Some([(50.0, 0.0), (0.0, 0.0)])));
            keys.push((at + 1.0, UP));
        }
        let report = run(stretch(), &[Side::Left], fps, &keys);
        let set = only(&report);
        assert_eq!(kinds(set), [FaultKind::Bouncing], "{fps}");
        assert!(set.held_s < 9.0, "{}", set.held_s);
    });
}

#[test]
fn the_wrong_leg_counts_nothing_and_is_told() {
    let right = Some([(0.0, 0.0), (60.0, 0.0)]);
    let report = run(stretch(), &[Side::Left], 30.0, &[(0.0, DOWN), (2.0, DOWN), (3.0, right), (10.0, right)]);
    let set = only(&report);
    assert_eq!((set.held_s, set.reps, kinds(set)), (0.0, 0, vec![FaultKind::WrongLeg]));
}

#[test]
fn where_no_leg_was_asked_for_the_one_that_is_raised_works() {
    let right = Some([(0.0, 0.0), (60.0, 0.0)]);
    let report = run(stretch(), &[], 30.0, &[(0.0, DOWN), (2.0, DOWN), (3.0, right), (10.0, right)]);
    assert_eq!((only(&report).side, kinds(only(&report))), (Some(Side::Right), vec![]));
}

#[test]
fn the_side_of_a_leg_that_nobody_asked_for_is_what_it_is_called_most_often() {
    at_both_rates(|fps| {
        let mut coach = Coach::new(stretch(), &[]);
        for frame in 0..(20.0 * fps) as u32 {
            let secs = f64::from(frame) / fps;
            let mut pose = pose_at(&[(0.0, DOWN), (3.0, DOWN), (4.0, UP), (20.0, UP)], secs).expect("somebody");
            // until it is in position it is called the other one for some seconds
            if (1.5..4.4).contains(&secs) {
                swap_labels(&mut pose);
            }
            coach.observe(Timestamp::from_secs(secs), Some(&pose));
        }
        let report = coach.finish();
        assert_eq!((only(&report).side, kinds(only(&report))), (Some(Side::Left), vec![]), "{fps}");
        assert!(only(&report).held_s > 15.0, "{fps}: {report:?}");
    });
}

#[test]
fn a_leg_that_is_misread_before_it_counts_is_not_the_one_that_works() {
    at_both_rates(|fps| {
        let misread = Some([(0.0, 0.0), (110.0, 0.0)]);
        let keys =
            [(0.0, DOWN), (2.0, DOWN), (2.0, misread), (3.9, misread), (3.9, DOWN), (5.0, DOWN), (6.0, UP), (20.0, UP)];
        let report = run(stretch(), &[], fps, &keys);
        assert_eq!((only(&report).side, kinds(only(&report))), (Some(Side::Left), vec![]), "{fps}");
        assert!(only(&report).held_s > 13.0, "{fps}: {report:?}");
    });
}

fn swap_labels(pose: &mut Pose) {
    for landmark in [Landmark::Hip, Landmark::Knee, Landmark::Ankle, Landmark::Heel, Landmark::Toe] {
        let [left, right] = Side::BOTH.map(|side| landmark(side).index());
        pose.keypoints.swap(left, right);
    }
}

/// Up and down, so many times, in so many seconds each.
fn repeated(times: u32, secs: f64) -> Vec<Key> {
    let mut keys = vec![(0.0, DOWN), (2.0, DOWN)];
    for rep in 0..times {
        let at = 2.0 + f64::from(rep) * secs;
        keys.extend([(at + 0.4 * secs, UP), (at + 0.8 * secs, DOWN), (at + secs, DOWN)]);
    }
    keys
}

#[test]
fn repetitions_are_counted_at_any_rate() {
    at_both_rates(|fps| {
        let report = run(raises(20), &[Side::Left], fps, &repeated(7, 3.0));
        assert_eq!((only(&report).reps, report.complete), (7, false));
        let report = run(raises(5), &[Side::Left], fps, &repeated(7, 3.0));
        assert_eq!((only(&report).reps, report.complete), (5, true));
    });
}

#[test]
fn kicks_are_no_repetitions() {
    let report = run(raises(20), &[Side::Left], 30.0, &repeated(10, 0.7));
    assert_eq!(only_reps(&report), 0);
}

#[test]
fn a_frame_that_is_misread_is_no_repetition() {
    at_both_rates(|fps| {
        let misread = 1.0 / fps;
        let keys = [
            (0.0, DOWN),
            (5.0, DOWN),
            (5.0 + 0.5 * misread, UP),
            (5.0 + 1.4 * misread, UP),
            (5.0 + 1.5 * misread, DOWN),
            (9.0, DOWN),
        ];
        let report = run(raises(20), &[Side::Left], fps, &keys);
        assert_eq!(only_reps(&report), 0, "{report:?}");
    });
}

#[test]
fn a_repetition_with_a_bent_knee_does_not_count() {
    let bent = Some([(60.0, 45.0), (0.0, 0.0)]);
    let keys = [
        (0.0, DOWN),
        (2.0, DOWN),
        (3.0, UP),
        (3.2, bent),
        (5.0, bent),
        (6.0, DOWN),
        (7.0, DOWN),
        (8.0, UP),
        (9.0, DOWN),
        (9.5, DOWN),
    ];
    let report = run(raises(20), &[Side::Left], 30.0, &keys);
    assert_eq!((only(&report).reps, kinds(only(&report))), (1, vec![FaultKind::KneeBent]));
}

fn only_reps(report: &ExerciseReport) -> u32 {
    report.sets.iter().map(|set| set.reps).sum()
}

#[test]
fn an_exercise_that_makes_no_sense_is_refused() {
    let refused = |change: fn(&mut Exercise)| {
        let mut exercise = raises(20);
        change(&mut exercise);
        format!("{:?}", exercise.check().expect_err("refused"))
    };
    assert!(refused(|e| e.dose.reps = 1_000_000_000).contains("reps\", value: 1000000000"));
    assert!(refused(|e| e.dose.hold_s = f64::NAN).contains("hold_s\", value: NaN"));
    assert!(refused(|e| e.position[0].from_deg = Some(f64::INFINITY)).contains("from_deg\", value: inf"));
    assert!(refused(|e| e.position.clear()).contains("NoPosition"));
    assert!(refused(|e| e.start.clear()).contains("NoStart"));
    assert!(refused(|e| e.start[0].to_deg = None).contains("NoLimit"));
    assert!(refused(|e| e.name = "Two words".to_owned()).contains("Name"));
    assert!(refused(|e| e.watch = Watch::None).contains("Unwatched"));
    assert!(refused(|e| e.position = vec![e.position[0]; 21]).contains("TooMany"));
}
