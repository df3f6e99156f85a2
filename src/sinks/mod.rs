//! What a measurement leaves behind, one file a format.

mod frames_writer;
mod paint;
mod trace_writer;
mod video_writer;

pub use frames_writer::FramesWriter;
pub use trace_writer::TraceWriter;
pub use video_writer::VideoWriter;
