//! "What stopped you?", asked after a raise that a hand, a key or an early lowering ended. The person answers lying
//! down: a raised hand means sharp pain, pain below the knee or tingling; lying still means a pull.

use crate::motion::body::hand_signal::Hand;
use crate::motion::time::Timestamp;
use crate::motion::trial::sensation::Sensation;

/// The question takes less than this to speak, seconds; a test of the voice checks it.
pub const QUESTION_S: f64 = 13.0;
/// How long there is for an answer, seconds (the person lies there and has to think).
pub const ANSWER_S: f64 = 8.0;
/// Lying still counts as an answer only if the person was seen lying, with a hand in view, for this part of the time.
const MIN_SEEN_SHARE: f64 = 0.8;

/// The question while it is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    since: Timestamp,
    frames: u32,
    /// Frames in which a hand could have been raised.
    seen: u32,
    /// Frames in which one was up, and had been for long enough to be meant.
    up: u32,
}

impl Question {
    pub fn new(time: Timestamp) -> Self {
        Self { since: time, frames: 0, seen: 0, up: 0 }
    }

    /// The next frame, and what is seen of a hand in it.
    pub fn look(&mut self, time: Timestamp, hand: &Hand) {
        if time - self.since >= QUESTION_S {
            self.frames += 1;
            self.seen += u32::from(hand.seen);
            self.up += u32::from(hand.progress >= 1.0);
        }
    }

    pub fn is_over(&self, time: Timestamp) -> bool {
        time - self.since >= QUESTION_S + ANSWER_S
    }

    /// The answer when the time is over: lying still, or a hand that was up before the question and stayed there.
    /// `None` if the person could not be seen well enough.
    pub fn unanswered(&self) -> Option<Sensation> {
        if self.up > 0 {
            return Some(Sensation::Radiating);
        }
        let enough = f64::from(self.seen) >= MIN_SEEN_SHARE * f64::from(self.frames);
        (self.frames > 0 && enough).then_some(Sensation::Pull)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is assumed when a hand is seen in so many of ten frames a second, and has been up for so long, 0..1.
    fn unanswered_with(seen_of_ten: u32, progress: f64) -> Option<Sensation> {
        let mut question = Question::new(Timestamp::from_secs(100.0));
        for frame in 0..220 {
            let time = Timestamp::from_secs(100.0 + f64::from(frame) / 10.0);
            if question.is_over(time) {
                break;
            }
            question.look(time, &Hand { progress, signalled: false, seen: frame % 10 < seen_of_ten });
        }
        question.unanswered()
    }

    fn unanswered(seen_of_ten: u32) -> Option<Sensation> {
        unanswered_with(seen_of_ten, 0.0)
    }

    #[test]
    fn a_hand_that_is_still_up_is_an_answer() {
        assert_eq!(unanswered_with(10, 1.0), Some(Sensation::Radiating));
        assert_eq!(unanswered_with(10, 0.4), Some(Sensation::Pull), "not for long enough");
    }

    #[test]
    fn lying_still_says_that_it_was_a_pull_and_not_being_seen_says_nothing() {
        assert_eq!(unanswered(10), Some(Sensation::Pull));
        assert_eq!(unanswered(9), Some(Sensation::Pull));
        assert_eq!(unanswered(5), None);
        assert_eq!(unanswered(0), None);
        assert_eq!(Question::new(Timestamp::ZERO).unanswered(), None);
    }
}
