//! What must come of a recording, and how it can fail to.

use crate::motion::{EndedBy, Grade, Side, VerdictKind};
use serde::{Deserialize, Serialize};

/// What must come of a recording; nothing is asked where there is nothing. Degrees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectation {
    /// How many trials must have a verdict.
    pub trials: Option<usize>,
    pub side: Option<Side>,
    /// The angle, from its lowest to its highest value.
    pub angle_deg: Option<[f64; 2]>,
    /// Pass or tight; `None`: there must be no such verdict.
    pub verdict: Option<VerdictKind>,
    pub grade: Option<Grade>,
    pub ended_by: Option<EndedBy>,
    /// What the person must be told, each in one of several ways.
    pub say: Vec<Saying>,
    /// Whether the program must say that it is not sure of the side.
    pub side_uncertain: Option<bool>,
}

/// Something to be told: any of the words will do.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Saying {
    /// The words as they stand in the file.
    pub text: String,
    pub words: Vec<Word>,
}

/// What a person can be told, in meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The other leg came up too.
    OtherLeg,
    /// The knee was bent.
    Knee,
    /// There was no rest before.
    NoRest,
    /// The camera did not look from the side.
    NotSideOn,
    /// The trunk was propped up.
    Propped,
    /// The pelvis was lifted.
    Pelvis,
    /// The knee of the other leg was bent.
    OtherKnee,
    TooQuick,
    /// The person did not lie on the back.
    NotLying,
}

const WORDS: [(&str, Word); 10] = [
    ("other_leg", Word::OtherLeg),
    ("knee", Word::Knee),
    ("no_rest", Word::NoRest),
    ("not side-on", Word::NotSideOn),
    ("propped", Word::Propped),
    ("pelvis", Word::Pelvis),
    ("other knee", Word::OtherKnee),
    ("other knee bent", Word::OtherKnee),
    ("too quick", Word::TooQuick),
    ("not lying", Word::NotLying),
];

impl TryFrom<String> for Saying {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let word = |name: &str| WORDS.iter().find(|(known, _)| *known == name).map(|(_, word)| *word);
        let known = || WORDS.map(|(name, _)| name).join(", ");
        let words: Result<Vec<Word>, String> = text
            .split(" or ")
            .map(|name| {
                word(name.trim()).ok_or_else(|| {
                    format!("unknown word \"{name}\" in say; the words are {}, with \" or \" between them", known())
                })
            })
            .collect();
        Ok(Self { words: words?, text })
    }
}

/// Whether an expectation was met, and how not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Met,
    /// Pass or tight, where no verdict was due.
    FalseVerdict,
    /// No verdict, where one was due.
    MissingVerdict,
    WrongVerdict,
    /// More or fewer trials with a verdict.
    WrongTrials,
    WrongSide,
    WrongGrade,
    WrongEndedBy,
    AngleOutside,
    /// The person was not told what was wrong.
    NotSaid,
    /// The program was sure of the side where it should not be, or the other way round.
    WrongCertainty,
}
