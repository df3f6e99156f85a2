//! An exercise as data, as in a file of the catalogue.

use super::condition::Condition;
use super::measure::Measure;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// An exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Name in small letters with underscores: it names the file, the words and the record's entries.
    pub name: String,
    /// The title of a user's own exercise; the program's own have theirs in the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub posture: Posture,
    pub legs: Legs,
    pub watch: Watch,
    #[serde(default)]
    pub offer: Offer,
    pub dose: Dose,
    /// The position to hold or reach: all conditions hold there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub position: Vec<Condition>,
    /// Where a repetition begins and ends: all conditions hold there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub start: Vec<Condition>,
    #[serde(default, rename = "fault", skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FaultRule>,
    /// How to recognise bouncing; `None`: it is not looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounce: Option<Bounce>,
    /// Reminders that are spoken in turn while a position is held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
    /// The name of the furthest value of the position's first measure, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<NamedResult>,
    /// Both legs at the start and in position, drawn to show the exercise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_pose: Option<KeyPose>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_pose: Option<KeyPose>,
}

/// How somebody is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posture {
    /// Lying on the back.
    Supine,
    /// Lying on the back with both knees drawn up and the feet on the floor.
    HookLying,
    Sitting,
    Standing,
}

/// Which legs work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Legs {
    /// All sets of one leg, then those of the other.
    Each,
    /// One after the other within a set.
    Alternate,
    /// Together.
    Both,
}

/// What the camera can check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Watch {
    /// Position, time and the faults that matter.
    Full,
    /// Position and time, but not everything that matters, such as a rounded back.
    Partial,
    /// Nothing: the exercise is explained and timed.
    None,
}

/// Whom it is offered to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// People with a tight leg, for that leg.
    Stretch,
    /// People without a warning sign.
    #[default]
    Companion,
}

/// A reminder that is spoken now and then, whatever the camera sees; each has its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    KeepBreathing,
    /// Stretch gently, never into pain.
    StretchGently,
    /// Keep the back straight, which the camera can't check.
    KeepBackStraight,
}

impl Reminder {
    pub const ALL: [Self; 3] = [Self::KeepBreathing, Self::StretchGently, Self::KeepBackStraight];

    /// The name in the keys of its words.
    pub fn name(self) -> &'static str {
        match self {
            Self::KeepBreathing => "keep_breathing",
            Self::StretchGently => "stretch_gently",
            Self::KeepBackStraight => "keep_back_straight",
        }
    }
}

/// A number that an exercise gives, and that has a name of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamedResult {
    /// Knee flexion that remains while the thigh is held vertical (active knee extension).
    PoplitealAngle,
}

impl NamedResult {
    pub const ALL: [Self; 1] = [Self::PoplitealAngle];

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::PoplitealAngle => "popliteal_angle",
        }
    }
}

/// The dose: how much is done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dose {
    /// Number of sets; for each leg, where each has its own.
    pub sets: u32,
    #[serde(default = "one")]
    pub reps: u32,
    /// How long each position is held; 0: it need not be held.
    #[serde(default)]
    pub hold_s: f64,
    #[serde(default)]
    pub rest_s: f64,
    /// How far the user may raise `reps` and `hold_s`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_reps: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_hold_s: Option<f64>,
}

fn one() -> u32 {
    1
}

/// What can spoil an exercise; each has its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    KneeBent,
    OtherLegUp,
    OtherLegBent,
    TooHigh,
    HipsLow,
    TrunkUp,
    /// Up and down in place of holding.
    Bouncing,
    /// The other leg does it.
    WrongLeg,
}

impl Posture {
    pub const ALL: [Self; 4] = [Self::Supine, Self::HookLying, Self::Sitting, Self::Standing];

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Supine => "supine",
            Self::HookLying => "hook_lying",
            Self::Sitting => "sitting",
            Self::Standing => "standing",
        }
    }

    pub fn is_lying(self) -> bool {
        matches!(self, Self::Supine | Self::HookLying)
    }
}

impl FaultKind {
    pub const ALL: [Self; 8] = [
        Self::KneeBent,
        Self::OtherLegUp,
        Self::OtherLegBent,
        Self::TooHigh,
        Self::HipsLow,
        Self::TrunkUp,
        Self::Bouncing,
        Self::WrongLeg,
    ];

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::KneeBent => "knee_bent",
            Self::OtherLegUp => "other_leg_up",
            Self::OtherLegBent => "other_leg_bent",
            Self::TooHigh => "too_high",
            Self::HipsLow => "hips_low",
            Self::TrunkUp => "trunk_up",
            Self::Bouncing => "bouncing",
            Self::WrongLeg => "wrong_leg",
        }
    }
}

/// A fault: the condition that shows it, and how long that must last.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    pub kind: FaultKind,
    pub when: Condition,
    pub for_s: f64,
}

/// Extremes of a measure that alternate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounce {
    pub measure: Measure,
    /// Further apart than this.
    pub over_deg: f64,
    pub within_s: f64,
}

/// A body side-on: elevation of the thigh and flexion of the knee of each leg, and how far the trunk is up from lying:
/// 90 sitting or standing upright; degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyPose {
    pub working: [f64; 2],
    pub other: [f64; 2],
    /// Of somebody lying, the hips are lifted by it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub trunk: f64,
}

fn is_zero(deg: &f64) -> bool {
    *deg == 0.0
}

/// Why an exercise is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum BadExercise {
    /// Other letters than a-z, digits and underscores, or too many.
    Name(String),
    /// Too long, or with letters that are not shown.
    Title,
    Beyond {
        what: &'static str,
        value: f64,
        range: RangeInclusive<f64>,
    },
    TooMany {
        what: &'static str,
        most: usize,
    },
    /// The camera should watch, but there is no position.
    NoPosition,
    /// The camera does not watch, but there is something to judge.
    Unwatched,
    /// The camera does not watch, and nothing is timed.
    Untimed,
    /// Nothing says where a repetition begins.
    NoStart,
    /// A condition without a limit.
    NoLimit,
    /// A condition's lower limit is above its upper one.
    Reversed,
}

const SETS: RangeInclusive<f64> = 1.0..=20.0;
const REPS: RangeInclusive<f64> = 1.0..=200.0;
const SECONDS: RangeInclusive<f64> = 0.0..=600.0;
const FAULT_S: RangeInclusive<f64> = 0.1..=30.0;
const DEGREES: RangeInclusive<f64> = -180.0..=180.0;
const SLACK_DEG: RangeInclusive<f64> = 0.0..=45.0;
const BOUNCE_DEG: RangeInclusive<f64> = 1.0..=45.0;
const BOUNCE_S: RangeInclusive<f64> = 0.5..=30.0;
/// The most conditions or faults that an exercise may have.
const MOST: usize = 20;

impl Exercise {
    /// # Errors
    /// What in it makes no sense.
    pub fn check(&self) -> Result<(), BadExercise> {
        let in_name = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
        if self.name.is_empty() || self.name.len() > 60 || !self.name.chars().all(in_name) {
            return Err(BadExercise::Name(self.name.chars().take(60).collect()));
        }
        if self.title.as_ref().is_some_and(|title| title.chars().count() > 80 || title.chars().any(char::is_control)) {
            return Err(BadExercise::Title);
        }
        self.dose.check()?;
        for (what, count) in
            [("position", self.position.len()), ("start", self.start.len()), ("fault", self.faults.len())]
        {
            if count > MOST {
                return Err(BadExercise::TooMany { what, most: MOST });
            }
        }
        let of_faults = self.faults.iter().map(|fault| &fault.when);
        self.position.iter().chain(&self.start).chain(of_faults).try_for_each(Condition::check)?;
        self.faults.iter().try_for_each(|fault| within("for_s", fault.for_s, FAULT_S))?;
        if let Some(bounce) = &self.bounce {
            within("over_deg", bounce.over_deg, BOUNCE_DEG)?;
            within("within_s", bounce.within_s, BOUNCE_S)?;
        }
        for pose in self.from_pose.iter().chain(&self.to_pose) {
            let angles = pose.working.iter().chain(&pose.other).chain([&pose.trunk]);
            angles.copied().try_for_each(|deg| within("pose", deg, DEGREES))?;
        }
        self.check_watched()
    }

    /// The same with as many repetitions, held as long, as somebody wishes and the dose leaves room for.
    #[must_use]
    pub fn with_dose(self, reps: u32, hold_s: f64) -> Self {
        let (reps_range, hold_range) = (self.dose.reps_range(), self.dose.hold_range());
        let reps = reps.clamp(*reps_range.start(), *reps_range.end());
        let hold_s = hold_s.clamp(*hold_range.start(), *hold_range.end());
        Self { dose: Dose { reps, hold_s, ..self.dose }, ..self }
    }

    fn check_watched(&self) -> Result<(), BadExercise> {
        let judged =
            !self.position.is_empty() || !self.start.is_empty() || !self.faults.is_empty() || self.bounce.is_some();
        match self.watch {
            Watch::None if judged => Err(BadExercise::Unwatched),
            Watch::None if self.dose.hold_s <= 0.0 => Err(BadExercise::Untimed),
            Watch::None => Ok(()),
            _ if self.position.is_empty() => Err(BadExercise::NoPosition),
            _ if self.start.is_empty() && self.dose.reps > 1 => Err(BadExercise::NoStart),
            _ => Ok(()),
        }
    }
}

impl Dose {
    /// The repetitions of a set that can be chosen.
    pub fn reps_range(&self) -> RangeInclusive<u32> {
        self.reps..=self.most_reps.unwrap_or(self.reps).max(self.reps)
    }

    /// How long a position can be held, seconds.
    pub fn hold_range(&self) -> RangeInclusive<f64> {
        self.hold_s..=self.longest_hold_s.unwrap_or(self.hold_s).max(self.hold_s)
    }

    fn check(&self) -> Result<(), BadExercise> {
        within("sets", self.sets.into(), SETS)?;
        within("reps", self.reps.into(), REPS)?;
        within("hold_s", self.hold_s, SECONDS)?;
        within("rest_s", self.rest_s, SECONDS)?;
        within("most_reps", self.most_reps.unwrap_or(1).into(), REPS)?;
        within("longest_hold_s", self.longest_hold_s.unwrap_or(0.0), SECONDS)
    }
}

impl Condition {
    fn check(&self) -> Result<(), BadExercise> {
        within("slack_deg", self.slack_deg, SLACK_DEG)?;
        for (what, limit) in [("from_deg", self.from_deg), ("to_deg", self.to_deg)] {
            limit.map_or(Ok(()), |deg| within(what, deg, DEGREES))?;
        }
        match (self.from_deg, self.to_deg) {
            (None, None) => Err(BadExercise::NoLimit),
            (Some(from), Some(to)) if from > to => Err(BadExercise::Reversed),
            _ => Ok(()),
        }
    }
}

/// Also refuses what is no number.
fn within(what: &'static str, value: f64, range: RangeInclusive<f64>) -> Result<(), BadExercise> {
    if range.contains(&value) { Ok(()) } else { Err(BadExercise::Beyond { what, value, range }) }
}
