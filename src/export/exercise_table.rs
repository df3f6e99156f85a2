//! CSV, one row a set of an exercise.

use super::cell::{self, Cell, Decimal, joined, number, text};
use crate::document::SetDocument;
use crate::history::{KeptExercise, PersonRecord};
use crate::motion::{FaultKind, Sensation, Side};

/// A row: a set, with its number in the exercise, from 1.
struct SetLine<'a> {
    person: &'a str,
    kept: &'a KeptExercise,
    number: usize,
    set: &'a SetDocument,
}

/// A column: its name, what it means, and what is in it.
type SetColumn = (&'static str, &'static str, fn(&SetLine<'_>) -> Cell);

/// The columns in their order. Further ones are added at the end, none is renamed.
const COLUMNS: [SetColumn; 16] = [
    ("person", "name or code", |l| text(Some(l.person))),
    ("date", "of the exercise, ISO 8601", |l| text(Some(&l.kept.date))),
    ("uid", "the same in every export: all sets of one exercise have it", |l| text(Some(&l.kept.uid))),
    ("exercise", "its name in the catalogue", |l| text(Some(&l.kept.done.exercise.name))),
    ("set", "number of this one, from 1", |l| Cell::Number(l.number as f64)),
    ("side", "left or right; empty where both legs work", |l| text(l.set.side.map(Side::name))),
    ("reps", "repetitions that count", |l| Cell::Number(l.set.reps.into())),
    ("held_s", "time in position, all repetitions together", |l| Cell::Number(l.set.held_s)),
    ("complete", "yes when the dose was reached", |l| yes_or_no(l.set.complete)),
    ("furthest_deg", "the furthest that the position's first measure was kept up at", |l| number(l.set.furthest_deg)),
    ("faults", "what spoiled it, in the order of time", |l| {
        let names: Vec<&str> = l.set.faults.iter().map(|fault| FaultKind::name(fault.kind)).collect();
        text(Some(&names.join(" ")))
    }),
    ("stopped", "yes when the exercise was ended because it hurt", |l| yes_or_no(l.kept.done.stopped)),
    ("felt", "what was felt then: pull or radiating; empty when nobody said so", |l| {
        text(l.kept.done.sensation.map(Sensation::name))
    }),
    ("effort", "of the exercise, 0 to 10, as the person said", |l| number(l.kept.rating.effort.map(f64::from))),
    ("pain", "of the exercise, 0 to 10, as the person said", |l| number(l.kept.rating.pain.map(f64::from))),
    ("source", "the recording, or the camera", |l| text(Some(&l.kept.source.path_text()))),
];

fn yes_or_no(yes: bool) -> Cell {
    text(Some(if yes { "yes" } else { "no" }))
}

/// All sets of a person's exercises, in order of time.
pub fn exercise_table(record: &PersonRecord, decimal: Decimal) -> String {
    let mut table = cell::header(COLUMNS.iter().map(|(name, _, _)| *name), decimal);
    for kept in &record.exercises {
        for (number, set) in (1..).zip(&kept.done.sets) {
            let line = SetLine { person: &record.name, kept, number, set };
            table += &joined(COLUMNS.iter().map(|(_, _, of)| of(&line).written(decimal)), decimal);
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_told() {
        let told = include_str!("table.md");
        for (name, meaning, _) in &COLUMNS {
            assert!(told.contains(&format!("| `{name}` | {meaning} |")), "{name}");
        }
    }
}
