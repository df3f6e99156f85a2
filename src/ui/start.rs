//! How a test or an exercise begins: the questions before it, and the measurement that starts then.

use super::screening::{AfterScreening, LastScreening, Page};
use super::settings::Settings;
use super::state::{AppState, Wake};
use super::test_run::{Pace, TestRun};
use crate::album::AlbumThread;
use crate::history::{self, PersonId, Rating, Store, StoreError};
use crate::live::{Ages, Inbox, Input, Job, LiveMeasurement, ModelPreference};
use crate::motion::{Answers, Exercise, Flow, GuidedFlow, Screening, SessionConfig, Side};
use crate::source::CameraFault;
use crate::voice::Priority;
use crate::words::{self, window};
use std::sync::Arc;
use std::time::Instant;

impl AppState {
    /// Lists the cameras the user can choose from, and says why if that fails. The first page says if there is none.
    pub(super) fn look_for_cameras(&mut self) {
        let listed = self.host.cameras().cameras();
        if let Err(fault) = &listed
            && *fault != CameraFault::NoCamera
        {
            self.notice = Some(format!("{} {}", words::sentence(&fault.what()), words::sentence(&fault.todo())));
        }
        self.cameras = listed.unwrap_or_default().into_iter().map(|camera| camera.name).collect();
    }

    /// The result of the questions when the same person was last asked today, in this window or in the record. Another
    /// day's answers no longer count.
    pub(super) fn screening_of_today(&self) -> Option<Screening> {
        let (person, today) = (self.person.trim(), history::today());
        let here = self.last_screening.as_ref().filter(|last| (last.person.as_str(), &last.day) == (person, &today));
        here.map(|last| last.screening).or_else(|| {
            let answered = self.of_record(person, |store, id| {
                let sessions = store.sessions(id)?;
                let of_today = sessions.iter().rev().filter(|session| history::day(&session.date) == today);
                Ok(of_today.filter_map(|session| session.config.answers.screening).next())
            });
            // if the record can't be read, the person is asked again
            answered.ok().flatten()
        })
    }

    /// Reads something of a person from the record; `None` without a person, or if the person is not in it.
    ///
    /// # Errors
    /// The record can't be read, so nobody knows what it holds.
    pub(super) fn of_record<T>(
        &self,
        person: &str,
        read: impl FnOnce(&Store, PersonId) -> Result<Option<T>, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        if person.is_empty() {
            return Ok(None);
        }
        let Some(store) = self.host.history()()? else { return Ok(None) };
        match store.person(person) {
            Err(StoreError::NoSuchPerson { .. }) => Ok(None),
            id => read(&store, id?),
        }
    }

    /// Speaks the page's question, and takes doing nothing as an answer when the time is over.
    pub(super) fn screen_person(&mut self, now: Instant) {
        let Some(questions) = &mut self.screening else { return };
        if let Some(utterance) = questions.ask(now) {
            self.host.say(utterance.at(Priority::Stop));
        }
        if questions.is_answered_by_staying(now) {
            self.answer(false);
        }
    }

    pub(super) fn answer(&mut self, yes: bool) {
        let Some(questions) = &mut self.screening else { return };
        let (came_to, input, then) = (questions.answer(yes), questions.input.clone(), questions.then);
        if questions.page == Page::SeeDoctor {
            self.screened(Screening::Urgent);
        }
        let Some(screening) = came_to else { return };
        self.screening = None;
        let (person, day) = (self.person.trim().to_owned(), history::today());
        self.last_screening = Some(LastScreening { person, day, screening });
        self.screened(screening);
        match (then, self.first_exercise.take()) {
            (AfterScreening::Exercises, _) => self.choose_exercise(),
            (AfterScreening::Test, None) => self.start(input, Some(screening), None),
            (AfterScreening::Test, Some(exercise)) => {
                let (offered, side) = (exercise.offered(&self.known_of_person().decision()), self.config.side);
                if offered.is_for(side) {
                    self.start(input, Some(screening), Some((exercise, offered.only_leg(side))));
                } else {
                    // the exercises' page says why it is not offered, or whom to ask
                    self.choose_exercise();
                }
            }
        }
    }

    /// Starts the test, or an exercise with one leg or all that it is for; shows a notice if it can't be started.
    pub(super) fn start(
        &mut self,
        input: Input,
        screening: Option<Screening>,
        exercise: Option<(Exercise, Option<Side>)>,
    ) {
        (self.screening, self.exercises, self.exercises_wanted) = (None, None, false);
        (self.notice, self.series) = (None, None);
        self.host.hush(false);
        if self.settings.full_screen && matches!(input, Input::Camera(_)) {
            self.full_screen = Some(true);
        }
        if let Err(problem) = self.begin(input, screening, exercise) {
            self.notice = Some(problem);
        }
    }

    /// The same, but returns in words why it can't be started.
    pub(super) fn begin(
        &mut self,
        input: Input,
        screening: Option<Screening>,
        exercise: Option<(Exercise, Option<Side>)>,
    ) -> Result<(), String> {
        // end the last one first: a camera can't be opened twice
        self.drop_test();
        let person = self.person.trim().to_owned();
        let measuring = self.launch(&input, &person, screening, exercise.clone())?;
        self.test = Some(TestRun {
            input,
            start: None,
            model: None,
            latest: None,
            trials: Vec::new(),
            shown: None,
            scrubbed: None,
            result: None,
            pace: Pace::default(),
            ages: Ages::default(),
            person,
            exercise: exercise.map(|(exercise, _)| exercise),
            rating: Rating::default(),
            notes: 0,
            measuring,
        });
        Ok(())
    }

    fn launch(
        &mut self,
        input: &Input,
        person: &str,
        screening: Option<Screening>,
        exercise: Option<(Exercise, Option<Side>)>,
    ) -> Result<LiveMeasurement, String> {
        let cant_start = |error: std::io::Error| window::cannot_start(&error.to_string()).into_owned();
        let album = AlbumThread::start().map_err(cant_start)?;
        let sinks = self.host.sinks(input, person, &album);
        // if the test can't be stored, the user should know before it begins
        let sinks = sinks.inspect_err(|problem| self.host.failed(problem))?;
        let Settings { trials_per_leg, voice: sound_check, method, .. } = self.settings;
        let (flow, method) = match input {
            Input::Camera(_) => (Flow::Guided(GuidedFlow { trials_per_leg, sound_check, coached: true }), Some(method)),
            Input::Recording(_) => (Flow::Recorded, self.config.answers.method),
        };
        let side = exercise.as_ref().map_or(self.config.side, |(_, side)| *side);
        let job = Job {
            input: input.clone(),
            cameras: self.host.cameras(),
            model: self.model(),
            config: SessionConfig {
                side,
                flow,
                thresholds: self.settings.thresholds,
                answers: Answers { method, screening },
            },
            exercise: exercise.map(|(exercise, _)| exercise),
            album,
            sinks,
        };
        // several recordings show no frames: redrawing the window for each would only slow them down
        let wake: Wake = if self.series.is_some() { Arc::new(|| {}) } else { self.wake.clone() };
        self.host.launch(job, Arc::new(Inbox::new(move || wake()))).map_err(cant_start)
    }

    /// The pose model. Several recordings need not run at real time, so they always use the better model and give the
    /// same results as on the command line, however busy the computer is.
    fn model(&self) -> ModelPreference {
        match self.settings.model {
            ModelPreference::Auto if self.series.is_some() => ModelPreference::Heavy,
            chosen => chosen,
        }
    }
}
