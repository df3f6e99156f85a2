//! A large record to measure with; with `--features passphrase` an encrypted one.

use legraise::estimator::ModelInfo;
use legraise::history::{NewSession, NewTrial, PersonId, PersonName, Store};
use legraise::motion::{SessionConfig, Side, Trial};
use legraise::trace::Replay;
use std::path::Path;

pub const SESSIONS: usize = 200;

/// The record, whose it is, and its folder, which must outlive it.
pub type Large = (Store, PersonId, tempfile::TempDir);

fn trial() -> Trial {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let outcome = Replay::open(&path).expect("a trace").run(Vec::new());
    outcome.report.trials.into_iter().next().expect("there is a raise in it")
}

/// One person with so many trials in [`SESSIONS`] sessions.
pub fn large(trials: usize) -> Large {
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
        filmed_on: None,
    };
    let config = SessionConfig::default();
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
        let trials: Vec<Trial> = (0..trials / SESSIONS)
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
        store.keep_trials(&new, &mut None, &new_trials).expect("kept");
    }
    #[cfg(feature = "passphrase")]
    {
        let passphrase = legraise::history::Passphrase::new("passphrase".to_owned());
        store = store.with_passphrase(passphrase.as_ref()).expect("encrypted");
    }
    let person = store.person(&name).expect("is there");
    (store, person, folder)
}
