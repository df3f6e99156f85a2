//! The frames of each raise, for whoever keeps or shows them. A measurement has one album: it is the first of its
//! sinks, and the sinks after it ask it for the frames of a raise that is over.
//!
//! - `frames.rs`: which frames are kept, small and compressed
//! - `thread.rs`: compresses them beside the measuring

mod frames;
mod thread;

pub use frames::AlbumFrame;
pub use thread::AlbumThread;
