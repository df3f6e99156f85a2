//! `legraise bench`: how fast the models are on this computer, and what the program adds to them.

#[cfg(feature = "providers")]
use super::bench_providers::{self, ProviderSpeed};
use super::bench_times::{RUNS, STRETCH, bare_ms, median_ms, ms};
use super::inputs::{self, MeasureInput};
use super::options::JobOptions;
use super::output::say;
use super::{ExitStatus, complain};
use crate::album::AlbumThread;
use crate::estimator::{BareModel, BlazePose, LandmarkModel};
use crate::frame::Frame;
use crate::live::{Inbox, InboxSink, SLOWEST_S};
use crate::motion::SessionConfig;
use crate::pipeline::{Pipeline, Sink, SinkError, Step};
use crate::runtime::Ffmpeg;
use crate::source::{self, FrameSource, Sampling, SourceError, SourceInfo, SourceKind};
use clap::Args;
use image::{Rgb, RgbImage};
use serde::Serialize;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// Frames through the live path for one: they are all kept in memory.
const LIVE_FRAMES: usize = 100;

/// Which model suits this computer? Times both, and with a recording also what the program adds to them
#[derive(Args)]
pub struct BenchArguments {
    /// A recording to time the live path and the measuring of recordings with
    file: Option<PathBuf>,
    /// Print a JSON document instead of the table
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    jobs: JobOptions,
}

#[derive(Serialize)]
struct Bench {
    schema: &'static str,
    processors: usize,
    jobs: usize,
    models: Vec<ModelSpeed>,
    live_model: &'static str,
}

/// How fast one model is. Times are medians in milliseconds.
#[derive(Serialize)]
struct ModelSpeed {
    model: &'static str,
    load_ms: f64,
    bare_ms: f64,
    live: Option<Against>,
    recording: Option<Recording>,
    /// What else may run it.
    #[cfg(feature = "providers")]
    providers: Vec<ProviderSpeed>,
    /// The one to use.
    #[cfg(feature = "providers")]
    provider: &'static str,
}

/// A path beside the bare model's time in the same run.
#[derive(Clone, Copy, Serialize)]
struct Against {
    picture_ms: f64,
    bare_ms: f64,
    ratio: f64,
}

#[derive(Serialize)]
struct Recording {
    frames: u64,
    /// Frames that the model read.
    read: u64,
    frames_per_s: f64,
    /// Seconds of the recording that are measured in one.
    seconds_per_s: f64,
    /// Frames a second, of all that the recording has, against that of one bare model on one thread.
    ratio: f64,
    /// Readings of frames that had to be made again, because the region was given up meanwhile.
    made_again: u64,
    first_angle_ms: Option<f64>,
}

pub fn run(arguments: &BenchArguments) -> anyhow::Result<ExitStatus> {
    #[cfg(feature = "providers")]
    arguments.jobs.choose_provider();
    let jobs = arguments.jobs.count();
    let models = [LandmarkModel::Heavy, LandmarkModel::Full];
    let models = models.map(|model| speed(model, arguments.file.as_deref(), jobs));
    let models = models.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let is_fast = |speed: &&ModelSpeed| speed.bare_ms < SLOWEST_S * 1e3;
    let live_model = models.iter().find(is_fast).unwrap_or(&models[models.len() - 1]).model;
    let bench = Bench { schema: "legraise.bench/1", processors, jobs: jobs.get(), models, live_model };
    say(&if arguments.json { serde_json::to_string(&bench)? } else { table(&bench) })?;
    if arguments.file.is_none() && !arguments.json {
        complain("name a recording to time the live path and recordings too");
    }
    Ok(ExitStatus::Measured)
}

fn speed(model: LandmarkModel, file: Option<&Path>, jobs: NonZeroUsize) -> anyhow::Result<ModelSpeed> {
    let start = Instant::now();
    let mut bare = BareModel::load(model)?;
    let load_ms = ms(start);
    let image = RgbImage::from_fn(640, 360, |x, y| Rgb([x as u8, y as u8, (x + y) as u8]));
    let times = (0..RUNS).map(|_| bare_ms(&mut bare, &image)).collect::<anyhow::Result<Vec<_>>>()?;
    let live = file.map(|file| live(model, file, &mut bare)).transpose()?;
    let recording = file.map(|file| recording(model, file, jobs, &mut bare, &image)).transpose()?;
    #[cfg(feature = "providers")]
    let providers = bench_providers::speeds(model, &seen(file, image)?)?;
    Ok(ModelSpeed {
        model: model.name(),
        load_ms,
        bare_ms: median_ms(times),
        live,
        recording,
        #[cfg(feature = "providers")]
        provider: bench_providers::best(&providers),
        #[cfg(feature = "providers")]
        providers,
    })
}

/// The first picture of the recording, or else `image`.
#[cfg(feature = "providers")]
fn seen(file: Option<&Path>, image: RgbImage) -> anyhow::Result<RgbImage> {
    let Some(file) = file else { return Ok(image) };
    let first = source::open(file, Sampling::EveryFrame, Ffmpeg::find)?.next_frame()?;
    Ok(first.map_or(image, |frame| Arc::unwrap_or_clone(frame.image)))
}

/// One frame after the other, as they come from a camera, into what a window looks at.
fn live(model: LandmarkModel, file: &Path, bare: &mut BareModel) -> anyhow::Result<Against> {
    let mut source = InMemory::of(file)?;
    let image = source.frames[0].image.clone();
    let mut estimator = BlazePose::load(model, NonZeroUsize::MIN)?;
    let mut album = AlbumThread::start()?;
    let mut inbox = InboxSink::new(Arc::new(Inbox::new(|| {})), album.clone());
    let mut pipeline = Pipeline::new(&mut source, &mut estimator, SessionConfig::default(), Vec::new());
    let (mut times, mut bare_times) = (Vec::new(), Vec::new());
    // the first one searches
    pipeline.step()?;
    while times.len() < LIVE_FRAMES {
        let start = Instant::now();
        let Some(step) = pipeline.step()? else { break };
        album.step(&step)?;
        inbox.step(&step)?;
        times.push(ms(start));
        if times.len() % STRETCH == 0 {
            // as many in a row: the first after the other's finds its weights out of the caches
            for _ in 0..STRETCH {
                bare_times.push(bare_ms(bare, &image)?);
            }
        }
    }
    let (picture_ms, bare_ms) = (median_ms(times), median_ms(bare_times));
    Ok(Against { picture_ms, bare_ms, ratio: picture_ms / bare_ms })
}

/// The whole recording from start to result, as `legraise measure` does it; the bare model runs before and after.
fn recording(
    model: LandmarkModel,
    file: &Path,
    jobs: NonZeroUsize,
    bare: &mut BareModel,
    image: &RgbImage,
) -> anyhow::Result<Recording> {
    let mut bare_times = (0..RUNS).map(|_| bare_ms(bare, image)).collect::<anyhow::Result<Vec<_>>>()?;
    let begin = Instant::now();
    let (estimator, source) =
        inputs::load_and_open(model, jobs, &MeasureInput::File(file.to_owned()), Sampling::AsNeeded);
    let (mut estimator, mut source) = (estimator?, source?);
    let mut watch = Watch { begin, first_angle_ms: None, read: 0 };
    let pipeline = Pipeline::new(source.as_mut(), &mut estimator, SessionConfig::default(), Vec::new());
    let outcome = pipeline.run(vec![Box::new(&mut watch)], &AtomicBool::new(false));
    let took_s = begin.elapsed().as_secs_f64();
    if let Some(failure) = outcome.failure {
        return Err(failure.into());
    }
    for _ in 0..RUNS {
        bare_times.push(bare_ms(bare, image)?);
    }
    let frames_per_s = outcome.frames as f64 / took_s;
    Ok(Recording {
        frames: outcome.frames,
        read: watch.read,
        frames_per_s,
        seconds_per_s: outcome.duration_s / took_s,
        ratio: frames_per_s * median_ms(bare_times) / 1e3,
        made_again: estimator.wasted(),
        first_angle_ms: watch.first_angle_ms,
    })
}

/// When the first pose was there, and how many frames were read.
struct Watch {
    begin: Instant,
    first_angle_ms: Option<f64>,
    read: u64,
}

impl Sink for &mut Watch {
    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        if step.seen.pose.is_some() {
            self.first_angle_ms.get_or_insert_with(|| ms(self.begin));
        }
        self.read += u64::from(step.frame.is_estimated);
        Ok(())
    }
}

/// The first frames of a recording, decoded before the timing.
struct InMemory {
    info: SourceInfo,
    frames: Vec<Frame>,
    next: usize,
}

impl InMemory {
    fn of(file: &Path) -> anyhow::Result<Self> {
        let mut source = source::open(file, Sampling::EveryFrame, Ffmpeg::find)?;
        let info = SourceInfo { kind: SourceKind::Camera, ..source.info().clone() };
        let mut frames = Vec::new();
        while frames.len() <= LIVE_FRAMES
            && let Some(frame) = source.next_frame()?
        {
            frames.push(frame);
        }
        anyhow::ensure!(!frames.is_empty(), "no picture in it; choose another recording: {}", file.display());
        Ok(Self { info, frames, next: 0 })
    }
}

impl FrameSource for InMemory {
    fn info(&self) -> &SourceInfo {
        &self.info
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let frame = self.frames.get(self.next).cloned();
        self.next += 1;
        Ok(frame)
    }
}

fn table(bench: &Bench) -> String {
    let mut lines = vec![format!("{} processors, {} pictures at the same time", bench.processors, bench.jobs)];
    for speed in &bench.models {
        lines.push(format!("{}: {:.1} ms a picture, loaded in {:.0} ms", speed.model, speed.bare_ms, speed.load_ms));
        if let Some(Against { picture_ms, bare_ms, ratio }) = speed.live {
            lines.push(format!(
                "  live path: {picture_ms:.1} ms a picture, {ratio:.3} × the model alone ({bare_ms:.1} ms)"
            ));
        }
        if let Some(recording) = &speed.recording {
            let Recording { frames, read, frames_per_s, seconds_per_s, ratio, made_again, first_angle_ms } = recording;
            let first = first_angle_ms.map_or(String::new(), |ms| format!(", the first angle after {ms:.0} ms"));
            lines.push(format!(
                "  recording: {seconds_per_s:.1} s of it in one, {frames_per_s:.1} fps, {ratio:.2} × the model alone on one \
                 processor; {read} of {frames} pictures read, {made_again} read again{first}"
            ));
        }
        #[cfg(feature = "providers")]
        lines.extend(bench_providers::lines(&speed.providers));
    }
    lines.push(format!("For the camera: {}. For recordings: heavy, unless it takes too long.", bench.live_model));
    lines.join("\n")
}
