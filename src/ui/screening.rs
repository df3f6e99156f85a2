//! The questions before a test, page by page: urgent signs, other signs, or whether everything is as it was last time.
//! One key is one answer; doing nothing is the other.

use crate::live::Input;
use crate::motion::{Screening, WarningSign};
use crate::voice::{Line, Utterance};
use std::time::{Duration, Instant};

/// How long a page waits for an answer after it was read out, seconds (ours).
const ANSWER_S: f64 = 8.0;

/// A page of the questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// Is everything as it was last time, when this was the result?
    AsLastTime(Screening),
    /// Is one of these signs present: urgent ones, or others.
    Signs(Screening),
    /// One that asks for a professional's advice is present: the test goes on, and nothing is offered.
    AskFirst,
    /// An urgent one is present: there is no test.
    SeeDoctor,
}

/// What comes after the questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterScreening {
    Test,
    Exercises,
}

/// The last result of the questions in this window.
#[derive(Clone, Debug)]
pub struct LastScreening {
    pub person: String,
    /// ISO 8601.
    pub day: String,
    pub screening: Screening,
}

/// The questions while they are asked.
#[derive(Clone, Debug)]
pub struct Questions {
    /// Where the frames come from afterwards.
    pub input: Input,
    pub then: AfterScreening,
    pub page: Page,
    /// When the page was first shown, and how long it stays.
    asked: Option<(Instant, Duration)>,
}

impl Questions {
    /// If the person answered before in this window, the first page asks whether everything is as it was, unless they
    /// should see a doctor.
    pub fn new(input: Input, last: Option<Screening>) -> Self {
        let page = match last.filter(|screening| *screening != Screening::Urgent) {
            Some(screening) => Page::AsLastTime(screening),
            None => Page::Signs(Screening::Urgent),
        };
        Self { input, then: AfterScreening::Test, page, asked: None }
    }

    /// The same before exercises are offered.
    pub fn before_exercises(input: Input, last: Option<Screening>) -> Self {
        Self { then: AfterScreening::Exercises, ..Self::new(input, last) }
    }

    /// The spoken question, when the page is first shown.
    pub fn ask(&mut self, now: Instant) -> Option<Utterance> {
        if self.asked.is_some() {
            return None;
        }
        let utterance = Utterance::lines(self.page.lines());
        self.asked = Some((now, Duration::from_secs_f64(utterance.secs() + ANSWER_S)));
        Some(utterance)
    }

    /// How long until doing nothing counts as an answer; `None` if it never does.
    pub fn left(&self, now: Instant) -> Option<Duration> {
        let (since, wait) = self.asked.filter(|_| self.page != Page::SeeDoctor)?;
        Some((since + wait).saturating_duration_since(now))
    }

    pub fn is_answered_by_staying(&self, now: Instant) -> bool {
        self.left(now).is_some_and(|left| left.is_zero())
    }

    /// Goes on to the next page. Returns the result of the questions after the last one.
    pub fn answer(&mut self, yes: bool) -> Option<Screening> {
        let next = match (self.page, yes) {
            (Page::AsLastTime(last), false) => return Some(last),
            (Page::AsLastTime(_), true) => Page::Signs(Screening::Urgent),
            (Page::Signs(Screening::Urgent), true) => Page::SeeDoctor,
            (Page::Signs(Screening::Urgent), false) => Page::Signs(Screening::Caution),
            // the exercises' page tells to ask first: no page of its own
            (Page::Signs(_), true) if self.then == AfterScreening::Exercises => return Some(Screening::Caution),
            (Page::Signs(_), true) => Page::AskFirst,
            (Page::Signs(_), false) => return Some(Screening::Clear),
            (Page::AskFirst, _) => return Some(Screening::Caution),
            (Page::SeeDoctor, _) => return None,
        };
        (self.page, self.asked) = (next, None);
        None
    }
}

impl Page {
    /// The lines that are spoken on this page.
    fn lines(self) -> Vec<Line> {
        let signs = |screening| WarningSign::of(screening).map(Line::sign);
        match self {
            Self::AsLastTime(_) => vec![Line::SCREENING_AS_LAST_TIME],
            Self::Signs(Screening::Urgent) => {
                let question = [Line::SCREENING_URGENT].into_iter().chain(signs(Screening::Urgent));
                question.chain([Line::SCREENING_ANSWER]).collect()
            }
            Self::Signs(of) => {
                let question = [Line::SCREENING_CAUTION].into_iter().chain(signs(of));
                question.chain([Line::SCREENING_ANSWER]).collect()
            }
            Self::AskFirst => vec![Line::referral(crate::motion::Referral::BeforeStretching)],
            Self::SeeDoctor => vec![Line::referral(crate::motion::Referral::Now)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(last: Option<Screening>, answers: &[bool]) -> (Page, Option<Screening>) {
        let mut questions = Questions::new(Input::Camera(None), last);
        let came_to = answers.iter().map(|yes| questions.answer(*yes)).last().flatten();
        (questions.page, came_to)
    }

    #[test]
    fn every_way_through_the_questions_comes_to_what_was_answered() {
        use Screening::{Caution, Clear, Urgent};
        assert_eq!(asked(None, &[false, false]).1, Some(Clear));
        assert_eq!(asked(None, &[false, true]), (Page::AskFirst, None));
        assert_eq!(asked(None, &[false, true, false]).1, Some(Caution));
        assert_eq!(asked(None, &[true]), (Page::SeeDoctor, None));
        for more in [true, false] {
            assert_eq!(asked(None, &[true, more, more]), (Page::SeeDoctor, None), "no key leads to a test");
        }
        for last in [Clear, Caution] {
            assert_eq!(asked(Some(last), &[false]).1, Some(last));
            assert_eq!(asked(Some(last), &[true]), (Page::Signs(Urgent), None));
        }
        assert_eq!(asked(Some(Urgent), &[]).0, Page::Signs(Urgent), "an emergency is asked about anew");
    }

    #[test]
    fn staying_is_an_answer_only_once_the_page_was_read_out() {
        let start = Instant::now();
        let mut questions = Questions::new(Input::Camera(None), None);
        assert!(!questions.is_answered_by_staying(start));
        let spoken = questions.ask(start).expect("something to say").secs();
        assert!(questions.ask(start).is_none(), "it is said once");
        let after = |secs: f64| start + Duration::from_secs_f64(secs);
        assert!(!questions.is_answered_by_staying(after(spoken + 7.0)));
        assert!(questions.is_answered_by_staying(after(spoken + 8.1)));
        questions.answer(true);
        questions.ask(start);
        assert!(!questions.is_answered_by_staying(after(3600.0)), "nobody is led past a doctor by waiting");
    }
}
