//! A table of truth, line by line: what its columns hold, and what is wrong with it, told with the line.

use super::truth::{TruthError, bytes_of};
use crate::sheet;
use csv::{StringRecord, Trim};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// One line with what its columns hold.
pub(super) struct TableLine<'a> {
    path: &'a Path,
    /// The whole table, in which lines are counted when one is wrong.
    text: &'a str,
    columns: &'a StringRecord,
    fields: &'a StringRecord,
}

impl TableLine<'_> {
    /// What stands in a column; `None` when it is empty or there is no such column.
    pub fn get(&self, column: &str) -> Option<&str> {
        let at = self.columns.iter().position(|c| c == column)?;
        self.fields.get(at).filter(|text| !text.is_empty())
    }

    pub fn error(&self, reason: String) -> TruthError {
        TruthError::Malformed { path: self.path.to_owned(), line: line_at(self.fields.position(), self.text), reason }
    }

    /// A number of these.
    pub fn number(&self, column: &str, sensible: RangeInclusive<f64>) -> Result<Option<f64>, TruthError> {
        let Some(text) = self.get(column) else { return Ok(None) };
        let value = sheet::number(text).filter(|value| sensible.contains(value));
        let (least, most) = (sensible.start(), sensible.end());
        let wrong = || self.error(format!("{column} must be a number from {least} to {most}, not \"{text}\""));
        value.map(Some).ok_or_else(wrong)
    }

    pub fn one_of<T: Copy>(&self, column: &str, choices: &[(&str, T)]) -> Result<Option<T>, TruthError> {
        let Some(text) = self.get(column) else { return Ok(None) };
        let found = choices.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        let names = || choices.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        match found {
            Some((_, value)) => Ok(Some(*value)),
            None => Err(self.error(format!("{column} must be one of {} or empty, not \"{text}\"", names()))),
        }
    }

    /// The file that the line is about: it lies beside the truth, if anywhere.
    pub fn file(&self) -> Result<PathBuf, TruthError> {
        let name = self.get("file").ok_or_else(|| self.error("the name of the file is missing".to_owned()))?;
        Ok(self.path.with_file_name(name))
    }
}

/// The text of a table as any spreadsheet saves it, with line breaks of one kind.
pub(super) fn text_of_table(path: &Path) -> Result<String, TruthError> {
    let bytes = bytes_of(path)?;
    let text = sheet::decode(&bytes).0;
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"))
}

/// Hands each line below the header to `add`. `check` says what is wrong with the names of the columns, and what to do.
/// `path` is where the text comes from.
pub(super) fn read_lines(
    text: &str,
    path: &Path,
    check: impl Fn(&StringRecord) -> Result<(), String>,
    mut add: impl FnMut(&TableLine<'_>) -> Result<(), TruthError>,
) -> Result<(), TruthError> {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.trim(Trim::All).delimiter(sheet::delimiter(header)).from_reader(text.as_bytes());
    let malformed = |error: &csv::Error| malformed(error, text, path);
    let columns = reader.headers().map_err(|e| malformed(&e))?.clone();
    let in_header = |reason: String| TruthError::Malformed { path: path.to_owned(), line: 1, reason };
    // a spreadsheet saves empty columns at the right as well
    check(&columns.iter().filter(|name| !name.is_empty()).collect()).map_err(in_header)?;
    let mut empty = true;
    for fields in reader.records() {
        let fields = fields.map_err(|e| malformed(&e))?;
        // and empty lines at the end
        if fields.iter().all(str::is_empty) {
            continue;
        }
        add(&TableLine { path, text, columns: &columns, fields: &fields })?;
        empty = false;
    }
    if empty { Err(in_header("no rows below the header; write at least one".to_owned())) } else { Ok(()) }
}

/// The line in which a row begins, from 1; the reader's own count leaves out empty ones before it.
fn line_at(position: Option<&csv::Position>, text: &str) -> u64 {
    let from = position.map_or(0, |position| position.byte() as usize).min(text.len());
    let empty = text[from..].len() - text[from..].trim_start_matches('\n').len();
    1 + text[..from + empty].matches('\n').count() as u64
}

fn malformed(error: &csv::Error, text: &str, path: &Path) -> TruthError {
    let reason = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} columns instead of {expected_len}, as the first line has")
        }
        _ => error.to_string(),
    };
    TruthError::Malformed { path: path.to_owned(), line: line_at(error.position(), text), reason }
}
