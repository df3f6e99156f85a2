//! What comes of a raise, in words. A text is a phrase for the middle of a sentence or for a table, where nothing else
//! is said.

use super::bundle::{Beside, Signed, Tenths, Whole, find, key_of, say};
use super::sentence;
use super::things::{Judged, Thing};
use crate::motion::{
    CompensationKind, EndedBy, Grade, Method, Side, Trial, TrialReason, UNUSUAL_DIFFERENCE_DEG, Verdict, VerdictKind,
    ViewReason,
};
use std::borrow::Cow;

messages! {
    no_diagnosis_phrase = "no_diagnosis"();
    /// Name of a leg as a heading or at the beginning of a line, such as "Left leg".
    leg_title(side: Side);
    /// An angle, such as "78°".
    angle(angle: Whole);
    /// An angle with its ±, such as "78° ± 3°".
    angle_range(angle: Whole, range: Whole);
    /// A range, such as "± 3°".
    range(range: Whole);
    /// How a raise is judged.
    verdict_phrase[Judged: "verdict_"]();
    judged_borderline(verdict: &str);
    /// What to do where the limit lies within the ±.
    borderline_note = "borderline.note"();
    /// The same in the summary.
    borderline_summary = "borderline.summary"(range: Whole);
    /// Nobody raised this leg.
    not_measured();
    /// This leg was raised, but never so that it could be judged.
    not_judged();
    /// The same of several trials.
    none_judged();
    not_judged_see_trials();
    nothing_measured();
    /// Why a raise ended; goes after "ended because".
    ended[EndedBy: "ended_"]();
    /// The same in two words.
    ended_short[EndedBy: "ended_" ".short"]();
    ended_sentence[EndedBy: "ended_" ".sentence"]();
    /// What went wrong in a raise, when and at which angle of the thigh; goes after "ended because".
    violated[CompensationKind: "violated_"](time: Tenths, angle: Whole);
    violated_sentence[CompensationKind: "violated_" ".sentence"](angle: Whole);
    /// What goes wrong, in two words.
    violation_name[CompensationKind: "violated_" ".name"]();
    /// What stands against a verdict, and what to do better.
    reason[TrialReason: "why_"]();
    /// Why a view is not good, and what to do.
    view_reason[ViewReason: "view_"]();
    /// How far apart the legs are, without a word on what that is worth.
    difference(difference: Whole);
    difference_same = "difference.same"();
    difference_usual = "difference.usual"(difference: Beside, lower: Side, limit: Whole);
    difference_unusual = "difference.unusual"(difference: Beside, lower: Side, limit: Whole);
    change_within = "change"(side: Side, day: &str, change: Signed, limit: Whole);
    change_real = "change.real"(side: Side, day: &str, change: Signed, limit: Whole, otherwise: Whole);
    method_not_asked();
    day_raised(day: &str, method: &str);
    raised_how(method: &str);
    raised_how_leg = "raised_how.leg"(side: Side, method: &str);
    method_changed_within = "method_changed"(
        side: Side, day: &str, before: &str, after: &str, change: Signed, limit: Whole
    );
    method_changed_really = "method_changed.real"(
        side: Side, day: &str, before: &str, after: &str, change: Signed, limit: Whole
    );
}

/// The one sentence that every result says.
pub fn no_diagnosis() -> String {
    sentence(&no_diagnosis_phrase())
}

/// How a raise is judged.
pub fn verdict(kind: VerdictKind, grade: Grade) -> Cow<'static, str> {
    verdict_phrase(Judged::of(kind, grade))
}

/// The same, and whether the limit lies within the ±.
pub fn judged(kind: VerdictKind, grade: Grade, borderline: bool) -> Cow<'static, str> {
    let verdict = verdict(kind, grade);
    if borderline { judged_borderline(&verdict) } else { verdict }
}

/// The verdict in a sentence.
pub fn verdict_sentence(verdict: &Verdict) -> String {
    sentence_of(Judged::of(verdict.kind, verdict.grade), "verdict_")
}

/// Why a raise ended, as a sentence; at which angle, where something went wrong.
pub fn ending(trial: &Trial) -> Cow<'static, str> {
    match (trial.ended_by.compensation(), trial.violations.first()) {
        (Some(kind), Some(violation)) => violated_sentence(kind, Whole(violation.angle_rad.to_degrees())),
        _ => ended_sentence(trial.ended_by),
    }
}

/// What else should be known about a trial, as sentences.
pub fn notes(trial: &Trial) -> Vec<String> {
    let borderline = trial.verdict.borderline.then(|| borderline_note().into_owned());
    borderline.into_iter().chain(trial.reasons.iter().map(|of| sentence(&reason(*of)))).collect()
}

/// How far apart the legs are and what that is worth, of left minus right in degrees.
pub fn difference_judged(deg: f64) -> Cow<'static, str> {
    let lower = if deg < 0.0 { Side::Left } else { Side::Right };
    let (apart, limit) = (Beside(deg, UNUSUAL_DIFFERENCE_DEG), Whole(UNUSUAL_DIFFERENCE_DEG));
    match apart.is_beyond() {
        true => difference_unusual(apart, lower, limit),
        false if deg.round() == 0.0 => difference_same(),
        false => difference_usual(apart, lower, limit),
    }
}

/// How a leg is raised, as a phrase; also that nobody was asked.
pub fn method_or_none(method: Option<Method>) -> Cow<'static, str> {
    method.map_or_else(method_not_asked, super::method)
}

/// A day, and how the leg was raised on it where that is known.
pub fn day_and_method(day: &str, method: Option<Method>) -> Cow<'static, str> {
    method.map_or_else(|| Cow::Owned(day.to_owned()), |method| day_raised(day, &super::method(method)))
}

/// The length of a thing's message that stands alone, else the message itself.
fn sentence_of(thing: impl Thing, start: &str) -> String {
    let own = find(&key_of(thing, start, ".sentence"), []).map(Cow::into_owned);
    own.unwrap_or_else(|| sentence(&say(&key_of(thing, start, ""), [])))
}
