//! What stopped you? Asked after a raise that a hand, a key or an early lowering ended, and answered lying down: a hand
//! up says that it was sharp, below the knee or tingling, lying still that it was a pull.

use crate::motion::time::Timestamp;
use crate::motion::trial::sensation::Sensation;

/// The question is spoken in less than this, seconds; a test of the voice holds it.
pub const QUESTION_S: f64 = 13.0;
/// How long there is for an answer, seconds (the person lies there and has to think).
pub const ANSWER_S: f64 = 8.0;
/// Somebody who was seen lying, with a hand in view, for so much of that time has lain still; else nothing is assumed.
const MIN_SEEN_SHARE: f64 = 0.8;

/// The question while it is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    since: Timestamp,
    frames: u32,
    /// Frames in which a hand could have been raised.
    seen: u32,
}

impl Question {
    pub fn new(time: Timestamp) -> Self {
        Self { since: time, frames: 0, seen: 0 }
    }

    /// The next frame, and whether a hand could be seen in it.
    pub fn look(&mut self, time: Timestamp, hand_seen: bool) {
        if time - self.since >= QUESTION_S {
            self.frames += 1;
            self.seen += u32::from(hand_seen);
        }
    }

    pub fn is_over(&self, time: Timestamp) -> bool {
        time - self.since >= QUESTION_S + ANSWER_S
    }

    /// What lying still says, once it is over; `None` where nobody was seen who could have raised a hand.
    pub fn unanswered(&self) -> Option<Sensation> {
        let enough = f64::from(self.seen) >= MIN_SEEN_SHARE * f64::from(self.frames);
        (self.frames > 0 && enough).then_some(Sensation::Pull)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is assumed when a hand is seen in so many of ten frames a second.
    fn unanswered(seen_of_ten: u32) -> Option<Sensation> {
        let mut question = Question::new(Timestamp::from_secs(100.0));
        for frame in 0..220 {
            let time = Timestamp::from_secs(100.0 + f64::from(frame) / 10.0);
            if question.is_over(time) {
                break;
            }
            question.look(time, frame % 10 < seen_of_ten);
        }
        question.unanswered()
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
