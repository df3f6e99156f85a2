//! What was found in a raise: its highest point, what ended it, and where the resting leg was. The second of the three
//! steps of [`super::judge`].

use super::compensation::{CompensationKind, Violation};
use super::curves::{Curves, LOWERED_RAD};
use super::other_leg::{BOTH_UP_RAD, OtherLeg};
use super::peak::{Peak, REACHED_HOLD_S, held_maximum};
use super::seen_raise::{Context, FinishedRaise, NoTrial, SeenRaise};
use super::trial::EndedBy;
use super::verdict::Thresholds;
use crate::motion::body::pair::{Track, Which};
use crate::motion::body::reading::Reading;
use crate::motion::filter::median;
use crate::motion::time::Timestamp;
/// What was found in a raise.
pub struct Finding {
    pub violations: Vec<Violation>,
    pub ended_by: EndedBy,
    /// When something ended the raise before its highest point.
    pub stopped: Option<Timestamp>,
    /// The leg may have been higher while it was not seen.
    pub highest_is_unseen: bool,
    /// The result.
    pub peak: Peak,
    pub other_leg: OtherLeg,
    /// Both legs were up from the start.
    pub both_raised: bool,
}

impl Finding {
    pub fn of(seen: &SeenRaise, raise: &FinishedRaise<'_>, context: &Context<'_>) -> Result<Self, NoTrial> {
        let curves = &seen.curves;
        let lowered = curves.lowering(&seen.highest);
        let until = lowered.unwrap_or(seen.last);
        let shown = OtherLeg::of(raise.track, raise.before, raise.readings, context.flat_rad(raise.track), until);
        let mut violations = curves.violations(context.thresholds, until);
        let bent = violations.iter().find(|v| v.kind == CompensationKind::KneeBend).map(|bend| bend.onset);
        let other_leg = where_the_other_is(shown, seen, raise, context, (until, bent));
        let both_up = are_both_raised(raise, context, other_leg);
        if let OtherLeg::CameUp(onset) = other_leg {
            came_up_at(onset, both_up, &mut violations, curves, context.thresholds);
        }
        let both_raised = both_up || {
            let lifted = violations.iter().find(|v| v.kind == CompensationKind::OppositeLegLift);
            // or the model put its joints on the raised leg while that was low
            shown != OtherLeg::Down && lifted.is_some_and(|v| curves.was_lifted_when_seen(v.onset))
        };
        // as with violations: what happens on the way down did not end the raise
        let on_the_way = |at: &Timestamp| lowered.is_none_or(|lowered| *at < lowered);
        let said = raise.end.discomfort.filter(on_the_way);
        // a raised arm means nothing if the person was not told what it means, and raises the leg further
        let is_meant = |at: &Timestamp| context.led || seen.highest.angle_rad - curves.thigh_at(*at) <= LOWERED_RAD;
        let shown = raise.end.hand_raised.filter(on_the_way).filter(is_meant);
        let discomfort = [said, shown].into_iter().flatten().min();
        let stop = first_stop(&violations, discomfort);
        let peak = match stop {
            Some((at, _)) => held_maximum(&curves.until(at)).ok_or(NoTrial::TooLittle)?,
            None => seen.highest,
        };
        let reached = lowered.is_some() || !raise.end.cut_off || seen.highest.hold_s >= REACHED_HOLD_S;
        let stopped = stop.map(|(at, _)| at);
        let highest_is_unseen = curves.highest_is_unseen(&peak, stopped.unwrap_or(until));
        let ended_by = match stop {
            Some((_, why)) => why,
            None if reached && !highest_is_unseen => EndedBy::Peak,
            None => EndedBy::EndOfRecording,
        };
        Ok(Self { violations, ended_by, stopped, highest_is_unseen, peak, other_leg, both_raised })
    }
}

/// The violation of a resting leg that came up at `onset` by the silhouettes. If its joints were seen to follow the
/// raised leg, they give the moment more exactly.
fn came_up_at(
    onset: Timestamp,
    together: bool,
    violations: &mut Vec<Violation>,
    curves: &Curves,
    thresholds: &Thresholds,
) {
    let kind = CompensationKind::OppositeLegLift;
    let known = violations.iter().position(|v| v.kind == kind).map(|at| violations.remove(at));
    let stop_rad = thresholds.opposite_leg_lift.stop_deg.to_radians();
    let max_rad = known.map_or(stop_rad, |known| known.max_rad);
    let shown = Violation { kind, onset, angle_rad: curves.thigh_at(onset), max_rad };
    violations.push(known.filter(|known| !together && !curves.began_unseen(known)).unwrap_or(shown));
    violations.sort_by_key(|v| v.onset);
}

/// Where the resting leg was, by its keypoints and by what the silhouettes have `shown`.
fn where_the_other_is(
    shown: OtherLeg,
    seen: &SeenRaise,
    raise: &FinishedRaise<'_>,
    context: &Context<'_>,
    (until, bent): (Timestamp, Option<Timestamp>),
) -> OtherLeg {
    let other = raise.track.opposite();
    let lift_limit = context.thresholds.opposite_leg_lift.stop_deg.to_radians();
    let hold_s = seen.highest.hold_s;
    let reached = seen.highest.time + (hold_s.min(REACHED_HOLD_S) - hold_s / 2.0);
    let lift = |r: &Reading| r.lift_rad(other, context.flat_rad(other));
    let keypoints_say_down = if seen.curves.legs_apart() {
        seen.curves.opposite_seen_until(bent.unwrap_or(reached))
            && seen.curves.opposite_before(until).is_some_and(|lift| lift < lift_limit)
    } else {
        // in a raise so low that one leg hides the other, the resting leg is down unless something says otherwise
        let on_the_way = raise.readings.iter().filter(|r| r.time <= until);
        median(on_the_way.map(lift).collect()).is_some_and(|lift| lift < lift_limit)
    };
    let keypoints_say_up = seen.curves.opposite_before(until).is_some_and(|lift| lift >= lift_limit);
    match shown {
        // if its joints were seen lifted, that is a violation of its own
        OtherLeg::Unknown if keypoints_say_down => OtherLeg::Down,
        OtherLeg::Unknown | OtherLeg::NotShown if keypoints_say_up => OtherLeg::Down,
        OtherLeg::NotShown => OtherLeg::Unknown,
        // the joints say "on the floor", the silhouette says "not there": one of the two is wrong
        OtherLeg::CameUp(_) if keypoints_say_down && seen.curves.legs_apart() => OtherLeg::Unknown,
        _ => shown,
    }
}

/// Whether both legs were up from the start: by the silhouettes, or by joints that were seen apart.
fn are_both_raised(raise: &FinishedRaise<'_>, context: &Context<'_>, other_leg: OtherLeg) -> bool {
    let flat_rad = context.flat_rad(raise.track);
    let up = |r: &&Reading, track: Track| r.lift_rad(track, flat_rad) > BOTH_UP_RAD;
    let raised = raise.readings.iter().filter(|r| up(r, raise.track));
    let first_up = raised.clone().next().map(|r| r.time);
    if let OtherLeg::CameUp(onset) = other_leg {
        return first_up.is_none_or(|up| onset <= up);
    }
    let together =
        raised.clone().filter(|r| r.legs[raise.track.opposite()].seen && up(r, raise.track.opposite())).count();
    context.baseline.is_none() && other_leg == OtherLeg::Unknown && 2 * together > raised.count()
}

/// What ended the raise first, if anything did: a violation, or discomfort.
fn first_stop(violations: &[Violation], discomfort: Option<Timestamp>) -> Option<(Timestamp, EndedBy)> {
    let seen = violations.first().map(|v| (v.onset, EndedBy::from(v.kind)));
    let said = discomfort.map(|t| (t, EndedBy::Discomfort));
    [seen, said].into_iter().flatten().min_by_key(|(at, _)| *at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_first_ends_the_trial() {
        let at = Timestamp::from_secs;
        let bend = Violation { kind: CompensationKind::KneeBend, onset: at(4.0), angle_rad: 1.0, max_rad: 0.3 };
        assert_eq!(first_stop(&[bend], Some(at(3.0))), Some((at(3.0), EndedBy::Discomfort)));
        assert_eq!(first_stop(&[bend], Some(at(5.0))), Some((at(4.0), EndedBy::KneeBend)));
        assert_eq!(first_stop(&[], None), None);
    }
}
