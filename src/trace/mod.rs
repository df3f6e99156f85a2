//! A recording of what the pose model saw: raw poses, their times and the operator's commands, as JSON lines. Replaying
//! a trace gives the same result as the run that recorded it, and ends as that run did.
//!
//! - `format.rs`: the lines. The first is a [`TraceHeader`], the last a [`TraceEnd`]; every line between is a frame or
//!   a command
//! - `reader.rs`: reads them, and refuses what is none
//! - `writer.rs`: writes them while measuring, and those of one raise
//! - `replay.rs`: a trace in place of a source and an estimator

mod format;
mod reader;
mod replay;
mod writer;

pub use format::{SCHEMA, TraceEnd, TraceHeader, TraceLine};
pub use reader::{TraceError, TraceReader};
pub use replay::{Replay, ReplayEstimator, ReplaySource};
pub use writer::{TraceWriter, excerpt, with_side};
