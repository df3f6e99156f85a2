//! What a result means for stretching, as physical therapists teach the self-test.

use super::verdict::{Grade, Verdict, VerdictKind};

/// What to do about a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    NoStretching,
    /// It helps the more, the tighter the leg.
    Stretching(Grade),
    /// Pain that shoots down the leg is no reason to stretch, and only the person knows which pain it was.
    SeeProfessional,
}

impl Advice {
    /// What to do about a leg that was judged so, and that `hurt` when pain ended a raise; `None` where another trial
    /// could turn it.
    pub fn of(verdict: &Verdict, hurt: bool) -> Option<Self> {
        match verdict.kind {
            VerdictKind::Tight | VerdictKind::Unclear if hurt => Some(Self::SeeProfessional),
            VerdictKind::Unclear => None,
            _ if verdict.borderline => None,
            VerdictKind::Pass => Some(Self::NoStretching),
            VerdictKind::Tight => Some(Self::Stretching(verdict.grade)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::Thresholds;

    #[test]
    fn nobody_who_had_pain_below_the_limit_is_told_to_stretch() {
        let advice = |angle_deg: f64, hurt| {
            let verdict = Verdict::of(angle_deg.to_radians(), 3_f64.to_radians(), &Thresholds::default());
            Advice::of(&verdict, hurt)
        };
        assert_eq!(advice(88.0, false), Some(Advice::NoStretching));
        assert_eq!(advice(88.0, true), Some(Advice::NoStretching));
        assert_eq!(advice(78.0, false), None, "another trial could turn it");
        assert_eq!(advice(78.0, true), Some(Advice::SeeProfessional));
        assert_eq!(advice(72.0, false), Some(Advice::Stretching(Grade::Slight)));
        assert_eq!(advice(50.0, false), Some(Advice::Stretching(Grade::Clear)));
        assert_eq!(advice(50.0, true), Some(Advice::SeeProfessional));
        assert_eq!(Advice::of(&Verdict::UNCLEAR, false), None);
        assert_eq!(Advice::of(&Verdict::UNCLEAR, true), Some(Advice::SeeProfessional));
    }
}
