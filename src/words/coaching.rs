//! What somebody reads while they exercise; the voice says most of it as well.

use super::bundle::find;
use crate::motion::{Exercise, FaultKind, Posture, Reminder};
use std::borrow::Cow;

messages! {
    posture[Posture: "posture_"]();
    coach_begins_by_itself();
    coach_begin();
    coach_rest();
    coach_back_into_position();
    coach_and_back();
    coach_paused_headline = "coach_paused.headline"();
    coach_paused_detail = "coach_paused.detail"();
    coach_over();
    coach_hurts_headline = "coach_hurts.headline"();
    coach_gentler();
    /// What to do about what spoils it.
    cue[FaultKind: "cue_"]();
    reminder[Reminder: "reminder_"]();
    count(count: u32);
}

/// How an exercise that comes with the program goes; of a user's own the program knows nothing.
pub fn how(exercise: &Exercise) -> Option<Cow<'static, str>> {
    find(&format!("how_{}", exercise.name), [])
}
