//! The questions before a test, and their answers.

use serde::{Deserialize, Serialize};

/// How the leg is raised: angles of different methods are not compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Raised with a belt, towel or sheet round the foot, as the self-test is taught.
    Strap,
    /// Raised by the leg's own strength.
    Active,
    /// Somebody else raises it.
    Helper,
}

impl Method {
    pub const ALL: [Self; 3] = [Self::Strap, Self::Active, Self::Helper];

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Strap => "strap",
            Self::Active => "active",
            Self::Helper => "helper",
        }
    }
}

/// The result of the questions about warning signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screening {
    /// None of the signs.
    Clear,
    /// A sign that asks for a professional's advice before anything is stretched.
    Caution,
    /// A sign that needs a doctor now (GIRFT 2023, suspected cauda equina syndrome).
    Urgent,
}

impl Screening {
    pub const ALL: [Self; 3] = [Self::Clear, Self::Caution, Self::Urgent];

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Caution => "caution",
            Self::Urgent => "urgent",
        }
    }
}

/// Warning signs that a person is asked about before a test (from the pages that teach the self-test; the urgent ones
/// from GIRFT's national pathway for suspected cauda equina syndrome, 2023).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarningSign {
    BladderOrBowel,
    PassingWater,
    GroinNumbness,
    WeakLegs,
    PainInBothLegs,
    PainDownLeg,
    NumbnessOrWeakness,
    SeverePain,
    SuddenPain,
    StandingOrWalking,
    SleepOrDailyLife,
}

impl WarningSign {
    /// All, the urgent ones first.
    pub const ALL: [Self; 11] = [
        Self::BladderOrBowel,
        Self::PassingWater,
        Self::GroinNumbness,
        Self::WeakLegs,
        Self::PainInBothLegs,
        Self::PainDownLeg,
        Self::NumbnessOrWeakness,
        Self::SeverePain,
        Self::SuddenPain,
        Self::StandingOrWalking,
        Self::SleepOrDailyLife,
    ];

    /// The signs that lead to this result.
    pub fn of(screening: Screening) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |sign| sign.screening() == screening)
    }

    /// The result of the questions if this sign is present.
    pub fn screening(self) -> Screening {
        match self {
            Self::BladderOrBowel | Self::PassingWater | Self::GroinNumbness | Self::WeakLegs | Self::PainInBothLegs => {
                Screening::Urgent
            }
            Self::PainDownLeg
            | Self::NumbnessOrWeakness
            | Self::SeverePain
            | Self::SuddenPain
            | Self::StandingOrWalking
            | Self::SleepOrDailyLife => Screening::Caution,
        }
    }

    /// The name in the keys of its words.
    pub fn name(self) -> &'static str {
        match self {
            Self::BladderOrBowel => "bladder_or_bowel",
            Self::PassingWater => "passing_water",
            Self::GroinNumbness => "groin_numbness",
            Self::WeakLegs => "weak_legs",
            Self::PainInBothLegs => "pain_in_both_legs",
            Self::PainDownLeg => "pain_down_leg",
            Self::NumbnessOrWeakness => "numbness_or_weakness",
            Self::SeverePain => "severe_pain",
            Self::SuddenPain => "sudden_pain",
            Self::StandingOrWalking => "standing_or_walking",
            Self::SleepOrDailyLife => "sleep_or_daily_life",
        }
    }
}

/// The answers to what is asked before a test; `None` where nobody was asked, as for a recording.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screening: Option<Screening>,
}

impl Answers {
    /// Nobody was asked.
    pub fn are_none(&self) -> bool {
        *self == Self::default()
    }
}
