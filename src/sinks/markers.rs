//! Positions of the joints over time, in millimetres, for both marker files, `.trc` and `.c3d`.
//!
//! One camera sees a plane: x to the image's right, y up, the origin at the image's lower left corner. Pixels become
//! millimetres by the person's stature: thigh and shank together are 0.491 of it (Winter 2009). The longest that a leg
//! appears is taken for that, so the scale is as good as the camera is side-on.

use crate::motion::{JointAngles, Landmark, Point, SeenPoints, Side, Timestamp};
use crate::pipeline::{Start, Step};

/// Hip to ankle over stature.
const LEG_OVER_STATURE: f64 = 0.491;

/// Stature that is taken where none is given, metres.
pub const ASSUMED_STATURE_M: f64 = 1.70;

/// An interval longer than so many median ones has a frame missing in it.
const GAP: f64 = 1.5;

/// Where a marker sits.
#[derive(Clone, Copy)]
enum MarkerPlace {
    Landmark(Landmark),
    /// The middle of a landmark's two sides.
    Middle(fn(Side) -> Landmark),
}

/// The markers by the names that pose estimators share (BODY_25, HALPE_26). What they call the big toe is, with
/// BlazePose, the second one's tip.
const MARKERS: [(&str, MarkerPlace); 19] = [
    ("RShoulder", MarkerPlace::Landmark(Landmark::Shoulder(Side::Right))),
    ("LShoulder", MarkerPlace::Landmark(Landmark::Shoulder(Side::Left))),
    ("RElbow", MarkerPlace::Landmark(Landmark::Elbow(Side::Right))),
    ("LElbow", MarkerPlace::Landmark(Landmark::Elbow(Side::Left))),
    ("RWrist", MarkerPlace::Landmark(Landmark::Wrist(Side::Right))),
    ("LWrist", MarkerPlace::Landmark(Landmark::Wrist(Side::Left))),
    ("RHip", MarkerPlace::Landmark(Landmark::Hip(Side::Right))),
    ("LHip", MarkerPlace::Landmark(Landmark::Hip(Side::Left))),
    ("RKnee", MarkerPlace::Landmark(Landmark::Knee(Side::Right))),
    ("LKnee", MarkerPlace::Landmark(Landmark::Knee(Side::Left))),
    ("RAnkle", MarkerPlace::Landmark(Landmark::Ankle(Side::Right))),
    ("LAnkle", MarkerPlace::Landmark(Landmark::Ankle(Side::Left))),
    ("RHeel", MarkerPlace::Landmark(Landmark::Heel(Side::Right))),
    ("LHeel", MarkerPlace::Landmark(Landmark::Heel(Side::Left))),
    ("RBigToe", MarkerPlace::Landmark(Landmark::Toe(Side::Right))),
    ("LBigToe", MarkerPlace::Landmark(Landmark::Toe(Side::Left))),
    ("Nose", MarkerPlace::Landmark(Landmark::Nose)),
    ("Neck", MarkerPlace::Middle(Landmark::Shoulder)),
    ("MidHip", MarkerPlace::Middle(Landmark::Hip)),
];

/// Where each marker is, in their order; `None` where it is not seen.
pub type Places = [Option<Point>; MARKERS.len()];

/// The markers' names, in their order.
pub fn names() -> [&'static str; MARKERS.len()] {
    MARKERS.map(|(name, _)| name)
}

/// The markers of a recording, frame by frame.
pub struct MarkerTable {
    stature_m: f64,
    /// Height of the frames, pixels.
    height: f64,
    /// Of all frames.
    times: Vec<Timestamp>,
    /// In pixels of the image.
    rows: Vec<Markers>,
}

/// A frame with somebody in it.
#[derive(Clone, Copy)]
pub struct Markers {
    /// Number of the frame, from 0.
    pub frame: u64,
    pub time: Timestamp,
    /// Length of the longer leg.
    leg: f64,
    pub places: Places,
}

impl MarkerTable {
    /// `stature_m` of the person, metres.
    pub fn new(stature_m: f64) -> Self {
        Self { stature_m, height: 0.0, times: Vec::new(), rows: Vec::new() }
    }

    pub fn begin(&mut self, start: &Start) {
        self.height = f64::from(start.source.height);
    }

    pub fn step(&mut self, step: &Step) {
        if let (Some(pose), Some(angles)) = (&step.seen.pose, &step.observation.angles) {
            let seen = SeenPoints::new(pose, step.observation.legs.as_ref());
            let places = MARKERS.map(|(_, on)| match on {
                MarkerPlace::Landmark(landmark) => seen.point(landmark),
                MarkerPlace::Middle(of) => seen.midpoint(of),
            });
            let (frame, time) = (step.frame.index, step.frame.time);
            self.rows.push(Markers { frame, time, leg: leg_length(angles), places });
        }
        self.times.push(step.frame.time);
    }

    /// The frames with somebody in them, in millimetres.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Markers> {
        let mm_per_px = self.mm_per_px();
        let in_mm = move |at: Point| Point::new(at.x * mm_per_px, (self.height - at.y) * mm_per_px);
        self.rows.iter().map(move |row| Markers {
            leg: row.leg * mm_per_px,
            places: row.places.map(|place| place.map(in_mm)),
            ..*row
        })
    }

    /// When the first frame was taken, and the last one.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        Some((*self.times.first()?, *self.times.last()?))
    }

    /// Frames a second, gaps apart; 1 of a single one.
    pub fn rate_hz(&self) -> f64 {
        let mut intervals_s: Vec<f64> = self.times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        intervals_s.sort_by(f64::total_cmp);
        let Some(median_s) = intervals_s.get(intervals_s.len() / 2) else { return 1.0 };
        let without_gaps = intervals_s.partition_point(|interval_s| *interval_s <= GAP * median_s);
        without_gaps as f64 / intervals_s[..without_gaps].iter().sum::<f64>()
    }

    fn mm_per_px(&self) -> f64 {
        let mut legs: Vec<f64> = self.rows.iter().map(|row| row.leg).collect();
        legs.sort_by(f64::total_cmp);
        // not the very longest: a misread frame must not scale all others
        let leg = legs.get(legs.len() * 9 / 10).copied().unwrap_or(1.0);
        1000.0 * self.stature_m * LEG_OVER_STATURE / leg.max(1.0)
    }
}

/// Thigh and shank of the leg that appears longer, pixels.
fn leg_length(angles: &JointAngles) -> f64 {
    let [left, right] = Side::BOTH.map(|side| angles.legs[side].thigh_and_shank());
    left.max(right)
}
