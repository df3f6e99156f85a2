//! The thread that measures.

use super::inbox::{Inbox, InboxSink, LiveEnd, WatchedSink};
use super::speed::choose_model;
use super::{Input, Job, LiveMeasurement, WorkerChannels};
use crate::breakdown::contained;
use crate::document::Measurement;
use crate::pipeline::{Pipeline, Sink};
use crate::runtime::Ffmpeg;
use crate::source::camera::CameraSource;
use crate::source::{self, FrameSource, Paced, Sampling};
use std::sync::Arc;
use std::thread;

/// Starts a measurement on a thread of its own. What it finds comes into `inbox`.
///
/// # Errors
/// No thread can be started.
pub fn start(job: Job, inbox: Arc<Inbox>) -> std::io::Result<LiveMeasurement> {
    LiveMeasurement::new(inbox.clone(), |channels| {
        thread::Builder::new().name("measure".to_owned()).spawn(move || {
            let ending = ending_of(|| measure(job, channels));
            inbox.tell(|news| news.ending = Some(ending));
        })
    })
}

/// Gives an ending even after a panic, because the window waits for one.
fn ending_of(measure: impl FnOnce() -> anyhow::Result<LiveEnd>) -> LiveEnd {
    let measured = contained(measure).unwrap_or_else(|breakdown| Err(breakdown.into()));
    measured.unwrap_or_else(|error| LiveEnd::Failed(format!("{error:#}")))
}

fn measure(job: Job, channels: WorkerChannels) -> anyhow::Result<LiveEnd> {
    let Some(mut source) = open(&job, &channels)? else { return Ok(LiveEnd::Nothing) };
    let (mut estimator, choice) = choose_model(job.model)?;
    channels.inbox.tell(|news| news.model = Some(choice));
    let pipeline = Pipeline::new(source.as_mut(), &mut estimator, job.config, Vec::new())
        .with_exercise(job.exercise)
        .with_input(channels.said);
    // the album comes first, because other sinks ask it for frames; the inbox last, so that a trial is kept before it
    // is shown
    let mut sinks: Vec<Box<dyn Sink>> = vec![Box::new(job.album.clone())];
    let watched = job.sinks.into_iter().map(|sink| WatchedSink::new(sink, channels.inbox.clone()));
    sinks.extend(watched.map(|sink| Box::new(sink) as Box<dyn Sink>));
    sinks.push(Box::new(InboxSink::new(channels.inbox, job.album)));
    let outcome = pipeline.run(sinks, &channels.stop);
    let measurement = Box::new(Measurement::of(&outcome));
    Ok(LiveEnd::Measured(measurement, outcome.sink_failures))
}

/// `None` if it was stopped before the first frame.
fn open(job: &Job, channels: &WorkerChannels) -> anyhow::Result<Option<Box<dyn FrameSource + Send>>> {
    let (status, stop) = (channels.status.clone(), channels.stop.clone());
    match &job.input {
        Input::Recording(path) => {
            let ending = stop.clone();
            let recording = source::open(path, Sampling::AsNeeded, move || Ok(Ffmpeg::find()?.until(ending.clone())))?;
            Ok(Some(Box::new(Paced::new(recording, status, stop))))
        }
        Input::Camera(name) => {
            let camera = CameraSource::connect(job.cameras.clone(), name.clone(), status, stop)?;
            Ok(camera.map(|camera| Box::new(camera) as Box<dyn FrameSource + Send>))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_that_breaks_down_ends_with_an_error() {
        let ending = ending_of(|| panic!("no such leg"));
        assert!(matches!(&ending, LiveEnd::Failed(why) if why.contains("no such leg")), "{ending:?}");
    }
}
