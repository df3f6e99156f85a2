//! What the user should know of a recording or a measurement.

use serde::{Deserialize, Serialize};

/// Something that the user should know and that did not stop the measurement, such as a recording that is cut short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What it is, for programs.
    pub code: ProblemCode,
    /// What happened and what to do, in English, as documents have it.
    pub text: String,
    /// The same in the user's language, if that is another one.
    #[serde(skip)]
    translated: Option<String>,
}

impl Problem {
    pub fn new(code: ProblemCode, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), translated: None }
    }

    /// Sets the text in the user's language.
    pub fn read_as(self, text: String) -> Self {
        Self { translated: (text != self.text).then_some(text), ..self }
    }

    /// What happened and what to do, for people.
    pub fn for_people(&self) -> &str {
        self.translated.as_deref().unwrap_or(&self.text)
    }
}

/// What can be worth telling; in documents by a stable name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// The recording ends before the length that it states.
    Truncated,
    /// Frames are damaged or missing.
    Damaged,
    /// Frames changed their size on the way.
    SizeChanged,
    /// The recording plays slower, or quicker, than it was filmed.
    OtherSpeed,
    /// Images of a row were left out for their size.
    DifferentSize,
    /// Images of a row could not be decoded.
    UnreadablePicture,
    /// No frames came for a while, or the user stopped the measurement.
    Interrupted,
    /// A trace has no end.
    TraceCutShort,
    /// The source broke down on the way.
    BrokenOff,
    /// The image is upside down.
    UpsideDown,
    /// Nobody lay flat on the back.
    NotLying,
    /// The recording has a cut in it.
    Cut,
    /// Somebody was seen, but never in the exercise's posture.
    NotInPosture,
    /// The exercise was not seen.
    NothingCounted,
    /// A leg went higher than a leg can.
    Misread,
    /// The image is too small to see anybody.
    TooSmall,
    /// Only the leg that was not asked for was raised.
    OtherLeg,
    /// Nobody was seen.
    Nobody,
    /// It is too short for a rest and a raise.
    TooShort,
    /// No rest was seen before a raise.
    NoRest,
    /// No leg was raised.
    NoRaise,
}

impl ProblemCode {
    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Truncated => "truncated",
            Self::Damaged => "damaged",
            Self::SizeChanged => "size_changed",
            Self::OtherSpeed => "other_speed",
            Self::DifferentSize => "different_size",
            Self::UnreadablePicture => "unreadable_picture",
            Self::Interrupted => "interrupted",
            Self::TraceCutShort => "trace_cut_short",
            Self::BrokenOff => "broken_off",
            Self::UpsideDown => "upside_down",
            Self::NotLying => "not_lying",
            Self::Cut => "cut",
            Self::NotInPosture => "not_in_posture",
            Self::NothingCounted => "nothing_counted",
            Self::Misread => "misread",
            Self::TooSmall => "too_small",
            Self::OtherLeg => "other_leg",
            Self::Nobody => "nobody",
            Self::TooShort => "too_short",
            Self::NoRest => "no_rest",
            Self::NoRaise => "no_raise",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_by_its_name() {
        for code in [ProblemCode::TraceCutShort, ProblemCode::NoRest, ProblemCode::Interrupted] {
            assert_eq!(serde_json::to_value(code).unwrap(), code.name());
        }
    }
}
