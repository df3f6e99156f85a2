//! Whom an exercise is offered to, and for which legs: what the decision on the test says.

use super::exercise::{Exercise, Legs, Offer};
use crate::motion::body::pose::Side;
use crate::motion::guide::decision::{Decision, Referral};

/// Whether an exercise is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offered {
    /// For these legs; for none in particular where both work.
    For(Vec<Side>),
    /// Somebody is to be asked first.
    AskFirst(Referral),
    /// It is for a tight leg, and none was measured.
    NotMeasured,
    /// It is for a tight leg, and none is.
    NotTight,
}

impl Exercise {
    /// Whom it is offered to after this decision, which without a test knows of warning signs alone: nothing after a
    /// sign, stretches only for a leg that is tight, the others for anybody.
    pub fn offered(&self, decision: &Decision) -> Offered {
        if let Some(referral) = decision.referral {
            return Offered::AskFirst(referral);
        }
        let tight: Vec<Side> = decision.stretches().collect();
        let each = |legs: Vec<Side>| Offered::For(if self.legs == Legs::Each { legs } else { Vec::new() });
        match self.offer {
            Offer::Companion => each(Side::BOTH.to_vec()),
            Offer::Stretch if !tight.is_empty() => each(tight),
            Offer::Stretch if Side::BOTH.iter().all(|side| decision.legs[*side].is_none()) => Offered::NotMeasured,
            Offer::Stretch => Offered::NotTight,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::exercise::coach_tests::stretch;
    use crate::motion::guide::answers::Screening;
    use crate::motion::guide::decision::cells;
    use crate::motion::trial::leg_result::LegResult;

    #[test]
    fn a_stretch_is_offered_for_tight_legs_alone_and_nothing_after_a_warning_in_any_cell() {
        let companion = Exercise { offer: Offer::Companion, ..stretch() };
        for (screening, legs, felt) in cells() {
            let decision = Decision::of(Some(screening), legs, felt);
            let cell = format!("{screening:?} {legs:?} {felt:?}");
            let tight: Vec<Side> =
                Side::BOTH.into_iter().filter(|side| matches!(legs[*side], LegResult::Tight(_))).collect();
            match (stretch().offered(&decision), companion.offered(&decision)) {
                (Offered::AskFirst(one), Offered::AskFirst(other)) => {
                    assert_eq!((Some(one), one), (decision.referral, other), "{cell}")
                }
                (stretch, Offered::For(both)) => {
                    assert_eq!((decision.referral, both.len()), (None, 2), "{cell}");
                    match stretch {
                        Offered::For(legs) => assert!(!legs.is_empty() && legs == tight, "{cell}"),
                        Offered::NotMeasured => {
                            assert!(Side::BOTH.iter().all(|side| legs[*side] == LegResult::NotMeasured), "{cell}")
                        }
                        Offered::NotTight => assert!(tight.is_empty(), "{cell}"),
                        Offered::AskFirst(_) => panic!("{cell}"),
                    }
                }
                other => panic!("{cell}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_both_legs_do_is_for_none_in_particular() {
        let both = Exercise { legs: Legs::Both, offer: Offer::Companion, ..stretch() };
        let clear = Decision::of(Some(Screening::Clear), Default::default(), None);
        assert_eq!(both.offered(&clear), Offered::For(Vec::new()));
    }
}
