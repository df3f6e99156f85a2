//! The status of a live source, besides its frames: shared between the source and whoever shows it.

use crate::motion::Timestamp;
use crate::words;
use std::borrow::Cow;
use std::fmt::{self, Display};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The longest that a source sleeps at a time, so that it notices soon that it should stop.
pub(super) const NAP: Duration = Duration::from_millis(50);

/// How a live source is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Connection {
    /// The first frame has not come yet.
    #[default]
    Opening,
    /// Frames come.
    Streaming {
        /// Their format, such as "1280×720 MJPEG, 30 fps".
        format: String,
    },
    /// No frames now; they come again by themselves when the cause is gone.
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

/// In English, like the command line's errors and the documents.
impl Display for CameraFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        words::in_english(|| write!(f, "{}; {}", self.what(), self.todo()))
    }
}

impl std::error::Error for CameraFault {}

/// More notes than anybody has cameras.
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

/// Relates the source's time to real time.
#[derive(Clone, Copy, Debug)]
struct Clock {
    time: Timestamp,
    was_at: Instant,
}

impl LiveStatus {
    /// Starts the clock: the source's time is `time` now, and runs with real time.
    pub fn start_clock(&self, time: Timestamp) {
        *lock(&self.clock) = Some(Clock { time, was_at: Instant::now() });
    }

    /// How long it is until `time`, zero if it has passed; `None` before the clock was started.
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

    /// From now on a recording runs as fast as possible, not at real time.
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

    /// Adds a note for the user on how the source was chosen, unless it is there already.
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

/// A poisoned lock is safe to use: each update writes a single value.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
