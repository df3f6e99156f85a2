//! The plan between two tests: made when the newest one offers stretches, and ended. How an exercise was for the
//! person.

use super::error::ActError;
use super::person::{name_of, record_of};
use crate::document::ExerciseDocument;
use crate::history::{KeptExercise, PersonId, Plan, Rating, Store, day, now, today};
use crate::motion::{Advice, Decision, Side};
use crate::words;
use std::borrow::Cow;

/// A plan was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Name of the person whose plan it is.
    pub name: String,
    pub plan: Plan,
}

impl Planned {
    pub fn text(&self) -> Cow<'static, str> {
        words::plan_made(&self.name, &self.plan.text())
    }
}

/// A plan was ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanEnded {
    /// Name of the person whose plan it was.
    pub name: String,
}

impl PlanEnded {
    pub fn text(&self) -> Cow<'static, str> {
        words::plan_ended(&self.name)
    }
}

/// An exercise was rated.
#[derive(Clone, Debug)]
pub struct Rated {
    /// Name of the person whose exercise it is.
    pub name: String,
    /// The exercise as it is kept now.
    pub exercise: KeptExercise,
}

impl Rated {
    pub fn text(&self) -> Cow<'static, str> {
        let KeptExercise { date, done, rating, .. } = &self.exercise;
        let rating = words::exercise_rating(rating.effort, rating.pain);
        words::exercise_rated(&self.name, &words::exercise(&done.exercise), day(date), &rating)
    }
}

/// Makes the plan that the newest day's test asks for, in place of the one before.
///
/// # Errors
/// Somebody is to be asked first, no leg is tight, they are not in the record any more, or it can't be written.
pub fn make_plan(store: &mut Store, person: PersonId) -> Result<Planned, ActError> {
    let record = record_of(store, person)?;
    let (name, decision) = (record.name.clone(), record.decision());
    if let Some(referral) = decision.referral {
        return Err(ActError::AskFirst { name, referral });
    }
    let legs: Vec<_> = decision.stretches().collect();
    match record.newest_test() {
        None => Err(ActError::NotTested { name }),
        Some(day) if legs.is_empty() => Err(without_tight_leg(&decision, name, day.to_owned())),
        Some(_) => {
            let plan = Plan::new(legs, &today());
            store.keep_plan(person, &plan, &now())?;
            Ok(Planned { name, plan })
        }
    }
}

fn without_tight_leg(decision: &Decision, name: String, day: String) -> ActError {
    let is = |advice| Side::BOTH.iter().any(|side| decision.legs[*side] == Some(advice));
    match (is(Advice::Repeat), is(Advice::NearLimit)) {
        (true, _) => ActError::NotJudged { name, day },
        (_, true) => ActError::NearLimit { name, day },
        _ => ActError::NotTight { name, day },
    }
}

/// Ends the plan that holds; what was done of it stays.
///
/// # Errors
/// There is none, they are not in the record any more, or it can't be written.
pub fn end_plan(store: &mut Store, person: PersonId) -> Result<PlanEnded, ActError> {
    let name = name_of(store, person)?;
    if store.end_plan(person, &now())? { Ok(PlanEnded { name }) } else { Err(ActError::NoPlan { name }) }
}

/// Stores the rating of an exercise: the newest one of which exactly `done` was done, or else the newest one. What is
/// `None` in it stays as it was.
///
/// # Errors
/// It is not within the scale, there is no exercise, they are not in the record any more, or it can't be written.
pub fn rate(
    store: &mut Store,
    person: PersonId,
    done: Option<&ExerciseDocument>,
    rating: Rating,
) -> Result<Rated, ActError> {
    let name = name_of(store, person)?;
    if !rating.is_one() {
        return Err(ActError::NoRating);
    }
    let newest = |store: &Store| {
        let kept = store.exercises(person)?.into_iter();
        let is_it = |kept: &KeptExercise| done.is_none_or(|done| kept.done == *done);
        Ok::<_, ActError>(kept.filter(is_it).max_by_key(|kept| kept.id))
    };
    if let Some(kept) = newest(store)? {
        store.rate(kept.id, rating)?;
    }
    let exercise = newest(store)?.ok_or_else(|| ActError::NoExercise { name: name.clone() })?;
    Ok(Rated { name, exercise })
}
