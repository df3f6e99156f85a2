//! What is said of a judged raise.

use super::lines::Line;
use crate::motion::{Advice, EndedBy, Side, Trial, TrialReason, VerdictKind};
use crate::words::Judged;

/// Leg, degrees, verdict; why, when there is no verdict. `goes_on` with this leg or that; `None` when nothing tells.
pub(super) fn result_lines(trial: &Trial, goes_on: Option<Side>) -> Vec<Line> {
    let mut lines = vec![Line::leg(trial.side)];
    let repeated_anyway = goes_on == Some(trial.side);
    let verdict = Line::verdict(Judged::of(trial.verdict.kind, trial.verdict.grade));
    if trial.verdict.kind == VerdictKind::Unclear {
        lines.push(verdict);
        lines.extend(first_reason(trial).map(Line::why));
        return lines;
    }
    lines.extend([Line::degrees(spoken_degrees(trial.angle_rad)), verdict]);
    if trial.verdict.borderline {
        lines.push(Line::BORDERLINE);
        lines.extend((!repeated_anyway).then_some(Line::PLEASE_REPEAT));
    }
    lines
}

/// What the result means for stretching; nothing when another trial could turn it.
pub(super) fn advice(trial: &Trial) -> Option<Line> {
    Advice::of(&trial.verdict, trial.ended_by == EndedBy::Discomfort).map(Line::advice)
}

/// The whole number that the screen shows, too.
fn spoken_degrees(angle_rad: f64) -> u8 {
    angle_rad.to_degrees().round().clamp(0.0, f64::from(Line::MAX_DEGREES)) as u8
}

/// What made the trial unclear; else whatever limits it.
fn first_reason(trial: &Trial) -> Option<TrialReason> {
    let told = TrialReason::ALL.into_iter().filter(|reason| trial.reasons.contains(reason));
    let decided = told.clone().find(|reason| reason.forbids(VerdictKind::Tight));
    decided.or_else(|| told.clone().next())
}
