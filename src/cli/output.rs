//! Where results go: a summary or JSON lines on stdout, or a JSON file each in a folder.

use super::summary;
use crate::pipeline::{SinkError, plain_reason};
use crate::record::Measurement;
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
    /// In the folder, by this run.
    written: HashSet<OsString>,
}

impl OutputOptions {
    /// Makes sure that results can be written, before the measuring.
    pub fn open(&self) -> anyhow::Result<Reporter> {
        if let Some(folder) = &self.out {
            std::fs::create_dir_all(folder).map_err(|e| SinkError::of_io("the results", &e, folder))?;
        }
        Ok(Reporter { json: self.json, folder: self.out.clone(), written: HashSet::new() })
    }
}

impl Reporter {
    /// Reports one measured input.
    pub fn report(&mut self, measurement: &Measurement) -> anyhow::Result<()> {
        let json = serde_json::to_string(measurement)?;
        if let Some(folder) = &self.folder {
            let name = self.free_name(Path::new(&measurement.source.path));
            let path = folder.join(&name);
            std::fs::write(&path, format!("{json}\n")).map_err(|e| SinkError::of_io("the result", &e, &path))?;
            self.written.insert(name);
        }
        say(&if self.json { json } else { summary::text(measurement) })
    }

    /// `clip.mp4.json`, with the whole name so that `clip.mov` does not overwrite it; for `clip.mp4` from another folder
    /// `clip.mp4-2.json`.
    fn free_name(&self, input: &Path) -> OsString {
        let there = input.canonicalize().unwrap_or_default();
        // `..` has no name, but the folder that it stands for has
        let stem = input.file_name().or(there.file_name()).unwrap_or("result".as_ref());
        let name = |number: usize| {
            let mut name = stem.to_owned();
            name.push(if number > 1 { format!("-{number}.json") } else { ".json".to_owned() });
            name
        };
        let mut number = 1;
        while self.written.contains(&name(number)) {
            number += 1;
        }
        name(number)
    }
}

/// Refuses outputs that would overwrite the input or each other. They are named with their options.
pub fn check_targets(input: &Path, targets: &[(&str, Option<&PathBuf>)]) -> anyhow::Result<()> {
    let mut seen = vec![("the input", place(input))];
    for (option, target) in targets.iter().filter_map(|(option, target)| Some((*option, (*target)?))) {
        let target_place = place(target);
        if let Some((other, _)) = seen.iter().find(|(_, taken)| *taken == target_place) {
            anyhow::bail!("{option} would overwrite {other}; give it another name: {}", target.display());
        }
        seen.push((option, target_place));
    }
    Ok(())
}

/// The path without links and dots, also of a file that is not there yet.
fn place(path: &Path) -> PathBuf {
    let of_parent = || {
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(parent.canonicalize().ok()?.join(path.file_name()?))
    };
    path.canonicalize().ok().or_else(of_parent).unwrap_or_else(|| path.to_owned())
}

/// Prints a result on stdout.
pub fn say(text: &str) -> anyhow::Result<()> {
    terminal::print(text).map_err(|error| anyhow::anyhow!("can't print the result: {}", plain_reason(&error)))
}
