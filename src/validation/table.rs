//! The validation in Markdown that also reads well on a terminal.

use super::compare::{Row, RowKind};
use super::expectation::Answer;
use super::report::{GroupDocument, Validation};
use super::stats::{Agreement, Share};
use std::fmt::Write;

const COLUMNS: [&str; 8] = ["", "n", "bias", "MAE", "SD", "95 % limits of agreement", "95 % within", "max"];

/// How an angle of the document is called for people.
type Quantity = (&'static str, fn(&GroupDocument) -> Option<&Agreement>);

const QUANTITIES: [Quantity; 4] = [
    ("Trials: highest elevation of the thigh, degrees", |g| g.trials.as_ref()),
    ("Frames of the raises: elevation of the thigh, degrees", |g| g.frames.as_ref()),
    ("Pictures: elevation of the raised leg's line hip to ankle, degrees", |g| g.pictures.as_ref()),
    ("Marked legs: line hip to ankle in the picture, degrees", |g| g.marks.as_ref()),
];

/// The whole document but its rows, several lines.
pub fn markdown(validation: &Validation) -> String {
    let mut text = String::new();
    // writing into a string cannot fail
    let _ = write(&mut text, validation);
    text
}

fn write(out: &mut String, v: &Validation) -> std::fmt::Result {
    let commit = v.program.commit.as_ref().map_or(String::new(), |commit| format!(", commit {commit}"));
    writeln!(out, "# Validation of LegRaise {}{commit}\n", v.program.version)?;
    for model in &v.models {
        writeln!(out, "- Model: {} ({})", model.name, model.sha256.get(..12).unwrap_or(&model.sha256))?;
    }
    writeln!(out, "- Files measured: {}; failed: {}", v.files, v.failures.len())?;
    writeln!(out, "- Date: {} UTC", v.program.date)?;
    let t = &v.thresholds;
    writeln!(
        out,
        "- Limits: pass from {}°, knee bend ends a trial at {}°, lift of the other leg at {}°",
        t.pass_deg, t.knee_bend.stop_deg, t.opposite_leg_lift.stop_deg
    )?;
    writeln!(out, "\nAn error is measured minus true.")?;
    for (title, agreement) in QUANTITIES {
        write_quantity(out, v, title, agreement)?;
    }
    write_trials(out, v)?;
    write_images(out, v)?;
    write_recordings(out, v)
}

fn write_trials(out: &mut String, v: &Validation) -> std::fmt::Result {
    let t = &v.trials;
    if t.found + t.missed + t.extra == 0 {
        return Ok(());
    }
    writeln!(out, "\n## Trials\n")?;
    writeln!(out, "- Found {} of {}; extra {}", t.found, t.found + t.missed, t.extra)?;
    writeln!(out, "- Side right: {}", share(t.side))?;
    writeln!(out, "- Verdict right: {}; unclear {}", share(t.verdict), t.unclear)?;
    if let Some(pm) = t.mean_uncertainty_deg {
        writeln!(out, "- Truth within the stated ±: {}; mean ± {pm:.1}°", share(t.within_uncertainty))?;
    }
    let violations = &t.violations;
    let (precision, recall) = (share(violations.precision), share(violations.recall));
    writeln!(out, "- Violations: precision {precision}, recall {recall}")?;
    if let (Some(mae), Some(max)) = (violations.onset_mae_s, violations.onset_max_s) {
        writeln!(out, "- Onset of violations: mean |error| {mae:.2} s, max {max:.2} s (n = {})", violations.onsets)?;
    }
    Ok(())
}

fn write_images(out: &mut String, v: &Validation) -> std::fmt::Result {
    let p = &v.pictures;
    if p.found + p.missed == 0 {
        return Ok(());
    }
    writeln!(out, "\n## Pictures\n")?;
    writeln!(out, "- Somebody lying seen in {} of {}", p.found, p.found + p.missed)?;
    writeln!(out, "- Side right where one leg is seen raised: {}", share(p.side))
}

/// Marked legs and expectations.
fn write_recordings(out: &mut String, v: &Validation) -> std::fmt::Result {
    let (marks, expectations) = (&v.marks, &v.expectations);
    let marked = marks.found + marks.missed;
    if marked + expectations.met.of == 0 {
        return Ok(());
    }
    writeln!(out, "\n## Real recordings\n")?;
    if marked > 0 {
        let (within, side) = (share(marks.within_5_deg), share(marks.side));
        writeln!(out, "- Marked legs: {} of {marked} read; within 5°: {within}; identity right: {side}", marks.found)?;
    }
    if expectations.met.of > 0 {
        let Share { right, of } = expectations.met;
        let (wrong, missing) = (expectations.false_verdicts, expectations.missing_verdicts);
        writeln!(out, "- Expectations: met in {right} of {of}; false verdicts {wrong}; missing verdicts {missing}")?;
    }
    let unmet = v.rows.iter().filter(|row| row.kind == RowKind::Expectation && row.answer != Some(Answer::Met));
    unmet.map(|row| unmet_line(row, v.models.len() > 1)).try_for_each(|line| writeln!(out, "{line}"))
}

/// What was expected of which recording, and what came.
fn unmet_line(row: &Row, several_models: bool) -> String {
    let name = std::path::Path::new(&row.file).file_name().unwrap_or_default().to_string_lossy();
    let model = if several_models { format!(", {}", row.model) } else { String::new() };
    let mirrored = if row.mirrored { ", mirrored" } else { "" };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    format!("  - {name}{model}{mirrored}: expected {}; came {}", text(&row.expected), text(&row.came))
}

fn share(share: Share) -> String {
    match share.percent() {
        Some(percent) => format!("{} of {} ({percent:.0} %)", share.right, share.of),
        None => "none to judge".to_owned(),
    }
}

fn write_quantity(
    out: &mut String,
    v: &Validation,
    title: &str,
    agreement: fn(&GroupDocument) -> Option<&Agreement>,
) -> std::fmt::Result {
    let mut lines = vec![COLUMNS.map(str::to_owned)];
    for group in &v.agreement {
        let Some(found) = agreement(group) else { continue };
        // parts tell something only where there are several
        let parts = v.agreement.iter().filter(|g| g.by == group.by && agreement(g).is_some()).count();
        let name = match group.by {
            GroupDocument::ALL => group.part.clone(),
            _ if parts < 2 => continue,
            by => format!("{by}: {}", group.part),
        };
        lines.push(cells(name, found));
    }
    if lines.len() == 1 {
        return Ok(());
    }
    writeln!(out, "\n## {title}\n")?;
    let widths: [usize; COLUMNS.len()] =
        std::array::from_fn(|i| lines.iter().map(|line| line[i].chars().count()).max().unwrap_or(0));
    for (number, line) in lines.iter().enumerate() {
        let cells = line.iter().zip(widths).enumerate();
        // names at the left of their column, numbers at the right
        let padded = cells.map(|(i, (cell, width))| match i {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        writeln!(out, "| {} |", padded.collect::<Vec<_>>().join(" | "))?;
        if number == 0 {
            let rules = widths.iter().enumerate().map(|(i, width)| match i {
                0 => "-".repeat(width + 2),
                _ => format!("{}:", "-".repeat(width + 1)),
            });
            writeln!(out, "|{}|", rules.collect::<Vec<_>>().join("|"))?;
        }
    }
    Ok(())
}

fn cells(name: String, a: &Agreement) -> [String; COLUMNS.len()] {
    let limits = a.limits_of_agreement_deg.map(|[low, high]| format!("{low:+.2} to {high:+.2}"));
    [
        name,
        a.n.to_string(),
        format!("{:+.2}", a.bias_deg),
        format!("{:.2}", a.mae_deg),
        a.sd_deg.map_or_else(|| "–".to_owned(), |sd| format!("{sd:.2}")),
        limits.unwrap_or_else(|| "–".to_owned()),
        format!("{:.2}", a.p95_deg),
        format!("{:.2}", a.max_deg),
    ]
}
