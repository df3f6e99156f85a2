//! What a shell and `man` know of the program, made out of the very definition that parses its command line.

use super::output::say;
use super::{Arguments, ExitStatus};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::path::PathBuf;

/// Print the completions of a shell: `source <(legraise completions bash)`
#[derive(Args)]
pub struct CompletionsArguments {
    shell: Shell,
}

/// Write a man page of each command
#[derive(Args)]
pub struct ManPagesArguments {
    /// The folder for them, which has to be there
    folder: PathBuf,
}

pub fn completions(arguments: &CompletionsArguments) -> anyhow::Result<ExitStatus> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "legraise", &mut script);
    say(String::from_utf8_lossy(&script).trim_end())?;
    Ok(ExitStatus::Measured)
}

pub fn man_pages(arguments: &ManPagesArguments) -> anyhow::Result<ExitStatus> {
    clap_mangen::generate_to(Arguments::command(), &arguments.folder)
        .map_err(|error| anyhow::anyhow!("can't write the man pages ({error}): {}", arguments.folder.display()))?;
    Ok(ExitStatus::Measured)
}
