//! OpenSim's marker file: where the joints are over time. `markers.rs` says in which plane and scale.
//!
//! A marker that is not seen has empty cells. OpenSim 4.6 reads them as missing where a tab ends the row, as it ends
//! the rows that OpenSim writes; without it a row whose last marker is missing is one of too few cells.

use super::markers::{MarkerTable, names};
use crate::output_file::OutputFile;
use crate::pipeline::{Outcome, Sink, SinkError, Start, Step};
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Sink for a `.trc` file, which is written at the end: its header holds the number of rows.
pub struct TrcWriter {
    path: PathBuf,
    /// Until it is finished.
    file: Option<OutputFile>,
    table: MarkerTable,
}

impl TrcWriter {
    /// `stature_m` of the person, metres.
    pub fn create(path: &Path, stature_m: f64) -> Result<Self, SinkError> {
        let file = Some(OutputFile::create("the OpenSim markers", path)?);
        Ok(Self { path: path.to_owned(), file, table: MarkerTable::new(stature_m) })
    }

    fn text(&self) -> String {
        let (rows, markers, rate) = (self.table.rows().len(), names().len(), self.table.rate_hz());
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let mut text = format!("PathFileType\t4\t(X/Y/Z)\t{name}\n");
        text += "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n";
        text += &format!("{rate:.3}\t{rate:.3}\t{rows}\t{markers}\tmm\t{rate:.3}\t1\t{rows}\nFrame#\tTime");
        text.extend(names().map(|name| format!("\t{name}\t\t")));
        text += "\n\t";
        text.extend((1..=markers).map(|i| format!("\tX{i}\tY{i}\tZ{i}")));
        text += "\n\n";
        for row in self.table.rows() {
            // writing into a string cannot fail
            let _ = write!(text, "{}\t{:.6}\t", row.frame + 1, row.time.secs());
            for place in row.places {
                let _ = match place {
                    Some(at) => write!(text, "{:.3}\t{:.3}\t0.000\t", at.x, at.y),
                    None => write!(text, "\t\t\t"),
                };
            }
            text.push('\n');
        }
        text
    }
}

impl Sink for TrcWriter {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.table.begin(start);
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        self.table.step(step);
        Ok(())
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let text = self.text();
        let Some(mut file) = self.file.take() else { return Ok(()) };
        file.write_all(text.as_bytes()).map_err(|e| file.failed(&e))?;
        file.finish_after(outcome)
    }
}
