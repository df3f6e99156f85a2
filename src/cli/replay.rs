//! `legraise replay`: a trace through the same pipeline again.

use super::keep::{SaveOptions, tell_kept};
use super::options::{SessionOptions, StatureOption};
use super::output::OutputOptions;
use super::tally::Tally;
use super::{ExitStatus, complain, exercises};
use crate::breakdown::contained;
use crate::document::Measurement;
use crate::history::{HistorySink, PersonName};
use crate::output_file::ClaimedPaths;
use crate::pipeline::{Outcome, Sink};
use crate::sinks::{C3dWriter, FramesWriter};
use crate::trace::Replay;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub struct ReplayArguments {
    /// Traces that `measure --trace` wrote
    #[arg(required = true, value_name = "TRACE")]
    traces: Vec<PathBuf>,
    /// Write every frame's angles as CSV
    #[arg(long, value_name = "FILE")]
    frames: Option<PathBuf>,
    /// Write the joints over time, and when legs were raised, as C3D, in millimetres by the person's stature
    #[arg(long, value_name = "FILE")]
    c3d: Option<PathBuf>,
    #[command(flatten)]
    stature: StatureOption,
    #[command(flatten)]
    output: OutputOptions,
    #[command(flatten)]
    save: SaveOptions,
    /// Count an exercise in place of what was done then: a name that `legraise exercises` lists, or a file
    #[arg(long, value_name = "NAME")]
    exercise: Option<String>,
    #[command(flatten)]
    session: SessionOptions,
}

pub fn run(arguments: &ReplayArguments) -> anyhow::Result<ExitStatus> {
    anyhow::ensure!(
        (arguments.frames.is_none() && arguments.c3d.is_none()) || arguments.traces.len() == 1,
        "--frames and --c3d take one trace at a time"
    );
    let mut claimed = ClaimedPaths::default();
    arguments.traces.iter().for_each(|path| claimed.claim_input("the input", path));
    arguments.save.record.protect(&mut claimed);
    for (option, path) in [("--frames", &arguments.frames), ("--c3d", &arguments.c3d)] {
        claimed.claim_output(option, path.as_deref()).map_err(anyhow::Error::msg)?;
    }
    let mut reporter = arguments.output.open(claimed)?;
    let mut tally = Tally::default();
    for path in &arguments.traces {
        let measured = contained(|| arguments.measure(path));
        match measured.unwrap_or_else(|breakdown| Err(anyhow::anyhow!("{breakdown}: {}", path.display()))) {
            Ok(outcome) => {
                let measurement = Measurement::of(&outcome);
                let mut failures: Vec<String> = outcome.sink_failures.iter().map(|sink| sink.0.to_string()).collect();
                failures.extend(reporter.report(&measurement).err().map(|error| format!("{error:#}")));
                tally.measured(&measurement, &failures);
                // what broke the recorded run off is no failure of this one
                if outcome.failure.is_some_and(|failure| !failure.is_recorded()) {
                    tally.failed();
                }
            }
            Err(error) => {
                complain(&format!("{error:#}"));
                tally.failed();
            }
        }
    }
    Ok(tally.ending())
}

impl ReplayArguments {
    /// Measures a trace, and keeps it where that was asked for.
    fn measure(&self, path: &Path) -> anyhow::Result<Outcome> {
        let replay = Replay::open(path)?;
        let config =
            self.session.over(replay.config).map_err(|error| anyhow::anyhow!("{error}: {}", path.display()))?;
        let exercise = self.exercise.as_deref().map(exercises::named).transpose()?.or(replay.exercise.clone());
        let frames = self.frames.as_deref().map(FramesWriter::create).transpose()?;
        let c3d = self.c3d.as_deref().map(|path| C3dWriter::create(path, self.stature.metres())).transpose()?;
        let person = self.save.person();
        let keep = |person: &PersonName| {
            self.save.history_sink(person.clone(), self.save.date().map(str::to_owned), Some(path))
        };
        let history_sink = person.map(keep).transpose()?;
        let receipt = history_sink.as_ref().map(HistorySink::receipt);
        let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
        sinks.extend(frames.map(|frames| Box::new(frames) as Box<dyn Sink>));
        sinks.extend(c3d.map(|c3d| Box::new(c3d) as Box<dyn Sink>));
        sinks.extend(history_sink.map(|history_sink| Box::new(history_sink) as Box<dyn Sink>));
        let outcome = Replay { config, exercise, ..replay }.run(sinks);
        tell_kept(receipt.as_ref(), person, path);
        Ok(outcome)
    }
}
