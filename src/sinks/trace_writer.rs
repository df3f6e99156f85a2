//! Writes a trace while measuring.

use crate::pipeline::{Outcome, Sink, SinkError, Start, Step};
use crate::trace::{SCHEMA, TraceEnd, TraceHeader, TraceLine};
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Sink for raw poses.
pub struct TraceWriter {
    path: PathBuf,
    file: BufWriter<File>,
}

impl TraceWriter {
    pub fn create(path: &Path) -> Result<Self, SinkError> {
        let file = File::create(path).map_err(|e| failed(path, &e))?;
        Ok(Self { path: path.to_owned(), file: BufWriter::new(file) })
    }

    fn line(&mut self, line: &impl Serialize) -> Result<(), SinkError> {
        let written = serde_json::to_writer(&mut self.file, line).map_err(std::io::Error::from);
        written.and_then(|()| self.file.write_all(b"\n")).map_err(|e| failed(&self.path, &e))
    }
}

fn failed(path: &Path, error: &std::io::Error) -> SinkError {
    SinkError::of_io("the trace", error, path)
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
        self.file.flush().map_err(|e| failed(&self.path, &e))
    }
}
