//! C3D, what motion laboratories read: where the joints are over time, and when legs were raised. `markers.rs` says in
//! which plane and scale; `c3d.rs` is the format.
//!
//! The format has a rate in place of times: each frame stands at the nearest instant of that rate. Markers are not
//! seen at instants without a frame, or without anybody in it.

use super::c3d::{MOST_STRINGS, Parameters, SCALE, header, point};
use super::markers::{MarkerTable, Places, names};
use crate::motion::{Side, Timestamp};
use crate::output_file::OutputFile;
use crate::pipeline::{Outcome, Sink, SinkError, Start, Step};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Sink for a `.c3d` file, which is written at the end: its header holds the number of frames.
pub struct C3dWriter {
    /// Until it is finished.
    file: Option<OutputFile>,
    table: MarkerTable,
}

/// A moment of a raise.
struct Event {
    label: &'static str,
    side: Side,
    time: Timestamp,
}

impl C3dWriter {
    /// `stature_m` of the person, metres.
    pub fn create(path: &Path, stature_m: f64) -> Result<Self, SinkError> {
        Ok(Self { file: Some(OutputFile::create("the C3D markers", path)?), table: MarkerTable::new(stature_m) })
    }

    fn write(&self, outcome: &Outcome, file: &mut impl Write) -> io::Result<()> {
        let rate_hz = self.table.rate_hz();
        let (first, last) = self.table.span().unwrap_or_default();
        let instant = |time: Timestamp| ((time - first) * rate_hz).round() as usize;
        let frames = instant(last) + 1;
        let parameters = |data_block| self.parameters(outcome, frames, first, data_block).finish();
        // its own length does not depend on the number
        let (_, data_block) = parameters(0);
        file.write_all(&header(names().len() as u16, frames, rate_hz as f32, data_block))?;
        file.write_all(&parameters(data_block).0)?;
        let mut written = 0;
        for row in self.table.rows() {
            let at = instant(row.time);
            // of two frames at one instant the first one counts
            if at < written {
                continue;
            }
            write_unseen(at - written, file)?;
            write_frame(&row.places, file)?;
            written = at + 1;
        }
        write_unseen(frames - written, file)
    }

    fn parameters(&self, outcome: &Outcome, frames: usize, first: Timestamp, data_block: u16) -> Parameters {
        let rate_hz = self.table.rate_hz() as f32;
        let [low, high] = [frames as u16, (frames >> 16) as u16];
        let markers = names();
        let events = events(outcome);
        let sides: Vec<&str> =
            events.iter().map(|event| if event.side == Side::Left { "Left" } else { "Right" }).collect();
        let labels: Vec<&str> = events.iter().map(|event| event.label).collect();
        // minutes and seconds, of which the format lets the first be none
        let times: Vec<[f32; 2]> = events.iter().map(|event| [0.0, (event.time - first) as f32]).collect();
        Parameters::default()
            .group("POINT")
            .integer("USED", markers.len() as u16)
            .integer("FRAMES", u16::try_from(frames).unwrap_or(u16::MAX))
            .integer("DATA_START", data_block)
            .float("SCALE", SCALE)
            .float("RATE", rate_hz)
            .text("UNITS", "mm")
            .text("X_SCREEN", "+X")
            .text("Y_SCREEN", "+Y")
            .texts("LABELS", &markers)
            .texts("DESCRIPTIONS", &markers)
            .group("ANALOG")
            .integer("USED", 0)
            .float("GEN_SCALE", 1.0)
            .float("RATE", 0.0)
            .group("FORCE_PLATFORM")
            .integer("USED", 0)
            .group("TRIAL")
            .integers("ACTUAL_START_FIELD", &[1, 0])
            .integers("ACTUAL_END_FIELD", &[low, high])
            .float("CAMERA_RATE", rate_hz)
            .group("EVENT")
            .integer("USED", events.len() as u16)
            .texts("CONTEXTS", &sides)
            .texts("LABELS", &labels)
            .pairs("TIMES", &times)
            .group("MANUFACTURER")
            .text("COMPANY", "LegRaise")
            .text("SOFTWARE", "LegRaise")
            .text("VERSION_LABEL", env!("CARGO_PKG_VERSION"))
    }
}

/// Start, result and end of each trial, as many as the format has room for.
fn events(outcome: &Outcome) -> Vec<Event> {
    let trials = outcome.report.trials.iter().flat_map(|trial| {
        let event = |label, time| Event { label, side: trial.side, time };
        [event("Raise start", trial.start), event("Raise peak", trial.peak), event("Raise end", trial.end)]
    });
    trials.take(MOST_STRINGS).collect()
}

fn write_frame(places: &Places, file: &mut impl Write) -> io::Result<()> {
    places.iter().try_for_each(|place| file.write_all(&point(place.map(|at| [at.x as f32, at.y as f32, 0.0]))))
}

fn write_unseen(frames: usize, file: &mut impl Write) -> io::Result<()> {
    (0..frames).try_for_each(|_| write_frame(&[None; _], file))
}

impl Sink for C3dWriter {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.table.begin(start);
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        self.table.step(step);
        Ok(())
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let Some(mut file) = self.file.take() else { return Ok(()) };
        let mut buffered = BufWriter::new(&mut file);
        let written = self.write(outcome, &mut buffered).and_then(|()| buffered.flush());
        drop(buffered);
        written.map_err(|e| file.failed(&e))?;
        file.finish_after(outcome)
    }
}
