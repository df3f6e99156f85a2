//! Many recordings: one table of their trials that a crash can't spoil, what was measured before left out, shares for
//! several machines.

use super::attribution::Attribution;
use super::complain;
use super::keep::SaveOptions;
use super::name_pattern::{NamePattern, Named};
use super::trial_table::TrialTable;
use crate::document::Measurement;
use crate::export::Decimal;
use crate::history::PersonName;
use crate::pipeline::SinkError;
use crate::source::{LeftOut, Problem, ProblemCode};
use crate::terminal::in_a_line;
use clap::Args;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Many recordings")]
pub struct BatchOptions {
    /// Write the trials of all inputs into one CSV file, one row a trial, each input as soon as it is measured; a table
    /// that is there already is never overwritten, see --resume
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write numbers in a new CSV file with a decimal comma, and separate cells by semicolons
    #[arg(long, requires = "csv")]
    decimal_comma: bool,
    /// Go on with the CSV file, in the way that it is written in: leave out what is in it
    #[arg(long, requires = "csv")]
    resume: bool,
    /// What file names tell: {person}, {side}, {date}, and {*} for anything, such as "{person}_{side}_{date}"
    #[arg(long, value_name = "PATTERN")]
    name_pattern: Option<NamePattern>,
    /// Keep the trials in the record of the person that the file's name tells
    #[arg(long, requires = "name_pattern", conflicts_with = "save")]
    save_named: bool,
    /// Measure only share K of N; by the files' names, so the same on every machine
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
}

/// The most shares: far more machines than anybody has.
const MOST_SHARES: u64 = 100_000;

/// One of several shares of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shard {
    /// Number of the share, from 1.
    number: u64,
    of: u64,
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
        let sensible = parts.filter(|(number, of): &(u64, u64)| (1..=*of).contains(number) && *of <= MOST_SHARES);
        sensible.map(|(number, of)| Self { number, of }).ok_or("give a share such as 2/8".to_owned())
    }
}

impl Shard {
    fn has(self, path: &Path) -> bool {
        // the name alone: the folder may lie elsewhere on another machine
        let name = path.file_name().unwrap_or(path.as_os_str());
        let hash = Sha256::digest(name.to_string_lossy().as_bytes());
        let number = hash[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        number % self.of == self.number - 1
    }
}

/// The run over all inputs.
pub struct Batch {
    options: BatchOptions,
    table: Option<TrialTable>,
    measured: usize,
    in_table: usize,
    in_other_shares: usize,
    /// Measured, but broken off, or something of it could not be written or kept.
    incomplete: usize,
    /// What folders hold beside inputs.
    left_out: Vec<LeftOut>,
    /// Inputs without a result, and why.
    not_measured: Vec<(PathBuf, String)>,
}

impl BatchOptions {
    /// Makes sure that the table can be written, before the measuring.
    pub fn open(&self, left_out: Vec<LeftOut>) -> anyhow::Result<Batch> {
        let tells_nobody = self.name_pattern.as_ref().is_some_and(|pattern| !pattern.has_person());
        anyhow::ensure!(
            !(self.save_named && tells_nobody),
            "--save-named keeps what a name tells of a person; put {{person}} into --name-pattern"
        );
        let decimal = if self.decimal_comma { Decimal::Comma } else { Decimal::Point };
        // the tables of the other shares are appended to that of the first
        let with_header = self.shard.is_none_or(|shard| shard.number == 1);
        let open = |path: &PathBuf| TrialTable::open(path, decimal, with_header, self.resume);
        let table = self.csv.as_ref().map(open).transpose()?;
        Ok(Batch {
            options: self.clone(),
            table,
            measured: 0,
            in_table: 0,
            in_other_shares: 0,
            incomplete: 0,
            left_out,
            not_measured: Vec::new(),
        })
    }

    /// The table.
    pub fn csv(&self) -> Option<&PathBuf> {
        self.csv.as_ref()
    }
}

impl Batch {
    /// Whether an input is to be measured now.
    pub fn takes(&mut self, input: &Path) -> bool {
        if !self.options.shard.is_none_or(|shard| shard.has(input)) {
            self.in_other_shares += 1;
            return false;
        }
        let done = self.table.as_ref().is_some_and(|table| table.has(input));
        self.in_table += usize::from(done);
        !done
    }

    /// The person of an input.
    pub fn attribution(&self, input: &Path, save: &SaveOptions) -> Attribution {
        let pattern = self.options.name_pattern.as_ref();
        let named = pattern.and_then(|pattern| pattern.read(input));
        if pattern.is_some() && named.is_none() {
            let kept = if self.options.save_named { ", and not kept" } else { "" };
            complain(&format!(
                "the name does not follow --name-pattern; measured without it{kept}: {}",
                input.display()
            ));
        }
        let named = named.unwrap_or_default();
        let person = save.person().cloned().or_else(|| self.person(input, &named));
        let kept = save.person().is_some() || (self.options.save_named && person.is_some());
        Attribution { person, date: save.date().map(str::to_owned).or(named.date), side: named.side, kept }
    }

    /// The person by the file's name; prints a notice if it is not a possible name and the trials were to be stored.
    fn person(&self, input: &Path, named: &Named) -> Option<PersonName> {
        let name = named.person.as_deref()?;
        match name.parse() {
            Ok(person) => Some(person),
            Err(why) => {
                if self.options.save_named {
                    complain(&format!("not kept, because {name:?} is nobody's name ({why}): {}", input.display()));
                }
                None
            }
        }
    }

    /// Takes what was measured of an input; `complete` when all that was asked for was written and kept, too. What is
    /// not, or was broken off, is not in the table, and measured again by the next `--resume`.
    ///
    /// # Errors
    /// The table can't be written.
    pub fn report(
        &mut self,
        input: &Path,
        measurement: &Measurement,
        attribution: &Attribution,
        complete: bool,
    ) -> Result<(), SinkError> {
        let why = measurement.problems.iter().map(|problem| problem.text.as_str());
        if measurement.is_valid() {
            self.measured += 1;
        } else {
            let unclear = "nothing in it could be judged; its document tells why".to_owned();
            self.not_measured.push((input.to_owned(), why.clone().next().map_or(unclear, str::to_owned)));
        }
        let broken_off = |problem: &Problem| [ProblemCode::BrokenOff, ProblemCode::Interrupted].contains(&problem.code);
        let Some(table) = &mut self.table else { return Ok(()) };
        if !complete || measurement.problems.iter().any(broken_off) {
            self.incomplete += 1;
            return Ok(());
        }
        let added = table.add(input, measurement, attribution);
        self.incomplete += usize::from(added.is_err());
        added
    }

    /// Takes the reason why an input could not be measured, which does not name it again.
    pub fn failed(&mut self, input: &Path, why: String) {
        self.not_measured.push((input.to_owned(), why));
    }

    /// A summary of the run, if there is a table or something in a folder was left out: its numbers add up to the
    /// inputs.
    pub fn summary(&self) -> Option<String> {
        if self.table.is_none() && self.left_out.is_empty() {
            return None;
        }
        let mut text = format!("measured: {}; not measured: {}", self.measured, self.not_measured.len());
        let others = [
            ("in the table before", self.in_table),
            ("in other shares", self.in_other_shares),
            ("left out", self.left_out.len()),
        ];
        for (what, number) in others.into_iter().filter(|(_, number)| *number > 0) {
            text += &format!("; {what}: {number}");
        }
        if self.incomplete > 0 {
            text += &format!("; not in the table, so that --resume takes them again: {}", self.incomplete);
        }
        for (input, why) in &self.not_measured {
            text += &format!("\n  {}: {}", in_a_line(&input.display().to_string()), in_a_line(why));
        }
        for LeftOut { path, why } in &self.left_out {
            text += &format!("\n  left out: {}: {}", in_a_line(&path.display().to_string()), in_a_line(why));
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_one_share_wherever_the_folder_lies() {
        let shares: Vec<Shard> = (1..=3).map(|number| Shard { number, of: 3 }).collect();
        let mut sizes = [0; 3];
        for i in 0..300 {
            let name = format!("P{i:03}_left.mp4");
            let places = ["/mnt/a", "clinic"].map(|folder| Path::new(folder).join(&name));
            let [here, there] = places.map(|path| shares.iter().position(|share| share.has(&path)).unwrap());
            assert_eq!(here, there);
            assert_eq!(shares.iter().filter(|share| share.has(Path::new(&name))).count(), 1);
            sizes[here] += 1;
        }
        assert!(sizes.iter().all(|size| (70..130).contains(size)), "{sizes:?}");
    }

    #[test]
    fn what_was_broken_off_is_counted_among_what_is_measured_again() {
        let folder = tempfile::tempdir().unwrap();
        let options = BatchOptions { csv: Some(folder.path().join("trials.csv")), ..BatchOptions::default() };
        let mut batch = options.open(Vec::new()).unwrap();
        let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
        let measured = || Measurement::of(&crate::trace::Replay::open(&trace).unwrap().run(Vec::new()));
        let (whole, mut broken_off) = (measured(), measured());
        broken_off.problems.push(Problem::new(ProblemCode::BrokenOff, "it ends in the middle"));
        for (name, measurement, complete) in [("a", &whole, true), ("b", &broken_off, true), ("c", &whole, false)] {
            batch.report(Path::new(name), measurement, &Attribution::default(), complete).unwrap();
        }
        let summary = batch.summary().unwrap();
        assert!(summary.contains("not in the table, so that --resume takes them again: 2"), "{summary}");
    }

    #[test]
    fn a_share_that_makes_no_sense_is_refused() {
        for text in ["0/3", "4/3", "1", "1/0", "a/b", "-1/3"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
