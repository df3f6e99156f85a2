//! What the window does about exercises: which are offered to whom, and one from its start to how it was.

use super::exercise_choice::{ExerciseChoice, ExerciseCommand, Known};
use super::history::HistoryCommand;
use super::screening::Questions;
use super::state::AppState;
use crate::history::{PersonRecord, Rating};
use crate::live::Input;
use crate::motion::{Decision, Screening, Sensation, SessionCommand};
use crate::pipeline::UserInput;

impl AppState {
    /// Does what a view of exercises asked for.
    pub(super) fn handle_exercise(&mut self, command: ExerciseCommand) {
        match (command, &mut self.exercises) {
            (ExerciseCommand::Open, _) => self.open_exercises(),
            (ExerciseCommand::Pause, _) => self.say(UserInput::Command(SessionCommand::Pause)),
            (ExerciseCommand::Rate(rating), _) => self.rate(rating),
            (ExerciseCommand::Plan, _) => self.history.handle(HistoryCommand::MakePlan(self.person.trim().to_owned())),
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
        if let Some(test) = self.test.as_ref().filter(|test| !test.is_over()) {
            self.exercises_wanted = true;
            test.measuring.finish();
            return;
        }
        self.exercises_wanted = false;
        self.learn_from_test();
        let known = self.known_of_person();
        match known.as_ref().and_then(|known| Some((known.screening?, known.decision))) {
            Some((screening, decision)) => self.choose_exercise(screening, decision),
            None => {
                let last = self.screening_of_last_time();
                self.test = None;
                self.screening = Some(Questions::before_exercises(self.camera(), last));
            }
        }
    }

    /// The questions before exercises came to this.
    pub(super) fn exercise_after(&mut self, screening: Screening) {
        let decision = self.known_of_person().map(|known| known.decision).unwrap_or_default().after(screening);
        self.known = Some(Known { person: self.person.trim().to_owned(), screening: Some(screening), decision });
        self.choose_exercise(screening, decision);
    }

    fn choose_exercise(&mut self, screening: Screening, decision: Decision) {
        let input = match self.test.take().map(|test| test.input.clone()) {
            Some(Input::Camera(name)) => Input::Camera(name),
            _ => self.camera(),
        };
        self.advice_shown = false;
        let library = self.host.exercises();
        self.notice = library.errors.first().map(ToString::to_string).or(self.notice.take());
        let last = self.last_exercise.as_deref();
        self.exercises = Some(ExerciseChoice::new(library, input, Some(screening), decision, last));
    }

    /// The camera of the last time, or the first one.
    fn camera(&self) -> Input {
        let last = self.settings.camera.clone().filter(|name| self.cameras.contains(name));
        Input::Camera(last.or(self.cameras.first().cloned()))
    }

    /// What the test that is over came to.
    fn learn_from_test(&mut self) {
        let Some(test) = self.test.as_ref().filter(|test| test.exercise.is_none() && !test.trials.is_empty()) else {
            return;
        };
        let screening = test.start.as_ref().and_then(|start| start.config.answers.screening);
        self.known = Some(Known { person: test.person.clone(), screening, decision: test.decision() });
    }

    /// What this window has found out about the person, else what the newest test in the record says; of an earlier
    /// day nobody knows about warning signs any more.
    fn known_of_person(&self) -> Option<Known> {
        let person = self.person.trim();
        let kept = || {
            let store = self.host.history()().ok()??;
            let record = PersonRecord::read(&store, store.person(person).ok()?).ok()??;
            Some(Known { person: person.to_owned(), screening: None, decision: record.decision() })
        };
        let here = self.known.clone().filter(|known| known.person == person);
        here.or_else(|| if person.is_empty() { None } else { kept() })
    }

    fn start_exercise(&mut self) {
        let Some(choice) = &self.exercises else { return };
        let Some(exercise) = choice.exercise() else { return };
        let (input, screening, side) = (choice.input.clone(), choice.screening, choice.only_leg());
        self.last_exercise = Some(exercise.name.clone());
        self.exercises = None;
        self.start(input, screening, Some((exercise, side)));
    }

    /// An exercise is over: after pain that radiates nothing more is offered.
    pub(super) fn exercised(&mut self) {
        let Some(done) = self.result().and_then(|result| result.exercise.as_ref()) else { return };
        if done.sensation == Some(Sensation::Radiating) {
            let person = self.person.trim().to_owned();
            let screening = self.known.as_ref().and_then(|known| known.screening);
            let decision = self.known_of_person().map(|known| known.decision).unwrap_or_default().after_pain();
            self.known = Some(Known { person, screening, decision });
        }
    }

    fn rate(&mut self, rating: Rating) {
        let Some(test) = &mut self.test else { return };
        test.rating = rating;
        if !test.person.is_empty() {
            self.history.handle(HistoryCommand::Rate(test.person.clone(), rating));
        }
    }
}
