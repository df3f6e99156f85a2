//! Writes traces: of a whole run while it is measured, or of a part of one.

use super::format::{TraceEnd, TraceHeader, TraceLine};
use crate::motion::Side;
use crate::output_file::OutputFile;
use crate::pipeline::{Outcome, Sink, SinkError, Start, Step};
use serde::Serialize;
use std::io::{self, BufWriter, Write};
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
        write_line(file, line).map_err(|e| file.get_ref().failed(&e))
    }
}

impl Sink for TraceWriter {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.line(&TraceHeader::of(start))
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        TraceLine::of(step).try_for_each(|line| self.line(&line))
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        self.line(&TraceLine::End { end: TraceEnd::of(outcome) })?;
        let Some(file) = self.file.take() else { return Ok(()) };
        let file = file.into_inner().map_err(|e| {
            let why = e.error().kind().into();
            e.into_inner().get_ref().failed(&why)
        })?;
        file.finish_after(outcome)
    }
}

/// Some lines of a run as a trace of their own. It has no end: the run went on.
pub fn excerpt(start: &Start, lines: impl IntoIterator<Item = TraceLine>) -> Vec<u8> {
    let mut trace = Vec::new();
    let add = |line: io::Result<()>| line.expect("a line is plain data, and memory takes it");
    add(write_line(&mut trace, &TraceHeader::of(start)));
    lines.into_iter().for_each(|line| add(write_line(&mut trace, &line)));
    trace
}

/// The same trace, as of a run that was told which leg is raised.
///
/// # Errors
/// Its first line is no header.
pub fn with_side(trace: &[u8], side: Side) -> serde_json::Result<Vec<u8>> {
    let end = trace.iter().position(|byte| *byte == b'\n').unwrap_or(trace.len());
    let mut header: TraceHeader = serde_json::from_slice(&trace[..end])?;
    header.config.side = Some(side);
    Ok([&serde_json::to_vec(&header)?, &trace[end..]].concat())
}

fn write_line(to: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, line)?;
    to.write_all(b"\n")
}
