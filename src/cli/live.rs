//! `legraise live`: a camera, or a recording at real time, in the window or without one.

use super::keep::{SaveOptions, tell_kept};
use super::options::{SessionOptions, default_config, number};
use super::output::say;
use super::{Ending, measure};
use crate::album::AlbumThread;
use crate::history::{HistorySink, PersonName};
use crate::live::{Inbox, Input, Job, Measuring, ModelPreference, News, start};
use crate::motion::{Flow, Timestamp};
use crate::output_file::{self, Files};
use crate::pipeline::{Sink, SinkError};
use crate::record::Measurement;
use crate::source::{Connection, camera};
use crate::terminal::{complain, in_a_line, tell};
use crate::trace::TraceWriter;
use anyhow::Context;
use clap::{Parser, ValueEnum};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

#[derive(Parser)]
pub struct LiveArguments {
    /// Play this recording at real time instead of a camera
    #[arg(long, value_name = "FILE", conflicts_with = "camera")]
    pub source: Option<PathBuf>,
    /// Start with the camera of this name; see `legraise cameras`
    #[arg(long, value_name = "NAME")]
    pub camera: Option<String>,
    /// The pose model [default: as in the settings]
    #[arg(long, value_enum)]
    model: Option<PreferenceChoice>,
    /// Write the result as JSON when the test is over
    #[arg(long, value_name = "FILE")]
    report_json: Option<PathBuf>,
    /// Write the raw poses of the first test, for `legraise replay`
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Close the window when the test is over
    #[arg(long)]
    pub quit_at_end: bool,
    /// Measure without a window, and tell on the terminal what happens
    #[arg(long)]
    headless: bool,
    /// Without a window: end after so many seconds
    #[arg(long, value_name = "SECONDS", requires = "headless", value_parser = seconds, allow_negative_numbers = true)]
    seconds: Option<f64>,
    /// A folder for a picture of each state of the window
    #[arg(long, value_name = "DIR", hide = true)]
    pub screenshots: Option<PathBuf>,
    /// Every so many seconds, tell on stderr how the pictures come
    #[arg(long, value_name = "SECONDS", hide = true, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub tell_pace: Option<u32>,
    /// Size of the window, such as 1280x720
    #[arg(long, value_name = "WxH", value_parser = window_size)]
    pub size: Option<(f32, f32)>,
    #[command(flatten)]
    pub save: SaveOptions,
    #[command(flatten)]
    pub session: SessionOptions,
}

#[derive(Clone, Copy, ValueEnum)]
enum PreferenceChoice {
    /// The most accurate one that is fast enough on this computer
    Auto,
    /// The most accurate
    Heavy,
    /// Four times as fast, and more often wrong about the far leg
    Full,
}

impl LiveArguments {
    /// What the command line says about the model, else the settings.
    pub fn preference(&self, settings: ModelPreference) -> ModelPreference {
        match self.model {
            Some(PreferenceChoice::Auto) => ModelPreference::Auto,
            Some(PreferenceChoice::Heavy) => ModelPreference::Heavy,
            Some(PreferenceChoice::Full) => ModelPreference::Full,
            None => settings,
        }
    }

    /// What to begin with, where the command line says so.
    pub fn input(&self) -> Option<Input> {
        let camera = self.camera.clone().map(|name| Input::Camera(Some(name)));
        self.source.clone().map(Input::Recording).or(camera)
    }

    /// What a test leaves behind, besides its result. The record comes first: a trial is kept before anybody is told of it.
    fn sinks(&self, keeper: Option<HistorySink>) -> anyhow::Result<Vec<Box<dyn Sink + Send>>> {
        let mut sinks: Vec<Box<dyn Sink + Send>> = Vec::new();
        sinks.extend(keeper.map(|keeper| Box::new(keeper) as Box<dyn Sink + Send>));
        sinks.extend(self.trace()?);
        Ok(sinks)
    }

    /// What writes the raw poses, where that was asked for.
    pub fn trace(&self) -> anyhow::Result<Option<Box<dyn Sink + Send>>> {
        let trace = self.trace.as_deref().map(TraceWriter::create).transpose()?;
        Ok(trace.map(|trace| Box::new(trace) as Box<dyn Sink + Send>))
    }

    /// What keeps a test in the record of a person, where it is not yet, with pictures out of `album`.
    pub fn keeper(
        &self,
        person: PersonName,
        recording: Option<&Path>,
        album: &Arc<AlbumThread>,
    ) -> anyhow::Result<Option<HistorySink>> {
        let keeper = self.save.keeper(person, self.save.date().map(str::to_owned), recording)?;
        Ok(keeper.map(|keeper| keeper.with_album(album.clone())))
    }

    /// Writes the result where it was asked for.
    pub fn write(&self, measurement: &Measurement) -> Result<(), SinkError> {
        self.report_json.as_deref().map_or(Ok(()), |path| write(measurement, path))
    }

    /// Refuses to write one file over another.
    fn check(&self) -> anyhow::Result<()> {
        let mut taken = Files::default();
        self.source.iter().for_each(|path| taken.reads("the input", path));
        self.save.record.protect(&mut taken);
        for (option, path) in [("--report-json", &self.report_json), ("--trace", &self.trace)] {
            taken.writes(option, path.as_deref()).map_err(anyhow::Error::msg)?;
        }
        Ok(())
    }
}

fn write(measurement: &Measurement, path: &Path) -> Result<(), SinkError> {
    let json =
        serde_json::to_string(measurement).map_err(|error| SinkError::of_io("the result", &error.into(), path))?;
    output_file::write("the result", path, json + "\n")
}

/// At most a day.
fn seconds(text: &str) -> Result<f64, String> {
    number(text, "seconds", 0.1..=86_400.0)
}

fn window_size(text: &str) -> Result<(f32, f32), String> {
    let side = |text: &str| number(text, "pixels", 100.0..=16_384.0).ok();
    let sides = text.split_once('x').and_then(|(width, height)| Some((side(width)?, side(height)?)));
    sides.ok_or("give a size such as 1280x720".to_owned())
}

pub fn run(arguments: LiveArguments) -> anyhow::Result<Ending> {
    arguments.check()?;
    if arguments.headless {
        return headless(&arguments);
    }
    #[cfg(feature = "gui")]
    return super::live_window::run(arguments);
    #[cfg(not(feature = "gui"))]
    anyhow::bail!("this program was built without a window; add --headless, or use `legraise measure`")
}

/// Measures without a window, and tells what happens.
fn headless(arguments: &LiveArguments) -> anyhow::Result<Ending> {
    let input = arguments.input().unwrap_or(Input::Camera(None));
    let config = arguments.session.over(default_config())?;
    let person = arguments.save.person().cloned();
    let album = AlbumThread::start().context("can't start a thread for the pictures")?;
    let recording = arguments.source.as_deref();
    let keeper = person.map(|person| arguments.keeper(person, recording, &album)).transpose()?.flatten();
    let receipt = keeper.as_ref().map(|keeper| keeper.receipt());
    // nobody is led without a window
    let job = Job {
        input,
        cameras: camera::system(),
        model: arguments.preference(ModelPreference::Auto),
        config: crate::motion::SessionConfig { flow: Flow::Recorded, ..config },
        album,
        sinks: arguments.sinks(keeper)?,
    };
    let stop = measure::stop_on_interrupt()?;
    let waiting = thread::current();
    let measuring = start(job, Arc::new(Inbox::new(move || waiting.unpark())))?;
    let deadline = arguments.seconds.map(|seconds| Instant::now() + Duration::from_secs_f64(seconds));
    let mut told = Told::default();
    loop {
        let news = measuring.inbox.take();
        told.tell(&measuring, &news);
        if let Some(ending) = news.ending {
            if let Some(recording) = &arguments.source {
                tell_kept(receipt.as_ref(), arguments.save.person(), recording);
            }
            return finish(arguments, ending, stop.load(Ordering::Relaxed));
        }
        let over = deadline.is_some_and(|deadline| Instant::now() >= deadline);
        if over || stop.load(Ordering::Relaxed) {
            measuring.finish();
        }
        thread::park_timeout(Duration::from_millis(100));
    }
}

fn finish(arguments: &LiveArguments, ending: crate::live::Ending, interrupted: bool) -> anyhow::Result<Ending> {
    use crate::live::Ending as Live;
    let (measurement, failures) = match ending {
        Live::Measured(measurement, failures) => (measurement, failures),
        Live::Nothing => return Ok(if interrupted { Ending::Interrupted } else { Ending::NothingMeasured }),
        Live::Failed(why) => anyhow::bail!(why),
    };
    for failure in &failures {
        complain(&failure.0.to_string());
    }
    let broken_off = measurement.problems.iter().find(|problem| problem.code == "broken_off");
    if let Some(problem) = broken_off {
        complain(&problem.text);
    }
    let written = arguments.write(&measurement);
    // told also where it could not be written
    say(&super::summary::text(&measurement))?;
    written?;
    Ok(match (interrupted, failures.is_empty() && broken_off.is_none(), measurement.is_valid()) {
        (true, ..) => Ending::Interrupted,
        (_, false, _) => Ending::Failed,
        (_, _, true) => Ending::Measured,
        (_, _, false) => Ending::NothingMeasured,
    })
}

/// What was told last, so that only changes are told.
#[derive(Default)]
struct Told {
    connection: Option<Connection>,
    notes: usize,
    stage: Option<&'static str>,
    steps: u64,
}

impl Told {
    fn tell(&mut self, measuring: &Measuring, news: &News) {
        for note in measuring.status.notes().iter().skip(self.notes) {
            tell(note);
            self.notes += 1;
        }
        let connection = measuring.status.connection();
        if self.connection.as_ref() != Some(&connection) {
            match &connection {
                Connection::Opening => {}
                Connection::Streaming { format } => tell(&in_a_line(&format!("pictures come: {format}"))),
                Connection::Interrupted(fault) => tell(&in_a_line(&format!("no pictures: {fault}"))),
            }
            self.connection = Some(connection);
        }
        if let Some(choice) = news.model {
            tell(&format!("model {}, {:.0} ms a picture", choice.model.name(), choice.picture_s * 1e3));
        }
        self.steps += news.steps;
        if let Some(step) = &news.latest {
            self.stage(step.frame.time, step.observation.phase.name());
        }
        for trial in &news.trials {
            tell(&format!("trial: {} leg {:.0}°", trial.trial.side.name(), trial.trial.angle_rad.to_degrees()));
        }
        if news.ending.is_some() && self.steps > 0 {
            tell(&format!("{} pictures measured, {} left out", self.steps, measuring.status.dropped()));
        }
    }

    fn stage(&mut self, time: Timestamp, stage: &'static str) {
        if self.stage.replace(stage) != Some(stage) {
            tell(&format!("{:7.1} s  {stage}", time.secs()));
        }
    }
}
