//! The result in words, for somebody who never heard of hip flexion.

use crate::document::{Measurement, PoseDocument, SideDocument, TrialDocument};
use crate::motion::{Advice, EndedBy, Side, TrialReason, Verdict, VerdictKind, ViewQuality, ViewReason};
use crate::terminal::in_a_line;
use crate::words::{self, Tenths, Whole};
use std::borrow::Cow;
use std::fmt::Write;

/// A knee that seems bent by less is straight: a picture does not tell them apart.
const STRAIGHT_DEG: f64 = 10.0;

/// The summary of one input, several lines.
pub fn text(measurement: &Measurement) -> String {
    let mut text = String::new();
    // writing into a string cannot fail
    let _ = write_summary(&mut text, measurement);
    text
}

fn write_summary(out: &mut String, m: &Measurement) -> std::fmt::Result {
    writeln!(out, "{}", in_a_line(&m.source.path))?;
    for (number, trial) in m.trials.iter().enumerate() {
        write_trial(out, number + 1, trial)?;
    }
    for (side, record) in [(Side::Left, &m.sides.left), (Side::Right, &m.sides.right)] {
        if let Some(record) = record {
            write_side(out, side, record, &m.trials)?;
        }
    }
    if let (Some(left), Some(right)) = (&m.sides.left, &m.sides.right) {
        writeln!(out, "  {}", words::difference(Whole((left.best_deg - right.best_deg).abs())))?;
    }
    // the angles of somebody who does not lie mean nothing, and the note below says why
    let lying = !m.view.reasons.contains(&ViewReason::NobodyLying);
    if let Some(pose) = m.pose.as_ref().filter(|_| lying) {
        write_pose(out, pose)?;
    }
    if m.view.quality != ViewQuality::Good && lying {
        for reason in &m.view.reasons {
            writeln!(out, "  {}", words::summary_view(&words::view_reason(*reason)))?;
        }
    }
    for problem in &m.problems {
        writeln!(out, "  {}", words::summary_problem(&in_a_line(problem.for_people())))?;
    }
    write!(out, "  {}", words::no_diagnosis())
}

fn write_trial(out: &mut String, number: usize, t: &TrialDocument) -> std::fmt::Result {
    let range = Whole(t.uncertainty_deg);
    let verdict = words::verdict(t.verdict, t.grade);
    writeln!(out, "  {}", words::summary_trial(number, t.side, Whole(t.angle_deg), range, &verdict))?;
    writeln!(out, "    {}", words::summary_ended(Tenths(t.peak_s), &why_ended(t)))?;
    if t.borderline && t.verdict != VerdictKind::Unclear {
        writeln!(out, "    {}", words::borderline_summary(range))?;
    }
    for reason in t.reasons.iter().filter(|r| **r != TrialReason::NotFinished) {
        writeln!(out, "    {}", words::summary_note(&words::reason(*reason)))?;
    }
    Ok(())
}

fn why_ended(t: &TrialDocument) -> Cow<'static, str> {
    match (t.ended_by.compensation(), t.violations.first()) {
        (Some(kind), Some(violation)) => words::violated(kind, Tenths(violation.onset_s), Whole(violation.angle_deg)),
        _ => words::ended(t.ended_by),
    }
}

fn write_side(out: &mut String, side: Side, s: &SideDocument, trials: &[TrialDocument]) -> std::fmt::Result {
    let of_side = || trials.iter().filter(|t| t.side == side);
    let judged = of_side().filter(|t| t.verdict != VerdictKind::Unclear);
    let borderline = judged.max_by(|a, b| a.angle_deg.total_cmp(&b.angle_deg)).is_some_and(|t| t.borderline);
    let verdict = Verdict { kind: s.verdict, grade: s.grade, borderline };
    let hurt = of_side().any(|t| t.ended_by == EndedBy::Discomfort);
    let advice = words::advice_or_undecided(Advice::of(&verdict, hurt));
    let verdict = words::verdict(s.verdict, s.grade);
    let line = match s.trials {
        1 => words::summary_leg(side, &verdict, &advice),
        n => words::summary_leg_several(side, n, Whole(s.best_deg), Whole(s.mean_deg), &verdict, &advice),
    };
    writeln!(out, "  {line}")
}

fn write_pose(out: &mut String, pose: &PoseDocument) -> std::fmt::Result {
    let range = Whole(pose.uncertainty_deg.round());
    for (side, leg) in [(Side::Left, &pose.left), (Side::Right, &pose.right)] {
        let (line, thigh) = (Whole(leg.floor_deg.round()), Whole(leg.thigh_deg.round()));
        let text = match leg.knee_flexion_deg {
            bend if bend < STRAIGHT_DEG => words::still_leg(side, line, range, thigh),
            bend => words::still_leg_bent(side, line, range, thigh, Whole(bend)),
        };
        writeln!(out, "  {text}")?;
    }
    let raised = match pose.raised_side {
        _ if pose.both_raised => words::still_raised_both(),
        Some(side) => words::still_raised(side),
        None => words::still_raised_none(),
    };
    writeln!(out, "  {raised}")
}
