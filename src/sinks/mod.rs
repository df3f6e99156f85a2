//! What a measurement leaves behind, one file a format. `markers.rs` is what `.trc` and `.c3d` share.

mod c3d;
mod c3d_writer;
mod frames_writer;
mod markers;
mod mot_writer;
mod paint;
mod trc_writer;
mod video_writer;

pub use c3d_writer::C3dWriter;
pub use frames_writer::FramesWriter;
pub use markers::ASSUMED_STATURE_M;
pub use mot_writer::MotWriter;
pub use trc_writer::TrcWriter;
pub use video_writer::VideoWriter;
