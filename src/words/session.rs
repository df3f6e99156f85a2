//! What somebody is told while the test runs, in words.

use super::bundle::{Whole, find, say};
use super::{capitalised, count};
use crate::motion::{CompensationKind, Phase, SetUpProblem, Side};
use std::borrow::Cow;

messages! {
    /// What to do about the set-up.
    set_up[SetUpProblem: "setup_"]();
    too_dark();
    start_anyway();
    other_leg_strap_headline = "other_leg_strap.headline"();
    other_leg_strap_detail = "other_leg_strap.detail"();
    sound_check_headline = "sound_check.headline"();
    sound_check_detail = "sound_check.detail"();
    in_place();
    in_place_detail = "in_place.detail"();
    keep_hand_up();
    countdown(seconds: u32);
    countdown_detail = "countdown.detail"();
    hold_still_headline = "hold_still.headline"();
    hold_still_detail = "hold_still.detail"();
    /// Which leg to raise.
    raise_headline[Option<Side>: "raise_" ".headline"]();
    raise_detail();
    raise_detail_strap = "raise_detail.strap"();
    raising();
    raising_detail = "raising.detail"();
    hold_it();
    hold_it_detail = "hold_it.detail"();
    lower_headline = "lower_slowly.headline"();
    lower_detail = "lower_slowly.detail"();
    careful_headline[CompensationKind: "careful_" ".headline"]();
    careful_detail[CompensationKind: "careful_" ".detail"]();
    /// On the image, with how far it has gone.
    careful_caption[CompensationKind: "careful_" ".caption"](angle: Whole);
    stop_headline[CompensationKind: "stop_" ".headline"]();
    /// On the image, with how far it has gone.
    stop_caption[CompensationKind: "stop_" ".caption"](angle: Whole);
    stop_discomfort_headline = "stop_discomfort.headline"();
    /// Where a raise ended by itself.
    stop();
    stop_detail = "stop.detail"();
    result();
    /// Which leg comes next.
    next[Option<Side>: "next_"]();
    summary_headline = "summary.headline"();
    summary_detail = "summary.detail"();
    summary_detail_advice = "summary.advice"();
    /// How a phase of the session is called on screen.
    phase[Phase: "phase_"]();
    /// The phase with the leg that is in the air.
    caption_live(phase: &str, side: Side);
    /// What came of the latest raise.
    caption_result(side: Side, verdict: &str);
    degrees(count: u32);
}

/// What is spoken under the name of a recording, without the full stop at its end: the message that bears the name, in
/// its length for the ear.
pub fn spoken(name: &str) -> String {
    let number = |prefix: &str| name.strip_prefix(prefix).and_then(|count| count.parse().ok());
    if let Some(text) = number("degrees_").map(degrees).or_else(|| number("count_").map(count)) {
        return text.into_owned();
    }
    let spoken = find(&format!("{name}.spoken"), []);
    spoken.map_or_else(|| capitalised(&say(name, [])), Cow::into_owned)
}
