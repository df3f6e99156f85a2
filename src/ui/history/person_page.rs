//! A person's record in the form that it is drawn in, made once when it has been read: a frame costs the same for 200
//! sessions as for one.

use crate::history::{Change, DayMean, KeptExercise, KeptSession, SessionId, SideTrend, TrialRow, day, today};
use crate::history_service::PersonModel;
use crate::motion::{Method, Referral, Side, Sides, Thresholds};
use crate::words::{self, Whole, window};
use std::collections::HashMap;
use std::sync::Arc;

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrialLine {
    /// Place among the record's days.
    Day(usize),
    /// Place in the record's rows.
    Trial(usize),
}

/// One leg's day in the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayPoint {
    /// Place among the days, from 0: evenly and not by the calendar.
    pub place: usize,
    pub method: Option<Method>,
    pub mean_deg: f64,
    pub best_deg: f64,
    pub trials: usize,
    /// Whether it differs from the first day of its method by more than measuring twice would.
    pub is_real: bool,
}

/// A person's record, ready to be drawn.
pub struct PersonPage {
    pub view: Arc<PersonModel>,
    /// Newest day first.
    pub lines: Vec<TrialLine>,
    /// Each day that has a session, ISO 8601.
    pub days: Vec<String>,
    /// Each day's headline.
    pub headlines: Vec<String>,
    /// Left and right: the days of each method, which are drawn as a line each.
    pub legs: Sides<Vec<Vec<DayPoint>>>,
    /// The limits of the newest session, which the chart shows.
    pub thresholds: Thresholds,
    /// Whom to ask first, of the newest day.
    pub referral: Option<Referral>,
    /// The plan, what was done of it, and when to test again.
    pub plan: Vec<String>,
    /// The newest test asks for a plan, and there is none.
    pub asks_for_plan: bool,
    /// What was exercised, newest first: the day with the exercise, and each set.
    pub exercises: Vec<(String, Vec<String>)>,
}

impl PersonPage {
    pub fn of(view: Arc<PersonModel>) -> Self {
        let record = &view.record;
        let days: Vec<String> = record.days().map(|sessions| day(&sessions[0].date).to_owned()).collect();
        let places: HashMap<&str, usize> = days.iter().enumerate().map(|(place, day)| (day.as_str(), place)).collect();
        let legs = Sides::of(|side| leg(view.trends[side].as_ref(), &places));
        let headlines = record.days().enumerate().map(|(place, sessions)| headline(sessions, &legs, place)).collect();
        let asks_for_plan = record.plan.is_none() && record.decision().stretches().next().is_some();
        Self {
            plan: record.plan_status(&today()).map(|status| status.text()).unwrap_or_default(),
            asks_for_plan,
            exercises: record.exercises.iter().rev().map(exercise_lines).collect(),
            lines: lines(&record.rows, &places),
            headlines,
            thresholds: record.sessions.last().map(|session| session.config.thresholds).unwrap_or_default(),
            referral: record.referral(),
            legs,
            days,
            view,
        }
    }

    /// The day's last session, which stands for the day.
    pub fn session_of(&self, place: usize) -> Option<SessionId> {
        self.view.record.days().nth(place).and_then(<[_]>::last).map(|session| session.id)
    }

    /// A leg's days at this place, one of each method.
    pub fn points_at(&self, side: Side, place: usize) -> impl Iterator<Item = &DayPoint> {
        at(&self.legs, side, place)
    }
}

fn at(legs: &Sides<Vec<Vec<DayPoint>>>, side: Side, place: usize) -> impl Iterator<Item = &DayPoint> {
    legs[side].iter().flatten().filter(move |point| point.place == place)
}

fn leg(trend: Option<&SideTrend>, places: &HashMap<&str, usize>) -> Vec<Vec<DayPoint>> {
    let line = |of: &Vec<&DayMean>| of.iter().filter_map(|mean| point(of[0], mean, places)).collect();
    trend.map_or(Vec::new(), |trend| trend.by_method().iter().map(line).collect())
}

fn point(first: &DayMean, mean: &DayMean, places: &HashMap<&str, usize>) -> Option<DayPoint> {
    Some(DayPoint {
        place: *places.get(mean.day.as_str())?,
        method: mean.method,
        mean_deg: mean.mean_deg,
        best_deg: mean.best_deg,
        trials: mean.trials,
        is_real: Change::between(first, mean).is_real(),
    })
}

/// The rows come in order of time.
fn lines(rows: &[TrialRow], places: &HashMap<&str, usize>) -> Vec<TrialLine> {
    let mut lines = Vec::with_capacity(rows.len() + places.len());
    let mut end = rows.len();
    for of_day in rows.chunk_by(|a, b| day(&a.date) == day(&b.date)).rev() {
        lines.extend(places.get(day(&of_day[0].date)).map(|place| TrialLine::Day(*place)));
        let start = end - of_day.len();
        lines.extend((start..end).map(TrialLine::Trial));
        end = start;
    }
    lines
}

/// Such as "2026-05-03 (with a belt, towel or sheet)   left: mean 74°, best 76°"; of a single trial the line below says
/// all.
fn headline(sessions: &[KeptSession], legs: &Sides<Vec<Vec<DayPoint>>>, place: usize) -> String {
    let date = &sessions[0].date;
    let mut moment = day(date).to_owned();
    if let (Some(time), [_]) = (date.get(11..16), sessions) {
        moment += &format!(" {time}");
    }
    // if several methods were used, the chart shows them
    let method = sessions[0].config.answers.method;
    let method = method.filter(|_| sessions.iter().all(|session| session.config.answers.method == method));
    let mut text = words::day_and_method(&moment, method).into_owned();
    for side in Side::BOTH {
        for DayPoint { mean_deg, best_deg, .. } in at(legs, side, place).filter(|point| point.trials > 1) {
            text += "   ";
            text += &window::session_leg(side, Whole(*mean_deg), Whole(*best_deg));
        }
    }
    text
}

/// An exercise with its day, and what was done of it.
fn exercise_lines(kept: &KeptExercise) -> (String, Vec<String>) {
    let title = words::exercise_of_day(day(&kept.date), &words::exercise(&kept.done.exercise)).into_owned();
    let sets = kept.done.sets_in_words().map(|(set, _)| set);
    let rating = words::exercise_rating(kept.rating.effort, kept.rating.pain);
    (title, sets.chain((!rating.is_empty()).then_some(words::capitalised(&rating))).collect())
}
