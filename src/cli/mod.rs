//! The command line: what the user typed, and what is said back. Exit codes: 0 at least one valid trial, 1 none, 2 an
//! error, 130 stopped by the user.

mod attribution;
mod batch;
mod bench;
#[cfg(feature = "providers")]
mod bench_providers;
mod bench_times;
mod cameras;
mod doctor;
mod exercises;
mod help_files;
mod history;
mod history_text;
mod inputs;
mod join;
mod keep;
mod live;
mod measure;
mod name_pattern;
mod options;
mod output;
mod passphrase;
mod progress;
mod replay;
mod report;
mod summary;
mod table_file;
mod tally;
pub(crate) mod trial_table;
mod validate;
mod version;

#[cfg(test)]
mod options_tests;
#[cfg(all(test, feature = "gui"))]
mod wording_tests;

use crate::breakdown::{self, contained};
use crate::terminal::{self, complain, print, tell};
use crate::words::Language;
use clap::{CommandFactory, Parser, Subcommand};
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

/// Measures the straight-leg raise with a camera.
///
/// A flexibility check, not a diagnosis. Everything stays on this machine.
#[derive(Parser)]
#[command(name = "legraise", after_help = FILES_HELP)]
pub struct Arguments {
    /// Without one, the window is opened.
    #[command(subcommand)]
    command: Option<Command>,
    /// The language of summaries, reports, window and voice, such as fr [default: as in the settings, else the
    /// system's]
    #[arg(long = "lang", value_name = "CODE", env = LANGUAGE_VARIABLE, hide_env_values = true, global = true)]
    language: Option<Language>,
    /// Print version, commit, system, and what was built in
    #[arg(long, short = 'V')]
    version: bool,
}

/// What file managers do.
const FILES_HELP: &str = "Recordings in place of a command are measured in the window: legraise my-raise.mp4";

/// The language, in place of `--lang`.
const LANGUAGE_VARIABLE: &str = "LEGRAISE_LANG";

#[derive(Subcommand)]
enum Command {
    /// Do the test with a camera: opens the window (as does no command at all)
    Live(live::LiveArguments),
    /// List the cameras
    Cameras,
    /// Measure recordings and pictures: files, or folders of them
    Measure(measure::MeasureArguments),
    /// Join the tables of all shares (measure --shard) to the one that a single run over all inputs writes
    Join(join::JoinArguments),
    /// Measure a trace again, without pictures or model
    Replay(replay::ReplayArguments),
    Validate(validate::ValidateArguments),
    Exercises(exercises::ExercisesArguments),
    /// People's trials over time: what was kept with --save
    History(history::HistoryArguments),
    /// A person's record on one page, as a PDF
    Report(report::ReportArguments),
    Bench(bench::BenchArguments),
    Doctor(doctor::DoctorArguments),
    Completions(help_files::CompletionsArguments),
    #[command(hide = true)]
    ManPages(help_files::ManPagesArguments),
    /// What `--version` prints
    #[command(hide = true)]
    Version,
}

/// How a command ended, as an exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// There is at least one valid trial.
    Measured,
    /// Nothing went wrong, but no valid trial.
    NothingMeasured,
    /// An input could not be read, an output not be written, or a part of the program is missing.
    Failed,
    /// Stopped by the user; what came before was reported.
    Interrupted,
}

impl From<ExitStatus> for ExitCode {
    fn from(ending: ExitStatus) -> Self {
        Self::from(match ending {
            ExitStatus::Measured => 0,
            ExitStatus::NothingMeasured => 1,
            ExitStatus::Failed => 2,
            // the shells' code for an interrupted program
            ExitStatus::Interrupted => 130,
        })
    }
}

/// Runs what the user asked for with these arguments, of which the first is the program. Errors that end it are told on
/// stderr.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    breakdown::tell_in_a_sentence();
    terminal::log_as_asked();
    match command(with_a_command(arguments.into_iter().collect())) {
        Ok((command, language)) => contained(|| obey(command, language))
            .unwrap_or_else(|breakdown| Err(breakdown.into()))
            .unwrap_or_else(|error| {
                complain(&format!("{error:#}"));
                ExitStatus::Failed
            })
            .into(),
        // help and version come this way, too
        Err(other) => {
            let text = other.render().to_string();
            if other.use_stderr() {
                tell(text.trim_end());
            } else {
                let _ = print(text.trim_end());
            }
            ExitCode::from(u8::try_from(other.exit_code()).unwrap_or(2))
        }
    }
}

/// The arguments as they are, or with `live` before the recordings that stand where a command does.
fn with_a_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let is_command = |name: &OsString| {
        let mut known = Arguments::command();
        known.build();
        name.to_str().is_some_and(|name| known.find_subcommand(name).is_some())
    };
    let is_recording = |name: &OsString| Path::new(name).exists() || Path::new(name).extension().is_some();
    // an option's value is no recording
    let first = arguments.iter().skip(1).position(|argument| !argument.as_encoded_bytes().starts_with(b"-"));
    if first == Some(0) && is_recording(&arguments[1]) && !is_command(&arguments[1]) {
        arguments.insert(1, "live".into());
    }
    arguments
}

fn command(arguments: impl IntoIterator<Item = OsString>) -> Result<(Command, Option<Language>), clap::Error> {
    let arguments = Arguments::try_parse_from(arguments)?;
    let command = match arguments.command {
        Some(command) => command,
        None if arguments.version => Command::Version,
        // parsed, for what the environment says about its options
        None => live::LiveArguments::try_parse_from(["legraise"]).map(Command::Live)?,
    };
    Ok((command, arguments.language))
}

/// The language of the window's settings, where it was chosen there, else the system's.
fn usual_language() -> Language {
    #[cfg(feature = "gui")]
    return crate::ui::Settings::load().0.language();
    #[cfg(not(feature = "gui"))]
    Language::of_system()
}

fn obey(command: Command, language: Option<Language>) -> anyhow::Result<ExitStatus> {
    language.unwrap_or_else(usual_language).choose();
    match command {
        Command::Live(arguments) => live::run(arguments, language),
        Command::Cameras => cameras::run(),
        Command::Measure(arguments) => measure::run(&arguments),
        Command::Join(arguments) => join::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Exercises(arguments) => exercises::run(&arguments),
        Command::History(arguments) => history::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Doctor(arguments) => doctor::run(&arguments),
        Command::Completions(arguments) => help_files::completions(&arguments),
        Command::ManPages(arguments) => help_files::man_pages(&arguments),
        Command::Version => version::run(),
    }
}
