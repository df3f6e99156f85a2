//! Verdicts that were not earned: what nobody saw, what was misread, and what was meant for something else. See
//! [`super::script`].

use super::config::SessionConfig;
use super::script::{Next, config, film, measure, play, play_with};
use super::session_report::SessionReport;
use crate::motion::{
    EndedBy, Event, Flow, FrameEstimate, Observation, Side, Silhouette, Similarity, Timestamp, Trial, TrialReason,
    VerdictKind,
};

/// The only trial of a script.
#[track_caller]
fn trial(script: &str) -> Trial {
    let [trial] = &play(Side::Right, script).0.trials[..] else { panic!("{script}: not one trial") };
    trial.clone()
}

#[track_caller]
fn assert_unclear(trial: &Trial, reason: TrialReason) {
    assert_eq!(trial.verdict.kind, VerdictKind::Unclear, "{:.1}° {:?}", trial.angle_rad.to_degrees(), trial.reasons);
    assert!(trial.reasons.contains(&reason), "{:?}", trial.reasons);
}

#[test]
fn a_leg_that_is_out_of_sight_where_it_is_highest_is_not_judged_by_what_was_seen_below() {
    for (unseen, seen_again) in [("gone", ""), ("hidden", "hidden")] {
        let script = format!("0 rest | 2 rest | 4 hip 50° {unseen} | 5.9 hip 50° {seen_again} | 8 rest | 10 rest");
        assert_unclear(&trial(&script), TrialReason::NotFinished);
    }
    let long = "0 rest | 2 rest | 4 hip 50° hidden | 5 hip 80° | 8 hip 80° | 9 hip 50° hidden | 11 rest | 13 rest";
    assert_unclear(&trial(long), TrialReason::NotFinished);
}

#[test]
fn a_leg_that_is_out_of_sight_on_the_way_is_judged_by_where_it_was_highest() {
    let script = "0 rest | 2 rest | 4 hip 40° hidden | 4.6 hip 50° hidden | 6 hip 75° | 8 hip 75° | 11 rest | 12 rest";
    let trial = trial(script);
    assert_eq!((trial.verdict.kind, trial.reasons.len()), (VerdictKind::Tight, 0), "{:?}", trial.reasons);
    assert!((trial.angle_rad.to_degrees() - 75.0).abs() < 1.5);
}

#[test]
fn a_leg_that_was_held_at_its_highest_may_be_out_of_sight_afterwards() {
    let script = "0 rest | 2 rest | 6 hip 75° | 9 hip 75° gone | 9.7 hip 68° | 12 rest | 13 rest";
    assert_eq!(trial(script).verdict.kind, VerdictKind::Tight);
}

#[test]
fn a_leg_that_was_seen_higher_than_a_pass_needs_passes_though_it_was_out_of_sight_then() {
    let script = "0 rest | 2 rest | 6 hip 85° | 7 hip 85° hidden | 7.8 hip 85° hidden | 8 hip 85° | 11 rest | 12 rest";
    assert_eq!(trial(script).verdict.kind, VerdictKind::Pass);
}

#[test]
fn a_resting_leg_that_is_lost_before_the_result_is_not_taken_to_lie_still() {
    for lost in [
        "5 hip 60° | 5.05 hip 60° other 30° | 8 hip 85° other 32° | 8.05 hip 84°",
        "5 hip 60° other_hidden | 8 hip 85° | 8.05 hip 84° other_hidden",
    ] {
        let script = format!("0 rest | 2 rest | {lost} | 11 rest | 13 rest");
        assert_unclear(&trial(&script), TrialReason::RestingLegNotSeen);
    }
}

#[test]
fn joints_on_the_floor_where_the_outline_shows_nothing_are_not_believed() {
    let film = film("0 rest outlined | 2 rest | 5 hip 88° | 7 hip 88° | 10 rest | 11 rest");
    let film = film.into_iter().map(|(secs, next)| (Timestamp::from_secs(secs), next));
    let nobody = Silhouette::new(Similarity::new(640.0, 0.0, Default::default()), |_, _| false);
    let mut looks = 0;
    let (report, _) = measure(config(), Side::Right, film, |seen| {
        looks += u32::from(seen.silhouette.is_some());
        // at rest somebody is seen
        let silhouette = seen.silhouette.clone().map(|seen| if looks > 3 { nobody.clone() } else { seen });
        FrameEstimate { silhouette, ..seen }
    });
    assert_unclear(&report.trials[0], TrialReason::RestingLegNotSeen);
}

#[test]
fn a_kick_that_is_over_in_no_time_is_a_kick() {
    assert_unclear(&trial("0 rest | 2 rest | 2.15 hip 30° | 3.1 rest | 5 rest"), TrialReason::TooQuick);
}

#[test]
fn a_leg_that_is_seen_low_in_two_frames_half_a_second_apart_is_not_down() {
    let misread = "4.5 hip 50° | 4.5 hip 5° | 4.55 hip 50° gone | 5.05 hip 6° | 5.1 hip 50°";
    let script = format!("0 rest | 2 rest | 4 hip 45° | {misread} | 7 hip 84° | 9 hip 84° | 12 rest | 13 rest");
    assert_eq!(trial(&script).verdict.kind, VerdictKind::Pass);
}

#[test]
fn a_knee_that_is_clearly_bent_at_rest_is_no_straight_leg() {
    let script = "0 rest knee 28° | 2 rest knee 28° | 6 hip 82° knee 28° | 8 hip 82° knee 28° | 11 rest knee 28°";
    for script in [script.to_owned(), script.replace("28°", "22°")] {
        assert_unclear(&trial(&script), TrialReason::SpoiledAtTheStart);
    }
}

#[test]
fn a_rest_that_is_not_flat_is_no_rest() {
    let raise = |first: &str| format!("0 rest {first} | 2 rest | 6 hip 82° | 8 hip 82° | 11 rest | 13 rest");
    let held = "0 rest other 14° | 2 rest other 14° | 6 hip 82° other 14° | 8 hip 82° other 14° | 11 rest other 14°";
    for (script, reason) in [
        (held.to_owned(), TrialReason::NoRestBefore),
        (held.replace("14°", "-14°"), TrialReason::NoRestBefore),
        (raise("other_knee 26°"), TrialReason::OtherKneeBent),
        (raise("wedge"), TrialReason::TrunkUp),
        (raise("sideways_from_above"), TrialReason::NotOnBack),
    ] {
        assert_unclear(&trial(&script), reason);
    }
    for harmless in ["", "other_knee 10°"] {
        assert_eq!(trial(&raise(harmless)).verdict.kind, VerdictKind::Pass, "{harmless:?}");
    }
}

#[test]
fn a_knee_that_is_read_as_bent_for_half_a_second_is_misread() {
    let script = "0 rest | 2 rest | 5 hip 60° | 5.05 hip 60° knee 30° | 5.45 hip 60° knee 30° | 5.5 hip 60° | \
                  7 hip 85° | 9 hip 85° | 12 rest | 13 rest";
    let trial = trial(script);
    assert_eq!((trial.ended_by, trial.verdict.kind), (EndedBy::Peak, VerdictKind::Pass));
}

#[test]
fn a_leg_that_comes_up_a_little_and_goes_down_again_may_have_been_lifted_for_anything() {
    let strap_on = "0 rest | 2 rest | 3 hip 22° | 3.2 hip 22° | 4.2 rest | 7 rest";
    assert_unclear(&trial(strap_on), TrialReason::NotHeld);
    let held = "0 rest | 2 rest | 4 hip 22° | 5.5 hip 22° | 7 rest | 9 rest";
    assert_eq!(trial(held).verdict.kind, VerdictKind::Tight, "somebody who is as tight as that holds it there");
}

#[test]
fn whoever_stops_because_they_are_told_to_is_not_judged_by_that() {
    // the knee is read as bent for so long that the live warning comes, and not so long that it was
    let misread = "5 hip 53° | 5.05 hip 63° knee 22° | 5.5 hip 65° knee 22° | 5.55 hip 55°";
    let script = format!("0 rest | 2 rest | {misread} | 6.5 hip 56° | 9 rest | 11 rest");
    let stopped = |observations: &[Observation]| {
        observations.iter().flat_map(|o| &o.compensations).any(|compensation| compensation.stop)
    };
    let (report, observations) = play(Side::Right, &script);
    assert!(stopped(&observations));
    assert_eq!(report.trials[0].reasons, [], "in a recording nobody is told");
    let led = SessionConfig { flow: Flow::guided(1), ..SessionConfig::default() };
    let later = |secs: &str| (secs.parse::<f64>().unwrap() + 5.0).to_string();
    let moments = script.split(" | ").skip(1).map(|moment| moment.split_once(' ').unwrap());
    let script = moments.fold("0 rest".to_owned(), |all, (secs, what)| format!("{all} | {} {what}", later(secs)));
    let (report, observations) = play_with(led, Side::Right, &script);
    assert!(stopped(&observations));
    assert_unclear(&report.trials[0], TrialReason::StopNotConfirmed);
    let obeys = script.replace("| 14 rest", "| 12.3 hip 55° knee 45° | 14 rest");
    assert_ne!(obeys, script);
    let led = SessionConfig { flow: Flow::guided(1), ..SessionConfig::default() };
    let (report, _) = play_with(led, Side::Right, &obeys);
    assert_unclear(&report.trials[0], TrialReason::StopNotConfirmed);
}

#[test]
fn an_arm_in_a_recording_says_nothing_of_a_leg_that_goes_on_up() {
    let script = "0 rest | 2 rest | 5 hip 50° hand | 6.2 hip 60° lowered | 8 hip 85° | 10 hip 85° | 13 rest | 14 rest";
    let trial = trial(script);
    assert_eq!((trial.ended_by, trial.verdict.kind), (EndedBy::Peak, VerdictKind::Pass));
}

/// The film of a script, as it is measured.
fn timed_film(script: &str) -> Vec<(Timestamp, Next)> {
    film(script).into_iter().map(|(secs, next)| (Timestamp::from_secs(secs), next)).collect()
}

#[test]
fn an_image_that_was_squeezed_or_seen_from_the_feet_is_not_judged() {
    let film = || timed_film("0 rest | 2 rest | 6 hip 78° | 8 hip 78° | 11 rest | 13 rest");
    for (across, is_distorted) in [(0.7, true), (0.95, false), (1.0, false), (1.05, false), (1.4, true)] {
        let (report, _) = measure(config(), Side::Right, film(), |mut seen| {
            seen.pose
                .iter_mut()
                .flat_map(|pose| &mut pose.keypoints)
                .for_each(|k| k.x = 320.0 + across * (k.x - 320.0));
            seen
        });
        let [trial] = &report.trials[..] else { panic!("{across}: not one trial") };
        assert_eq!(trial.reasons.contains(&TrialReason::PoorView), is_distorted, "{across}: {:?}", trial.reasons);
    }
}

#[test]
fn an_image_that_is_far_askew_is_not_read_as_if_it_were_level() {
    let film = || timed_film("0 rest | 2 rest | 6 hip 70° | 8 hip 70° | 11 rest | 13 rest");
    for tilt_deg in [-18.0_f32, 16.0, 18.0] {
        let (sin, cos) = tilt_deg.to_radians().sin_cos();
        let (report, _) = measure(config(), Side::Right, film(), |mut seen| {
            for k in seen.pose.iter_mut().flat_map(|pose| &mut pose.keypoints) {
                let (x, y) = (k.x - 320.0, k.y - 240.0);
                (k.x, k.y) = (320.0 + cos * x + sin * y, 240.0 + cos * y - sin * x);
            }
            seen
        });
        for trial in report.trials {
            let off_deg = (trial.angle_rad.to_degrees() - 70.0).abs();
            let is_within = off_deg <= trial.uncertainty_rad.to_degrees();
            assert!(is_within || trial.verdict.kind == VerdictKind::Unclear, "{tilt_deg}: {off_deg}° off");
        }
    }
}

/// The film of a script, in which whoever is seen lies 120 pixels higher while `elsewhere` says so of the seconds.
fn moved(script: &str, elsewhere: impl Fn(f64) -> bool) -> (SessionReport, Vec<Observation>) {
    let film = timed_film(script);
    let frames: Vec<f64> =
        film.iter().filter(|(_, next)| matches!(next, Next::Frame(_))).map(|(time, _)| time.secs()).collect();
    let mut times = frames.into_iter();
    measure(config(), Side::Right, film, |mut seen| {
        if times.next().is_some_and(&elsewhere) {
            seen.pose.iter_mut().flat_map(|pose| &mut pose.keypoints).for_each(|k| k.y -= 120.0);
        }
        seen
    })
}

#[test]
fn what_was_measured_before_somebody_else_was_pointed_at_counts_for_nobody() {
    let script = "0 rest | 2 rest | 5 hip 85° | 7 hip 85° | 10 rest | 11 rest next | 13 rest | \
                  16 hip 55° | 18 hip 55° | 21 rest | 22 rest";
    let (report, observations) = moved(script, |secs| secs > 10.99);
    assert_eq!(report.trials.len(), 2, "what was measured is kept");
    assert_unclear(&report.trials[0], TrialReason::AnotherPerson);
    let right = report.sides[Side::Right].unwrap();
    assert_eq!((right.trials, right.verdict.kind), (1, VerdictKind::Tight));
    let revised = observations.iter().flat_map(|o| &o.events).filter_map(|event| match event {
        Event::TrialRevised(trial) => Some((**trial).clone()),
        _ => None,
    });
    assert_eq!(revised.collect::<Vec<_>>(), report.trials[..1], "whoever keeps it is told");
    let nobody_raised =
        moved("0 rest | 2 rest | 5 hip 85° | 7 hip 85° | 10 rest | 11 rest next | 15 rest", |secs| secs > 10.99);
    assert_eq!(nobody_raised.0.decision, Default::default(), "nor does it advise them");
    let (report, _) = play(Side::Right, script);
    assert_eq!(report.sides[Side::Right].unwrap().trials, 2, "who points at the same person leaves nobody");
}

#[test]
fn a_rest_of_somebody_else_earns_no_verdict() {
    let script = "0 rest | 4 rest | 7 hip 84° | 9 hip 84° | 12 rest | 14 rest";
    for (from, verdict) in [(1.0, VerdictKind::Pass), (4.0, VerdictKind::Unclear), (6.0, VerdictKind::Unclear)] {
        let (report, _) = moved(script, |secs| secs >= from);
        let trial = report.trials.last().expect("a raise");
        assert_eq!(trial.verdict.kind, verdict, "{from}: {:?}", trial.reasons);
    }
    let (report, _) = moved(script, |secs| (5.0..5.08).contains(&secs));
    assert_eq!(report.trials[0].verdict.kind, VerdictKind::Pass, "a frame or two are misread");
}

/// What each trial of a recording is judged as, with the reasons.
fn judged(script: &str) -> Vec<(VerdictKind, Vec<TrialReason>)> {
    let (report, _) = play(Side::Right, script);
    report.trials.into_iter().map(|trial| (trial.verdict.kind, trial.reasons)).collect()
}

#[test]
fn repetitions_without_a_rest_and_a_hold_are_no_test_from_the_first_on() {
    let mut reps = "0 rest | 2 rest".to_owned();
    for rep in 0..4 {
        let at = 2.0 + 3.6 * f64::from(rep);
        reps += &format!(" | {} hip 60° | {} rest", at + 1.7, at + 3.4);
    }
    let trials = judged(&format!("{reps} | 20 rest"));
    assert_eq!(trials.len(), 4);
    assert!(trials[0].1.contains(&TrialReason::Repeated), "{trials:?}");
    assert!(trials[1..].iter().all(|(_, reasons)| reasons.contains(&TrialReason::NoRestBefore)), "{trials:?}");
    assert!(trials.iter().all(|(verdict, _)| *verdict == VerdictKind::Unclear), "{trials:?}");
    let rested = "0 rest | 2 rest | 4 hip 60° | 6 rest | 7.6 rest | 9.6 hip 60° | 11.6 rest | 13 rest";
    assert!(judged(rested).iter().all(|(verdict, _)| *verdict == VerdictKind::Tight), "a rest makes two tests of it");
    let got_up = "0 rest | 2 rest | 4 hip 60° | 6 rest | 6.4 rest | 7 hip 60° knee 80° | 8 hip 60° knee 80° | 9 gone";
    assert_eq!(judged(got_up)[0].0, VerdictKind::Tight, "who gets up afterwards has done a test");
}

#[test]
fn a_leg_that_pulses_or_is_swung_up_is_no_test() {
    let pulses =
        "0 rest | 2 rest | 4 hip 60° | 4.8 hip 45° | 5.6 hip 60° | 6.4 hip 45° | 7.2 hip 60° | 9 rest | 10 rest";
    assert_unclear(&trial(pulses), TrialReason::Repeated);
    assert_unclear(&trial("0 rest | 2 rest | 3 hip 90° | 4 rest | 6 rest"), TrialReason::TooQuick);
}

#[test]
fn a_knee_that_is_drawn_to_the_chest_is_no_test_however_late_it_bends() {
    let drawn = "0 rest | 2 rest | 4 hip 45° | 6 hip 100° knee 105° | 8 hip 100° knee 105° | 10 rest | 11 rest";
    assert_unclear(&trial(drawn), TrialReason::SpoiledAtTheStart);
    let gave_way = "0 rest | 2 rest | 4 hip 50° | 6 hip 70° knee 62° | 8 hip 70° knee 62° | 10 rest | 11 rest";
    assert_eq!(trial(gave_way).verdict.kind, VerdictKind::Tight, "a knee that gives way is a violation");
}

#[test]
fn an_other_leg_that_hovers_and_one_that_is_raised_later_are_both_legs_raised() {
    let hovers = "0 rest | 2 rest | 2.5 hip 9° other 9° | 5 hip 80° other 9° | 7 hip 80° other 9° | 9 rest | 10 rest";
    assert_unclear(&trial(hovers), TrialReason::BothLegsRaised);
    let later = "0 rest | 2 rest | 3.5 hip 45° | 5.5 hip 88° other 60° | 6.5 hip 88° other 88° | 9 rest | 10 rest";
    assert_unclear(&trial(later), TrialReason::BothLegsRaised);
}

#[test]
fn a_leg_that_is_up_from_one_frame_to_the_next_was_not_seen_to_be_raised() {
    let cut = "0 rest | 2 rest | 2.04 hip 60° | 5 hip 60° | 7 rest | 9 rest";
    assert_unclear(&trial(cut), TrialReason::NoRestBefore);
}
