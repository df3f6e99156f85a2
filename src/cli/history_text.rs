//! The record in words.

use crate::export::PersonRecord;
use crate::history::{Person, TrialRow, change_in_words, counted, day, difference_in_words};
use crate::motion::Side;
use crate::overlay::{NOT_A_DIAGNOSIS, judged_caption};
use crate::terminal::in_a_line;
use serde::Serialize;
use std::fmt::Write;

/// Who is in the record, a line each.
pub fn people(people: &[Person]) -> String {
    if people.is_empty() {
        return "Nobody is in the record; keep a measurement with --save PERSON.".to_owned();
    }
    let line = |person: &Person| {
        let dates = match &person.dates {
            Some((first, last)) if day(first) != day(last) => format!(", {} to {}", day(first), day(last)),
            Some((first, _)) => format!(", {}", day(first)),
            None => String::new(),
        };
        let (sessions, trials) = (counted(person.sessions, "session"), counted(person.trials, "trial"));
        format!("{}: {sessions}, {trials}{dates}", in_a_line(&person.name))
    };
    people.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[derive(Serialize)]
struct PersonLine<'a> {
    name: &'a str,
    sessions: u32,
    trials: u32,
    first: Option<&'a str>,
    last: Option<&'a str>,
}

/// The same as JSON.
pub fn people_json(people: &[Person]) -> serde_json::Result<String> {
    let line = |person: &'_ Person| {
        let dates = person.dates.as_ref();
        serde_json::to_value(PersonLine {
            name: &person.name,
            sessions: person.sessions,
            trials: person.trials,
            first: dates.map(|dates| dates.0.as_str()),
            last: dates.map(|dates| dates.1.as_str()),
        })
    };
    serde_json::to_string(&people.iter().map(line).collect::<Result<Vec<_>, _>>()?)
}

/// One person's record, several lines.
pub fn person(record: &PersonRecord) -> String {
    let mut text = String::new();
    // writing into a string cannot fail
    let _ = write_person(&mut text, record);
    text
}

fn write_person(out: &mut String, record: &PersonRecord) -> std::fmt::Result {
    writeln!(out, "{}", in_a_line(&record.name))?;
    for side in Side::BOTH {
        write_side(out, record, side)?;
    }
    if let Some(difference) = record.difference() {
        writeln!(out, "  {}", difference_in_words(difference))?;
    }
    for note in &record.notes {
        writeln!(out, "  Note, {}: {}", day(&note.made_at), note.text.replace('\n', "\n    "))?;
    }
    write!(out, "  {NOT_A_DIAGNOSIS}")
}

fn write_side(out: &mut String, record: &PersonRecord, side: Side) -> std::fmt::Result {
    let rows: Vec<&TrialRow> = record.rows.iter().filter(|row| row.side == side).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let trend = record.trend(side);
    let name = if side == Side::Left { "Left" } else { "Right" };
    write!(out, "  {name} leg, {}", counted(rows.len() as u32, "trial"))?;
    match &trend {
        Some(trend) => writeln!(out, ": best {:.0}°, mean {:.0}°", trend.best_deg, trend.mean_deg)?,
        None => writeln!(out, ": none could be judged")?,
    }
    let mut session = None;
    for row in rows {
        if session.replace(row.session) != Some(row.session) {
            let mean = trend.iter().flat_map(|t| &t.sessions).find(|s| s.session == row.session && s.trials > 1);
            let mean = mean.map_or(String::new(), |s| format!(": mean {:.0}°, best {:.0}°", s.mean_deg, s.best_deg));
            writeln!(out, "    {}{mean}", day(&row.date))?;
        }
        writeln!(out, "      {}", trial_in_words(row))?;
    }
    if let Some(change) = trend.and_then(|trend| trend.change()) {
        writeln!(out, "    {}", change_in_words(change))?;
    }
    Ok(())
}

fn trial_in_words(row: &TrialRow) -> String {
    let judged = judged_caption(row.verdict, row.grade, row.borderline);
    let mut text = format!("trial {}: {:.0}° ± {:.0}°, {judged}", row.id.0, row.angle_deg(), row.uncertainty_deg);
    if let Some(correction) = &row.correction {
        let (by, on) = (in_a_line(&correction.made_by), day(&correction.made_at));
        text += &format!("; corrected by {by}, {on}, measured {:.0}°", row.measured_deg);
    }
    text
}
