//! The pictures of each raise, for whoever keeps or shows them. A measurement has one album: it is the first of its
//! sinks, and the sinks after it ask it for the pictures of a raise that is over.
//!
//! - `pictures.rs`: which pictures are kept, small and compressed
//! - `thread.rs`: compresses them beside the measuring

mod pictures;
mod thread;

pub use pictures::AlbumPicture;
pub use thread::AlbumThread;
