//! What somebody felt that ended a raise.

use serde::{Deserialize, Serialize};

/// What stopped a raise, as the person says (the self-test: discomfort behind the leg is its normal end; pain that
/// shoots below the knee, and tingling, are not).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensation {
    /// A pull behind the thigh: the normal end, with its verdict.
    Pull,
    /// Sharp pain, pain below the knee, or tingling: a warning.
    Radiating,
}

impl Sensation {
    pub const ALL: [Self; 2] = [Self::Pull, Self::Radiating];

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pull => "pull",
            Self::Radiating => "radiating",
        }
    }
}
