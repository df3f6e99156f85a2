//! The record in words.

use crate::history::{KeptExercise, Person, PersonRecord, PlanStatus, TrialRow, day, local_day};
use crate::motion::{Side, TrialReason};
use crate::terminal::in_a_line;
use crate::words::{self, Whole};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write;

/// Who is in the record, a line each.
pub fn people(people: &[Person]) -> String {
    if people.is_empty() {
        return words::nobody_kept().into_owned();
    }
    let line = |person: &Person| {
        let days = person.dates.as_ref().map(|(first, last)| (day(first), day(last)));
        let tested = words::person_line(&in_a_line(&person.name), person.sessions, person.trials, days);
        match person.exercises {
            0 => tested,
            exercises => words::person_exercises(&tested, exercises),
        }
    };
    people.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[derive(Serialize)]
struct PersonLine<'a> {
    name: &'a str,
    sessions: u32,
    trials: u32,
    exercises: u32,
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
            exercises: person.exercises,
            first: dates.map(|dates| day(&dates.0)),
            last: dates.map(|dates| day(&dates.1)),
        })
    };
    serde_json::to_string(&people.iter().map(line).collect::<Result<Vec<_>, _>>()?)
}

/// One person's record as it is on a day, several lines.
pub fn person(record: &PersonRecord, today: &str) -> String {
    let mut text = String::new();
    // writing into a string cannot fail
    let _ = write_person(&mut text, record, today);
    text
}

fn write_person(out: &mut String, record: &PersonRecord, today: &str) -> std::fmt::Result {
    writeln!(out, "{}", in_a_line(&record.name))?;
    for side in Side::BOTH {
        write_side(out, record, side)?;
    }
    if let Some(difference) = record.difference() {
        writeln!(out, "  {}", words::difference_judged(difference.deg))?;
    }
    for kept in &record.exercises {
        write_exercise(out, kept)?;
    }
    for line in record.plan_status(today).iter().flat_map(PlanStatus::text) {
        writeln!(out, "  {line}")?;
    }
    if record.plan.is_some() {
        writeln!(out, "  {}", words::sentence(&words::ask_before()))?;
    }
    for note in &record.notes {
        writeln!(out, "  {}", words::note_line(&local_day(&note.made_at), &note.text.replace('\n', "\n    ")))?;
    }
    write!(out, "  {}", words::no_diagnosis())
}

fn write_side(out: &mut String, record: &PersonRecord, side: Side) -> std::fmt::Result {
    let rows: Vec<&TrialRow> = record.rows.iter().filter(|row| row.side == side).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let trend = record.trend(side);
    let judged = rows.iter().filter(|row| row.is_judged()).count();
    let unjudged = rows.iter().filter(|row| !row.is_of_another_person).count() - judged;
    let leg = match trend.as_ref().map(|trend| (Whole(trend.best_deg), Whole(trend.mean_deg))) {
        Some((best, mean)) if unjudged == 0 => words::leg_line(side, judged, best, mean),
        Some((best, mean)) => words::leg_line_some_unjudged(side, judged, best, mean, unjudged),
        None if unjudged == 0 => words::leg_title(side),
        None => words::leg_line_unjudged(side, unjudged),
    };
    writeln!(out, "  {leg}")?;
    for of_day in rows.chunk_by(|a, b| (day(&a.date), a.method) == (day(&b.date), b.method)) {
        let (day, method) = (day(&of_day[0].date), of_day[0].method);
        let headline = words::day_and_method(day, method);
        let mean = trend
            .iter()
            .flat_map(|t| &t.days)
            .find(|d| (d.day.as_str(), d.method, d.trials > 1) == (day, method, true));
        let mean = mean.map(|mean| words::session_line(&headline, Whole(mean.mean_deg), Whole(mean.best_deg)));
        writeln!(out, "    {}", mean.unwrap_or(headline))?;
        for row in of_day {
            writeln!(out, "      {}", trial_in_words(row))?;
            if row.is_of_another_person {
                writeln!(out, "        {}", words::sentence(&words::reason(TrialReason::AnotherPerson)))?;
            }
            if let Some(sensation) = row.sensation {
                writeln!(out, "        {}", words::sentence(&words::sensation(sensation)))?;
            }
        }
    }
    let Some(trend) = trend else { return Ok(()) };
    if let Some(changed) = trend.method_change() {
        writeln!(out, "    {}", changed.text(side))?;
    }
    if let Some(change) = trend.change() {
        writeln!(out, "    {}", change.text(side))?;
    }
    Ok(())
}

fn write_exercise(out: &mut String, kept: &KeptExercise) -> std::fmt::Result {
    let name = in_a_line(&words::capitalised(&words::exercise(&kept.done.exercise)));
    writeln!(out, "  {}", words::exercise_of_day(day(&kept.date), &name))?;
    for (set, faults) in kept.done.sets_in_words() {
        writeln!(out, "    {set}")?;
        faults.iter().try_for_each(|fault| writeln!(out, "      {fault}"))?;
    }
    if kept.done.stopped {
        writeln!(out, "    {}", words::exercise_stopped())?;
    }
    if let Some(sensation) = kept.done.sensation {
        writeln!(out, "    {}", words::sentence(&words::sensation(sensation)))?;
    }
    let rating = words::exercise_rating(kept.rating.effort, kept.rating.pain);
    if rating.is_empty() { Ok(()) } else { writeln!(out, "    {}", words::sentence(&rating)) }
}

fn trial_in_words(row: &TrialRow) -> Cow<'static, str> {
    let judged = words::judged(row.verdict, row.grade, row.borderline);
    let (angle, range) = (Whole(row.angle_deg()), Whole(row.uncertainty_deg));
    let Some(correction) = &row.correction else { return words::trial_line(row.id.0, angle, range, &judged) };
    let (by, on) = (in_a_line(&correction.made_by), local_day(&correction.made_at));
    words::trial_line_corrected(row.id.0, angle, range, &judged, &by, &on, Whole(row.measured_deg))
}
