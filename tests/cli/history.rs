//! The record on the command line: keep, show, note, correct, export, delete.

use crate::bench::*;
use legraise::history::{HistorySink, SaveTarget, Store};
use legraise::trace::Replay;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

fn trace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl")
}

/// The program with a record of the test's own.
fn with_record(bench: &Bench, arguments: &[&str]) -> Command {
    let mut command = program();
    command.args(arguments).env("LEGRAISE_DATABASE", bench.path("record.sqlite"));
    command
}

fn keep(bench: &Bench, person: &str, date: &str, trace: &Path) -> Output {
    output(with_record(bench, &["replay", "--save", person, "--date", date]).arg(trace))
}

fn history(bench: &Bench, arguments: &[&str]) -> Output {
    let mut all = vec!["history"];
    all.extend(arguments);
    output(&mut with_record(bench, &all))
}

/// Copies of the trace: other files, other recordings.
fn copies(bench: &Bench, count: usize) -> Vec<PathBuf> {
    let text = std::fs::read(trace()).unwrap();
    (0..count).map(|i| bench.write(&format!("t{i:03}.jsonl"), &text)).collect()
}

#[test]
fn who_was_kept_is_shown_with_what_the_change_is_worth() {
    let bench = Bench::new();
    history(&bench, &[]).says_error(&["there is no record yet", "--save PERSON"]);
    let traces = copies(&bench, 2);
    keep(&bench, "Ana", "2026-05-03", &traces[0]).tells(0, &["Trial 1, right leg"]);
    keep(&bench, "ana", "2026-06-03", &traces[1]).tells(0, &["Trial 1, right leg"]);
    history(&bench, &[]).tells(0, &["Ana: 2 sessions, 2 trials, 2026-05-03 to 2026-06-03"]);
    history(&bench, &["note", "Ana", "after a week of stretching"]).tells(0, &["Ana: noted."]);
    let words = [
        "Right leg, 2 trials: best 7",
        "2026-05-03",
        "since 2026-05-03: +0°, within what measuring twice in the same way gives",
    ];
    history(&bench, &["ANA"]).tells(0, &words);
    history(&bench, &["Ana"]).tells(0, &["after a week of stretching", "not a diagnosis"]);
    let document = history(&bench, &["Ana", "--json"]).json();
    assert_eq!(document["schema"], "legraise.history/1");
    assert_eq!(document["sessions"].as_array().unwrap().len(), 2);
    assert_eq!(document["sides"]["right"]["change_is_real"], false);
    history(&bench, &["Bob"]).says_error(&["nobody called \"Bob\"", "record.sqlite"]);
}

#[test]
fn recordings_of_one_day_are_no_trend_and_those_of_another_method_are_not_compared() {
    let bench = Bench::new();
    let traces = copies(&bench, 4);
    let keep = |trace: &Path, day: &str, method: &[&str]| {
        let arguments = [&["replay", "--save", "Ana", "--date", day], method].concat();
        output(with_record(&bench, &arguments).arg(trace)).tells(0, &["Trial 1, right leg"]);
    };
    keep(&traces[0], "2026-05-03", &[]);
    keep(&traces[1], "2026-05-03", &[]);
    let day = history(&bench, &["Ana"]);
    day.tells(0, &["2026-05-03: mean 7"]);
    assert!(!day.stdout.contains("since"), "{day:?}");
    keep(&traces[2], "2026-06-03", &["--method", "strap"]);
    keep(&traces[3], "2026-07-03", &["--method", "strap"]);
    let words = [
        "2026-06-03 (with a belt, towel or sheet)",
        "changed on 2026-06-03, from “not asked” to “with a belt, towel or sheet”: +0°, within what another method gives",
        "Right leg since 2026-06-03: +0°, within",
    ];
    history(&bench, &["Ana"]).tells(0, &words);
    let right = &history(&bench, &["Ana", "--json"]).json()["sides"]["right"];
    assert_eq!((&right["days"].as_array().unwrap().len(), &right["change_since"]), (&3, &"2026-06-03".into()));
    assert_eq!(right["method_changed"]["before"], serde_json::Value::Null);
}

#[test]
fn what_could_not_be_judged_is_counted_beside_what_the_mean_is_of() {
    let bench = Bench::new();
    let unclear = trace().with_file_name("r201_both_near.jsonl");
    keep(&bench, "Ana", "2026-05-03", &trace()).tells(0, &["Trial 1, right leg"]);
    keep(&bench, "Ana", "2026-05-03", &unclear).tells(1, &["Trial 1, right leg"]);
    let told = history(&bench, &["Ana"]);
    told.tells(0, &["Right leg, 1 trial: best 7", "; 1 more could not be judged"]);
}

#[test]
fn a_list_of_everybody_has_days_also_where_a_camera_tells_the_time() {
    let bench = Bench::new();
    let store = Store::open(&bench.path("record.sqlite")).unwrap();
    let date = Some("2026-05-03T10:30".to_owned());
    let keep = SaveTarget { person: "Ana".parse().unwrap(), date, recording: None };
    Replay::open(&trace()).unwrap().run(vec![Box::new(HistorySink::new(store, keep))]);
    let ana = &history(&bench, &["--json"]).json()[0];
    assert_eq!((&ana["first"], &ana["last"]), (&json!("2026-05-03"), &json!("2026-05-03")));
}

#[test]
fn an_export_is_of_one_person_and_a_correction_and_a_day_say_something() {
    let bench = Bench::new();
    for (person, trace) in ["Ana", "Ben"].into_iter().zip(copies(&bench, 2)) {
        keep(&bench, person, "2026-05-03", &trace).tells(0, &[]);
    }
    let folder = bench.path("out");
    let export = |person| history(&bench, &["export", person, "--to", folder.to_str().unwrap()]);
    export("Ana").tells(0, &["files written"]);
    export("Ben").says_error(&["the export of Ana is in this folder; choose another one"]);
    export("Ana").tells(0, &["files written"]);
    assert!(std::fs::read_to_string(folder.join("record.json")).unwrap().contains("Ana"));
    let nothing = history(&bench, &["correct", "Ana", "1", "--by", "Lee"]);
    assert_eq!(nothing.code, Some(2), "{}", nothing.stderr);
    let to_come = output(with_record(&bench, &["replay", "--save", "Ana", "--date", "2999-01-01"]).arg(trace()));
    assert!(to_come.code == Some(2) && to_come.stderr.contains("still to come"), "{}", to_come.stderr);
}

#[test]
fn what_is_to_be_said_of_a_recording_is_in_the_exported_table() {
    let bench = Bench::new();
    let text = std::fs::read_to_string(trace()).unwrap();
    let (without_end, _) = text.trim_end().rsplit_once('\n').unwrap();
    keep(&bench, "Ana", "2026-05-03", &bench.write("cut.jsonl", without_end)).tells(0, &[]);
    let folder = bench.path("out");
    history(&bench, &["export", "Ana", "--to", folder.to_str().unwrap()]).tells(0, &["files written"]);
    let table = std::fs::read_to_string(folder.join("trials.csv")).unwrap();
    assert!(table.contains("the trace stops in the middle"), "{table}");
}

#[test]
fn the_same_recording_is_kept_once() {
    let bench = Bench::new();
    let trace = &copies(&bench, 1)[0];
    keep(&bench, "Ana", "2026-05-03", trace).tells(0, &[]);
    let again = keep(&bench, "Ana", "2026-05-03", trace);
    assert!(again.stderr.contains("in the record of Ana already"), "{again:?}");
    history(&bench, &[]).tells(0, &["Ana: 1 session, 1 trial, 2026-05-03"]);
}

#[test]
fn what_can_not_be_done_is_told_with_what_to_do() {
    let bench = Bench::new();
    keep(&bench, "Ana", "2026-05-03", &copies(&bench, 1)[0]).tells(0, &[]);
    history(&bench, &["note", "Ana", "  "]).says_error(&["the note is empty; write something"]);
    let unknown = ["no trial 9 in the record of Ana; `legraise history Ana` lists them", "record.sqlite"];
    history(&bench, &["undo", "ana", "9"]).says_error(&unknown);
    history(&bench, &["correct", "ana", "9", "--ankle", "1,2", "--by", "Lee"]).says_error(&unknown);
    history(&bench, &["correct", "ana", "1", "--hip", "1,2", "--by", "Lee"])
        .says_error(&["no picture of trial 1 was kept"]);
    history(&bench, &["undo", "Ana", "1"]).says_error(&["trial 1 of Ana has no correction to take back"]);
    let report = |arguments: &[&str]| {
        let all = [&["report", "ana"], arguments].concat();
        output(&mut with_record(&bench, &all))
    };
    let (page, card) = (bench.path("ana.pdf"), bench.path("ana.png"));
    let (to, shared) = (page.to_str().unwrap(), card.to_str().unwrap());
    let never = ["there is no session of that day in the record of Ana; `legraise history` lists them"];
    report(&["--date", "1999-01-01", "--to", to]).says_error(&never);
    report(&["--font", trace().to_str().unwrap(), "--card", shared]).says_error(&["not a font"]);
    assert!(!page.exists() && !card.exists());
    let written = report(&["--to", to, "--card", shared]);
    assert_eq!(written.stdout, format!("Ana: {shared}\nAna: {to}\n"), "{written:?}");
}

#[test]
fn everything_of_a_person_goes_out_and_then_away() {
    let bench = Bench::new();
    keep(&bench, "Ana / \"A\"", "2026-05-03", &copies(&bench, 1)[0]).tells(0, &[]);
    let folder = bench.path("out");
    history(&bench, &["export", "ana / \"a\"", "--to", folder.to_str().unwrap()]).tells(0, &["files written"]);
    let names = names_in(&folder);
    for name in [
        "exercises.csv",
        "fhir.json",
        "record.json",
        "trials.csv",
        "trial-1-2026-05-03-right.jsonl",
        "trial-1-2026-05-03-right.c3d",
        "trial-1-2026-05-03-right.mot",
        "trial-1-2026-05-03-right.trc",
    ] {
        assert!(names.contains(&name.to_owned()), "{name} is not in {names:?}");
    }
    history(&bench, &["delete", "Ana / \"A\""]).says_error(&["say so with --yes"]);
    let deleted = history(&bench, &["delete", "Ana / \"A\"", "--yes"]);
    deleted.tells(0, &["deleted 1 session with 1 trial,", "backups of yours, are not touched"]);
    history(&bench, &[]).tells(0, &["Nobody is in the record"]);
}

#[test]
fn an_export_as_fhir_has_what_r4_asks_of_each_resource() {
    let bench = Bench::new();
    keep(&bench, "Ana <&>", "2026-05-03", &copies(&bench, 1)[0]).tells(0, &[]);
    let folder = bench.path("out");
    history(&bench, &["export", "ana <&>", "--to", folder.to_str().unwrap()]).tells(0, &["files written"]);
    let bundle: Value = serde_json::from_slice(&std::fs::read(folder.join("fhir.json")).unwrap()).unwrap();
    let entries = bundle["entry"].as_array().unwrap();
    let kinds: Vec<&str> = entries.iter().map(|entry| entry["resource"]["resourceType"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["Patient", "Device", "Observation"]);
    for entry in entries {
        let (name, text) = (entry["fullUrl"].as_str().unwrap(), &entry["resource"]["text"]);
        assert!(name.starts_with("urn:uuid:"), "{name}");
        assert_eq!(text["status"], "generated");
        let div = text["div"].as_str().unwrap();
        assert!(div.starts_with("<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>") && !div.contains("<&>"), "{div}");
    }
    let observation = &entries[2]["resource"];
    let coding = |of: &Value| (of["coding"][0]["system"].clone(), of["coding"][0]["code"].clone());
    assert_eq!(
        coding(&observation["category"][0]),
        (json!("http://terminology.hl7.org/CodeSystem/observation-category"), json!("exam"))
    );
    // an identifier, not the address of a page: a contract with whoever has stored it
    let codes = "urn:uuid:6c656772-6169-8365-a001-0000c0de0001";
    assert_eq!(coding(&observation["code"]), (json!(codes), json!("straight-leg-raise-angle")));
    assert_eq!(observation["identifier"][0]["system"], "urn:uuid:6c656772-6169-8365-a001-000000000002");
    assert_eq!(observation["performer"][0]["extension"][0]["valueCode"], "unknown");
    assert_eq!(observation["subject"]["reference"], entries[0]["fullUrl"]);
    assert_eq!(observation["device"]["reference"], entries[1]["fullUrl"]);
    assert!(observation["valueQuantity"].is_object() != observation["dataAbsentReason"].is_object());
}

#[test]
fn exercises_are_kept_and_rated_and_a_plan_is_made_where_a_leg_is_tight() {
    let bench = Bench::new();
    let trace = &copies(&bench, 1)[0];
    let stretch = |more: &[&str]| {
        let arguments = ["replay", "--exercise", "supine_hamstring_stretch", "--save", "Ana", "--date", "2026-05-03"];
        output(with_record(&bench, &[&arguments, more].concat()).arg(trace))
    };
    stretch(&[]).tells(0, &["Set 1, right leg: held"]);
    let again = stretch(&[]);
    assert!(again.stderr.contains("in the record of Ana already, and not kept again"), "{again:?}");
    let bridge = ["replay", "--exercise", "bridge", "--save", "Ben"];
    let nothing = output(with_record(&bench, &bridge).arg(trace));
    assert!(nothing.stderr.contains("nothing of the exercise in it, so nothing is kept in the record of Ben"));
    history(&bench, &[]).tells(0, &["Ana: 0 sessions, 0 trials, 1 exercise"]);
    for nothing in [&["rate", "Ana"][..], &["rate", "Ana", "--effort", "11"]] {
        assert_eq!(history(&bench, nothing).code, Some(2));
    }
    history(&bench, &["rate", "Ana", "--effort", "4"])
        .tells(0, &["Ana, supine hamstring stretch of 2026-05-03: effort 4"]);
    history(&bench, &["rate", "Ana", "--pain", "0"]).tells(0, &["effort 4 of 10, pain 0 of 10."]);
    history(&bench, &["plan", "Ana"]).says_error(&["no plan is made for Ana: no test is in the record"]);
    keep(&bench, "Ana", "2026-05-03", trace).tells(0, &["Trial 1, right leg"]);
    history(&bench, &["plan", "Ana"]).says_error(&["of 2026-05-03, no leg was further from the limit than the ±"]);
    history(&bench, &["end-plan", "Ana"]).says_error(&["Ana has no plan"]);
    let limits = ["--clear", "100", "--slight", "105", "--pass", "110", "--save", "Ana", "--date", "2026-05-04"];
    output(with_record(&bench, &[&["replay"], &limits[..]].concat()).arg(&copies(&bench, 2)[1])).tells(0, &["Trial 1"]);
    let plan = "right leg, each day: supine hamstring stretch, seated hamstring stretch; each 3 times 30 s";
    history(&bench, &["plan", "Ana"])
        .tells(0, &[plan, "Ask a professional before you start stretching.", "not a diagnosis"]);
    let words = ["2026-05-03: Supine hamstring stretch", "Effort 4 of 10, pain 0 of 10.", plan, "est again"];
    history(&bench, &["Ana"]).tells(0, &words);
    let document = history(&bench, &["Ana", "--json"]).json();
    assert_eq!((&document["exercises"][0]["effort"], &document["plan"]["legs"][0]), (&4.into(), &"right".into()));
    history(&bench, &["end-plan", "Ana"]).tells(0, &["Ana: the plan has ended."]);
    history(&bench, &["delete", "Ana", "--yes"]).tells(0, &["deleted 2 sessions with 2 trials,", "1 exercise and"]);
}

/// Names that are no text, as an old disk or another system has them.
#[cfg(unix)]
#[test]
fn a_recording_whose_name_is_no_text_is_kept_and_known_again() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let bench = Bench::new();
    let folder = bench.folder("clips");
    let [one, other] = [b"Jos\xe9.mp4", b"Jos\xe8.mp4"].map(|name| folder.join(OsStr::from_bytes(name)));
    let now = std::time::SystemTime::now();
    for path in [&one, &other] {
        std::fs::copy(little(), path).unwrap();
        std::fs::File::options().write(true).open(path).unwrap().set_modified(now).unwrap();
    }
    let run = |path: &Path, more: &[&str]| {
        let save = ["measure", "--model", "full", "--json", "--save", "Ana", "--date", "2026-05-03"];
        output(with_record(&bench, &save).args(more).arg(path))
    };
    let [trace, table] = ["t.jsonl", "t.csv"].map(|name| bench.path(name));
    let first = run(&one, &["--trace", trace.to_str().unwrap(), "--csv", table.to_str().unwrap()]);
    assert_eq!(first.code, Some(0), "{first:?}");
    assert!(first.json()["source"]["path"].as_str().unwrap().ends_with("clips/Jos\\xE9.mp4"), "{first:?}");
    replays_to(&trace, &first.stdout);
    assert!(std::fs::read_to_string(&table).unwrap().contains("Jos\\xE9.mp4"));
    let again = run(&one, &[]);
    assert!(again.stderr.contains("in the record of Ana already"), "{again:?}");
    assert_eq!(run(&other, &[]).stderr, "", "another file, though it looks the same");
    history(&bench, &[]).tells(0, &["Ana: 2 sessions, 2 trials, 2026-05-03"]);
    let document = history(&bench, &["Ana", "--json"]).json();
    assert!(document["sessions"][0]["source"].as_str().unwrap().ends_with("Jos\\xE9.mp4"), "{document}");
}

#[test]
fn a_recording_is_kept_under_the_day_that_it_was_filmed() {
    let bench = Bench::new();
    let input = [std::ffi::OsStr::new("-i"), little().as_os_str()];
    let dated =
        |name: &str, day: &str| bench.make(name, &input, &format!("-c copy -metadata creation_time={day}T12:15:00Z"));
    let copied = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_782_000_000);
    for (clip, day, told) in [
        (dated("filmed.mp4", "2026-03-01"), "2026-03-01", ""),
        (dated("never_set.mp4", "1970-01-01"), "2026-06-2", "kept under 2026-06-2"),
        (dated("to_come.mov", "2999-01-01"), "2026-06-2", "when the file was last written; --date names another day"),
    ] {
        std::fs::File::options().write(true).open(&clip).unwrap().set_modified(copied).unwrap();
        let person = clip.file_stem().unwrap().to_str().unwrap();
        let table = bench.path(&format!("{person}.csv"));
        let measure = ["measure", "--model", "full", "--save", person];
        let kept = output(with_record(&bench, &measure).args(option("--csv", &table)).arg(&clip));
        let is_silent = kept.stderr == "measured: 1; not measured: 0\n";
        assert_eq!((kept.code, is_silent), (Some(0), told.is_empty()), "{kept:?}");
        assert!(kept.stderr.contains(told), "{kept:?}");
        history(&bench, &[person]).tells(0, &[day]);
        let row = std::fs::read_to_string(&table).unwrap().lines().nth(1).unwrap().to_owned();
        let in_table = if told.is_empty() { day } else { "" };
        assert!(
            row.starts_with(&format!("{person},{in_table},")),
            "the table has no day that the file does not tell: {row}"
        );
    }
    // what a name tells is worth more
    let named = bench.path("Ana_2026-01-02.mp4");
    std::fs::copy(bench.path("filmed.mp4"), &named).unwrap();
    let keep = ["measure", "--model", "full", "--save-named", "--name-pattern", "{person}_{date}"];
    output(with_record(&bench, &keep).arg(&named)).tells(0, &["Trial 1"]);
    history(&bench, &["Ana"]).tells(0, &["2026-01-02"]);
}

#[test]
fn what_can_not_be_seen_is_no_name() {
    let bench = Bench::new();
    let trace = &copies(&bench, 1)[0];
    for name in ["\u{200b}", "\u{202e}anA", " \u{3000} "] {
        let refused = keep(&bench, name, "2026-05-03", trace);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(
            refused.stderr.contains("invisible character") || refused.stderr.contains("give a name"),
            "{refused:?}"
        );
    }
    keep(&bench, "a\u{301}", "2026-05-03", trace).tells(0, &[]);
    let again = keep(&bench, "Á", "2026-05-03", trace);
    assert!(again.stderr.contains("already, and not kept again"), "{again:?}");
    history(&bench, &[]).tells(0, &["á: 1 session, 1 trial, 2026-05-03"]);
}

/// Kills the program fifty times at moments spread over its run.
#[cfg(unix)]
#[test]
fn whatever_ends_the_program_every_told_trial_is_kept_once() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;
    let bench = Bench::new();
    let traces = copies(&bench, 400);
    let mut told = 0;
    // as random as a test may be: the same moments after the first few results in every run, none a multiple of another
    let moments = (1..=50_u64).map(|i| std::time::Duration::from_micros(2_000 + (i * 76_919) % 150_000));
    for (round, moment) in moments.enumerate() {
        let mut command = with_record(&bench, &["replay", "--json", "--date", "2026-05-03", "--save"]);
        command.arg(format!("P{round}")).args(&traces).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let is_result = |line: &String| serde_json::from_str::<serde_json::Value>(line).is_ok();
        let first = lines.by_ref().take(round % 4).filter(is_result).count();
        std::thread::sleep(moment);
        child.kill().unwrap();
        let results = first + lines.filter(is_result).count();
        child.wait().unwrap();
        told += results;
        let record = bench.path("record.sqlite");
        if !record.exists() {
            assert_eq!(results, 0);
            continue;
        }
        // what a killed program leaves opens as it is
        let store = legraise::history::Store::open(&record).unwrap();
        let person = store.person(format!("P{round}"));
        let sessions = person.as_ref().map_or(Vec::new(), |person| store.sessions(*person).unwrap());
        let rows = person.as_ref().map_or(Vec::new(), |person| store.trials(*person).unwrap());
        assert!((results..=results + 1).contains(&rows.len()), "{} trials kept of {results} told", rows.len());
        assert!(rows.iter().all(|row| row.number == 1), "a trace has one trial");
        assert_eq!(rows.len(), sessions.len(), "no session without its trial");
    }
    assert!(told >= 70, "the moments lie in the run: {told} trials were told");
}
