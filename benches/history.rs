//! What the record costs when it is large: 100,000 trials of one person as a list and as a trend, and everybody's names. With
//! `--features passphrase` the record is an encrypted one.

use legraise::estimator::ModelInfo;
use legraise::history::{NewSession, NewTrial, PersonId, PersonName, SessionId, SideTrend, Store};
use legraise::motion::{Flow, SessionConfig, Side, Thresholds, Trial};
use legraise::pipeline::Pipeline;
use legraise::replay::Replay;
use std::hint::black_box;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

const TRIALS: usize = 100_000;
const SESSIONS: usize = 200;

/// The record, whose it is, and its folder, which must outlive it.
type Large = (Store, PersonId, tempfile::TempDir);

static LARGE: LazyLock<Mutex<Large>> = LazyLock::new(|| Mutex::new(large()));

fn trial() -> Trial {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let mut replay = Replay::open(&path).expect("a trace");
    let pipeline = Pipeline::new(&mut replay.source, &mut replay.estimator, replay.config, replay.commands);
    pipeline.run(Vec::new(), &AtomicBool::new(false)).report.trials.remove(0)
}

/// One person with [`TRIALS`] trials in [`SESSIONS`] sessions.
fn large() -> Large {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::open(&folder.path().join("record.sqlite")).expect("a record");
    let (mut trial, name) = (trial(), "P001".parse::<PersonName>().expect("a name"));
    let source = legraise::source::SourceInfo {
        path: "camera".into(),
        kind: legraise::source::SourceKind::Camera,
        width: 1280,
        height: 720,
        rotation_deg: 0,
        stated_duration_s: None,
    };
    let config = SessionConfig { thresholds: Thresholds::default(), side: None, flow: Flow::Recorded };
    let model = ModelInfo { name: "heavy".into(), sha256: String::new() };
    for session in 0..SESSIONS {
        let date = format!("20{:02}-01-{:02}", session / 28 + 10, session % 28 + 1);
        let new = NewSession {
            person: &name,
            date: &date,
            recording: None,
            source: &source,
            config: &config,
            model: &model,
            now: "2026-01-01T00:00:00Z",
        };
        let trials: Vec<Trial> = (0..TRIALS / SESSIONS)
            .map(|i| {
                trial.side = Side::BOTH[i % 2];
                trial.angle_rad = (60.0 + (i % 30) as f64).to_radians();
                trial.clone()
            })
            .collect();
        let new_trials: Vec<NewTrial<'_>> = trials
            .iter()
            .zip(1..)
            .map(|(trial, number)| NewTrial { number, trial, trace: b"", key_frame: None })
            .collect();
        let id: SessionId = store.begin_session(&new, &new_trials[0]).expect("kept");
        store.add_trials(id, &new_trials[1..]).expect("kept");
    }
    #[cfg(feature = "passphrase")]
    {
        let passphrase = legraise::history::Passphrase::new("passphrase".to_owned());
        store = store.with_passphrase(passphrase.as_ref()).expect("encrypted");
    }
    let person = store.person(&name).expect("is there");
    (store, person, folder)
}

#[divan::bench]
fn list_and_trend_of_100_000_trials(bencher: divan::Bencher<'_, '_>) {
    let large = LARGE.lock().expect("not broken");
    bencher.bench_local(|| {
        let rows = large.0.trials(large.1).expect("readable");
        assert_eq!(rows.len(), TRIALS);
        black_box(Side::BOTH.map(|side| SideTrend::of(&rows, side).map(|trend| trend.change())));
        rows
    });
}

#[divan::bench]
fn everybody_in_a_record_of_100_000_trials(bencher: divan::Bencher<'_, '_>) {
    let large = LARGE.lock().expect("not broken");
    bencher.bench_local(|| large.0.people().expect("readable"));
}

fn main() {
    divan::main();
}
