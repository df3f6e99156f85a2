//! Where results go: a summary or JSON lines on stdout, or a JSON file each in a folder.

use super::summary;
use crate::record::Measurement;
use anyhow::Context;
use clap::Args;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// How to report.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Results")]
pub struct OutputOptions {
    /// Print one JSON document a line for each input, instead of the summary
    #[arg(long)]
    pub json: bool,
    /// Write a JSON file for each input into this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

impl OutputOptions {
    /// Makes sure that results can be written, before the measuring.
    pub fn prepare(&self) -> anyhow::Result<()> {
        match &self.out {
            Some(folder) => std::fs::create_dir_all(folder).with_context(|| cant_write(folder)),
            None => Ok(()),
        }
    }

    /// Reports one measured input.
    pub fn report(&self, measurement: &Measurement) -> anyhow::Result<()> {
        let json = serde_json::to_string(measurement)?;
        if let Some(folder) = &self.out {
            let input = Path::new(&measurement.source.path);
            // the whole name, so that a.mp4 and a.mov do not overwrite each other
            let mut name = input.file_name().unwrap_or(input.as_os_str()).to_owned();
            name.push(".json");
            let path = folder.join(name);
            std::fs::write(&path, json + "\n").with_context(|| cant_write(&path))?;
            if self.json {
                return Ok(());
            }
        } else if self.json {
            return say(&json);
        }
        say(&summary::text(measurement))
    }
}

fn cant_write(path: &Path) -> String {
    format!("can't write the results; choose another place: {}", path.display())
}

/// Prints a line on stdout. A reader that has gone away (`| head`) is no error.
fn say(text: &str) -> anyhow::Result<()> {
    match writeln!(std::io::stdout(), "{text}") {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(e).context("can't write to stdout"),
        _ => Ok(()),
    }
}
