//! What the window does about exercises: which are offered to whom, and one from its start to how it was.

use super::exercise_choice::{ExerciseChoice, ExerciseCommand, PersonState};
use super::history::HistoryCommand;
use super::screening::Questions;
use super::state::AppState;
use crate::document::ExerciseDocument;
use crate::history::{PersonRecord, Rating};
use crate::live::Input;
use crate::motion::{CoachState, Referral, Screening, SessionCommand, Side};
use crate::pipeline::UserInput;
use crate::words;

impl AppState {
    /// Does what a view of exercises asked for.
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

    /// Shows what is offered; whoever was not asked about warning signs is asked first, and what runs ends before.
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

    /// The camera of the last time, or the first one.
    fn camera(&self) -> Input {
        let last = self.settings.camera.clone().filter(|name| self.cameras.contains(name));
        Input::Camera(last.or(self.cameras.first().cloned()))
    }

    /// The questions about warning signs came to this.
    pub(super) fn screened(&mut self, screening: Screening) {
        self.know().screening = Some(screening);
    }

    /// Leaves what was measured, which stays known.
    pub(super) fn drop_test(&mut self) {
        self.learn();
        self.test = None;
    }

    /// Whoever comes next is not known by the name that nobody gave.
    pub(super) fn forget_nameless(&mut self) {
        self.known.take_if(|known| known.person.is_empty());
    }

    /// What the test, or the exercise, has come to so far.
    pub(super) fn learn(&mut self) {
        let Some(test) = &self.test else { return };
        let done = test.result.as_ref().and_then(|result| result.exercise.as_ref());
        // what is done says more than the latest that was seen of it
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

    /// What this window has found out about the person.
    fn know(&mut self) -> &mut PersonState {
        let person = self.test.as_ref().map_or(self.person.trim(), |test| &test.person).to_owned();
        if self.known.as_ref().is_none_or(|known| known.person != person) {
            self.known = None;
        }
        self.known.get_or_insert_with(|| PersonState { person, ..PersonState::default() })
    }

    /// The same with what the newest test in the record says; of an earlier day nobody knows about warning signs any
    /// more, and who measured nothing here is known by it.
    pub(super) fn known_of_person(&mut self) -> PersonState {
        let mut known = self.know().clone();
        let kept = self.of_record(&known.person, |store, id| Some(PersonRecord::read(store, id).ok()??.decision()));
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

    /// A plan is made, unless this window knows better.
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
