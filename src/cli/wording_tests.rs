//! A wording is in one place: whoever shows a verdict shows it in new words when it is changed there.

use super::summary;
use crate::document::{DecisionDocument, Measurement, TrialDocument};
use crate::history::{KeptTrial, NewSession, NewTrial, PersonName, Store, TrialRow};
use crate::history_service::acts::report_of_day;
use crate::motion::{
    Decision, EndedBy, Flow, Grade, Guidance, GuidedFlow, ImageSize, LegResult, Observation, Phase, Screening,
    Sensation, SensationReport, SessionConfig, Side, SideSummary, Sides, Stage, Thresholds, Timestamp, Trial, Verdict,
    VerdictKind, cells,
};
use crate::overlay;
use crate::pipeline::{Sink, SinkError, Step};
use crate::report::{Fonts, Paper, Report, card, outcome, pdf};
use crate::source::FrameSource;
use crate::trace::Replay;
use crate::ui::{decision_ui, install_theme, side_words_ui};
use crate::voice::{Announcer, Line};
use crate::words::{self, Judged, Language, Stretched, Thing, reworded};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

/// A recorded raise of the right leg, measured and kept in a record.
struct Raise {
    measurement: Measurement,
    trial: Trial,
    /// What was seen last, with the result on it.
    last: Observation,
    report: Report,
}

/// Keeps what was observed last.
#[derive(Clone, Default)]
struct Last(Rc<RefCell<Option<Observation>>>);

impl Sink for Last {
    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        self.0.replace(Some(step.observation.clone()));
        Ok(())
    }
}

fn replay() -> Replay {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    Replay::open(&path).expect("a trace")
}

fn raise() -> Raise {
    let (mut replay, last) = (replay(), Last::default());
    // slightly tight, and not near the limit, which has a word of its own
    replay.config.thresholds.pass_deg = 90.0;
    let (source, config) = (replay.source.info().clone(), replay.config);
    let outcome = replay.run(vec![Box::new(last.clone())]);
    let (measurement, model) = (Measurement::of(&outcome), outcome.start.model.clone());
    let trial = outcome.report.trials.into_iter().next().expect("a raise");
    let last = last.0.take().expect("a picture");

    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::open(&folder.path().join("record.sqlite")).expect("a record");
    let name: PersonName = "P012".parse().expect("a name");
    let (date, now) = ("2026-05-03", "2026-06-01T08:00:00Z");
    let session =
        NewSession { person: &name, date, recording: None, source: &source, config: &config, model: &model, now };
    let kept = NewTrial { number: 1, trial: &trial, trace: b"", key_frame: None };
    store.keep_trials(&session, &mut None, &[kept]).expect("kept");
    let person = store.person(&name).expect("somebody");
    let report = report_of_day(&store, person, None, false).expect("a session");
    Raise { measurement, trial, last, report }
}

/// What the window shows of a leg at the end of a test.
fn window(raise: &Raise) -> Vec<String> {
    let leg = SideSummary {
        trials: 1,
        mean_rad: raise.trial.angle_rad,
        best_rad: raise.trial.angle_rad,
        uncertainty_rad: raise.trial.uncertainty_rad,
        verdict: Verdict { borderline: false, ..raise.trial.verdict },
    };
    let setup = Harness::builder().with_context_setup(install_theme);
    let window = setup.build_ui(|ui| side_words_ui(ui, &leg, None, 80.0));
    let labels = window.query_all_by(|node| node.value().is_some());
    labels.filter_map(|node| node.value()).collect()
}

/// What the annotated video shows after the raise.
fn video(raise: &Raise) -> Vec<String> {
    let size = ImageSize { width: 640, height: 360 };
    let marks = overlay::marks(None, &raise.last, Some(&raise.trial), size);
    let text = |mark| if let overlay::Mark::Text { text, .. } = mark { Some(text) } else { None };
    marks.into_iter().filter_map(text).collect()
}

/// Everything that a verdict is read or heard in.
fn surfaces(raise: &Raise) -> [(&'static str, String); 4] {
    [
        ("summary", summary::text(&raise.measurement)),
        ("voice", Line::verdict(Judged::SlightlyTight).text()),
        ("window", window(raise).join("\n")),
        ("video", video(raise).join("\n")),
    ]
}

#[test]
fn a_verdict_that_is_worded_anew_is_so_wherever_it_is_read_or_heard() {
    let raise = raise();
    let printed = || (pdf(&raise.report, &Fonts::own(), Paper::A4).expect("a page"), card(&raise.report));
    let (before, printed_before) = (surfaces(&raise), printed());
    let (after, printed_after) =
        reworded("verdict_slightly_tight = slightly tight", "verdict_slightly_tight = somewhat stiff", || {
            (surfaces(&raise), printed())
        });
    for ((surface, before), (_, after)) in before.into_iter().zip(after) {
        let (old, new) = (["slightly tight", "Slightly tight"], ["somewhat stiff", "Somewhat stiff"]);
        assert!(old.iter().any(|words| before.contains(words)), "{surface}: {before}");
        assert!(new.iter().any(|words| after.contains(words)), "{surface}: {after}");
        assert!(!old.iter().any(|words| after.contains(words)), "{surface}: {after}");
    }
    let again = printed();
    assert!(printed_before.0 == again.0 && printed_before.1 == again.1, "a page is the same every time");
    assert!(printed_before.0 != printed_after.0, "the report");
    assert!(printed_before.1 != printed_after.1, "the card");
}

/// As the window leads.
const COACHED: Flow = Flow::Guided(GuidedFlow { trials_per_leg: 1, sound_check: false, coached: true });

/// A cell of the decision: what was answered, what the raises came to, what was felt.
type Cell = (Screening, Sides<LegResult>, Option<SensationReport>);

/// Makes a day's report that of the cell's test: a raise for each leg that was measured.
fn fill(report: &mut Report, like: &KeptTrial, (screening, legs, felt): Cell) {
    let (sensation, ended_by) = match felt {
        None => (None, EndedBy::Peak),
        Some(SensationReport::Pull) => (Some(Sensation::Pull), EndedBy::Peak),
        Some(SensationReport::NotTold) => (None, EndedBy::Discomfort),
        Some(SensationReport::Radiating) => (Some(Sensation::Radiating), EndedBy::Discomfort),
    };
    let raised = |side: Side| {
        let (angle_deg, verdict) = match legs[side] {
            LegResult::NotMeasured => return None,
            LegResult::Unclear => (70.0, Verdict::UNCLEAR),
            LegResult::Pass => (95.0, Verdict { kind: VerdictKind::Pass, grade: Grade::None, borderline: false }),
            LegResult::Near => (79.0, Verdict { kind: VerdictKind::Tight, grade: Grade::Slight, borderline: true }),
            LegResult::Tight(grade) => (50.0, Verdict { kind: VerdictKind::Tight, grade, borderline: false }),
        };
        let mut trial = like.clone();
        trial.row = TrialRow { side, measured_deg: angle_deg, uncertainty_deg: 2.0, sensation, ended_by, ..trial.row };
        trial.row =
            TrialRow { verdict: verdict.kind, grade: verdict.grade, borderline: verdict.borderline, ..trial.row };
        trial.record = TrialDocument { side, uncertainty_deg: 2.0, sensation, ended_by, ..trial.record };
        Some(trial)
    };
    report.trials = Side::BOTH.into_iter().filter_map(raised).collect();
    for session in report.record.sessions.iter_mut().chain([&mut report.session]) {
        session.config.thresholds = Thresholds::default();
        session.config.answers.screening = Some(screening);
        session.config.flow = COACHED;
    }
}

/// What a report says that the day comes to.
fn report_of(report: &Report) -> String {
    outcome(report).into_iter().map(|(_, sentence)| sentence).collect::<Vec<_>>().join("\n")
}

/// What the voice says of a decision at the end of a test, and what it says to do.
fn voice_of(decision: Decision) -> String {
    let at = |secs: f64, stage| Observation {
        time: Timestamp::from_secs(secs),
        phase: Phase::Searching,
        angles: None,
        legs: None,
        live: None,
        compensations: Vec::new(),
        guidance: Guidance { stage, decision, ..Guidance::default() },
        events: Vec::new(),
        exercise: None,
    };
    let mut announcer = Announcer::new(&SessionConfig::default());
    let said = [at(0.0, Stage::Summary), at(100.0, Stage::WhatNow)].into_iter().flat_map(|now| announcer.observe(&now));
    said.map(|utterance| utterance.text()).collect::<Vec<_>>().join(" ")
}

fn window_of(decision: Decision) -> String {
    let setup = Harness::builder().with_context_setup(install_theme);
    let window = setup.build_ui(|ui| decision_ui(ui, &decision));
    let labels = window.query_all_by(|node| node.value().is_some());
    labels.filter_map(|node| node.value()).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_cell_of_the_decision_has_its_words_wherever_it_is_read_or_heard() {
    let mut raise = raise();
    for language in Language::all() {
        language.speaking(|| every_cell_has_its_words(&mut raise));
    }
}

fn every_cell_has_its_words(raise: &mut Raise) {
    let (mut voices, mut windows) = (BTreeMap::new(), BTreeMap::new());
    let like = raise.report.trials[0].clone();
    assert_eq!(cells().count(), 588);
    for cell in cells() {
        let (screening, legs, felt) = cell;
        let decision = Decision::of(Some(screening), legs, felt);
        raise.measurement.decision = DecisionDocument::of(&decision);
        fill(&mut raise.report, &like, cell);
        // what was felt is kept with a raise, and a report of none is not made
        let kept = legs != Sides::default() || felt.is_none();
        assert!(!kept || raise.report.decision() == decision, "{cell:?}: {:?}", raise.report.decision());
        let surfaces = [
            ("window", windows.entry(format!("{decision:?}")).or_insert_with(|| window_of(decision)).clone()),
            ("voice", voices.entry(format!("{decision:?}")).or_insert_with(|| voice_of(decision)).clone()),
            ("summary", summary::text(&raise.measurement)),
            ("report", report_of(&raise.report)),
        ];
        for (surface, text) in surfaces.into_iter().filter(|(surface, _)| kept || *surface != "report") {
            has_its_words(&decision, surface, &text, &format!("{cell:?}, {surface}: {text}"));
        }
    }
}

fn has_its_words(decision: &Decision, surface: &str, text: &str, said: &str) {
    // a key that has no wording reads as the key
    assert!(!text.contains("advice_") && !text.contains("referral_") && !text.contains("offer_"), "{said}");
    let expected = match surface {
        "voice" => decision.referral.map(|referral| Line::referral(referral).text()),
        _ => decision.referral.map(|referral| words::sentence(&words::referral_phrase(referral))),
    };
    assert!(expected.is_none_or(|words| text.contains(&words)), "{said}");
    for advice in Side::BOTH.into_iter().filter_map(|side| decision.legs[side]) {
        let words = if surface == "voice" { Line::advice(advice).text() } else { words::advice(advice).into() };
        assert!(text.contains(&words), "{said}: {words}");
    }
    let offered = Stretched::of(decision).map(|legs| match surface {
        "voice" => Line::offer(legs).text(),
        _ => words::offer(legs).into_owned(),
    });
    let anything = Stretched::all().into_iter().any(|legs| text.contains(&Line::offer(legs).text()));
    match (surface, offered) {
        // a line each, without how it is done
        ("summary" | "report", _) => {}
        (_, Some(words)) => assert!(text.contains(&words), "{said}: {words}"),
        (_, None) => assert!(!anything && !text.contains(&words::stretch_lying()[..]), "{said}"),
    }
    let ask_before = words::sentence(&words::ask_before());
    assert!(surface != "report" || text.contains(&ask_before) == Stretched::of(decision).is_some(), "{said}");
}
