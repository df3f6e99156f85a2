//! What can be wrong with the set-up.

use serde::Serialize;

/// Problems of the set-up, in the order in which people should mend them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SetUpProblem {
    NobodySeen,
    NotLying,
    OutOfPicture,
    TooFarAway,
    NotSideOn,
    BadlySeen,
    /// One leg lies flat, and the other one's knee is bent.
    KneeDrawnUp,
    LegsNotFlat,
}

impl SetUpProblem {
    /// All, in their order.
    pub const ALL: [Self; 8] = [
        Self::NobodySeen,
        Self::NotLying,
        Self::OutOfPicture,
        Self::TooFarAway,
        Self::NotSideOn,
        Self::BadlySeen,
        Self::KneeDrawnUp,
        Self::LegsNotFlat,
    ];

    /// Whether it is about legs that are not flat, which matters only before a raise.
    pub fn is_of_legs(self) -> bool {
        matches!(self, Self::KneeDrawnUp | Self::LegsNotFlat)
    }

    /// Whether no test can begin before this is mended, even if the person signals "begin".
    pub fn hinders(self) -> bool {
        self.is_of_legs() || matches!(self, Self::NobodySeen | Self::NotLying)
    }

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::NobodySeen => "nobody_seen",
            Self::NotLying => "not_lying",
            Self::OutOfPicture => "out_of_picture",
            Self::TooFarAway => "too_far_away",
            Self::NotSideOn => "not_side_on",
            Self::BadlySeen => "badly_seen",
            Self::KneeDrawnUp => "knee_drawn_up",
            Self::LegsNotFlat => "legs_not_flat",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stands_among_all_at_its_place() {
        for (place, problem) in SetUpProblem::ALL.into_iter().enumerate() {
            assert_eq!(problem as usize, place, "{problem:?}");
        }
    }
}
