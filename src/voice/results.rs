//! The lines for a trial's result, and for a test's decision.

use super::lines::Line;
use crate::motion::{Decision, Sensation, Side, Trial, TrialReason, VerdictKind};
use crate::words::{Judged, Stretched};

/// Leg, degrees, verdict, or why there is none. A raise that a warning sign ended gets no verdict.
pub(super) fn result_lines(trial: &Trial) -> Vec<Line> {
    let leg = Line::leg(trial.side);
    let degrees = Line::degrees(spoken_degrees(trial.angle_rad));
    let verdict = Line::verdict(Judged::of(trial.verdict.kind, trial.verdict.grade));
    match (trial.verdict.kind, trial.sensation) {
        // whatever else was wrong, the person is not asked to repeat it
        (_, Some(Sensation::Radiating)) => vec![leg, degrees, Line::why(TrialReason::RadiatingPain)],
        (VerdictKind::Unclear, _) => [leg, verdict].into_iter().chain(first_reason(trial).map(Line::why)).collect(),
        (_, felt) => {
            let borderline = trial.verdict.borderline.then_some(Line::BORDERLINE);
            let pull = felt.map(|_| Line::PULL);
            [leg, degrees, verdict].into_iter().chain(borderline).chain(pull).collect()
        }
    }
}

/// A test's decision: whom to ask first, and what to do about each leg.
pub(super) fn decision_lines(decision: &Decision) -> Vec<Line> {
    let mut lines: Vec<Line> = decision.referral.map(Line::referral).into_iter().collect();
    let [left, right] = Side::BOTH.map(|side| decision.legs[side]);
    match (left, right) {
        (Some(left), Some(right)) if left == right => lines.extend([Line::BOTH_LEGS, Line::advice(left)]),
        _ => {
            let each = Side::BOTH.into_iter().filter_map(|side| Some((side, decision.legs[side]?)));
            lines.extend(each.flat_map(|(side, advice)| [Line::leg(side), Line::advice(advice)]));
        }
    }
    lines
}

/// The two stretches for the legs that need them; nothing where none is offered.
pub(super) fn stretch_lines(decision: &Decision) -> Vec<Line> {
    let how = [Line::STRETCH_LYING, Line::STRETCH_SITTING, Line::STRETCH_GENTLY, Line::ASK_BEFORE];
    let offer = Stretched::of(decision).map(Line::offer);
    offer.into_iter().flat_map(|offer| std::iter::once(offer).chain(how)).collect()
}

/// The whole number that the screen shows, too.
fn spoken_degrees(angle_rad: f64) -> u8 {
    angle_rad.to_degrees().round().clamp(0.0, f64::from(Line::MAX_DEGREES)) as u8
}

/// The first reason that made the trial unclear, or else the first that limits it.
fn first_reason(trial: &Trial) -> Option<TrialReason> {
    let told = TrialReason::ALL.into_iter().filter(|reason| trial.reasons.contains(reason));
    let decided = told.clone().find(|reason| reason.forbids(VerdictKind::Tight));
    decided.or_else(|| told.clone().next())
}
