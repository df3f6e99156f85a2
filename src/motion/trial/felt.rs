//! What somebody felt that stopped a raise, also where nobody said what.

use super::sensation::Sensation;
use super::trial::EndedBy;

/// What somebody felt, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SensationReport {
    Pull,
    /// It hurt, and the question how was not answered.
    NotTold,
    Radiating,
}

impl SensationReport {
    /// What was felt in a raise with this end, where the person was `asked` or not; `None` if nothing was reported. A
    /// recording asks nobody, and there discomfort is the normal end.
    pub fn of(sensation: Option<Sensation>, ended_by: EndedBy, asked: bool) -> Option<Self> {
        let is_not_told = asked && ended_by == EndedBy::Discomfort;
        sensation.map(Self::from).or(is_not_told.then_some(Self::NotTold))
    }
}

impl SensationReport {
    /// The sensation that was reported.
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
