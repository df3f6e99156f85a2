//! A raise while it goes on: live numbers, warnings and phases. It is judged when it is over, see
//! [`crate::motion::trial::judge`].

use super::event::{Event, LiveReading};
use crate::motion::body::pair::{Track, Which};
use crate::motion::body::quality::depth_of;
use crate::motion::body::reading::Reading;
use crate::motion::camera::camera_fit::CameraFit;
use crate::motion::camera::leg_view::LegView;
use crate::motion::camera::thigh::{knee_bend_rad, thigh_elevation_rad};
use crate::motion::filter::{CausalFilter, CausalParameters, TimedValue, median};
use crate::motion::time::Timestamp;
use crate::motion::trial::baseline::{Baseline, RestFinder};
use crate::motion::trial::compensation::{Compensation, CompensationKind, Debounce, HeldLimit, Limits};
use crate::motion::trial::curves::{
    LEGS_APART_RAD, MOST_STRETCH_RAD, PELVIS_RAD, SHORTEST_MOVEMENT_S, STRAIGHTEST_FROM_RAD,
};
use crate::motion::trial::lead_up::{PRE_ROLL_S, RAISED_RAD};
use crate::motion::trial::other_leg::AbsentLooks;
use crate::motion::trial::phase::Phase;
use crate::motion::trial::stopped::RaiseStop;
use crate::motion::trial::trial::EndedBy;
use crate::motion::trial::verdict::Thresholds;
use std::collections::VecDeque;

/// A leg below this part of its greatest elevation is half down: a new raise may begin before it is fully down.
const HALF_DOWN: f64 = 0.6;
/// A leg that was half down and rises by this much begins a new raise.
const RISES_AGAIN_RAD: f64 = 15f64.to_radians();
/// Live phases: a leg this far below its highest point is being lowered; one that stays within [`HELD_WITHIN_RAD`] for
/// [`HELD_FOR_S`] is held. Ours: long enough that nobody is told "held" who re-grips the strap on the way up, or is
/// slow.
const LOWERING_RAD: f64 = 8f64.to_radians();
const HELD_WITHIN_RAD: f64 = 2.5f64.to_radians();
const HELD_FOR_S: f64 = 1.0;
/// A leg that trembles counts as held when it has risen no further for this long, seconds (ours).
const NO_HIGHER_FOR_S: f64 = 3.0;
/// A leg that is half down and stays within [`LAID_DOWN_WITHIN_RAD`] for this long was laid on something, seconds
/// (ours; it cannot be told from lowering slower than 1° a second).
const LAID_DOWN_S: f64 = 3.0;
const LAID_DOWN_WITHIN_RAD: f64 = 1.5f64.to_radians();
/// From this part of a compensation's warning limit on, every frame is estimated, since the raise may end at any
/// moment: a slow compensation covers the rest in three readings.
const NEAR_LIMIT: f64 = 0.7;
const LIVE: CausalParameters = CausalParameters { time_constant_s: 0.12, max_gap_s: 0.5 };

/// How a raise ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RaiseEnding {
    /// The leg is down.
    Down,
    /// The leg rises again from half-way down.
    Again,
    /// The leg was laid on something. How both legs lie now is the new rest; the other leg may be raised next.
    Elsewhere,
}

/// What one reading adds to a raise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RaiseUpdate {
    pub live: Option<LiveReading>,
    /// Compensations held now, at most one of each kind.
    pub compensations: Vec<Compensation>,
    pub events: Vec<Event>,
}

/// A leg in the air.
pub struct Raise {
    pub leg: Track,
    /// The rest before it.
    pub before: Vec<Reading>,
    pub readings: Vec<Reading>,
    /// Elevation of the leg's line at rest.
    flat_rad: f64,
    highest_rad: f64,
    lowest_since_rad: f64,
    /// The leg has been half down at some time since its highest point.
    came_half_down: bool,
    /// When the leg came down.
    down_since: Option<Timestamp>,
    discomfort: Option<Timestamp>,
    hand_raised: Option<Timestamp>,
    /// What ended the raise, if that is known while the leg is still up.
    stopped: Option<RaiseStop>,
    /// The latest live elevation of the thigh.
    thigh_rad: Option<f64>,
    pub phase: Phase,
    near_limit: bool,
    live: LiveFilters,
}

#[derive(Default)]
struct LiveFilters {
    angle: CausalFilter,
    knee: CausalFilter,
    straightest: Straightest,
    /// Smallest lift of the resting leg since the legs have been apart.
    least_lift_rad: Option<f64>,
    opposite: CausalFilter,
    /// For each kind of compensation, whether the warning and the stop limit are exceeded long enough.
    held: [[HeldLimit; 2]; 2],
    announced: [[bool; 2]; 2],
    down: Debounce,
    half_down: Debounce,
    previous: Option<(Timestamp, f64)>,
    /// Elevations of the leg's line during the last [`HELD_FOR_S`].
    line: VecDeque<TimedValue>,
    /// When the leg last rose to a new height, and that height.
    rose: Option<TimedValue>,
    other_gone: AbsentLooks,
}

impl LiveFilters {
    /// Whether the leg has stayed where it is for [`HELD_FOR_S`], or has stopped rising.
    fn is_held(&mut self, time: Timestamp, leg_rad: f64) -> bool {
        let rose = self.rose.get_or_insert(TimedValue { time, value: leg_rad });
        if leg_rad - rose.value > HELD_WITHIN_RAD {
            *rose = TimedValue { time, value: leg_rad };
        }
        let comes_no_higher = time - rose.time >= NO_HIGHER_FOR_S;
        self.line.push_back(TimedValue { time, value: leg_rad });
        while self.line.get(1).is_some_and(|second| time - second.time >= HELD_FOR_S) {
            self.line.pop_front();
        }
        let is_whole = self.line.front().is_some_and(|first| time - first.time >= HELD_FOR_S);
        let values = self.line.iter().map(|line| line.value);
        let (lowest, highest) = (values.clone().fold(f64::INFINITY, f64::min), values.fold(0.0, f64::max));
        comes_no_higher || is_whole && highest - lowest <= HELD_WITHIN_RAD
    }

    /// The resting leg's lift, less what the pelvis, which tilts with the raised leg, adds to its line.
    fn without_pelvis(&mut self, lift_rad: f64) -> f64 {
        let least_rad = self.least_lift_rad.map_or(lift_rad, |least| least.min(lift_rad));
        self.least_lift_rad = Some(least_rad);
        lift_rad - least_rad.clamp(0.0, PELVIS_RAD)
    }
}

/// The straightest that the knee was for longer than a misreading lasts.
#[derive(Default)]
struct Straightest {
    rad: f64,
    latest: VecDeque<TimedValue>,
}

impl Straightest {
    fn update(&mut self, time: Timestamp, knee_rad: f64) {
        self.latest.push_back(TimedValue { time, value: knee_rad });
        let Some(first) = self.latest.front().filter(|first| time - first.time >= SHORTEST_MOVEMENT_S) else { return };
        let most_bent_rad = self.latest.iter().map(|knee| knee.value).fold(first.value, f64::max);
        self.rad = self.rad.min(most_bent_rad).max(-MOST_STRETCH_RAD);
        self.latest.retain(|knee| time - knee.time < SHORTEST_MOVEMENT_S);
    }
}

impl Raise {
    pub fn new(leg: Track, flat_rad: f64, before: Vec<Reading>, readings: Vec<Reading>) -> Self {
        let highest_rad = readings.last().map_or(0.0, |r| r.legs[leg].angles.leg_rad);
        Self {
            leg,
            before,
            readings,
            flat_rad,
            highest_rad,
            lowest_since_rad: highest_rad,
            came_half_down: false,
            down_since: None,
            discomfort: None,
            hand_raised: None,
            stopped: None,
            thigh_rad: None,
            phase: Phase::Raise,
            near_limit: false,
            live: LiveFilters::default(),
        }
    }

    /// The person says that it hurts, by a raised hand or in another way.
    pub fn report_discomfort(&mut self, time: Timestamp, by_hand: bool) {
        let report = if by_hand { &mut self.hand_raised } else { &mut self.discomfort };
        report.get_or_insert(time);
        if self.phase != Phase::Lower {
            self.stop(time, EndedBy::Discomfort);
        }
    }

    /// When a raised hand said that it hurts.
    pub fn hand_raised(&self) -> Option<Timestamp> {
        self.hand_raised
    }

    pub fn discomfort(&self) -> Option<Timestamp> {
        self.discomfort
    }

    /// What ended the raise, if that is known before the leg is down.
    pub fn stopped(&self) -> Option<RaiseStop> {
        self.stopped
    }

    /// Whether the leg rose far enough to be seen apart from the other one.
    pub fn came_apart(&self) -> bool {
        self.highest_rad - self.flat_rad > LEGS_APART_RAD
    }

    /// Whether the knee is bent, or the resting leg lifted, so far that the raise may end at any moment.
    pub fn is_near_limit(&self) -> bool {
        self.near_limit && self.stopped.is_none()
    }

    fn stop(&mut self, time: Timestamp, why: EndedBy) {
        self.stopped.get_or_insert(RaiseStop { why, time, angle_rad: self.thigh_rad });
    }

    /// Live numbers and warnings of a reading.
    pub fn update(
        &mut self,
        reading: &Reading,
        baseline: Option<&Baseline>,
        camera: Option<&CameraFit>,
        thresholds: &Thresholds,
    ) -> RaiseUpdate {
        let (raised, resting) = (&reading.legs[self.leg], &reading.legs[self.leg.opposite()]);
        if !raised.seen {
            return RaiseUpdate::default();
        }
        let rest = |leg: Track| baseline.and_then(|b| b.leg(leg));
        let time = reading.time;
        let depth = depth_of(raised.label, reading.caudal);
        let view = camera.map_or(LegView::side_on(depth), |camera| camera.leg(depth));
        let leg = self.live.angle.update(&LIVE, time, raised.angles.leg_rad);
        let knee_reading = self.live.knee.update(&LIVE, time, raised.angles.knee_flexion_rad);
        let knee = knee_bend_rad(leg, knee_reading, rest(self.leg), view);
        if leg - self.flat_rad > STRAIGHTEST_FROM_RAD {
            self.live.straightest.update(time, knee);
        }
        let counted_bend = if reading.beside_strap { knee - self.live.straightest.rad } else { knee };
        let lift = rest(self.leg.opposite()).filter(|_| resting.seen).map(|r| resting.angles.leg_rad - r.leg_rad);
        let opposite = lift.map(|lift| self.live.opposite.update(&LIVE, time, lift));
        if leg > self.highest_rad {
            (self.highest_rad, self.lowest_since_rad, self.came_half_down) = (leg, leg, false);
        }
        self.lowest_since_rad = self.lowest_since_rad.min(leg);
        let half_down = self.is_half_down(leg);
        self.came_half_down |= self.live.half_down.update(time, half_down).is_some();
        self.down_since = self.live.down.update(time, leg - self.flat_rad < RAISED_RAD);
        let angle_rad = thigh_elevation_rad(leg, knee, view);
        self.thigh_rad = Some(angle_rad);
        self.phase = self.phase_at(time, leg);
        let mut held = Vec::new();
        self.near_limit = false;
        if self.phase == Phase::Lower {
            self.live.held = Default::default();
        } else {
            let lift = leg - self.flat_rad;
            let is_near = |rad: f64, limits: &Limits| rad > NEAR_LIMIT * limits.warn_deg.to_radians();
            self.near_limit = is_near(counted_bend, &thresholds.knee_bend)
                || opposite.is_some_and(|opposite| is_near(opposite, &thresholds.opposite_leg_lift));
            held.extend(self.held(time, CompensationKind::KneeBend, Some(counted_bend), &thresholds.knee_bend));
            let apart = opposite.filter(|_| lift > LEGS_APART_RAD);
            let apart = apart.map(|lift| self.live.without_pelvis(lift));
            held.extend(self.held(time, CompensationKind::OppositeLegLift, apart, &thresholds.opposite_leg_lift));
            // the model may place the resting leg's keypoints on the raised leg: then the silhouettes tell
            if self.live.other_gone.update(reading, self.leg, lift) {
                held.push(Compensation { kind: CompensationKind::OppositeLegLift, rad: lift, stop: true });
            }
        }
        self.live.previous = Some((time, leg));
        let live = LiveReading { side: raised.label, angle_rad, knee_flexion_rad: knee, opposite_leg_rad: opposite };
        let new = held.iter().copied().filter(|compensation| self.is_new(time, compensation));
        RaiseUpdate {
            live: Some(live),
            events: new.map(Event::Compensated).collect(),
            // keypoints and silhouette may both report a lifted leg: the latter counts
            compensations: CompensationKind::ALL
                .iter()
                .filter_map(|kind| held.iter().rfind(|compensation| compensation.kind == *kind))
                .copied()
                .collect(),
        }
    }

    /// The compensation, if it has been beyond its warning limit long enough. A value that is not seen is neither above
    /// nor below a limit.
    fn held(
        &mut self,
        time: Timestamp,
        kind: CompensationKind,
        rad: Option<f64>,
        limits: &Limits,
    ) -> Option<Compensation> {
        let rad = rad?;
        let levels = [limits.warn_deg, limits.stop_deg].map(f64::to_radians);
        let held = [0, 1].map(|level| self.live.held[kind as usize][level].update(time, rad >= levels[level]));
        held[0].then_some(Compensation { kind, rad, stop: held[1] })
    }

    /// Whether this compensation, at this limit, is reported for the first time in this raise. One beyond its stop
    /// limit ends the raise.
    fn is_new(&mut self, time: Timestamp, compensation: &Compensation) -> bool {
        let Compensation { kind, stop, .. } = *compensation;
        let was_announced = std::mem::replace(&mut self.live.announced[kind as usize][usize::from(stop)], true);
        if stop && !was_announced {
            self.stop(time, EndedBy::from(kind));
        }
        !was_announced
    }

    fn phase_at(&mut self, time: Timestamp, leg: f64) -> Phase {
        if self.highest_rad - leg > LOWERING_RAD {
            return Phase::Lower;
        }
        // a held leg that sinks a little is no longer being raised, and not yet certainly being lowered
        let sinks = self.phase == Phase::Hold && leg < self.highest_rad;
        if self.live.is_held(time, leg) || sinks { Phase::Hold } else { Phase::Raise }
    }

    fn current_rad(&self) -> f64 {
        self.live.previous.map_or(self.highest_rad, |(_, leg)| leg)
    }

    /// Whether a leg at this elevation is half down from its highest point.
    fn is_half_down(&self, leg: f64) -> bool {
        leg - self.flat_rad < HALF_DOWN * (self.highest_rad - self.flat_rad)
    }

    fn rises_again(&self) -> bool {
        self.came_half_down && self.current_rad() - self.lowest_since_rad > RISES_AGAIN_RAD
    }

    /// Removes and returns the readings after the leg came down: they belong to the rest that follows.
    pub fn take_rest_after(&mut self) -> Vec<Reading> {
        let down = self.down_since.and_then(|since| self.readings.iter().position(|r| r.time > since));
        down.map(|down| self.readings.split_off(down)).unwrap_or_default()
    }

    /// Whether the raise is over, and how.
    pub fn ending(&self) -> Option<RaiseEnding> {
        if self.rises_again() {
            Some(RaiseEnding::Again)
        } else if self.down_since.is_some() {
            Some(RaiseEnding::Down)
        } else {
            let elsewhere = self.is_laid_down() && RestFinder::is_rest_elsewhere(self.latest(PRE_ROLL_S));
            elsewhere.then_some(RaiseEnding::Elsewhere)
        }
    }

    /// The readings of the last `secs`.
    pub fn latest(&self, secs: f64) -> &[Reading] {
        let Some(now) = self.readings.last().map(|r| r.time) else { return &[] };
        &self.readings[self.readings.partition_point(|r| now - r.time > secs)..]
    }

    /// Whether the leg is half down, still, and not on the floor: it lies on a cushion, say.
    fn is_laid_down(&self) -> bool {
        if !self.is_half_down(self.current_rad()) {
            return false;
        }
        let latest = self.latest(LAID_DOWN_S);
        let covered = latest.first().zip(latest.last()).map_or(0.0, |(first, last)| last.time - first.time);
        let elevations: Vec<f64> = latest.iter().map(|r| r.legs[self.leg].angles.leg_rad).collect();
        let middle = median(elevations.clone()).unwrap_or(0.0);
        let still = elevations.iter().filter(|e| (*e - middle).abs() <= LAID_DOWN_WITHIN_RAD).count();
        covered >= 0.9 * LAID_DOWN_S && still * 10 >= elevations.len() * 9
    }
}
