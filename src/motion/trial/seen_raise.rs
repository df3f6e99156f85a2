//! What was seen of a raise: which leg, the camera's position, and the curves. The first of the three steps of
//! [`super::judge`].

use super::baseline::{Baseline, REST_MAX_KNEE_RAD};
use super::curves::{Curves, LEGS_APART_RAD};
use super::peak::{Peak, held_maximum};
use super::stopped::RaiseStop;
use super::verdict::Thresholds;
use crate::motion::body::geometry::Caudal;
use crate::motion::body::pair::{Depth, Track, Which};
use crate::motion::body::pose::{Side, Sides};
use crate::motion::body::quality::{ImageSize, Precision, View, ViewCollector, depth_of, near_side};
use crate::motion::body::reading::{Reading, RestingLeg};
use crate::motion::camera::camera_fit::CameraFit;
use crate::motion::camera::figure::{Limb, Setting, Sighting};
use crate::motion::camera::keypoint_offsets::Joint;
use crate::motion::camera::leg_view::LegView;
use crate::motion::camera::room::Room;
use crate::motion::camera::thigh::MOST_REST_BEND_RAD;
use crate::motion::filter::median;
use crate::motion::time::Timestamp;

/// A leg raised less than this has twitched: no trial.
pub const MIN_RAISE_RAD: f64 = 15f64.to_radians();
/// No leg comes this high with the back flat on the floor. One that was not seen to come up from a rest was misread.
const MAX_UNSEEN_RAISE_RAD: f64 = 115f64.to_radians();
/// A leg that comes this high was misread, even if it was seen to come up from a rest.
const MAX_RAISE_RAD: f64 = 130f64.to_radians();
/// A shorter raise is made of misread frames.
const MIN_RAISE_S: f64 = 0.8;
/// The side is certain if the model calls the leg by it in this part of the frames in which it is clearly raised.
const CERTAIN_SIDE_SHARE: f64 = 0.8;

/// What is known of a raise's end.
#[derive(Clone, Copy, Debug, Default)]
pub struct RaiseEnd {
    /// The person reported discomfort at this moment.
    pub discomfort: Option<Timestamp>,
    /// The person reported discomfort by a raised hand.
    pub hand_raised: Option<Timestamp>,
    /// What seemed to end it while the leg was up.
    pub stopped: Option<RaiseStop>,
    /// The recording stopped, or the person was lost, with the leg in the air.
    pub cut_off: bool,
}

/// A raise that is over: from the last moment on the floor to the first one back there.
#[derive(Clone, Copy)]
pub struct FinishedRaise<'a> {
    pub track: Track,
    /// The rest before it.
    pub before: &'a [Reading],
    pub readings: &'a [Reading],
    pub end: RaiseEnd,
}

/// What judging needs besides the raise's own readings: rest, camera, limits, and what the user said.
pub struct Context<'a> {
    pub baseline: Option<&'a Baseline>,
    /// No rest has been seen since the last raise.
    pub rest_is_old: bool,
    pub view: &'a ViewCollector,
    pub size: ImageSize,
    /// How exact the poses are.
    pub precision: Precision,
    /// What the room's lines tell of the camera's tilt.
    pub room: &'a Room,
    pub thresholds: &'a Thresholds,
    /// The raised leg, if the user said which.
    pub told_side: Option<Side>,
    /// The person is guided: told what to do, and how to say that it hurts.
    pub led: bool,
}

impl Context<'_> {
    /// The leg's rest before the raise, if it lay flat.
    pub fn at_rest(&self, track: Track) -> Option<RestingLeg> {
        self.baseline.and_then(|rest| rest.leg(track))
    }

    /// Elevation of a leg's line at rest.
    pub fn flat_rad(&self, track: Track) -> f64 {
        self.at_rest(track).map_or(0.0, |rest| rest.leg_rad)
    }
}

/// Why a raise gives no trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTrial {
    /// Too low, too short or too little seen: a twitch.
    TooLittle,
    /// Higher than a leg can be: misread.
    Misread,
}

/// What was seen of a raise.
pub struct SeenRaise {
    pub side: Side,
    /// Whether the model called the leg by that side in nearly all frames.
    pub side_is_certain: bool,
    pub setting: Setting,
    pub camera: Option<CameraFit>,
    pub leg_view: LegView,
    pub view: View,
    pub curves: Curves,
    pub highest: Peak,
    /// Time of the curves' last moment.
    pub last: Timestamp,
    /// The other leg's knee was drawn up.
    pub other_knee_bent: bool,
}

impl SeenRaise {
    pub fn of(raise: &FinishedRaise<'_>, context: &Context<'_>) -> Result<Self, NoTrial> {
        let FinishedRaise { track, readings, .. } = *raise;
        let (side, side_is_certain) = side_by_vote(track, readings, context.flat_rad(track));
        let setting = setting(side, readings, context.size);
        let other_knee_bent = is_other_knee_bent(raise, context);
        let camera = fit_camera(raise, &setting, other_knee_bent, context);
        let depth = setting.raised;
        let leg_view = camera.as_ref().map_or(LegView::side_on(depth), |camera| camera.leg(depth)).clone();
        let curves = Curves::of(track, readings, context.baseline, &leg_view);
        let highest = held_maximum(&curves.thigh).ok_or(NoTrial::TooLittle)?;
        let [Some(first), Some(last)] = [curves.thigh.first(), curves.thigh.last()].map(|s| s.map(|s| s.time)) else {
            return Err(NoTrial::TooLittle);
        };
        if highest.angle_rad - curves.flat_rad < MIN_RAISE_RAD || last - first < MIN_RAISE_S {
            return Err(NoTrial::TooLittle);
        }
        let believable = if context.baseline.is_some() { MAX_RAISE_RAD } else { MAX_UNSEEN_RAISE_RAD };
        if highest.angle_rad > believable {
            return Err(NoTrial::Misread);
        }
        let view = context.view.view(camera.as_ref().map(|c| c.yaw_rad));
        Ok(Self { side, side_is_certain, setting, camera, leg_view, view, curves, highest, last, other_knee_bent })
    }
}

/// Whether the knee of the leg that should lie flat was drawn up.
fn is_other_knee_bent(raise: &FinishedRaise<'_>, context: &Context<'_>) -> bool {
    let other = raise.track.opposite();
    if context.baseline.is_some() && context.at_rest(other).is_none() {
        return true;
    }
    let at_rest = context.at_rest(other).map_or(0.0, |leg| leg.knee_flexion_rad).min(MOST_REST_BEND_RAD);
    let seen = raise.readings.iter().filter(|r| r.legs[other].seen);
    median(seen.map(|r| r.legs[other].angles.knee_flexion_rad).collect())
        .is_some_and(|bend| bend - at_rest > REST_MAX_KNEE_RAD)
}

/// The side that the model calls the raised leg in most of the frames where it is clearly raised, and whether it
/// nearly always does.
fn side_by_vote(raised: Track, readings: &[Reading], flat_rad: f64) -> (Side, bool) {
    let votes = |from_rad: f64| {
        let clear = |r: &&Reading| r.legs[raised].seen && r.lift_rad(raised, flat_rad) > from_rad;
        readings.iter().filter(clear).fold(Sides::default(), |mut votes: Sides<u32>, r| {
            votes[r.legs[raised].label] += 1;
            votes
        })
    };
    // a raise too low for that is judged by its highest frames
    let clear = votes(LEGS_APART_RAD);
    let clear = if clear == Sides::default() { votes(LEGS_APART_RAD / 2.0) } else { clear };
    let [left, right] = Side::BOTH.map(|side| clear[side]);
    let certain = f64::from(left.max(right)) >= CERTAIN_SIDE_SHARE * f64::from(left + right);
    (if left >= right { Side::Left } else { Side::Right }, certain)
}

/// How the person lies in the image.
fn setting(raised: Side, readings: &[Reading], size: ImageSize) -> Setting {
    let rightwards = readings.iter().filter(|r| r.caudal == Caudal::Right).count();
    let caudal = if 2 * rightwards >= readings.len() { Caudal::Right } else { Caudal::Left };
    Setting { caudal, raised: depth_of(raised, caudal), size }
}

/// Where the camera stood, from the raise itself.
fn fit_camera(
    raise: &FinishedRaise<'_>,
    setting: &Setting,
    other_knee_bent: bool,
    context: &Context<'_>,
) -> Option<CameraFit> {
    let (raised, readings) = (raise.track, raise.before.iter().chain(raise.readings));
    let Setting { caudal, raised: depth, .. } = *setting;
    let near = near_side(caudal);
    let side = if depth == Depth::Near { near } else { near.opposite() };
    let sighting = |r: &Reading| {
        Sighting::of(|of| {
            let leg = &r.legs[if of == depth { raised } else { raised.opposite() }];
            let shoulder = r.shoulders[if of == Depth::Near { near } else { near.opposite() }];
            // the fitted figure has a straight other leg: a bent one is left out
            let like = leg.seen && (of == depth || !other_knee_bent);
            Limb::of(|joint| match joint {
                Joint::Shoulder => Some(shoulder),
                Joint::Hip => Some(leg.angles.hip),
                Joint::Knee => like.then_some(leg.angles.knee),
                Joint::Ankle => like.then_some(leg.angles.ankle),
            })
        })
    };
    let low = |r: &Reading| r.legs[raised].angles.leg_rad < LEGS_APART_RAD;
    let believed = |r: &&Reading| r.caudal == caudal && r.legs[raised].seen && (low(r) || r.legs[raised].label == side);
    let sightings: Vec<Sighting> = readings.filter(believed).map(sighting).collect();
    CameraFit::of(*setting, &sightings, context.view.median_yaw_rad().unwrap_or(0.0), context.room)
}
