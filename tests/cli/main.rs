//! Drives the real program: what a user types, what comes back, and which files are left behind.
//!
//! Clips are made from `samples/` by FFmpeg. Where the model's accuracy is not the point, the faster model measures a
//! small clip.

mod batch;
mod bench;
mod exercises;
mod files;
mod history;
#[cfg(unix)]
mod hostile;
mod images;
mod inputs;
#[cfg(target_os = "linux")]
mod installed;
#[cfg(unix)]
mod interrupt;
mod languages;
mod live;
mod machine;
#[cfg(target_os = "linux")]
mod network;
mod odd_videos;
mod options;
mod parts;
mod replays;
mod results;
mod surroundings;
mod validate;
mod writers;
