//! The lines of a trace, as they are written and read.

use crate::estimator::ModelInfo;
use crate::motion::{
    CameraRoll, Exercise, FrameEstimate, LevelLine, Pose, Room, SessionCommand, SessionConfig, Silhouette, Timestamp,
};
use crate::pipeline::{Outcome, Start, Step};
use crate::source::{Problem, SourceInfo};
use serde::{Deserialize, Serialize};

/// The format's name and version.
pub const SCHEMA: &str = "legraise.trace/1";

/// The first line: what was measured, by what, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceHeader {
    pub schema: String,
    pub source: SourceInfo,
    pub model: ModelInfo,
    pub config: SessionConfig,
    /// What was done in place of the test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Exercise>,
}

/// The last line: what the source had to say, and how the run ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TraceEnd {
    pub problems: Vec<Problem>,
    /// The user stopped it.
    pub interrupted: bool,
    /// What broke it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

/// A line between the first and the last. Nothing in it is passed over: what this version does not know may change the
/// result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum TraceLine {
    Command {
        t_ns: Timestamp,
        command: SessionCommand,
    },
    End {
        end: TraceEnd,
    },
    Frame {
        t_ns: Timestamp,
        // named, so that it must be there: `null` where nobody was seen
        #[serde(deserialize_with = "Option::deserialize")]
        pose: Option<Box<Pose>>,
        /// The camera's roll, in a frame that was looked at for its vertical.
        #[serde(rename = "plumb", default, skip_serializing_if = "Option::is_none")]
        camera_roll: Option<CameraRoll>,
        /// What may lie level in the room, in a frame that was looked at for it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        level_lines: Vec<LevelLine>,
        /// The person's outline, in a frame that was looked at for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        silhouette: Option<Box<Silhouette>>,
        /// The film was cut before it.
        #[serde(rename = "cut", default, skip_serializing_if = "is_false")]
        after_cut: bool,
    },
    /// A frame that was not read.
    Passed {
        t_ns: Timestamp,
        passed: bool,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(is: &bool) -> bool {
    !is
}

impl TraceHeader {
    pub fn of(start: &Start) -> Self {
        let Start { source, model, config, exercise } = start.clone();
        Self { schema: SCHEMA.to_owned(), source, model, config, exercise }
    }
}

impl TraceEnd {
    pub fn of(outcome: &Outcome) -> Self {
        Self {
            problems: outcome.source_problems.clone(),
            interrupted: outcome.interrupted,
            failure: outcome.failure.as_ref().map(ToString::to_string),
        }
    }
}

impl TraceLine {
    /// What was said before a frame, then the frame and what was seen in it.
    pub fn of(step: &Step) -> impl Iterator<Item = Self> {
        let t_ns = step.frame.time;
        let frame = if step.frame.is_estimated {
            Self::read(t_ns, step.seen.clone())
        } else {
            Self::Passed { t_ns, passed: true }
        };
        let commands = step.commands.iter().map(move |command| Self::Command { t_ns, command: *command });
        commands.chain(std::iter::once(frame))
    }

    fn read(t_ns: Timestamp, seen: FrameEstimate) -> Self {
        let FrameEstimate { pose, room: Room { camera_roll, level_lines }, silhouette, after_cut, is_interpolated: _ } =
            seen;
        let (pose, silhouette) = (pose.map(Box::new), silhouette.map(Box::new));
        Self::Frame { t_ns, pose, camera_roll, level_lines, silhouette, after_cut }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{Keypoint, LANDMARK_COUNT, Side};

    #[test]
    fn lines_survive_the_round_trip() {
        let pose = Pose { presence: 0.9, keypoints: [Keypoint { x: 1.1, y: 2.2, visibility: 0.3 }; LANDMARK_COUNT] };
        let t_ns = Timestamp::from_secs(1.25);
        for line in [
            TraceLine::Frame {
                t_ns,
                pose: Some(Box::new(pose)),
                camera_roll: Some(CameraRoll { roll_rad: 0.01, sd_rad: 0.005 }),
                level_lines: vec![LevelLine { lean_rad: 0.1, right: -0.2, below: 0.3, length: 0.4 }],
                silhouette: None,
                after_cut: true,
            },
            TraceLine::Frame {
                t_ns,
                pose: None,
                camera_roll: None,
                level_lines: Vec::new(),
                silhouette: None,
                after_cut: false,
            },
            TraceLine::Passed { t_ns, passed: true },
            TraceLine::Command { t_ns, command: SessionCommand::ReportDiscomfort },
            TraceLine::Command { t_ns, command: SessionCommand::TellSide(Side::Left) },
            TraceLine::End { end: TraceEnd { interrupted: true, ..TraceEnd::default() } },
            TraceLine::End { end: TraceEnd { failure: Some("the camera is gone".into()), ..TraceEnd::default() } },
        ] {
            let text = serde_json::to_string(&line).unwrap();
            assert_eq!(serde_json::from_str::<TraceLine>(&text).unwrap(), line, "{text}");
        }
    }

    #[test]
    fn a_trace_that_knows_no_failure_ends_without_one() {
        let old: TraceLine = serde_json::from_str(r#"{"end":{"problems":[],"interrupted":false}}"#).unwrap();
        assert_eq!(old, TraceLine::End { end: TraceEnd::default() });
    }
}
