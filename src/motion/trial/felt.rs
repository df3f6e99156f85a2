//! What is known of what stopped a raise, also where nobody said so.

use super::sensation::Sensation;
use super::trial::EndedBy;

/// What is known of what stopped somebody, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SensationReport {
    Pull,
    /// It hurt, and how was not told when that was asked.
    NotTold,
    Radiating,
}

impl SensationReport {
    /// Of a raise that ended so, and whether people were asked about that; `None` where nothing was told of it. In a
    /// recording, which asks nobody, discomfort is the normal end.
    pub fn of(sensation: Option<Sensation>, ended_by: EndedBy, asked: bool) -> Option<Self> {
        let is_not_told = asked && ended_by == EndedBy::Discomfort;
        sensation.map(Self::from).or(is_not_told.then_some(Self::NotTold))
    }
}

impl SensationReport {
    /// What was said.
    pub fn sensation(self) -> Option<Sensation> {
        match self {
            Self::Pull => Some(Sensation::Pull),
            Self::NotTold => None,
            Self::Radiating => Some(Sensation::Radiating),
        }
    }
}

impl From<Sensation> for SensationReport {
    fn from(sensation: Sensation) -> Self {
        match sensation {
            Sensation::Pull => Self::Pull,
            Sensation::Radiating => Self::Radiating,
        }
    }
}
