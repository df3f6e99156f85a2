//! The decision after a test: what to do about each leg, and whom to ask first. It is made once, from the answers
//! before the test, the results of both legs, and what was felt, for everything that shows, says or prints it.

use super::answers::Screening;
use crate::motion::body::pose::{Side, Sides};
use crate::motion::trial::felt::SensationReport;
use crate::motion::trial::leg_result::LegResult;
use crate::motion::trial::verdict::Grade;
use serde::{Deserialize, Serialize};

/// Whom the person should ask before, or instead of, anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Referral {
    /// A doctor, now: an urgent sign.
    Now,
    /// A professional, and the test ends: what stopped the raise was pain, not a pull.
    AfterPain,
    /// A professional, before anything is stretched: it hurt, and the person did not say how.
    PainNotTold,
    /// A professional, before anything is stretched: another warning sign.
    BeforeStretching,
}

impl Referral {
    pub const ALL: [Self; 4] = [Self::Now, Self::AfterPain, Self::PainNotTold, Self::BeforeStretching];

    /// Lower is more pressing.
    fn rank(self) -> usize {
        Self::ALL.iter().position(|of| *of == self).unwrap_or(Self::ALL.len())
    }

    /// The sensation that leads to this referral.
    pub fn felt(self) -> Option<SensationReport> {
        match self {
            Self::AfterPain => Some(SensationReport::Radiating),
            Self::PainNotTold => Some(SensationReport::NotTold),
            Self::Now | Self::BeforeStretching => None,
        }
    }

    /// Whether no leg may be raised any more.
    pub fn ends_test(self) -> bool {
        matches!(self, Self::Now | Self::AfterPain)
    }

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::AfterPain => "after_pain",
            Self::PainNotTold => "pain_not_told",
            Self::BeforeStretching => "before_stretching",
        }
    }
}

/// What to do about a leg. The self-test grades how likely stretching helps, not how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// It went far enough.
    NoStretching,
    /// It is near the limit; stretching is not likely to help much.
    NearLimit,
    /// Slightly tight: stretching may help.
    StretchingLessLikely,
    /// Moderately tight: stretching may well help.
    StretchingMoreLikely,
    /// Clearly tight: stretching could make a real difference.
    StretchingLikely,
    /// It is tight, but the person should ask somebody first, so no stretch is offered.
    AskFirst,
    /// It could not be judged.
    Repeat,
}

impl Advice {
    pub const ALL: [Self; 7] = [
        Self::NoStretching,
        Self::NearLimit,
        Self::StretchingLessLikely,
        Self::StretchingMoreLikely,
        Self::StretchingLikely,
        Self::AskFirst,
        Self::Repeat,
    ];

    /// The name in documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoStretching => "no_stretching",
            Self::NearLimit => "near_limit",
            Self::StretchingLessLikely => "stretching_less_likely",
            Self::StretchingMoreLikely => "stretching_more_likely",
            Self::StretchingLikely => "stretching_likely",
            Self::AskFirst => "ask_first",
            Self::Repeat => "repeat",
        }
    }

    /// Whether the two safe stretches are offered for this leg.
    pub fn offers_stretches(self) -> bool {
        matches!(self, Self::StretchingLessLikely | Self::StretchingMoreLikely | Self::StretchingLikely)
    }
}

/// What follows from a test.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    pub referral: Option<Referral>,
    /// `None` for a leg that was not raised, or that may not be raised again now.
    pub legs: Sides<Option<Advice>>,
}

impl Decision {
    /// The decision from the answers before the test (`None` if nobody was asked, as for a recording), the legs'
    /// results, and the worst that was felt (`None` if nothing was reported).
    pub fn of(screening: Option<Screening>, legs: Sides<LegResult>, felt: Option<SensationReport>) -> Self {
        let referral = match (screening, felt) {
            (Some(Screening::Urgent), _) => Some(Referral::Now),
            (_, Some(SensationReport::Radiating)) => Some(Referral::AfterPain),
            (_, Some(SensationReport::NotTold)) => Some(Referral::PainNotTold),
            (Some(Screening::Caution), _) => Some(Referral::BeforeStretching),
            (Some(Screening::Clear) | None, Some(SensationReport::Pull) | None) => None,
        };
        Self { referral, legs: Sides::of(|side| advice(legs[side], referral)) }
    }

    /// The decision after the person has been asked about warning signs, if they had not been before.
    #[must_use]
    pub fn after(self, screening: Screening) -> Self {
        let asked = Self::of(Some(screening), Sides::of(|_| LegResult::NotMeasured), None);
        let worse = |a: Referral, b: Referral| if a.rank() <= b.rank() { a } else { b };
        self.referred(self.referral.into_iter().chain(asked.referral).reduce(worse))
    }

    /// The decision after pain that was not a pull.
    #[must_use]
    pub fn after_pain(self) -> Self {
        self.referred(self.referral.filter(|referral| *referral == Referral::Now).or(Some(Referral::AfterPain)))
    }

    fn referred(self, referral: Option<Referral>) -> Self {
        let legs = Sides::of(|side| match (self.legs[side], referral) {
            (Some(advice), Some(_)) if advice.offers_stretches() => Some(Advice::AskFirst),
            (Some(Advice::Repeat), Some(referral)) if referral.ends_test() => None,
            (advice, _) => advice,
        });
        Self { referral, legs }
    }

    /// The legs that the stretches are offered for.
    pub fn stretches(&self) -> impl Iterator<Item = Side> + '_ {
        Side::BOTH.into_iter().filter(|side| self.legs[*side].is_some_and(Advice::offers_stretches))
    }
}

fn advice(result: LegResult, referral: Option<Referral>) -> Option<Advice> {
    match (result, referral) {
        (LegResult::NotMeasured, _) => None,
        (LegResult::Unclear, Some(referral)) if referral.ends_test() => None,
        (LegResult::Unclear, _) => Some(Advice::Repeat),
        (LegResult::Pass, _) => Some(Advice::NoStretching),
        (LegResult::Near, _) => Some(Advice::NearLimit),
        (LegResult::Tight(_), Some(_)) => Some(Advice::AskFirst),
        (LegResult::Tight(Grade::None | Grade::Slight), None) => Some(Advice::StretchingLessLikely),
        (LegResult::Tight(Grade::Moderate), None) => Some(Advice::StretchingMoreLikely),
        (LegResult::Tight(Grade::Clear), None) => Some(Advice::StretchingLikely),
    }
}

/// Every cell: 3 screenings × 7 results of the left leg × 7 of the right one × 4 of what was felt.
#[cfg(test)]
pub fn cells() -> impl Iterator<Item = (Screening, Sides<LegResult>, Option<SensationReport>)> {
    let felt = [None, Some(SensationReport::Pull), Some(SensationReport::NotTold), Some(SensationReport::Radiating)];
    Screening::ALL.into_iter().flat_map(move |screening| {
        LegResult::ALL.into_iter().flat_map(move |left| {
            LegResult::ALL.into_iter().flat_map(move |right| {
                let legs = Sides::of(|side| if side == Side::Left { left } else { right });
                felt.into_iter().map(move |felt| (screening, legs, felt))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_offers_a_stretch_after_a_warning_or_for_a_leg_that_needs_none() {
        assert_eq!(cells().count(), 588);
        for (screening, legs, felt) in cells() {
            let decision = Decision::of(Some(screening), legs, felt);
            let warned = screening != Screening::Clear || felt >= Some(SensationReport::NotTold);
            assert_eq!(decision.referral.is_some(), warned, "{screening:?} {felt:?}");
            for side in Side::BOTH {
                let cell = format!("{screening:?} {legs:?} {felt:?} {side:?}: {decision:?}");
                let offered = decision.stretches().any(|of| of == side);
                let tight = matches!(legs[side], LegResult::Tight(_));
                assert_eq!(offered, tight && !warned, "{cell}");
                assert_eq!(decision.legs[side].is_none() && legs[side] != LegResult::Unclear, {
                    legs[side] == LegResult::NotMeasured
                });
            }
        }
    }

    #[test]
    fn the_worst_is_told_first() {
        for (screening, legs, felt) in cells() {
            let referral = Decision::of(Some(screening), legs, felt).referral;
            match (screening, felt) {
                (Screening::Urgent, _) => assert_eq!(referral, Some(Referral::Now)),
                (_, Some(SensationReport::Radiating)) => assert_eq!(referral, Some(Referral::AfterPain)),
                (_, Some(SensationReport::NotTold)) => assert_eq!(referral, Some(Referral::PainNotTold)),
                (Screening::Caution, _) => assert_eq!(referral, Some(Referral::BeforeStretching)),
                _ => assert_eq!(referral, None),
            }
        }
    }

    #[test]
    fn who_is_asked_late_is_told_what_they_would_have_been() {
        for (screening, legs, felt) in cells() {
            let (late, before) =
                (Decision::of(None, legs, felt).after(screening), Decision::of(Some(screening), legs, felt));
            assert_eq!(late, before, "{screening:?} {legs:?} {felt:?}");
            let hurts = Decision::of(Some(screening), legs, None).after_pain();
            assert_eq!(
                hurts,
                Decision::of(Some(screening), legs, Some(SensationReport::Radiating)),
                "{screening:?} {legs:?}"
            );
        }
    }

    #[test]
    fn a_pull_is_the_normal_end() {
        for (screening, legs, _) in cells().filter(|(_, _, felt)| felt.is_none()) {
            let of = |felt| Decision::of(Some(screening), legs, felt);
            assert_eq!(of(Some(SensationReport::Pull)), of(None), "{legs:?}");
        }
    }

    #[test]
    fn nobody_is_sent_back_onto_the_mat_after_pain_that_radiates() {
        for (screening, legs, felt) in cells() {
            let decision = Decision::of(Some(screening), legs, felt);
            let over = matches!(decision.referral, Some(Referral::Now | Referral::AfterPain));
            assert!(!over || Side::BOTH.iter().all(|side| decision.legs[*side] != Some(Advice::Repeat)));
        }
    }

    #[test]
    fn the_further_from_the_limit_the_likelier_stretching_helps() {
        use Advice::{NearLimit, NoStretching, StretchingLessLikely, StretchingLikely, StretchingMoreLikely};
        let advice = |result| Decision::of(None, Sides::of(|_| result), None).legs[Side::Left];
        let [slight, moderate, clear] = [Grade::Slight, Grade::Moderate, Grade::Clear].map(LegResult::Tight);
        let graded = [LegResult::Pass, LegResult::Near, slight, moderate, clear].map(advice);
        assert_eq!(
            graded,
            [NoStretching, NearLimit, StretchingLessLikely, StretchingMoreLikely, StretchingLikely].map(Some)
        );
    }
}
