//! What a session found, once it is over.

use crate::motion::body::pose::{Side, Sides};
use crate::motion::body::quality::View;
use crate::motion::camera::camera_roll::CameraRoll;
use crate::motion::trial::trial::Trial;
use crate::motion::trial::verdict::{Verdict, VerdictKind};

/// The trials of one leg together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SideSummary {
    pub trials: usize,
    pub mean_rad: f64,
    pub best_rad: f64,
    /// The verdict of the best trial: a leg that went that far once without a violation can.
    pub verdict: Verdict,
}

/// What a session found.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionReport {
    pub view: View,
    pub trials: Vec<Trial>,
    pub sides: Sides<Option<SideSummary>>,
    /// A stable rest was seen at some time.
    pub rest_seen: bool,
    /// Somebody was seen, lying or not.
    pub anybody_seen: bool,
    /// Whoever was seen lay flat, at least for a part of the time.
    pub lies_flat: bool,
    /// Frames with that leg in the air, also when raises of that leg do not count.
    pub frames_raised: Sides<u64>,
    /// Raises that went higher than a leg can, and were left out.
    pub misread_raises: u32,
    /// The picture stands on its head: what was raised points down in it.
    pub upside_down: bool,
    /// Where the room's vertical is in the picture, if anything told.
    pub camera_roll: Option<CameraRoll>,
}

impl SideSummary {
    /// The judged trials of one side together; those that are unclear do not count.
    pub fn of<'a>(trials: impl Iterator<Item = &'a Trial> + Clone, side: Side) -> Option<Self> {
        let counted = || trials.clone().filter(|t| t.side == side && t.verdict.kind != VerdictKind::Unclear);
        let best = counted().max_by(|a, b| a.angle_rad.total_cmp(&b.angle_rad))?;
        let count = counted().count();
        Some(Self {
            trials: count,
            mean_rad: counted().map(|t| t.angle_rad).sum::<f64>() / count as f64,
            best_rad: best.angle_rad,
            verdict: best.verdict,
        })
    }
}
