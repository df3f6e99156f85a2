//! The CSV file of many inputs: written input by input, so that whatever ends the program, no more than the last one is missing.

use super::batch::Whose;
use crate::export::{Decimal, TrialLine, header, line};
use crate::pipeline::SinkError;
use crate::record::Measurement;
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{Error, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The table, open for adding.
pub struct TrialTable {
    path: PathBuf,
    file: File,
    decimal: Decimal,
    /// The inputs in it.
    sources: HashSet<PathBuf>,
}

/// What a file holds already.
#[derive(Default)]
struct Held {
    /// Up to here the file is whole, bytes.
    whole: usize,
    sources: HashSet<PathBuf>,
}

impl TrialTable {
    /// Opens the table; with `resume` to go on with it.
    ///
    /// # Errors
    /// It can't be written, or is another table.
    pub fn open(path: &Path, decimal: Decimal, with_header: bool, resume: bool) -> Result<Self, SinkError> {
        let failed = |error: Error| SinkError::of_io("the table", &error, path);
        let mut options = OpenOptions::new();
        let mut file = options.read(true).write(true).create(true).truncate(!resume).open(path).map_err(failed)?;
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(failed)?;
        let other = || {
            SinkError::new(
                "the table",
                "it is not a table of this kind; name another file, or leave out --resume",
                path,
            )
        };
        let held = held(&text, decimal, with_header).ok_or_else(other)?;
        // half a line, or half an input's, is all that a program leaves that was ended while it wrote
        file.set_len(held.whole as u64).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        let mut table = Self { path: path.to_owned(), file, decimal, sources: held.sources };
        if with_header && held.whole == 0 {
            table.write(&header(decimal))?;
        }
        Ok(table)
    }

    /// Whether an input's trials are in it.
    pub fn has(&self, input: &Path) -> bool {
        self.sources.contains(&there(input))
    }

    /// Adds an input's trials.
    pub fn add(&mut self, measurement: &Measurement, whose: &Whose) -> Result<(), SinkError> {
        let person = whose.person.as_ref().map(ToString::to_string);
        let problem = measurement.problems.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("; ");
        let of = |trial| TrialLine {
            person: person.as_deref(),
            date: whose.date.as_deref(),
            source: &measurement.source.path,
            model: &measurement.model,
            trials: measurement.trials.len(),
            trial,
            correction: None,
            problem: &problem,
        };
        let mut text: String =
            (1..).zip(&measurement.trials).map(|trial| line(&of(Some(trial)), self.decimal)).collect();
        if text.is_empty() {
            text = line(&of(None), self.decimal);
        }
        self.write(&text)
    }

    fn write(&mut self, text: &str) -> Result<(), SinkError> {
        let written = self.file.write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| SinkError::of_io("the table", &error, &self.path))
    }
}

/// `None` when it is another table.
fn held(text: &[u8], decimal: Decimal, with_header: bool) -> Option<Held> {
    let first = if with_header { header(decimal) } else { String::new() };
    // a header that was not written to its end
    if first.as_bytes().starts_with(text) && text.len() < first.len() {
        return Some(Held::default());
    }
    let rows = text.strip_prefix(first.as_bytes())?;
    let mut held = Held { whole: first.len(), sources: HashSet::new() };
    let mut at = first.len();
    let mut seen: (String, usize) = Default::default();
    for row in rows.split_inclusive(|byte| *byte == b'\n').filter(|row| row.ends_with(b"\n")) {
        at += row.len();
        let (source, trials) = source_and_trials(row, decimal)?;
        seen = if seen.0 == source { (source, seen.1 + 1) } else { (source, 1) };
        if seen.1 >= trials.max(1) {
            held.whole = at;
            held.sources.insert(there(Path::new(&seen.0)));
            seen = Default::default();
        }
    }
    Some(held)
}

/// Which input a row is of, and how many rows that has.
fn source_and_trials(row: &[u8], decimal: Decimal) -> Option<(String, usize)> {
    let delimiter = if decimal == Decimal::Comma { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(row);
    let record = reader.records().next()?.ok()?;
    let cell = |name| record.get(crate::export::COLUMNS.iter().position(|column| column.name == name)?);
    let source = cell("source")?;
    Some((source.strip_prefix('\'').unwrap_or(source).to_owned(), cell("trials")?.parse().ok()?))
}

/// The same for every way of writing a path, as long as the file is there.
fn there(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimator::ModelInfo;

    fn row(source: &str, trials: usize) -> String {
        let model = ModelInfo { name: "heavy".into(), sha256: String::new() };
        let (person, date, trial, correction, problem) = (None, None, None, None, "");
        line(&TrialLine { person, date, source, model: &model, trials, trial, correction, problem }, Decimal::Point)
    }

    #[track_caller]
    fn check(text: &str, whole: &str, sources: &[&str]) {
        let held = held(text.as_bytes(), Decimal::Point, true).expect("a table");
        assert_eq!(&text[..held.whole], whole);
        assert_eq!(held.sources, sources.iter().map(PathBuf::from).collect());
    }

    #[test]
    fn what_was_not_written_to_its_end_goes_and_the_rest_stays() {
        let header = header(Decimal::Point);
        let (a, b) = (row("a.mp4", 0), row("b.mp4", 2));
        check("", "", &[]);
        check(&header[..9], "", &[]);
        check(&header, &header, &[]);
        let one = header.clone() + &a;
        check(&one, &one, &["a.mp4"]);
        check(&one[..one.len() - 1], &header, &[]);
        // one of two trials
        check(&(one.clone() + &b), &one, &["a.mp4"]);
        check(&(one.clone() + &b + &b[..20]), &one, &["a.mp4"]);
        let both = one.clone() + &b + &b;
        check(&both, &both, &["a.mp4", "b.mp4"]);
    }

    #[test]
    fn another_table_is_left_alone() {
        assert!(held(b"frame,time_s\n0,0.0\n", Decimal::Point, true).is_none());
        assert!(held(b"no table\n", Decimal::Point, false).is_none());
        let comma = header(Decimal::Comma);
        assert!(held(comma.as_bytes(), Decimal::Point, true).is_none());
    }
}
