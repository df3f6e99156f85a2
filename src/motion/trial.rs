//! One raise, judged when it is over: smoothed without delay, its violations found, its highest point before the first one.

use super::baseline::{Baseline, Reading};
use super::camera_fit::{CameraFit, Sighting};
use super::compensation::{CompensationKind, LONGEST_GAP_S, Violation};
use super::curves::{Curves, LEGS_APART_RAD};
use super::figure::Setting;
use super::geometry::{Caudal, Point};
use super::leg_reader::LegReader;
use super::leg_tracker::TrackedLeg;
use super::leg_view::LegView;
use super::peak::{Peak, held_maximum};
use super::plumb::Plumb;
use super::pose::Side;
use super::quality::{PictureSize, ViewCollector, ViewQuality, near_side};
use super::thigh::thigh_over_line_rad;
use super::time::Timestamp;
use super::verdict::{Thresholds, Verdict, VerdictKind};
use serde::{Deserialize, Serialize};

/// Standard uncertainties, radians: of a raise whose camera could not be fitted …
const SD_NO_CAMERA_RAD: f64 = 3.0 / 180.0 * std::f64::consts::PI;
/// … a raise without a rest before it …
const SD_NO_REST_RAD: f64 = 1.0 / 180.0 * std::f64::consts::PI;
/// … a bent knee, whose bend is read to about 3° and counts half …
const SD_BENT_KNEE_RAD: f64 = 1.5 / 180.0 * std::f64::consts::PI;
/// … and a foot beyond the picture's edge, whose place is the model's guess.
const SD_FOOT_OUTSIDE_RAD: f64 = 3.0 / 180.0 * std::f64::consts::PI;
/// An onset is known to about this, seconds: the angle moves on meanwhile.
const SD_ONSET_S: f64 = 0.08;
/// A number less certain than this judges nobody: half of what lies between clearly tight and pass is within its ±.
const MAX_UNCERTAINTY_RAD: f64 = 10.0 / 180.0 * std::f64::consts::PI;
/// ± covers the truth in 95 of 100 cases.
const COVERAGE: f64 = 2.0;

/// A raise lower than this is a twitch, not a trial.
const MIN_RAISE_RAD: f64 = 15.0 / 180.0 * std::f64::consts::PI;
/// Nobody's leg comes this high with the back flat on the floor: a misread leg, when it was not seen to get there from a rest.
const MAX_UNSEEN_RAISE_RAD: f64 = 110.0 / 180.0 * std::f64::consts::PI;
/// … and in any case from here on.
const MAX_RAISE_RAD: f64 = 130.0 / 180.0 * std::f64::consts::PI;
/// Shorter ones are misread frames.
const MIN_RAISE_S: f64 = 0.8;
/// A hold this long means that the highest point was reached even if the recording stops there.
const REACHED_HOLD_S: f64 = 1.0;

/// Why a trial ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndedBy {
    /// The leg was lowered after its highest point.
    Peak,
    KneeBend,
    OppositeLegLift,
    /// The person said that it hurts.
    Discomfort,
    /// The recording stopped, or the person was no longer seen, before the highest point was reached.
    EndOfRecording,
}

impl EndedBy {
    /// For people; goes after "ended because".
    pub fn text(self) -> &'static str {
        match self {
            Self::Peak => "the leg had reached its highest point",
            Self::KneeBend => "the knee began to bend",
            Self::OppositeLegLift => "the other leg began to lift",
            Self::Discomfort => "discomfort was reported",
            Self::EndOfRecording => "the recording stopped before the leg reached its highest point",
        }
    }
}

impl From<CompensationKind> for EndedBy {
    fn from(kind: CompensationKind) -> Self {
        match kind {
            CompensationKind::KneeBend => Self::KneeBend,
            CompensationKind::OppositeLegLift => Self::OppositeLegLift,
        }
    }
}

/// What limits the trust in a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialReason {
    /// The view of the recording is poor; see its reasons.
    PoorView,
    /// No rest was seen before the raise: knee and resting leg had no reference.
    NoRestBefore,
    /// The resting leg was hidden: whether it lifted is not known.
    RestingLegNotSeen,
    /// The raised foot left the picture.
    FootOutOfPicture,
    /// The recording stopped before the highest point.
    NotFinished,
    /// Pictures came so seldom that a bent knee or a lifted leg could have been missed.
    TooFewPictures,
    /// The keypoints jumped about, so the number is not certain enough.
    TooUncertain,
    /// The knee bent, or the other leg lifted, before there was a raise worth the name.
    SpoiledAtTheStart,
}

impl TrialReason {
    /// For people.
    pub fn text(self) -> &'static str {
        match self {
            Self::PoorView => "the view was not good enough to judge",
            Self::NoRestBefore => "no rest with both legs flat was seen before this raise",
            Self::RestingLegNotSeen => "the resting leg was hidden, so whether it stayed down is not known",
            Self::FootOutOfPicture => "the raised foot left the picture; move the camera further away",
            Self::TooUncertain => {
                "the leg was too hard to see for a certain number; let nobody and nothing stand before it"
            }
            Self::SpoiledAtTheStart => {
                "it was no straight-leg raise from the start; keep the knee straight and the other leg down"
            }
            Self::TooFewPictures => {
                "too few pictures came to see whether knee and other leg stayed straight; close other programs, or choose the faster model"
            }
            Self::NotFinished => "the recording stopped before the leg reached its highest point",
        }
    }
}

/// The same moment against other reference lines, radians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct References {
    /// Against the same leg at rest.
    pub rest_rad: Option<f64>,
    /// Against the picture's horizontal, without the corrections for where the model sees the hip and where the camera stood.
    pub floor_rad: f64,
    /// Against the trunk line.
    pub trunk_rad: f64,
}

/// A judged raise.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    pub side: Side,
    pub start: Timestamp,
    /// Of the result.
    pub peak: Timestamp,
    pub end: Timestamp,
    /// The result: highest elevation of the thigh over the floor before the first violation.
    pub angle_rad: f64,
    /// Half-width of the 95 % interval.
    pub uncertainty_rad: f64,
    /// Highest elevation of the thigh in the whole raise.
    pub max_angle_rad: f64,
    pub ended_by: EndedBy,
    /// In order of time.
    pub violations: Vec<Violation>,
    pub references: References,
    /// Beyond straight, or what the knee was bent at rest, at the result.
    pub knee_flexion_rad: f64,
    /// Of the resting leg beyond its rest, the most before the result; `None` when it was not seen.
    pub opposite_leg_rad: Option<f64>,
    pub verdict: Verdict,
    pub reasons: Vec<TrialReason>,
    /// Where the camera stood, as this raise shows it; `None` when it was too short or too little of the body was seen.
    pub camera: Option<CameraFit>,
    /// Elevation of the thigh over the whole raise.
    pub curve: Vec<CurvePoint>,
    /// How the raised leg was read, to read it again from points that somebody has corrected.
    pub reader: LegReader,
}

/// A moment of a raise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    pub time: Timestamp,
    /// Elevation of the raised thigh over the floor, smoothed without delay.
    pub thigh_rad: f64,
}

/// How a raise came to its end.
#[derive(Clone, Copy, Debug, Default)]
pub struct RaiseEnd {
    /// The person reported discomfort at this moment.
    pub discomfort: Option<Timestamp>,
    /// The recording stopped, or the person was lost, with the leg in the air.
    pub cut_off: bool,
}

/// What surrounds a raise.
pub struct Context<'a> {
    pub baseline: Option<&'a Baseline>,
    pub view: &'a ViewCollector,
    pub size: PictureSize,
    /// Where the room's vertical is in the picture, if anything told.
    pub plumb: Option<Plumb>,
    pub thresholds: &'a Thresholds,
}

/// Why a leg in the air was no trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTrial {
    /// Too low, too short or too little seen: a twitch.
    TooLittle,
    /// Higher than a leg can be: misread.
    Misread,
}

/// Judges the raise that `readings` hold, from the last flat moment to the first. `before` is the rest before it.
pub fn conclude(
    raised: usize,
    before: &[Reading],
    readings: &[Reading],
    end: RaiseEnd,
    context: &Context<'_>,
) -> Result<Trial, NoTrial> {
    let side = side_by_vote(raised, readings, context.baseline.map_or(0.0, |b| b.legs[raised].leg_rad));
    let setting = setting(side, readings, context.size);
    let camera = fit_camera(raised, &setting, before.iter().chain(readings), context);
    let near = setting.near_is_raised;
    let leg_view = camera.as_ref().map_or(LegView::side_on(near), |camera| camera.leg(near));
    let view = context.view.view(camera.as_ref().map(|c| c.yaw_rad));
    let curves = Curves::of(raised, readings, context.baseline, leg_view);
    let highest = held_maximum(&curves.thigh).ok_or(NoTrial::TooLittle)?;
    let [Some(first), Some(last)] = [curves.thigh.first(), curves.thigh.last()].map(|s| s.map(|s| s.time)) else {
        return Err(NoTrial::TooLittle);
    };
    let raise_s = last - first;
    if highest.angle_rad - curves.flat_rad < MIN_RAISE_RAD || raise_s < MIN_RAISE_S {
        return Err(NoTrial::TooLittle);
    }
    let believable = if context.baseline.is_some() { MAX_RAISE_RAD } else { MAX_UNSEEN_RAISE_RAD };
    if highest.angle_rad > believable {
        return Err(NoTrial::Misread);
    }
    let lowered = curves.lowering(&highest);
    let violations = curves.violations(context.thresholds, lowered.unwrap_or(last));
    // as with violations, what comes on the way down ended nothing
    let discomfort = end.discomfort.filter(|at| lowered.is_none_or(|lowered| *at < lowered));
    let stop = first_stop(&violations, discomfort);
    let peak = match stop {
        Some((at, _)) => held_maximum(curves.before(at)).ok_or(NoTrial::TooLittle)?,
        None => highest,
    };
    let reached = lowered.is_some() || !end.cut_off || highest.hold_s >= REACHED_HOLD_S;
    let ended_by = match stop {
        Some((_, why)) => why,
        None if reached => EndedBy::Peak,
        None => EndedBy::EndOfRecording,
    };
    let at_peak = curves.at(peak.time);
    let opposite_leg_rad = curves.opposite_before(peak.time);
    let mut reasons = Vec::new();
    let mut note = |applies: bool, reason| applies.then(|| reasons.push(reason)).is_some();
    let poor = note(view.quality == ViewQuality::Poor, TrialReason::PoorView);
    let no_rest = note(context.baseline.is_none(), TrialReason::NoRestBefore);
    note(curves.opposite_hidden, TrialReason::RestingLegNotSeen);
    let outside = note(foot_was_outside(raised, readings, &peak, context.size), TrialReason::FootOutOfPicture);
    let too_few = note(too_few_pictures(readings), TrialReason::TooFewPictures);
    let unfinished = note(ended_by == EndedBy::EndOfRecording, TrialReason::NotFinished);

    let uncertainty_rad = COVERAGE
        * [
            Some(camera.as_ref().map_or(SD_NO_CAMERA_RAD, |camera| camera.uncertainty_rad(peak.angle_rad))),
            Some(curves.noise_rad(&peak)),
            no_rest.then_some(SD_NO_REST_RAD),
            outside.then_some(SD_FOOT_OUTSIDE_RAD),
            (ended_by == EndedBy::KneeBend).then_some(SD_BENT_KNEE_RAD),
            stop.map(|(at, _)| SD_ONSET_S * curves.speed_rad_s(at)),
        ]
        .into_iter()
        .flatten()
        .map(|sd| sd * sd)
        .sum::<f64>()
        .sqrt();
    let verdict = Verdict::of(peak.angle_rad, uncertainty_rad, context.thresholds);
    let uncertain = note(uncertainty_rad > MAX_UNCERTAINTY_RAD, TrialReason::TooUncertain);
    let spoiled = note(peak.angle_rad - curves.flat_rad < MIN_RAISE_RAD, TrialReason::SpoiledAtTheStart);
    let too_early = unfinished && verdict.kind != VerdictKind::Pass;
    Ok(Trial {
        side,
        start: readings.first().map_or(first, |r| r.time),
        peak: peak.time,
        end: readings.last().map_or(last, |r| r.time),
        angle_rad: peak.angle_rad,
        uncertainty_rad,
        max_angle_rad: curves.thigh.iter().map(|s| s.value).fold(peak.angle_rad, f64::max),
        ended_by,
        violations,
        references: References {
            rest_rad: context
                .baseline
                .map(|b| at_peak.uncorrected_rad - b.legs[raised].leg_rad - thigh_over_line_rad(0.0)),
            floor_rad: at_peak.uncorrected_rad,
            trunk_rad: at_peak.uncorrected_rad - at_peak.trunk_rad,
        },
        knee_flexion_rad: at_peak.knee_rad,
        opposite_leg_rad,
        verdict: if poor || too_few || uncertain || too_early || spoiled { Verdict::UNCLEAR } else { verdict },
        reasons,
        reader: LegReader {
            caudal: setting.caudal,
            view: leg_view.clone(),
            rest: context.baseline.map(|b| b.legs[raised]),
        },
        camera,
        curve: curves.thigh.iter().map(|s| CurvePoint { time: s.time, thigh_rad: s.value }).collect(),
    })
}

/// The first thing that ended the raise, if anything did: what the program saw, or what the person said.
fn first_stop(violations: &[Violation], discomfort: Option<Timestamp>) -> Option<(Timestamp, EndedBy)> {
    let seen = violations.first().map(|v| (v.onset, EndedBy::from(v.kind)));
    let said = discomfort.map(|t| (t, EndedBy::Discomfort));
    [seen, said].into_iter().flatten().min_by_key(|(at, _)| *at)
}

/// The side that the model calls the raised leg in most of the pictures where it is clearly raised.
fn side_by_vote(raised: usize, readings: &[Reading], flat_rad: f64) -> Side {
    let votes = |from_rad: f64| {
        let clear = |r: &&Reading| r.legs[raised].seen && r.legs[raised].angles.leg_rad - flat_rad > from_rad;
        readings.iter().filter(clear).fold([0, 0], |mut votes, r| {
            votes[r.legs[raised].label.index()] += 1;
            votes
        })
    };
    // a low raise is told by where it is highest, as far as that goes
    let clear = votes(LEGS_APART_RAD);
    let [left, right] = if clear == [0, 0] { votes(LEGS_APART_RAD / 2.0) } else { clear };
    if left >= right { Side::Left } else { Side::Right }
}

/// How the person lies in the picture.
fn setting(raised: Side, readings: &[Reading], size: PictureSize) -> Setting {
    let rightwards = readings.iter().filter(|r| r.caudal == Caudal::Right).count();
    let caudal = if 2 * rightwards >= readings.len() { Caudal::Right } else { Caudal::Left };
    Setting { caudal, near_is_raised: raised == near_side(caudal), size }
}

/// Where the camera stood, from the raise itself.
fn fit_camera<'a>(
    raised: usize,
    setting: &Setting,
    readings: impl Iterator<Item = &'a Reading>,
    context: &Context<'_>,
) -> Option<CameraFit> {
    let Setting { caudal, near_is_raised, .. } = *setting;
    let near = near_side(caudal);
    let side = if near_is_raised { near } else { near.opposite() };
    let sighting = |r: &Reading| -> Sighting {
        let (up, down) = (&r.legs[raised], &r.legs[1 - raised]);
        let (near_leg, far_leg) = if near_is_raised { (up, down) } else { (down, up) };
        let [shoulder, other] = [near, near.opposite()].map(|side| Some(r.shoulders[side.index()]));
        let hips = [near_leg, far_leg].map(|leg| Some(leg.angles.hip));
        let joint = |leg: &TrackedLeg, at: Point| leg.seen.then_some(at);
        let knees = [near_leg, far_leg].map(|leg| joint(leg, leg.angles.knee));
        let ankles = [near_leg, far_leg].map(|leg| joint(leg, leg.angles.ankle));
        [shoulder, other, hips[0], hips[1], knees[0], knees[1], ankles[0], ankles[1]]
    };
    let low = |r: &Reading| r.legs[raised].angles.leg_rad < LEGS_APART_RAD;
    let believed = |r: &&Reading| r.caudal == caudal && r.legs[raised].seen && (low(r) || r.legs[raised].label == side);
    let sightings: Vec<Sighting> = readings.filter(believed).map(sighting).collect();
    CameraFit::of(*setting, &sightings, context.view.median_yaw_rad().unwrap_or(0.0), context.plumb)
}

/// Whether for most of the raise no compensation could have been seen to last.
fn too_few_pictures(readings: &[Reading]) -> bool {
    let gaps = readings.windows(2).map(|pair| pair[1].time - pair[0].time);
    let unseen_s: f64 = gaps.clone().filter(|gap| *gap > LONGEST_GAP_S).sum();
    2.0 * unseen_s > gaps.sum()
}

fn foot_was_outside(raised: usize, readings: &[Reading], peak: &Peak, size: PictureSize) -> bool {
    let near_peak = readings.iter().filter(|r| (r.time - peak.time).abs() <= 0.25);
    let outside = near_peak.clone().filter(|r| !size.contains(r.legs[raised].angles.ankle)).count();
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
