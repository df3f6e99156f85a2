//! The frames of each raise, for the sinks that keep or show them. A measurement has one album: it is its first sink,
//! and later sinks ask it for the frames of a raise that is over.
//!
//! - `frames.rs`: which frames are kept, small and compressed
//! - `thread.rs`: compresses them beside the measuring

mod frames;
mod thread;

pub use frames::AlbumFrame;
pub use thread::AlbumThread;
