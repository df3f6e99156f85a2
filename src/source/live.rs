//! What a live source tells beside its frames: shared between the source and whoever shows it.

use crate::motion::Timestamp;
use crate::words;
use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The longest that a source sleeps at a stretch: within this time it hears that it is to stop.
pub(super) const NAP: Duration = Duration::from_millis(50);

/// How a live source is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Connection {
    /// It is on its way to the first frame.
    #[default]
    Opening,
    /// Frames come.
    Streaming {
        /// What comes, such as "1280×720 MJPEG, 30 fps".
        format: String,
    },
    /// No frames now; it goes on by itself when the cause is gone.
    Interrupted(CameraFault),
}

/// Why a camera gives no frames.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CameraFault {
    NoCamera,
    NotThere(String),
    Busy,
    Refused,
    Unplugged,
    Frozen,
    Damaged,
    NoFormat,
    Other(String),
}

impl CameraFault {
    /// What is wrong, in the language that was chosen.
    pub fn what(&self) -> Cow<'static, str> {
        match self {
            Self::NoCamera => words::fault_no_camera(),
            Self::NotThere(name) => words::fault_not_there(name),
            Self::Busy => words::fault_busy(),
            Self::Refused => words::fault_refused(),
            Self::Unplugged => words::fault_unplugged(),
            Self::Frozen => words::fault_frozen(),
            Self::Damaged => words::fault_damaged(),
            Self::NoFormat => words::fault_no_format(),
            Self::Other(reason) => words::fault_other(reason),
        }
    }

    /// What to do about it, on this system.
    pub fn todo(&self) -> Cow<'static, str> {
        match self {
            Self::NoCamera => words::fault_no_camera_todo(),
            Self::NotThere(_) => words::fault_not_there_todo(),
            Self::Busy => words::fault_busy_todo(),
            Self::Refused if cfg!(target_os = "macos") => words::fault_refused_macos(),
            Self::Refused if cfg!(windows) => words::fault_refused_windows(),
            Self::Refused => words::fault_refused_linux(),
            Self::Unplugged => words::fault_unplugged_todo(),
            Self::Frozen => words::fault_frozen_todo(),
            Self::Damaged => words::fault_damaged_todo(),
            Self::NoFormat => words::fault_no_format_todo(),
            Self::Other(_) => words::fault_other_todo(),
        }
    }
}

/// In English, as the command line's errors and documents are.
impl Display for CameraFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        words::in_english(|| write!(f, "{}; {}", self.what(), self.todo()))
    }
}

impl std::error::Error for CameraFault {}

/// More than anybody has cameras.
const MOST_NOTES: usize = 20;

/// Written by the source, read by whoever shows it.
#[derive(Debug, Default)]
pub struct LiveStatus {
    clock: Mutex<Option<Clock>>,
    dropped: AtomicU64,
    hurried: AtomicBool,
    connection: Mutex<Connection>,
    notes: Mutex<Vec<String>>,
}

/// A source's time against the real one.
#[derive(Clone, Copy, Debug)]
struct Clock {
    time: Timestamp,
    was_at: Instant,
}

impl LiveStatus {
    /// From now on the source's time goes with the real one: it is `time` now.
    pub fn start_clock(&self, time: Timestamp) {
        *lock(&self.clock) = Some(Clock { time, was_at: Instant::now() });
    }

    /// How long it is until `time`, zero when that is over; `None` before the clock was started.
    pub fn due_in(&self, time: Timestamp) -> Option<Duration> {
        let clock = (*lock(&self.clock))?;
        let after = Duration::from_nanos(time.0.saturating_sub(clock.time.0));
        Some(after.saturating_sub(clock.was_at.elapsed()))
    }

    /// How old a frame of that time is now; `None` before the clock was started.
    pub fn age(&self, time: Timestamp) -> Option<Duration> {
        let clock = (*lock(&self.clock))?;
        let after = Duration::from_nanos(time.0.saturating_sub(clock.time.0));
        Some(clock.was_at.elapsed().saturating_sub(after))
    }

    /// How many frames were left out because newer ones were there.
    pub fn count_dropped(&self, frames: u64) {
        self.dropped.fetch_add(frames, Ordering::Relaxed);
    }

    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// A recording goes as fast as it can from now on, not at real time.
    pub fn hurry(&self) {
        self.hurried.store(true, Ordering::Relaxed);
    }

    pub fn is_hurried(&self) -> bool {
        self.hurried.load(Ordering::Relaxed)
    }

    pub fn set_connection(&self, connection: Connection) {
        *lock(&self.connection) = connection;
    }

    pub fn connection(&self) -> Connection {
        lock(&self.connection).clone()
    }

    /// Something for the user to know of how the source was chosen; once is enough.
    pub fn note(&self, note: String) {
        let mut notes = lock(&self.notes);
        if notes.len() < MOST_NOTES && !notes.contains(&note) {
            notes.push(note);
        }
    }

    /// What was noted so far, in order.
    pub fn notes(&self) -> Vec<String> {
        lock(&self.notes).clone()
    }
}

/// What a thread left that broke down is as good as ever: single values are written whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
