//! The voice as a sink of the pipeline.

use super::announcer::Announcer;
use super::exercise_announcer::ExerciseAnnouncer;
use super::lines::Line;
use super::results::decision_lines;
use super::utterance::{Priority, Utterance};
use crate::motion::{Flow, Observation, SessionConfig};
use crate::pipeline::{Outcome, PipelineError, Sink, SinkError, Start, Step};
use std::sync::{Arc, Mutex, PoisonError};

/// What says utterances; never waits until they are said.
pub trait Speak {
    fn say(&self, utterance: Utterance);
}

/// What was said last, for the screen: shared between the sink and whoever shows it.
#[derive(Clone, Debug, Default)]
pub struct Caption(Arc<Mutex<String>>);

impl Caption {
    /// Empty before anything was said.
    pub fn text(&self) -> String {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, text: &str) {
        text.clone_into(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The announcer of the test, or of an exercise.
enum ActivityAnnouncer {
    Test(Box<Announcer>),
    Exercise(Box<ExerciseAnnouncer>),
}

impl ActivityAnnouncer {
    fn of(start: &Start) -> Self {
        match &start.exercise {
            Some(exercise) => Self::Exercise(Box::new(ExerciseAnnouncer::new(exercise.clone()))),
            None => Self::Test(Box::new(Announcer::new(&start.config))),
        }
    }

    fn observe(&mut self, observation: &Observation) -> Vec<Utterance> {
        match (self, &observation.exercise) {
            (Self::Test(announcer), _) => announcer.observe(observation),
            (Self::Exercise(announcer), Some(state)) => announcer.observe(observation.time, state),
            (Self::Exercise(_), None) => Vec::new(),
        }
    }

    fn latest_text(&self) -> &str {
        match self {
            Self::Test(announcer) => announcer.latest_text(),
            Self::Exercise(announcer) => announcer.latest_text(),
        }
    }
}

/// Says what there is to say of every step.
pub struct VoiceSink<S> {
    speaker: S,
    announcer: ActivityAnnouncer,
    caption: Caption,
}

impl<S: Speak> VoiceSink<S> {
    pub fn new(speaker: S) -> Self {
        let announcer = ActivityAnnouncer::Test(Box::new(Announcer::new(&SessionConfig::default())));
        Self { speaker, announcer, caption: Caption::default() }
    }

    /// What was said last, kept up to date while the sink works.
    pub fn caption(&self) -> Caption {
        self.caption.clone()
    }
}

impl<S: Speak> Sink for VoiceSink<S> {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.announcer = ActivityAnnouncer::of(start);
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        let utterances = self.announcer.observe(&step.observation);
        if utterances.iter().any(|utterance| !utterance.lines.is_empty()) {
            self.caption.set(self.announcer.latest_text());
        }
        utterances.into_iter().for_each(|utterance| self.speaker.say(utterance));
        Ok(())
    }

    /// Says the decision at the end of a recording; and that the camera was lost, which a person on the floor must
    /// hear.
    fn finish(&mut self, outcome: &Outcome) -> Result<(), SinkError> {
        let recorded = outcome.start.config.flow == Flow::Recorded && outcome.failure.is_none();
        let decision = decision_lines(&outcome.report.decision);
        if recorded && !decision.is_empty() {
            let said = Utterance::lines(decision.into_iter().chain([Line::NO_DIAGNOSIS]).collect::<Vec<_>>());
            self.caption.set(&said.text());
            self.speaker.say(said);
        }
        if let Some(PipelineError::Source(_)) = outcome.failure {
            let lost = Utterance::lines([Line::CAMERA_LOST]).at(Priority::Stop);
            self.caption.set(&lost.text());
            self.speaker.say(lost);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimator::ModelInfo;
    use crate::frame::Frame;
    use crate::motion::{FrameEstimate, Guidance, Phase, Side, Stage, Timestamp};
    use crate::source::{SourceInfo, SourceKind};
    use std::cell::RefCell;
    use std::rc::Rc;

    #[derive(Clone, Default)]
    struct Collected(Rc<RefCell<Vec<Line>>>);

    impl Speak for Collected {
        fn say(&self, utterance: Utterance) {
            self.0.borrow_mut().extend(utterance.lines);
        }
    }

    fn start(flow: Flow) -> Start {
        let source = SourceInfo {
            path: "camera".into(),
            kind: SourceKind::Camera,
            width: 4,
            height: 4,
            rotation_deg: 0,
            stated_duration_s: None,
            filmed_on: None,
        };
        let config = SessionConfig { flow, ..SessionConfig::default() };
        Start { source, model: ModelInfo { name: "full".into(), sha256: String::new() }, config, exercise: None }
    }

    fn step(secs: f64, stage: Stage) -> Step {
        let time = Timestamp::from_secs(secs);
        let observation = Observation {
            time,
            phase: Phase::Searching,
            angles: None,
            legs: None,
            live: None,
            compensations: Vec::new(),
            guidance: Guidance { stage, next_side: Some(Side::Right), ..Guidance::default() },
            events: Vec::new(),
            exercise: None,
        };
        Step {
            frame: Frame { index: 0, time, image: Arc::default(), display_from_image: 1.0, is_estimated: true },
            seen: FrameEstimate::default(),
            commands: Vec::new(),
            observation,
        }
    }

    #[test]
    fn a_step_is_said_and_shown() {
        let heard = Collected::default();
        let mut sink = VoiceSink::new(heard.clone());
        let caption = sink.caption();
        sink.begin(&start(Flow::guided(1))).expect("a start");
        sink.step(&step(0.0, Stage::SetUp)).expect("a step");
        assert_eq!((caption.text(), heard.0.borrow().len()), (String::new(), 0));
        sink.step(&step(0.1, Stage::RaiseSlowly)).expect("a step");
        assert_eq!(*heard.0.borrow(), [Line::raise(Some(Side::Right), None)]);
        assert_eq!(caption.text(), "Raise your right leg slowly, knee straight.");
        sink.step(&step(9.0, Stage::SetUp)).expect("a step");
        sink.step(&step(20.0, Stage::SetUp)).expect("a step");
        assert_eq!(caption.text(), "Raise a hand to begin.", "the session is guided");
    }
}
