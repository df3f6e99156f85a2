//! One raise, judged when it is over, in three steps: what was seen, what was found in it, and how far that can be
//! trusted.

use super::baseline::Baseline;
use super::compensation::{CompensationKind, LONGEST_GAP_S, Violation};
use super::curves::{Curves, LOWERED_RAD};
use super::lead_up::RAISED_RAD;
use super::other_leg::{BOTH_UP_RAD, OtherLeg};
use super::peak::{Peak, REACHED_HOLD_S, held_maximum};
use super::position::{self, PositionFault};
use super::seen_raise::{Context, FinishedRaise, MIN_RAISE_RAD, NoTrial, SeenRaise};
use super::stopped::Stopped;
use super::trial::{CurvePoint, EndedBy, References, Trial, TrialReason, earned_verdict};
use super::uncertainty;
use super::verdict::Thresholds;
use crate::motion::body::geometry::Point;
use crate::motion::body::joint_angles::LegAngles;
use crate::motion::body::pair::{Track, Which};
use crate::motion::body::quality::{ImageSize, POOR_SHARE, ViewQuality};
use crate::motion::body::reading::Reading;
use crate::motion::camera::leg_reader::LegReader;
use crate::motion::camera::thigh::thigh_over_line_rad;
use crate::motion::filter::median;
use crate::motion::time::Timestamp;

/// A number less certain than this judges nobody: half of what lies between clearly tight and pass is within its ±.
const MAX_UNCERTAINTY_RAD: f64 = 10f64.to_radians();
/// Quicker than this a leg is kicked up, and its swing carries it on: "slowly" (the self-test). The quickest of 25
/// scripted raises reaches 55°/s, kicks of people 150–200°/s.
const KICK_RAD_S: f64 = 120f64.to_radians();
/// A leg that is raised no higher and not held there may have been lifted for anything: to put a strap on, say (the
/// patients' lowest raises are held).
const LOW_RAD: f64 = 30f64.to_radians();

/// Judges a raise.
pub fn judge(raise: &FinishedRaise<'_>, around: &Context<'_>) -> Result<Trial, NoTrial> {
    let seen = SeenRaise::of(raise, around)?;
    let found = Finding::of(&seen, raise, around)?;
    let trust = Trust::of(&seen, &found, raise, around);
    let trial = trial(seen, found, trust, raise, around);
    Ok(match around.told_side {
        Some(side) => trial.of_told_side(side, around.thresholds),
        None => trial,
    })
}

/// What was found in a raise.
struct Finding {
    violations: Vec<Violation>,
    ended_by: EndedBy,
    /// When something ended it before its highest point.
    stopped: Option<Timestamp>,
    /// The leg may have been higher while nobody saw it.
    highest_is_unseen: bool,
    /// The result.
    peak: Peak,
    other_leg: OtherLeg,
    /// Both legs came up from the start.
    both_raised: bool,
}

impl Finding {
    fn of(seen: &SeenRaise, raise: &FinishedRaise<'_>, around: &Context<'_>) -> Result<Self, NoTrial> {
        let curves = &seen.curves;
        let lowered = curves.lowering(&seen.highest);
        let until = lowered.unwrap_or(seen.last);
        let shown = OtherLeg::of(raise.track, raise.before, raise.readings, around.flat_rad(raise.track), until);
        let mut violations = curves.violations(around.thresholds, until);
        let bent = violations.iter().find(|v| v.kind == CompensationKind::KneeBend).map(|bend| bend.onset);
        let other_leg = where_the_other_is(shown, seen, raise, around, (until, bent));
        let both_up = are_both_raised(raise, around, other_leg);
        if let OtherLeg::CameUp(onset) = other_leg {
            came_up_at(onset, both_up, &mut violations, curves, around.thresholds);
        }
        let both_raised = both_up || {
            let lifted = violations.iter().find(|v| v.kind == CompensationKind::OppositeLegLift);
            // or its joints are laid on the raised leg while that is low
            shown != OtherLeg::Down && lifted.is_some_and(|v| curves.was_lifted_when_seen(v.onset))
        };
        // as with violations, what comes on the way down ended nothing
        let on_the_way = |at: &Timestamp| lowered.is_none_or(|lowered| *at < lowered);
        let said = raise.end.discomfort.filter(on_the_way);
        // nor does an arm of somebody who was not told what that means, and who raises the leg further
        let is_meant = |at: &Timestamp| around.led || seen.highest.angle_rad - curves.thigh_at(*at) <= LOWERED_RAD;
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

/// How far a finding can be trusted: its ±, and what stands against a verdict or limits it.
struct Trust {
    uncertainty_rad: f64,
    shared_uncertainty_rad: f64,
    reasons: Vec<TrialReason>,
}

impl Trust {
    fn of(seen: &SeenRaise, found: &Finding, raise: &FinishedRaise<'_>, around: &Context<'_>) -> Self {
        let foot_outside = was_outside(raise, &found.peak, around.size, |leg| leg.ankle);
        let stopped_while_moving = found.stopped.map(|at| seen.curves.speed_rad_s(at));
        let sources = uncertainty::Sources {
            precision: around.precision,
            camera_rad: seen.camera.as_ref().map(|camera| camera.uncertainty_rad(found.peak.angle_rad)),
            noise_rad: seen.curves.noise_rad(&found.peak),
            no_rest: around.baseline.is_none(),
            foot_outside,
            bent_knee: found.ended_by == EndedBy::KneeBend,
            stopped_at_rad_s: stopped_while_moving,
        };
        let uncertainty_rad = uncertainty::of_result_rad(&sources);
        let bent_limit = around.thresholds.knee_bend.stop_deg.to_radians();
        let low = found.peak.angle_rad - seen.curves.flat_rad < MIN_RAISE_RAD;
        let bent_at_start = seen.curves.knee_at_start_rad().is_some_and(|bend| bend > bent_limit);
        // legs that go up and down in turn, or one that goes up again before it was down: raises out of a rest begin 4°
        // over it at most, legs kicked in turn at 27–65°
        let began_in_the_air = seen.curves.began_rad() - around.flat_rad(raise.track) > RAISED_RAD;
        let both_flat = around.baseline.is_some_and(Baseline::both_flat);
        let not_held = found.ended_by == EndedBy::Peak && found.peak.hold_s == 0.0 && found.peak.angle_rad < LOW_RAD;
        let what_stopped = found.violations.iter().find(|violation| Some(violation.onset) == found.stopped);
        // the outlines are another witness of the other leg
        let is_shown = matches!(found.other_leg, OtherLeg::CameUp(_));
        let unseen =
            what_stopped.filter(|violation| seen.curves.began_unseen(violation)).map(|violation| violation.kind);
        let bend_unseen = unseen == Some(CompensationKind::KneeBend);
        let lift_unseen = unseen == Some(CompensationKind::OppositeLegLift) && !is_shown;
        let stopped_for_nothing = around.led && is_unconfirmed(raise.end.stopped, found);
        let fault = position::fault(raise.before, raise.readings, around.baseline);
        let legs_were_up = fault == Some(PositionFault::LegsUp);
        let all = [
            (seen.view.quality == ViewQuality::Poor, TrialReason::PoorView),
            (fault == Some(PositionFault::NotOnBack), TrialReason::NotOnBack),
            (fault == Some(PositionFault::TrunkUp), TrialReason::TrunkUp),
            (fault == Some(PositionFault::PelvisUp), TrialReason::PelvisUp),
            (found.both_raised, TrialReason::BothLegsRaised),
            (seen.other_knee_bent, TrialReason::OtherKneeBent),
            (around.baseline.is_none() || began_in_the_air || legs_were_up, TrialReason::NoRestBefore),
            (seen.curves.fastest_rad_s(found.peak.time) > KICK_RAD_S, TrialReason::TooQuick),
            (!found.both_raised && (low || bent_at_start), TrialReason::SpoiledAtTheStart),
            (lift_unseen || both_flat && found.other_leg == OtherLeg::Unknown, TrialReason::RestingLegNotSeen),
            // which of two that are up together was meant is not certain either
            (!seen.side_is_certain || found.both_raised, TrialReason::SideNotCertain),
            (foot_outside, TrialReason::FootOutOfPicture),
            (too_few(raise.readings.iter()), TrialReason::TooFewPictures),
            (not_held, TrialReason::NotHeld),
            (stopped_for_nothing, TrialReason::StopNotConfirmed),
            (found.highest_is_unseen || found.ended_by == EndedBy::EndOfRecording, TrialReason::NotFinished),
            (
                uncertainty_rad > MAX_UNCERTAINTY_RAD || bend_unseen || is_hardly_seen(raise, &found.peak, around.size),
                TrialReason::TooUncertain,
            ),
        ];
        let reasons = all.into_iter().filter(|(applies, _)| *applies).map(|(_, reason)| reason).collect();
        Self { uncertainty_rad, shared_uncertainty_rad: uncertainty::shared_rad(&sources), reasons }
    }
}

fn trial(seen: SeenRaise, found: Finding, trust: Trust, raise: &FinishedRaise<'_>, around: &Context<'_>) -> Trial {
    let SeenRaise { side, curves, setting, leg_view, camera, .. } = seen;
    let at_peak = curves.at(found.peak.time);
    let at_rest = around.at_rest(raise.track);
    let verdict = earned_verdict(found.peak.angle_rad, trust.uncertainty_rad, &trust.reasons, around.thresholds);
    let (first, last) = (raise.readings.first(), raise.readings.last());
    Trial {
        side,
        start: first.map_or(found.peak.time, |r| r.time),
        peak: found.peak.time,
        end: last.map_or(seen.last, |r| r.time),
        angle_rad: found.peak.angle_rad,
        hold_s: found.peak.hold_s,
        uncertainty_rad: trust.uncertainty_rad,
        shared_uncertainty_rad: trust.shared_uncertainty_rad,
        max_angle_rad: curves.thigh.iter().map(|s| s.value).fold(found.peak.angle_rad, f64::max),
        ended_by: found.ended_by,
        sensation: None,
        violations: found.violations,
        references: References {
            rest_rad: at_rest.map(|rest| at_peak.uncorrected_rad - rest.leg_rad - thigh_over_line_rad(0.0)),
            floor_rad: at_peak.uncorrected_rad,
            trunk_rad: at_peak.uncorrected_rad - at_peak.trunk_rad,
        },
        knee_flexion_rad: at_peak.knee_rad,
        opposite_leg_rad: curves.opposite_before(found.peak.time),
        ankle_rad: ankle_rad(raise, &found.peak),
        trunk_tilt_rad: at_peak.trunk_rad - around.baseline.and_then(Baseline::floor_rad).unwrap_or(0.0),
        verdict,
        reasons: trust.reasons,
        reader: LegReader { caudal: setting.caudal, view: leg_view, rest: at_rest },
        camera,
        curve: curves.thigh.iter().map(|s| CurvePoint { time: s.time, thigh_rad: s.value }).collect(),
    }
}

/// The other leg came up at `onset`, as the outlines show it. Where it followed the raised one its joints, where they
/// were seen, tell the moment better.
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

/// Where the other leg was, by its keypoints and by what the outlines have `shown`.
fn where_the_other_is(
    shown: OtherLeg,
    seen: &SeenRaise,
    raise: &FinishedRaise<'_>,
    around: &Context<'_>,
    (until, bent): (Timestamp, Option<Timestamp>),
) -> OtherLeg {
    let other = raise.track.opposite();
    let lift_limit = around.thresholds.opposite_leg_lift.stop_deg.to_radians();
    let hold_s = seen.highest.hold_s;
    let reached = seen.highest.time + (hold_s.min(REACHED_HOLD_S) - hold_s / 2.0);
    let lift = |r: &Reading| r.legs[other].angles.leg_rad - around.flat_rad(other);
    let keypoints_say_down = if seen.curves.legs_apart() {
        seen.curves.opposite_seen_until(bent.unwrap_or(reached))
            && seen.curves.opposite_before(until).is_some_and(|lift| lift < lift_limit)
    } else {
        // a raise so low that one leg hides the other: down, as long as nothing says otherwise
        let on_the_way = raise.readings.iter().filter(|r| r.time <= until);
        median(on_the_way.map(lift).collect()).is_some_and(|lift| lift < lift_limit)
    };
    let keypoints_say_up = seen.curves.opposite_before(until).is_some_and(|lift| lift >= lift_limit);
    match shown {
        // where its joints were seen and lifted, that is a violation of its own
        OtherLeg::Unknown if keypoints_say_down => OtherLeg::Down,
        OtherLeg::Unknown | OtherLeg::NotShown if keypoints_say_up => OtherLeg::Down,
        OtherLeg::NotShown => OtherLeg::Unknown,
        // seen on the floor by its joints, and nowhere by the outline: one of the two is wrong
        OtherLeg::CameUp(_) if keypoints_say_down && seen.curves.legs_apart() => OtherLeg::Unknown,
        _ => shown,
    }
}

/// Whether both legs were up from the start: by the outlines, or by joints that are told apart.
fn are_both_raised(raise: &FinishedRaise<'_>, around: &Context<'_>, other_leg: OtherLeg) -> bool {
    let flat_rad = around.flat_rad(raise.track);
    let up = |r: &&Reading, track: Track| r.legs[track].angles.leg_rad - flat_rad > BOTH_UP_RAD;
    let raised = raise.readings.iter().filter(|r| up(r, raise.track));
    let first_up = raised.clone().next().map(|r| r.time);
    if let OtherLeg::CameUp(onset) = other_leg {
        return first_up.is_none_or(|up| onset <= up);
    }
    let together =
        raised.clone().filter(|r| r.legs[raise.track.opposite()].seen && up(r, raise.track.opposite())).count();
    around.baseline.is_none() && other_leg == OtherLeg::Unknown && 2 * together > raised.count()
}

/// The first thing that ended the raise, if anything did: what the program saw, or what the person said.
fn first_stop(violations: &[Violation], discomfort: Option<Timestamp>) -> Option<(Timestamp, EndedBy)> {
    let seen = violations.first().map(|v| (v.onset, EndedBy::from(v.kind)));
    let said = discomfort.map(|t| (t, EndedBy::Discomfort));
    [seen, said].into_iter().flatten().min_by_key(|(at, _)| *at)
}

/// Whether for most of the raise these readings are too far apart to show that a compensation lasts.
fn too_few<'a>(readings: impl Iterator<Item = &'a Reading>) -> bool {
    let times: Vec<Timestamp> = readings.map(|r| r.time).collect();
    let gaps = times.windows(2).map(|pair| pair[1] - pair[0]);
    let unseen_s: f64 = gaps.clone().filter(|gap| *gap > LONGEST_GAP_S).sum();
    2.0 * unseen_s > gaps.sum()
}

/// Whether the leg was out of sight, or the model unsure of the person, for much of the raise, or guessed where the
/// raised thigh was at the result.
fn is_hardly_seen(raise: &FinishedRaise<'_>, peak: &Peak, size: ImageSize) -> bool {
    let badly_seen = raise.readings.iter().filter(|r| r.badly_seen).count();
    badly_seen as f64 > POOR_SHARE * raise.readings.len() as f64
        || too_few(raise.readings.iter().filter(|r| r.legs[raise.track].seen))
        || was_outside(raise, peak, size, |leg| leg.knee)
}

/// Whether the person was told to stop for something that the whole raise does not show until then, nor anything else
/// that ended it before.
fn is_unconfirmed(stopped: Option<Stopped>, found: &Finding) -> bool {
    let Some((stop, kind)) = stopped.and_then(|stop| Some((stop, stop.why.compensation()?))) else { return false };
    let ended_before = found.stopped.is_some_and(|at| at <= stop.time);
    !ended_before && !found.violations.iter().any(|violation| violation.kind == kind && violation.onset <= stop.time)
}

/// The raise's readings within a quarter of a second of its result.
fn near_peak<'a>(raise: &FinishedRaise<'a>, peak: &Peak) -> impl Iterator<Item = &'a Reading> + Clone {
    let time = peak.time;
    raise.readings.iter().filter(move |r| (r.time - time).abs() <= 0.25)
}

/// The ankle at the result, where the foot was seen most of that time.
fn ankle_rad(raise: &FinishedRaise<'_>, peak: &Peak) -> Option<f64> {
    let near_peak = near_peak(raise, peak);
    let seen: Vec<f64> = near_peak.clone().filter_map(|r| r.legs[raise.track].angles.ankle_rad).collect();
    if 2 * seen.len() > near_peak.count() { median(seen) } else { None }
}

/// Whether a joint of the raised leg was beyond the image's edge at the result, most of that time.
fn was_outside(raise: &FinishedRaise<'_>, peak: &Peak, size: ImageSize, joint: fn(&LegAngles) -> Point) -> bool {
    let near_peak = near_peak(raise, peak);
    let outside = near_peak.clone().filter(|r| !size.contains(joint(&r.legs[raise.track].angles))).count();
    2 * outside > near_peak.count()
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
