//! Writes a trace while measuring.

use crate::output_file::OutputFile;
use crate::pipeline::{Outcome, Sink, SinkError, Start, Step};
use crate::trace::{SCHEMA, TraceEnd, TraceHeader, TraceLine};
use serde::Serialize;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Sink for raw poses.
pub struct TraceWriter {
    /// Until it is finished.
    file: Option<BufWriter<OutputFile>>,
}

impl TraceWriter {
    pub fn create(path: &Path) -> Result<Self, SinkError> {
        let file = OutputFile::create("the trace", path)?;
        Ok(Self { file: Some(BufWriter::new(file)) })
    }

    fn line(&mut self, line: &impl Serialize) -> Result<(), SinkError> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let written = serde_json::to_writer(&mut *file, line).map_err(std::io::Error::from);
        written.and_then(|()| file.write_all(b"\n")).map_err(|e| file.get_ref().failed(&e))
    }
}

impl Sink for TraceWriter {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        let Start { source, model, config } = start.clone();
        self.line(&TraceHeader { schema: SCHEMA.to_owned(), source, model, config })
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        let t_ns = step.frame.time;
        for command in step.commands.iter().copied() {
            self.line(&TraceLine::Command { t_ns, command })?;
        }
        self.line(&TraceLine::frame(t_ns, &step.seen))
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let end = TraceEnd {
            problems: outcome.source_problems.clone(),
            interrupted: outcome.interrupted,
            failure: outcome.failure.as_ref().map(ToString::to_string),
        };
        self.line(&TraceLine::End { end })?;
        let Some(file) = self.file.take() else { return Ok(()) };
        let file = file.into_inner().map_err(|e| {
            let why = e.error().kind().into();
            e.into_inner().get_ref().failed(&why)
        })?;
        super::finish(file, outcome)
    }
}
