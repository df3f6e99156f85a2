//! The result in words, for somebody who never heard of hip flexion.

use crate::motion::{Advice, EndedBy, Side, TrialReason, Verdict, VerdictKind, ViewQuality, ViewReason};
use crate::overlay::{NOT_A_DIAGNOSIS, verdict_caption};
use crate::record::{Measurement, PoseRecord, SideRecord, TrialRecord};
use crate::terminal::in_a_line;
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
        writeln!(out, "  Left and right differ by {:.0}°.", (left.best_deg - right.best_deg).abs())?;
    }
    // the angles of somebody who does not lie mean nothing, and the note below says why
    let lying = !m.view.reasons.contains(&ViewReason::NobodyLying);
    if let Some(pose) = m.pose.as_ref().filter(|_| lying) {
        write_pose(out, pose)?;
    }
    if m.view.quality != ViewQuality::Good && lying {
        for reason in &m.view.reasons {
            writeln!(out, "  View: {}.", reason.text())?;
        }
    }
    for problem in &m.problems {
        writeln!(out, "  Note: {}.", in_a_line(&problem.text))?;
    }
    write!(out, "  {NOT_A_DIAGNOSIS}")
}

fn write_trial(out: &mut String, number: usize, t: &TrialRecord) -> std::fmt::Result {
    let (angle, pm) = (t.angle_deg, t.uncertainty_deg);
    writeln!(
        out,
        "  Trial {number}, {} leg: {angle:.0}° ± {pm:.0}°, {}",
        t.side.name(),
        verdict_caption(t.verdict, t.grade)
    )?;
    writeln!(out, "    highest at {:.1} s; ended because {}", t.peak_s, ending_in_words(t))?;
    if t.borderline && t.verdict != VerdictKind::Unclear {
        writeln!(out, "    borderline: the limit lies within ±{pm:.0}°; repeat the test")?;
    }
    for reason in t.reasons.iter().filter(|r| **r != TrialReason::NotFinished) {
        writeln!(out, "    note: {}", reason.text())?;
    }
    Ok(())
}

fn ending_in_words(t: &TrialRecord) -> String {
    let violation = t.violations.first();
    let at = violation.map_or(String::new(), |v| format!(" at {:.1} s, at {:.0}°", v.onset_s, v.angle_deg));
    match t.ended_by {
        EndedBy::KneeBend | EndedBy::OppositeLegLift => format!("{}{at}", t.ended_by.text()),
        _ => t.ended_by.text().to_owned(),
    }
}

fn write_side(out: &mut String, side: Side, s: &SideRecord, trials: &[TrialRecord]) -> std::fmt::Result {
    let name = match side {
        Side::Left => "Left",
        Side::Right => "Right",
    };
    let (best, mean) = (s.best_deg, s.mean_deg);
    let of_side = || trials.iter().filter(|t| t.side == side);
    let judged = of_side().filter(|t| t.verdict != VerdictKind::Unclear);
    let borderline = judged.max_by(|a, b| a.angle_deg.total_cmp(&b.angle_deg)).is_some_and(|t| t.borderline);
    let verdict = Verdict { kind: s.verdict, grade: s.grade, borderline };
    let hurt = of_side().any(|t| t.ended_by == EndedBy::Discomfort);
    let advice = Advice::of(&verdict, hurt).map_or(Advice::UNDECIDED, Advice::text);
    let sentence = format!("{}; {advice}", verdict_caption(s.verdict, s.grade));
    match s.trials {
        1 => writeln!(out, "  {name} leg: {sentence}."),
        n => writeln!(out, "  {name} leg, {n} trials, best {best:.0}°, mean {mean:.0}°: {sentence}."),
    }
}

fn write_pose(out: &mut String, pose: &PoseRecord) -> std::fmt::Result {
    // adding zero turns a rounded −0 into 0
    let whole = |deg: f64| deg.round() + 0.0;
    for (name, leg) in [("Left", &pose.left), ("Right", &pose.right)] {
        let knee = match leg.knee_flexion_deg {
            bend if bend < STRAIGHT_DEG => "straight".to_owned(),
            bend => format!("bent {bend:.0}°"),
        };
        let (line, within, thigh) = (whole(leg.floor_deg), whole(pose.uncertainty_deg), whole(leg.thigh_deg));
        writeln!(
            out,
            "  {name} leg: {line}° ± {within}° over the floor from hip to ankle; thigh {thigh}°, knee {knee}"
        )?;
    }
    match pose.raised_side {
        _ if pose.both_raised => writeln!(out, "  Both legs are raised: for the test, keep one flat on the floor."),
        Some(side) => writeln!(out, "  The {} leg is raised. One picture gives angles, not a verdict.", side.name()),
        None => writeln!(out, "  Neither leg is raised."),
    }
}
