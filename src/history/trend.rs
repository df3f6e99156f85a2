//! What a person's trials over time come to: best and mean of each day, what changed, left against right. Pure.
//!
//! Recordings of one day are one session here, however many files they are. Only what was raised in the same way is
//! compared: a leg's days are told apart by the method.

use super::dates::day;
use super::trials::TrialRow;
use crate::motion::{Method, Side, UNUSUAL_DIFFERENCE_DEG};
use crate::words::{self, Beside, Signed, Whole};
use std::borrow::Cow;

/// A change between days beyond this is real, with the same method and set-up: 6–7°, the wider one taken (Neto et al.,
/// N = 102, standard error of measurement 2.2–2.6°).
pub const REAL_CHANGE_DEG: f64 = 7.0;
/// A change between days beyond this is real where the method changed, or somebody else measured: one rater 8° in men
/// and 11–12° in women (J Sports Sci Med 2009;8:116), 10.2° between raters with a phone; the widest is taken.
pub const REAL_CHANGE_OTHERWISE_DEG: f64 = 12.0;

/// One leg's judged trials of one day, raised in one way.
#[derive(Clone, Debug, PartialEq)]
pub struct DayMean {
    /// ISO 8601, without a time.
    pub day: String,
    /// `None` where nobody was asked: a method of its own.
    pub method: Option<Method>,
    pub trials: usize,
    pub mean_deg: f64,
    pub best_deg: f64,
}

/// One leg over time.
#[derive(Clone, Debug, PartialEq)]
pub struct SideTrend {
    /// The days in order of time; at least one.
    pub days: Vec<DayMean>,
    pub best_deg: f64,
    /// Mean of all judged trials.
    pub mean_deg: f64,
}

/// A change from one day to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The day that it is counted from.
    pub since: String,
    pub deg: f64,
    /// What measuring twice gives by itself, degrees.
    pub limit_deg: f64,
}

/// The method was another one from some day on.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodChange {
    /// The first one with the new method.
    pub day: String,
    pub before: Option<Method>,
    pub after: Option<Method>,
    /// Change from the last day before the method changed to that day.
    pub change: Change,
}

/// Left against right.
#[derive(Clone, Debug, PartialEq)]
pub struct SideDifference {
    pub day: String,
    /// Left minus right, of the means.
    pub deg: f64,
    pub is_unusual: bool,
}

impl DayMean {
    fn of(row: &TrialRow) -> Self {
        let deg = row.angle_deg();
        Self { day: day(&row.date).to_owned(), method: row.method, trials: 1, mean_deg: deg, best_deg: deg }
    }

    fn is_of(&self, row: &TrialRow) -> bool {
        self.day == day(&row.date) && self.method == row.method
    }

    fn add(&mut self, deg: f64) {
        self.trials += 1;
        self.mean_deg += (deg - self.mean_deg) / self.trials as f64;
        self.best_deg = self.best_deg.max(deg);
    }
}

impl SideTrend {
    /// The judged trials of one leg, from `rows` in order of time; `None` when there are none.
    pub fn of(rows: &[TrialRow], side: Side) -> Option<Self> {
        let mut days: Vec<DayMean> = Vec::new();
        for row in rows.iter().filter(|row| row.side == side && row.is_judged()) {
            // rows come in order of time, and a day has few methods
            match days.iter_mut().rev().take(Method::ALL.len() + 1).find(|of_day| of_day.is_of(row)) {
                Some(of_day) => of_day.add(row.angle_deg()),
                None => days.push(DayMean::of(row)),
            }
        }
        let trials: usize = days.iter().map(|of_day| of_day.trials).sum();
        let best_deg = days.iter().map(|of_day| of_day.best_deg).fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = days.iter().map(|of_day| of_day.mean_deg * of_day.trials as f64).sum();
        (trials > 0).then(|| Self { days, best_deg, mean_deg: sum / trials as f64 })
    }

    /// The days of each method, which are one line in a chart; the latest method last.
    pub fn by_method(&self) -> Vec<Vec<&DayMean>> {
        let mut lines: Vec<Vec<&DayMean>> = Vec::new();
        for of_day in &self.days {
            let place = lines.iter().position(|line| line[0].method == of_day.method);
            let mut line = place.map_or_else(Vec::new, |place| lines.remove(place));
            line.push(of_day);
            lines.push(line);
        }
        lines
    }

    /// The change from the first day to the last one of the latest method.
    pub fn change(&self) -> Option<Change> {
        let latest = self.by_method().pop()?;
        let [first, .., last] = latest.as_slice() else { return None };
        Some(Change::between(first, last))
    }

    /// The change from the method before to the latest one, if the former is not used any more.
    pub fn method_change(&self) -> Option<MethodChange> {
        let latest = self.by_method().pop()?;
        let after = *latest.first()?;
        let before = self.days.iter().rfind(|of_day| of_day.day < after.day)?;
        if self.days.iter().any(|of_day| of_day.method == before.method && of_day.day >= after.day) {
            return None;
        }
        let change = Change::between(before, after);
        Some(MethodChange { day: after.day.clone(), before: before.method, after: after.method, change })
    }
}

impl Change {
    /// The change between the days' means, which scatter less than their best values.
    pub fn between(before: &DayMean, after: &DayMean) -> Self {
        let limit_deg = if before.method == after.method { REAL_CHANGE_DEG } else { REAL_CHANGE_OTHERWISE_DEG };
        Self { since: before.day.clone(), deg: after.mean_deg - before.mean_deg, limit_deg }
    }

    /// Whether the change is larger than that of measuring twice.
    pub fn is_real(&self) -> bool {
        self.beside_limit().is_beyond()
    }

    fn beside_limit(&self) -> Beside {
        Beside(self.deg, self.limit_deg)
    }

    /// The change in words, for the same method.
    pub fn text(&self, side: Side) -> Cow<'static, str> {
        let (change, limit) = (Signed(self.beside_limit()), Whole(self.limit_deg));
        match self.is_real() {
            true => words::change_real(side, &self.since, change, limit, Whole(REAL_CHANGE_OTHERWISE_DEG)),
            false => words::change_within(side, &self.since, change, limit),
        }
    }
}

impl MethodChange {
    /// The change in words.
    pub fn text(&self, side: Side) -> Cow<'static, str> {
        let [before, after] = [self.before, self.after].map(words::method_or_none);
        let (change, limit) = (Signed(self.change.beside_limit()), Whole(self.change.limit_deg));
        let tell = if self.change.is_real() { words::method_changed_really } else { words::method_changed_within };
        tell(side, &self.day, &before, &after, change, limit)
    }
}

impl SideDifference {
    /// The difference on the newest day that has both legs, raised in the same way: each may have a recording of its
    /// own.
    pub fn of(left: &SideTrend, right: &SideTrend) -> Option<Self> {
        let beside = |l: &DayMean| right.days.iter().rev().find(|r| r.day == l.day && r.method == l.method);
        let (l, r) = left.days.iter().rev().find_map(|l| Some((l, beside(l)?)))?;
        let deg = l.mean_deg - r.mean_deg;
        Some(Self { day: l.day.clone(), deg, is_unusual: Beside(deg, UNUSUAL_DIFFERENCE_DEG).is_beyond() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{SessionId, TrialId};
    use crate::motion::{EndedBy, Grade, VerdictKind};

    const STRAP: Option<Method> = Some(Method::Strap);
    const ACTIVE: Option<Method> = Some(Method::Active);

    /// A judged trial of the left leg.
    fn row(date: &str, deg: f64, method: Option<Method>) -> TrialRow {
        TrialRow {
            id: TrialId(1),
            session: SessionId(1),
            date: date.to_owned(),
            number: 1,
            side: Side::Left,
            method,
            sensation: None,
            measured_deg: deg,
            uncertainty_deg: 3.0,
            shared_uncertainty_deg: 3.0,
            ended_by: EndedBy::Peak,
            verdict: VerdictKind::Tight,
            grade: Grade::Moderate,
            borderline: false,
            is_of_another_person: false,
            correction: None,
        }
    }

    fn trend(rows: &[TrialRow]) -> SideTrend {
        SideTrend::of(rows, Side::Left).expect("a judged trial")
    }

    #[test]
    fn recordings_of_one_day_are_one_session() {
        let day =
            trend(&[row("2026-05-03", 60.0, None), row("2026-05-03T10:30", 69.0, None), row("2026-05-03", 75.0, None)]);
        assert_eq!(
            (day.days.len(), day.days[0].trials, day.days[0].mean_deg, day.days[0].best_deg),
            (1, 3, 68.0, 75.0)
        );
        assert_eq!((day.change(), day.method_change()), (None, None), "15° between two files of a day are no change");
    }

    #[test]
    fn only_what_was_raised_in_the_same_way_is_compared() {
        let rows = [
            row("2026-05-01", 50.0, ACTIVE),
            row("2026-05-02", 58.0, ACTIVE),
            row("2026-05-03", 69.0, STRAP),
            row("2026-05-04", 75.0, STRAP),
        ];
        let all = trend(&rows);
        assert_eq!(all.by_method().iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
        let change = all.change().expect("two days with a strap");
        assert_eq!((change.since.as_str(), change.deg, change.is_real()), ("2026-05-03", 6.0, false));
        let changed = all.method_change().expect("another method");
        assert_eq!((changed.day.as_str(), changed.before, changed.after), ("2026-05-03", ACTIVE, STRAP));
        assert_eq!((changed.change.deg, changed.change.is_real()), (11.0, false), "below 12° it may be the method");
        assert_eq!(trend(&rows[..3]).change(), None, "a single day since then");
        assert_eq!(trend(&rows[..2]).change().map(|change| change.is_real()), Some(true), "8° in the same way");
    }

    #[test]
    fn a_method_that_nobody_was_asked_about_is_one_of_its_own() {
        let rows = [row("2026-05-01", 50.0, None), row("2026-05-02", 63.0, STRAP)];
        let changed = trend(&rows).method_change().expect("not asked, then a strap");
        assert_eq!((changed.before, changed.change.is_real()), (None, true));
        assert_eq!(
            changed.text(Side::Left),
            "Left leg: the method changed on 2026-05-02, from “not asked” to “with a belt, towel or sheet”: +13°, \
             more than what another method gives by itself (12°)."
        );
    }

    #[test]
    fn two_methods_at_each_visit_are_two_lines_with_a_change_each() {
        let visit = |date, deg| [row(date, deg, ACTIVE), row(date, deg + 15.0, STRAP)];
        let all = trend(&[visit("2026-05-01", 50.0), visit("2026-05-08", 60.0), visit("2026-05-15", 65.0)].concat());
        let told: Vec<_> = all.by_method().iter().map(|line| (line[0].method, line.len())).collect();
        assert_eq!(told, [(ACTIVE, 3), (STRAP, 3)]);
        let change = all.change().expect("three days with a strap");
        assert_eq!((change.since.as_str(), change.deg, change.limit_deg), ("2026-05-01", 15.0, REAL_CHANGE_DEG));
        assert_eq!(all.method_change(), None, "both are used on");
    }

    #[test]
    fn a_method_that_comes_again_is_compared_with_its_own_first_day() {
        let rows = [row("2026-05-01", 60.0, STRAP), row("2026-05-02", 50.0, ACTIVE), row("2026-05-03", 70.0, STRAP)];
        let all = trend(&rows);
        assert_eq!(all.change().map(|change| (change.since, change.deg)), Some(("2026-05-01".to_owned(), 10.0)));
        assert_eq!(all.method_change(), None);
    }

    #[test]
    fn two_methods_of_a_day_are_two_and_a_method_that_comes_again_that_day_is_the_same() {
        let rows = [row("2026-05-03", 70.0, STRAP), row("2026-05-03", 50.0, ACTIVE), row("2026-05-03", 80.0, STRAP)];
        let days = trend(&rows).days;
        let told: Vec<_> = days.iter().map(|of_day| (of_day.method, of_day.trials, of_day.mean_deg)).collect();
        assert_eq!(told, [(STRAP, 2, 75.0), (ACTIVE, 1, 50.0)]);
    }

    #[test]
    fn legs_are_compared_on_a_day_that_has_both_raised_in_the_same_way() {
        let right = |date: &str, deg: f64, method| TrialRow { side: Side::Right, ..row(date, deg, method) };
        let rows = [
            row("2026-05-01", 50.0, STRAP),
            row("2026-05-01", 60.0, STRAP),
            right("2026-05-01", 70.0, STRAP),
            row("2026-05-02", 80.0, STRAP),
            right("2026-05-02", 60.0, ACTIVE),
        ];
        let [left, right] = Side::BOTH.map(|side| SideTrend::of(&rows, side).unwrap());
        let difference = SideDifference::of(&left, &right).expect("the first day");
        assert_eq!((difference.day.as_str(), difference.deg, difference.is_unusual), ("2026-05-01", -15.0, true));
    }
}
