//! An exercise from the first frame to the last: into the posture, set after set with rests between, leg after leg.

use super::exercise::{Exercise, Legs, Offer, Posture, Watch};
use super::posture::{is_in, lies};
use super::ready::{READY_S, Ready};
use super::report::{DoneSet, ExerciseReport, felt_in_exercise};
use super::set::{Look, Set, SetState};
use super::worker::SideTracker;
use crate::motion::body::hand_signal::{Hand, HandSignal};
use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::pose::{Pose, Side};
use crate::motion::guide::question::Question;
use crate::motion::time::Timestamp;
use crate::motion::trial::felt::SensationReport;
use crate::motion::trial::sensation::Sensation;

/// In an exercise that is done sitting or standing, lying down for this long stops it, seconds (ours: longer than
/// somebody bends down).
const LIES_DOWN_S: f64 = 1.5;
/// After the last set a guided person can signal pain for this long, seconds (ours: pain may come with letting go).
const LOOKS_ON_S: f64 = 5.0;
/// A signal within this time after one for pain is the same one, seconds.
const SAME_SIGNAL_S: f64 = 1.0;

/// Where somebody is in an exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum CoachStage {
    /// The person should get into the posture.
    #[default]
    GetReady,
    Working,
    /// Paused by the person: nothing counts until they go on.
    Paused,
    /// The person rests between two sets.
    Resting {
        secs_left: u32,
    },
    /// It hurts; what was it? See [`crate::motion::guide::question`].
    WhatStopped,
    /// All sets are done.
    Done,
    /// It hurts: nothing counts any more.
    Stopped,
}

impl CoachStage {
    /// The name that programs read.
    pub fn name(self) -> &'static str {
        match self {
            Self::GetReady => "get_ready",
            Self::Working => "working",
            Self::Paused => "paused",
            Self::Resting { .. } => "resting",
            Self::WhatStopped => "what_stopped",
            Self::Done => "done",
            Self::Stopped => "stopped",
        }
    }

    /// Whether no stage comes after it.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Stopped)
    }

    /// Whether it was entered because it hurts.
    fn hurts(self) -> bool {
        matches!(self, Self::WhatStopped | Self::Stopped)
    }
}

/// The state of an exercise after a frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoachState {
    pub stage: CoachStage,
    /// Number of the set, from 1: of the leg whose turn it is, or of both.
    pub set_number: u32,
    pub set: SetState,
    /// The set that ended in this frame.
    pub ended: Option<DoneSet>,
    /// Somebody is seen, and whether in the exercise's posture.
    pub somebody: bool,
    pub in_posture: bool,
    /// What the person said ended it, if they did.
    pub sensation: Option<Sensation>,
    /// How far a raised hand has been held, 0..1: at 1 it counts as a signal.
    pub signal: f64,
    /// The exercise is over, and signals are no longer taken.
    pub is_over: bool,
}

impl CoachState {
    /// What the person has felt so far, as far as it is known.
    pub fn felt(&self) -> Option<SensationReport> {
        felt_in_exercise(self.stage.hurts(), self.sensation)
    }
}

/// Watches somebody exercise. Pure: times and poses in, states out.
#[derive(Debug)]
pub struct Coach {
    exercise: Exercise,
    /// The person is guided: told what comes next, and asked questions.
    led: bool,
    /// The legs to come, the one whose turn it is first; `None` for whichever moves, or for both.
    turns: Vec<Option<Side>>,
    stage: CoachStage,
    since: Timestamp,
    ready: Ready,
    /// Somebody has been in the posture since this set began.
    took_posture: bool,
    lying_since: Option<Timestamp>,
    set: Set,
    set_number: u32,
    done: Vec<DoneSet>,
    side_tracker: SideTracker,
    hand: HandSignal,
    last: Option<Timestamp>,
    question: Option<Question>,
    sensation: Option<Sensation>,
    anybody_seen: bool,
    in_posture: bool,
    is_over: bool,
}

impl Coach {
    /// `sides` are the legs to work with, in their order, where each works by itself; where none are given, the set is
    /// that of whichever leg takes the position first.
    pub fn new(exercise: Exercise, sides: &[Side]) -> Self {
        let each = exercise.legs == Legs::Each && !sides.is_empty();
        let turns = if each { sides.iter().copied().map(Some).collect() } else { vec![None] };
        Self {
            exercise,
            led: false,
            set: Set::new(turns[0]),
            turns,
            stage: CoachStage::GetReady,
            since: Timestamp::ZERO,
            ready: Ready::default(),
            took_posture: false,
            lying_since: None,
            set_number: 1,
            done: Vec::new(),
            side_tracker: SideTracker::default(),
            hand: HandSignal::default(),
            last: None,
            question: None,
            sensation: None,
            anybody_seen: false,
            in_posture: false,
            is_over: false,
        }
    }

    /// Guides the person: leaves time to hear what comes next, and asks after pain.
    #[must_use]
    pub fn guided(self) -> Self {
        Self { led: true, ..self }
    }

    pub fn posture(&self) -> Posture {
        self.exercise.posture
    }

    /// A signal by a key. It means "go on"; during a set, "it hurts"; after the question, "it was not a pull".
    pub fn signal(&mut self, time: Timestamp) {
        match self.stage {
            CoachStage::Working => self.stop(time),
            CoachStage::GetReady | CoachStage::Paused | CoachStage::Resting { .. } => {
                self.enter(time, CoachStage::Working);
            }
            CoachStage::WhatStopped if time - self.since >= SAME_SIGNAL_S => self.answer(time, Sensation::Radiating),
            CoachStage::WhatStopped | CoachStage::Done | CoachStage::Stopped => {}
        }
    }

    /// A raised hand means the same, except that during a rest, or after the last set, it means "it hurts".
    fn hand_up(&mut self, time: Timestamp) {
        match self.stage {
            CoachStage::Resting { .. } | CoachStage::Done => self.stop(time),
            _ => self.signal(time),
        }
    }

    /// Pauses, or goes on.
    pub fn pause(&mut self, time: Timestamp) {
        match self.stage {
            CoachStage::Paused => self.enter(time, CoachStage::Working),
            CoachStage::GetReady | CoachStage::Working | CoachStage::Resting { .. } => {
                self.set.interrupt();
                self.enter(time, CoachStage::Paused);
            }
            CoachStage::WhatStopped | CoachStage::Done | CoachStage::Stopped => {}
        }
    }

    /// It hurts: nothing counts any more.
    pub fn stop(&mut self, time: Timestamp) {
        if self.is_over || self.stage.hurts() {
            return;
        }
        if self.led {
            self.question = Some(Question::new(time));
            self.enter(time, CoachStage::WhatStopped);
        } else {
            self.enter(time, CoachStage::Stopped);
        }
    }

    /// The person's answer what ended it.
    pub fn answer(&mut self, time: Timestamp, sensation: Sensation) {
        self.sensation = Some(sensation);
        if self.stage == CoachStage::WhatStopped {
            self.enter(time, CoachStage::Stopped);
        }
    }

    /// Another person is measured from now on: the current set and the question about pain are not theirs. In a
    /// recording it may be the same person after a cut, and the set goes on.
    pub fn change_person(&mut self) {
        (self.side_tracker, self.hand) = (SideTracker::default(), HandSignal::default());
        if !self.led || self.stage.is_over() {
            return;
        }
        let hurts = self.stage == CoachStage::WhatStopped;
        if !hurts {
            self.set = Set::new(self.turns[0]);
            (self.ready, self.took_posture, self.lying_since) = (Ready::default(), false, None);
        }
        let time = self.last.unwrap_or(self.since);
        // it hurt, and the person who could say how is gone
        self.enter(time, if hurts { CoachStage::Stopped } else { CoachStage::GetReady });
    }

    /// The next frame. One that does not come after the last, or a pose that is none, shows nobody.
    pub fn observe(&mut self, time: Timestamp, pose: Option<&Pose>) -> CoachState {
        let is_next = self.last.is_none_or(|last| time > last);
        let time = self.last.map_or(time, |last| time.max(last));
        let step_s = self.last.map_or(0.0, |last| time - last);
        self.last = Some(time);
        let pose = pose.filter(|pose| is_next && pose.is_possible());
        self.anybody_seen |= pose.is_some();
        let body = pose.map(|pose| (pose, JointAngles::of(pose)));
        let lying = body.as_ref().filter(|(_, angles)| lies(angles));
        let placed = body.as_ref().filter(|(_, angles)| is_in(self.exercise.posture, angles));
        let in_place = placed.or(lying);
        // somebody in pain may sit up or stand
        let signals = if self.may_hurt() { body.as_ref() } else { in_place };
        let hand = self.hand.observe(time, signals.map(|(pose, angles)| (*pose, angles)));
        if hand.signalled {
            self.hand_up(time);
        }
        // somebody who gets up has not answered by lying still
        self.ask(time, &Hand { seen: hand.seen && in_place.is_some(), ..hand });
        self.in_posture |= placed.is_some();
        let legs = placed.map(|(_, angles)| self.side_tracker.observe(time, step_s, angles));
        let unwatched = self.exercise.watch == Watch::None;
        let is_ready = if unwatched { !self.led || pose.is_some() } else { placed.is_some() };
        self.go_on(time, is_ready);
        self.watch_lying_down(time, placed.is_some(), lying.is_some() && !unwatched);
        // a hand that is still going up may mean "it hurts"
        let is_hand_coming = hand.progress > 0.0 && hand.progress < 1.0;
        let mut ended = None;
        if self.stage == CoachStage::Working {
            let look = placed.zip(legs.as_ref()).map(|((_, angles), legs)| Look {
                time,
                angles,
                legs,
                side_tracker: &self.side_tracker,
            });
            let is_complete = self.set.is_complete(&self.exercise);
            match unwatched {
                _ if is_complete => {}
                true => self.set.pass(&self.exercise, time),
                false => self.set.observe(&self.exercise, time, look.as_ref()),
            }
            if self.set.is_complete(&self.exercise) && !is_hand_coming {
                ended = self.end_set(time);
            }
        }
        let looks_on = self.led && (time - self.since < LOOKS_ON_S || is_hand_coming);
        self.is_over |= self.stage == CoachStage::Stopped || self.stage == CoachStage::Done && !looks_on;
        CoachState {
            stage: self.stage,
            set_number: self.set_number,
            set: self.set.state(),
            ended,
            somebody: pose.is_some(),
            in_posture: placed.is_some(),
            sensation: self.sensation,
            signal: hand.progress,
            is_over: self.is_over,
        }
    }

    /// The report. An unfinished set counts as far as it got.
    pub fn finish(mut self) -> ExerciseReport {
        let complete = self.stage == CoachStage::Done;
        self.done.extend(self.set.done(&self.exercise));
        ExerciseReport {
            sets: self.done,
            complete,
            stopped: self.stage.hurts(),
            sensation: self.sensation,
            anybody_seen: self.anybody_seen,
            in_posture: self.in_posture,
        }
    }

    /// Whether a raised hand means "it hurts" in any posture now.
    fn may_hurt(&self) -> bool {
        !matches!(self.stage, CoachStage::GetReady | CoachStage::Paused | CoachStage::Stopped)
    }

    /// In an exercise that is done sitting or standing, lying down and staying there stops it.
    fn watch_lying_down(&mut self, time: Timestamp, placed: bool, lying: bool) {
        let works = self.stage == CoachStage::Working;
        self.took_posture = works && (self.took_posture || placed);
        if !lying || !self.took_posture || self.exercise.posture.is_lying() {
            self.lying_since = None;
        } else if time - *self.lying_since.get_or_insert(time) >= LIES_DOWN_S {
            self.stop(time);
        }
    }

    fn go_on(&mut self, time: Timestamp, ready: bool) {
        let in_stage_s = time - self.since;
        match self.stage {
            CoachStage::GetReady => {
                let least_s = if self.led { self.exercise.led_ready_s() } else { READY_S };
                if self.ready.observe(time, ready).is_some_and(|secs| secs >= least_s) {
                    self.enter(time, CoachStage::Working);
                }
            }
            CoachStage::Resting { .. } => {
                let left_s = self.exercise.dose.rest_s - in_stage_s;
                let next = if left_s > 0.0 { resting(left_s) } else { CoachStage::Working };
                self.enter(time, next);
            }
            CoachStage::Working
            | CoachStage::Paused
            | CoachStage::WhatStopped
            | CoachStage::Done
            | CoachStage::Stopped => {}
        }
    }

    /// Asks what hurt, until the answer comes or the time is over.
    fn ask(&mut self, time: Timestamp, hand: &Hand) {
        let Some(question) = self.question.as_mut().filter(|_| self.stage == CoachStage::WhatStopped) else { return };
        question.look(time, hand);
        if question.is_over(time) {
            // only of a stretch a pull is the normal end
            let is_likely = |felt: &Sensation| *felt == Sensation::Radiating || self.exercise.offer == Offer::Stretch;
            self.sensation = question.unanswered().filter(is_likely);
            self.enter(time, CoachStage::Stopped);
        }
    }

    /// Goes on to the next set, leg or the end. Returns the set that is over, if anything was done in it.
    fn end_set(&mut self, time: Timestamp) -> Option<DoneSet> {
        let side = self.set.state().side;
        let another = self.set_number < self.exercise.dose.sets;
        let is_last = !another && self.turns.len() == 1;
        if is_last {
            self.enter(time, CoachStage::Done);
        } else if another {
            self.set_number += 1;
        } else {
            self.turns.remove(0);
            self.set_number = 1;
        }
        // whichever leg began goes on
        let turn = self.turns[0].or(side.filter(|_| another));
        let done = std::mem::replace(&mut self.set, Set::new(turn)).done(&self.exercise);
        self.done.extend(done.clone());
        let rest_s = self.exercise.dose.rest_s;
        if !is_last {
            self.enter(time, if rest_s > 0.0 { resting(rest_s) } else { CoachStage::Working });
        }
        done
    }

    fn enter(&mut self, time: Timestamp, stage: CoachStage) {
        if std::mem::discriminant(&stage) != std::mem::discriminant(&self.stage) {
            self.since = time;
        }
        self.stage = stage;
    }
}

fn resting(left_s: f64) -> CoachStage {
    CoachStage::Resting { secs_left: left_s.ceil().max(1.0) as u32 }
}
