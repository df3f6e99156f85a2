//! What `legraise live` is told.

use crate::album::AlbumThread;
use crate::cli::exercises;
use crate::cli::keep::SaveOptions;
use crate::cli::options::{SessionOptions, number};
use crate::document::Measurement;
use crate::history::{HistorySink, PersonName};
use crate::live::{Input, ModelPreference};
use crate::motion::Exercise;
use crate::output_file::{self, ClaimedPaths};
use crate::pipeline::{Sink, SinkError};
use crate::trace::TraceWriter;
use clap::{Parser, ValueEnum};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Parser)]
pub struct LiveArguments {
    /// Recordings, or folders of them, to measure in the window one after the other
    #[arg(value_name = "FILE", conflicts_with_all = ["source", "camera", "headless"])]
    pub files: Vec<PathBuf>,
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
    /// Watch an exercise in place of the test: a name that `legraise exercises` lists, or a file
    #[arg(long, value_name = "NAME|FILE")]
    exercise: Option<String>,
    /// Close the window when the test is over
    #[arg(long)]
    pub quit_at_end: bool,
    /// Measure without a window, and tell on the terminal what happens
    #[arg(long)]
    pub headless: bool,
    /// Without a window: end after so many seconds
    #[arg(long, value_name = "SECONDS", requires = "headless", value_parser = seconds, allow_negative_numbers = true)]
    pub seconds: Option<f64>,
    /// A folder for a picture of each state of the window
    #[arg(long, value_name = "DIR", hide = true)]
    pub screenshots: Option<PathBuf>,
    /// Every so many seconds, tell on stderr how the pictures come
    #[arg(long, value_name = "SECONDS", hide = true, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub tell_pace: Option<u32>,
    /// Tell on stderr what is said, and when
    #[arg(long, hide = true)]
    pub tell_voice: bool,
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

    /// What is done in place of the test.
    pub fn exercise(&self) -> anyhow::Result<Option<Exercise>> {
        self.exercise.as_deref().map(exercises::named).transpose()
    }

    /// What a test leaves behind, besides its result. The record comes first: a trial is kept before anybody is told of
    /// it.
    pub fn sinks(&self, history_sink: Option<HistorySink>) -> anyhow::Result<Vec<Box<dyn Sink + Send>>> {
        let mut sinks: Vec<Box<dyn Sink + Send>> = Vec::new();
        sinks.extend(history_sink.map(|history_sink| Box::new(history_sink) as Box<dyn Sink + Send>));
        sinks.extend(self.trace()?);
        Ok(sinks)
    }

    /// What writes the raw poses, where that was asked for.
    pub fn trace(&self) -> anyhow::Result<Option<Box<dyn Sink + Send>>> {
        let trace = self.trace.as_deref().map(TraceWriter::create).transpose()?;
        Ok(trace.map(|trace| Box::new(trace) as Box<dyn Sink + Send>))
    }

    /// What keeps a test, or an exercise, in the record of a person, with frames out of `album`.
    pub fn history_sink(
        &self,
        person: PersonName,
        recording: Option<&Path>,
        album: &Arc<AlbumThread>,
    ) -> anyhow::Result<HistorySink> {
        let history_sink = self.save.history_sink(person, self.save.date().map(str::to_owned), recording)?;
        Ok(history_sink.with_album(album.clone()))
    }

    /// Writes the result where it was asked for.
    pub fn write(&self, measurement: &Measurement) -> Result<(), SinkError> {
        self.report_json.as_deref().map_or(Ok(()), |path| write(measurement, path))
    }

    /// Refuses to write one file over another.
    pub fn check(&self) -> anyhow::Result<()> {
        let mut claimed = ClaimedPaths::default();
        self.source.iter().for_each(|path| claimed.claim_input("the input", path));
        self.save.record.protect(&mut claimed);
        for (option, path) in [("--report-json", &self.report_json), ("--trace", &self.trace)] {
            claimed.claim_output(option, path.as_deref()).map_err(anyhow::Error::msg)?;
        }
        Ok(())
    }
}

/// Writes a result as JSON.
pub fn write(measurement: &Measurement, path: &Path) -> Result<(), SinkError> {
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
