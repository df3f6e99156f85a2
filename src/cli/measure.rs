//! `legraise measure`: recordings and images through the pipeline.

use super::attribution::Attribution;
use super::batch::{Batch, BatchOptions};
use super::inputs::{self, MeasureInput, OpenResult, PendingInput};
use super::keep::{SaveOptions, tell_kept};
use super::options::{JobOptions, SamplingOption, SessionOptions, StatureOption, number};
use super::output::{OutputOptions, Reporter};
use super::progress::Progress;
use super::tally::Tally;
use super::{ExitStatus, complain, exercises};
use crate::album::AlbumThread;
use crate::blur::FaceBlur;
use crate::breakdown::{Breakdown, contained};
use crate::document::Measurement;
use crate::estimator::{BlazePose, LandmarkModel};
use crate::history::HistorySink;
use crate::motion::{Exercise, SessionConfig};
use crate::output_file::ClaimedPaths;
use crate::pipeline::{Outcome, Pipeline, Sink};
use crate::runtime::Ffmpeg;
use crate::sinks::{C3dWriter, FramesWriter, MotWriter, TrcWriter, VideoWriter};
use crate::source::{self, FRAMES_PER_S, Sampling, SourceError};
use crate::terminal::tell;
use crate::trace::TraceWriter;
use anyhow::Context;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct MeasureArguments {
    /// Videos, pictures, or folders of them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Treat a folder's pictures, in the order of their names, as one recording at this many pictures a second
    #[arg(long, value_name = "RATE", value_parser = rate, allow_negative_numbers = true)]
    fps: Option<f64>,
    /// The pose model
    #[arg(long, value_enum, default_value_t = ModelArgument::Heavy)]
    model: ModelArgument,
    #[command(flatten)]
    jobs: JobOptions,
    #[command(flatten)]
    sampling: SamplingOption,
    #[command(flatten)]
    output: OutputOptions,
    #[command(flatten)]
    files: FileOptions,
    #[command(flatten)]
    save: SaveOptions,
    /// Count an exercise in place of the test: a name that `legraise exercises` lists, or a file
    #[arg(long, value_name = "NAME", conflicts_with = "csv")]
    exercise: Option<String>,
    #[command(flatten)]
    batch: BatchOptions,
    #[command(flatten)]
    session: SessionOptions,
}

/// Files written beside the result, for one input.
#[derive(Args)]
#[command(next_help_heading = "Files beside the result (for one input)")]
struct FileOptions {
    /// Write every frame's angles as CSV
    #[arg(long, value_name = "FILE")]
    frames: Option<PathBuf>,
    /// Write the raw poses, for `legraise replay`
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Write the angles over time as an OpenSim motion (.mot)
    #[arg(long, value_name = "FILE")]
    mot: Option<PathBuf>,
    /// Write the joints over time as OpenSim markers (.trc), in millimetres by the person's stature
    #[arg(long, value_name = "FILE")]
    trc: Option<PathBuf>,
    /// Write the joints over time, and when legs were raised, as C3D, in the same millimetres
    #[arg(long, value_name = "FILE")]
    c3d: Option<PathBuf>,
    #[command(flatten)]
    stature: StatureOption,
    /// Write an MP4 with skeleton, live angle, phase and warnings drawn on it
    #[arg(long, value_name = "FILE")]
    annotate: Option<PathBuf>,
    /// In that MP4, make all faces unrecognisable; where none is found, the whole picture
    #[arg(long, requires = "annotate")]
    blur_face: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ModelArgument {
    /// The most accurate
    Heavy,
    /// Four times as fast, and more often wrong about the far leg
    Full,
}

impl From<ModelArgument> for LandmarkModel {
    fn from(choice: ModelArgument) -> Self {
        match choice {
            ModelArgument::Heavy => Self::Heavy,
            ModelArgument::Full => Self::Full,
        }
    }
}

impl FileOptions {
    fn any(&self) -> bool {
        self.targets().iter().any(|(_, target)| target.is_some())
    }

    /// The files with their options.
    fn targets(&self) -> [(&str, Option<&PathBuf>); 6] {
        [
            ("--frames", self.frames.as_ref()),
            ("--trace", self.trace.as_ref()),
            ("--mot", self.mot.as_ref()),
            ("--trc", self.trc.as_ref()),
            ("--c3d", self.c3d.as_ref()),
            ("--annotate", self.annotate.as_ref()),
        ]
    }

    fn sinks(&self, sampling: Sampling) -> anyhow::Result<Vec<Box<dyn Sink>>> {
        let mut sinks: Vec<Box<dyn Sink>> = vec![Box::new(Progress::new())];
        if let Some(path) = &self.frames {
            sinks.push(Box::new(FramesWriter::create(path)?));
        }
        if let Some(path) = &self.trace {
            sinks.push(Box::new(TraceWriter::create(path)?));
        }
        if let Some(path) = &self.mot {
            sinks.push(Box::new(MotWriter::create(path)?));
        }
        if let Some(path) = &self.trc {
            sinks.push(Box::new(TrcWriter::create(path, self.stature.metres())?));
        }
        if let Some(path) = &self.c3d {
            sinks.push(Box::new(C3dWriter::create(path, self.stature.metres())?));
        }
        if let Some(path) = &self.annotate {
            let blur = self.blur_face.then(FaceBlur::load).transpose()?;
            sinks.push(Box::new(VideoWriter::create(Ffmpeg::find()?, path, sampling, blur)?));
        }
        Ok(sinks)
    }
}

impl MeasureArguments {
    /// What this call reads and writes.
    ///
    /// # Errors
    /// It would write a file over another of them.
    fn claimed<'a>(&self, inputs: impl Iterator<Item = &'a MeasureInput>) -> anyhow::Result<ClaimedPaths> {
        let mut claimed = ClaimedPaths::default();
        inputs.flat_map(MeasureInput::files).for_each(|path| claimed.claim_input("the input", path));
        self.save.record.protect(&mut claimed);
        for (option, path) in self.files.targets().into_iter().chain([("--csv", self.batch.csv())]) {
            claimed.claim_output(option, path.map(PathBuf::as_path)).map_err(anyhow::Error::msg)?;
        }
        Ok(claimed)
    }
}

fn rate(text: &str) -> Result<f64, String> {
    number(text, "a number", FRAMES_PER_S)
}

pub fn run(arguments: &MeasureArguments) -> anyhow::Result<ExitStatus> {
    #[cfg(feature = "providers")]
    arguments.jobs.choose_provider();
    let config = arguments.session.over(SessionConfig::default())?;
    let exercise = arguments.exercise.as_deref().map(exercises::named).transpose()?;
    let only_files = arguments.paths.iter().all(|path| path.is_file());
    anyhow::ensure!(
        arguments.fps.is_none() || !only_files,
        "--fps is for a folder of pictures; leave it out for files"
    );
    let mut tally = Tally::default();
    let (mut queue, mut left_out) = (Vec::new(), Vec::new());
    for path in &arguments.paths {
        match inputs::expand(path, arguments.fps) {
            Ok((inputs, others)) => {
                queue.extend(inputs.into_iter().map(|input| (input, path.is_dir())));
                left_out.extend(others);
            }
            Err(error) => {
                complain(&error.to_string());
                tally.failed();
            }
        }
    }
    anyhow::ensure!(
        queue.len() <= 1 || !arguments.files.any(),
        "--frames, --trace, --mot, --trc, --c3d and --annotate take one input at a time, and here are {}",
        queue.len()
    );
    let reporter = arguments.output.open(arguments.claimed(queue.iter().map(|(input, _)| input))?)?;
    if queue.is_empty() {
        return Ok(ExitStatus::Failed);
    }
    let mut batch = arguments.batch.open(left_out)?;
    queue.retain(|(input, _)| batch.takes(input.path()));
    if queue.is_empty() {
        // every input belongs to another share, or is already in the table
        batch.summary().iter().for_each(|summary| tell(summary));
        return Ok(ExitStatus::Measured);
    }
    let stop = stop_on_interrupt()?;
    let sampling = arguments.sampling.sampling();
    let (estimator, first) =
        inputs::load_and_open(arguments.model.into(), arguments.jobs.count(), &queue[0].0, sampling);
    let (mut estimator, mut opened) = (estimator?, Some(first));
    let mut run = Run { arguments, config, exercise, batch, reporter, tally, stop };
    for (i, (input, in_folder)) in queue.iter().enumerate() {
        if run.is_stopped() {
            complain(&format!("stopped by you; not measured: {}", of_inputs(queue.len() - i)));
            break;
        }
        let next = queue.get(i + 1).and_then(|(next, _)| PendingInput::of(next, sampling));
        estimator.reset();
        run.input(input, *in_folder, opened.take(), &mut estimator);
        opened = next.map(PendingInput::wait);
    }
    if let Some(summary) = run.batch.summary() {
        tell(&summary);
    }
    Ok(if run.is_stopped() { ExitStatus::Interrupted } else { run.tally.ending() })
}

/// The run over all inputs: whatever goes wrong with one, the others are measured.
struct Run<'a> {
    arguments: &'a MeasureArguments,
    config: SessionConfig,
    exercise: Option<Exercise>,
    batch: Batch,
    reporter: Reporter,
    tally: Tally,
    stop: Arc<AtomicBool>,
}

impl Run<'_> {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Measures an input, and writes the results.
    fn input(&mut self, input: &MeasureInput, in_folder: bool, opened: Option<OpenResult>, estimator: &mut BlazePose) {
        let path = input.path();
        let attribution = self.batch.attribution(path, &self.arguments.save);
        let config = SessionConfig { side: self.config.side.or(attribution.side), ..self.config };
        let history_sink = match history_sink(&self.arguments.save, &attribution, path) {
            Ok(history_sink) => history_sink,
            // later inputs may be stored: another program may hold the record for a while
            Err(error) => return self.failed(path, &error, false),
        };
        let receipt = history_sink.as_ref().map(|history_sink| history_sink.receipt());
        let opened = opened.unwrap_or_else(|| input.open(self.arguments.sampling.sampling()));
        let what = (config, self.exercise.clone());
        let measured = contained(|| measure(opened, estimator, what, self.arguments, history_sink, &self.stop));
        match measured.unwrap_or_else(|breakdown| Err(BrokenDown { breakdown, path: path.to_owned() }.into())) {
            Ok(outcome) => {
                tell_kept(receipt.as_ref(), attribution.person.as_ref(), path);
                let date = attribution.date.or_else(|| outcome.start.source.filmed_on.clone());
                let attribution = Attribution { date, ..attribution };
                self.measured(path, &attribution, &Measurement::of(&outcome), &outcome);
            }
            Err(error) => self.failed(path, &error, in_folder),
        }
    }

    fn measured(&mut self, path: &Path, attribution: &Attribution, measurement: &Measurement, outcome: &Outcome) {
        let mut failures: Vec<String> = outcome.sink_failures.iter().map(|failure| failure.0.to_string()).collect();
        failures.extend(self.reporter.report(measurement).err().map(|error| format!("{error:#}")));
        // the row comes last, since it marks the input as done
        let row = self.batch.report(path, measurement, attribution, failures.is_empty());
        failures.extend(row.err().map(|error| error.to_string()));
        self.tally.measured(measurement, &failures);
        if outcome.failure.is_some() {
            self.tally.failed();
        }
    }

    fn failed(&mut self, path: &Path, error: &anyhow::Error, in_folder: bool) {
        complain(&format!("{error:#}"));
        self.batch.failed(path, without_path(error, path));
        if in_folder { self.tally.failed_in_folder() } else { self.tally.failed() }
    }
}

/// A breakdown while an input was measured.
#[derive(Debug, thiserror::Error)]
#[error("{breakdown}: {}", .path.display())]
struct BrokenDown {
    breakdown: Breakdown,
    path: PathBuf,
}

/// The error of an input, without its path.
fn without_path(error: &anyhow::Error, input: &Path) -> String {
    let of_source = error.downcast_ref::<SourceError>().filter(|error| error.path() == Some(input));
    let of_breakdown = error.downcast_ref::<BrokenDown>().map(|error| error.breakdown.to_string());
    of_source.map(SourceError::without_path).or(of_breakdown).unwrap_or_else(|| format!("{error:#}"))
}

fn of_inputs(count: usize) -> String {
    if count == 1 { "1 input".to_owned() } else { format!("{count} inputs") }
}

fn measure(
    opened: OpenResult,
    estimator: &mut BlazePose,
    (config, exercise): (SessionConfig, Option<Exercise>),
    arguments: &MeasureArguments,
    history_sink: Option<HistorySink>,
    stop: &AtomicBool,
) -> anyhow::Result<Outcome> {
    let mut source = opened?;
    let pipeline = Pipeline::new(source.as_mut(), estimator, config, Vec::new()).with_exercise(exercise);
    let mut sinks = arguments.files.sinks(arguments.sampling.sampling())?;
    if let Some(history_sink) = history_sink {
        let album = AlbumThread::start().context("can't start a thread for the record's pictures")?;
        sinks.push(Box::new(album.clone()));
        sinks.push(Box::new(history_sink.with_album(album)));
    }
    Ok(pipeline.run(sinks, stop))
}

/// What keeps the measurement of an input, when it is to be kept and is not there yet.
fn history_sink(save: &SaveOptions, attribution: &Attribution, input: &Path) -> anyhow::Result<Option<HistorySink>> {
    let person = attribution.person.clone().filter(|_| attribution.kept);
    person.map(|person| save.history_sink(person, attribution.date.clone(), Some(input))).transpose()
}

/// Signals so close together are one Ctrl-C: `timeout` sends its signal to the program and to the program's group.
const ONE_PRESS: Duration = Duration::from_millis(200);

/// A flag that the first Ctrl-C sets, so that what was measured is written; the second one ends the program at once.
pub fn stop_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = stop.clone();
    let mut first = None;
    let handler = move || {
        flag.store(true, Ordering::Relaxed);
        if first.get_or_insert_with(Instant::now).elapsed() > ONE_PRESS {
            end_at_once();
        }
    };
    ctrlc::set_handler(handler).context("can't watch for Ctrl-C")?;
    source::stop_waiting_when(stop.clone());
    Ok(stop)
}

/// Ends the program as an interrupted one, whatever it is doing.
#[expect(clippy::disallowed_methods, reason = "asked twice to end: nothing is waited for any more")]
fn end_at_once() -> ! {
    // a plain exit frees ONNX Runtime's memory under a model that runs in another thread, which then complains or
    // crashes; replacing the process runs nothing more
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let _ = std::process::Command::new("/bin/sh").args(["-c", "exit 130"]).exec();
    }
    std::process::exit(130)
}
