//! When to say what is wrong with the set-up: soon, but no flicker, no chatter.

use crate::motion::{SetUpProblem, Timestamp};

/// A problem must stand this long: poses flicker, seconds.
const STANDS_S: f64 = 0.6;
/// How long the same line is not said again, seconds; twice as long each time it did not help.
pub(super) const REPEAT_S: f64 = 8.0;
/// The longest that the same line is not said again, however often it did not help, seconds.
const LONGEST_REPEAT_S: f64 = 32.0;
/// The person needs time to do what was said before the next thing is, seconds.
const TIME_TO_ACT_S: f64 = 2.0;

/// Follows the most important problem.
#[derive(Debug, Default)]
pub(super) struct SetUpCoach {
    current: Option<(SetUpProblem, Timestamp)>,
    said: Vec<Spoken>,
    last: Option<Timestamp>,
}

#[derive(Debug)]
struct Spoken {
    problem: SetUpProblem,
    at: Timestamp,
    again_after_s: f64,
}

impl SetUpCoach {
    /// The set-up is over: the next one starts afresh.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// The problem to speak of now, if any. Call it only when it can be said: it counts as said, until `free_at`.
    pub fn due(&mut self, problem: Option<SetUpProblem>, now: Timestamp) -> Option<SetUpProblem> {
        let Some(problem) = problem else {
            self.current = None;
            return None;
        };
        let since = match self.current {
            Some((current, since)) if current == problem => since,
            _ => {
                self.current = Some((problem, now));
                now
            }
        };
        if now - since < STANDS_S || self.last.is_some_and(|last| now - last < TIME_TO_ACT_S) {
            return None;
        }
        match self.said.iter_mut().find(|said| said.problem == problem) {
            Some(said) if now - said.at < said.again_after_s => return None,
            Some(said) => {
                said.at = now;
                said.again_after_s = (2.0 * said.again_after_s).min(LONGEST_REPEAT_S);
            }
            None => self.said.push(Spoken { problem, at: now, again_after_s: REPEAT_S }),
        }
        Some(problem)
    }

    /// What was said will be over at `time`.
    pub fn said_until(&mut self, time: Timestamp) {
        self.last = Some(time);
    }
}
