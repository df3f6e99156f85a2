//! A measurement that runs beside a window: its own thread, what is said to it, and what it finds.
//!
//! - `worker.rs`: the thread that runs the pipeline; [`LiveMeasurement`] is the handle to it
//! - `inbox.rs`: its news since the window last looked
//! - `ages.rs`: the latency of its frames
//! - `trial_news.rs`: a raise with its frames; of many raises only so many frames
//! - `speed.rs`: how fast the model is on this computer, and which one to take

mod ages;
mod inbox;
#[cfg(feature = "onnx")]
mod speed;
mod trial_news;
#[cfg(feature = "onnx")]
mod worker;

pub use ages::Ages;
pub use inbox::{Inbox, InboxSink, LiveEnd, News, WatchedSink, WriteNews};
#[cfg(feature = "onnx")]
pub use speed::SLOWEST_S;
pub use trial_news::{TrialNews, leave_telling_frames};
#[cfg(feature = "onnx")]
pub use worker::start;

use crate::album::AlbumThread;
use crate::estimator::LandmarkModel;
use crate::motion::{Exercise, SessionCommand, SessionConfig};
use crate::pipeline::{Sink, UserInput};
use crate::source::LiveStatus;
use crate::source::camera::CameraBackend;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::thread::JoinHandle;

/// Where the frames come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A recording, played at real time unless [`LiveMeasurement::hurry`] is called.
    Recording(PathBuf),
    /// The camera of that name; `None` for the first one.
    Camera(Option<String>),
}

/// Which pose model to take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelPreference {
    /// The most accurate one that is fast enough on this computer.
    #[default]
    Auto,
    Heavy,
    Full,
}

/// A model, and its speed on this computer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModelChoice {
    pub model: LandmarkModel,
    /// Fastest of a few runs on one frame, seconds.
    pub frame_s: f64,
}

/// What to measure, and how.
pub struct Job {
    pub input: Input,
    /// The system's cameras, or a test's.
    pub cameras: Arc<dyn CameraBackend>,
    pub model: ModelPreference,
    pub config: SessionConfig,
    /// The exercise that is done in place of the test.
    pub exercise: Option<Exercise>,
    /// Keeps the frames of each raise, for the window and for `sinks`.
    pub album: Arc<AlbumThread>,
    /// Further sinks: a trace, a voice.
    pub sinks: Vec<Box<dyn Sink + Send>>,
}

/// The handle to a running measurement. Dropping it stops the measurement, and waits until it has ended.
pub struct LiveMeasurement {
    pub inbox: Arc<Inbox>,
    pub status: Arc<LiveStatus>,
    stop: Arc<AtomicBool>,
    said: SyncSender<UserInput>,
    thread: Option<JoinHandle<()>>,
}

/// More inputs than anybody gives between two frames.
const SAID_BOUND: usize = 64;

impl LiveMeasurement {
    /// Makes the handle, and starts the thread by `run`.
    pub fn new(
        inbox: Arc<Inbox>,
        run: impl FnOnce(WorkerChannels) -> std::io::Result<JoinHandle<()>>,
    ) -> std::io::Result<Self> {
        let (said, heard) = std::sync::mpsc::sync_channel(SAID_BOUND);
        let (status, stop) = (Arc::new(LiveStatus::default()), Arc::new(AtomicBool::new(false)));
        let thread =
            run(WorkerChannels { inbox: inbox.clone(), status: status.clone(), stop: stop.clone(), said: heard })?;
        Ok(Self { inbox, status, stop, said, thread: Some(thread) })
    }

    /// Queues the input; it is dropped when [`SAID_BOUND`] inputs are waiting.
    pub fn say(&self, said: UserInput) {
        let _ = self.said.try_send(said);
    }

    pub fn command(&self, command: SessionCommand) {
        self.say(UserInput::Command(command));
    }

    /// Measures the rest of a recording as fast as possible; no frame is left out.
    pub fn hurry(&self) {
        self.status.hurry();
    }

    /// Ends the measurement: the result so far is its last news.
    pub fn finish(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Drop for LiveMeasurement {
    fn drop(&mut self) {
        self.finish();
        if let Some(thread) = self.thread.take() {
            // a thread that panicked has reported it on stderr
            let _ = thread.join();
        }
    }
}

/// What the worker thread shares with its [`LiveMeasurement`].
pub struct WorkerChannels {
    pub inbox: Arc<Inbox>,
    pub status: Arc<LiveStatus>,
    pub stop: Arc<AtomicBool>,
    pub said: std::sync::mpsc::Receiver<UserInput>,
}
