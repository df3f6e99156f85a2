//! `legraise exercises`: which there are, and whether a file is one.

use super::{ExitStatus, complain, print};
use crate::exercise::{self, Library, own_folder};
use crate::motion::Exercise;
use crate::terminal::in_a_line;
use crate::words;
use anyhow::Context;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// List the exercises that `measure --exercise` counts, or check a file of your own
///
/// Yours are found in the folder `exercises` beside the settings; one that bears the name of another takes its place.
#[derive(Args)]
pub struct ExercisesArguments {
    #[command(subcommand)]
    command: Option<ExercisesCommand>,
}

#[derive(Subcommand)]
enum ExercisesCommand {
    /// Tell whether files hold exercises, and what is wrong in which line
    Check {
        /// Files such as those in the folder `exercises` beside the settings
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

pub fn run(arguments: &ExercisesArguments) -> anyhow::Result<ExitStatus> {
    match &arguments.command {
        None => list(),
        Some(ExercisesCommand::Check { files }) => check(files),
    }
}

fn list() -> anyhow::Result<ExitStatus> {
    let library = library();
    let width = library.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    for exercise in library.iter() {
        print(&format!("{:width$}  {}", exercise.name, in_a_line(&words::exercise(exercise))))?;
    }
    Ok(if library.errors.is_empty() { ExitStatus::Measured } else { ExitStatus::Failed })
}

fn check(files: &[PathBuf]) -> anyhow::Result<ExitStatus> {
    let mut ending = ExitStatus::Measured;
    for path in files {
        match exercise::read(path) {
            Ok(exercise) => print(&format!("{}: {}", exercise.name, in_a_line(&words::exercise(&exercise))))?,
            Err(error) => {
                complain(&error.to_string());
                ending = ExitStatus::Failed;
            }
        }
    }
    Ok(ending)
}

/// The exercise of a name, or in a file.
///
/// # Errors
/// There is none, or the file holds none.
pub fn named(name: &str) -> anyhow::Result<Exercise> {
    if Path::new(name).extension().is_some_and(|extension| extension == "toml") {
        return Ok(exercise::read(Path::new(name))?);
    }
    let library = library();
    library
        .find(name)
        .cloned()
        .with_context(|| format!("there is no exercise {name:?}; `legraise exercises` lists them"))
}

/// All there are; what is wrong with a user's own is told.
fn library() -> Library {
    let library = Library::open(own_folder().as_deref());
    library.errors.iter().for_each(|error| complain(&error.to_string()));
    library
}
