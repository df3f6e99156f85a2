//! What the user should know of a measurement: why it has no result, or less than the recording shows.

use crate::motion::{Exercise, ExerciseReport, Session, Side, ViewReason, Watch};
use crate::pipeline::{Outcome, Start};
use crate::source::{Problem, ProblemCode, SourceKind};
use crate::words::{self, Tenths};
use std::borrow::Cow;

/// What the user should know, most important first: in English for the document, and as people read it.
pub(super) fn problems(outcome: &Outcome) -> Vec<Problem> {
    let english = words::in_english(|| problems_in_words(outcome));
    english.into_iter().zip(problems_in_words(outcome)).map(|(problem, read)| problem.read_as(read.text)).collect()
}

fn problems_in_words(outcome: &Outcome) -> Vec<Problem> {
    let mut problems: Vec<Problem> = Vec::new();
    let mut add = |applies: bool, code: ProblemCode, text: Cow<'static, str>| {
        if applies {
            problems.push(Problem::new(code, text));
        }
    };
    if let Some(failure) = &outcome.failure {
        add(true, ProblemCode::BrokenOff, words::problem_broken_off(&failure.to_string()));
    }
    add(outcome.interrupted, ProblemCode::Interrupted, words::problem_interrupted());
    if let (Some(exercise), Some(report)) = (&outcome.start.exercise, &outcome.exercise) {
        let why = why_nothing_counted(exercise, report).filter(|_| !outcome.interrupted);
        problems.extend(why.map(|(code, text)| Problem::new(code, text)));
        problems.extend(outcome.source_problems.iter().cloned());
        return problems;
    }
    // what was stopped early might have come to a raise
    let nothing = outcome.report.trials.is_empty() && !outcome.interrupted;
    if outcome.report.upside_down {
        add(true, ProblemCode::UpsideDown, words::problem_upside_down());
    } else if nothing && (outcome.start.source.kind != SourceKind::Image || outcome.last_seen.pose.is_none()) {
        let (code, text) = why_no_trial(outcome);
        add(true, code, text);
    } else if nothing && outcome.report.view.reasons.contains(&ViewReason::NobodyLying) {
        add(true, ProblemCode::NotLying, words::problem_not_lying());
    }
    if !nothing {
        add(outcome.report.misread_raises > 0, ProblemCode::Misread, words::problem_misread_left_out());
    }
    if let Some(first) = outcome.report.cuts.first() {
        let text = words::problem_cut(outcome.report.cuts.len(), Tenths(first.secs()));
        problems.push(Problem::new(ProblemCode::Cut, text));
    }
    problems.extend(outcome.source_problems.iter().cloned());
    problems
}

/// Nobody can be seen in an image with a shorter side than this, pixels.
const SMALLEST_SIDE_PX: u32 = 100;

fn why_no_trial(outcome: &Outcome) -> (ProblemCode, Cow<'static, str>) {
    let Start { source, config, .. } = &outcome.start;
    let (width, height) = (source.width, source.height);
    let frames_raised = |side: Side| outcome.report.frames_raised[side];
    let other_raised = |side: &Side| frames_raised(side.opposite()) > frames_raised(*side);
    if !outcome.report.anybody_seen && width.min(height) < SMALLEST_SIDE_PX {
        (ProblemCode::TooSmall, words::problem_too_small(width, height))
    } else if let Some(wanted) = config.side.filter(other_raised) {
        (ProblemCode::OtherLeg, words::problem_other_leg(wanted))
    } else {
        why_nothing_was_raised(outcome)
    }
}

fn why_nothing_was_raised(outcome: &Outcome) -> (ProblemCode, Cow<'static, str>) {
    let report = &outcome.report;
    if !report.anybody_seen {
        (ProblemCode::Nobody, words::problem_nobody())
    } else if report.view.reasons.contains(&ViewReason::NobodyLying) || !report.lies_flat {
        (ProblemCode::NotLying, words::problem_not_lying())
    } else if outcome.frames < 10 || outcome.duration_s < Session::SHORTEST_S {
        (ProblemCode::TooShort, words::problem_too_short())
    } else if report.misread_raises > 0 {
        (ProblemCode::Misread, words::problem_misread())
    } else if !report.rest_seen {
        (ProblemCode::NoRest, words::problem_no_rest())
    } else {
        (ProblemCode::NoRaise, words::problem_no_raise())
    }
}

/// Why nothing of an exercise counted; `None` where something did.
fn why_nothing_counted(exercise: &Exercise, report: &ExerciseReport) -> Option<(ProblemCode, Cow<'static, str>)> {
    let anything = report.sets.iter().any(|set| set.reps > 0 || set.held_s > 0.0);
    if anything || report.stopped || exercise.watch == Watch::None {
        None
    } else if !report.anybody_seen {
        Some((ProblemCode::Nobody, words::problem_nobody()))
    } else if !report.in_posture {
        Some((ProblemCode::NotInPosture, words::problem_not_in_posture()))
    } else {
        Some((ProblemCode::NothingCounted, words::problem_nothing_counted()))
    }
}
