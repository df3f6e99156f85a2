//! The record: what is kept stays, whatever happens to the program, and what is deleted is gone.

use legraise::album::AlbumThread;
use legraise::export::{COLUMNS, Decimal, HistoryDocument, TrialLine, bundle, line};
use legraise::history::{
    Correction, HistorySink, KeptTrial, PersonId, PersonName, PersonRecord, SCHEMA_VERSION, SaveTarget, Store,
    StoreError, TrialId, TrialRow,
};
use legraise::history_service::acts::{self, ActError, CorrectionRequest, MovedPoints, report_of_day};
use legraise::motion::{
    Answers, Event, LegPoints, Method, Point, Referral, Screening, Sensation, SessionCommand, Side, Thresholds,
    Timestamp, TrialReason, VerdictKind,
};
use legraise::pipeline::{Outcome, Pipeline, Sink};
use legraise::trace::Replay;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

fn record() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("data/record.sqlite");
    (folder, path)
}

fn name(text: &str) -> PersonName {
    text.parse().unwrap()
}

/// The right leg goes to 77°.
fn replay() -> Replay {
    Replay::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl")).unwrap()
}

fn measure(path: &Path, person: &str, date: &str) -> Outcome {
    let keep = SaveTarget { person: name(person), date: Some(date.to_owned()), recording: None };
    let sinks: Vec<Box<dyn Sink>> = vec![Box::new(HistorySink::new(Store::open(path).unwrap(), keep))];
    let outcome = replay().run(sinks);
    assert!(outcome.sink_failures.is_empty(), "{:?}", outcome.sink_failures);
    outcome
}

fn rows(path: &Path, person: &str) -> Vec<TrialRow> {
    let store = Store::open_existing(path).unwrap();
    store.trials(store.person(name(person)).unwrap()).unwrap()
}

#[test]
fn a_trial_comes_back_with_all_that_was_measured() {
    let (_folder, path) = record();
    let outcome = measure(&path, "Ana", "2026-05-03");
    let trial = &outcome.report.trials[0];
    let rows = rows(&path, "  aNA ");
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].side, rows[0].date.as_str(), rows[0].number), (Side::Right, "2026-05-03", 1));
    assert!((rows[0].measured_deg - trial.angle_rad.to_degrees()).abs() < 0.01);
    let store = Store::open(&path).unwrap();
    let person = store.person(name("Ana")).unwrap();
    let kept = store.trial(person, rows[0].id).unwrap().unwrap();
    assert_eq!(kept.record, legraise::document::TrialDocument::of(trial));
    assert_eq!(kept.curve.len(), trial.curve.len());
    let points = |knee: f64| LegPoints {
        hip: Point::new(300.0, 280.0),
        knee: Point::new(340.0, knee),
        ankle: Point::new(370.0, 100.0),
    };
    for knee in [180.0, 200.0] {
        assert!((kept.reader.thigh_rad(&points(knee)) - trial.reader.thigh_rad(&points(knee))).abs() < 1e-9);
    }
    let session = &store.sessions(person).unwrap()[0];
    assert_eq!(
        (session.config, &session.model),
        (replay().config, &legraise::estimator::PoseEstimator::info(&replay().estimator))
    );
    assert_eq!(session.document.as_ref().unwrap()["schema"], "legraise.measurement/1");
}

#[test]
fn a_kept_trace_is_judged_as_the_trial_was() {
    let (folder, path) = record();
    measure(&path, "Ana", "2026-05-03");
    let (row, trace) = (&rows(&path, "Ana")[0], folder.path().join("trace.jsonl"));
    std::fs::write(&trace, Store::open(&path).unwrap().trace(row.id).unwrap().unwrap()).unwrap();
    let report = Replay::open(&trace).unwrap().run(Vec::new()).report;
    let again = report.trials[0].angle_rad.to_degrees();
    assert!((again - row.measured_deg).abs() < 0.5, "{again} instead of {}", row.measured_deg);
}

/// A test whose person was asked how the leg is raised, and said some seconds after the raise what stopped it.
fn answered() -> Replay {
    let mut replay = replay();
    replay.config.answers = Answers { method: Some(Method::Strap), screening: Some(Screening::Clear) };
    let said = SessionCommand::ReportSensation(Sensation::Radiating);
    // the trial has ended by then
    replay.commands.push((Timestamp::from_secs(11.9), said));
    replay
}

#[test]
fn what_was_felt_is_in_the_trial_also_when_the_program_dies_after_it() {
    let (_folder, path) = record();
    let mut replay = answered();
    let mut pipeline = replay.pipeline();
    let keep = SaveTarget { person: name("Ana"), date: Some("2026-05-03".to_owned()), recording: None };
    let mut sink = HistorySink::new(Store::open(&path).unwrap(), keep);
    sink.begin(pipeline.start()).unwrap();
    let mut told = Vec::new();
    while let Some(step) = pipeline.step().unwrap() {
        sink.step(&step).unwrap();
        for event in &step.observation.events {
            match event {
                Event::TrialEnded(_) => told.push(rows(&path, "Ana")[0].sensation),
                Event::TrialRevised(_) => told.push(rows(&path, "Ana")[0].sensation),
                _ => {}
            }
        }
    }
    assert_eq!(told, [None, Some(Sensation::Radiating)]);
    // the sink never hears of an end
    let store = Store::open_existing(&path).unwrap();
    let person = store.person(name("Ana")).unwrap();
    let kept = store.trial(person, rows(&path, "Ana")[0].id).unwrap().unwrap();
    assert_eq!((kept.record.sensation, kept.row.method), (Some(Sensation::Radiating), Some(Method::Strap)));
    assert_eq!(PersonRecord::read(&store, person).unwrap().unwrap().referral(), Some(Referral::AfterPain));
}

#[test]
fn method_and_what_was_felt_stand_in_every_export_and_what_nobody_asked_in_none() {
    let (folder, path) = record();
    for (person, replay) in [("Ana", answered()), ("Ben", replay())] {
        let keep = SaveTarget { person: name(person), date: Some("2026-05-03".to_owned()), recording: None };
        let sink: Box<dyn Sink> = Box::new(HistorySink::new(Store::open(&path).unwrap(), keep));
        assert!(replay.run(vec![sink]).sink_failures.is_empty());
    }
    let store = Store::open(&path).unwrap();
    let exported = |person: &str| {
        let to = folder.path().join(person);
        acts::export(&store, store.person(name(person)).unwrap(), &to, Default::default()).unwrap();
        ["trials.csv", "record.json", "fhir.json"].map(|file| std::fs::read_to_string(to.join(file)).unwrap())
    };
    let [table, document, fhir] = exported("Ana");
    assert!(table.trim_end().ends_with(",radiating,strap"), "{table}");
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let session = &document["sessions"][0];
    assert_eq!(
        (&session["config"]["answers"]["method"], &session["trials"][0]["measured"]["sensation"]),
        (&"strap".into(), &"radiating".into())
    );
    assert_eq!(document["sides"]["right"], serde_json::Value::Null, "a warning is no result");
    for part in
        ["knee straight; leg raised with a belt, towel or sheet", "sharp pain, pain below the knee, or tingling"]
    {
        assert!(fhir.contains(part), "{part} is not in {fhir}");
    }
    let [table, document, fhir] = exported("Ben");
    assert!(table.trim_end().ends_with(",,"), "{table}");
    for text in [document, fhir] {
        assert!(!["strap", "leg raised", "sensation", "answers"].iter().any(|word| text.contains(word)), "{text}");
    }
}

/// A person and an image of them: a replay has none.
fn with_image(path: &Path, person: &str) {
    with_image_of(replay(), path, person, Vec::new());
}

/// The same of another replay, with what looks on besides.
fn with_image_of(mut replay: Replay, path: &Path, person: &str, others: Vec<Box<dyn Sink>>) {
    struct Images<S>(S);
    impl<S: legraise::source::FrameSource> legraise::source::FrameSource for Images<S> {
        fn info(&self) -> &legraise::source::SourceInfo {
            self.0.info()
        }
        fn next_frame(&mut self) -> Result<Option<legraise::frame::Frame>, legraise::source::SourceError> {
            let image = std::sync::Arc::new(image::RgbImage::from_pixel(640, 360, image::Rgb([90, 120, 90])));
            Ok(self.0.next_frame()?.map(|frame| legraise::frame::Frame { image, ..frame }))
        }
    }
    let mut source = Images(replay.source);
    let pipeline = Pipeline::new(&mut source, &mut replay.estimator, replay.config, replay.commands);
    let keep = SaveTarget { person: name(person), date: Some("2026-05-03".to_owned()), recording: None };
    let album = AlbumThread::start().unwrap();
    let history_sink = HistorySink::new(Store::open(path).unwrap(), keep).with_album(album.clone());
    let sinks: [Box<dyn Sink>; 2] = [Box::new(album), Box::new(history_sink)];
    let sinks = sinks.into_iter().chain(others).collect();
    assert!(pipeline.run(sinks, &AtomicBool::new(false)).sink_failures.is_empty());
}

#[test]
fn a_correction_lies_beside_what_was_measured_and_can_be_undone() {
    let (_folder, path) = record();
    with_image(&path, "Ana");
    let mut store = Store::open(&path).unwrap();
    let person = store.person(name("Ana")).unwrap();
    let id = store.trials(person).unwrap()[0].id;
    let kept = store.trial(person, id).unwrap().unwrap();
    let key_frame = kept.key_frame.as_ref().unwrap();
    assert!(key_frame.jpeg.starts_with(&[0xff, 0xd8]));
    assert!((key_frame.time.secs() - kept.record.peak_s).abs() < 0.05, "the picture is of the moment of the result");
    let seen = kept.seen_points().unwrap();
    // the ankle 5 px back along the arc, and then the hip by hand of somebody else
    let along = seen.ankle - seen.hip;
    let across = Point::new(along.y, -along.x) * (5.0 / along.norm());
    let turned = LegPoints { ankle: seen.ankle + across, knee: seen.knee + across * 0.5, ..seen };
    let first = store.correct(&kept, &turned, "Dr. Ito", "2026-06-01T08:00:00Z").unwrap().unwrap();
    let geometry = (5.0 / along.norm()).atan().to_degrees();
    let change = (first.angle_deg - kept.row.measured_deg).abs();
    assert!((change - geometry).abs() < 0.15 * geometry, "{change}° instead of {geometry}°");
    goes_out(&store, person, &first, kept.row.measured_deg);
    let second = store.correct(&kept, &seen, "Lee", "2026-06-02T08:00:00Z").unwrap().unwrap();
    assert!((second.angle_deg - kept.row.measured_deg).abs() < 0.01, "points that stay change nothing");
    let counts = |store: &Store| store.trials(person).unwrap()[0].clone();
    assert_eq!(counts(&store).correction.unwrap().made_by, "Lee");
    assert_eq!(store.undo_correction(id, "2026-06-03T08:00:00Z").unwrap().unwrap().made_by, "Lee");
    let row = counts(&store);
    assert_eq!((row.angle_deg(), row.measured_deg), (first.angle_deg, kept.row.measured_deg));
    store.undo_correction(id, "2026-06-03T08:00:01Z").unwrap().unwrap();
    assert_eq!(store.undo_correction(id, "2026-06-03T08:00:02Z").unwrap(), None);
    assert_eq!(counts(&store).angle_deg(), kept.row.measured_deg);
    assert_eq!(store.corrections(id).unwrap().len(), 2, "nothing is overwritten");
}

#[test]
fn a_correction_earns_no_verdict_that_what_was_seen_does_not() {
    let (_folder, path) = record();
    with_image(&path, "Ana");
    let store = Store::open(&path).unwrap();
    let person = store.person(name("Ana")).unwrap();
    let mut kept = store.trial(person, store.trials(person).unwrap()[0].id).unwrap().unwrap();
    let seen = kept.seen_points().unwrap();
    let judged = |kept: &KeptTrial| kept.judged(&seen, &Thresholds::default()).unwrap().1.kind;
    assert_ne!(judged(&kept), VerdictKind::Unclear);
    // the leg may have been higher than where it was seen
    kept.row.measured_deg = 76.0;
    kept.record.reasons = vec![TrialReason::NotFinished];
    assert_eq!(judged(&kept), VerdictKind::Unclear);
    kept.row.measured_deg = 84.0;
    assert_eq!(judged(&kept), VerdictKind::Pass);
}

#[test]
fn pain_that_is_told_after_a_correction_takes_its_verdict_too() {
    /// Corrects a trial as soon as it is kept.
    struct Corrects(PathBuf);
    impl Sink for Corrects {
        fn step(&mut self, step: &legraise::pipeline::Step) -> Result<(), legraise::pipeline::SinkError> {
            if step.observation.events.iter().any(|event| matches!(event, Event::TrialEnded(_))) {
                let mut store = Store::open(&self.0).unwrap();
                let person = store.person(name("Ana")).unwrap();
                let kept = store.trial(person, store.trials(person).unwrap()[0].id).unwrap().unwrap();
                let seen = kept.seen_points().unwrap();
                let correction = store.correct(&kept, &seen, "Dr. Ito", "2026-06-01T08:00:00Z").unwrap().unwrap();
                assert_eq!(correction.verdict, VerdictKind::Tight);
            }
            Ok(())
        }
    }
    let (_folder, path) = record();
    with_image_of(answered(), &path, "Ana", vec![Box::new(Corrects(path.clone()))]);
    let row = rows(&path, "Ana").remove(0);
    assert!(row.correction.is_some());
    assert_eq!((row.verdict, row.sensation), (VerdictKind::Unclear, Some(Sensation::Radiating)));
}

/// Every export has the corrected angle, and beside it the measured one.
fn goes_out(store: &Store, person: PersonId, correction: &Correction, measured_deg: f64) {
    let record = PersonRecord::read(store, person).unwrap().unwrap();
    let bundle = bundle(&record).to_string();
    let quantity = |deg: f64| {
        format!(
            "\"valueQuantity\":{{\"code\":\"deg\",\"system\":\"http://unitsofmeasure.org\",\"unit\":\"deg\",\"value\":{deg}}}"
        )
    };
    for part in [quantity(correction.angle_deg), quantity(measured_deg), "\"status\":\"corrected\"".to_owned()] {
        assert!(bundle.contains(&part), "{part} is not in {bundle}");
    }
    let document = serde_json::to_value(HistoryDocument::of(&record, store, person).unwrap()).unwrap();
    let trial = &document["sessions"][0]["trials"][0];
    assert_eq!(
        (&trial["angle_deg"], &trial["measured"]["angle_deg"]),
        (&correction.angle_deg.into(), &measured_deg.into())
    );
    let told = &trial["corrections"][0];
    let verdict = serde_json::to_value((correction.verdict, correction.grade, correction.borderline)).unwrap();
    assert_eq!(told["made_by"], "Dr. Ito");
    assert_eq!(serde_json::json!([told["verdict"], told["grade"], told["borderline"]]), verdict);
    assert!(trial["points"]["ankle"]["x"].is_number());
    let report = report_of_day(store, person, None, false).unwrap();
    assert_eq!(report.best(Side::Right).unwrap().row.angle_deg(), correction.angle_deg);
    let kept = &report.trials[0];
    let row = line(
        &TrialLine {
            person: None,
            date: None,
            source: Path::new("clip.mp4"),
            model: &report.session.model,
            trials: 1,
            trial: Some((1, &kept.record)),
            correction: kept.row.correction.as_ref(),
            method: kept.row.method,
            problem: "",
        },
        Decimal::Point,
    );
    let cells: Vec<&str> = row.trim_end().split(',').collect();
    let cell = |name: &str| cells[COLUMNS.iter().position(|column| column.name == name).unwrap()];
    let expect = (correction.angle_deg.to_string(), measured_deg.to_string(), "Dr. Ito");
    assert_eq!((cell("angle_deg").to_owned(), cell("measured_deg").to_owned(), cell("corrected_by")), expect);
    let of_the_measured = ["max_angle_deg", "rest_deg", "floor_deg", "trunk_deg"].map(cell);
    assert_eq!(of_the_measured, [""; 4], "what holds of the measured angle is not beside the corrected one");
}

#[test]
fn a_correction_begins_where_the_last_one_ended_and_is_signed() {
    let (_folder, path) = record();
    with_image(&path, "Ana");
    let mut store = Store::open(&path).unwrap();
    let person = store.person("Ana").unwrap();
    let trial = store.trials(person).unwrap()[0].id;
    let seen = store.trial(person, trial).unwrap().unwrap().seen_points().unwrap();
    let of = |points: MovedPoints, made_by: &str| CorrectionRequest { trial, points, made_by: made_by.to_owned() };
    let ankle = Some(seen.ankle + Point::new(3.0, 0.0));
    let unsigned = acts::correct(&mut store, person, &of(MovedPoints { ankle, ..Default::default() }, " \n"));
    assert!(matches!(unsigned, Err(ActError::Unsigned)), "{unsigned:?}");
    let first =
        acts::correct(&mut store, person, &of(MovedPoints { ankle, ..Default::default() }, " Dr. Ito ")).unwrap();
    assert_eq!((first.name.as_str(), first.made_by.as_str()), ("Ana", "Dr. Ito"));
    let knee = Some(seen.knee + Point::new(0.0, 2.0));
    acts::correct(&mut store, person, &of(MovedPoints { knee, ..Default::default() }, "Lee")).unwrap();
    let points = store.trials(person).unwrap()[0].correction.clone().unwrap().points;
    assert_eq!((points.hip, Some(points.knee), Some(points.ankle)), (seen.hip, knee, ankle));
    assert_eq!(acts::undo(&mut store, person, trial).unwrap().angle_deg, first.angle_deg);
    assert_eq!(acts::undo(&mut store, person, trial).unwrap().angle_deg, first.measured_deg);
    let again = acts::undo(&mut store, person, trial);
    assert!(matches!(again, Err(ActError::NothingToUndo { .. })), "{again:?}");
}

#[test]
fn what_is_refused_changes_nothing_and_is_told_a_window_without_options() {
    let (folder, path) = record();
    measure(&path, "Ana", "2026-05-03");
    let mut store = Store::open(&path).unwrap();
    let person = store.person("Ana").unwrap();
    let nobody = CorrectionRequest { trial: TrialId(99), points: MovedPoints::default(), made_by: String::new() };
    let unseen = CorrectionRequest { trial: store.trials(person).unwrap()[0].id, ..nobody.clone() };
    let refused = [
        acts::note(&mut store, person, " \n ").map(drop),
        acts::correct(&mut store, person, &nobody).map(drop),
        acts::correct(&mut store, person, &unseen).map(drop),
        acts::undo(&mut store, person, TrialId(99)).map(drop),
        acts::undo(&mut store, person, unseen.trial).map(drop),
        report_of_day(&store, person, Some("1999-01-01"), false).map(drop),
    ];
    for refusal in refused {
        let told = refusal.expect_err("refused").on_screen();
        assert!(!told.contains("--") && !told.contains('`'), "{told}");
    }
    assert!(store.notes(person).unwrap().is_empty());
    assert_eq!(acts::note(&mut store, person, " sits all day\n").unwrap().name, "Ana");
    assert_eq!(store.notes(person).unwrap()[0].text, "sits all day");
    assert_eq!(acts::delete(&mut store, person).unwrap().deleted.notes, 1);
    let gone = [
        acts::note(&mut store, person, "late").map(drop),
        acts::delete(&mut store, person).map(drop),
        acts::export(&store, person, &folder.path().join("out"), Default::default()).map(drop),
    ];
    assert!(gone.iter().all(|gone| matches!(gone, Err(ActError::Gone(id)) if *id == person)), "{gone:?}");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn what_is_deleted_is_gone_from_the_files_and_nobody_else_is() {
    let (_folder, path) = record();
    with_image(&path, "Zebulon Quux");
    measure(&path, "Ana", "2026-05-04");
    let mut store = Store::open(&path).unwrap();
    let person = store.person(name("zebulon quux")).unwrap();
    store.add_note(person, "xylophone lessons", "2026-06-01T08:00:00Z").unwrap();
    let deleted = store.delete(person).unwrap();
    assert_eq!((deleted.sessions, deleted.trials, deleted.key_frames, deleted.notes), (1, 1, 1, 1));
    assert!(deleted.wiped);
    assert!(matches!(store.person(name("Zebulon Quux")), Err(StoreError::NoSuchPerson { .. })));
    assert_eq!(store.people().unwrap().len(), 1);
    for file in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for word in ["Zebulon", "xylophone", "zebulon"] {
            assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_files_are_the_users_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path) = record();
    measure(&path, "Ana", "2026-05-03");
    let open = Store::open(&path).unwrap();
    open.people().unwrap();
    let rights = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = path.parent().unwrap();
    assert_eq!(rights(folder), 0o700);
    let files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.len() > 1, "the log lies beside it: {files:?}");
    assert!(files.iter().all(|file| rights(file) == 0o600), "{files:?}");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    drop(open);
    Store::open_existing(&path).unwrap();
    assert_eq!(rights(&path), 0o600);
}

#[test]
fn several_programs_at_once_keep_every_trial_once() {
    let (_folder, path) = record();
    // all of them find no file, and make it
    std::thread::scope(|scope| {
        for i in 0..8 {
            let path = &path;
            scope.spawn(move || (0..3).for_each(|_| drop(measure(path, ["Ana", "Ben"][i % 2], "2026-05-03"))));
        }
    });
    for person in ["Ana", "Ben"] {
        let rows = rows(&path, person);
        assert_eq!(rows.len(), 12);
        assert!(rows.iter().all(|row| row.number == 1));
    }
}

#[test]
fn a_file_of_a_newer_version_and_other_files_are_left_alone() {
    let (folder, path) = record();
    measure(&path, "Ana", "2026-05-03");
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
    drop(raw);
    let told = |path: &Path| Store::open(path).err().expect("refused").to_string();
    let newer = told(&path);
    assert!(newer.contains("update LegRaise") && newer.ends_with(path.to_str().unwrap()), "{newer}");
    let other = folder.path().join("other.sqlite");
    rusqlite::Connection::open(&other).unwrap().execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
    assert!(told(&other).contains("another program's database"));
    let text = folder.path().join("text.sqlite");
    std::fs::write(&text, "not a database at all, but long enough to be looked at as one".repeat(20)).unwrap();
    assert!(told(&text).contains("a file of another kind"), "{}", told(&text));
    assert!(told(folder.path()).contains("it is a folder"));
    assert!(matches!(Store::open_existing(&folder.path().join("no")), Err(StoreError::NoRecord(_))));
}

#[test]
fn a_damaged_file_is_told_with_what_to_do() {
    let (_folder, path) = record();
    measure(&path, "Ana", "2026-05-03");
    let mut bytes = std::fs::read(&path).unwrap();
    // all but the first page
    bytes[4096..].fill(0xa5);
    std::fs::write(&path, bytes).unwrap();
    let told = Store::open(&path).and_then(|store| store.people()).expect_err("damaged").to_string();
    assert!(told.contains("the record is damaged") && told.contains("backup"), "{told}");
}
