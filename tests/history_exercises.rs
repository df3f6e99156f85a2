//! Exercises and plans in the record: what was done stays, whatever happens to the program, and tells when to test
//! again.

use legraise::exercise::Library;
use legraise::export::HistoryDocument;
use legraise::history::{
    HistorySink, KeptExercise, PersonId, PersonRecord, Rating, Recording, SCHEMA_VERSION, STRETCHES, SaveOutcome,
    SaveTarget, Store,
};
use legraise::history_service::acts::{self, ActError, report_of_day};
use legraise::motion::{
    Answers, Dose, Exercise, Referral, Screening, Sensation, SessionCommand, Side, Thresholds, Timestamp,
};
use legraise::pipeline::{Outcome, Pipeline, Sink};
use legraise::trace::Replay;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

fn record() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("record.sqlite");
    (folder, path)
}

/// The right leg goes to 77°, and is up for four seconds.
fn trace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl")
}

/// Three sets of a second each.
fn stretch() -> Exercise {
    let library = Library::open(None);
    let stretch = library.find(STRETCHES[0]).unwrap().clone();
    Exercise { dose: Dose { sets: 3, hold_s: 1.0, rest_s: 0.0, ..stretch.dose }, ..stretch }
}

fn stretching() -> Replay {
    Replay { exercise: Some(stretch()), ..Replay::open(&trace()).unwrap() }
}

/// A test after which the leg that went to 77° is clearly tight.
fn tight(screening: Screening) -> Replay {
    let mut replay = Replay::open(&trace()).unwrap();
    replay.config.thresholds =
        Thresholds { pass_deg: 110.0, slight_deg: 105.0, clear_deg: 100.0, ..Default::default() };
    replay.config.answers = Answers { method: None, screening: Some(screening) };
    replay
}

fn target(date: &str, recording: Option<Recording>) -> SaveTarget {
    SaveTarget { person: "Ana".parse().unwrap(), date: Some(date.to_owned()), recording }
}

fn keep(path: &Path, replay: Replay, target: SaveTarget) -> (Outcome, SaveOutcome) {
    let sink = HistorySink::new(Store::open(path).unwrap(), target);
    let receipt = sink.receipt();
    let outcome = replay.run(vec![Box::new(sink)]);
    assert!(outcome.sink_failures.is_empty(), "{:?}", outcome.sink_failures);
    (outcome, receipt.kept().unwrap().clone())
}

/// Runs it until so many sets are kept; nobody hears of an end.
fn killed_after(path: &Path, sets: usize, target: SaveTarget) {
    let mut replay = stretching();
    let (exercise, mut source) = (replay.exercise.clone(), replay.source);
    let pipeline = Pipeline::new(&mut source, &mut replay.estimator, replay.config, Vec::new());
    let mut pipeline = pipeline.with_exercise(exercise);
    let mut sink = HistorySink::new(Store::open(path).unwrap(), target);
    sink.begin(pipeline.start()).unwrap();
    let mut ended = 0;
    while ended < sets {
        let step = pipeline.step().unwrap().expect("a set more");
        sink.step(&step).unwrap();
        if step.observation.exercise.unwrap().ended.is_some() {
            ended += 1;
            assert_eq!(kept(path).last().unwrap().done.sets.len(), ended, "on the disk before the next one");
        }
    }
}

fn ana(path: &Path) -> (Store, PersonId) {
    let store = Store::open(path).unwrap();
    let person = store.person("Ana").unwrap();
    (store, person)
}

fn kept(path: &Path) -> Vec<KeptExercise> {
    let (store, person) = ana(path);
    store.exercises(person).unwrap()
}

fn record_of(path: &Path) -> PersonRecord {
    let (store, person) = ana(path);
    PersonRecord::read(&store, person).unwrap().unwrap()
}

#[test]
fn an_exercise_is_kept_set_by_set_and_no_test_is() {
    let (_folder, path) = record();
    let (outcome, told) = keep(&path, stretching(), target("2026-05-03", None));
    let exercises = kept(&path);
    assert_eq!((told.is_exercise, told.new, told.there_before, exercises.len()), (true, 1, 0, 1));
    let [one] = &exercises[..] else { panic!("{exercises:?}") };
    assert_eq!((one.date.as_str(), &one.done.exercise, one.done.complete), ("2026-05-03", &stretch(), true));
    assert_eq!(one.done.sets.len(), outcome.exercise.unwrap().sets.len());
    assert!((one.held_s(Side::Right) - 3.0).abs() < 0.3 && one.held_s(Side::Left) == 0.0, "{one:?}");
    let record = record_of(&path);
    assert!(record.sessions.is_empty() && record.rows.is_empty() && record.newest_test().is_none());
    let people = Store::open(&path).unwrap().people().unwrap();
    assert_eq!((people[0].sessions, people[0].exercises), (0, 1));
}

#[test]
fn what_was_done_before_the_program_dies_is_kept() {
    let (_folder, path) = record();
    killed_after(&path, 2, target("2026-05-03", None));
    let exercises = kept(&path);
    assert_eq!((exercises.len(), exercises[0].done.sets.len(), exercises[0].done.complete), (1, 2, false));
}

#[test]
fn the_same_exercise_of_a_recording_is_kept_once_and_what_a_killed_run_left_out_by_the_next() {
    let (_folder, path) = record();
    let target = || target("2026-05-03", Recording::of(&trace()));
    killed_after(&path, 2, target());
    // one that is killed sooner takes nothing away
    killed_after(&path, 0, target());
    let (_, told) = keep(&path, stretching(), target());
    assert_eq!((told.new, kept(&path).len(), kept(&path)[0].done.sets.len()), (1, 1, 3));
    let (_, again) = keep(&path, stretching(), target());
    assert_eq!((again.new, again.there_before, kept(&path).len()), (0, 1, 1));
    // the test of the same recording is another thing, and so is another dose
    let (_, test) = keep(&path, Replay::open(&trace()).unwrap(), target());
    assert_eq!((test.is_exercise, test.new, record_of(&path).rows.len()), (false, 1, 1));
    let more = Replay { exercise: Some(stretch().with_dose(1, 30.0)), ..stretching() };
    assert_eq!((keep(&path, more, target()).1.new, kept(&path).len()), (1, 2));
}

#[test]
fn what_holds_nothing_of_an_exercise_is_not_kept() {
    let (_folder, path) = record();
    let bridge = Library::open(None).find("bridge").unwrap().clone();
    let replay = Replay { exercise: Some(bridge), ..stretching() };
    let (_, told) = keep(&path, replay, target("2026-05-03", None));
    assert_eq!((told.is_exercise, told.new, told.there_before), (true, 0, 0));
    assert!(Store::open(&path).unwrap().people().unwrap().is_empty());
}

#[test]
fn an_exercise_is_rated_later_and_what_is_not_said_stays() {
    let (_folder, path) = record();
    keep(&path, Replay::open(&trace()).unwrap(), target("2026-05-02", None));
    let (mut store, person) = ana(&path);
    let effort = |effort| Rating { effort: Some(effort), pain: None };
    assert!(matches!(acts::rate(&mut store, person, None, effort(3)), Err(ActError::NoExercise { .. })));
    keep(&path, stretching(), target("2026-05-03", None));
    keep(&path, stretching(), target("2026-05-01", None));
    for nothing in [Rating::default(), effort(11), Rating { effort: Some(3), pain: Some(11) }] {
        assert!(matches!(acts::rate(&mut store, person, None, nothing), Err(ActError::NoRating)), "{nothing:?}");
    }
    acts::rate(&mut store, person, None, effort(10)).unwrap();
    let rated = acts::rate(&mut store, person, None, Rating { effort: None, pain: Some(0) }).unwrap();
    assert_eq!(rated.exercise.rating, Rating { effort: Some(10), pain: Some(0) });
    let ratings: Vec<(String, Rating)> = kept(&path).into_iter().map(|kept| (kept.date, kept.rating)).collect();
    assert_eq!(ratings[0], ("2026-05-01".to_owned(), rated.exercise.rating), "the one that was kept last");
    assert_eq!(ratings[1], ("2026-05-03".to_owned(), Rating::default()));
}

#[test]
fn a_plan_is_made_for_tight_legs_alone_never_before_somebody_is_asked_and_ends() {
    let (_folder, path) = record();
    keep(&path, stretching(), target("2026-05-01", None));
    let (mut store, person) = ana(&path);
    assert!(matches!(acts::make_plan(&mut store, person), Err(ActError::NotTested { .. })));
    keep(&path, Replay::open(&trace()).unwrap(), target("2026-05-02", None));
    let near = acts::make_plan(&mut store, person).expect_err("near the limit").to_string();
    assert!(near.contains("in the newest test, of 2026-05-02, no leg was further from the limit than the ±"), "{near}");
    keep(&path, tight(Screening::Caution), target("2026-05-03", None));
    let asked = acts::make_plan(&mut store, person).expect_err("a warning sign").to_string();
    assert!(asked.contains("ask a professional before you stretch"), "{asked}");
    assert!(matches!(acts::end_plan(&mut store, person), Err(ActError::NoPlan { .. })));
    assert_eq!(store.plan(person).unwrap(), None);
    keep(&path, tight(Screening::Clear), target("2026-05-04", None));
    let made = acts::make_plan(&mut store, person).unwrap().plan;
    assert_eq!((&made.legs[..], &made.exercises[..]), (&[Side::Right][..], &STRETCHES.map(str::to_owned)[..]));
    // another one takes its place
    acts::make_plan(&mut store, person).unwrap();
    assert_eq!(record_of(&path).plan, Some(made));
    acts::end_plan(&mut store, person).unwrap();
    assert_eq!(store.plan(person).unwrap(), None);
}

#[test]
fn pain_in_an_exercise_since_the_test_is_asked_about_before_anything_is_stretched() {
    let (_folder, path) = record();
    keep(&path, tight(Screening::Clear), target("2026-05-03", None));
    assert_eq!(record_of(&path).referral(), None);
    let mut hurts = stretching();
    hurts.commands.push((Timestamp::from_secs(6.0), SessionCommand::ReportDiscomfort));
    hurts.commands.push((Timestamp::from_secs(6.1), SessionCommand::ReportSensation(Sensation::Radiating)));
    keep(&path, hurts, target("2026-05-04", None));
    let kept = &kept(&path)[0].done;
    assert_eq!((kept.stopped, kept.sensation), (true, Some(Sensation::Radiating)));
    let (mut store, person) = ana(&path);
    assert!(matches!(
        acts::make_plan(&mut store, person),
        Err(ActError::AskFirst { referral: Referral::AfterPain, .. })
    ));
    assert_eq!(report_of_day(&store, person, None, true).unwrap().decision(), record_of(&path).decision());
    keep(&path, tight(Screening::Clear), target("2026-05-05", None));
    assert_eq!(record_of(&path).referral(), None, "a later test");
}

#[test]
fn pain_in_an_exercise_that_nobody_explained_is_asked_about_before_anything_is_stretched() {
    let (_folder, path) = record();
    keep(&path, tight(Screening::Clear), target("2026-05-03", None));
    let mut hurts = stretching();
    hurts.commands.push((Timestamp::from_secs(6.0), SessionCommand::ReportDiscomfort));
    keep(&path, hurts, target("2026-05-04", None));
    assert_eq!(record_of(&path).referral(), Some(Referral::PainNotTold));
    let (mut store, person) = ana(&path);
    assert!(matches!(acts::make_plan(&mut store, person), Err(ActError::AskFirst { .. })));
    keep(&path, tight(Screening::Clear), target("2026-05-05", None));
    assert_eq!(record_of(&path).referral(), None, "a later test");
}

#[test]
fn an_exercise_that_is_rated_as_painful_is_asked_about_before_anything_is_stretched() {
    let (_folder, path) = record();
    keep(&path, tight(Screening::Clear), target("2026-05-03", None));
    keep(&path, stretching(), target("2026-05-04", None));
    let (mut store, person) = ana(&path);
    for (pain, referral) in [(3, None), (4, Some(Referral::PainNotTold))] {
        acts::rate(&mut store, person, None, Rating { effort: None, pain: Some(pain) }).unwrap();
        assert_eq!(record_of(&path).referral(), referral, "{pain}");
    }
}

#[test]
fn a_day_comes_to_the_same_in_the_record_and_in_its_report() {
    let (_folder, path) = record();
    for (day, screening) in [("2026-05-03", Screening::Clear), ("2026-05-04", Screening::Caution)] {
        keep(&path, tight(screening), target(day, None));
        let (store, person) = ana(&path);
        let decision = record_of(&path).decision();
        assert_eq!(report_of_day(&store, person, None, true).unwrap().decision(), decision);
        assert_eq!(decision.stretches().count(), usize::from(screening == Screening::Clear), "{decision:?}");
    }
}

#[test]
fn what_was_done_within_a_week_counts_and_the_test_is_due_a_week_after_the_newest_one() {
    let (_folder, path) = record();
    keep(&path, tight(Screening::Clear), target("2026-05-01", None));
    let (mut store, person) = ana(&path);
    acts::make_plan(&mut store, person).unwrap();
    for day in ["2026-05-03", "2026-05-04T18:30", "2026-05-10T07:05", "2026-05-11"] {
        keep(&path, stretching(), target(day, None));
    }
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute("UPDATE plan SET made_on = '2026-05-02'", []).unwrap();
    let status = record_of(&path).plan_status("2026-05-10").unwrap();
    let [right] = &status.practised[..] else { panic!("{status:?}") };
    assert_eq!((right.side, right.held_min[0].0.as_str(), right.held_min[1].1), (Side::Right, STRETCHES[0], 0.0));
    assert!((right.total_min() - 0.1).abs() < 0.02, "two of three seconds each: {right:?}");
    assert_eq!((status.retest_on.as_deref(), status.is_retest_due()), (Some("2026-05-09"), true));
    assert!(!record_of(&path).plan_status("2026-05-08").unwrap().is_retest_due());
    keep(&path, tight(Screening::Clear), target("2026-05-10", None));
    let status = record_of(&path).plan_status("2026-05-10").unwrap();
    assert_eq!((status.retest_on.as_deref(), status.is_retest_due()), (Some("2026-05-17"), false));
    let of_report = |day| report_of_day(&Store::open(&path).unwrap(), person, Some(day), true).unwrap().plan();
    let now = record_of(&path).plan_status(&legraise::history::today()).unwrap();
    assert_eq!(of_report("2026-05-10"), now.text(), "as it stands when the report is made");
    let until_the_next = of_report("2026-05-01").join("\n");
    assert!(until_the_next.contains("in the week up to 2026-05-10: held"), "{until_the_next}");
    let text = status.text().join("\n");
    for part in ["Plan since 2026-05-02, right leg", "held 0.1 min", "Test again on 2026-05-17", "up to 7°"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn a_record_of_the_version_before_takes_exercises_and_plans() {
    let (_folder, path) = record();
    keep(&path, tight(Screening::Clear), target("2026-05-01", None));
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch("DROP TABLE exercise; DROP TABLE plan; PRAGMA user_version = 2").unwrap();
    drop(raw);
    assert_eq!((record_of(&path).rows.len(), kept(&path).len()), (1, 0));
    let (mut store, person) = ana(&path);
    acts::make_plan(&mut store, person).unwrap();
    keep(&path, stretching(), target("2026-05-03", None));
    assert_eq!((kept(&path).len(), SCHEMA_VERSION), (1, 3));
}

#[test]
fn exercises_and_plan_are_deleted_with_the_person() {
    let (_folder, path) = record();
    keep(&path, tight(Screening::Clear), target("2026-05-01", None));
    keep(&path, stretching(), target("2026-05-03", None));
    let (mut store, person) = ana(&path);
    acts::make_plan(&mut store, person).unwrap();
    let deleted = store.kept(person).unwrap();
    assert_eq!((deleted.sessions, deleted.exercises), (1, 1));
    assert!(deleted.text().contains("1 exercise"), "{}", deleted.text());
    assert_eq!(store.delete(person).unwrap().exercises, 1);
    let raw = rusqlite::Connection::open(&path).unwrap();
    for table in ["exercise", "plan", "session"] {
        let left: u32 = raw.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
        assert_eq!(left, 0, "{table}");
    }
}

#[test]
fn exercises_and_plan_stand_in_the_exports() {
    let (folder, path) = record();
    keep(&path, tight(Screening::Clear), target("2026-05-01", None));
    keep(&path, stretching(), target("2026-05-03", None));
    let (mut store, person) = ana(&path);
    acts::make_plan(&mut store, person).unwrap();
    acts::rate(&mut store, person, None, Rating { effort: Some(4), pain: Some(1) }).unwrap();
    let to = folder.path().join("out");
    acts::export(&store, person, &to, Default::default()).unwrap();
    let table = std::fs::read_to_string(to.join("exercises.csv")).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 4, "the names, and a row a set: {table}");
    assert!(lines[0].starts_with("\u{feff}person,date,uid,exercise,set,side,reps,held_s"), "{table}");
    assert!(lines[1].starts_with("Ana,2026-05-03,") && lines[1].contains(",supine_hamstring_stretch,1,right,1,"));
    assert!(lines[3].contains(",no,,4,1,"), "{table}");
    let document = HistoryDocument::of(&record_of(&path), &store, person).unwrap();
    let document = serde_json::to_value(document).unwrap();
    let exercise = &document["exercises"][0];
    assert_eq!(
        (&exercise["effort"], &exercise["pain"], &exercise["date"]),
        (&4.into(), &1.into(), &"2026-05-03".into())
    );
    assert_eq!(exercise["exercise"]["name"], STRETCHES[0]);
    assert_eq!(exercise["sets"].as_array().unwrap().len(), 3);
    assert_eq!(document["plan"]["legs"], serde_json::json!(["right"]));
    assert!(document["plan"]["retest_on"].is_string());
}

#[test]
fn a_run_that_is_stopped_leaves_the_rest_to_the_next() {
    let (_folder, path) = record();
    let target = || target("2026-05-03", Recording::of(&trace()));
    let sink = HistorySink::new(Store::open(&path).unwrap(), target());
    let mut replay = stretching();
    let pipeline = Pipeline::new(&mut replay.source, &mut replay.estimator, replay.config, Vec::new());
    // before its first frame
    let outcome = pipeline.with_exercise(replay.exercise).run(vec![Box::new(sink)], &AtomicBool::new(true));
    assert!(outcome.interrupted && Store::open(&path).unwrap().people().unwrap().is_empty());
    assert_eq!(keep(&path, stretching(), target()).1.new, 1);
}

#[test]
fn pain_before_anything_counts_is_kept_and_ends_the_plan() {
    let (_folder, path) = record();
    keep(&path, tight(Screening::Clear), target("2026-05-01", None));
    let (mut store, person) = ana(&path);
    acts::make_plan(&mut store, person).unwrap();
    let planned = || record_of(&path).plan_status("2026-05-03");
    assert!(planned().is_some());
    // a hold so long that nothing of it counts before it hurts
    let mut hurts = stretching();
    hurts.exercise.as_mut().unwrap().dose.hold_s = 30.0;
    let said = [SessionCommand::ReportDiscomfort, SessionCommand::ReportSensation(Sensation::Radiating)];
    hurts.commands.extend([2.0, 2.5].map(Timestamp::from_secs).into_iter().zip(said));
    let (outcome, saved) = keep(&path, hurts, target("2026-05-03", None));
    assert!(outcome.exercise.unwrap().sets.is_empty());
    assert_eq!(saved.new, 1);
    let record = record_of(&path);
    assert_eq!(record.exercises[0].done.sensation, Some(Sensation::Radiating));
    assert_eq!(record.referral(), Some(Referral::AfterPain));
    assert_eq!(planned(), None, "nobody is told to go on");
    assert!(matches!(acts::make_plan(&mut store, person), Err(ActError::AskFirst { .. })));
}

#[test]
fn a_plan_is_for_the_legs_that_are_still_tight() {
    let (_folder, path) = record();
    keep(&path, tight(Screening::Clear), target("2026-05-01", None));
    let (mut store, person) = ana(&path);
    acts::make_plan(&mut store, person).unwrap();
    keep(&path, Replay::open(&trace()).unwrap(), target("2026-05-09", None));
    assert_eq!(record_of(&path).plan_status("2026-05-09"), None);
}

#[test]
fn a_rating_belongs_to_the_exercise_that_was_done() {
    let (_folder, path) = record();
    keep(&path, stretching(), target("2026-05-03", None));
    let (mut store, person) = ana(&path);
    let first = record_of(&path).exercises[0].done.clone();
    let other = Exercise { name: "mine".to_owned(), ..stretch() };
    keep(&path, Replay { exercise: Some(other), ..stretching() }, target("2026-05-04", None));
    let rating = Rating { effort: Some(7), pain: None };
    acts::rate(&mut store, person, Some(&first), rating).unwrap();
    let efforts: Vec<_> = record_of(&path).exercises.iter().map(|kept| kept.rating.effort).collect();
    assert_eq!(efforts, [Some(7), None]);
    // one that the record could not take is none of those that are there
    let mut lost = first;
    lost.sets.clear();
    assert!(matches!(acts::rate(&mut store, person, Some(&lost), rating), Err(ActError::NoExercise { .. })));
}
