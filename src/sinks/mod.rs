//! What a measurement leaves behind, one file a format.

mod frames_writer;
mod mot_writer;
mod paint;
mod trace_writer;
mod trc_writer;
mod video_writer;

pub use frames_writer::FramesWriter;
pub use mot_writer::MotWriter;
pub use trace_writer::TraceWriter;
pub use trc_writer::{ASSUMED_STATURE_M, TrcWriter};
pub use video_writer::VideoWriter;

use crate::output_file::OutputFile;
use crate::pipeline::{Outcome, SinkError};

/// Puts a file in its place; that of a run that was broken off does not replace another.
fn finish(file: OutputFile, outcome: &Outcome) -> Result<(), SinkError> {
    if outcome.interrupted || outcome.failure.is_some() { file.finish_broken_off() } else { file.finish() }
}
