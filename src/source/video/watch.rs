//! Nobody waits for FFmpeg without a limit.

use crate::source::SourceError;
use std::path::Path;
use std::process::{Child, ExitStatus};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};

/// How often the waiting is looked at.
const TICK: Duration = Duration::from_millis(100);

/// How long FFmpeg may give nothing, in ticks: a frame of 8K takes a slow computer one or two seconds.
const STALL_TICKS: u32 = 80;

/// How long a frame is waited for when the user has stopped the run, in ticks.
const STOP_TICKS: u32 = 10;

/// What a signal sets for the whole program.
static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Has nobody in this program wait for FFmpeg any more, for longer than a second, when `stop` becomes true. Only the
/// first call counts.
pub fn stop_waiting_when(stop: Arc<AtomicBool>) {
    // a second one would be of the same program
    _ = STOP.set(stop);
}

/// Why the process was ended by us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EndedFor {
    /// It gave nothing for [`STALL_TICKS`].
    Stall = 1,
    /// The user stopped the run.
    Stop = 2,
}

/// An FFmpeg process that is ended when somebody waits for it too long, or when this goes.
pub(super) struct WatchedProcess {
    state: Arc<State>,
    /// The watching ends when this goes.
    alive: Option<SyncSender<()>>,
    watching: Option<JoinHandle<()>>,
}

struct State {
    child: Mutex<Child>,
    is_awaited: AtomicBool,
    /// Counted, not timed: while the whole computer sleeps, nobody waits.
    ticks: AtomicU32,
    ended_for: AtomicU8,
}

impl WatchedProcess {
    /// Watches `child`, also for `stop` becoming true.
    pub fn new(child: Child, stop: Option<Arc<AtomicBool>>) -> io::Result<Self> {
        let state = Arc::new(State {
            child: Mutex::new(child),
            is_awaited: AtomicBool::new(false),
            ticks: AtomicU32::new(0),
            ended_for: AtomicU8::new(0),
        });
        let (alive, end) = sync_channel(0);
        let mut watched = Self { state: state.clone(), alive: Some(alive), watching: None };
        let watching = thread::Builder::new().name("ffmpeg-watch".to_owned()).spawn(move || {
            let is_set = |stop: Option<&Arc<AtomicBool>>| stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
            while end.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                state.tick(is_set(stop.as_ref()) || is_set(STOP.get()));
            }
        })?;
        watched.watching = Some(watching);
        Ok(watched)
    }

    /// What `wait` gives, which takes something from the process: if that takes too long, the process ends, and with it
    /// the waiting.
    pub fn await_within_limits<T>(&self, wait: impl FnOnce() -> T) -> T {
        self.state.ticks.store(0, Ordering::Relaxed);
        self.state.is_awaited.store(true, Ordering::Relaxed);
        let result = wait();
        self.state.is_awaited.store(false, Ordering::Relaxed);
        result
    }

    /// How the process ended; waits for it. To be called when its pipes have ended.
    pub fn status(&self) -> Option<ExitStatus> {
        self.state.child().wait().ok()
    }

    /// Whether and why it was ended by us.
    pub fn ended_for(&self) -> Option<EndedFor> {
        let code = self.state.ended_for.load(Ordering::Relaxed);
        [EndedFor::Stall, EndedFor::Stop].into_iter().find(|&reason| reason as u8 == code)
    }

    /// Ends the process at once; it may have ended by itself.
    pub fn kill(&self) {
        _ = self.state.child().kill();
    }
}

impl Drop for WatchedProcess {
    fn drop(&mut self) {
        self.alive = None;
        if let Some(watching) = self.watching.take() {
            // one that broke down has said so on stderr
            _ = watching.join();
        }
    }
}

impl State {
    fn tick(&self, is_stopped: bool) {
        if !self.is_awaited.load(Ordering::Relaxed) {
            return;
        }
        let ticks = self.ticks.fetch_add(1, Ordering::Relaxed) + 1;
        let reason = match ticks {
            STALL_TICKS.. => EndedFor::Stall,
            STOP_TICKS.. if is_stopped => EndedFor::Stop,
            _ => return,
        };
        let first = self.ended_for.compare_exchange(0, reason as u8, Ordering::Relaxed, Ordering::Relaxed);
        if first.is_ok() {
            _ = self.child().kill();
        }
    }

    fn child(&self) -> std::sync::MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EndedFor {
    /// What to tell the user about the recording at `path`.
    pub fn error(self, path: &Path) -> SourceError {
        match self {
            Self::Stall => SourceError::Stalled { path: path.to_owned(), secs: (TICK * STALL_TICKS).as_secs() },
            Self::Stop => SourceError::Stopped(path.to_owned()),
        }
    }
}
