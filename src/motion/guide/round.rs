//! The progress of a guided test: which leg has its trials, and which is next.

use crate::motion::body::pose::{Side, Sides};
use crate::motion::trial::trial::{Trial, TrialReason};
use crate::motion::trial::verdict::VerdictKind;

/// After this many unclear trials in a row a leg is left for this round: another one would not be clearer.
const GIVEN_UP_AFTER: u32 = 2;

/// The trials of one round.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    wanted: u32,
    /// The only leg to measure, if one was asked for.
    only: Option<Side>,
    /// How many trials were judged.
    judged: Sides<u32>,
    unclear_in_a_row: Sides<u32>,
    last: Option<Side>,
    /// No more trials are wanted.
    ended: bool,
}

impl Round {
    pub fn new(wanted: u32, only: Option<Side>) -> Self {
        Self {
            wanted: wanted.max(1),
            only,
            judged: Sides::default(),
            unclear_in_a_row: Sides::default(),
            last: None,
            ended: false,
        }
    }

    /// The next round, of the same length.
    pub fn again(&self) -> Self {
        Self::new(self.wanted, self.only)
    }

    pub fn count(&mut self, trial: &Trial) {
        if trial.reasons.contains(&TrialReason::NotHeld) {
            // this was no attempt: the person put a strap on
            return;
        }
        let leg = trial.side;
        self.last = Some(leg);
        if trial.verdict.kind == VerdictKind::Unclear {
            self.unclear_in_a_row[leg] += 1;
        } else {
            self.judged[leg] += 1;
            self.unclear_in_a_row[leg] = 0;
        }
    }

    /// Counts the last trial, which was unclear, again as this one. One of an earlier round is not counted.
    pub fn count_anew(&mut self, trial: &Trial) {
        let Some(leg) = self.last else { return };
        self.unclear_in_a_row[leg] = self.unclear_in_a_row[leg].saturating_sub(1);
        self.count(trial);
    }

    /// The leg that was raised last.
    pub fn last(&self) -> Option<Side> {
        self.last
    }

    pub fn wanted(&self) -> u32 {
        self.wanted
    }

    pub fn judged(&self) -> Sides<u32> {
        self.judged
    }

    pub fn is_complete(&self) -> bool {
        Side::BOTH.into_iter().all(|side| self.is_done(side))
    }

    /// The leg to raise next: the same one until it has its trials, then the other; `None` if either will do, or none.
    pub fn next_side(&self) -> Option<Side> {
        let last = self.last.or(self.only)?;
        [last, last.opposite()].into_iter().find(|side| !self.is_done(*side))
    }

    /// No more raises, whatever is still wanted.
    pub fn end(&mut self) {
        self.ended = true;
    }

    fn is_done(&self, side: Side) -> bool {
        self.ended
            || self.only.is_some_and(|only| only != side)
            || self.judged[side] >= self.wanted
            || self.unclear_in_a_row[side] >= GIVEN_UP_AFTER
    }
}
