//! Marked legs held against what was read in their frames: the line hip → ankle in the image.

use super::compare::{About, Compared, Found, RowKind};
use super::truth::{MarkedLeg, TrueMark};
use crate::motion::{Side, Sides, Track, Which, hundredths, wrap_rad};
use crate::pipeline::{Sink, SinkError, Step};
use std::collections::{BTreeMap, BTreeSet};

/// A leg is taken for the other one only when its reading is off by more than this, degrees: legs that lie beside each
/// other are no mistake.
const MISTAKEN_DEG: f64 = 10.0;

/// Line hip → ankle of the left and the right leg over the image's horizontal, degrees, by frame.
pub type LegsByFrame = BTreeMap<u64, Sides<f64>>;

/// Sink that keeps the legs of the frames that are asked for, where somebody was seen lying.
pub struct LegKeeper<'a> {
    wanted: BTreeSet<u64>,
    kept: &'a mut LegsByFrame,
}

impl<'a> LegKeeper<'a> {
    pub fn new(wanted: BTreeSet<u64>, kept: &'a mut LegsByFrame) -> Self {
        Self { wanted, kept }
    }
}

impl Sink for LegKeeper<'_> {
    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        let frame = step.frame.index;
        // a person's own side, followed through label swaps: what the table of frames holds
        if let Some(legs) = step.observation.legs.as_ref().filter(|_| self.wanted.contains(&frame)) {
            let degrees = |track: Track| hundredths(legs[track].angles.leg_rad.to_degrees());
            self.kept.insert(frame, Track::BOTH.map(degrees).into());
        }
        Ok(())
    }
}

impl About<'_> {
    /// A marked leg and what was read in its frame, degrees of the left and the right leg. As in an image, a leg that
    /// is called by the wrong side is an error of the side, not of the angle.
    pub fn mark(&self, mark: &TrueMark, legs_deg: Option<Sides<f64>>) -> Compared {
        let mut row = self.row(RowKind::Mark, if legs_deg.is_some() { Found::Found } else { Found::Missed });
        row.side_true = match mark.leg {
            MarkedLeg::Named(side) => Some(side),
            MarkedLeg::Like(_) | MarkedLeg::Either => None,
        };
        row.angle_true_deg = Some(mark.leg_deg);
        row.frame = Some(mark.frame);
        row.plus_minus_deg = Some(mark.plus_minus_deg);
        row.depth = mark.depth.or(row.depth);
        row.head = mark.head.or(row.head);
        if let Some(legs_deg) = legs_deg {
            let side = meant(mark, legs_deg);
            row.side = Some(side);
            row.angle_deg = Some(legs_deg[side]);
            row.error_deg = Some(error_deg(mark, legs_deg, side));
        }
        Compared { row, frame_errors_deg: Vec::new() }
    }
}

/// The side by which the marked leg was called.
fn meant(mark: &TrueMark, legs_deg: Sides<f64>) -> Side {
    let off = |side: Side| error_deg(mark, legs_deg, side).abs();
    match mark.leg {
        MarkedLeg::Named(side) => {
            let other = side.opposite();
            let mistaken = off(side) - off(other) > mark.plus_minus_deg && off(side) > MISTAKEN_DEG;
            if mistaken { other } else { side }
        }
        MarkedLeg::Like(side) => side,
        MarkedLeg::Either if off(Side::Right) < off(Side::Left) => Side::Right,
        MarkedLeg::Either => Side::Left,
    }
}

/// The error of one leg's reading, the short way round.
fn error_deg(mark: &TrueMark, legs_deg: Sides<f64>, side: Side) -> f64 {
    hundredths(wrap_rad((legs_deg[side] - mark.leg_deg).to_radians()).to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(leg: MarkedLeg, leg_deg: f64) -> TrueMark {
        TrueMark { frame: 0, leg, depth: None, head: None, leg_deg, plus_minus_deg: 5.0 }
    }

    #[track_caller]
    fn check(leg: MarkedLeg, leg_deg: f64, legs_deg: [f64; 2], side: Side, error: f64) {
        let (mark, legs_deg) = (mark(leg, leg_deg), legs_deg.into());
        let got = meant(&mark, legs_deg);
        assert_eq!((got, error_deg(&mark, legs_deg, got)), (side, error));
    }

    #[test]
    fn a_leg_called_by_the_other_side_is_taken_all_the_same() {
        let left = MarkedLeg::Named(Side::Left);
        check(left, 60.0, [61.0, 2.0], Side::Left, 1.0);
        check(left, 60.0, [2.0, 61.5], Side::Right, 1.5);
        check(MarkedLeg::Named(Side::Right), 60.0, [58.0, 2.0], Side::Left, -2.0);
    }

    #[test]
    fn a_bad_reading_alone_does_not_make_it_the_other_leg() {
        let left = MarkedLeg::Named(Side::Left);
        check(left, 60.0, [30.0, 27.0], Side::Left, -30.0);
        check(left, 60.0, [40.0, 44.0], Side::Left, -20.0);
        // legs beside each other
        check(left, 10.0, [1.0, 10.0], Side::Left, -9.0);
    }

    #[test]
    fn of_legs_that_lie_on_each_other_the_nearer_reading_counts_but_a_near_one_is_not_chosen() {
        check(MarkedLeg::Either, 60.0, [40.0, 62.0], Side::Right, 2.0);
        check(MarkedLeg::Either, 60.0, [60.5, 62.0], Side::Left, 0.5);
        check(MarkedLeg::Like(Side::Left), 60.0, [40.0, 62.0], Side::Left, -20.0);
    }

    #[test]
    fn angles_differ_the_short_way_round() {
        check(MarkedLeg::Named(Side::Left), 175.0, [-178.0, 0.0], Side::Left, 7.0);
    }
}
