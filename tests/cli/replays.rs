//! Traces measured again: with other limits, and when the recorded run did not end well.

use crate::bench::*;
use legraise::history::{KeptSession, Store};
use std::fs;
use std::path::{Path, PathBuf};

/// The right leg goes to 77°.
fn trace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl")
}

const STOPPED: &str = r#"{"end":{"problems":[],"interrupted":true}}"#;
const FAILED: &str = r#"{"end":{"problems":[],"interrupted":false,"failure":"the camera is gone"}}"#;

/// A copy of the trace, changed.
fn changed(bench: &Bench, change: impl Fn(&mut Vec<String>)) -> PathBuf {
    let mut lines = fs::read_to_string(trace()).unwrap().lines().map(str::to_owned).collect();
    change(&mut lines);
    let path = bench.path("changed.jsonl");
    fs::write(&path, lines.join("\n")).unwrap();
    path
}

#[test]
fn how_tight_a_leg_is_follows_the_limits() {
    let replay = |limits: &[&str]| output(program().arg("replay").args(limits).arg(trace()));
    replay(&[]).tells(0, &["slightly tight", "near 80°", "will not likely help much"]);
    replay(&["--pass", "90"]).tells(0, &["slightly tight", "stretching may help, but it is not so likely"]);
    let clear = ["--pass", "90", "--slight", "79", "--clear", "79"];
    replay(&clear).tells(0, &["clearly tight", "could make a real difference"]);
    let json = output(program().args(["replay", "--json"]).args(clear).arg(trace())).json();
    assert_eq!(json["sides"]["right"]["grade"], "clear");
}

#[test]
fn a_trace_without_its_end_says_so_and_is_measured_as_far_as_it_goes() {
    let bench = Bench::new();
    let endless = changed(&bench, |lines| drop(lines.pop()));
    let document = output(program().args(["replay", "--json"]).arg(&endless)).json();
    assert_eq!(problems(&document), ["trace_cut_short"]);
    assert_eq!(only_trial(&document).0, "right");
    // the program was ended in the middle of a line
    let torn = changed(&bench, |lines| {
        lines.pop();
        let last = lines.last_mut().unwrap();
        last.truncate(last.len() / 2);
    });
    let document = output(program().args(["replay", "--json"]).arg(&torn)).json();
    assert_eq!(problems(&document), ["trace_cut_short"]);
}

#[test]
fn a_damaged_line_in_the_middle_is_refused() {
    let bench = Bench::new();
    let damaged = changed(&bench, |lines| lines[20].truncate(30));
    output(program().arg("replay").arg(&damaged)).says_error(&["line 21"]);
}

#[test]
fn a_line_that_is_not_known_is_refused_instead_of_passed_over() {
    let bench = Bench::new();
    let command = r#"{"t_ns":5000000000,"command":"report_discomfort"}"#;
    let with = |line: &str| {
        changed(&bench, |lines| {
            let at = lines.iter().position(|line| line.starts_with("{\"t_ns\":5000")).expect("a frame at 5 s");
            lines.insert(at, line.to_owned());
        })
    };
    output(program().arg("replay").arg(with(command))).tells(0, &["discomfort was reported"]);
    let unknown = with(&command.replace("report", "tell"));
    output(program().arg("replay").arg(unknown))
        .says_error(&["no frame, command or end that this version knows", ", line "]);
}

#[test]
fn what_broke_a_run_off_is_told_again() {
    let bench = Bench::new();
    let broken = changed(&bench, |lines| *lines.last_mut().unwrap() = FAILED.to_owned());
    let document = output(program().args(["replay", "--json"]).arg(&broken)).json();
    assert_eq!(problems(&document), ["broken_off"]);
    output(program().arg("replay").arg(&broken)).tells(0, &["the measurement broke off: the camera is gone"]);
}

/// What a replay prints as JSON, and what it keeps.
fn kept(bench: &Bench, trace: &Path) -> (serde_json::Value, KeptSession, Vec<u32>) {
    let record = bench.path("record.sqlite");
    let mut command = program();
    command.args(["replay", "--json", "--save", "Ana"]).args(option("--database", &record));
    let document = output(command.arg(trace)).json();
    let store = Store::open_existing(&record).unwrap();
    let ana = store.person("Ana").unwrap();
    let mut sessions = store.sessions(ana).unwrap();
    assert_eq!(sessions.len(), 1);
    let numbers = store.trials(ana).unwrap().iter().map(|row| row.number).collect();
    (document, sessions.remove(0), numbers)
}

#[test]
fn a_replayed_end_is_kept_as_it_was() {
    for (end, problem) in [(STOPPED, "interrupted"), (FAILED, "broken_off")] {
        let bench = Bench::new();
        let trace = changed(&bench, |lines| *lines.last_mut().unwrap() = end.to_owned());
        let (document, session, _) = kept(&bench, &trace);
        assert_eq!(problems(&document), [problem]);
        assert_eq!(session.document.as_ref(), Some(&document));
    }
}

/// Nobody can film it again: the raise counts as far as it was seen, as it did then.
#[test]
fn the_raise_in_which_a_camera_was_lost_is_kept_by_a_replay() {
    let bench = Bench::new();
    let lost = changed(&bench, |lines| {
        lines[0] = lines[0].replace(r#""kind":"video""#, r#""kind":"camera""#);
        let at = lines.iter().position(|line| line.starts_with("{\"t_ns\":7000")).expect("a frame at 7 s");
        lines.splice(at.., [FAILED.to_owned()]);
    });
    let (document, session, trials) = kept(&bench, &lost);
    assert_eq!(problems(&document), ["broken_off"]);
    assert_eq!((session.document.as_ref(), trials), (Some(&document), vec![1]));
}

#[test]
fn a_trace_that_fails_does_not_keep_others_from_being_measured() {
    let bench = Bench::new();
    // its limits and the one that is given are out of order
    let other = changed(&bench, |lines| lines[0] = lines[0].replace(r#""pass_deg":80.0"#, r#""pass_deg":72.0"#));
    let output = output(program().args(["replay", "--json", "--slight", "75"]).args([&other, &trace()]));
    assert_eq!((output.code, output.stderr.lines().count()), (Some(2), 1), "{output:?}");
    assert!(output.stderr.trim_end().ends_with(&other.display().to_string()), "{output:?}");
    assert_eq!(only_trial(&output.json()).0, "right");
}
