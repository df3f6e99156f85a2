//! To whom an exercise is offered, and for which legs; it follows from the test's decision.

use super::exercise::{Exercise, Legs, Offer};
use crate::motion::body::pose::Side;
use crate::motion::guide::decision::{Advice, Decision, Referral};

/// Whether an exercise is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offered {
    /// For these legs; none are listed if both work together.
    For(Vec<Side>),
    /// The person should ask somebody first.
    AskFirst(Referral),
    /// It is for a tight leg, and no leg was measured.
    NotMeasured,
    /// It is for a tight leg, and no leg is tight.
    NotTight,
    /// It stretches both legs at once, and one of them is not tight.
    OneLegTight,
}

impl Offered {
    /// Whether it is offered for the leg that was asked for, or else for any.
    pub fn is_for(&self, asked: Option<Side>) -> bool {
        match self {
            Self::For(legs) => legs.is_empty() || asked.is_none_or(|side| legs.contains(&side)),
            Self::AskFirst(_) | Self::NotMeasured | Self::NotTight | Self::OneLegTight => false,
        }
    }

    /// The leg that works alone: the only one that it is offered for, or the one that was asked for.
    pub fn only_leg(&self, asked: Option<Side>) -> Option<Side> {
        match self {
            Self::For(legs) if legs.len() == 1 => legs.first().copied(),
            _ => asked,
        }
    }
}

impl Exercise {
    /// To whom it is offered after this decision (without a test, one on warning signs alone): nothing after a sign,
    /// stretches only for a tight leg, other exercises for anybody.
    pub fn offered(&self, decision: &Decision) -> Offered {
        if let Some(referral) = decision.referral {
            return Offered::AskFirst(referral);
        }
        let tight: Vec<Side> = decision.stretches().collect();
        let each = |legs: Vec<Side>| Offered::For(if self.legs == Legs::Each { legs } else { Vec::new() });
        let is_loose = |side: Side| matches!(decision.legs[side], Some(Advice::NoStretching | Advice::NearLimit));
        match (self.offer, tight.len()) {
            (Offer::Companion, _) => each(Side::BOTH.to_vec()),
            (Offer::Stretch, 1) if self.legs != Legs::Each => Offered::OneLegTight,
            (Offer::Stretch, 1..) => each(tight),
            (Offer::Stretch, 0) if Side::BOTH.into_iter().all(is_loose) => Offered::NotTight,
            (Offer::Stretch, 0) => Offered::NotMeasured,
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
            let are_loose = Side::BOTH.iter().all(|side| matches!(legs[*side], LegResult::Pass | LegResult::Near));
            match (stretch().offered(&decision), companion.offered(&decision)) {
                (Offered::AskFirst(one), Offered::AskFirst(other)) => {
                    assert_eq!((Some(one), one), (decision.referral, other), "{cell}")
                }
                (stretch, Offered::For(both)) => {
                    assert_eq!((decision.referral, both.len()), (None, 2), "{cell}");
                    match stretch {
                        Offered::For(legs) => assert!(!legs.is_empty() && legs == tight, "{cell}"),
                        Offered::NotMeasured => assert!(tight.is_empty() && !are_loose, "{cell}"),
                        Offered::NotTight => assert!(are_loose, "{cell}"),
                        Offered::OneLegTight => panic!("{cell}: it is of one leg"),
                        Offered::AskFirst(_) => panic!("{cell}"),
                    }
                }
                other => panic!("{cell}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_stretches_both_legs_is_offered_where_both_are_tight() {
        let both = Exercise { legs: Legs::Both, ..stretch() };
        for (screening, legs, felt) in cells() {
            let decision = Decision::of(Some(screening), legs, felt);
            let offered = matches!(both.offered(&decision), Offered::For(_));
            assert_eq!(offered, decision.stretches().count() == 2, "{screening:?} {legs:?} {felt:?}");
        }
    }

    #[test]
    fn an_exercise_that_is_asked_for_is_led_with_the_leg_that_it_is_offered_for_alone() {
        let (left, right) = (Some(Side::Left), Some(Side::Right));
        let [one, two, none] = [vec![Side::Left], Side::BOTH.to_vec(), Vec::new()].map(Offered::For);
        assert_eq!((one.is_for(None), one.only_leg(None)), (true, left));
        assert_eq!((one.is_for(left), one.is_for(right)), (true, false));
        assert_eq!((two.is_for(None), two.only_leg(None)), (true, None));
        assert_eq!((two.is_for(right), two.only_leg(right)), (true, right));
        assert!(none.is_for(None) && none.is_for(right));
        for refused in [Offered::NotMeasured, Offered::NotTight, Offered::OneLegTight] {
            assert!(!refused.is_for(None) && !refused.is_for(left));
        }
    }

    #[test]
    fn what_both_legs_do_is_for_none_in_particular() {
        let both = Exercise { legs: Legs::Both, offer: Offer::Companion, ..stretch() };
        let clear = Decision::of(Some(Screening::Clear), Default::default(), None);
        assert_eq!(both.offered(&clear), Offered::For(Vec::new()));
    }
}
