//! A recording of what the pose model saw: raw poses, their times and the operator's commands, as JSON lines. Replaying a trace gives the
//! same result as the run that recorded it.
//!
//! The first line is a [`TraceHeader`], the last a [`TraceEnd`]; every line between is a frame or a command.

use crate::estimator::ModelInfo;
use crate::motion::{Plumb, Pose, Seen, SessionCommand, SessionConfig, Silhouette, Timestamp};
use crate::source::{SourceInfo, SourceProblem};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};

/// The format's name and version.
pub const SCHEMA: &str = "legraise.trace/1";

/// The first line: what was measured, by what, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TraceHeader {
    pub schema: String,
    pub source: SourceInfo,
    pub model: ModelInfo,
    pub config: SessionConfig,
}

/// The last line: what the source had to say, and how the run ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TraceEnd {
    pub problems: Vec<SourceProblem>,
    /// The user stopped it.
    pub interrupted: bool,
    /// What broke it off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

/// A line between the first and the last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
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
        pose: Option<Box<Pose>>,
        /// Of a picture that was looked at for its vertical.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plumb: Option<Plumb>,
        /// Of a picture that was looked at for the person's outline.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        silhouette: Option<Box<Silhouette>>,
    },
}

impl TraceLine {
    /// A frame and what was seen in it.
    pub fn frame(t_ns: Timestamp, seen: &Seen) -> Self {
        let Seen { pose, plumb, silhouette } = seen.clone();
        Self::Frame { t_ns, pose: pose.map(Box::new), plumb, silhouette: silhouette.map(Box::new) }
    }
}

/// Why a trace can't be read.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    #[error("can't read the trace ({reason}): {}", .path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("not a trace that this version reads ({reason}); record it again with --trace: {}, line {line}", .path.display())]
    Malformed { path: PathBuf, line: usize, reason: String },
}

/// Reads a trace line by line.
pub struct TraceReader {
    path: PathBuf,
    header: TraceHeader,
    lines: Lines<BufReader<File>>,
    line: usize,
}

impl TraceReader {
    pub fn open(path: &Path) -> Result<Self, TraceError> {
        let unreadable = |e: std::io::Error| TraceError::Unreadable { path: path.to_owned(), reason: e.to_string() };
        let mut lines = BufReader::new(File::open(path).map_err(unreadable)?).lines();
        let malformed = |reason: String| TraceError::Malformed { path: path.to_owned(), line: 1, reason };
        let first = lines.next().ok_or_else(|| malformed("it is empty".into()))?.map_err(unreadable)?;
        let header: TraceHeader = serde_json::from_str(&first).map_err(|e| malformed(e.to_string()))?;
        if header.schema != SCHEMA {
            return Err(malformed(format!("its schema is {}, not {SCHEMA}", header.schema)));
        }
        Ok(Self { path: path.to_owned(), header, lines, line: 1 })
    }

    pub fn header(&self) -> &TraceHeader {
        &self.header
    }
}

impl Iterator for TraceReader {
    type Item = Result<TraceLine, TraceError>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.lines.next()?;
        self.line += 1;
        let malformed = |reason: String| TraceError::Malformed { path: self.path.clone(), line: self.line, reason };
        Some(
            text.map_err(|e| malformed(e.to_string()))
                .and_then(|text| serde_json::from_str(&text).map_err(|e| malformed(e.to_string()))),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{Keypoint, LANDMARK_COUNT};

    #[test]
    fn lines_survive_the_round_trip() {
        let pose = Pose { presence: 0.9, keypoints: [Keypoint { x: 1.1, y: 2.2, visibility: 0.3 }; LANDMARK_COUNT] };
        let t_ns = Timestamp::from_secs(1.25);
        for line in [
            TraceLine::Frame {
                t_ns,
                pose: Some(Box::new(pose)),
                plumb: Some(Plumb { roll_rad: 0.01, sd_rad: 0.005 }),
                silhouette: None,
            },
            TraceLine::Frame { t_ns, pose: None, plumb: None, silhouette: None },
            TraceLine::Command { t_ns, command: SessionCommand::ReportDiscomfort },
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

    #[test]
    fn a_file_that_is_no_trace_is_refused_with_its_line() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "{\"schema\":\"other\"}\n").unwrap();
        let error = TraceReader::open(file.path()).err().unwrap().to_string();
        assert!(error.contains("line 1"), "{error}");
    }
}
