//! What the user types wrongly.

use crate::bench::*;
use std::path::Path;

/// The run ends with 2 before anything is measured and says this.
#[track_caller]
fn check(arguments: &[&str], words: &[&str]) {
    let output = output(measure().args(arguments).arg(little()));
    assert_eq!((output.code, output.stdout.as_str()), (Some(2), ""), "{arguments:?}: {output:?}");
    for word in words {
        assert!(output.stderr.contains(word), "{arguments:?}: {word:?} is not in: {}", output.stderr);
    }
}

#[test]
fn limits_in_the_wrong_order_are_refused() {
    check(&["--pass", "50"], &["the limits must grow", "--slight (70) ≤ --pass (50)"]);
    check(&["--clear", "75"], &["--clear (75) ≤ --slight (70)"]);
    check(&["--knee-warn", "20"], &["--knee-warn (20) must not be above --knee-stop (15)"]);
    check(&["--opposite-stop", "3"], &["--opposite-warn (5) must not be above --opposite-stop (3)"]);
}

#[test]
fn values_that_make_no_sense_are_refused_with_what_does() {
    for pass in ["-5", "0", "200", "nan", "eighty"] {
        check(&["--pass", pass], &["--pass", "give degrees from 0.1 to 180"]);
    }
    for fps in ["0", "-1", "inf", "fast"] {
        check(&["--fps", fps], &["--fps", "give a number from 0.01 to 1000"]);
    }
    check(&["--side", "both"], &["auto, left, right"]);
    check(&["--fps", "10"], &["--fps is for a folder of pictures"]);
    check(&["--modle", "heavy"], &["--model"]);
}

#[test]
fn files_beside_the_result_are_for_one_input() {
    let bench = Bench::new();
    let file = bench.path("a");
    for option in ["--frames", "--trace", "--trc", "--c3d", "--annotate"] {
        check(&[option, file.to_str().unwrap(), little().to_str().unwrap()], &["take one input at a time", "are 2"]);
    }
    assert_eq!(bench.names(), [""; 0]);
}

#[test]
fn a_command_typed_wrongly_shows_how() {
    let output = run(["measure"]);
    assert_eq!((output.code, output.stdout.as_str()), (Some(2), ""));
    assert!(output.stderr.contains("Usage: legraise measure"), "{}", output.stderr);
    assert!(run(["measrue", "a.mp4"]).stderr.contains("'measure'"));
}

#[test]
fn help_and_version_are_on_stdout() {
    for arguments in [&["--help"][..], &["measure", "--help"], &["replay", "--help"], &["--version"]] {
        let output = run(arguments);
        assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn a_file_that_is_no_trace_is_refused_with_its_line() {
    let bench = Bench::new();
    let replay = |path: &Path| run([Path::new("replay"), path]);
    let missing = bench.path("missing.jsonl");
    replay(&missing).refuses(&["can't read the trace"], &missing);
    let text = bench.write("text.jsonl", "hello\n");
    replay(&text).says_error(&["not a trace that this version reads", "record it again with --trace", "line 1"]);
    replay(little()).says_error(&["it is no text; `legraise measure` takes recordings"]);
}
