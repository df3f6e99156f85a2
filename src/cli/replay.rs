//! `legraise replay`: a trace through the same pipeline again.

use super::keep::{Keeping, SaveOptions, notices};
use super::options::SessionOptions;
use super::output::OutputOptions;
use super::{Ending, complain};
use crate::output_file::Files;
use crate::pipeline::Sink;
use crate::record::Measurement;
use crate::sinks::FramesWriter;
use crate::trace::Replay;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub struct ReplayArguments {
    /// Traces that `measure --trace` wrote
    #[arg(required = true, value_name = "TRACE")]
    traces: Vec<PathBuf>,
    /// Write every frame's angles as CSV
    #[arg(long, value_name = "FILE")]
    frames: Option<PathBuf>,
    #[command(flatten)]
    output: OutputOptions,
    #[command(flatten)]
    save: SaveOptions,
    #[command(flatten)]
    session: SessionOptions,
}

pub fn run(arguments: &ReplayArguments) -> anyhow::Result<Ending> {
    anyhow::ensure!(arguments.frames.is_none() || arguments.traces.len() == 1, "--frames takes one trace at a time");
    let mut taken = Files::default();
    arguments.traces.iter().for_each(|path| taken.reads("the input", path));
    arguments.save.record.protect(&mut taken);
    taken.writes("--frames", arguments.frames.as_deref()).map_err(anyhow::Error::msg)?;
    let mut reporter = arguments.output.open(taken)?;
    let (mut valid, mut failed) = (false, false);
    for path in &arguments.traces {
        let mut replay = match Replay::open(path) {
            Ok(replay) => replay,
            Err(error) => {
                complain(&error.to_string());
                failed = true;
                continue;
            }
        };
        replay.config = arguments.session.over(replay.config)?;
        let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
        if let Some(path) = &arguments.frames {
            sinks.push(Box::new(FramesWriter::create(path)?));
        }
        let mut receipt = None;
        if let Some(person) = arguments.save.person().cloned() {
            match arguments.save.keeping(person, arguments.save.date().map(str::to_owned), Some(path))? {
                Keeping::Sink(sink) => {
                    receipt = Some(sink.receipt());
                    sinks.push(sink);
                }
                Keeping::Already(person) => {
                    complain(&format!("in the record of {person} already, and not kept again: {}", path.display()));
                }
            }
        }
        let outcome = replay.run(sinks);
        for failure in &outcome.sink_failures {
            complain(&failure.0.to_string());
            failed = true;
        }
        let kept = receipt.as_ref().and_then(|receipt| receipt.kept());
        if let (Some(kept), Some(person)) = (kept, arguments.save.person()) {
            notices(kept, person, path).iter().for_each(|text| complain(text));
        }
        let measurement = Measurement::of(&outcome);
        valid |= measurement.is_valid();
        reporter.report(&measurement)?;
    }
    Ok(match (failed, valid) {
        (true, _) => Ending::Failed,
        (false, true) => Ending::Measured,
        (false, false) => Ending::NothingMeasured,
    })
}
