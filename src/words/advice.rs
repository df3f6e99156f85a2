//! What is asked before a test and after a raise, the warning signs, what all of it comes to, and what to do now.

use super::bundle::Whole;
use super::results::verdict;
use super::sentence;
use super::things::Stretched;
use crate::motion::{Advice, Decision, Method, Referral, Screening, Sensation, Side, Verdict, WarningSign};
use std::borrow::Cow;

messages! {
    method_question();
    /// How the leg is raised.
    method[Method: "method_"]();
    /// What that means for whoever does it.
    method_how[Method: "method_" ".how"]();
    screening_title();
    screening_urgent();
    screening_caution();
    screening_as_last_time();
    screening_yes();
    screening_no();
    /// Staying is an answer, too.
    screening_waits(seconds: u32);
    screening_last_clear();
    screening_last_caution();
    screening_same();
    screening_changed();
    screening_same_waits(seconds: u32);
    screening_go_on();
    screening_goes_on(seconds: u32);
    urgent_title();
    urgent_how();
    caution_title();
    caution_how();
    /// A warning sign.
    sign[WarningSign: "sign_"]();
    signs_professional(signs: &str);
    signs_at_once(signs: &str);
    /// Says that nobody was asked about warning signs, as of a recording.
    signs_not_asked();
    what_stopped();
    what_stopped_detail = "what_stopped.detail"();
    what_stopped_pull();
    what_stopped_radiating();
    /// What somebody felt that ended a raise.
    sensation[Sensation: "sensation_"]();
    /// A result that has the limit within its ±.
    near_limit(limit: Whole);
    /// What to do about a leg.
    advice[Advice: "advice_"]();
    /// The same for one leg, as a sentence.
    advice_of_leg(side: Side, advice: &str);
    /// The same for both legs.
    advice_of_both(advice: &str);
    /// Whom to ask first.
    referral_phrase[Referral: "referral_"]();
    what_now();
    what_now_key = "what_now.key"();
    /// Which legs are to be stretched, and how often.
    offer[Stretched: "offer_"]();
    stretch_lying();
    stretch_sitting();
    stretch_gently();
    stretch_weeks();
    ask_before();
    /// What healthy adults reach.
    context(limit: Whole);
}

/// The signs that lead to this, one after the other.
pub fn signs(screening: Screening) -> String {
    WarningSign::of(screening).map(|of| sign(of).into_owned()).collect::<Vec<_>>().join("; ")
}

/// How a leg's trials are judged together.
pub fn leg_verdict(verdict_of_leg: &Verdict, pass_deg: f64) -> Cow<'static, str> {
    if verdict_of_leg.borderline {
        near_limit(Whole(pass_deg))
    } else {
        verdict(verdict_of_leg.kind, verdict_of_leg.grade)
    }
}

/// What a test comes to, sentence by sentence: whom to ask first, and what to do about each leg.
pub fn decision(of: &Decision) -> Vec<String> {
    let referral = of.referral.map(|referral| sentence(&referral_phrase(referral)));
    let [left, right] = Side::BOTH.map(|side| of.legs[side]);
    let of_legs = match (left, right) {
        (Some(left), Some(right)) if left == right => vec![advice_of_both(&advice(left))],
        _ => {
            let each = Side::BOTH.into_iter().filter_map(|side| Some((side, of.legs[side]?)));
            each.map(|(side, of)| advice_of_leg(side, &advice(of))).collect()
        }
    };
    referral.into_iter().chain(of_legs.into_iter().map(Cow::into_owned)).collect()
}

/// The two stretches for the legs that need them, sentence by sentence; nothing where none is offered.
pub fn stretches(of: &Decision) -> Vec<String> {
    let Some(legs) = Stretched::of(of) else { return Vec::new() };
    let how = [stretch_lying(), stretch_sitting(), stretch_gently(), stretch_weeks(), ask_before()];
    std::iter::once(offer(legs).into_owned()).chain(how.iter().map(|line| sentence(line))).collect()
}
