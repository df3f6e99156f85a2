//! The test as a state machine: rest, raise, hold, lower, again. Times and poses in, observations out.

use super::config::SessionConfig;
use super::event::{Event, Observation};
use super::raise::{Raise, RaiseUpdate};
use super::seen::{EstimateRequest, FrameEstimate};
use super::session_report::{SessionReport, results};
use crate::motion::body::hand_signal::{Hand, HandSignal};
use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::leg_tracker::LegTracker;
use crate::motion::body::place::{Place, PlaceTracker, SubjectIdentity};
use crate::motion::body::pose::{Pose, Sides};
use crate::motion::body::quality::{ImageSize, Precision, ViewCollector, is_lying};
use crate::motion::body::reading::Reading;
use crate::motion::camera::camera_fit::CameraFit;
use crate::motion::camera::room::RoomLooks;
use crate::motion::filter::median;
use crate::motion::guide::guidance::{Guidance, GuideInput};
use crate::motion::guide::guide::Guide;
use crate::motion::time::Timestamp;
use crate::motion::trial::baseline::{Baseline, RestFinder};
use crate::motion::trial::felt::SensationReport;
use crate::motion::trial::lead_up::{LeadUp, RAISED_RAD};
use crate::motion::trial::other_leg;
use crate::motion::trial::phase::Phase;
use crate::motion::trial::position::{self, Upright};
use crate::motion::trial::trial::Trial;

/// How often the silhouette is asked for, to see whether a leg lies on the floor, during a raise and at rest, seconds:
/// it costs a third of a frame's time.
const LOOKS_AT_RAISE_S: f64 = 0.3;
const LOOKS_AT_REST_S: f64 = 1.0;
/// Somebody who lies flat in less than this part of the frames is sitting, or does another exercise.
const MIN_FLAT_SHARE: f64 = 0.2;
/// When nobody has been lying there for this long, a raise ends and the rest before it no longer counts, seconds.
const LOST_S: f64 = 2.0;

/// One person's test from the first frame to the last.
pub struct Session {
    pub(super) config: SessionConfig,
    pub(super) size: ImageSize,
    pub(super) precision: Precision,
    pub(super) view: ViewCollector,
    pub(super) room: RoomLooks,
    legs: LegTracker,
    pub(super) rest: RestFinder,
    /// The readings before a raise, kept as long as no leg is in the air.
    pub(super) lead_up: LeadUp,
    pub(super) raise: Option<Raise>,
    /// The camera fitted to the last raise; the live angle uses it.
    pub(super) camera: Option<CameraFit>,
    last_lying: Option<Timestamp>,
    subject: PlaceTracker,
    /// Where the measured person lay when the user pointed at somebody: the same person, or another.
    picked_from: Option<Place>,
    /// Time of the latest frame.
    last: Option<Timestamp>,
    /// The latest reading showed a leg clearly above the floor.
    leg_is_up: bool,
    /// When the silhouette was last asked for.
    looked_at_floor: Option<Timestamp>,
    frames_with_somebody: u64,
    /// Frames with somebody whose trunk lay flat.
    flat_frames: u64,
    upright: Upright,
    pub(super) trials: Vec<Trial>,
    /// A raise has just ended, and the person should be asked what stopped it; whether it hurt.
    pub(super) asks: bool,
    pub(super) hurt: bool,
    /// The trials that the question is about, by their start.
    pub(super) asked_of: Vec<Timestamp>,
    /// The worst that was felt, in a trial or outside one.
    pub(super) felt: Option<SensationReport>,
    pub(super) guide: Guide,
    hand: HandSignal,
    frames_raised: Sides<u64>,
    pub(super) misread_raises: u32,
    /// When the film was cut.
    cuts: Vec<Timestamp>,
    /// Events caused by commands between two frames; the next observation reports them.
    pub(super) waiting: Vec<Event>,
}

/// What the guide is told of a frame besides the measurement.
struct FrameContext {
    /// Raises count: the set-up is complete.
    armed: bool,
    /// How long nobody has been lying there, seconds.
    gone_s: f64,
    hand: Hand,
}

impl Session {
    /// A shorter recording cannot contain a rest and a raise, seconds.
    pub const SHORTEST_S: f64 = 2.0;

    pub fn new(config: SessionConfig, size: ImageSize) -> Self {
        Self {
            config,
            size,
            precision: Precision::default(),
            view: ViewCollector::new(size),
            room: RoomLooks::default(),
            legs: LegTracker::default(),
            rest: RestFinder::default(),
            lead_up: LeadUp::default(),
            raise: None,
            camera: None,
            last_lying: None,
            subject: PlaceTracker::default(),
            picked_from: None,
            last: None,
            leg_is_up: false,
            looked_at_floor: None,
            frames_with_somebody: 0,
            flat_frames: 0,
            upright: Upright::default(),
            trials: Vec::new(),
            asks: false,
            hurt: false,
            asked_of: Vec::new(),
            felt: None,
            guide: Guide::new(config.flow, config.side, config.answers.method, size),
            hand: HandSignal::default(),
            frames_raised: Sides::default(),
            misread_raises: 0,
            cuts: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Sets how exact the estimator's poses are.
    pub fn with_precision(self, precision: Precision) -> Self {
        Self { precision, ..self }
    }

    /// What the estimator should look for in the frame at `time`: now and then the room, while no leg is in the air,
    /// and the silhouette, more often while one is.
    pub fn wants(&self, time: Timestamp) -> EstimateRequest {
        let every_s = if self.leg_is_up { LOOKS_AT_RAISE_S } else { LOOKS_AT_REST_S };
        EstimateRequest {
            room: self.raise.is_none() && self.room.is_due(time),
            silhouette: self.looked_at_floor.is_none_or(|last| time - last >= every_s),
            upright: false,
            // a raise without a rest before it is not judged, whatever ends it
            finely: self.rest.baseline().is_some() && self.raise.as_ref().is_some_and(Raise::is_near_limit),
        }
    }

    /// The next frame: its time, and what was found of what [`Self::wants`] asked for. A frame that is not later than
    /// the last one, or an impossible pose, counts as showing nobody.
    pub fn observe(&mut self, time: Timestamp, seen: &FrameEstimate) -> Observation {
        let is_next = self.last.is_none_or(|last| time > last);
        let time = self.not_before_last(time);
        self.last = Some(time);
        let pose = seen.pose.as_ref().filter(|pose| is_next && pose.is_possible());
        if pose.is_some() && !seen.is_interpolated && self.wants(time).room {
            self.room.add(time, &seen.room);
        }
        if seen.silhouette.is_some() {
            self.looked_at_floor = Some(time);
        }
        let angles = pose.map(JointAngles::of);
        let mut events = std::mem::take(&mut self.waiting);
        self.frames_with_somebody += u64::from(pose.is_some());
        let gone_s = self.last_lying.map_or(0.0, |lying| time - lying);
        if seen.after_cut {
            self.begin_scene(time, &mut events);
        }
        if self.is_lost(time) {
            self.lose_person(&mut events);
        }
        self.guide.look(time, pose, angles.as_ref());
        let lying = pose.zip(angles).filter(|(_, angles)| is_lying(angles));
        let lying = lying.filter(|(pose, _)| self.is_followed(pose, seen.is_interpolated, &mut events));
        let hand = self.hand.observe(time, lying.as_ref().map(|(pose, angles)| (*pose, angles)));
        if hand.signalled {
            self.signal(time, true);
        }
        let armed = self.guide.is_armed();
        let (mut tracked, mut update) = (None, RaiseUpdate::default());
        if let Some((pose, angles)) = lying {
            self.last_lying = Some(time);
            if armed || self.trials.is_empty() {
                self.view.add(pose, &angles);
            }
            let legs = self.legs.observe(time, &angles);
            tracked = Some(legs);
            self.leg_is_up = legs.iter().any(|leg| leg.angles.leg_rad > RAISED_RAD);
            self.flat_frames += u64::from(position::is_flat(&angles));
            self.upright.look(pose, &angles);
            if armed {
                let on_floor = seen.silhouette.as_ref().and_then(|outline| other_leg::share_on_floor(outline, &angles));
                let reading = Reading::new(time, pose, legs, &angles, on_floor);
                // beside a strap the full model reads straight knees as bent by up to 21° beyond their straightest
                let beside_strap = reading.beside_strap && self.precision == Precision::Fine;
                update = self.measure(Reading { is_interpolated: seen.is_interpolated, beside_strap, ..reading });
            }
        }
        if let Some(live) = &update.live {
            self.frames_raised[live.side] += 1;
        }
        events.append(&mut update.events);
        let phase = self.phase(time);
        let context = FrameContext { armed, gone_s, hand };
        let guidance = self.ask_guide(time, phase, context, &mut events);
        Observation {
            time,
            phase,
            angles,
            legs: tracked,
            live: update.live,
            compensations: update.compensations,
            guidance: Guidance { signal: hand.progress, ..guidance },
            events,
            exercise: None,
        }
    }

    /// Ends the session: a raise that is still going on is judged as far as it got.
    pub fn finish(mut self) -> SessionReport {
        self.end_raise(true, &mut Vec::new());
        if self.guide.hurts() {
            self.felt = self.felt.max(Some(SensationReport::NotTold));
        }
        let (sides, decision) = results(&self.trials, self.felt, &self.config);
        SessionReport {
            decision,
            view: self
                .view
                .view(median(self.trials.iter().filter_map(|t| t.camera.as_ref()).map(|c| c.yaw_rad).collect())),
            sides,
            trials: self.trials,
            rest_seen: self.rest.ever_found(),
            anybody_seen: self.frames_with_somebody > 0,
            lies_flat: self.flat_frames as f64 >= MIN_FLAT_SHARE * self.frames_with_somebody as f64,
            frames_raised: self.frames_raised,
            misread_raises: self.misread_raises,
            cuts: self.cuts,
            upside_down: self.upright.is_upside_down(self.frames_with_somebody),
        }
    }

    /// `time`, or that of the last frame if it is later: time does not go back.
    pub(super) fn not_before_last(&self, time: Timestamp) -> Timestamp {
        self.last.map_or(time, |last| time.max(last))
    }

    /// Whether nobody has been lying there for so long that the raise and the rest from before no longer count; frames
    /// may have been missing meanwhile.
    fn is_lost(&self, time: Timestamp) -> bool {
        self.last_lying.is_none_or(|t| time - t > LOST_S)
    }

    fn lose_person(&mut self, events: &mut Vec<Event>) {
        self.end_raise(true, events);
        self.rest.lose();
        self.lead_up.clear();
    }

    /// Whether the pose is of the person tracked so far. Another person lies elsewhere, in more than a frame or two:
    /// the rest and the raise so far are not theirs.
    fn is_followed(&mut self, pose: &Pose, is_interpolated: bool, events: &mut Vec<Event>) -> bool {
        if is_interpolated {
            return self.subject.is_sure();
        }
        let place = Place::of(pose);
        match self.subject.see(place) {
            SubjectIdentity::Unsure => return false,
            SubjectIdentity::SomebodyElse => {
                let who = self.subject;
                self.lose_person(events);
                self.forget_body();
                self.subject = who;
            }
            SubjectIdentity::Same => {}
        }
        if self.picked_from.take().is_some_and(|before| before.is_of_somebody_else(&place)) {
            self.leave_trials_to_another(events);
        }
        true
    }

    /// The user chose another person: the trials so far are not theirs.
    fn leave_trials_to_another(&mut self, events: &mut Vec<Event>) {
        self.felt = None;
        for trial in self.trials.iter_mut().filter(|trial| !trial.is_of_another_person()) {
            *trial = trial.clone().into_another_persons();
            events.push(Event::TrialRevised(Box::new(trial.clone())));
        }
    }

    /// The film was cut: the person is tracked anew, and the rest from before does not hold.
    fn begin_scene(&mut self, time: Timestamp, events: &mut Vec<Event>) {
        self.lose_person(events);
        self.forget_body();
        self.room = RoomLooks::default();
        self.cuts.push(time);
    }

    fn forget_body(&mut self) {
        (self.camera, self.last_lying, self.subject) = (None, None, PlaceTracker::default());
        (self.legs, self.hand) = (LegTracker::default(), HandSignal::default());
    }

    pub(super) fn change_person(&mut self, time: Timestamp) {
        let mut events = Vec::new();
        // the user may have clicked at the person who is measured already
        self.picked_from = self.picked_from.or(self.subject.place);
        self.lose_person(&mut events);
        self.waiting.append(&mut events);
        self.forget_body();
        self.guide.change_person(time);
    }

    fn phase(&self, time: Timestamp) -> Phase {
        match &self.raise {
            Some(raise) => raise.phase,
            None if self.is_lost(time) => Phase::Searching,
            None if self.rest.baseline().is_some_and(Baseline::both_flat) && !self.rest.is_old() => Phase::Rest,
            None => Phase::Settling,
        }
    }

    /// What the person is asked to do after this frame. This may change whether raises count.
    fn ask_guide(&mut self, time: Timestamp, phase: Phase, context: FrameContext, events: &mut Vec<Event>) -> Guidance {
        let FrameContext { armed, gone_s, hand } = context;
        let ended = events.iter().rev().find_map(|event| match event {
            Event::TrialEnded(trial) => Some(&**trial),
            _ => None,
        });
        let mut guidance = self.guide.observe(&GuideInput {
            time,
            phase,
            stopped: self.raise.as_ref().and_then(Raise::stopped),
            ended: ended.filter(|_| armed),
            asks: std::mem::take(&mut self.asks) && armed,
            hurt: std::mem::take(&mut self.hurt) && armed,
            hand: &hand,
            decision: results(&self.trials, self.felt, &self.config).1,
            gone_s,
        });
        match (armed, self.guide.is_armed()) {
            (false, true) => self.view = ViewCollector::new(self.size),
            (true, false) => {
                self.raise = None;
                self.rest.lose();
                self.lead_up.clear();
            }
            _ => {}
        }
        if let Some(felt) = self.guide.take_answer() {
            self.note(felt, events);
            guidance.decision = results(&self.trials, self.felt, &self.config).1;
        }
        if self.raise.is_none() {
            // this raise is not part of the round, which ended with the one before
            events.retain(|event| *event != Event::RaiseStarted);
        }
        guidance
    }
}
