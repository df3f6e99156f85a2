//! How far a finding can be trusted: its ±, and the reasons against a verdict. The last of the three steps of
//! [`super::judge`].

use super::baseline::Baseline;
use super::compensation::{CompensationKind, LONGEST_GAP_S, Violation};
use super::finding::Finding;
use super::lead_up::RAISED_RAD;
use super::other_leg::OtherLeg;
use super::peak::Peak;
use super::position::{self, PositionFault};
use super::seen_raise::{Context, FinishedRaise, MIN_RAISE_RAD, SeenRaise};
use super::stopped::RaiseStop;
use super::trial::{EndedBy, TrialReason};
use super::uncertainty;
use super::{legs_at_rest, look_alike};
use crate::motion::body::geometry::{Point, turned_together_rad};
use crate::motion::body::joint_angles::LegAngles;
use crate::motion::body::pair::Which;
use crate::motion::body::quality::{ImageSize, POOR_SHARE, ViewQuality};
use crate::motion::body::reading::Reading;
use crate::motion::camera::still;
use crate::motion::filter::median;
use crate::motion::time::Timestamp;

/// No verdict above this uncertainty: the interval would cover half of the span from "clearly tight" to "pass".
const MAX_UNCERTAINTY_RAD: f64 = 10f64.to_radians();
/// Readings this close in time to the result tell how it was read, seconds.
const NEAR_PEAK_S: f64 = 0.25;
/// A leg quicker than this is kicked up, and its momentum carries it on ("slowly", says the self-test). The quickest of
/// 25 scripted raises reaches 55°/s, kicks of people 150–200°/s.
const KICK_RAD_S: f64 = 120f64.to_radians();
/// The same limit for a leg that is not held: a swing.
const SWING_RAD_S: f64 = 80f64.to_radians();
/// A bend or a lift of the resting leg this large, without a hold before it, is deliberate and not a compensation (a
/// knee drawn to the chest, legs raised one after the other): the leg was not raised as far as it goes. A knee that
/// gave way in a test was bent by 62°.
const MEANT_BEND_RAD: f64 = 75f64.to_radians();
const MEANT_LIFT_RAD: f64 = 45f64.to_radians();
/// A leg raised no higher than this and not held may have been lifted for another reason: to put a strap on, say (the
/// patients' lowest raises are held).
pub const LOW_RAD: f64 = 30f64.to_radians();

/// A camera below the body, beside a bed, is fitted to look up by 8–15°. Before somebody on the side it is fitted to
/// look up by 23–33°, from under the floor.
const LOOKS_UP_RAD: std::ops::Range<f64> = -0.33..-0.05;
/// A camera turned by less than this cannot be told from a body that moves a little.
const STEADY_RAD: f64 = 4f64.to_radians();

/// Whether a reason applies, and the reason.
type Reason = (bool, TrialReason);

/// How far a finding can be trusted: its ±, and the reasons that forbid or limit a verdict.
pub struct Trust {
    pub uncertainty_rad: f64,
    pub shared_uncertainty_rad: f64,
    pub reasons: Vec<TrialReason>,
}

impl Trust {
    pub fn of(seen: &SeenRaise, found: &Finding, raise: &FinishedRaise<'_>, context: &Context<'_>) -> Self {
        let foot_outside = was_outside(raise, &found.peak, context.size, |leg| leg.ankle);
        let stopped_while_moving = found.stopped.map(|at| seen.curves.speed_rad_s(at));
        let sources = uncertainty::Sources {
            precision: context.precision,
            camera_rad: seen.camera.as_ref().map(|camera| camera.uncertainty_rad(found.peak.angle_rad)),
            noise_rad: seen.curves.noise_rad(&found.peak),
            no_rest: context.baseline.is_none(),
            turned_rad: turned_rad(seen, found, raise, context),
            askew_rad: askew_rad(seen, context),
            foot_outside,
            bent_knee: found.ended_by == EndedBy::KneeBend,
            stopped_at_rad_s: stopped_while_moving,
        };
        let uncertainty_rad = uncertainty::of_result_rad(&sources);
        let mut reasons: Vec<TrialReason> = of_position(seen, found, raise, context)
            .into_iter()
            .chain(of_legs(seen, found, raise, context))
            .chain(of_sight(found, raise, context, foot_outside))
            .chain([(uncertainty_rad > MAX_UNCERTAINTY_RAD, TrialReason::TooUncertain)])
            .filter_map(|(applies, reason)| applies.then_some(reason))
            .collect();
        reasons.sort_by_key(|reason| TrialReason::ALL.iter().position(|of| of == reason));
        reasons.dedup();
        Self { uncertainty_rad, shared_uncertainty_rad: uncertainty::shared_rad(&sources), reasons }
    }
}

/// How far a hand-held camera turned between the rest and the result: trunk and resting leg seem to turn with it, both
/// the same way. Without that the pelvis turns the leg's line by 4° at most, and the trunk's by 3°.
fn turned_rad(seen: &SeenRaise, found: &Finding, raise: &FinishedRaise<'_>, context: &Context<'_>) -> f64 {
    let other = raise.track.opposite();
    let Some((rest, leg)) = context.baseline.and_then(|rest| Some((rest, rest.leg(other)?))) else { return 0.0 };
    let shown = near_peak(raise, &found.peak).map(|r| &r.legs[other]).filter(|leg| leg.seen);
    let Some(leg_rad) = median(shown.map(|leg| leg.angles.leg_rad).collect()) else { return 0.0 };
    let turns = [seen.curves.at(found.peak.time).trunk_rad - rest.trunk_rad, leg_rad - leg.leg_rad];
    turned_together_rad(turns, STEADY_RAD)
}

/// How far a camera that could not be fitted is tilted, as its room or the body at rest shows: nothing corrects for it.
fn askew_rad(seen: &SeenRaise, context: &Context<'_>) -> f64 {
    if seen.camera.is_some() {
        return 0.0;
    }
    let of_body = context.baseline.and_then(|rest| Some(still::askew_rad(rest.floor_rad()?, rest.trunk_rad)));
    let of_room = context.room.camera_roll.map(|camera_roll| camera_roll.roll_rad.abs());
    of_body.unwrap_or(0.0).max(of_room.unwrap_or(0.0))
}

/// Reasons in the person's position, and in the view.
fn of_position(seen: &SeenRaise, found: &Finding, raise: &FinishedRaise<'_>, context: &Context<'_>) -> Vec<Reason> {
    let fault = position::fault(raise.before, raise.readings, context.baseline);
    let out_of_plane = look_alike::is_out_of_plane(raise, context);
    // legs raised in turn, or one raised again before it was down: raises from a rest begin 4° over it at most, legs
    // kicked in turn at 27–65°
    let began_in_the_air = seen.curves.began_rad() - context.flat_rad(raise.track) > RAISED_RAD
        || look_alike::appears_in_the_air(raise, context)
        || fault == Some(PositionFault::LegsUp)
        || legs_at_rest::are_both_up(seen, raise, context)
        || legs_at_rest::is_one_up(seen, context);
    let looks_up = seen.camera.as_ref().is_some_and(|camera| LOOKS_UP_RAD.contains(&camera.pitch_rad));
    let on_side = position::near_shoulder_is_up(raise.before, raise.readings) && !looks_up;
    let is_distorted = look_alike::is_distorted(raise, found.peak.time, context);
    let no_rest = context.baseline.is_none() || context.rest_is_old;
    vec![
        (seen.view.quality == ViewQuality::Poor || is_distorted, TrialReason::PoorView),
        (fault == Some(PositionFault::NotOnBack) || out_of_plane || on_side, TrialReason::NotOnBack),
        (fault == Some(PositionFault::TrunkUp), TrialReason::TrunkUp),
        (fault == Some(PositionFault::PelvisUp), TrialReason::PelvisUp),
        (no_rest || began_in_the_air, TrialReason::NoRestBefore),
    ]
}

/// Reasons in what the legs did.
fn of_legs(seen: &SeenRaise, found: &Finding, raise: &FinishedRaise<'_>, context: &Context<'_>) -> Vec<Reason> {
    let is_held = found.peak.hold_s > 0.0;
    let is_meant = |kind, from_rad| {
        let meant = |violation: &Violation| violation.kind == kind && violation.max_rad > from_rad;
        !is_held && found.ended_by == EndedBy::from(kind) && found.violations.iter().any(meant)
    };
    let both_raised = found.both_raised
        || look_alike::other_hovers(raise, context)
        || is_meant(CompensationKind::OppositeLegLift, MEANT_LIFT_RAD);
    let bent_limit = context.thresholds.knee_bend.stop_deg.to_radians();
    let bent_at_start = seen.curves.knee_at_start_rad().is_some_and(|bend| bend > bent_limit);
    let is_twitch = found.peak.angle_rad - seen.curves.flat_rad < MIN_RAISE_RAD;
    let bent_at_rest = |track| legs_at_rest::is_knee_bent(seen, raise, context, track);
    let bent_at_start = bent_at_start || bent_at_rest(raise.track);
    let spoiled = is_twitch || bent_at_start || is_meant(CompensationKind::KneeBend, MEANT_BEND_RAD);
    let quickest = if is_held { KICK_RAD_S } else { SWING_RAD_S };
    let not_held = found.ended_by == EndedBy::Peak && !is_held && found.peak.angle_rad < LOW_RAD;
    let what_stopped = found.violations.iter().find(|violation| Some(violation.onset) == found.stopped);
    let unseen = what_stopped.filter(|violation| seen.curves.began_unseen(violation)).map(|violation| violation.kind);
    // the silhouettes show the other leg independently of its keypoints
    let lift_is_shown = matches!(found.other_leg, OtherLeg::CameUp(_));
    let lift_unseen = unseen == Some(CompensationKind::OppositeLegLift) && !lift_is_shown;
    let both_flat = context.baseline.is_some_and(Baseline::both_flat);
    vec![
        (both_raised, TrialReason::BothLegsRaised),
        (seen.other_knee_bent || bent_at_rest(raise.track.opposite()), TrialReason::OtherKneeBent),
        (seen.curves.fastest_rad_s(found.peak.time) > quickest, TrialReason::TooQuick),
        (look_alike::pulses(&seen.curves.thigh), TrialReason::Repeated),
        (!both_raised && spoiled, TrialReason::SpoiledAtTheStart),
        // nor is it certain which leg was meant if both are up
        (!seen.side_is_certain || both_raised, TrialReason::SideNotCertain),
        (not_held, TrialReason::NotHeld),
        (lift_unseen || both_flat && found.other_leg == OtherLeg::Unknown, TrialReason::RestingLegNotSeen),
        (unseen == Some(CompensationKind::KneeBend), TrialReason::TooUncertain),
    ]
}

/// Reasons in what was not seen, or seen too seldom.
fn of_sight(found: &Finding, raise: &FinishedRaise<'_>, context: &Context<'_>, foot_outside: bool) -> Vec<Reason> {
    let stopped_for_nothing = context.led && is_unconfirmed(raise.end.stopped, found);
    vec![
        (foot_outside, TrialReason::FootOutOfPicture),
        (too_few(raise.readings.iter()), TrialReason::TooFewPictures),
        (stopped_for_nothing, TrialReason::StopNotConfirmed),
        (found.highest_is_unseen || found.ended_by == EndedBy::EndOfRecording, TrialReason::NotFinished),
        (is_hardly_seen(raise, &found.peak, context.size), TrialReason::TooUncertain),
    ]
}

/// Whether for most of the raise these readings are too far apart to show how long a compensation lasts.
fn too_few<'a>(readings: impl Iterator<Item = &'a Reading>) -> bool {
    let times: Vec<Timestamp> = readings.map(|r| r.time).collect();
    let gaps = times.windows(2).map(|pair| pair[1] - pair[0]);
    let unseen_s: f64 = gaps.clone().filter(|gap| *gap > LONGEST_GAP_S).sum();
    2.0 * unseen_s > gaps.sum()
}

/// Whether for much of the raise the leg was not seen or the model was unsure of the person, or the raised thigh's
/// place was a guess at the result.
fn is_hardly_seen(raise: &FinishedRaise<'_>, peak: &Peak, size: ImageSize) -> bool {
    let badly_seen = raise.readings.iter().filter(|r| r.badly_seen).count();
    badly_seen as f64 > POOR_SHARE * raise.readings.len() as f64
        || too_few(raise.readings.iter().filter(|r| r.legs[raise.track].seen))
        || was_outside(raise, peak, size, |leg| leg.knee)
}

/// Whether the person was told to stop for a compensation that the smoothed raise does not show, and nothing else had
/// ended the raise before.
fn is_unconfirmed(stopped: Option<RaiseStop>, found: &Finding) -> bool {
    let Some((stop, kind)) = stopped.and_then(|stop| Some((stop, stop.why.compensation()?))) else { return false };
    let ended_before = found.stopped.is_some_and(|at| at <= stop.time);
    !ended_before && !found.violations.iter().any(|violation| violation.kind == kind && violation.onset <= stop.time)
}

/// The raise's readings within [`NEAR_PEAK_S`] of its result.
pub fn near_peak<'a>(raise: &FinishedRaise<'a>, peak: &Peak) -> impl Iterator<Item = &'a Reading> + Clone {
    let time = peak.time;
    raise.readings.iter().filter(move |r| (r.time - time).abs() <= NEAR_PEAK_S)
}

/// Whether a joint of the raised leg was outside the image in most readings near the result.
fn was_outside(raise: &FinishedRaise<'_>, peak: &Peak, size: ImageSize, joint: fn(&LegAngles) -> Point) -> bool {
    let near_peak = near_peak(raise, peak);
    let outside = near_peak.clone().filter(|r| !size.contains(joint(&r.legs[raise.track].angles))).count();
    2 * outside > near_peak.count()
}
