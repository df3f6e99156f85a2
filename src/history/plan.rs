//! A person's plan between two tests: which stretches, how much was done, and when to test again.

use super::dates::{day, days_after};
use super::exercises::KeptExercise;
use super::trend::REAL_CHANGE_DEG;
use super::{PersonId, Store, StoreError, json, of_json};
use crate::motion::Side;
use crate::words::{self, Tenths, Whole};
use rusqlite::{Connection, OptionalExtension, params};

/// The two stretches that are offered for a tight leg, by their names in the catalogue.
pub const STRETCHES: [&str; 2] = ["supine_hamstring_stretch", "seated_hamstring_stretch"];
/// How long and how often a leg is stretched each day, with each stretch, seconds: as the self-test says.
const STRETCH_HOLD_S: f64 = 30.0;
const HOLDS_A_DAY: u32 = 3;
/// Beyond this many minutes a week, more stretching brings a leg no further gain (Ingram et al. 2024, a meta-analysis
/// of 189 studies, doi 10.1007/s40279-024-02143-9).
pub const ENOUGH_MIN: f64 = 10.0;
/// What was done is summed over this many days.
const WEEK_DAYS: i32 = 7;
/// Days from a test to the next: after fewer there is little to find (ours; change takes weeks).
const RETEST_DAYS: i32 = 7;

/// What a person should do until the next test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The legs that were tight.
    pub legs: Vec<Side>,
    /// Names of the exercises.
    pub exercises: Vec<String>,
    /// The day on which it was made, local, ISO 8601.
    pub made_on: String,
}

/// What was done of a plan with one leg.
#[derive(Clone, Debug, PartialEq)]
pub struct Practised {
    pub side: Side,
    /// How long each exercise of the plan was held, minutes; by its name.
    pub held_min: Vec<(String, f64)>,
}

/// The progress of a plan on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanStatus {
    pub plan: Plan,
    /// The day, ISO 8601.
    pub day: String,
    /// What was done on that day and the six before it, for each leg of the plan.
    pub practised: Vec<Practised>,
    /// The day to test again, ISO 8601; `None` if the record's dates can't be read.
    pub retest_on: Option<String>,
}

impl Plan {
    /// The two stretches for these legs.
    pub fn new(legs: Vec<Side>, made_on: &str) -> Self {
        Self { legs, exercises: STRETCHES.map(str::to_owned).to_vec(), made_on: made_on.to_owned() }
    }

    /// What was done of it in the week that ends with `today`.
    pub fn practised(&self, exercises: &[KeptExercise], today: &str) -> Vec<Practised> {
        let before = days_after(today, -WEEK_DAYS);
        let within =
            |kept: &&KeptExercise| before.as_deref().is_some_and(|b| day(&kept.date) > b) && day(&kept.date) <= today;
        let held_min = |side: Side, name: &String| {
            let of = exercises.iter().filter(within).filter(|kept| kept.done.exercise.name == *name);
            (name.clone(), of.map(|kept| kept.held_s(side)).sum::<f64>() / 60.0)
        };
        let of_leg = |side: &Side| Practised {
            side: *side,
            held_min: self.exercises.iter().map(|name| held_min(*side, name)).collect(),
        };
        self.legs.iter().map(of_leg).collect()
    }

    /// The day to test again: a week after the plan was made, or after the newest test if that was later; `None` if a
    /// date can't be read.
    pub fn retest_on(&self, newest_test: Option<&str>) -> Option<String> {
        let made_on = self.made_on.as_str();
        days_after(newest_test.map_or(made_on, |test| day(test).max(made_on)), RETEST_DAYS)
    }

    /// Its progress on a day, from what was done and the day of the newest test.
    pub fn status(&self, exercises: &[KeptExercise], newest_test: Option<&str>, today: &str) -> PlanStatus {
        let today = day(today);
        PlanStatus {
            plan: self.clone(),
            day: today.to_owned(),
            practised: self.practised(exercises, today),
            retest_on: self.retest_on(newest_test),
        }
    }

    /// What is to be done, in words.
    pub fn text(&self) -> String {
        let exercises: Vec<_> = self.exercises.iter().map(|name| words::exercise_named(name)).collect();
        let legs = words::Stretched::legs(&self.legs).map(words::plan_legs).unwrap_or_default();
        words::plan(&self.made_on, &legs, &exercises.join(", "), HOLDS_A_DAY, Whole(STRETCH_HOLD_S)).into_owned()
    }
}

impl Practised {
    /// All exercises together, minutes.
    pub fn total_min(&self) -> f64 {
        self.held_min.iter().map(|(_, min)| min).sum()
    }

    /// What was done in the week up to that day, in words.
    pub fn text(&self, day: &str) -> String {
        let each = |(name, min): &(String, f64)| words::plan_exercise(&words::exercise_named(name), Tenths(*min));
        let each: Vec<_> = self.held_min.iter().map(each).collect();
        words::plan_practised(self.side, day, Tenths(self.total_min()), Whole(ENOUGH_MIN), &each.join(", "))
            .into_owned()
    }
}

impl PlanStatus {
    /// Whether the day to test again has come.
    pub fn is_retest_due(&self) -> bool {
        self.retest_on.as_ref().is_some_and(|on| *on <= self.day)
    }

    /// The plan, what was done of it, and when to test again, sentence by sentence.
    pub fn text(&self) -> Vec<String> {
        let practised = self.practised.iter().map(|of_leg| of_leg.text(&self.day));
        let tell = if self.is_retest_due() { words::plan_retest_due } else { words::plan_retest };
        let retest = self.retest_on.iter().map(|on| tell(on, Whole(REAL_CHANGE_DEG)).into_owned());
        std::iter::once(self.plan.text()).chain(practised).chain(retest).collect()
    }
}

impl Store {
    /// Stores a plan in place of the one before; `now` in RFC 3339.
    pub fn keep_plan(&mut self, person: PersonId, plan: &Plan, now: &str) -> Result<(), StoreError> {
        self.write(|connection| {
            end(connection, person, now)?;
            let sql = "INSERT INTO plan (person_id, made_on, legs, exercises) VALUES (?1, ?2, ?3, ?4)";
            let row = params![person.0, plan.made_on, json(&plan.legs)?, json(&plan.exercises)?];
            connection.execute(sql, row).map(drop)
        })
    }

    /// Ends a person's plan, at `now` in RFC 3339; `false` where there is none.
    pub fn end_plan(&mut self, person: PersonId, now: &str) -> Result<bool, StoreError> {
        self.write(|connection| end(connection, person, now))
    }

    /// The current plan, if there is one.
    pub fn plan(&self, person: PersonId) -> Result<Option<Plan>, StoreError> {
        self.read(|connection| {
            let sql = "SELECT made_on, legs, exercises FROM plan WHERE person_id = ?1 AND ended_at IS NULL";
            let plan = connection.query_row(sql, [person.0], |row| {
                let text = |column: usize| row.get::<_, String>(column);
                Ok(Plan { made_on: text(0)?, legs: of_json(1, &text(1)?)?, exercises: of_json(2, &text(2)?)? })
            });
            plan.optional()
        })
    }
}

fn end(connection: &Connection, person: PersonId, now: &str) -> rusqlite::Result<bool> {
    let sql = "UPDATE plan SET ended_at = ?2 WHERE person_id = ?1 AND ended_at IS NULL";
    Ok(connection.execute(sql, params![person.0, now])? > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_test_is_a_week_after_the_plan_or_a_later_test() {
        let plan = Plan::new(vec![Side::Left], "2026-12-28");
        let on = |test| plan.retest_on(test);
        assert_eq!((on(None), on(Some("2026-12-27"))), (on(Some("2026-12-28")), Some("2027-01-04".to_owned())));
        assert_eq!(on(Some("2026-12-30T18:00")).as_deref(), Some("2027-01-06"));
        let due = |today| plan.status(&[], None, today).is_retest_due();
        assert_eq!((due("2027-01-03"), due("2027-01-04T08:00"), due("2027-02-01")), (false, true, true));
        assert_eq!(Plan::new(Vec::new(), "some day").retest_on(None), None);
    }

    #[test]
    fn what_was_not_done_is_nought() {
        let plan = Plan::new(Side::BOTH.to_vec(), "2026-05-01");
        let practised = plan.practised(&[], "2026-05-03");
        assert_eq!(practised.iter().map(|of_leg| of_leg.side).collect::<Vec<_>>(), Side::BOTH);
        assert!(practised.iter().all(|of_leg| of_leg.held_min.len() == 2 && of_leg.total_min() == 0.0));
    }

    #[test]
    fn a_plan_reads_as_it_should() {
        let text = Plan::new(Side::BOTH.to_vec(), "2026-05-01").text();
        let stretches = "supine hamstring stretch, seated hamstring stretch";
        assert_eq!(text, format!("Plan since 2026-05-01, both legs, each day: {stretches}; each 3 times 30 s."));
    }
}
