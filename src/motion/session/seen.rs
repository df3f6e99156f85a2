//! What is asked of a frame, and what was seen in it: all that a session ever learns of frames.

use crate::motion::body::pose::Pose;
use crate::motion::body::silhouette::Silhouette;
use crate::motion::camera::camera_roll::CameraRoll;

/// What is worth its time in the next frame, besides the pose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Want {
    /// Where the room's vertical is.
    pub camera_roll: bool,
    /// The person's outline.
    pub silhouette: bool,
    /// Whoever is looked for sits or stands: nobody who lies there is looked for in their place.
    pub upright: bool,
}

/// What was seen in one frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// The measured person; `None` when nobody is seen, and then nothing else is either.
    pub pose: Option<Pose>,
    /// Where the vertical is, where that was asked for and the room tells.
    pub camera_roll: Option<CameraRoll>,
    /// The person's outline, where it was asked for.
    pub silhouette: Option<Silhouette>,
    /// The film was cut before this frame: another scene, and nothing goes on from what was seen before.
    pub after_cut: bool,
}

impl From<Pose> for Seen {
    fn from(pose: Pose) -> Self {
        Self { pose: Some(pose), ..Self::default() }
    }
}
