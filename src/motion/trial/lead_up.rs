//! The readings that lead up to a raise, back to the rest that the leg left.

use super::baseline::Baseline;
use crate::motion::body::pair::{Track, Which};
use crate::motion::body::reading::Reading;
use std::collections::VecDeque;

/// How much is kept from before a raise, seconds.
pub const PRE_ROLL_S: f64 = 2.0;
/// How much rest is kept from before a leg that takes longer than [`PRE_ROLL_S`] to come up, seconds.
const REST_BEFORE_S: f64 = 1.0;
/// A leg that has been above its rest for longer than this is not being raised, seconds.
const SLOWEST_START_S: f64 = 60.0;
/// The raise began when the leg was last this close to its rest.
const STARTED_RAD: f64 = 4f64.to_radians();

/// A leg this far above its rest is being raised; below, it is down.
pub const RAISED_RAD: f64 = 12f64.to_radians();
/// If no rest was found, a leg is being raised when it is this far above the other one.
const RAISED_OVER_OTHER_RAD: f64 = 25f64.to_radians();
/// If no rest was found and both legs are up, a leg is being raised when it is this far above the floor.
const BOTH_RAISED_RAD: f64 = 35f64.to_radians();
/// A leg that is up in this many frames in a row is really up.
const RAISED_IN_A_ROW: usize = 3;

/// The readings since the last rest, as long as no leg is in the air; oldest first.
#[derive(Clone, Debug, Default)]
pub struct LeadUp {
    readings: VecDeque<Reading>,
}

impl LeadUp {
    /// Adds the newest reading, and drops those that no raise will need.
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

    /// Removes and returns all readings: the rest before a raise of `leg`, whose line was at `flat_rad`, and the raise
    /// so far.
    pub fn take(&mut self, leg: Track, flat_rad: f64) -> (Vec<Reading>, Vec<Reading>) {
        let mut before = Vec::from(std::mem::take(&mut self.readings));
        let low = |r: &Reading| r.lift_rad(leg, flat_rad) < STARTED_RAD;
        let start = before.iter().rposition(low).unwrap_or(0);
        let readings = before.split_off(start);
        (before, readings)
    }

    /// The leg that is clearly up in the latest estimated frames.
    pub fn raised_leg(&self, rest: Option<&Baseline>) -> Option<Track> {
        let elevation = |r: &Reading, leg: Track| r.legs[leg].angles.leg_rad;
        let up = |r: &Reading, leg: Track| {
            let above_other = elevation(r, leg) - elevation(r, leg.opposite());
            r.legs[leg].seen
                && match rest {
                    Some(rest) => rest.leg(leg).is_some_and(|rest| elevation(r, leg) - rest.leg_rad > RAISED_RAD),
                    None => above_other > RAISED_OVER_OTHER_RAD || elevation(r, leg) > BOTH_RAISED_RAD,
                }
        };
        let latest = self.readings.back()?;
        let higher = if elevation(latest, Track::B) > elevation(latest, Track::A) { Track::B } else { Track::A };
        let read: Vec<&Reading> =
            self.readings.iter().rev().filter(|r| !r.is_interpolated).take(RAISED_IN_A_ROW).collect();
        (read.len() == RAISED_IN_A_ROW && read.into_iter().all(|r| up(r, higher))).then_some(higher)
    }

    pub fn clear(&mut self) {
        self.readings.clear();
    }

    pub fn readings(&self) -> &VecDeque<Reading> {
        &self.readings
    }
}

/// Whether a leg has left its rest.
fn has_left(reading: &Reading, rest: &Baseline) -> bool {
    let above = |track: Track| rest.leg(track).map(|rest| reading.lift_rad(track, rest.leg_rad));
    Track::BOTH.into_iter().filter_map(above).any(|above| above >= STARTED_RAD)
}
