//! How long somebody is in place before an exercise begins.

use super::exercise::{Exercise, Offer, Watch};
use crate::motion::time::Timestamp;

/// Somebody must be in the posture for so long before it begins, seconds (ours: nobody is surprised while moving).
pub(super) const READY_S: f64 = 1.0;
/// The same where the person is led, seconds: what to do is spoken in less, which a test of the voice holds.
const LED_READY_S: f64 = 12.0;
/// The same of an exercise that nobody watches: there is time to get into it, seconds.
const LED_UNWATCHED_READY_S: f64 = 20.0;
/// So much longer before a stretch, of which more is told, seconds.
const STRETCH_TOLD_S: f64 = 8.0;
/// Somebody who is out of the posture for less has not left it, seconds.
const OUT_OF_POSTURE_S: f64 = 1.0;

impl Exercise {
    /// How long somebody who is led is in place before it begins, seconds.
    pub fn led_ready_s(&self) -> f64 {
        let told_s = if self.offer == Offer::Stretch { STRETCH_TOLD_S } else { 0.0 };
        told_s
            + match self.watch {
                Watch::None => LED_UNWATCHED_READY_S,
                Watch::Full | Watch::Partial => LED_READY_S,
            }
    }
}

/// Since when somebody has been in place, and when they last were.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ready(Option<(Timestamp, Timestamp)>);

impl Ready {
    /// The next frame; for how long somebody who is in place in it has been there, seconds.
    pub fn observe(&mut self, time: Timestamp, is_in_place: bool) -> Option<f64> {
        let since = self.0.filter(|(_, last)| time - *last <= OUT_OF_POSTURE_S).map(|(since, _)| since);
        let last = self.0.map(|(_, last)| last).filter(|_| since.is_some());
        self.0 = if is_in_place { Some((since.unwrap_or(time), time)) } else { since.zip(last) };
        self.0.filter(|_| is_in_place).map(|(since, _)| time - since)
    }
}
