//! What the window says at each stage, in words to be read from afar.

use super::theme::Meaning;
use crate::motion::{
    Advice, Compensation, CompensationKind, EndedBy, Grade, Guidance, Observation, Side, Stage, Trial, TrialReason,
    Verdict, VerdictKind,
};

/// A large line, a smaller one under it, and what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub headline: String,
    pub detail: String,
    pub meaning: Meaning,
}

impl Words {
    fn calm(headline: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { headline: headline.into(), detail: detail.into(), meaning: Meaning::Calm }
    }
}

/// What the person is asked to do.
pub fn of(observation: &Observation, dark: bool) -> Words {
    let guidance = &observation.guidance;
    let warned = observation.compensations.iter().find(|c| !c.stop);
    match guidance.stage {
        Stage::SetUp => set_up(guidance, dark),
        Stage::Countdown { secs_left } => {
            Words { meaning: Meaning::Good, ..Words::calm(format!("Starting in {secs_left}"), "Both legs flat") }
        }
        Stage::HoldStill => Words::calm("Lie still", "Both legs flat: your rest is being measured"),
        Stage::RaiseSlowly => {
            Words::calm(raise(guidance.next_side), "Knee straight, foot relaxed. The other leg stays down.")
        }
        Stage::Raising | Stage::Holding if warned.is_some() => careful(warned),
        Stage::Raising => Words::calm("Slowly up", "Knee straight. Stop where it pulls."),
        Stage::Holding => Words::calm("Hold it", "Then lower your leg slowly"),
        Stage::Stop(why) => {
            Words { headline: stop(why).to_owned(), detail: "Lower your leg slowly".to_owned(), meaning: Meaning::Stop }
        }
        Stage::Lowering => Words::calm("Lower your leg", "Slowly, all the way down"),
        Stage::Result => Words::calm("Result", next(guidance)),
        Stage::Summary => Words::calm("That's it", "Raise a hand for another round"),
    }
}

fn set_up(guidance: &Guidance, dark: bool) -> Words {
    let start = "Or raise a hand for a second to start anyway";
    match guidance.problems.first() {
        Some(problem) => Words { meaning: Meaning::Careful, ..Words::calm(problem.text(), start) },
        None if dark => Words { meaning: Meaning::Careful, ..Words::calm("Make more light", start) },
        None => Words { meaning: Meaning::Good, ..Words::calm("You are in place", "It starts by itself") },
    }
}

fn raise(side: Option<Side>) -> String {
    match side {
        Some(side) => format!("Raise your {} leg", side.name()),
        None => "Raise one leg".to_owned(),
    }
}

fn next(guidance: &Guidance) -> String {
    match guidance.next_side {
        Some(side) => format!("Next: your {} leg", side.name()),
        None => "Then again, or the other leg".to_owned(),
    }
}

fn careful(compensation: Option<&Compensation>) -> Words {
    let headline = match compensation.map(|c| c.kind) {
        Some(CompensationKind::OppositeLegLift) => "Keep the other leg down",
        _ => "Keep your knee straight",
    };
    Words { meaning: Meaning::Careful, ..Words::calm(headline, "Go no higher than you can without") }
}

fn stop(why: EndedBy) -> &'static str {
    match why {
        EndedBy::KneeBend => "Stop: your knee bends",
        EndedBy::OppositeLegLift => "Stop: the other leg lifts",
        EndedBy::Discomfort => "Stopped: it hurts",
        EndedBy::Peak | EndedBy::EndOfRecording => "Stop",
    }
}

/// The verdict in plain words, and what it means for stretching.
pub fn verdict(verdict: &Verdict, advice: Option<Advice>) -> String {
    let verdict = match (verdict.kind, verdict.grade) {
        (VerdictKind::Pass, _) => "Pass: these hamstrings are long enough.",
        (VerdictKind::Tight, Grade::Slight) => "Slightly tight.",
        (VerdictKind::Tight, Grade::Moderate) => "Moderately tight.",
        (VerdictKind::Tight, _) => "Clearly tight.",
        (VerdictKind::Unclear, _) if advice.is_none() => return "This one can't be judged.".to_owned(),
        (VerdictKind::Unclear, _) => "This one can't be judged.",
    };
    format!("{verdict} {}", sentence(advice.map_or(Advice::UNDECIDED, Advice::text)))
}

/// Why the raise ended, as a sentence.
pub fn ending(trial: &Trial) -> String {
    let at = trial.violations.first().map_or(String::new(), |v| format!(" at {:.0}°", v.angle_rad.to_degrees()));
    match trial.ended_by {
        EndedBy::Peak => "It ended at your highest point.".to_owned(),
        EndedBy::KneeBend => format!("It ended when the knee began to bend{at}."),
        EndedBy::OppositeLegLift => format!("It ended when the other leg began to lift{at}."),
        EndedBy::Discomfort => "It ended when you said that it hurts.".to_owned(),
        EndedBy::EndOfRecording => "The pictures ended before your highest point.".to_owned(),
    }
}

/// Why a raise ended, in two words.
pub fn ended_by(why: EndedBy) -> &'static str {
    match why {
        EndedBy::Peak => "highest point",
        EndedBy::KneeBend => "knee bent",
        EndedBy::OppositeLegLift => "other leg lifted",
        EndedBy::Discomfort => "it hurt",
        EndedBy::EndOfRecording => "pictures ended",
    }
}

/// What else should be known about a trial, as sentences.
pub fn notes(trial: &Trial) -> Vec<String> {
    let mut notes = Vec::new();
    if trial.verdict.borderline {
        notes.push("Borderline: the limit lies within the ±. Please repeat the test.".to_owned());
    }
    let reasons = trial.reasons.iter().filter(|reason| **reason != TrialReason::NotFinished);
    notes.extend(reasons.map(|reason| sentence(reason.text())));
    notes
}

/// A sentence from a phrase.
pub fn sentence(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// Such as "78°".
pub fn degrees(rad: f64) -> String {
    format!("{:.0}°", rad.to_degrees())
}
