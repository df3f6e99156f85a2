//! People and what is kept of them, in words: the history, the report and the card.

use super::bundle::{Tenths, Whole};
use crate::motion::Side;
use std::borrow::Cow;

messages! {
    /// All that is kept of somebody, or was.
    kept_of_person(sessions: u32, trials: u32, pictures: u32, corrections: u32, exercises: u32, notes: u32);
    kept_left_out();
    kept_settled(person: &str);
    kept_no_raise(person: &str);
    kept_no_exercise(person: &str);
    kept_before(person: &str);
    /// An output that can't be written yet.
    write_held(why: &str);
    write_caught_up();
    kept_under_written = "kept_under.written"(day: &str);
    kept_under_today = "kept_under.today"(day: &str);
    deleted(name: &str, kept: &str);
    deleted_leaves();
    deleted_unwiped();
    delete_question(name: &str);
    delete_takes(kept: &str);
    delete_now();
    nobody_kept();
    person_unseen = "person_line"(name: &str, sessions: u32, trials: u32);
    person_on_day = "person_line.day"(name: &str, sessions: u32, trials: u32, first: &str);
    person_on_days = "person_line.days"(name: &str, sessions: u32, trials: u32, first: &str, last: &str);
    /// The same of somebody whose exercises are kept.
    person_exercises = "person_line.exercises"(person: &str, exercises: u32);
    leg_line(side: Side, count: usize, best: Whole, mean: Whole);
    /// The same where some of them could not be judged.
    leg_line_some_unjudged = "leg_line.some_unjudged"(
        side: Side, count: usize, best: Whole, mean: Whole, unjudged: usize
    );
    leg_line_unjudged = "leg_line.unjudged"(side: Side, count: usize);
    session_line(day: &str, mean: Whole, best: Whole);
    trial_line(trial: i64, angle: Whole, range: Whole, verdict: &str);
    trial_line_corrected = "trial_line.corrected"(
        trial: i64, angle: Whole, range: Whole, verdict: &str, by: &str, day: &str, measured: Whole
    );
    note_line(day: &str, note: &str);
    report_title();
    letters_missing();
    /// How the best of several trials is judged.
    best_of(verdict: &str, count: usize, mean: Whole);
    column_trial();
    column_leg();
    column_angle();
    column_ended();
    trials_left_out(count: usize);
    /// A side in a column of legs, such as "left".
    side[Side: "side_"]();
    corrected_line(measured: Whole, by: &str, day: &str);
    report_note(day: &str, note: &str);
    chart_raises();
    chart_raises_dot = "chart_raises.dot"();
    chart_trend();
    chart_pass(limit: Whole);
    picture_caption(number: usize, side: Side, angle: Whole);
    picture_caption_of_day = "picture_caption.day"(day: &str, side: Side, angle: Whole);
    /// How it was measured, at the foot of the report.
    report_method(
        pass: Whole, slight: Whole, clear: Whole, knee: Whole, other: Whole, program: &str, model: &str
    );
    card_measured();
    /// An angle put right by hand, with the measured one.
    corrected_angle(name: &str, trial: i64, angle: Tenths, by: &str, measured: Tenths);
    undone_angle(name: &str, trial: i64, angle: Tenths);
    noted(name: &str);
    files_written(name: &str, count: usize, place: &str);
    file_written(name: &str, place: &str);
}

/// What a deletion could not do, and what it never does; two lines where there are both.
pub fn after_deletion(wiped: bool) -> Cow<'static, str> {
    if wiped { deleted_leaves() } else { Cow::Owned(format!("{}\n{}", deleted_unwiped(), deleted_leaves())) }
}

/// Somebody in the record, with the days of the first and the last session.
pub fn person_line(name: &str, sessions: u32, trials: u32, days: Option<(&str, &str)>) -> Cow<'static, str> {
    match days {
        Some((first, last)) if first != last => person_on_days(name, sessions, trials, first, last),
        Some((first, _)) => person_on_day(name, sessions, trials, first),
        None => person_unseen(name, sessions, trials),
    }
}
