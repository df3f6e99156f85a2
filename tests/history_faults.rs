//! The record under bad luck: runs that are stopped, programs at the same time, files that are none of ours, disks that
//! are full or can't be written.

use legraise::history::{
    HistorySink, PersonName, PersonRecord, Recording, SaveOutcome, SaveTarget, Store, StoreError, TrialRow,
};
use legraise::history_service::{Answer, HistoryService, MeasuredTrial, OpenHistory, Request};
use legraise::live::{Inbox, WatchedSink, WriteNews};
use legraise::motion::{Event, LegPoints, Point};
use legraise::pipeline::{Outcome, Sink, SinkError, Step};
use legraise::trace::Replay;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

fn name(text: &str) -> PersonName {
    text.parse().unwrap()
}

/// A trace with the right leg going to 77° twice.
fn two_raises(folder: &Path) -> PathBuf {
    let once = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let text = std::fs::read_to_string(once).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let (header, frames, end) = (lines[0], &lines[1..lines.len() - 1], lines[lines.len() - 1]);
    let later = frames.iter().map(|line| {
        let mut frame: serde_json::Value = serde_json::from_str(line).unwrap();
        frame["t_ns"] = (frame["t_ns"].as_u64().unwrap() + 12_100_000_000).into();
        frame.to_string()
    });
    let all: Vec<String> = frames.iter().map(|line| (*line).to_owned()).chain(later).collect();
    let path = folder.join("two.jsonl");
    std::fs::write(&path, format!("{header}\n{}\n{end}\n", all.join("\n"))).unwrap();
    path
}

/// Does something when so many trials are over, or so many frames seen.
struct At<F: FnMut()> {
    trials: usize,
    frames: usize,
    what: F,
}

impl<F: FnMut()> Sink for At<F> {
    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        let ended = step.observation.events.iter().filter(|event| matches!(event, Event::TrialEnded(_))).count();
        let was = (self.trials, self.frames);
        self.trials = self.trials.saturating_sub(ended);
        self.frames = self.frames.saturating_sub(1);
        if (was.0 > 0 && self.trials == 0) || (was.1 > 0 && self.frames == 0) {
            (self.what)();
        }
        Ok(())
    }
}

/// Measures a trace for a person, as one recording; what the record has of it.
fn keep(
    record: &Path,
    trace: &Path,
    person: &str,
    more: Box<dyn Sink + '_>,
    stop: &AtomicBool,
) -> (Outcome, Option<SaveOutcome>) {
    keep_with(record, trace, person, more, stop, |_| {})
}

fn keep_with(
    record: &Path,
    trace: &Path,
    person: &str,
    more: Box<dyn Sink + '_>,
    stop: &AtomicBool,
    change: impl Fn(&mut Replay),
) -> (Outcome, Option<SaveOutcome>) {
    let mut replay = Replay::open(trace).unwrap();
    change(&mut replay);
    let keep =
        SaveTarget { person: name(person), date: Some("2026-05-03".to_owned()), recording: Recording::of(trace) };
    let sink = HistorySink::new(Store::open(record).unwrap(), keep);
    let receipt = sink.receipt();
    let outcome = replay.pipeline().run(vec![Box::new(sink), more], stop);
    (outcome, receipt.kept().cloned())
}

fn whole(record: &Path, trace: &Path, person: &str) -> SaveOutcome {
    let nothing = Box::new(At { trials: 0, frames: 0, what: || {} });
    let (outcome, kept) = keep(record, trace, person, nothing, &AtomicBool::new(false));
    assert!(outcome.sink_failures.is_empty(), "{:?}", outcome.sink_failures);
    kept.expect("all of it is kept")
}

/// Stops after a trial, or after so many frames.
fn stopped(record: &Path, trace: &Path, person: &str, trials: usize, frames: usize) {
    let stop = AtomicBool::new(false);
    let stopper = Box::new(At { trials, frames, what: || stop.store(true, Ordering::Relaxed) });
    assert!(keep(record, trace, person, stopper, &stop).0.interrupted);
}

fn rows(record: &Path, person: &str) -> Vec<TrialRow> {
    let store = Store::open_existing(record).unwrap();
    store.trials(store.person(person).unwrap()).unwrap()
}

fn sessions(record: &Path, person: &str) -> usize {
    let store = Store::open_existing(record).unwrap();
    store.sessions(store.person(person).unwrap()).unwrap().len()
}

fn is_whole(record: &Path, trace: &Path, person: &str) -> bool {
    Store::open_existing(record)
        .unwrap()
        .has_recording(&name(person), &Recording::of(trace).unwrap().key, None)
        .unwrap()
}

#[test]
fn a_run_that_was_stopped_is_gone_on_with_and_nothing_is_doubled() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    stopped(&record, &trace, "Ana", 1, 0);
    let first = rows(&record, "Ana");
    assert_eq!(first.len(), 1);
    assert!(!is_whole(&record, &trace, "Ana"));
    let kept = whole(&record, &trace, "Ana");
    assert_eq!((kept.new, kept.there_before), (1, 1));
    let both = rows(&record, "Ana");
    assert_eq!(both.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(both[0], first[0], "what is there stays");
    assert_eq!(sessions(&record, "Ana"), 1);
    assert!(is_whole(&record, &trace, "Ana"));
    let again = whole(&record, &trace, "Ana");
    assert_eq!((again.new, again.there_before), (0, 2));
    // somebody else's is somebody else's
    assert_eq!(whole(&record, &trace, "Ben").new, 2);
}

#[test]
fn a_raise_that_a_run_was_stopped_in_is_kept_whole_by_the_next_one() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    let complete = folder.path().join("complete.sqlite");
    whole(&complete, &trace, "Ana");
    let peaks: Vec<f64> = rows(&complete, "Ana").iter().map(|row| row.measured_deg).collect();
    // 25 fps, and the leg goes up in the middle of the twelve seconds
    stopped(&record, &trace, "Ana", 0, 25 * 5);
    assert!(matches!(Store::open_existing(&record).unwrap().person("Ana"), Err(StoreError::NoSuchPerson { .. })));
    whole(&record, &trace, "Ana");
    assert_eq!(rows(&record, "Ana").iter().map(|row| row.measured_deg).collect::<Vec<_>>(), peaks);
}

#[test]
fn a_trial_that_somebody_has_corrected_stays_corrected_when_the_next_run_goes_on() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    stopped(&record, &trace, "Ana", 1, 0);
    let raw = rusqlite::Connection::open(&record).unwrap();
    raw.execute_batch(
        "INSERT INTO correction (trial_id, made_at, made_by, points, angle_deg, verdict, grade, borderline)
         VALUES (1, '2026-06-01T08:00:00Z', 'Lee', '{\"hip\":{\"x\":1.0,\"y\":1.0},\"knee\":{\"x\":2.0,\"y\":1.0},\"ankle\":{\"x\":3.0,\"y\":1.0}}',
             70, 'tight', 'slight', 0)",
    )
    .unwrap();
    drop(raw);
    whole(&record, &trace, "Ana");
    let both = rows(&record, "Ana");
    assert_eq!(both.len(), 2);
    assert_eq!(both[0].correction.as_ref().expect("it is there still").made_by, "Lee");
}

#[test]
fn a_stopped_run_with_other_limits_doubles_nothing() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    stopped(&record, &trace, "Ana", 1, 0);
    let nothing = Box::new(At { trials: 0, frames: 0, what: || {} });
    let stricter = |replay: &mut Replay| replay.config.thresholds.pass_deg = 85.0;
    let (_, kept) = keep_with(&record, &trace, "Ana", nothing, &AtomicBool::new(false), stricter);
    assert_eq!(kept.map(|kept| (kept.new, kept.there_before)), Some((1, 1)));
    assert_eq!((rows(&record, "Ana").len(), sessions(&record, "Ana")), (2, 2), "each by its own limits");
}

#[test]
fn programs_that_measure_the_same_recording_at_once_keep_it_once() {
    let folder = folder();
    let trace = two_raises(folder.path());
    for round in 0..5 {
        let record = folder.path().join(format!("{round}.sqlite"));
        let together = Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let wait = Box::new(At {
                        trials: 0,
                        frames: 1,
                        what: || {
                            together.wait();
                        },
                    });
                    let (outcome, kept) = keep(&record, &trace, "Ana", wait, &AtomicBool::new(false));
                    assert!(outcome.sink_failures.is_empty(), "{:?}", outcome.sink_failures);
                    let kept = kept.unwrap();
                    assert_eq!(kept.new + kept.there_before, 2);
                });
            }
        });
        assert_eq!((rows(&record, "Ana").len(), sessions(&record, "Ana")), (2, 1));
        assert!(is_whole(&record, &trace, "Ana"));
    }
}

#[test]
fn whoever_is_deleted_while_measured_is_told_and_stays_deleted() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    // after the last trial, too, when nothing but the end is left to be written
    for trials in [1, 2] {
        let delete = || {
            let mut store = Store::open(&record).unwrap();
            let person = store.person("Ana").unwrap();
            store.delete(person).unwrap();
            // somebody else gets the numbers that are free now
            drop(store);
            whole(&record, &trace, "Ben");
        };
        let more = Box::new(At { trials, frames: 0, what: delete });
        let (outcome, kept) = keep(&record, &trace, "Ana", more, &AtomicBool::new(false));
        assert_eq!(kept, None);
        let told = outcome.sink_failures[0].0.to_string();
        assert!(told.contains("Ana was deleted from the record") && told.contains("measure again"), "{told}");
        let store = Store::open(&record).unwrap();
        assert!(matches!(store.person("Ana"), Err(StoreError::NoSuchPerson { .. })));
        assert_eq!(rows(&record, "Ben").len(), 2, "nothing of hers is his");
        std::fs::remove_file(&record).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_record_that_is_deleted_while_it_is_open_is_told() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    let delete = Box::new(At { trials: 1, frames: 0, what: || std::fs::remove_file(&record).unwrap() });
    let (outcome, kept) = keep(&record, &trace, "Ana", delete, &AtomicBool::new(false));
    assert_eq!(kept, None);
    let told = outcome.sink_failures[0].0.to_string();
    assert!(told.contains("moved or deleted while it was open"), "{told}");
}

#[test]
fn people_whose_name_was_written_in_two_ways_become_one() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    for person in ["Müller", "Other", "Zoe", "Ben", "Eve"] {
        whole(&record, &trace, person);
    }
    // as the first version of the record had them
    let raw = rusqlite::Connection::open(&record).unwrap();
    let rename = |from: &str, to: &str| {
        raw.execute("UPDATE person SET name = ?2, name_key = lower(?2) WHERE name = ?1", [from, to]).unwrap();
    };
    rename("Other", "MU\u{308}LLER");
    rename("Zoe", "Zoe\u{200b}");
    rename("Eve", "\u{200b}");
    raw.execute_batch("DROP TABLE exercise; DROP TABLE plan; PRAGMA user_version = 1").unwrap();
    drop(raw);
    let store = Store::open_existing(&record).unwrap();
    let people: Vec<(String, u32)> = store.people().unwrap().into_iter().map(|p| (p.name, p.trials)).collect();
    let expect = [("Ben", 2), ("Müller", 4), ("without a name (5)", 2), ("Zoe", 2)];
    assert_eq!(people, expect.map(|(name, trials)| (name.to_owned(), trials)));
    assert_eq!(store.person("mu\u{308}ller").unwrap(), store.person("MÜLLER").unwrap());
}

#[test]
fn a_point_is_corrected_to_where_a_leg_can_be() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    whole(&record, &trace, "Ana");
    let mut store = Store::open(&record).unwrap();
    let person = store.person("Ana").unwrap();
    let row = &store.trials(person).unwrap()[0];
    let kept = store.trial(person, row.id).unwrap().unwrap();
    let Some(seen) = kept.seen_points() else { return no_frame(&mut store, &kept) };
    let at = |x: f64, y: f64| Point::new(x, y);
    let along = seen.ankle - seen.hip;
    for (points, why) in [
        (LegPoints { ankle: at(1e308, 1e308), ..seen }, "outside"),
        (LegPoints { ankle: at(-1e9, 1e9), ..seen }, "outside"),
        (LegPoints { ankle: at(f64::NAN, 1.0), ..seen }, "outside"),
        (LegPoints { hip: seen.knee, knee: seen.knee, ankle: seen.knee }, "short"),
        (LegPoints { ankle: seen.knee, ..seen }, "short"),
        (LegPoints { knee: seen.hip + along * 0.15, ..seen }, "same length"),
        (LegPoints { hip: seen.ankle, knee: seen.knee, ankle: seen.hip }, "mixed up"),
    ] {
        let told = store.correct(&kept, &points, "Lee", "2026-06-01T08:00:00Z").expect_err(why).to_string();
        assert!(told.contains(why) && told.contains("nothing was changed"), "{told}");
    }
    assert_eq!(store.corrections(row.id).unwrap(), []);
    let a_little = LegPoints { ankle: seen.ankle + at(6.0, -4.0), ..seen };
    store.correct(&kept, &a_little, "Lee", "2026-06-01T08:00:00Z").unwrap().unwrap();
}

/// A replay has no images, and without one nothing is put right.
fn no_frame(store: &mut Store, kept: &legraise::history::KeptTrial) {
    let points = LegPoints { hip: Point::new(1.0, 1.0), knee: Point::new(2.0, 1.0), ankle: Point::new(3.0, 1.0) };
    assert_eq!(store.correct(kept, &points, "Lee", "2026-06-01T08:00:00Z").unwrap(), None);
}

/// Another program holds the record while the first raise is kept, and lets go before the second.
#[test]
fn a_raise_that_a_busy_record_did_not_take_is_told_at_once_and_kept_with_the_next_one() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    let target = SaveTarget { person: name("Ana"), date: Some("2026-05-03".to_owned()), recording: None };
    let sink = HistorySink::new(Store::open(&record).unwrap(), target);
    let (receipt, inbox) = (sink.receipt(), Arc::new(Inbox::new(|| {})));
    let other = rusqlite::Connection::open(&record).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let let_go = At { trials: 1, frames: 0, what: || other.execute_batch("ROLLBACK").unwrap() };
    let after_second = At {
        trials: 2,
        frames: 0,
        what: || assert_eq!(rows(&record, "Ana").iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]),
    };
    let watched = WatchedSink::new(Box::new(sink), inbox.clone());
    let sinks: Vec<Box<dyn Sink + '_>> = vec![Box::new(watched), Box::new(let_go), Box::new(after_second)];
    let outcome = Replay::open(&trace).unwrap().pipeline().run(sinks, &AtomicBool::new(false));
    assert!(outcome.sink_failures.is_empty(), "{:?}", outcome.sink_failures);
    assert_eq!(receipt.kept().map(|kept| kept.new), Some(2));
    let told = inbox.take().writing;
    let [WriteNews::Held(why), WriteNews::Written] = &told[..] else { panic!("{told:?}") };
    assert!(why.contains("another program has held the record"), "{why}");
    let store = Store::open_existing(&record).unwrap();
    let person = store.person("Ana").unwrap();
    let [first, second] = &store.trials(person).unwrap()[..] else { panic!("two raises") };
    let poses = |row: &TrialRow| store.trace(row.id).unwrap().unwrap().len();
    assert!(poses(first) > 10_000 && poses(second) > 10_000, "each with its own poses");
    assert!(store.sessions(person).unwrap()[0].document.is_some());
}

/// Somebody is deleted while another program keeps the first raise from being written: nothing brings them back.
#[test]
fn who_is_deleted_while_a_raise_is_held_stays_deleted() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    whole(&record, &trace, "Ana");
    let person = Store::open(&record).unwrap().person("Ana").unwrap();
    let target = SaveTarget { person: name("Ana"), date: Some("2026-05-03".to_owned()), recording: None };
    let sink = HistorySink::new(Store::open(&record).unwrap(), target);
    let other = rusqlite::Connection::open(&record).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let deleted = || {
        other.execute_batch("ROLLBACK").unwrap();
        Store::open(&record).unwrap().delete(person).unwrap();
    };
    let sinks: Vec<Box<dyn Sink + '_>> = vec![Box::new(sink), Box::new(At { trials: 1, frames: 0, what: deleted })];
    let outcome = Replay::open(&trace).unwrap().pipeline().run(sinks, &AtomicBool::new(false));
    assert_eq!(outcome.sink_failures.len(), 1, "that is told");
    assert!(Store::open_existing(&record).unwrap().person("Ana").is_err());
}

#[test]
fn a_trial_that_was_deleted_meanwhile_is_gone_and_not_damaged() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    whole(&record, &trace, "Ana");
    let mut store = Store::open(&record).unwrap();
    let (person, row) = (store.person("Ana").unwrap(), rows(&record, "Ana").remove(0));
    assert!(store.trace(row.id).unwrap().is_some());
    store.delete(person).unwrap();
    assert_eq!(store.trace(row.id).unwrap(), None);
    assert!(store.trial(person, row.id).unwrap().is_none());
}

#[test]
fn what_is_read_at_once_is_of_one_moment() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    whole(&record, &trace, "Ana");
    let store = Store::open_existing(&record).unwrap();
    let person = store.person("Ana").unwrap();
    let notes = || Ok::<_, StoreError>(PersonRecord::read(&store, person)?.map(|record| record.notes.len()));
    let read = store.at_once(|| {
        let before = notes()?;
        // another window writes between the two
        Store::open(&record)?.add_note(person, "from next door", "2026-06-01T08:00:00Z")?;
        Ok::<_, StoreError>((before, notes()?))
    });
    assert_eq!(read.unwrap(), (Some(0), Some(0)));
    assert_eq!(notes().unwrap(), Some(1), "afterwards it is as it is now");
}

#[test]
fn a_trial_that_got_another_number_in_a_session_that_was_gone_on_with_is_found() {
    let folder = folder();
    let (record, trace) = (folder.path().join("record.sqlite"), two_raises(folder.path()));
    whole(&record, &trace, "Ana");
    let row = &rows(&record, "Ana")[1];
    let place = record.clone();
    let open: OpenHistory = Arc::new(move || Store::open_existing(&place).map(Some));
    let service = HistoryService::start(open, Arc::new(|| {})).unwrap();
    let find = |number, angle_deg| {
        let measured = MeasuredTrial { person: "Ana".to_owned(), number, side: row.side, angle_deg };
        assert!(service.ask(Request::Find(measured)));
        loop {
            match service.answers().next() {
                Some(Answer::Trial(view)) => return Some(view.kept.row.id),
                Some(_) => return None,
                None => std::thread::sleep(std::time::Duration::from_millis(5)),
            }
        }
    };
    assert_eq!(find(2, row.measured_deg), Some(row.id));
    assert!(find(7, row.measured_deg).is_some(), "by another number");
    assert_eq!(find(2, row.measured_deg + 0.1), None);
}
