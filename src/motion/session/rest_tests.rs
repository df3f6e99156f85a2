//! The rest before a raise, and raises that had none of their own.

use super::script::{config, film, measure, play};
use crate::motion::{FrameEstimate, Side, Timestamp, Trial, TrialReason, VerdictKind};

#[test]
fn legs_that_go_up_and_down_in_turn_have_one_rest_before_them() {
    let kick = |from: f64, side: &str| format!("{} hip 60° {side} other 0° | {from} hip 25° other 25° |", from - 1.0);
    let in_turn = |from: f64| [kick(from, "left"), kick(from + 2.0, "right")].concat();
    let script = format!("0 rest | 3 rest | {} {} 13 rest | 15 rest", in_turn(5.0), in_turn(9.0));
    let trials = play(Side::Right, &script).0.trials;
    assert_eq!(trials.len(), 4);
    for trial in &trials[1..] {
        assert_eq!(trial.verdict.kind, VerdictKind::Unclear, "{trial:?}");
        assert!(trial.reasons.contains(&TrialReason::NoRestBefore), "{:?}", trial.reasons);
    }
}

/// The right leg's only raise of a film that is cut after so many seconds.
fn cut_at(secs: f64, script: &str) -> Trial {
    let film: Vec<_> = film(script).into_iter().map(|(secs, next)| (Timestamp::from_secs(secs), next)).collect();
    let place = film.iter().position(|(time, _)| time.secs() >= secs).unwrap();
    let seen_before = std::cell::Cell::new(0);
    let see = |seen: FrameEstimate| {
        let place_now = seen_before.replace(seen_before.get() + 1);
        FrameEstimate { after_cut: place_now == place, ..seen }
    };
    let (report, _) = measure(config(), Side::Right, film, see);
    assert_eq!(report.cuts.len(), 1);
    report.trials.last().expect("a raise").clone()
}

#[test]
fn a_rest_of_before_a_cut_earns_no_verdict() {
    let script = "0 rest | 4 rest | 7 hip 84° | 9 hip 84° | 12 rest | 14 rest";
    for secs in [4.0, 5.0, 6.0] {
        let trial = cut_at(secs, script);
        assert_eq!(trial.verdict.kind, VerdictKind::Unclear, "{secs}: {trial:?}");
    }
    let trial = cut_at(1.0, script);
    assert_eq!((trial.verdict.kind, trial.angle_rad.to_degrees().round()), (VerdictKind::Pass, 84.0));
}
