//! The result in words, for somebody who never heard of hip flexion.

use crate::document::{ExerciseDocument, Measurement, PoseDocument, SideDocument, TrialDocument};
use crate::motion::{Screening, Side, TrialReason, VerdictKind, ViewQuality, ViewReason};
use crate::terminal::in_a_line;
use crate::words::{self, Tenths, Whole};
use std::borrow::Cow;
use std::fmt::Write;

/// A knee that seems bent by less is straight: an image does not tell them apart.
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
            write_side(out, side, record, m.thresholds.pass_deg)?;
        }
    }
    if let (Some(left), Some(right)) = (&m.sides.left, &m.sides.right) {
        writeln!(out, "  {}", words::difference(Whole((left.mean_deg - right.mean_deg).abs())))?;
    }
    write_decision(out, m)?;
    if let Some(exercise) = &m.exercise {
        write_exercise(out, exercise)?;
    }
    // the angles of somebody who does not lie mean nothing, and the note below says why
    let lying = !m.view.reasons.contains(&ViewReason::NobodyLying) && m.exercise.is_none();
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
    if let Some(sensation) = t.sensation {
        writeln!(out, "    {}", words::sentence(&words::sensation(sensation)))?;
    }
    if t.borderline && t.verdict != VerdictKind::Unclear {
        writeln!(out, "    {}", words::borderline_summary(range))?;
    }
    for reason in &t.reasons {
        writeln!(out, "    {}", words::summary_note(&words::reason(*reason)))?;
    }
    if t.reasons.contains(&TrialReason::SideNotCertain) {
        writeln!(out, "    {}", words::summary_note(&words::summary_tell_side()))?;
    }
    Ok(())
}

fn why_ended(t: &TrialDocument) -> Cow<'static, str> {
    match (t.ended_by.compensation(), t.violations.first()) {
        (Some(kind), Some(violation)) => words::violated(kind, Tenths(violation.onset_s), Whole(violation.angle_deg)),
        _ => words::ended(t.ended_by),
    }
}

fn write_side(out: &mut String, side: Side, s: &SideDocument, pass_deg: f64) -> std::fmt::Result {
    let verdict = words::leg_verdict(&s.whole_verdict(), pass_deg);
    let line = words::summary_side(side, s.trials, Whole(s.best_deg), Whole(s.mean_deg), &verdict);
    writeln!(out, "  {line}")
}

/// What it comes to. Who was not asked about warning signs is told of them before a stretch is offered.
fn write_decision(out: &mut String, m: &Measurement) -> std::fmt::Result {
    if m.trials.is_empty() {
        return Ok(());
    }
    let decision = m.decision.decision();
    for line in words::decision(&decision) {
        writeln!(out, "  {line}")?;
    }
    let offers = decision.stretches().next().is_some();
    if offers {
        writeln!(out, "  {}", words::sentence(&words::ask_before()))?;
    }
    if m.answers.screening.is_none() {
        writeln!(out, "  {}", words::signs_not_asked())?;
    }
    if offers && m.answers.screening.is_none() {
        writeln!(out, "  {}", words::signs_professional(&words::signs(Screening::Caution)))?;
        writeln!(out, "  {}", words::signs_at_once(&words::signs(Screening::Urgent)))?;
    }
    Ok(())
}

/// What was done of an exercise, and what spoiled it.
fn write_exercise(out: &mut String, e: &ExerciseDocument) -> std::fmt::Result {
    writeln!(out, "  {}", words::capitalised(&words::exercise(&e.exercise)))?;
    for (set, faults) in e.sets_in_words() {
        writeln!(out, "  {set}")?;
        faults.iter().try_for_each(|fault| writeln!(out, "    {fault}"))?;
    }
    writeln!(out, "  {}", e.ending_in_words())?;
    words::watched(e.exercise.watch).map_or(Ok(()), |watched| writeln!(out, "  {watched}"))
}

fn write_pose(out: &mut String, pose: &PoseDocument) -> std::fmt::Result {
    let range = Whole(pose.uncertainty_deg.round());
    for (side, leg) in [(Side::Left, &pose.left), (Side::Right, &pose.right)] {
        // the thigh over the same floor as the line
        let thigh_deg = leg.floor_deg + leg.thigh_deg - leg.leg_deg;
        let (line, thigh) = (Whole(leg.floor_deg.round()), Whole(thigh_deg.round()));
        let text = match leg.knee_flexion_deg {
            bend if bend < STRAIGHT_DEG => words::still_leg(side, line, range, thigh),
            bend => words::still_leg_bent(side, line, range, thigh, Whole(bend)),
        };
        writeln!(out, "  {text}")?;
    }
    writeln!(out, "  {}", pose.in_words())
}
