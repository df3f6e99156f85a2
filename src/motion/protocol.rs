//! The test as a state machine: rest, raise, hold, lower, again. Times and poses in, observations out.

use super::baseline::{Reading, RestFinder};
use super::camera_fit::CameraFit;
use super::event::{Event, Observation, Phase, SessionCommand};
use super::filter::median;
use super::guide::{Flow, Guidance, Guide, Moment};
use super::hand_signal::HandSignal;
use super::joint_angles::JointAngles;
use super::leg_tracker::LegTracker;
use super::plumb::{Plumb, PlumbLooks};
use super::pose::{Pose, Side};
use super::quality::{PictureSize, View, ViewCollector, is_lying};
use super::raise::{Over, PRE_ROLL_S, RAISED_RAD, Raise};
use super::time::Timestamp;
use super::trial::{Context, NoTrial, RaiseEnd, Trial, conclude};
use super::verdict::{Thresholds, Verdict, VerdictKind};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Where no rest was seen, a leg is raised when it is this far above the other one.
const RAISED_OVER_OTHER_RAD: f64 = 25.0 / 180.0 * std::f64::consts::PI;
/// The raise began when the leg was last this close to its rest.
const STARTED_RAD: f64 = 4.0 / 180.0 * std::f64::consts::PI;
/// Nobody lying for this long ends a raise, and the rest before it no longer counts, seconds.
const LOST_S: f64 = 2.0;

/// How a session measures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionConfig {
    pub thresholds: Thresholds,
    /// Only raises of this leg count; `None` for either.
    pub side: Option<Side>,
    /// How the person is led.
    #[serde(default)]
    pub flow: Flow,
}

/// The trials of one leg together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SideSummary {
    pub trials: usize,
    pub mean_rad: f64,
    pub best_rad: f64,
    /// Of the best trial: a leg that went that far once without a violation can.
    pub verdict: Verdict,
}

/// What a session found.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionReport {
    pub view: View,
    pub trials: Vec<Trial>,
    /// By [`Side::index`].
    pub sides: [Option<SideSummary>; 2],
    /// A stable rest was seen at some time.
    pub rest_seen: bool,
    /// Somebody was seen, lying or not.
    pub anybody_seen: bool,
    /// Frames with a leg in the air, by the [`Side::index`] of that leg, also when raises of that leg do not count.
    pub frames_raised: [u64; 2],
    /// Raises that went higher than a leg can, and were left out.
    pub misread_raises: u32,
    /// Where the room's vertical is in the picture, if anything told.
    pub plumb: Option<Plumb>,
}

/// One person's test from the first frame to the last.
pub struct Session {
    config: SessionConfig,
    size: PictureSize,
    view: ViewCollector,
    plumb: PlumbLooks,
    legs: LegTracker,
    rest: RestFinder,
    /// Readings since the last rest, as long as no leg is in the air.
    recent: VecDeque<Reading>,
    raise: Option<Raise>,
    /// As the last raise showed it; for the live angle.
    camera: Option<CameraFit>,
    last_lying: Option<Timestamp>,
    anybody_seen: bool,
    trials: Vec<Trial>,
    guide: Guide,
    hand: HandSignal,
    frames_raised: [u64; 2],
    misread_raises: u32,
    /// Events of what was said between two frames; they come with the next one.
    waiting: Vec<Event>,
}

impl Session {
    /// Nothing shorter can hold a rest and a raise, seconds.
    pub const SHORTEST_S: f64 = 2.0;

    pub fn new(config: SessionConfig, size: PictureSize) -> Self {
        Self {
            config,
            size,
            view: ViewCollector::new(size),
            plumb: PlumbLooks::default(),
            legs: LegTracker::default(),
            rest: RestFinder::default(),
            recent: VecDeque::new(),
            raise: None,
            camera: None,
            last_lying: None,
            anybody_seen: false,
            trials: Vec::new(),
            guide: Guide::new(config.flow, config.side, size),
            hand: HandSignal::default(),
            frames_raised: [0; 2],
            misread_raises: 0,
            waiting: Vec::new(),
        }
    }

    /// What the person or the operator says at `time`.
    pub fn handle(&mut self, time: Timestamp, command: SessionCommand) {
        match command {
            SessionCommand::ReportDiscomfort => self.report_discomfort(time),
            SessionCommand::Signal => {
                if self.guide.signal(time) {
                    self.report_discomfort(time);
                }
            }
            SessionCommand::ChangePerson => self.change_person(time),
        }
    }

    /// Whether the picture at `time`, with this person in it, is worth a look for its vertical: now and then, while no leg is in the air.
    pub fn wants_plumb(&self, time: Timestamp, pose: Option<&Pose>) -> bool {
        pose.is_some() && self.raise.is_none() && self.plumb.is_due(time)
    }

    /// What the look at `time` found.
    pub fn see_plumb(&mut self, time: Timestamp, found: Option<Plumb>) {
        self.plumb.add(time, found);
    }

    /// The next frame: its time, and the person seen in it. Times must increase.
    pub fn observe(&mut self, time: Timestamp, pose: Option<&Pose>) -> Observation {
        let mut seen = Observation {
            time,
            phase: Phase::Searching,
            angles: pose.map(JointAngles::of),
            legs: None,
            live: None,
            compensations: Vec::new(),
            guidance: Guidance::default(),
            events: std::mem::take(&mut self.waiting),
        };
        self.anybody_seen |= pose.is_some();
        let gone_s = self.last_lying.map_or(0.0, |lying| time - lying);
        if self.is_lost(time) {
            self.lose_person(&mut seen.events);
        }
        self.guide.look(time, pose, seen.angles.as_ref());
        let lying = pose.zip(seen.angles).filter(|(_, angles)| is_lying(angles));
        let hand = self.hand.observe(time, lying.as_ref().map(|(pose, angles)| (*pose, angles)));
        if hand.signalled {
            self.handle(time, SessionCommand::Signal);
        }
        let armed = self.guide.is_armed();
        if let Some((pose, angles)) = lying {
            self.last_lying = Some(time);
            if armed || self.trials.is_empty() {
                self.view.add(pose, &angles);
            }
            let legs = self.legs.observe(time, &angles);
            seen.legs = Some(legs);
            if armed {
                self.measure(Reading::new(time, legs, &angles), &mut seen);
            }
        }
        if let Some(live) = &seen.live {
            self.frames_raised[live.side.index()] += 1;
        }
        seen.phase = self.phase(time);
        self.ask_guide(armed, gone_s, &mut seen);
        seen.guidance.signal = hand.progress;
        seen
    }

    /// Ends the session: a raise that is still going on is judged as far as it came.
    pub fn finish(mut self) -> SessionReport {
        self.end_raise(true);
        SessionReport {
            view: self
                .view
                .view(median(self.trials.iter().filter_map(|t| t.camera.as_ref()).map(|c| c.yaw_rad).collect())),
            sides: Side::BOTH.map(|side| SideSummary::of(self.trials.iter(), side)),
            trials: self.trials,
            rest_seen: self.rest.ever_found(),
            anybody_seen: self.anybody_seen,
            frames_raised: self.frames_raised,
            misread_raises: self.misread_raises,
            plumb: self.plumb.plumb(),
        }
    }

    fn report_discomfort(&mut self, time: Timestamp) {
        if let Some(raise) = &mut self.raise {
            raise.report_discomfort(time);
        }
    }

    /// Nobody lay there for so long that a raise, and a rest, from before no longer count: also when no frames came in between.
    fn is_lost(&self, time: Timestamp) -> bool {
        self.last_lying.is_none_or(|t| time - t > LOST_S)
    }

    fn lose_person(&mut self, events: &mut Vec<Event>) {
        events.extend(self.end_raise(true).map(|t| Event::TrialEnded(Box::new(t))));
        self.rest.lose();
        self.recent.clear();
    }

    fn change_person(&mut self, time: Timestamp) {
        let mut events = Vec::new();
        self.lose_person(&mut events);
        self.waiting.append(&mut events);
        (self.camera, self.last_lying) = (None, None);
        (self.legs, self.hand) = (LegTracker::default(), HandSignal::default());
        self.guide.change_person(time);
    }

    fn measure(&mut self, reading: Reading, seen: &mut Observation) {
        if self.raise.is_none() {
            self.wait_for_raise(reading, seen);
        } else {
            self.follow_raise(reading, seen);
        }
    }

    fn phase(&self, time: Timestamp) -> Phase {
        match &self.raise {
            Some(raise) => raise.phase,
            None if self.is_lost(time) => Phase::Searching,
            None if self.rest.baseline().is_some() => Phase::Rest,
            None => Phase::Settling,
        }
    }

    /// What the person is asked to do after this frame, which comes `gone_s` after somebody was last seen lying; whether frames count
    /// (`armed`) may change with it.
    fn ask_guide(&mut self, armed: bool, gone_s: f64, seen: &mut Observation) {
        let ended = seen.events.iter().rev().find_map(|event| match event {
            Event::TrialEnded(trial) => Some(&**trial),
            _ => None,
        });
        seen.guidance = self.guide.observe(&Moment {
            time: seen.time,
            phase: seen.phase,
            stopped: self.raise.as_ref().and_then(Raise::stopped),
            ended: ended.filter(|_| armed),
            gone_s,
        });
        match (armed, self.guide.is_armed()) {
            (false, true) => self.view = ViewCollector::new(self.size),
            (true, false) => {
                self.raise = None;
                self.rest.lose();
                self.recent.clear();
            }
            _ => {}
        }
    }

    fn wait_for_raise(&mut self, reading: Reading, seen: &mut Observation) {
        self.recent.push_back(reading);
        while self.recent.front().is_some_and(|r| reading.time - r.time > PRE_ROLL_S) {
            self.recent.pop_front();
        }
        if let Some(leg) = self.newly_raised_leg(&reading) {
            self.start_raise(leg);
            seen.events.push(Event::RaiseStarted);
            if let Some(raise) = &mut self.raise {
                raise.report(&reading, self.rest.baseline(), self.camera.as_ref(), &self.config.thresholds, seen);
            }
            return;
        }
        if self.rest.update(&self.recent) {
            seen.events.push(Event::RestFound);
        }
    }

    /// The leg that is clearly up in this and the previous two readings.
    fn newly_raised_leg(&self, reading: &Reading) -> Option<usize> {
        let elevation = |r: &Reading, leg: usize| r.legs[leg].angles.leg_rad;
        let up = |r: &Reading, leg: usize| {
            r.legs[leg].seen
                && match self.rest.baseline() {
                    Some(rest) => elevation(r, leg) - rest.legs[leg].leg_rad > RAISED_RAD,
                    None => elevation(r, leg) - elevation(r, 1 - leg) > RAISED_OVER_OTHER_RAD,
                }
        };
        let candidate = usize::from(elevation(reading, 1) > elevation(reading, 0));
        let recent = self.recent.iter().rev().take(3);
        (self.recent.len() >= 3 && recent.into_iter().all(|r| up(r, candidate))).then_some(candidate)
    }

    fn start_raise(&mut self, leg: usize) {
        let flat_rad = self.rest.baseline().map_or(0.0, |b| b.legs[leg].leg_rad);
        let mut before = Vec::from(std::mem::take(&mut self.recent));
        let low = |r: &Reading| r.legs[leg].angles.leg_rad - flat_rad < STARTED_RAD;
        let start = before.iter().rposition(low).unwrap_or(0);
        let readings = before.split_off(start);
        self.raise = Some(Raise::new(leg, flat_rad, before, readings));
    }

    fn follow_raise(&mut self, reading: Reading, seen: &mut Observation) {
        let Some(raise) = &mut self.raise else { return };
        raise.readings.push(reading);
        raise.report(&reading, self.rest.baseline(), self.camera.as_ref(), &self.config.thresholds, seen);
        let Some(over) = raise.over() else { return };
        let (leg, latest) = (raise.leg, raise.latest(PRE_ROLL_S).to_vec());
        seen.events.extend(self.end_raise(false).map(|t| Event::TrialEnded(Box::new(t))));
        self.recent.push_back(reading);
        match over {
            Over::Down => {}
            Over::Again => self.start_raise(leg),
            Over::Elsewhere => self.rest.rest_elsewhere(&latest),
        }
    }

    /// Judges the current raise and keeps it when it is a trial of a leg that counts.
    fn end_raise(&mut self, cut_off: bool) -> Option<Trial> {
        let raise = self.raise.take()?;
        let end = RaiseEnd { discomfort: raise.discomfort(), cut_off };
        let context = Context {
            baseline: self.rest.baseline(),
            view: &self.view,
            size: self.size,
            plumb: self.plumb.plumb(),
            thresholds: &self.config.thresholds,
        };
        let trial = conclude(raise.leg, &raise.before, &raise.readings, end, &context);
        self.rest.settle_anew();
        self.misread_raises += u32::from(trial.as_ref().err() == Some(&NoTrial::Misread));
        let trial = trial.ok()?;
        self.camera.clone_from(&trial.camera);
        let counts = self.config.side.is_none_or(|side| side == trial.side);
        counts.then(|| {
            self.trials.push(trial.clone());
            trial
        })
    }
}

impl SideSummary {
    /// The judged trials of one side together; those that are unclear do not count.
    pub fn of<'a>(trials: impl Iterator<Item = &'a Trial> + Clone, side: Side) -> Option<Self> {
        let counted = || trials.clone().filter(|t| t.side == side && t.verdict.kind != VerdictKind::Unclear);
        let best = counted().max_by(|a, b| a.angle_rad.total_cmp(&b.angle_rad))?;
        let count = counted().count();
        Some(Self {
            trials: count,
            mean_rad: counted().map(|t| t.angle_rad).sum::<f64>() / count as f64,
            best_rad: best.angle_rad,
            verdict: best.verdict,
        })
    }
}
