//! What a session found, once it is over.

use crate::motion::body::pose::Sides;
use crate::motion::body::quality::View;
use crate::motion::camera::camera_roll::CameraRoll;
use crate::motion::guide::decision::Decision;
use crate::motion::trial::leg_result::SideSummary;
use crate::motion::trial::trial::Trial;

/// What a session found.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionReport {
    pub view: View,
    pub trials: Vec<Trial>,
    pub sides: Sides<Option<SideSummary>>,
    /// What all of it comes to.
    pub decision: Decision,
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
