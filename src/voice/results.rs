//! What is said of a judged raise.

use super::lines::Line;
use crate::motion::{Advice, EndedBy, Grade, Side, Trial, TrialReason, VerdictKind};

/// Leg, degrees, verdict; why, when there is no verdict. `goes_on` with this leg or that; `None` when nothing tells.
pub(super) fn result_lines(trial: &Trial, goes_on: Option<Side>) -> Vec<Line> {
    let mut lines = vec![Line::Leg(trial.side)];
    let repeated_anyway = goes_on == Some(trial.side);
    if trial.verdict.kind == VerdictKind::Unclear {
        lines.push(Line::CannotJudge);
        lines.extend(first_reason(trial).map(Line::Why));
        return lines;
    }
    lines.push(Line::Degrees(spoken_degrees(trial.angle_rad)));
    lines.push(match (trial.verdict.kind, trial.verdict.grade) {
        (VerdictKind::Pass, _) => Line::Pass,
        (_, Grade::Slight) => Line::SlightlyTight,
        (_, Grade::Moderate) => Line::ModeratelyTight,
        _ => Line::ClearlyTight,
    });
    if trial.verdict.borderline {
        lines.push(Line::Borderline);
        lines.extend((!repeated_anyway).then_some(Line::PleaseRepeat));
    }
    lines
}

/// What the result means for stretching; nothing when another trial could turn it.
pub(super) fn advice(trial: &Trial) -> Option<Line> {
    let advice = Advice::of(&trial.verdict, trial.ended_by == EndedBy::Discomfort)?;
    Some(match advice {
        Advice::SeeProfessional => Line::PainAdvice,
        Advice::NoStretching => Line::NoStretchingNeeded,
        Advice::Stretching(Grade::None | Grade::Slight) => Line::StretchingMayHelp,
        Advice::Stretching(Grade::Moderate) => Line::StretchingCanHelp,
        Advice::Stretching(Grade::Clear) => Line::StretchingMakesADifference,
    })
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
