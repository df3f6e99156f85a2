//! OpenSim's motion file: angles over time.
//!
//! `hip_flexion_r` and `_l` are the thighs' elevations over the image's horizontal, `knee_angle_r` and `_l` the
//! knees' flexion, all as seen in each frame; `nan` where a leg is not seen. `straight_leg_raise_r` and `_l` are a
//! trial's own curve, read through its camera and smoothed; `nan` outside trials.

use crate::motion::{LegAngles, Side, Sides, Timestamp, Track, Tracks};
use crate::output_file::OutputFile;
use crate::pipeline::{Outcome, Sink, SinkError, Step};
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

/// Sink for a `.mot` file, which is written at the end: its header holds the number of rows.
pub struct MotWriter {
    /// Until it is finished.
    file: Option<OutputFile>,
    rows: Vec<MotRow>,
}

/// A frame with both legs in it, as they are followed; radians, not a number where a leg is not seen.
struct MotRow {
    time: Timestamp,
    thigh_rad: Sides<f64>,
    knee_rad: Sides<f64>,
}

impl MotWriter {
    pub fn create(path: &Path) -> Result<Self, SinkError> {
        Ok(Self { file: Some(OutputFile::create("the OpenSim motion", path)?), rows: Vec::new() })
    }

    fn text(&self, outcome: &Outcome) -> String {
        const COLUMNS: [&str; 3] = ["hip_flexion", "knee_angle", "straight_leg_raise"];
        let mut text =
            format!("LegRaise\nversion=1\nnRows={}\nnColumns=7\ninDegrees=yes\nendheader\ntime", self.rows.len());
        for name in COLUMNS {
            text += &format!("\t{name}_r\t{name}_l");
        }
        for row in &self.rows {
            let trial = Sides::of(|side| raise_rad(outcome, side, row.time).unwrap_or(f64::NAN));
            // writing into a string cannot fail
            let _ = write!(text, "\n{:.6}", row.time.secs());
            for of in [row.thigh_rad, row.knee_rad, trial] {
                for side in [Side::Right, Side::Left] {
                    let deg = of[side].to_degrees();
                    let _ = if deg.is_nan() { write!(text, "\tnan") } else { write!(text, "\t{deg:.4}") };
                }
            }
        }
        text + "\n"
    }
}

/// A trial's own curve at a moment, radians.
fn raise_rad(outcome: &Outcome, side: Side, time: Timestamp) -> Option<f64> {
    let mut trials = outcome.report.trials.iter().filter(|trial| trial.side == side);
    trials.find_map(|trial| Some(trial.curve.iter().find(|point| point.time == time)?.thigh_rad))
}

/// A person's own sides, followed through exchanged labels.
fn by_side(legs: Tracks<f64>) -> Sides<f64> {
    [legs[Track::A], legs[Track::B]].into()
}

impl Sink for MotWriter {
    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        if let Some(legs) = &step.observation.legs {
            let seen = |of: fn(&LegAngles) -> f64| legs.map(|leg| if leg.seen { of(&leg.angles) } else { f64::NAN });
            let [thigh_rad, knee_rad] = [seen(|leg| leg.thigh_rad), seen(|leg| leg.knee_flexion_rad)].map(by_side);
            self.rows.push(MotRow { time: step.frame.time, thigh_rad, knee_rad });
        }
        Ok(())
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let text = self.text(outcome);
        let Some(mut file) = self.file.take() else { return Ok(()) };
        file.write_all(text.as_bytes()).map_err(|e| file.failed(&e))?;
        file.finish_after(outcome)
    }
}
