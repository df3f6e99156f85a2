//! What is done in front of the camera: the test, or an exercise. The pipeline carries either.

use super::config::SessionConfig;
use super::event::{Observation, SessionCommand};
use super::seen::{EstimateRequest, FrameEstimate};
use super::session::Session;
use super::session_report::SessionReport;
use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::pose::Side;
use crate::motion::body::quality::{ImageSize, Precision};
use crate::motion::exercise::{Coach, Exercise, ExerciseReport};
use crate::motion::guide::guidance::{Flow, Guidance};
use crate::motion::time::Timestamp;
use crate::motion::trial::phase::Phase;

/// One person's test, or exercise, from the first frame to the last.
pub struct Activity {
    test: Session,
    /// The exercise that is done in place of the test.
    coach: Option<Coach>,
}

impl Activity {
    /// The test, or the exercise if there is one: with the leg of `config.side`; without one, with both in turn where
    /// the person is guided, and with whichever leg moves in a recording.
    pub fn new(config: SessionConfig, exercise: Option<Exercise>, size: ImageSize) -> Self {
        let sides = match (config.side, config.flow) {
            (Some(side), _) => vec![side],
            (None, Flow::Guided(_)) => Side::BOTH.to_vec(),
            (None, Flow::Recorded) => Vec::new(),
        };
        let lead = |coach: Coach| if config.flow == Flow::Recorded { coach } else { coach.guided() };
        let coach = exercise.map(|exercise| lead(Coach::new(exercise, &sides)));
        Self { test: Session::new(config, size), coach }
    }

    /// Sets how exact the estimator's poses are.
    pub fn with_precision(self, precision: Precision) -> Self {
        Self { test: self.test.with_precision(precision), ..self }
    }

    /// What the person or the operator says at `time`.
    pub fn handle(&mut self, time: Timestamp, command: SessionCommand) {
        let Some(coach) = &mut self.coach else { return self.test.handle(time, command) };
        match command {
            SessionCommand::ReportDiscomfort => coach.stop(time),
            SessionCommand::Signal => coach.signal(time),
            SessionCommand::ReportSensation(sensation) => coach.answer(time, sensation),
            SessionCommand::Pause => coach.pause(time),
            // an exercise judges no raise
            SessionCommand::TellSide(_) => {}
            SessionCommand::ChangePerson => coach.change_person(),
        }
    }

    /// What the estimator should look for in the frame at `time`. An exercise needs nothing but the pose.
    pub fn wants(&self, time: Timestamp) -> EstimateRequest {
        match &self.coach {
            Some(coach) => EstimateRequest { upright: !coach.posture().is_lying(), ..EstimateRequest::default() },
            None => self.test.wants(time),
        }
    }

    /// The next frame: its time, and what was seen in it.
    pub fn observe(&mut self, time: Timestamp, seen: &FrameEstimate) -> Observation {
        let Some(coach) = &mut self.coach else { return self.test.observe(time, seen) };
        let pose = seen.pose.as_ref();
        if seen.after_cut {
            coach.change_person();
        }
        // time between two scenes does not count as held
        let state = coach.observe(time, pose.filter(|_| !seen.after_cut));
        Observation {
            time,
            phase: Phase::Searching,
            angles: pose.map(JointAngles::of),
            legs: None,
            live: None,
            compensations: Vec::new(),
            guidance: Guidance { signal: state.signal, ..Guidance::default() },
            events: Vec::new(),
            exercise: Some(state),
        }
    }

    /// Ends it: the test's report, which is empty after an exercise, and the exercise's report.
    pub fn finish(self) -> (SessionReport, Option<ExerciseReport>) {
        (self.test.finish(), self.coach.map(Coach::finish))
    }
}
