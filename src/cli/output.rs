//! Where results go: a summary or JSON lines on stdout, or a JSON file each in a folder.

use super::summary;
use crate::document::Measurement;
use crate::output_file::{self, ClaimedPaths};
use crate::pipeline::{SinkError, plain_reason};
use crate::terminal;
use clap::Args;
use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// How to report.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Results")]
pub struct OutputOptions {
    /// Print one JSON document a line for each input, instead of the summary
    #[arg(long)]
    json: bool,
    /// Write a JSON file for each input into this folder, named after the input
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Reports results as they come.
pub struct Reporter {
    json: bool,
    folder: Option<PathBuf>,
    /// Names of the files that this run has written into the folder.
    written: HashSet<OsString>,
    /// What else this run reads and writes.
    claimed: ClaimedPaths,
}

impl OutputOptions {
    /// Makes sure that results can be written, before the measuring. They will be none of the files that are `claimed`.
    pub fn open(&self, claimed: ClaimedPaths) -> anyhow::Result<Reporter> {
        if let Some(folder) = &self.out {
            std::fs::create_dir_all(folder).map_err(|e| SinkError::of_io("the results", &e, folder))?;
        }
        Ok(Reporter { json: self.json, folder: self.out.clone(), written: HashSet::new(), claimed })
    }
}

impl Reporter {
    /// Reports one measured input.
    pub fn report(&mut self, measurement: &Measurement) -> anyhow::Result<()> {
        let json = serde_json::to_string(measurement)?;
        let written = self.write(measurement, &json);
        // printed even if it could not be written
        say(&if self.json { json } else { summary::text(measurement) })?;
        Ok(written?)
    }

    fn write(&mut self, measurement: &Measurement, json: &str) -> Result<(), SinkError> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let name = self.free_name(folder, Path::new(&measurement.source.path));
        output_file::write("the result", &folder.join(&name), format!("{json}\n"))?;
        self.written.insert(name);
        Ok(())
    }

    /// `clip.mp4.json`, with the whole name so that `clip.mov` does not overwrite it; for `clip.mp4` from another
    /// folder `clip.mp4-2.json`.
    fn free_name(&self, folder: &Path, input: &Path) -> OsString {
        let there = input.canonicalize().unwrap_or_default();
        // `..` has no name, but the folder that it stands for has
        let stem = input.file_name().or(there.file_name()).unwrap_or("result".as_ref());
        let name = |number: usize| {
            let mut name = stem.to_owned();
            name.push(if number > 1 { format!("-{number}.json") } else { ".json".to_owned() });
            name
        };
        let mut number = 1;
        while self.written.contains(&name(number)) || self.claimed.claimed_as(&folder.join(name(number))).is_some() {
            number += 1;
        }
        name(number)
    }
}

/// Prints a result on stdout.
pub fn say(text: &str) -> anyhow::Result<()> {
    terminal::print(text).map_err(|error| anyhow::anyhow!("can't print the result: {}", plain_reason(&error)))
}
