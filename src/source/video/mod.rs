//! A recording, decoded by FFmpeg in a process of its own: a stranger's file never meets a parser inside ours.
//!
//! - `video.rs`: the recording as a [`FrameSource`](super::FrameSource)
//! - `decoder.rs`: the FFmpeg process; `watch.rs` ends it when it is waited for too long
//! - `stderr.rs`, `probe.rs`: reading what it prints; what that tells of a file, and its complaints in our words
//! - `tracks.rs`: which track of the file is measured
//! - `clock.rs`, `slow_motion.rs`: the times of its frames; how much slower it plays than it went

mod clock;
mod decoder;
#[cfg(any(test, feature = "fuzzing"))]
pub(crate) mod fuzzing;
mod probe;
mod slow_motion;
mod stderr;
mod tracks;
mod video;
mod watch;

#[cfg(test)]
mod odd_recording_tests;
#[cfg(test)]
mod test_clips;
#[cfg(test)]
mod video_fault_tests;
#[cfg(test)]
mod video_tests;

pub(super) use probe::refusal;
pub(super) use tracks::turn_in;
pub use video::VideoFile;
pub use watch::stop_waiting_when;

/// The largest frame of a recording that FFmpeg may decode, pixels: 8K cinema is 8192 x 4320.
const MOST_PIXELS: u32 = 36_000_000;
