//! The record on the command line: keep, show, note, correct, export, delete.

use crate::bench::*;
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
    let words = ["Right leg, 2 trials: best 7", "2026-05-03", "too small to be told from measuring twice (up to 7°)"];
    history(&bench, &["ANA"]).tells(0, &words);
    history(&bench, &["Ana"]).tells(0, &["after a week of stretching", "not a diagnosis"]);
    let document = history(&bench, &["Ana", "--json"]).json();
    assert_eq!(document["schema"], "legraise.history/1");
    assert_eq!(document["sessions"].as_array().unwrap().len(), 2);
    assert_eq!(document["sides"]["right"]["change_is_real"], false);
    history(&bench, &["Bob"]).says_error(&["nobody called \"Bob\"", "record.sqlite"]);
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
fn everything_of_a_person_goes_out_and_then_away() {
    let bench = Bench::new();
    keep(&bench, "Ana / \"A\"", "2026-05-03", &copies(&bench, 1)[0]).tells(0, &[]);
    let folder = bench.path("out");
    history(&bench, &["export", "ana / \"a\"", "--to", folder.to_str().unwrap()]).tells(0, &["files written"]);
    let names = names_in(&folder);
    for name in
        ["fhir.json", "record.json", "trials.csv", "trial-1-2026-05-03-right.jsonl", "trial-1-2026-05-03-right.mot"]
    {
        assert!(names.contains(&name.to_owned()), "{name} is not in {names:?}");
    }
    history(&bench, &["delete", "Ana / \"A\""]).says_error(&["say so with --yes"]);
    let deleted = history(&bench, &["delete", "Ana / \"A\"", "--yes"]);
    deleted.tells(0, &["deleted 1 session with 1 trial,", "backups of yours, are not touched"]);
    history(&bench, &[]).tells(0, &["Nobody is in the record"]);
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
        let person = store.person(&format!("P{round}").parse().unwrap());
        let sessions = person.as_ref().map_or(Vec::new(), |person| store.sessions(*person).unwrap());
        let rows = person.as_ref().map_or(Vec::new(), |person| store.trials(*person).unwrap());
        assert!((results..=results + 1).contains(&rows.len()), "{} trials kept of {results} told", rows.len());
        assert!(rows.iter().all(|row| row.number == 1), "a trace has one trial");
        assert_eq!(rows.len(), sessions.len(), "no session without its trial");
    }
    assert!(told >= 70, "the moments lie in the run: {told} trials were told");
}
