//! Results as plain text: a test's, to be copied, and a line for each of several recordings.

use super::history::HistoryState;
use super::series::{MeasuredRecording, Series};
use super::test_run::TestRun;
use super::theme::Meaning;
use crate::document::{Measurement, PoseDocument, SideDocument};
use crate::history::today;
use crate::live::Input;
use crate::motion::{Side, VerdictKind};
use crate::words::{self, Whole, window};
use std::iter;

/// The result of one of several recordings.
pub struct Line {
    pub name: String,
    /// The angles of the left and the right leg, if any, and their meaning.
    pub legs: [Option<(String, Meaning)>; 2],
    /// The verdict, or why there is none.
    pub verdict: String,
    /// There is no result, or it could not be stored.
    pub failed: bool,
}

impl Line {
    pub fn of(recording: &MeasuredRecording) -> Self {
        let name = recording.name();
        let (legs, verdict) = match &recording.came_to {
            Ok(measurement) => (legs(measurement), verdict(measurement)),
            Err(why) => ([None, None], words::sentence(why)),
        };
        let unkept = recording.unkept.as_deref().map(words::sentence);
        let notices = recording.notices.iter().cloned();
        let verdict = iter::once(verdict).chain(unkept.clone()).chain(notices).collect::<Vec<_>>().join(" ");
        Self { name, legs, verdict, failed: recording.came_to.is_err() || unkept.is_some() }
    }

    /// For a table: cells with a tab between them.
    fn plain(&self) -> String {
        let [left, right] = &self.legs;
        let cell = |leg: &Option<(String, Meaning)>| leg.as_ref().map_or("–", |(angle, _)| angle).to_owned();
        [self.name.clone(), cell(left), cell(right), self.verdict.clone()].join("\t")
    }
}

fn legs(measurement: &Measurement) -> [Option<(String, Meaning)>; 2] {
    let angle = |deg, range| words::angle_range(Whole(deg), Whole(range)).into_owned();
    let judged = |side: &SideDocument| (angle(side.best_deg, side.uncertainty_deg), Meaning::of(&side.whole_verdict()));
    if let Some(PoseDocument { left, right, uncertainty_deg, .. }) = &measurement.pose {
        return [left, right].map(|leg| Some((angle(leg.floor_deg, *uncertainty_deg), Meaning::Calm)));
    }
    [&measurement.sides.left, &measurement.sides.right].map(|side| side.as_ref().map(judged))
}

fn verdict(measurement: &Measurement) -> String {
    if let Some(exercise) = &measurement.exercise {
        return exercise.ending_in_words().into_owned();
    }
    let phrase = |side: &SideDocument| words::leg_verdict(&side.whole_verdict(), measurement.thresholds.pass_deg);
    match (&measurement.sides.left, &measurement.sides.right, &measurement.pose) {
        (.., Some(pose)) => pose.in_words().into_owned(),
        (Some(left), Some(right), _) if phrase(left) == phrase(right) => words::sentence(&phrase(left)),
        (Some(left), Some(right), _) => {
            let [left, right] =
                [(Side::Left, left), (Side::Right, right)].map(|(side, of)| window::verdict_of_leg(side, &phrase(of)));
            words::sentence(&window::verdict_of_legs(&left, &right))
        }
        (Some(side), None, _) | (None, Some(side), _) => words::sentence(&phrase(side)),
        (None, None, _) => {
            let problem = measurement.problems.first().map(|problem| words::sentence(problem.for_people()));
            let unclear = if measurement.trials.is_empty() {
                words::nothing_measured().into_owned()
            } else {
                words::sentence(&words::none_judged())
            };
            problem.unwrap_or(unclear)
        }
    }
}

/// The results of several recordings, for the clipboard.
pub fn of_series(series: &Series) -> String {
    let lines = series.done.iter().map(|recording| Line::of(recording).plain());
    lines.chain([words::no_diagnosis()]).collect::<Vec<_>>().join("\n")
}

/// A test's results so far, as measured, for the clipboard: without the person's name, and without paths.
pub fn of_test(test: &TestRun, history: &HistoryState) -> String {
    let day = match &test.input {
        Input::Camera(_) => Some(today()),
        Input::Recording(_) => test.start.as_ref().and_then(|start| start.source.filmed_on.clone()),
    };
    let mut lines = vec![day.map_or_else(window::live_title, |day| window::result_of_day(&day)).into_owned()];
    for (number, news) in (1..).zip(&test.trials) {
        let trial = &news.trial;
        let (angle, range) = (Whole(trial.angle_rad.to_degrees()), Whole(trial.uncertainty_rad.to_degrees()));
        let verdict = words::verdict(trial.verdict.kind, trial.verdict.grade);
        lines.push(words::summary_trial(number, trial.side, angle, range, &verdict).into_owned());
        if trial.verdict.kind == VerdictKind::Unclear {
            lines.extend(trial.reasons.iter().map(|why| words::summary_note(&words::reason(*why)).into_owned()));
        }
        let corrected =
            history.corrected_deg(&test.measured_trial(trial)).map(|deg| window::corrected_in_record(Whole(deg)));
        lines.extend(corrected.map(|corrected| words::summary_note(&corrected).into_owned()));
    }
    for (side, summary) in Side::BOTH.into_iter().filter_map(|side| Some((side, test.side(side)?))) {
        let (best, mean) = (Whole(summary.best_rad.to_degrees()), Whole(summary.mean_rad.to_degrees()));
        let verdict = words::leg_verdict(&summary.verdict, test.thresholds().pass_deg);
        lines.push(words::summary_side(side, summary.trials, best, mean, &verdict).into_owned());
    }
    if let Some(referral) = test.decision().referral {
        lines.push(words::sentence(&words::referral_phrase(referral)));
    }
    lines.push(words::no_diagnosis());
    lines.join("\n")
}
