//! What a measurement leaves behind, one file a format.

mod frames_writer;
mod mot_writer;
mod paint;
mod trc_writer;
mod video_writer;

pub use frames_writer::FramesWriter;
pub use mot_writer::MotWriter;
pub use trc_writer::{ASSUMED_STATURE_M, TrcWriter};
pub use video_writer::VideoWriter;
