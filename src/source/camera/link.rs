//! The thread that opens, reads and drops a camera. A camera may hang in any of these, so nobody waits for this thread
//! without a limit: a hanging one is abandoned, and ends when the camera's call returns.

use super::backend::{CameraBackend, CameraFormat, CameraName, ListedCamera, RawFrame};
use crate::breakdown::contained;
use crate::source::live::{CameraFault, LiveStatus};
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long dropping waits for the camera to close, so that the next program finds it free.
const FOR_CLOSING: Duration = Duration::from_millis(300);

/// A camera on its own thread. Dropping it closes the camera.
pub struct Link {
    shared: Arc<Shared>,
    thread: JoinHandle<()>,
    started: Instant,
}

/// What the thread and its owner share; it holds one frame at most.
#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    choice: Option<Choice>,
    format: Option<CameraFormat>,
    newest: Option<RawFrame>,
    /// When the last frame came.
    heard: Option<Instant>,
    let_go: bool,
    /// How it ended: `Ok` if the owner closed the camera.
    ended: Option<Result<(), CameraFault>>,
}

/// Which camera to start.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Only the one of that name.
    Named(CameraName),
    /// The first one that is not among these.
    AnyBut(Vec<CameraName>),
}

/// The camera that was started, of all that are listed.
#[derive(Clone, Debug)]
pub struct Choice {
    pub camera: ListedCamera,
    /// The cameras that were not started.
    pub others: Vec<ListedCamera>,
}

/// The result of waiting for a frame.
pub enum Received {
    Frame(RawFrame),
    /// The camera is closed.
    Fault(CameraFault),
    Nothing,
}

impl Link {
    /// Starts the wanted camera. Frames that were not fetched in time are counted in `status`.
    pub fn start(backend: Arc<dyn CameraBackend>, wanted: Wanted, status: Arc<LiveStatus>) -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let theirs = shared.clone();
        let thread = thread::Builder::new().name("camera".to_owned()).spawn(move || {
            let streamed = contained(|| theirs.stream(backend.as_ref(), wanted, &status));
            let broke_down = |_| Err(CameraFault::Other("its driver broke down".to_owned()));
            theirs.lock().ended = Some(streamed.unwrap_or_else(broke_down));
            theirs.changed.notify_all();
        })?;
        Ok(Self { shared, thread, started: Instant::now() })
    }

    /// Waits up to `limit` for a frame or a fault.
    pub fn receive(&self, limit: Duration) -> Received {
        let is_idle = |state: &mut State| state.newest.is_none() && state.ended.is_none();
        let guard = self.shared.lock();
        let waited = self.shared.changed.wait_timeout_while(guard, limit, is_idle);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match (state.newest.take(), &state.ended) {
            (Some(frame), _) => Received::Frame(frame),
            (None, Some(Err(fault))) => Received::Fault(fault.clone()),
            (None, _) => Received::Nothing,
        }
    }

    /// How long ago the last frame came, if one has, and how long ago the camera was started.
    pub fn silence(&self) -> (Option<Duration>, Duration) {
        (self.shared.lock().heard.map(|heard| heard.elapsed()), self.started.elapsed())
    }

    /// The camera that is being started, once that is known.
    pub fn choice(&self) -> Option<Choice> {
        self.shared.lock().choice.clone()
    }

    /// The format of its frames, once it is open.
    pub fn format(&self) -> Option<CameraFormat> {
        self.shared.lock().format
    }

    /// Closes the camera, now or as soon as its current call returns.
    pub fn let_go(&self) {
        self.shared.lock().let_go = true;
    }

    /// Whether the thread still has the camera open.
    pub fn holds_camera(&self) -> bool {
        !self.thread.is_finished()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        let was_let_go = std::mem::replace(&mut state.let_go, true);
        if !was_let_go {
            drop(self.shared.changed.wait_timeout_while(state, FOR_CLOSING, |state| state.ended.is_none()));
        }
    }
}

impl Shared {
    /// Streams until the camera is closed or fails.
    fn stream(&self, backend: &dyn CameraBackend, wanted: Wanted, status: &LiveStatus) -> Result<(), CameraFault> {
        let listed = backend.cameras()?;
        let is_wanted = |camera: &ListedCamera| match &wanted {
            Wanted::Named(name) => camera.name == *name,
            Wanted::AnyBut(others) => !others.contains(&camera.name),
        };
        let (mut fitting, mut others): (Vec<_>, Vec<_>) = listed.into_iter().partition(is_wanted);
        if fitting.is_empty() {
            return Err(match wanted {
                Wanted::Named(name) => CameraFault::NotThere(name),
                Wanted::AnyBut(_) => CameraFault::NoCamera,
            });
        }
        let camera = fitting.remove(0);
        others.extend(fitting);
        let name = camera.name.clone();
        self.lock().choice = Some(Choice { camera, others });
        self.read(backend, &name, status).map_err(|fault| {
            // A camera that is unplugged during a call may give any error.
            let may_be_gone = matches!(fault, CameraFault::Other(_));
            let is_there = |listed: Vec<ListedCamera>| listed.iter().any(|camera| camera.name == name);
            let gone = may_be_gone && backend.cameras().is_ok_and(|listed| !is_there(listed));
            if gone { CameraFault::Unplugged } else { fault }
        })
    }

    fn read(&self, backend: &dyn CameraBackend, name: &str, status: &LiveStatus) -> Result<(), CameraFault> {
        let mut camera = backend.open(name)?;
        self.lock().format = Some(camera.format());
        while self.put(camera.frame()?, status) {}
        Ok(())
    }

    /// Hands a frame over. Returns whether frames are still wanted.
    fn put(&self, frame: RawFrame, status: &LiveStatus) -> bool {
        let mut state = self.lock();
        if state.let_go {
            return false;
        }
        state.heard = Some(Instant::now());
        if state.newest.replace(frame).is_some() {
            status.count_dropped(1);
        }
        self.changed.notify_all();
        true
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
