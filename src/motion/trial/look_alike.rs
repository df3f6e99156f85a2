//! Movements that look like a raise in most frames but are not a test: the resting leg hovers, the leg swings out of
//! the image plane, goes up and down, or is suddenly up.

use super::compensation::LONGEST_GAP_S;
use super::curves::{LEGS_APART_RAD, without_dips};
use super::other_leg::AT_REST_RAD;
use super::seen_raise::{Context, FinishedRaise};
use crate::motion::body::pair::{Track, Which};
use crate::motion::body::reading::Reading;
use crate::motion::filter::{TimedValue, median, quantile};
use crate::motion::time::Timestamp;
use std::f64::consts::PI;
use std::ops::{Range, RangeInclusive};

/// While the raised leg is this far over its rest, the other one is over its own by up to 5° in true tests, and where
/// it is misread by up to 11°; once the legs are apart its least lift is 4.3° at most (64 raises of renders and people,
/// both models). If both came up together and one hovers, it stays as high.
const LEAVING_RAD: Range<f64> = 10f64.to_radians()..20f64.to_radians();
const HOVERS_RAD: f64 = 5.5f64.to_radians();
/// At these elevations the line from hip to ankle is 1.01–1.09 times as long as at rest in true tests, and 0.7–0.8
/// times where the leg goes sideways towards the camera.
const PLANE_SHOWS_RAD: Range<f64> = 18f64.to_radians()..40f64.to_radians();
const LEAST_LENGTH: f64 = 0.88;
/// And higher up 0.86–1.23 times in true tests (70 raises of renders and people, both models), 1.4–1.5 times before a
/// camera that looks along the body, 1.3 times in an image of 16:9 that was squeezed into 4:3. A straight leg of 1.28
/// times is seen from 39° off side-on.
const SIDE_ON_SHOWS_RAD: Range<f64> = 50f64.to_radians()..PI;
const SIDE_ON_LENGTHS: RangeInclusive<f64> = 0.8..=1.28;
/// [`PULSES`] dips of at least [`DIP_RAD`], each followed by as large a rise, mean that the leg pulses or circles.
const DIP_RAD: f64 = 8f64.to_radians();
const PULSES: usize = 2;
/// A dip shorter than this was misread, seconds.
const SHORTEST_DIP_S: f64 = 0.3;

/// Whether the resting leg came up with the raised one and hovers, both while the raised one leaves the floor and
/// afterwards.
pub fn other_hovers(raise: &FinishedRaise<'_>, context: &Context<'_>) -> bool {
    let other = raise.track.opposite();
    let Some(rest) = context.at_rest(other) else { return false };
    let flat_rad = context.flat_rad(raise.track);
    let highest = highest(raise.track, raise.readings);
    let on_the_way = raise.readings[..highest].iter().filter(|r| r.legs[raise.track].seen && r.legs[other].seen);
    let lifts = |is_there: &dyn Fn(f64) -> bool| {
        let there = on_the_way.clone().filter(|r| is_there(r.lift_rad(raise.track, flat_rad)));
        there.map(|r| r.lift_rad(other, rest.leg_rad)).collect::<Vec<_>>()
    };
    let leaving = median(lifts(&|lift| LEAVING_RAD.contains(&lift)));
    let least = quantile(lifts(&|lift| lift > LEGS_APART_RAD), 0.1);
    leaving.is_some_and(|lift| lift > HOVERS_RAD) && least.is_some_and(|lift| lift > HOVERS_RAD)
}

/// Whether the leg swings out of the image plane: sideways, or because the person lies on the side.
pub fn is_out_of_plane(raise: &FinishedRaise<'_>, context: &Context<'_>) -> bool {
    stretch(raise.readings.iter(), PLANE_SHOWS_RAD, raise, context).is_some_and(|stretch| stretch < LEAST_LENGTH)
}

/// Whether the leg up to its result, at `peak`, is so much longer or shorter in the image than at rest that the camera
/// is far off side-on, or the image was squeezed.
pub fn is_distorted(raise: &FinishedRaise<'_>, peak: Timestamp, context: &Context<'_>) -> bool {
    let rising = raise.readings.iter().filter(|r| r.time <= peak);
    stretch(rising, SIDE_ON_SHOWS_RAD, raise, context).is_some_and(|stretch| !SIDE_ON_LENGTHS.contains(&stretch))
}

/// How long the line from hip to ankle is at those lifts over its rest, in its length at rest.
fn stretch<'a>(
    readings: impl Iterator<Item = &'a Reading>,
    lifts: Range<f64>,
    raise: &FinishedRaise<'_>,
    context: &Context<'_>,
) -> Option<f64> {
    let lift = |r: &Reading| r.lift_rad(raise.track, context.flat_rad(raise.track));
    let length = |r: &Reading| r.legs[raise.track].angles.length;
    let is_seen = |r: &&Reading| r.legs[raise.track].seen;
    let flat = raise.before.iter().filter(is_seen).filter(|r| lift(r).abs() < AT_REST_RAD);
    let up = readings.filter(is_seen).filter(|r| lifts.contains(&lift(r)));
    Some(median(up.map(length).collect())? / median(flat.map(length).collect())?)
}

/// Whether the leg went up and down before it came down for good.
pub fn pulses(thigh: &[TimedValue]) -> bool {
    let (mut high, mut low, mut dips) = (f64::NEG_INFINITY, f64::INFINITY, 0);
    for now in without_dips(thigh, SHORTEST_DIP_S).iter().map(|s| s.value) {
        high = high.max(now);
        low = if high - now > DIP_RAD { low.min(now) } else { low };
        if now - low > DIP_RAD {
            dips += 1;
            (high, low) = (now, f64::INFINITY);
        }
    }
    dips >= PULSES
}

/// Whether the leg was on the floor in one estimated frame and clearly up in the next, faster than any raise: the film
/// was cut.
pub fn appears_in_the_air(raise: &FinishedRaise<'_>, context: &Context<'_>) -> bool {
    let seen = raise.before.iter().chain(raise.readings).filter(|r| r.legs[raise.track].seen && !r.is_interpolated);
    let flat_rad = context.flat_rad(raise.track);
    let lifts: Vec<TimedValue> =
        seen.map(|r| TimedValue { time: r.time, value: r.lift_rad(raise.track, flat_rad) }).collect();
    let first_up = lifts.iter().position(|lift| lift.value > LEGS_APART_RAD);
    let Some([before, up]) = first_up.and_then(|up| lifts.get(up.checked_sub(1)?..=up)) else { return false };
    before.value < AT_REST_RAD && up.time - before.time <= LONGEST_GAP_S
}

/// Index of the reading with the highest leg.
fn highest(track: Track, readings: &[Reading]) -> usize {
    let lift = |i: &usize| readings[*i].legs[track].angles.leg_rad;
    (0..readings.len()).max_by(|a, b| lift(a).total_cmp(&lift(b))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::time::Timestamp;

    fn goes(through_deg: &[f64]) -> bool {
        let thigh: Vec<TimedValue> = through_deg
            .windows(2)
            .enumerate()
            .flat_map(|(i, pair)| (0..10).map(move |j| (i * 10 + j, pair[0] + (pair[1] - pair[0]) * j as f64 / 10.0)))
            .map(|(i, deg)| TimedValue { time: Timestamp::from_secs(i as f64 / 10.0), value: deg.to_radians() })
            .collect();
        pulses(&thigh)
    }

    #[test]
    fn two_dips_are_pulses_and_one_may_be_a_hand_that_takes_the_strap_anew() {
        assert!(goes(&[0.0, 60.0, 48.0, 60.0, 48.0, 60.0, 0.0]));
        assert!(!goes(&[0.0, 40.0, 28.0, 75.0, 74.0, 75.0, 0.0]));
        assert!(!goes(&[0.0, 60.0, 55.0, 60.0, 55.0, 60.0, 0.0]), "tremor");
    }
}
