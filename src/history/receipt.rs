//! What became of a measurement that was to be kept.

use crate::words;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

/// What became of a measurement that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveOutcome {
    /// An exercise was done in place of the test: below it counts as one, if anything was done.
    pub is_exercise: bool,
    /// Trials that were stored now.
    pub new: u32,
    /// Trials that an earlier run of the same recording had stored, whose leg is known only now.
    pub settled: u32,
    /// Trials that an earlier run of the same recording had stored.
    pub there_before: u32,
    /// Raises during which the measurement was stopped or broke off: the next run can store them whole.
    pub left_out: u32,
    /// Day of the session, ISO 8601.
    pub day: String,
    pub day_from: DayFrom,
}

/// How a session's day is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayFrom {
    /// The user gave it.
    Given,
    /// It is in the recording's metadata.
    Filmed,
    /// The file was last written on that day, which may be long after the test.
    Written,
    /// Today: a camera, or no other day is known.
    Now,
}

/// Tells how a measurement was stored, even after the sink is gone.
#[derive(Clone, Debug, Default)]
pub struct Receipt(pub(super) Arc<OnceLock<SaveOutcome>>);

impl Receipt {
    /// `None` until the measurement is over, and if it could not be stored completely.
    pub fn kept(&self) -> Option<&SaveOutcome> {
        self.0.get()
    }
}

impl SaveOutcome {
    /// What the user should know of it, as phrases.
    pub fn notices(&self, person: &str) -> Vec<Cow<'static, str>> {
        let Self { is_exercise, new, settled, there_before, left_out, .. } = *self;
        let nothing = if is_exercise { words::kept_no_exercise } else { words::kept_no_raise };
        let told = [
            (left_out > 0).then(words::kept_left_out),
            (settled > 0).then(|| words::kept_settled(person)),
            (new + settled + there_before + left_out == 0).then(|| nothing(person)),
            (new + settled == 0 && there_before > 0).then(|| words::kept_before(person)),
        ];
        told.into_iter().flatten().collect()
    }

    /// A notice on the day it counts on, if neither the user nor the recording gave it.
    pub fn day_notice(&self) -> Option<Cow<'static, str>> {
        let tell = match self.day_from {
            DayFrom::Given | DayFrom::Filmed => return None,
            DayFrom::Written => words::kept_under_written,
            DayFrom::Now => words::kept_under_today,
        };
        (self.new > 0).then(|| tell(&self.day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_kept_anew_is_told_and_a_day_that_is_a_guess() {
        let kept = SaveOutcome {
            is_exercise: false,
            new: 1,
            settled: 0,
            there_before: 0,
            left_out: 0,
            day: "2026-05-03".to_owned(),
            day_from: DayFrom::Filmed,
        };
        let told = |kept: &SaveOutcome| (kept.notices("Ana").join("; "), kept.day_notice().unwrap_or_default());
        assert_eq!(told(&kept), (String::new(), Cow::Borrowed("")));
        let guessed = told(&SaveOutcome { day_from: DayFrom::Written, ..kept.clone() });
        assert_eq!(
            guessed.1,
            "it does not tell when it was filmed; kept under 2026-05-03, when the file was last written"
        );
        let again = told(&SaveOutcome { new: 0, there_before: 1, day_from: DayFrom::Now, ..kept.clone() });
        assert_eq!(again, ("in the record of Ana already, and not kept again".to_owned(), Cow::Borrowed("")));
        let nothing = told(&SaveOutcome { new: 0, ..kept.clone() });
        assert_eq!(nothing.0, "no raise in it, so nothing is kept in the record of Ana");
        let stopped = told(&SaveOutcome { new: 0, left_out: 1, ..kept });
        assert_eq!(stopped.0, "the raise that it was stopped in is not kept; measure it again");
    }
}
