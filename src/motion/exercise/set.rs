//! One set: counts positions that are held or reached without a fault.

use super::bounce::BounceWatch;
use super::condition::{Condition, Position};
use super::exercise::{Exercise, FaultKind, Legs};
use super::fault::{FaultState, FaultWatch};
use super::furthest::Furthest;
use super::hold::{HoldTimer, Inside};
use super::measure::{Measure, MeasuredLeg, better_seen};
use super::report::{DoneSet, Fault};
use super::worker::{Leg, SideTracker, leg};
use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::leg_tracker::TrackedLegs;
use crate::motion::body::pair::{Track, Which};
use crate::motion::body::pose::Side;
use crate::motion::time::Timestamp;

/// A repetition that takes less is a kick, or a misread frame, seconds (ours).
const LEAST_REP_S: f64 = 1.0;
/// A position reached for less is a misread frame, seconds (ours; it happened for one frame of a render with a bending
/// knee).
const LEAST_REACHED_S: f64 = 0.2;
/// Somebody in position for less than this passes through it: seconds, and as a part of the whole hold (ours).
const LEAST_STAY_S: f64 = 3.0;
const LEAST_STAY: f64 = 0.25;
/// The other leg is reported as the wrong one after being in position for this long, seconds (ours).
const WRONG_LEG_S: f64 = 1.0;

/// One frame with somebody in the exercise's posture.
pub(super) struct Look<'a> {
    pub time: Timestamp,
    pub angles: &'a JointAngles,
    pub legs: &'a TrackedLegs,
    pub side_tracker: &'a SideTracker,
}

impl Look<'_> {
    fn value(&self, measure: Measure, of: MeasuredLeg, working: Track) -> Option<f64> {
        let leg = match of {
            MeasuredLeg::Working => leg(self.legs, working),
            MeasuredLeg::Other => leg(self.legs, working.opposite()),
            MeasuredLeg::Either => Leg { label: better_seen(self.angles), seen: true },
        };
        measure.deg(self.angles, leg)
    }

    fn of(&self, condition: &Condition, working: Track) -> Option<f64> {
        self.value(condition.measure, condition.of, working)
    }
}

/// Whether a larger value is further: a leg goes up, but the flexion of a knee that is stretched goes down.
fn is_upwards(exercise: &Exercise) -> bool {
    exercise.position.first().is_some_and(|of| of.from_deg.is_some())
}

fn least_stay_s(hold_s: f64) -> f64 {
    LEAST_STAY_S.min(LEAST_STAY * hold_s)
}

/// The state of a set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetState {
    pub side: Option<Side>,
    pub reps: u32,
    /// How long the repetition that is under way has been held, seconds.
    pub held_s: f64,
    pub in_position: bool,
    /// The time is running: in position, and without a fault.
    pub counts: bool,
    /// The person must go back to the start before anything counts.
    pub must_return: bool,
    /// Faults that are there now.
    pub faults: Vec<FaultKind>,
    /// The furthest value that was kept, see [`DoneSet::furthest_deg`].
    pub furthest_deg: Option<f64>,
}

/// One set of one leg, or of both.
#[derive(Debug, Default)]
pub(super) struct Set {
    /// The leg whose turn it is. If none was asked for, the one in position, by the side that the model calls it most
    /// often.
    side: Option<Side>,
    /// If no leg was asked for: how often the one in position was called right, less how often left.
    called_right: Option<i64>,
    /// The leg that was looked at last.
    track: Option<Track>,
    position: Position,
    start: Position,
    /// Whether the other leg is in position.
    others_position: Position,
    timer: HoldTimer,
    /// How long the earlier repetitions were held in all, seconds.
    held_before_s: f64,
    reps: u32,
    /// The position has been reached in this repetition.
    reached: bool,
    /// The person must go back to the start before anything counts.
    must_return: bool,
    /// A fault has spoiled this repetition.
    spoiled: bool,
    at_start: Option<Timestamp>,
    watches: Vec<FaultWatch>,
    bounce: BounceWatch,
    wrong_leg: FaultWatch,
    present: Vec<FaultKind>,
    faults: Vec<Fault>,
    in_position: bool,
    counts: bool,
    furthest: Furthest,
}

impl Set {
    pub fn new(side: Option<Side>) -> Self {
        Self { side, called_right: side.is_none().then_some(0), ..Self::default() }
    }

    /// The next frame of an exercise that the camera does not watch: only time passes.
    pub fn pass(&mut self, exercise: &Exercise, time: Timestamp) {
        (self.in_position, self.counts) = (true, true);
        self.timer.observe(time, 0.0, Inside::Yes { suspected: false });
        self.count(exercise, time, true, true);
    }

    /// The next frame; `None` while nobody is in the posture.
    pub fn observe(&mut self, exercise: &Exercise, time: Timestamp, look: Option<&Look<'_>>) {
        let Some(look) = look else {
            self.interrupt();
            return;
        };
        let working = self.working(exercise, look);
        let at_start = self.start.observe(time, &exercise.start, |of| look.of(of, working));
        let inside = self.position.observe(time, &exercise.position, |of| look.of(of, working));
        let first = exercise.position.first().and_then(|of| look.of(of, working));
        self.in_position = inside;
        self.track = Some(working);
        if !inside {
            self.forget_leg();
        }
        if let Some(called_right) = self.called_right.as_mut().filter(|_| inside && exercise.legs == Legs::Each) {
            *called_right += if look.legs[working].label == Side::Right { 1 } else { -1 };
            self.side = Some(if *called_right >= 0 { Side::Right } else { Side::Left });
        }
        let suspected = self.watch_faults(exercise, look, working);
        let spoiled = !self.present.is_empty();
        self.spoiled |= spoiled && self.in_position;
        let counts = self.in_position && !spoiled && !self.must_return;
        let least_s = least_stay_s(exercise.dose.hold_s);
        self.timer.observe(time, least_s, if counts { Inside::Yes { suspected } } else { Inside::No });
        self.counts = counts && !suspected;
        self.furthest.observe(time, first.filter(|_| self.counts), is_upwards(exercise));
        self.count(exercise, time, at_start, counts && !suspected);
    }

    /// The leg to watch: the one whose turn it is, by its label lately. If none was asked for, it stays the same while
    /// it is in position, whatever its label.
    fn working(&self, exercise: &Exercise, look: &Look<'_>) -> Track {
        if let Some(track) = self.track.filter(|_| self.in_position && self.called_right.is_some()) {
            return track;
        }
        match (exercise.legs, self.side) {
            (Legs::Each, Some(side)) => look.side_tracker.track(side),
            _ => {
                // the one that is further by its first measure
                let value = |track| exercise.position.first().and_then(|of| look.of(of, track)).unwrap_or(f64::MIN);
                let [a, b] = Track::BOTH.map(value);
                if (a >= b) == is_upwards(exercise) { Track::A } else { Track::B }
            }
        }
    }

    /// Forgets a leg that was not asked for if nothing of it was counted: it was misread, or only passed through.
    fn forget_leg(&mut self) {
        let nothing = self.reps == 0 && self.held_before_s + self.timer.held_s() == 0.0 && !self.reached;
        if let Some(called_right) = self.called_right.as_mut().filter(|_| nothing) {
            (*called_right, self.side) = (0, None);
        }
    }

    /// Whether a fault may have begun; those that have are in [`Self::present`].
    fn watch_faults(&mut self, exercise: &Exercise, look: &Look<'_>, working: Track) -> bool {
        self.watches.resize(exercise.faults.len(), FaultWatch::default());
        let mut suspected = false;
        let mut now = Vec::new();
        for (rule, watch) in exercise.faults.iter().zip(&mut self.watches) {
            if !self.in_position {
                watch.forget();
                continue;
            }
            match watch.observe(look.time, look.of(&rule.when, working), &rule.when, rule.for_s) {
                FaultState::Absent => {}
                FaultState::Suspected => suspected = true,
                FaultState::Present { onset } => now.push(Fault { kind: rule.kind, onset }),
            }
        }
        if let Some(bounce) = &exercise.bounce {
            let value = look.value(bounce.measure, MeasuredLeg::Working, working).filter(|_| self.in_position);
            let bouncing = value.map(|deg| self.bounce.observe(look.time, deg, bounce.over_deg, bounce.within_s));
            if bouncing.is_none() {
                self.bounce.forget();
            }
            let onset = look.time;
            now.extend(bouncing.filter(|is| *is).map(|_| Fault { kind: FaultKind::Bouncing, onset }));
        }
        let others = self.others_position.observe(look.time, &exercise.position, |of| look.of(of, working.opposite()));
        let is_wrong = exercise.legs == Legs::Each && self.side.is_some() && others && !self.in_position;
        if let FaultState::Present { onset } = self.wrong_leg.observe_met(look.time, is_wrong, WRONG_LEG_S) {
            now.push(Fault { kind: FaultKind::WrongLeg, onset });
        }
        self.note(now);
        suspected
    }

    /// Reports each fault once while it lasts.
    fn note(&mut self, now: Vec<Fault>) {
        let new = now.iter().filter(|fault| !self.present.contains(&fault.kind));
        self.faults.extend(new);
        self.present = now.into_iter().map(|fault| fault.kind).collect();
    }

    /// Nobody is seen, or the exercise is paused: what was held stays, but the current hold ends.
    pub fn interrupt(&mut self) {
        (self.in_position, self.counts) = (false, false);
        self.timer.interrupt();
        self.furthest.interrupt();
        self.present.clear();
        self.bounce.forget();
        self.watches.iter_mut().chain([&mut self.wrong_leg]).for_each(FaultWatch::forget);
    }

    fn count(&mut self, exercise: &Exercise, time: Timestamp, at_start: bool, sure: bool) {
        let dose = &exercise.dose;
        if dose.hold_s > 0.0 {
            if !self.must_return && self.timer.held_s() >= dose.hold_s {
                self.next_rep();
                // after a single hold there is no need to go back
                self.must_return = dose.reps > 1;
            }
            self.must_return &= !at_start;
            return;
        }
        self.reached |= sure && self.timer.stay_s() >= LEAST_REACHED_S;
        if at_start {
            let long_enough = self.at_start.is_some_and(|left| time - left >= LEAST_REP_S);
            if self.reached && !self.spoiled && long_enough {
                self.next_rep();
            }
            (self.reached, self.spoiled, self.at_start) = (false, false, Some(time));
        }
    }

    fn next_rep(&mut self) {
        self.reps += 1;
        self.held_before_s += self.timer.held_s();
        self.timer = HoldTimer::default();
    }

    pub fn is_complete(&self, exercise: &Exercise) -> bool {
        self.reps >= exercise.dose.reps
    }

    pub fn state(&self) -> SetState {
        SetState {
            side: self.side,
            reps: self.reps,
            held_s: self.timer.held_s(),
            in_position: self.in_position,
            counts: self.counts,
            must_return: self.must_return,
            faults: self.present.clone(),
            furthest_deg: self.furthest.held_deg(),
        }
    }

    /// The set's result; `None` if nothing was done.
    pub fn done(self, exercise: &Exercise) -> Option<DoneSet> {
        let held_s = self.held_before_s + self.timer.held_s();
        let anything = self.reps > 0 || held_s > 0.0 || !self.faults.is_empty();
        anything.then(|| DoneSet {
            side: self.side,
            reps: self.reps,
            held_s,
            complete: self.is_complete(exercise),
            furthest_deg: self.furthest.held_deg(),
            faults: self.faults,
        })
    }
}
