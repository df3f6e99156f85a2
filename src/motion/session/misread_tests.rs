//! What the model misreads for a moment, and what the session must make of it.

use super::script::{Next, config, film, measure, play};
use crate::motion::{
    EndedBy, FrameEstimate, JointAngles, Point, Side, Silhouette, Similarity, Timestamp, Trial, TrialReason,
    VerdictKind,
};

/// The only trial.
fn only(trials: Vec<Trial>, script: &str) -> Trial {
    let count = trials.len();
    trials.into_iter().next().filter(|_| count == 1).unwrap_or_else(|| panic!("{script}: {count} trials"))
}

#[test]
fn legs_that_are_exchanged_for_a_moment_are_one_raise() {
    for exchanged in [
        "4 hip 35° | 4.05 hip 2° other 35° | 4.2 hip 2° other 35° | 4.25 hip 38°",
        "5 hip 60° | 5.05 hip 5° other 60° | 5.2 hip 5° other 60° | 5.25 hip 60°",
    ] {
        let script = format!("0 rest | 2 rest | {exchanged} | 7 hip 70° | 9 hip 70° | 12 rest | 13 rest");
        let trial = only(play(Side::Right, &script).0.trials, &script);
        assert_eq!((trial.ended_by, trial.verdict.kind), (EndedBy::Peak, VerdictKind::Tight), "{script}");
        assert!((trial.angle_rad.to_degrees() - 70.0).abs() < 1.5, "{script}: {}", trial.angle_rad.to_degrees());
    }
}

#[test]
fn a_raise_is_over_when_the_leg_came_down_and_not_later() {
    let trial = only(play(Side::Right, "0 rest | 2 rest | 5 hip 70° | 7 hip 70° | 9 rest | 13 rest").0.trials, "one");
    assert!((8.5..9.2).contains(&trial.end.secs()), "{}", trial.end.secs());
}

#[test]
fn a_leg_that_is_seen_to_lie_did_not_come_up_with_the_other_whatever_the_outline_misses() {
    let nowhere = || Silhouette::new(Similarity::new(1.0, 0.0, Point::default()), |_, _| false);
    let both_raised = |first: &str| {
        let script = format!(
            "0 rest outlined | 2 rest | {first} | 7 hip 70° other 65° | 9 hip 70° other 65° | 12 rest | 14 rest"
        );
        let mut frame = 0;
        let blind_while_up = |seen: FrameEstimate| {
            frame += 1;
            let hides = seen.silhouette.is_some() && frame > 60;
            FrameEstimate { silhouette: if hides { Some(nowhere()) } else { seen.silhouette }, ..seen }
        };
        let frames = film(&script).into_iter().map(|(secs, next): (f64, Next)| (Timestamp::from_secs(secs), next));
        let trial = only(measure(config(), Side::Right, frames, blind_while_up).0.trials, &script);
        trial.reasons.contains(&TrialReason::BothLegsRaised)
    };
    assert!(!both_raised("5 hip 45° | 5.2 hip 48° other 45°"), "its joints lay there, apart from the raised leg");
    assert!(both_raised("3 hip 8° other 6° | 5 hip 45° other 42°"), "nothing showed it on the floor");
}

#[test]
fn a_leg_that_seems_to_lie_for_a_moment_after_it_was_gone_was_up_all_the_time() {
    let script = "0 rest outlined | 2 rest | 6 hip 70° other 68° | 9 hip 70° other 68° | 12 rest | 14 rest";
    let everywhere = || Silhouette::new(Similarity::new(4000.0, 0.0, Point::new(-2000.0, -2000.0)), |_, _| true);
    let mut reasons = Vec::new();
    for seems_to_lie in [[2, 3], [3, 4]] {
        let mut looks_up = 0;
        let see = |seen: FrameEstimate| {
            let up = seen
                .pose
                .as_ref()
                .map(JointAngles::of)
                .is_some_and(|angles| angles.legs.iter().any(|leg| leg.leg_rad >= 30_f64.to_radians()));
            looks_up += usize::from(up && seen.silhouette.is_some());
            let lies = seems_to_lie.contains(&looks_up) && seen.silhouette.is_some() && up;
            FrameEstimate { silhouette: if lies { Some(everywhere()) } else { seen.silhouette }, ..seen }
        };
        let frames = film(script).into_iter().map(|(secs, next): (f64, Next)| (Timestamp::from_secs(secs), next));
        let trial = only(measure(config(), Side::Right, frames, see).0.trials, script);
        assert_eq!(trial.verdict.kind, VerdictKind::Unclear, "{seems_to_lie:?}");
        reasons.extend(trial.reasons);
    }
    assert!(reasons.contains(&TrialReason::BothLegsRaised), "{reasons:?}");
}

#[test]
fn a_leg_that_is_taken_for_the_other_one_while_it_is_low_left_its_rest() {
    // the labels are exchanged on the way up to 16°, and the leg seems to be down for a while
    let script = "0 rest | 2 rest swapped | 3.2 hip 16° swapped | 6 hip 60° | 8 hip 60° | 11 rest | 12 rest";
    let (report, _) = play(Side::Right, script);
    let judged = report.trials.iter().filter(|trial| trial.verdict.kind != VerdictKind::Unclear);
    assert_eq!(judged.map(|trial| trial.side).collect::<Vec<_>>(), [Side::Right], "{:?}", report.trials);
}
