//! The phases of a test.

use serde::Serialize;

/// What the leg does, as far as the protocol goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nobody is seen lying.
    #[default]
    Searching,
    /// Somebody lies there; no stable rest yet.
    Settling,
    /// Both legs flat and still, or on the way to a raise that is too low to count yet.
    Rest,
    Raise,
    Hold,
    Lower,
}

impl Phase {
    pub const ALL: [Self; 6] = [Self::Searching, Self::Settling, Self::Rest, Self::Raise, Self::Hold, Self::Lower];

    pub fn name(self) -> &'static str {
        match self {
            Self::Searching => "searching",
            Self::Settling => "settling",
            Self::Rest => "rest",
            Self::Raise => "raise",
            Self::Hold => "hold",
            Self::Lower => "lower",
        }
    }

    /// Whether a leg is in the air.
    pub fn leg_is_up(self) -> bool {
        matches!(self, Self::Raise | Self::Hold | Self::Lower)
    }
}
