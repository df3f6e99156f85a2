//! How the window handles exercises: which are offered, and one of them from its start to its rating.

use super::exercise_choice::{ExerciseChoice, ExerciseCommand, PersonState};
use super::history::HistoryCommand;
use super::screening::Questions;
use super::state::AppState;
use crate::document::ExerciseDocument;
use crate::history::{PersonRecord, Rating, Store};
use crate::live::Input;
use crate::motion::{CoachState, Referral, Screening, SensationReport, SessionCommand, Side};
use crate::pipeline::UserInput;
use crate::words;

impl AppState {
    /// Carries out a command of an exercise view.
    pub(super) fn handle_exercise(&mut self, command: ExerciseCommand) {
        match (command, &mut self.exercises) {
            (ExerciseCommand::Open, _) => self.open_exercises(),
            (ExerciseCommand::Pause, _) => self.say(UserInput::Command(SessionCommand::Pause)),
            (ExerciseCommand::Rate(rating), _) => self.rate(rating),
            (ExerciseCommand::Plan, _) => self.make_plan(self.person.trim().to_owned()),
            (ExerciseCommand::Start, _) => self.start_exercise(),
            (ExerciseCommand::Choose(name), Some(choice)) => choice.choose(&name),
            (ExerciseCommand::ChooseNext { forward }, Some(choice)) => choice.choose_next(forward),
            (ExerciseCommand::Dose { reps, hold_s }, Some(choice)) => choice.set_dose(reps, hold_s),
            (ExerciseCommand::Leg(side), Some(choice)) => choice.side = side,
            _ => {}
        }
    }

    /// Shows the offered exercises. Ends a running test first, and asks about warning signs if that has not been done.
    pub(super) fn open_exercises(&mut self) {
        self.first_exercise = None;
        if let Some(test) = self.test.as_ref().filter(|test| !test.is_over()) {
            self.exercises_wanted = true;
            test.measuring.finish();
            return;
        }
        self.exercises_wanted = false;
        match self.know().screening {
            Some(_) => self.choose_exercise(),
            None => {
                let last = self.screening_of_today();
                self.drop_test();
                self.screening = Some(Questions::before_exercises(self.camera(), last));
            }
        }
    }

    pub(super) fn choose_exercise(&mut self) {
        let input = match self.test.as_ref().map(|test| &test.input) {
            Some(Input::Camera(name)) => Input::Camera(name.clone()),
            _ => self.camera(),
        };
        self.drop_test();
        self.advice_shown = false;
        let library = self.host.exercises();
        self.notice = library.errors.first().map(ToString::to_string).or(self.notice.take());
        let (known, last) = (self.known_of_person(), self.last_exercise.as_deref());
        self.exercises = Some(ExerciseChoice::new(library, input, known.screening, known.decision(), last));
    }

    /// The last camera that was used, or the first one.
    fn camera(&self) -> Input {
        let last = self.settings.camera.clone().filter(|name| self.cameras.contains(name));
        Input::Camera(last.or(self.cameras.first().cloned()))
    }

    /// Takes the result of the questions about warning signs.
    pub(super) fn screened(&mut self, screening: Screening) {
        self.know().screening = Some(screening);
    }

    /// Closes the test; its result stays known.
    pub(super) fn drop_test(&mut self) {
        self.learn();
        self.test = None;
    }

    /// Forgets what is known of a person without a name: the next one may be another.
    pub(super) fn forget_nameless(&mut self) {
        self.known.take_if(|known| known.person.is_empty());
    }

    /// Notes the result of the test or the exercise so far.
    pub(super) fn learn(&mut self) {
        let Some(test) = &self.test else { return };
        let done = test.result.as_ref().and_then(|result| result.exercise.as_ref());
        // the document of the whole exercise says more than its latest step
        let felt = done
            .map_or_else(|| test.coach().and_then(CoachState::felt), ExerciseDocument::felt)
            .max(test.rating.felt());
        let (decision, measured) = (test.decision(), test.exercise.is_none() && !test.trials.is_empty());
        let screening = test.start.as_ref().and_then(|start| start.config.answers.screening);
        let known = self.know();
        known.felt = known.felt.max(felt).max(decision.referral.and_then(Referral::felt));
        if measured {
            known.test = decision;
            known.screening = screening.or(known.screening);
        }
    }

    /// What this window knows of the person, to be added to.
    fn know(&mut self) -> &mut PersonState {
        let person = self.test.as_ref().map_or(self.person.trim(), |test| &test.person).to_owned();
        if self.known.as_ref().is_none_or(|known| known.person != person) {
            self.known = None;
        }
        self.known.get_or_insert_with(|| PersonState { person, ..PersonState::default() })
    }

    /// What is known of the person. If this window has measured nothing of them, the newest test in the record counts;
    /// answers about warning signs count only on the same day. A record that can't be read may tell of pain, so a
    /// professional is to be asked first.
    pub(super) fn known_of_person(&mut self) -> PersonState {
        let mut known = self.know().clone();
        let read = |store: &Store, id| Ok(PersonRecord::read(store, id)?.map(|record| record.decision()));
        let kept = self.of_record(&known.person, read).unwrap_or_else(|error| {
            self.notice = Some(error.to_string());
            known.felt = known.felt.max(Some(SensationReport::NotTold));
            None
        });
        known.felt = known.felt.max(kept.and_then(|kept| kept.referral?.felt()));
        if Side::BOTH.iter().all(|side| known.test.legs[*side].is_none()) {
            known.test = kept.unwrap_or(known.test);
        }
        known
    }

    fn start_exercise(&mut self) {
        let Some(choice) = &self.exercises else { return };
        let Some(exercise) = choice.exercise() else { return };
        let (input, screening, side) = (choice.input.clone(), choice.screening, choice.only_leg());
        self.last_exercise = Some(exercise.name.clone());
        self.exercises = None;
        self.start(input, screening, Some((exercise, side)));
    }

    /// Makes a plan, unless what this window knows speaks against it.
    pub(super) fn make_plan(&mut self, name: String) {
        let known = self.known.as_ref().filter(|known| known.person == name);
        match known.and_then(|known| known.decision().referral) {
            Some(referral) => self.notice = Some(words::sentence(&words::referral_phrase(referral))),
            None => self.history.handle(HistoryCommand::MakePlan(name)),
        }
    }

    fn rate(&mut self, rating: Rating) {
        let Some(test) = &mut self.test else { return };
        test.rating = rating;
        let done = test.result.as_ref().and_then(|result| result.exercise.clone());
        if let Some(done) = done.filter(|_| !test.person.is_empty()) {
            let (name, done) = (test.person.clone(), Box::new(done));
            self.history.handle(HistoryCommand::Rate { name, done, rating });
        }
    }
}
