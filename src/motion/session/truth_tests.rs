//! Raises of which something is not seen: a verdict is about the height that the leg truly reached before the first
//! true fault, or there is none. See [`super::script`].

use super::config::SessionConfig;
use super::property_tests::cases;
use super::script::play_with;
use crate::motion::{Flow, Side, Trial, TrialReason, VerdictKind};
use proptest::prelude::*;

/// What keeps something from being seen for a while: said at the beginning, and at the end of it; or at each moment.
const HIDES: [(&str, bool); 6] = [
    ("gone", true),
    ("unplugged", true),
    ("hidden", false),
    ("other_hidden", false),
    ("copied", false),
    ("swapped", false),
];

/// A raise: what is true of it, and what is not seen.
#[derive(Clone, Debug)]
struct Raise {
    height: f64,
    up_s: f64,
    hold_s: f64,
    down_s: f64,
    /// What goes wrong from this share of the way up on: "knee" or "other".
    fault: Option<(&'static str, f64)>,
    hides: (&'static str, bool),
    /// From which share of the raise on, and for which share of it.
    unseen: (f64, f64),
    fps: f64,
    /// The outline is seen, too.
    outlined: bool,
    /// The person is told what to do: what lies before the rest is the set-up.
    led: bool,
}

impl Raise {
    /// When the leg leaves its rest.
    fn start_s(&self) -> f64 {
        if self.led { 7.0 } else { 2.0 }
    }

    fn trials(&self) -> Vec<Trial> {
        let flow = if self.led { Flow::guided(1) } else { Flow::Recorded };
        play_with(SessionConfig { flow, ..SessionConfig::default() }, Side::Right, &self.script()).0.trials
    }

    fn top_s(&self) -> f64 {
        self.start_s() + self.up_s
    }

    fn end_s(&self) -> f64 {
        self.top_s() + self.hold_s + self.down_s
    }

    fn hip_at(&self, secs: f64) -> f64 {
        let up = (secs - self.start_s()) / self.up_s;
        let down = (self.end_s() - secs) / self.down_s;
        self.height * up.min(down).clamp(0.0, 1.0)
    }

    /// How far the fault is at a time: it comes in a second, and stays until the leg is lowered.
    fn fault_at(&self, secs: f64) -> f64 {
        let Some((what, share)) = self.fault else { return 0.0 };
        let from = self.start_s() + share * self.up_s;
        let most = if what == "knee" { 35.0 } else { 22.0 };
        let until = self.top_s() + self.hold_s;
        most * (secs - from).min((self.end_s() - secs) / (self.end_s() - until)).clamp(0.0, 1.0)
    }

    /// The true result, degrees: from, to. The resting leg's line may turn by 4° with the pelvis before the leg lifts.
    fn truth_deg(&self) -> [f64; 2] {
        let Some((what, share)) = self.fault else { return [self.height; 2] };
        let limits = if what == "knee" { [15.0 / 35.0; 2] } else { [10.0 / 22.0, 14.0 / 22.0] };
        limits.map(|limit| self.hip_at(self.start_s() + share * self.up_s + limit))
    }

    fn script(&self) -> String {
        let (hides, each) = self.hides;
        let length = self.end_s() - self.start_s();
        let from = self.start_s() + self.unseen.0 * length;
        let until = (from + self.unseen.1 * length).min(self.end_s() + 0.4);
        let mut times = vec![self.start_s(), self.top_s(), self.top_s() + self.hold_s, self.end_s(), from, until];
        if let Some((_, share)) = self.fault {
            times.extend([0.0, 1.0].map(|after| self.start_s() + share * self.up_s + after));
        }
        times.sort_by(f64::total_cmp);
        times.dedup();
        let outlined = if self.outlined { "outlined" } else { "" };
        let mut script = format!("0 fps {} {outlined}", self.fps);
        for secs in times {
            let fault = self.fault.map_or(String::new(), |(what, _)| format!("{what} {}", self.fault_at(secs)));
            let is_unseen = (from..until).contains(&secs);
            let says = if each && is_unseen || !each && (secs == from || secs == until) { hides } else { "" };
            script += &format!(" | {secs} hip {} {fault} {says}", self.hip_at(secs));
        }
        format!("{script} | {} rest | {} rest", self.end_s() + 0.5, self.end_s() + 2.5)
    }
}

prop_compose! {
    fn any_raise()(
        height in 35.0..95.0, up_s in 3.0..6.0, hold_s in 0.0..3.0, down_s in 1.5..4.0,
        fault in prop_oneof![Just(None), (0.4..0.9).prop_map(|at| Some(("knee", at))), (0.4..0.9).prop_map(|at| Some(("other", at)))],
        (outlined, led) in any::<(bool, bool)>(),
        hides in proptest::sample::select(&HIDES[..]), unseen in (0.0..0.9, 0.02..0.5), fps in proptest::sample::select(&[8.0, 10.0, 20.0, 30.0, 60.0][..]),
    ) -> Raise {
        Raise { height, up_s, hold_s, down_s, fault, hides, unseen, fps, outlined, led }
    }
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn a_verdict_is_about_what_is_true(raise in any_raise()) {
        let script = raise.script();
        for trial in raise.trials() {
            let (angle_deg, [least, most]) = (trial.angle_rad.to_degrees(), raise.truth_deg());
            // a leg that was not seen at its highest can only have been higher than a pass needs
            let least = if trial.reasons.contains(&TrialReason::NotFinished) { 0.0 } else { least - 5.0 };
            prop_assert!(
                trial.verdict.kind == VerdictKind::Unclear || (least..=most + 5.0).contains(&angle_deg),
                "{angle_deg:.1}° {} {:?}, true {:.1?}: {script}",
                trial.ended_by.name(), trial.verdict.kind, raise.truth_deg(),
            );
        }
    }

    #[test]
    fn what_is_not_seen_for_a_moment_low_on_the_way_takes_no_verdict(raise in any_raise(), share in 0.0..0.15, secs in 0.1..0.4) {
        let (length_s, hold_s) = (raise.end_s() - raise.start_s(), raise.hold_s.max(1.0));
        let raise = Raise { fault: None, outlined: false, hold_s, unseen: (share * raise.up_s / length_s, secs / length_s), ..raise };
        let judged = raise.trials();
        prop_assert!(judged.iter().any(|trial| trial.verdict.kind != VerdictKind::Unclear), "{}: {judged:?}", raise.script());
    }
}
