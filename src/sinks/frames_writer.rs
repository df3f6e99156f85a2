//! Every frame as a row of a CSV file.

use crate::motion::{CompensationKind, LiveReading, Track, TrackedLeg, hundredths};
use crate::output_file::OutputFile;
use crate::pipeline::{Outcome, Sink, SinkError, Step};
use serde::Serialize;
use std::path::Path;

const WHAT: &str = "the table of frames";

/// Sink for the table of frames. Angles in degrees; empty where nothing was seen, or nothing that can be believed.
pub struct FramesWriter {
    /// Until it is finished.
    table: Option<csv::Writer<OutputFile>>,
}

/// A row; the field names are the file's header.
#[derive(Debug, Default, Serialize)]
struct FrameRow {
    frame: u64,
    time_s: f64,
    /// Whether the model has read the frame; otherwise its values are interpolated.
    read: bool,
    phase: &'static str,
    raised_side: Option<&'static str>,
    /// Live, causal: the trial's own number comes from the whole raise.
    angle_deg: Option<f64>,
    knee_beyond_rest_deg: Option<f64>,
    opposite_beyond_rest_deg: Option<f64>,
    left_leg_deg: Option<f64>,
    left_thigh_deg: Option<f64>,
    left_knee_deg: Option<f64>,
    left_visibility: Option<f64>,
    left_seen: Option<bool>,
    right_leg_deg: Option<f64>,
    right_thigh_deg: Option<f64>,
    right_knee_deg: Option<f64>,
    right_visibility: Option<f64>,
    right_seen: Option<bool>,
    trunk_deg: Option<f64>,
    knee_bend: Option<&'static str>,
    opposite_leg_lift: Option<&'static str>,
}

impl FramesWriter {
    pub fn create(path: &Path) -> Result<Self, SinkError> {
        let file = OutputFile::create(WHAT, path)?;
        Ok(Self { table: Some(csv::Writer::from_writer(file)) })
    }
}

impl Sink for FramesWriter {
    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        let Some(table) = &mut self.table else { return Ok(()) };
        table.serialize(row(step)).map_err(|e| match e.into_kind() {
            // as it is: a conversion would hide the full disk
            csv::ErrorKind::Io(e) => table.get_ref().failed(&e),
            other => table.get_ref().failed(&std::io::Error::other(format!("{other:?}"))),
        })
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let Some(table) = self.table.take() else { return Ok(()) };
        let file = table.into_inner().map_err(|e| {
            let why = e.error().kind().into();
            e.into_inner().get_ref().failed(&why)
        })?;
        file.finish_after(outcome)
    }
}

fn row(step: &Step) -> FrameRow {
    let seen = &step.observation;
    let live = |of: fn(&LiveReading) -> Option<f64>| seen.live.as_ref().and_then(of).map(degrees);
    // a person's own side, followed through label swaps
    let leg = |track: Track, of: fn(&TrackedLeg) -> f64| seen.legs.as_ref().map(|legs| of(&legs[track]));
    let angle = |track: Track, of: fn(&TrackedLeg) -> f64| {
        seen.legs.as_ref().map(|legs| &legs[track]).filter(|leg| leg.seen).map(|leg| degrees(of(leg)))
    };
    let level = |kind: CompensationKind| {
        let held = seen.compensations.iter().find(|c| c.kind == kind);
        held.map(|c| if c.stop { "stop" } else { "warn" })
    };
    FrameRow {
        frame: step.frame.index,
        // divided, not multiplied: 166666667 ns must print as 0.166666667
        time_s: step.frame.time.0 as f64 / 1e9,
        read: step.frame.is_estimated,
        phase: seen.phase.name(),
        raised_side: seen.live.map(|l| l.side.name()),
        angle_deg: live(|l| Some(l.angle_rad)),
        knee_beyond_rest_deg: live(|l| Some(l.knee_flexion_rad)),
        opposite_beyond_rest_deg: live(|l| l.opposite_leg_rad),
        left_leg_deg: angle(Track::A, |l| l.angles.leg_rad),
        left_thigh_deg: angle(Track::A, |l| l.angles.thigh_rad),
        left_knee_deg: angle(Track::A, |l| l.angles.knee_flexion_rad),
        left_visibility: leg(Track::A, |l| l.angles.visibility).map(hundredths),
        left_seen: seen.legs.map(|l| l[Track::A].seen),
        right_leg_deg: angle(Track::B, |l| l.angles.leg_rad),
        right_thigh_deg: angle(Track::B, |l| l.angles.thigh_rad),
        right_knee_deg: angle(Track::B, |l| l.angles.knee_flexion_rad),
        right_visibility: leg(Track::B, |l| l.angles.visibility).map(hundredths),
        right_seen: seen.legs.map(|l| l[Track::B].seen),
        trunk_deg: seen.angles.map(|a| degrees(a.trunk_rad)),
        knee_bend: level(CompensationKind::KneeBend),
        opposite_leg_lift: level(CompensationKind::OppositeLegLift),
    }
}

fn degrees(rad: f64) -> f64 {
    hundredths(rad.to_degrees())
}
