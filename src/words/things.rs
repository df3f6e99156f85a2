//! What has words of its own: each thing by the name that its messages bear.

use crate::motion::{
    Advice, CompensationKind, Decision, EndedBy, FaultKind, Grade, Method, NamedResult, Phase, Posture, Referral,
    Reminder, Sensation, SetUpProblem, Side, TrialReason, VerdictKind, ViewReason, WarningSign,
};

/// One of some things that each have a message.
pub trait Thing: Copy {
    /// All of them; a test goes through their messages.
    fn all() -> Vec<Self>;

    /// What the key of its message ends in.
    fn name(self) -> &'static str;
}

/// How a raise is judged, as far as words go: a grade is told of tight legs alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    Pass,
    SlightlyTight,
    ModeratelyTight,
    ClearlyTight,
    Unclear,
}

impl Judged {
    pub fn of(kind: VerdictKind, grade: Grade) -> Self {
        match (kind, grade) {
            (VerdictKind::Pass, _) => Self::Pass,
            (VerdictKind::Unclear, _) => Self::Unclear,
            (VerdictKind::Tight, Grade::Slight) => Self::SlightlyTight,
            (VerdictKind::Tight, Grade::Moderate) => Self::ModeratelyTight,
            (VerdictKind::Tight, Grade::None | Grade::Clear) => Self::ClearlyTight,
        }
    }
}

impl Thing for Judged {
    fn all() -> Vec<Self> {
        vec![Self::Pass, Self::SlightlyTight, Self::ModeratelyTight, Self::ClearlyTight, Self::Unclear]
    }

    fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::SlightlyTight => "slightly_tight",
            Self::ModeratelyTight => "moderately_tight",
            Self::ClearlyTight => "clearly_tight",
            Self::Unclear => "unclear",
        }
    }
}

/// Which legs are to be stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretched {
    Leg(Side),
    Both,
}

impl Stretched {
    /// The legs that a decision offers the stretches for; `None` for neither.
    pub fn of(decision: &Decision) -> Option<Self> {
        Self::legs(&decision.stretches().collect::<Vec<_>>())
    }

    /// These legs; `None` for neither.
    pub fn legs(legs: &[Side]) -> Option<Self> {
        match legs {
            [] => None,
            [side] => Some(Self::Leg(*side)),
            _ => Some(Self::Both),
        }
    }
}

impl Thing for Stretched {
    fn all() -> Vec<Self> {
        vec![Self::Leg(Side::Left), Self::Leg(Side::Right), Self::Both]
    }

    fn name(self) -> &'static str {
        match self {
            Self::Leg(side) => side.name(),
            Self::Both => "both",
        }
    }
}

/// What the measurement has a name and a list of goes by them.
macro_rules! named {
    ($($thing:ty)*) => {
        $(impl Thing for $thing {
            fn all() -> Vec<Self> {
                Self::ALL.to_vec()
            }

            fn name(self) -> &'static str {
                Self::name(self)
            }
        })*
    };
}

named!(EndedBy CompensationKind TrialReason ViewReason SetUpProblem Phase);
named!(Advice FaultKind NamedResult Posture Reminder Referral Method Sensation WarningSign);

impl Thing for Side {
    fn all() -> Vec<Self> {
        Self::BOTH.to_vec()
    }

    fn name(self) -> &'static str {
        Self::name(self)
    }
}

/// A leg, or whichever.
impl Thing for Option<Side> {
    fn all() -> Vec<Self> {
        vec![Some(Side::Left), Some(Side::Right), None]
    }

    fn name(self) -> &'static str {
        self.map_or("one", Side::name)
    }
}
