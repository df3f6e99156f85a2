//! What led up to a raise: the latest readings, as far back as the rest that the leg left.

use super::baseline::Baseline;
use crate::motion::body::pair::{Track, Which};
use crate::motion::body::reading::Reading;
use std::collections::VecDeque;

/// How much is kept from before a raise, seconds.
pub const PRE_ROLL_S: f64 = 2.0;
/// How much is kept of the rest before a leg that comes up more slowly than [`PRE_ROLL_S`], seconds.
const REST_BEFORE_S: f64 = 1.0;
/// A leg that has been above its rest for longer than this is not about to be raised, seconds.
const SLOWEST_START_S: f64 = 60.0;
/// The raise began when the leg was last this close to its rest.
const STARTED_RAD: f64 = 4f64.to_radians();

/// The readings since the last rest, as long as no leg is in the air; oldest first.
#[derive(Clone, Debug, Default)]
pub struct LeadUp {
    readings: VecDeque<Reading>,
}

impl LeadUp {
    /// Adds the newest reading, and lets go of those that no raise will need.
    pub fn add(&mut self, reading: Reading, rest: Option<&Baseline>) {
        self.readings.push_back(reading);
        let ago_s = |r: &Reading| reading.time - r.time;
        let leaves = |r: &&Reading| rest.is_some_and(|rest| has_left(r, rest)) && ago_s(r) < SLOWEST_START_S;
        let since_s = self.readings.iter().rev().take_while(leaves).last().map_or(0.0, ago_s);
        let keep_s = PRE_ROLL_S.max(since_s + REST_BEFORE_S);
        while self.readings.front().is_some_and(|r| ago_s(r) > keep_s) {
            self.readings.pop_front();
        }
    }

    /// Takes everything: the rest before a raise of `leg`, whose line lay at `flat_rad`, and the raise so far.
    pub fn take(&mut self, leg: Track, flat_rad: f64) -> (Vec<Reading>, Vec<Reading>) {
        let mut before = Vec::from(std::mem::take(&mut self.readings));
        let low = |r: &Reading| r.legs[leg].angles.leg_rad - flat_rad < STARTED_RAD;
        let start = before.iter().rposition(low).unwrap_or(0);
        let readings = before.split_off(start);
        (before, readings)
    }

    pub fn clear(&mut self) {
        self.readings.clear();
    }

    pub fn readings(&self) -> &VecDeque<Reading> {
        &self.readings
    }
}

/// Whether a leg is off its rest.
fn has_left(reading: &Reading, rest: &Baseline) -> bool {
    let above = |track: Track| rest.leg(track).map(|rest| reading.legs[track].angles.leg_rad - rest.leg_rad);
    Track::BOTH.into_iter().filter_map(above).any(|above| above >= STARTED_RAD)
}
