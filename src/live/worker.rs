//! The thread that measures.

use super::inbox::{Ending, Inbox, InboxSink};
use super::speed::choose_model;
use super::{Input, Job, Measuring, Running};
use crate::pipeline::{Pipeline, Sink};
use crate::record::Measurement;
use crate::source::camera::CameraSource;
use crate::source::{self, Ffmpeg, FrameSource, Paced};
use std::sync::Arc;
use std::thread;

/// Starts a measurement on a thread of its own. What it finds comes into `inbox`.
///
/// # Errors
/// No thread can be started.
pub fn start(job: Job, inbox: Arc<Inbox>) -> std::io::Result<Measuring> {
    Measuring::new(inbox.clone(), |running| {
        thread::Builder::new().name("measure".to_owned()).spawn(move || {
            let ending = match measure(job, running) {
                Ok(ending) => ending,
                Err(error) => Ending::Failed(format!("{error:#}")),
            };
            inbox.tell(|news| news.ending = Some(ending));
        })
    })
}

fn measure(job: Job, running: Running) -> anyhow::Result<Ending> {
    let Some(mut source) = open(&job, &running)? else { return Ok(Ending::Nothing) };
    let (mut estimator, choice) = choose_model(job.model)?;
    running.inbox.tell(|news| news.model = Some(choice));
    let pipeline = Pipeline::new(source.as_mut(), &mut estimator, job.config, Vec::new()).listening(running.said);
    let start = pipeline.start().clone();
    // the inbox last: what is kept is kept before it is shown
    let mut sinks: Vec<Box<dyn Sink>> = job.sinks.into_iter().map(|sink| sink as Box<dyn Sink>).collect();
    sinks.push(Box::new(InboxSink::new(running.inbox)?));
    let outcome = pipeline.run(sinks, &running.stop);
    let measurement = Box::new(Measurement::of(&start, &outcome));
    Ok(Ending::Measured(measurement, outcome.sink_failures))
}

/// `None` when it was stopped before the first picture.
fn open(job: &Job, running: &Running) -> anyhow::Result<Option<Box<dyn FrameSource + Send>>> {
    let (status, stop) = (running.status.clone(), running.stop.clone());
    match &job.input {
        Input::Recording(path) => {
            let recording = source::open(path, Ffmpeg::find)?;
            Ok(Some(Box::new(Paced::new(recording, status, stop))))
        }
        Input::Camera(name) => {
            let camera = CameraSource::connect(job.cameras.clone(), name.clone(), status, stop)?;
            Ok(camera.map(|camera| Box::new(camera) as Box<dyn FrameSource + Send>))
        }
    }
}
