//! The record where somebody says which leg a raise was that the measurement can't tell.

use legraise::export::bundle;
use legraise::history::{HistorySink, PersonName, PersonRecord, Recording, SaveTarget, Store, TrialRow};
use legraise::history_service::acts::{self, report_of_day};
use legraise::motion::{Event, Sensation, SessionCommand, Side, Timestamp, TrialReason};
use legraise::pipeline::Sink;
use legraise::trace::Replay;
use std::path::Path;

fn ana() -> PersonName {
    "Ana".parse().unwrap()
}

fn kept(path: &Path) -> Vec<TrialRow> {
    let store = Store::open_existing(path).unwrap();
    store.trials(store.person(ana()).unwrap()).unwrap()
}

#[test]
fn the_leg_that_somebody_says_is_in_the_record_as_soon_as_it_is_said() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("record.sqlite");
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/r201_both_near.jsonl");
    let mut replay = Replay::open(&trace).unwrap();
    let said = [(9.9, SessionCommand::TellSide(Side::Left)), (10.2, SessionCommand::ReportSensation(Sensation::Pull))];
    replay.commands.extend(said.map(|(secs, said)| (Timestamp::from_secs(secs), said)));
    let mut pipeline = replay.pipeline();
    let keep = SaveTarget { person: ana(), date: Some("2026-05-03".to_owned()), recording: None };
    let mut sink = HistorySink::new(Store::open(&path).unwrap(), keep);
    sink.begin(pipeline.start()).unwrap();
    let mut sides = Vec::new();
    while let Some(step) = pipeline.step().unwrap() {
        sink.step(&step).unwrap();
        let is_told = |event: &Event| matches!(event, Event::TrialEnded(_) | Event::TrialRevised(_));
        if step.observation.events.iter().any(is_told) {
            sides.extend(kept(&path).iter().map(|row| row.side));
        }
    }
    assert_eq!(sides, [Side::Right, Side::Left, Side::Left], "the last time with what was felt");
    let store = Store::open_existing(&path).unwrap();
    let row = kept(&path).remove(0);
    let document = store.trial(store.person(ana()).unwrap(), row.id).unwrap().unwrap().record;
    assert_eq!((document.side, document.reasons), (Side::Left, vec![TrialReason::BothLegsRaised]));
    assert_eq!(row.sensation, Some(Sensation::Pull), "what is felt in it later is kept with it");
    is_exported_as(&path, Side::Left);
}

/// Every file of an export tells that the only raise was of this leg.
fn is_exported_as(path: &Path, side: Side) {
    let to = path.with_extension("export");
    let store = Store::open_existing(path).unwrap();
    acts::export(&store, store.person(ana()).unwrap(), &to, Default::default()).unwrap();
    let name = format!("trial-1-2026-05-03-{}", side.name());
    let trials = Replay::open(&to.join(format!("{name}.jsonl"))).unwrap().run(Vec::new()).report.trials;
    assert_eq!(trials.iter().map(|trial| (trial.side, trial.asks_side())).collect::<Vec<_>>(), [(side, false)]);
    let c3d = std::fs::read(to.join(format!("{name}.c3d"))).unwrap();
    let tells = |text: &str| c3d.windows(text.len()).any(|part| part == text.as_bytes());
    assert_eq!((tells("Left"), tells("Right")), (side == Side::Left, side == Side::Right));
}

/// Keeps the raise of a recording, measured with this side; the receipt's new, settled and there-before trials.
fn keep(path: &Path, side: Option<Side>) -> (u32, u32, u32) {
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/r201_both_near.jsonl");
    let mut replay = Replay::open(&trace).unwrap();
    replay.config.side = side;
    let keep = SaveTarget { person: ana(), date: Some("2026-05-03".to_owned()), recording: Recording::of(&trace) };
    let sink = HistorySink::new(Store::open(path).unwrap(), keep);
    let receipt = sink.receipt();
    replay.run(vec![Box::new(sink)]);
    let kept = receipt.kept().unwrap();
    (kept.new, kept.settled, kept.there_before)
}

#[test]
fn a_recording_that_is_measured_again_with_its_side_settles_what_was_kept() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("record.sqlite");
    let side_and_doubt = || {
        let store = Store::open_existing(&path).unwrap();
        let row = kept(&path).pop().unwrap();
        let document = store.trial(store.person(ana()).unwrap(), row.id).unwrap().unwrap().record;
        assert!((row.measured_deg - document.angle_deg).abs() < 1e-9, "the list tells what the document does");
        (row.side, document.reasons.contains(&TrialReason::SideNotCertain))
    };
    assert_eq!(keep(&path, None), (1, 0, 0));
    assert_eq!(side_and_doubt(), (Side::Right, true));
    assert_eq!(keep(&path, Some(Side::Left)), (0, 1, 0));
    assert_eq!(side_and_doubt(), (Side::Left, false));
    is_exported_as(&path, Side::Left);
    for again in [Some(Side::Left), Some(Side::Right), None] {
        assert_eq!(keep(&path, again), (0, 0, 1), "{again:?}: what is known is not asked again");
    }
    assert_eq!((side_and_doubt(), kept(&path).len()), ((Side::Left, false), 1));
}

#[test]
fn a_raise_before_somebody_else_was_pointed_at_is_listed_and_counts_for_nobody() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("record.sqlite");
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let mut replay = Replay::open(&trace).unwrap();
    let mut pipeline = replay.pipeline();
    let keep = SaveTarget { person: ana(), date: Some("2026-05-03".to_owned()), recording: None };
    let mut sink = HistorySink::new(Store::open(&path).unwrap(), keep);
    sink.begin(pipeline.start()).unwrap();
    while let Some(mut step) = pipeline.step().unwrap() {
        let events = &mut step.observation.events;
        let ended = events.iter().find_map(|event| match event {
            Event::TrialEnded(trial) => Some(trial.clone()),
            _ => None,
        });
        if let Some(mut trial) = ended {
            trial.sensation = Some(Sensation::Radiating);
            events.push(Event::TrialRevised(Box::new(trial.into_another_persons())));
        }
        sink.step(&step).unwrap();
    }
    let rows = kept(&path);
    assert_eq!(rows.iter().map(|row| (row.is_of_another_person, row.is_judged())).collect::<Vec<_>>(), [(true, false)]);
    let store = Store::open_existing(&path).unwrap();
    let person = store.person(ana()).unwrap();
    let record = PersonRecord::read(&store, person).unwrap().unwrap();
    assert_eq!(record.trend(Side::Right), None);
    assert_eq!(record.referral(), None, "what they felt is nothing to her");
    let report = report_of_day(&store, person, None, false).unwrap();
    assert_eq!((report.trials.len(), report.of_side(Side::Right).count()), (1, 0));
    let observations = bundle(&record).to_string().matches("Observation").count();
    assert_eq!(observations, 0);
}
