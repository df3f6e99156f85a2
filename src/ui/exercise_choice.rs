//! Which exercises are offered, and which one is chosen.

use crate::exercise::Library;
use crate::history::Rating;
use crate::live::Input;
use crate::motion::{Decision, Exercise, Offer, Offered, Referral, Screening, SensationReport, Side};

/// The commands of exercise views.
#[derive(Clone, Debug, PartialEq)]
pub enum ExerciseCommand {
    /// Show the exercises; a running test ends first.
    Open,
    /// The one of this name.
    Choose(String),
    /// The one above or below it in the list.
    ChooseNext {
        forward: bool,
    },
    /// Change the repetitions, and how long each is held, seconds.
    Dose {
        reps: u32,
        hold_s: f64,
    },
    /// Exercise only this leg; `None`: all that it is offered for.
    Leg(Option<Side>),
    Start,
    /// Pause, or go on.
    Pause,
    /// How hard it was, and how much it hurt.
    Rate(Rating),
    /// Make the two stretches the plan until the next test.
    Plan,
}

/// What is known of the person who is going to exercise.
#[derive(Clone, Debug, Default)]
pub struct PersonState {
    /// Empty for nobody in particular.
    pub person: String,
    /// `None` if the person was not asked about warning signs.
    pub screening: Option<Screening>,
    /// The worst that was felt, in a test or in an exercise.
    pub felt: Option<SensationReport>,
    /// The decision of the newest test.
    pub test: Decision,
}

impl PersonState {
    /// The decision from all of this.
    pub fn decision(&self) -> Decision {
        let asked = self.screening.map_or(self.test, |screening| self.test.after(screening));
        match self.felt {
            Some(SensationReport::Radiating) => asked.after_pain(),
            Some(SensationReport::NotTold) => after_untold_pain(asked),
            Some(SensationReport::Pull) | None => asked,
        }
    }
}

/// The decision as after another warning sign; but of the two, untold pain is named first.
fn after_untold_pain(decision: Decision) -> Decision {
    let cautious = decision.after(Screening::Caution);
    match cautious.referral {
        Some(Referral::BeforeStretching) => Decision { referral: Some(Referral::PainNotTold), ..cautious },
        _ => cautious,
    }
}

/// The exercises to choose from, and the choice.
pub struct ExerciseChoice {
    pub library: Library,
    /// Where the frames come from.
    pub input: Input,
    pub screening: Option<Screening>,
    pub decision: Decision,
    /// Name of the one that is shown.
    chosen: String,
    reps: u32,
    hold_s: f64,
    pub side: Option<Side>,
}

impl ExerciseChoice {
    /// Shows the first offered exercise, or the one after `last`, which was done last.
    pub fn new(
        library: Library,
        input: Input,
        screening: Option<Screening>,
        decision: Decision,
        last: Option<&str>,
    ) -> Self {
        let (chosen, reps, hold_s, side) = (String::new(), 1, 0.0, None);
        let mut choice = Self { library, input, screening, decision, chosen, reps, hold_s, side };
        let offered: Vec<String> = choice.offered().map(|exercise| exercise.name.clone()).collect();
        let after = last.and_then(|last| offered.iter().position(|name| name == last)).map_or(0, |place| place + 1);
        if let Some(name) = offered.get(after).or(offered.first()) {
            choice.choose(name);
        }
        choice
    }

    /// The offered exercises: stretches first, in the library's order.
    pub fn offered(&self) -> impl Iterator<Item = &Exercise> {
        let is_stretch = |exercise: &&Exercise| exercise.offer == Offer::Stretch;
        let offered = |exercise: &&Exercise| matches!(exercise.offered(&self.decision), Offered::For(_));
        let all = || self.library.iter().filter(offered);
        all().filter(is_stretch).chain(all().filter(move |exercise| !is_stretch(exercise)))
    }

    pub fn choose(&mut self, name: &str) {
        let found = self.offered().find(|exercise| exercise.name == name);
        let Some((name, dose)) = found.map(|exercise| (exercise.name.clone(), exercise.dose)) else { return };
        (self.chosen, self.reps, self.hold_s, self.side) = (name, dose.reps, dose.hold_s, None);
    }

    pub fn choose_next(&mut self, forward: bool) {
        let names: Vec<String> = self.offered().map(|exercise| exercise.name.clone()).collect();
        let Some(place) = names.iter().position(|name| *name == self.chosen) else { return };
        let next = if forward { place + 1 } else { place.saturating_sub(1) };
        if let Some(name) = names.get(next) {
            self.choose(name);
        }
    }

    pub fn set_dose(&mut self, reps: u32, hold_s: f64) {
        (self.reps, self.hold_s) = (reps, hold_s);
    }

    /// The exercise that is shown, with the chosen dose; `None` if none is offered.
    pub fn exercise(&self) -> Option<Exercise> {
        let found = self.offered().find(|exercise| exercise.name == self.chosen)?;
        Some(found.clone().with_dose(self.reps, self.hold_s))
    }

    /// The legs that the chosen exercise is offered for; none if both work together.
    pub fn legs(&self) -> Vec<Side> {
        match self.exercise().map(|exercise| exercise.offered(&self.decision)) {
            Some(Offered::For(legs)) => legs,
            _ => Vec::new(),
        }
    }

    /// The leg that works alone: the one that was chosen, or the only one that it is offered for.
    pub fn only_leg(&self) -> Option<Side> {
        Offered::For(self.legs()).only_leg(self.side)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::{Grade, LegResult, Sides};

    fn choice(left: LegResult, right: LegResult, screening: Screening, last: Option<&str>) -> ExerciseChoice {
        let legs = Sides::of(|side| if side == Side::Left { left } else { right });
        let decision = Decision::of(Some(screening), legs, None);
        ExerciseChoice::new(Library::open(None), Input::Camera(None), Some(screening), decision, last)
    }

    fn tight_left(last: Option<&str>) -> ExerciseChoice {
        choice(LegResult::Tight(Grade::Clear), LegResult::Pass, Screening::Clear, last)
    }

    #[test]
    fn pain_that_nobody_explained_is_referred_as_that_of_a_test_is() {
        for (screening, legs, felt) in [
            (Screening::Clear, LegResult::Tight(Grade::Clear), SensationReport::NotTold),
            (Screening::Caution, LegResult::Unclear, SensationReport::NotTold),
            (Screening::Urgent, LegResult::Tight(Grade::Slight), SensationReport::NotTold),
            (Screening::Clear, LegResult::Tight(Grade::Clear), SensationReport::Pull),
            (Screening::Caution, LegResult::Unclear, SensationReport::Radiating),
        ] {
            let legs = Sides::of(|_| legs);
            let test = Decision::of(None, legs, None);
            let known = PersonState { screening: Some(screening), felt: Some(felt), test, ..PersonState::default() };
            assert_eq!(known.decision(), Decision::of(Some(screening), legs, Some(felt)), "{screening:?} {felt:?}");
        }
    }

    #[test]
    fn the_stretches_come_first_and_for_the_tight_leg_alone() {
        let choice = tight_left(None);
        let first = choice.exercise().expect("something is offered");
        assert_eq!((first.name.as_str(), choice.only_leg()), ("supine_hamstring_stretch", Some(Side::Left)));
        assert!(choice.offered().count() > 5);
    }

    #[test]
    fn after_one_the_next_is_shown() {
        let mut choice = tight_left(Some("supine_hamstring_stretch"));
        let name = |choice: &ExerciseChoice| choice.exercise().expect("one is shown").name;
        let second = name(&choice);
        assert_ne!(second, "supine_hamstring_stretch");
        choice.choose_next(false);
        assert_eq!(name(&choice), "supine_hamstring_stretch");
        choice.choose_next(false);
        assert_eq!(name(&choice), "supine_hamstring_stretch", "there is none before the first");
        choice.choose_next(true);
        assert_eq!(name(&choice), second);
    }

    #[test]
    fn who_needs_no_stretch_is_offered_what_goes_beside_and_who_has_a_sign_nothing() {
        let choice_of = |screening| choice(LegResult::Pass, LegResult::Pass, screening, None);
        let passed = choice_of(Screening::Clear);
        assert!(passed.offered().count() > 0 && passed.offered().all(|exercise| !exercise.name.contains("hamstring")));
        assert_eq!(choice_of(Screening::Caution).exercise(), None);
    }

    #[test]
    fn a_dose_stays_in_its_range_and_is_the_usual_one_for_the_next() {
        let mut choice = tight_left(None);
        choice.set_dose(1, 45.0);
        let hold_s = |choice: &ExerciseChoice| choice.exercise().expect("one").dose.hold_s;
        assert_eq!(hold_s(&choice), 45.0);
        choice.set_dose(1, 4500.0);
        assert_eq!(hold_s(&choice), 60.0);
        choice.choose_next(true);
        choice.choose_next(false);
        assert_eq!(hold_s(&choice), 30.0);
    }
}
