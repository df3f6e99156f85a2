//! Keeps track of what is being said, and what may be said next.

use super::utterance::{Priority, Utterance};
use crate::motion::Timestamp;

/// Least time between two equal utterances, seconds.
const SAME_AGAIN_S: f64 = 4.0;

/// The voice can say one thing at a time.
#[derive(Debug, Default)]
pub(super) struct Floor {
    now: Timestamp,
    /// What is being said until when.
    speaking: Option<(Priority, Timestamp)>,
    latest: String,
}

impl Floor {
    /// Sets the present time for the calls that follow.
    pub fn at(&mut self, now: Timestamp) {
        self.now = now;
    }

    pub fn is_free(&self) -> bool {
        self.speaking.is_none_or(|(_, until)| until <= self.now)
    }

    pub fn may_interrupt(&self, priority: Priority) -> bool {
        self.speaking.is_none_or(|(spoken, until)| until <= self.now || spoken < priority)
    }

    /// Whether the same words were said less than [`SAME_AGAIN_S`] ago.
    pub fn was_just_said(&self, utterance: &Utterance) -> bool {
        self.speaking.is_some_and(|(_, until)| self.now - until < SAME_AGAIN_S) && self.latest == utterance.text()
    }

    pub fn speak(&mut self, utterance: &Utterance) {
        self.speaking = Some((utterance.priority, self.now + utterance.secs()));
        self.latest = utterance.text();
    }

    /// When the last utterance ended, or will end.
    pub fn silent_since(&self) -> Option<Timestamp> {
        self.speaking.map(|(_, until)| until)
    }

    /// The text of what was said last, for the screen.
    pub fn latest_text(&self) -> &str {
        &self.latest
    }
}
