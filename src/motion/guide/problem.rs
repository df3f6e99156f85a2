//! What can be wrong with the set-up.

use serde::Serialize;

/// What is wrong with the set-up, in the order in which it should be mended.
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
    /// Legs are to be flat before a raise, and no longer.
    pub fn is_of_legs(self) -> bool {
        matches!(self, Self::KneeDrawnUp | Self::LegsNotFlat)
    }

    /// What to do, for people.
    pub fn text(self) -> &'static str {
        match self {
            Self::NobodySeen => "Lie down where the camera sees you",
            Self::NotLying => "Lie flat on your back, side-on to the camera",
            Self::OutOfPicture => "Move back until your whole body is in the picture",
            Self::TooFarAway => "Move closer to the camera",
            Self::NotSideOn => "Turn until the camera looks straight at your side",
            Self::BadlySeen => "Make more light, and wear plain, close-fitting clothes",
            Self::KneeDrawnUp => "Stretch the other leg out flat, too",
            Self::LegsNotFlat => "Put both legs flat on the floor",
        }
    }
}
