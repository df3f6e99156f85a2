//! Golden replays: recorded poses through the whole measurement, without images or model, against the documents they
//! gave before.
//!
//! When a change of the measurement is meant to change them: `UPDATE_GOLDEN=1 cargo test --release --test replay`, and
//! look at the difference.

use legraise::document::Measurement;
use legraise::motion::{
    Answers, Flow, GuidedFlow, Method, Screening, Sensation, SessionCommand, SessionConfig, Timestamp,
};
use legraise::pipeline::{Outcome, Sink, SinkError, Step};
use legraise::trace::{Replay, TraceWriter};
use legraise::words;
use serde_json::Value;
use std::path::{Path, PathBuf};

fn traces() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "jsonl"));
    files.sort();
    assert!(!files.is_empty());
    files
}

fn trace(name: &str) -> PathBuf {
    traces().into_iter().find(|f| f.file_stem().is_some_and(|stem| stem == name)).unwrap()
}

fn replay(trace: &Path, configure: impl Fn(&mut SessionConfig)) -> Value {
    let mut replay = Replay::open(trace).unwrap();
    configure(&mut replay.config);
    serde_json::to_value(Measurement::of(&replay.run(Vec::new()))).unwrap()
}

/// Numbers may differ in the last decimal between machines' libraries of mathematics.
fn assert_same(got: &Value, want: &Value, place: &str) {
    match (got, want) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            assert!((a - b).abs() <= 0.021, "{place}: {a} instead of {b}");
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{place}");
            a.iter().zip(b).enumerate().for_each(|(i, (a, b))| assert_same(a, b, &format!("{place}[{i}]")));
        }
        (Value::Object(a), Value::Object(b)) => {
            assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>(), "{place}");
            a.iter().for_each(|(key, a)| assert_same(a, &b[key], &format!("{place}.{key}")));
        }
        _ => assert_eq!(got, want, "{place}"),
    }
}

#[test]
fn traces_give_the_documents_they_gave_before() {
    for trace in traces() {
        let golden = trace.with_extension("json");
        let got = replay(&trace, |_| {});
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&golden, serde_json::to_string_pretty(&got).unwrap() + "\n").unwrap();
        }
        let want: Value = serde_json::from_str(&std::fs::read_to_string(&golden).unwrap()).unwrap();
        assert_same(&got, &want, &trace.file_name().unwrap().to_string_lossy());
    }
}

/// Keeps the most that a hand was held up.
#[derive(Default)]
struct HighestHand(f64);

impl Sink for &mut HighestHand {
    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        self.0 = self.0.max(step.observation.guidance.signal);
        Ok(())
    }
}

#[test]
fn a_raised_hand_is_seen_where_one_is_raised_and_nowhere_else() {
    for trace in traces() {
        let mut hand = HighestHand::default();
        Replay::open(&trace).unwrap().run(vec![Box::new(&mut hand)]);
        // "h" for hand
        let raised = trace.file_name().is_some_and(|name| name.to_string_lossy().starts_with('h'));
        assert_eq!(hand.0, if raised { 1.0 } else { 0.0 }, "{}", trace.display());
    }
}

#[test]
fn limits_are_settings() {
    let clean = &trace("v01_peak78_f1");
    let strict = replay(clean, |config| config.thresholds.pass_deg = 70.0);
    assert_eq!(strict["trials"][0]["verdict"], "pass");
    let default = replay(clean, |_| {});
    assert_eq!(default["trials"][0]["verdict"], "tight");
}

#[test]
fn a_led_test_and_its_answers_give_the_same_advice_again_word_for_word() {
    let folder = tempfile::tempdir().unwrap();
    for (screening, sensation) in [
        (Screening::Clear, None),
        (Screening::Clear, Some(Sensation::Pull)),
        (Screening::Clear, Some(Sensation::Radiating)),
        (Screening::Caution, None),
    ] {
        let mut replay = Replay::open(&trace("h01_start_arm_near_m1")).unwrap();
        // with limits that make a tight leg of it
        replay.config.thresholds.pass_deg = 140.0;
        replay.config.flow = Flow::Guided(GuidedFlow { trials_per_leg: 1, sound_check: false, coached: true });
        replay.config.answers = Answers { method: Some(Method::Strap), screening: Some(screening) };
        let ended = Replay::open(&trace("h01_start_arm_near_m1")).unwrap().run(Vec::new()).duration_s;
        let answered = Timestamp::from_secs(ended - 0.2);
        replay.commands.extend(sensation.map(|sensation| (answered, SessionCommand::ReportSensation(sensation))));
        let path = folder.path().join(format!("{screening:?}{sensation:?}.jsonl"));
        let live = replay.run(vec![Box::new(TraceWriter::create(&path).unwrap())]);
        let again = Replay::open(&path).unwrap();
        assert_eq!(again.config.answers, live.start.config.answers);
        let again = again.run(Vec::new());
        let said = |outcome: &Outcome| words::decision(&outcome.report.decision);
        assert_eq!(said(&live), said(&again));
        assert_eq!(live.report.trials.len(), 1);
        assert_eq!(live.report.trials[0].sensation, sensation);
        assert_eq!(
            serde_json::to_value(Measurement::of(&live)).unwrap(),
            serde_json::to_value(Measurement::of(&again)).unwrap()
        );
        let warned = screening == Screening::Caution || sensation == Some(Sensation::Radiating);
        assert_eq!(live.report.decision.referral.is_some(), warned);
    }
}
