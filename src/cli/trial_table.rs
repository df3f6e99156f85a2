//! The CSV file of many inputs: written input by input, so that whatever ends the program, no more than the last one is
//! missing. Several programs may write it at once, and a spreadsheet may have saved it in its own way.

use super::attribution::Attribution;
use super::table_file::Table;
use crate::document::Measurement;
use crate::export::{Decimal, TrialLine, cells, header, line, path_of_cell};
use crate::output_file::{OutputFile, SharedFile};
use crate::pipeline::SinkError;
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

const WHAT: &str = "the table";

/// The table of a run.
pub struct TrialTable {
    path: PathBuf,
    /// How numbers are written in a new table; one that is there keeps its own way.
    decimal: Decimal,
    with_header: bool,
    resume: bool,
    /// What takes the rows where it is no file.
    stream: Option<OutputFile>,
    /// The inputs that were in it.
    sources: HashSet<PathBuf>,
}

impl TrialTable {
    /// Makes sure that the table can be written; with `resume` to go on with it.
    ///
    /// # Errors
    /// It can't be written, is another table, or has rows without `resume`.
    pub fn open(path: &Path, decimal: Decimal, with_header: bool, resume: bool) -> Result<Self, SinkError> {
        let sources = HashSet::new();
        let mut table = Self { path: path.to_owned(), decimal, with_header, resume, stream: None, sources };
        let Some(file) = SharedFile::open(WHAT, path)? else {
            let header = if with_header { header(decimal) } else { String::new() };
            let stream = table.stream.insert(OutputFile::create(WHAT, path)?);
            stream.write_all(header.as_bytes()).map_err(|error| stream.failed(&error))?;
            return Ok(table);
        };
        let there = table.read(&file)?;
        if !resume && there.has_rows() {
            let reason = "a table is there already; add --resume to go on with it, or name another file";
            return Err(SinkError::new(WHAT, reason, path));
        }
        table.sources = there.sources().map(|cell| resolved(&path_of_cell(cell))).collect();
        // also what a program has left that was ended while it wrote goes now
        file.add(there.whole(), &there.addition(&[]))?;
        Ok(table)
    }

    /// Whether an input's trials are in it.
    pub fn has(&self, input: &Path) -> bool {
        self.sources.contains(&resolved(input))
    }

    /// Adds an input's trials.
    pub fn add(&mut self, input: &Path, measurement: &Measurement, attribution: &Attribution) -> Result<(), SinkError> {
        let person = attribution.person.as_ref().map(ToString::to_string);
        let problem = measurement.problems.iter().map(|p| p.text.as_str()).collect::<Vec<_>>().join("; ");
        let of = |trial| TrialLine {
            person: person.as_deref(),
            date: attribution.date.as_deref(),
            source: input,
            model: &measurement.model,
            trials: measurement.trials.len(),
            trial,
            correction: None,
            method: measurement.answers.method,
            problem: &problem,
        };
        let mut rows: Vec<TrialLine<'_>> = (1..).zip(&measurement.trials).map(|trial| of(Some(trial))).collect();
        if rows.is_empty() {
            rows.push(of(None));
        }
        if let Some(stream) = &mut self.stream {
            let text: String = rows.iter().map(|row| line(row, self.decimal)).collect();
            return stream.write_all(text.as_bytes()).map_err(|error| stream.failed(&error));
        }
        // opened anew: a spreadsheet that saves it meanwhile may put another file in its place
        let Some(file) = SharedFile::open(WHAT, &self.path)? else { return Ok(()) };
        let there = self.read(&file)?;
        let rows: Vec<Vec<String>> = rows.iter().map(|row| cells(row, there.decimal())).collect();
        if self.resume && there.has_source_of(&rows[0]) {
            // another program was faster
            return Ok(());
        }
        file.add(there.whole(), &there.addition(&rows))
    }

    fn read(&self, file: &SharedFile) -> Result<Table, SinkError> {
        Table::read(file.content(), self.decimal, self.with_header)
            .map_err(|reason| SinkError::new(WHAT, reason, &self.path))
    }
}

/// The same for every way of writing a path, as long as the file is there.
fn resolved(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
