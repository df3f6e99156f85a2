//! The result on the command line in words, and why nothing was measured.

use super::bundle::{Tenths, Whole};
use crate::motion::{BadLimits, LIMITS_DEG, Side};
use std::borrow::Cow;

messages! {
    summary_trial(number: usize, side: Side, angle: Whole, range: Whole, verdict: &str);
    summary_ended(peak: Tenths, ended: &str);
    summary_note(reason: &str);
    /// How to say which leg it was.
    summary_tell_side();
    /// What came of a leg that was raised once.
    summary_leg(side: Side, best: Whole, verdict: &str);
    /// What came of a leg that was raised more than once.
    summary_leg_several = "summary_leg.several"(side: Side, count: usize, best: Whole, mean: Whole, verdict: &str);
    summary_view(reason: &str);
    summary_problem(problem: &str);
    limits_beyond(limit: &str, least: f64, most: f64, degrees: f64);
    limits_shrinking(
        clear: &str, clear_degrees: f64, slight: &str, slight_degrees: f64, pass: &str, pass_degrees: f64
    );
    limits_late_warning(warn: &str, warn_degrees: f64, stop: &str, stop_degrees: f64);
    still_leg(side: Side, line: Whole, range: Whole, thigh: Whole);
    still_leg_bent = "still_leg.bent"(side: Side, line: Whole, range: Whole, thigh: Whole, knee: Whole);
    still_raised(side: Side);
    still_raised_both = "still_raised.both"();
    still_raised_none = "still_raised.none"();
    problem_broken_off(why: &str);
    problem_interrupted();
    problem_upside_down();
    problem_not_lying();
    problem_misread();
    /// The same beside raises that were measured.
    problem_misread_left_out = "problem_misread.left_out"();
    problem_too_small(width: u32, height: u32);
    /// The leg that was not to be measured was raised.
    problem_other_leg(wanted: Side);
    problem_nobody();
    problem_too_short();
    problem_no_rest();
    problem_no_raise();
    /// How often, and when first, seconds.
    problem_cut(count: usize, time: Tenths);
}

/// What came of a leg that was raised so often.
pub fn summary_side(side: Side, trials: usize, best: Whole, mean: Whole, verdict: &str) -> Cow<'static, str> {
    match trials {
        1 => summary_leg(side, best, verdict),
        several => summary_leg_several(side, several, best, mean, verdict),
    }
}

/// Which limits make no sense. `call` tells what a limit is called where people give it.
pub fn bad_limits(bad: &BadLimits, call: impl Fn(&str) -> String) -> Cow<'static, str> {
    match bad {
        BadLimits::Beyond { limit, deg } => limits_beyond(&call(limit), *LIMITS_DEG.start(), *LIMITS_DEG.end(), *deg),
        BadLimits::Shrinking(of) => {
            let [clear, slight, pass] = ["clear", "slight", "pass"].map(call);
            limits_shrinking(&clear, of.clear_deg, &slight, of.slight_deg, &pass, of.pass_deg)
        }
        BadLimits::LateWarning { warn, stop, limits } => {
            limits_late_warning(&call(warn), limits.warn_deg, &call(stop), limits.stop_deg)
        }
    }
}
