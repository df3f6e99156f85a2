//! OpenSim's marker file: where the joints are over time.
//!
//! One camera sees a plane: x to the image's right, y up, z 0, the origin at the image's lower left corner. Pixels
//! become millimetres by the person's stature: thigh and shank together are 0.491 of it (Winter 2009). The longest that
//! a leg appears is taken for that, so the scale is as good as the camera is side-on.

use crate::motion::{JointAngles, Landmark, Point, Side};
use crate::output_file::OutputFile;
use crate::pipeline::{Outcome, Sink, SinkError, Start, Step};
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Hip to ankle over stature.
const LEG_OVER_STATURE: f64 = 0.491;

/// Stature that is taken where none is given, metres.
pub const ASSUMED_STATURE_M: f64 = 1.70;

/// A landmark that there is on both sides.
type LandmarkOf = fn(Side) -> Landmark;

/// The markers, right before left.
const MARKERS: [(&str, LandmarkOf); 6] = [
    ("Shoulder", Landmark::Shoulder),
    ("Elbow", Landmark::Elbow),
    ("Wrist", Landmark::Wrist),
    ("Hip", Landmark::Hip),
    ("Knee", Landmark::Knee),
    ("Ankle", Landmark::Ankle),
];

/// Sink for a `.trc` file, which is written at the end: its header holds the number of rows.
pub struct TrcWriter {
    path: PathBuf,
    /// Until it is finished.
    file: Option<OutputFile>,
    stature_m: f64,
    /// Size of the frames, pixels.
    height: f64,
    rows: Vec<TrcRow>,
}

/// A frame with somebody in it.
struct TrcRow {
    frame: u64,
    time_s: f64,
    /// Length of the longer leg, pixels.
    leg: f64,
    /// Markers in the order of [`MARKERS`], right and left of each, pixels.
    markers: Vec<Point>,
}

impl TrcWriter {
    /// `stature_m` of the person, metres.
    pub fn create(path: &Path, stature_m: f64) -> Result<Self, SinkError> {
        let file = Some(OutputFile::create("the OpenSim markers", path)?);
        Ok(Self { path: path.to_owned(), file, stature_m, height: 0.0, rows: Vec::new() })
    }

    fn text(&self) -> String {
        let (rows, markers) = (self.rows.len(), 2 * MARKERS.len());
        let span_s = self.rows.first().zip(self.rows.last()).map_or(0.0, |(first, last)| last.time_s - first.time_s);
        let rate = if span_s > 0.0 { (rows - 1) as f64 / span_s } else { 1.0 };
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let mut text = format!("PathFileType\t4\t(X/Y/Z)\t{name}\n");
        text += "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames\n";
        text += &format!("{rate:.3}\t{rate:.3}\t{rows}\t{markers}\tmm\t{rate:.3}\t1\t{rows}\nFrame#\tTime");
        let names = MARKERS.iter().flat_map(|(name, _)| [format!("R{name}"), format!("L{name}")]);
        text.extend(names.map(|name| format!("\t{name}\t\t")));
        text += "\n\t";
        text.extend((1..=markers).map(|i| format!("\tX{i}\tY{i}\tZ{i}")));
        text += "\n\n";
        let mm_per_px = self.mm_per_px();
        for row in &self.rows {
            // writing into a string cannot fail
            let _ = write!(text, "{}\t{:.6}", row.frame, row.time_s);
            for at in &row.markers {
                let _ = write!(text, "\t{:.3}\t{:.3}\t0.000", at.x * mm_per_px, (self.height - at.y) * mm_per_px);
            }
            text.push('\n');
        }
        text
    }

    fn mm_per_px(&self) -> f64 {
        let mut legs: Vec<f64> = self.rows.iter().map(|row| row.leg).collect();
        legs.sort_by(f64::total_cmp);
        // not the very longest: a misread frame must not scale all others
        let leg = legs.get(legs.len() * 9 / 10).copied().unwrap_or(1.0);
        1000.0 * self.stature_m * LEG_OVER_STATURE / leg.max(1.0)
    }
}

impl Sink for TrcWriter {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.height = f64::from(start.source.height);
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        if let (Some(pose), Some(angles)) = (&step.seen.pose, &step.observation.angles) {
            self.rows.push(TrcRow {
                frame: step.frame.index + 1,
                time_s: step.frame.time.secs(),
                leg: leg_length(angles),
                markers: MARKERS
                    .iter()
                    .flat_map(|(_, of)| [Side::Right, Side::Left].map(|side| pose.point(of(side))))
                    .collect(),
            });
        }
        Ok(())
    }

    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let text = self.text();
        let Some(mut file) = self.file.take() else { return Ok(()) };
        file.write_all(text.as_bytes()).map_err(|e| file.failed(&e))?;
        file.finish_after(outcome)
    }
}

/// Thigh and shank of the leg that appears longer, pixels.
fn leg_length(angles: &JointAngles) -> f64 {
    let length = |side| {
        let leg = &angles.legs[side];
        leg.hip.distance(leg.knee) + leg.knee.distance(leg.ankle)
    };
    length(Side::Left).max(length(Side::Right))
}
