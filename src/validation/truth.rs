//! What is known about files before they are measured.

use super::expectation::Expectation;
use crate::files;
use crate::motion::{Depth, EndedBy, Side};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// What the elevation of a leg can be, degrees.
pub(super) const LEGS_DEG: RangeInclusive<f64> = -90.0..=180.0;
/// What a turn can be, of a camera or a joint, degrees.
pub(super) const TURNS_DEG: RangeInclusive<f64> = -180.0..=180.0;
/// What a moment in a recording can be, seconds.
pub(super) const TIMES_S: RangeInclusive<f64> = 0.0..=86_400.0;

/// One file to measure with what is true of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub path: PathBuf,
    pub view: CaseView,
    /// At least one; each from a file of truth of its own.
    pub truths: Vec<Truth>,
}

/// What is true of a file, as far as one file of truth tells it.
#[derive(Clone, Debug, PartialEq)]
pub enum Truth {
    /// The raises of a clip, in order.
    Clip(Vec<TrueTrial>),
    /// The raised leg of an image.
    Image(TrueImage),
    /// Legs that somebody has marked in frames of a recording.
    Marks(Vec<TrueMark>),
    /// What must come of a recording.
    Expected(Expectation),
}

/// How a file was filmed, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CaseView {
    /// How far the camera stands off side-on, degrees.
    pub yaw_deg: Option<f64>,
    /// How far the camera is tilted about its axis, degrees: the floor's slope in the image.
    pub roll_deg: Option<f64>,
    pub depth: Option<Depth>,
    pub head: Option<Head>,
}

/// Where in the image the head lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Head {
    Left,
    Right,
}

impl Head {
    pub fn opposite(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// A raise as it really was.
#[derive(Clone, Debug, PartialEq)]
pub struct TrueTrial {
    pub side: Option<Side>,
    /// Highest elevation of the thigh over the floor before the first violation, degrees.
    pub angle_deg: f64,
    /// `None` when nobody noted it.
    pub ended_by: Option<EndedBy>,
    /// When the violation began, seconds since the clip's start.
    pub onset_s: Option<f64>,
    pub passed: bool,
    /// Every frame from the start of the raise to the end of the lowering, in order of time; empty when only the angle
    /// is known.
    pub frames: Vec<TrueFrame>,
}

/// The thigh's elevation in one frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrueFrame {
    /// Seconds since the clip's start.
    pub time_s: f64,
    pub thigh_deg: f64,
}

/// The raised leg in an image as it really was.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrueImage {
    pub side: Option<Side>,
    /// Elevation of the line hip → ankle over the floor, degrees.
    pub leg_deg: f64,
    /// The other leg's, where it is known.
    pub other_deg: Option<f64>,
}

/// A leg that somebody has marked in one frame: the line hip → ankle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrueMark {
    /// Number of the frame, from 0, in the order of decoding.
    pub frame: u64,
    pub leg: MarkedLeg,
    pub depth: Option<Depth>,
    pub head: Option<Head>,
    /// Elevation over the image's horizontal, degrees: 0 towards the feet, 90 up.
    pub leg_deg: f64,
    /// How far off the marker may be, degrees.
    pub plus_minus_deg: f64,
}

/// Which leg is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkedLeg {
    /// This one: it must also be called by this side.
    Named(Side),
    /// This one; the other one lies on it, or nobody asked for its side.
    Like(Side),
    /// The legs lie on each other: either will do.
    Either,
}

impl TrueMark {
    fn mirrored(&self) -> Self {
        let leg = match self.leg {
            MarkedLeg::Named(side) => MarkedLeg::Named(side.opposite()),
            MarkedLeg::Like(side) => MarkedLeg::Like(side.opposite()),
            MarkedLeg::Either => MarkedLeg::Either,
        };
        Self { leg, head: self.head.map(Head::opposite), ..*self }
    }
}

/// What is wrong with a file of truth.
#[derive(Debug, thiserror::Error)]
pub enum TruthError {
    #[error(
        "no truth in the folder; it is looked for in truth.csv (file,side,angle_deg), truth.json (rendered pictures), annotations.json (labelled pictures), labels.csv (marked legs: file,frame,leg,hip_ankle_deg), expectations.json (what must come of a recording) and NAME.truth.json beside NAME.mp4: {}", .0.display()
    )]
    NotFound(PathBuf),
    #[error("can't read the truth ({reason}): {}", .path.display())]
    Unreadable { path: PathBuf, reason: String },
    /// The reason says what to do, too.
    #[error("line {line} of the truth: {reason}: {}", .path.display())]
    Malformed { path: PathBuf, line: u64, reason: String },
    #[error("none of the files that the truth names is there; copy them beside it: {}", .0.display())]
    FilesMissing(PathBuf),
}

impl TruthError {
    pub(super) fn of_json(path: &Path, error: &serde_json::Error) -> Self {
        Self::Malformed { path: path.to_owned(), line: error.line() as u64, reason: files::json_reason(error) }
    }
}

/// No truth is larger: rendered ones have 300 bytes a frame.
const MOST_BYTES: u64 = 256 << 20;

/// The text of a file of truth.
pub(super) fn text_of(path: &Path) -> Result<String, TruthError> {
    files::read_text(path, MOST_BYTES).map_err(|error| unreadable(path, &error))
}

/// The same in whatever letters it is.
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>, TruthError> {
    files::read(path, MOST_BYTES).map_err(|error| unreadable(path, &error))
}

/// Reads an angle of a rendering or a label from JSON, and an elevation of a leg, and a moment.
pub(super) fn turn_deg<'de, D: Deserializer<'de>>(json: D) -> Result<f64, D::Error> {
    within(json, TURNS_DEG)
}

pub(super) fn leg_deg<'de, D: Deserializer<'de>>(json: D) -> Result<f64, D::Error> {
    within(json, LEGS_DEG)
}

pub(super) fn time_s<'de, D: Deserializer<'de>>(json: D) -> Result<f64, D::Error> {
    within(json, TIMES_S)
}

fn within<'de, D: Deserializer<'de>>(json: D, sensible: RangeInclusive<f64>) -> Result<f64, D::Error> {
    let value = f64::deserialize(json)?;
    let (least, most) = (sensible.start(), sensible.end());
    let wrong = || Error::custom(format!("a number from {least} to {most} must stand here, not {value}"));
    sensible.contains(&value).then_some(value).ok_or_else(wrong)
}

/// The cases whose file exists: part of a collection is a collection.
pub(super) fn existing(cases: Vec<Case>, truth: &Path) -> Result<Vec<Case>, TruthError> {
    let there: Vec<Case> = cases.into_iter().filter(|case| case.path.is_file()).collect();
    if there.is_empty() { Err(TruthError::FilesMissing(truth.to_owned())) } else { Ok(there) }
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> TruthError {
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder; check the spelling".to_owned(),
        std::io::ErrorKind::NotADirectory => "it is a file; give the folder that holds the truth".to_owned(),
        std::io::ErrorKind::InvalidData => "it is not a text in UTF-8; save it as such".to_owned(),
        _ => files::reason(error),
    };
    TruthError::Unreadable { path: path.to_owned(), reason }
}

impl Case {
    /// The same in a mirror.
    pub fn mirrored(&self) -> Self {
        let head = self.view.head.map(Head::opposite);
        let truths = self.truths.iter().map(Truth::mirrored).collect();
        let [yaw_deg, roll_deg] = [self.view.yaw_deg, self.view.roll_deg].map(|angle| angle.map(|deg| -deg));
        let view = CaseView { yaw_deg, roll_deg, head, ..self.view };
        Self { path: self.path.clone(), view, truths }
    }
}

impl CaseView {
    /// What is known of it, or else what `other` knows.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            yaw_deg: self.yaw_deg.or(other.yaw_deg),
            roll_deg: self.roll_deg.or(other.roll_deg),
            depth: self.depth.or(other.depth),
            head: self.head.or(other.head),
        }
    }
}

impl Truth {
    fn mirrored(&self) -> Self {
        let flip = |side: Option<Side>| side.map(Side::opposite);
        match self {
            Self::Image(image) => Self::Image(TrueImage { side: flip(image.side), ..*image }),
            Self::Clip(trials) => {
                Self::Clip(trials.iter().map(|t| TrueTrial { side: flip(t.side), ..t.clone() }).collect())
            }
            Self::Marks(marks) => Self::Marks(marks.iter().map(TrueMark::mirrored).collect()),
            Self::Expected(expected) => Self::Expected(Expectation { side: flip(expected.side), ..expected.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_mirror_the_marked_leg_is_the_other_one_and_either_stays_either() {
        let mark = TrueMark {
            frame: 3,
            leg: MarkedLeg::Named(Side::Left),
            depth: Some(Depth::Far),
            head: Some(Head::Left),
            leg_deg: 40.0,
            plus_minus_deg: 5.0,
        };
        let mirrored = mark.mirrored();
        assert_eq!((mirrored.leg, mirrored.head), (MarkedLeg::Named(Side::Right), Some(Head::Right)));
        assert_eq!((mirrored.depth, mirrored.leg_deg), (Some(Depth::Far), 40.0));
        let either = TrueMark { leg: MarkedLeg::Either, ..mark };
        assert_eq!(either.mirrored().leg, MarkedLeg::Either);
    }

    #[test]
    fn in_a_mirror_sides_head_yaw_and_roll_are_swapped_and_near_stays_near() {
        let view =
            CaseView { yaw_deg: Some(20.0), roll_deg: Some(-4.0), depth: Some(Depth::Near), head: Some(Head::Left) };
        let image = TrueImage { side: Some(Side::Left), leg_deg: 70.0, other_deg: None };
        let case = Case { path: "a.png".into(), view, truths: vec![Truth::Image(image)] };
        let mirrored = case.mirrored();
        let view =
            CaseView { yaw_deg: Some(-20.0), roll_deg: Some(4.0), depth: Some(Depth::Near), head: Some(Head::Right) };
        assert_eq!(mirrored.view, view);
        assert_eq!(
            mirrored.truths,
            [Truth::Image(TrueImage { side: Some(Side::Right), leg_deg: 70.0, other_deg: None })]
        );
        assert_eq!(mirrored.mirrored(), case);
    }
}
