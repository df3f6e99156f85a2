//! What was expected of a recording held against what came, question by question.

use super::compare::{About, Compared, Found, RowKind};
use super::expectation::{Answer, Expectation, Saying, Word};
use crate::document::{Measurement, TrialDocument};
use crate::motion::{EndedBy, TrialReason, VerdictKind, ViewReason};
use crate::source::ProblemCode;
use serde::Serialize;

/// One question, for people: what was expected and what came.
#[derive(Debug, PartialEq)]
struct Answered {
    expected: String,
    came: String,
    answer: Answer,
}

impl Answered {
    fn new(met: bool, otherwise: Answer, expected: String, came: String) -> Self {
        Self { expected, came, answer: if met { Answer::Met } else { otherwise } }
    }
}

impl About<'_> {
    /// One row for each question, the one of the verdict always.
    pub fn expectation(&self, expected: &Expectation) -> Vec<Compared> {
        let compared = |answered: Answered| {
            let found = match answered.answer {
                Answer::FalseVerdict => Found::Extra,
                Answer::MissingVerdict => Found::Missed,
                _ => Found::Found,
            };
            let mut row = self.row(RowKind::Expectation, found);
            row.expected = Some(answered.expected);
            row.came = Some(answered.came);
            row.answer = Some(answered.answer);
            Compared { row, frame_errors_deg: Vec::new() }
        };
        answers(expected, self.measurement).into_iter().map(compared).collect()
    }
}

fn answers(expected: &Expectation, measured: &Measurement) -> Vec<Answered> {
    let is_judged = |trial: &&TrialDocument| trial.verdict != VerdictKind::Unclear;
    let judged: Vec<&TrialDocument> = measured.trials.iter().filter(is_judged).collect();
    let mut answers = vec![verdict(expected.verdict, &judged, measured)];
    answers.extend(match expected.verdict {
        // of one that is missing nothing else can be asked
        Some(_) if judged.is_empty() => Vec::new(),
        Some(_) => of_trials(expected, &judged, &judged, |trials, holds| trials.iter().all(|t| holds(t))),
        None => {
            let all: Vec<&TrialDocument> = measured.trials.iter().collect();
            of_trials(expected, &all, &judged, |trials, holds| trials.iter().any(|t| holds(t)))
        }
    });
    answers.extend(expected.say.iter().map(|saying| said(saying, measured)));
    // without a trial nothing was said of a side
    let uncertain = expected.side_uncertain.filter(|_| !measured.trials.is_empty());
    answers.extend(uncertain.map(|uncertain| certainty(uncertain, measured)));
    answers
}

fn verdict(expected: Option<VerdictKind>, judged: &[&TrialDocument], measured: &Measurement) -> Answered {
    let verdicts = |t: &TrialDocument| format!("{} {:.0}°", name(t.verdict), t.angle_deg);
    let came = match (judged.is_empty(), expected) {
        (false, _) => each(judged, verdicts),
        (true, None) => "no verdict".to_owned(),
        (true, Some(_)) => format!("no verdict ({})", everything_said(measured)),
    };
    match expected {
        None => Answered::new(judged.is_empty(), Answer::FalseVerdict, "no verdict".to_owned(), came),
        Some(kind) => {
            let right = judged.iter().all(|t| t.verdict == kind);
            let wrong = if judged.is_empty() { Answer::MissingVerdict } else { Answer::WrongVerdict };
            Answered::new(right && !judged.is_empty(), wrong, format!("verdict {}", name(kind)), came)
        }
    }
}

/// Whether it holds of the trials that count.
type Quantifier = fn(&[&TrialDocument], &dyn Fn(&TrialDocument) -> bool) -> bool;

/// What is asked of `trials`, as `holds` puts them together.
fn of_trials(
    expected: &Expectation,
    trials: &[&TrialDocument],
    judged: &[&TrialDocument],
    holds: Quantifier,
) -> Vec<Answered> {
    let number = expected.trials.map(|number| {
        let came = format!("{} with a verdict", judged.len());
        let expected = format!("{number} with a verdict");
        Answered::new(judged.len() == number, Answer::WrongTrials, expected, came)
    });
    let side = expected.side.map(|side| {
        let met = holds(trials, &|t| t.side == side);
        let came = each(trials, |t| t.side.name().to_owned());
        Answered::new(met, Answer::WrongSide, format!("side {}", side.name()), came)
    });
    let angle = expected.angle_deg.map(|interval| angle(interval, trials, expected.verdict.is_none(), holds));
    let grade = expected.grade.map(|grade| {
        let met = holds(trials, &|t| t.grade == grade);
        Answered::new(met, Answer::WrongGrade, format!("grade {}", name(grade)), each(trials, |t| name(t.grade)))
    });
    let ended_by = expected.ended_by.map(|ended_by| {
        let met = holds(trials, &|t| t.ended_by == ended_by);
        let came = each(trials, |t| name(t.ended_by));
        Answered::new(met, Answer::WrongEndedBy, format!("ended by {}", name(ended_by)), came)
    });
    [number, side, angle, grade, ended_by].into_iter().flatten().collect()
}

/// Without a verdict the highest angle of the raise does as well: there is no result that would have to be the one.
fn angle([low, high]: [f64; 2], trials: &[&TrialDocument], highest_too: bool, holds: Quantifier) -> Answered {
    let inside = |angle_deg: f64| (low..=high).contains(&angle_deg);
    let met = holds(trials, &|t| inside(t.angle_deg) || (highest_too && inside(t.max_angle_deg)));
    let came = each(trials, |t| match highest_too {
        true => format!("{:.1}° (at most {:.1}°)", t.angle_deg, t.max_angle_deg),
        false => format!("{:.1}°", t.angle_deg),
    });
    Answered::new(met, Answer::AngleOutside, format!("angle {low}° to {high}°"), came)
}

fn said(saying: &Saying, measured: &Measurement) -> Answered {
    let met = saying.words.iter().any(|word| is_said(*word, measured));
    Answered::new(met, Answer::NotSaid, format!("\"{}\" said", saying.text), everything_said(measured))
}

fn is_said(word: Word, measured: &Measurement) -> bool {
    let reason = |reason: TrialReason| measured.trials.iter().any(|t| t.reasons.contains(&reason));
    let problem = |code: ProblemCode| measured.problems.iter().any(|p| p.code == code);
    let violation = |kind: EndedBy| {
        let of = |t: &TrialDocument| t.ended_by == kind || t.violations.iter().any(|v| v.kind == kind);
        measured.trials.iter().any(of)
    };
    match word {
        Word::OtherLeg => reason(TrialReason::BothLegsRaised) || violation(EndedBy::OppositeLegLift),
        Word::Knee => violation(EndedBy::KneeBend) || reason(TrialReason::SpoiledAtTheStart),
        Word::NoRest => reason(TrialReason::NoRestBefore) || problem(ProblemCode::NoRest),
        Word::NotSideOn => measured.view.reasons.contains(&ViewReason::CameraOffSideOn),
        Word::Propped => reason(TrialReason::TrunkUp),
        Word::Pelvis => reason(TrialReason::PelvisUp),
        Word::OtherKnee => reason(TrialReason::OtherKneeBent),
        Word::TooQuick => reason(TrialReason::TooQuick),
        Word::NotLying => {
            problem(ProblemCode::NotLying) || reason(TrialReason::TrunkUp) || reason(TrialReason::NotOnBack)
        }
    }
}

fn certainty(uncertain: bool, measured: &Measurement) -> Answered {
    let doubts = |t: &TrialDocument| t.reasons.contains(&TrialReason::SideNotCertain);
    let doubted = measured.trials.iter().any(doubts);
    let text = |doubted: bool| if doubted { "the side in doubt" } else { "no doubt about the side" }.to_owned();
    Answered::new(doubted == uncertain, Answer::WrongCertainty, text(uncertain), text(doubted))
}

/// All reasons, violations and problems, by their names in the document.
fn everything_said(measured: &Measurement) -> String {
    let of_trial = |t: &TrialDocument| {
        let violations = t.violations.iter().map(|v| name(v.kind));
        t.reasons.iter().map(|reason| name(*reason)).chain(violations).collect::<Vec<_>>()
    };
    let of_view = measured.view.reasons.iter().map(|reason| name(*reason));
    let problems = measured.problems.iter().map(|problem| problem.code.name().to_owned());
    let mut names: Vec<String> = Vec::new();
    for name in measured.trials.iter().flat_map(of_trial).chain(of_view).chain(problems) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { "nothing said".to_owned() } else { names.join(", ") }
}

fn each(trials: &[&TrialDocument], text: impl Fn(&TrialDocument) -> String) -> String {
    if trials.is_empty() {
        return "no trial".to_owned();
    }
    trials.iter().map(|t| text(t)).collect::<Vec<_>>().join(", ")
}

/// Name of a value as the document writes it.
fn name(value: impl Serialize) -> String {
    let text = serde_json::to_value(value).ok();
    text.as_ref().and_then(|text| text.as_str()).unwrap_or_default().to_owned()
}
