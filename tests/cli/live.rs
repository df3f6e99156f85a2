//! `legraise live`: without a window, and what it says where there can be none.

use crate::bench::*;
use serde_json::Value;
use std::path::Path;

fn live() -> std::process::Command {
    let mut command = program();
    command.args(["live", "--model", "full"]).env("LEGRAISE_SETTINGS", "/nonexistent/settings.json");
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
    command
}

#[test]
fn a_recording_is_measured_at_real_time_without_a_window() {
    let bench = Bench::new();
    let report = bench.path("out.json");
    let record = bench.path("record.sqlite");
    let mut command = live();
    command.arg("--headless").args(option("--source", &sample(V01))).args(option("--report-json", &report));
    let kept = ["--save", "Ana", "--date", "2026-05-03"];
    let output = output(command.args(kept).args(option("--database", &record)));
    assert_eq!(output.code, Some(0), "{output:?}");
    for word in ["model full", "hold", "trial: right leg", "left out"] {
        assert!(output.stderr.contains(word), "{word:?} is not in: {}", output.stderr);
    }
    assert!(output.stdout.contains("Trial 1, right leg"), "{}", output.stdout);
    let document: Value = serde_json::from_slice(&std::fs::read(report).expect("a report")).expect("a document");
    let (side, angle) = only_trial(&document);
    assert_eq!(side, "right");
    assert!((angle - 78.0).abs() < 4.0, "{angle}");
    let store = legraise::history::Store::open(&record).expect("a record");
    let person = store.person("Ana").expect("is there");
    let rows = store.trials(person).expect("readable");
    assert_eq!((rows.len(), rows[0].measured_deg), (1, angle));
    let kept = store.trial(person, rows[0].id).expect("readable").expect("is there");
    assert!(kept.key_frame.expect("a picture").image().is_some());
}

#[test]
fn a_wrong_recording_is_told_at_once() {
    let missing = Path::new("nowhere.mp4");
    output(live().arg("--headless").arg("--source").arg(missing)).refuses(&["no such file"], missing);
}

#[test]
fn a_camera_that_is_not_there_is_told_and_waited_for() {
    let output = output(live().args(["--headless", "--camera", "No such camera", "--seconds", "1.5"]));
    assert_eq!(output.code, Some(1), "{output:?}");
    assert!(output.stderr.contains("no pictures: "), "{}", output.stderr);
    assert!(output.stderr.contains("plug"), "{}", output.stderr);
}

#[test]
#[cfg(all(target_os = "linux", feature = "gui"))]
fn without_a_screen_it_says_what_else_there_is() {
    output(&mut live()).says_error(&["can't open a window", "legraise measure", "--headless"]);
    let mut bare = program();
    bare.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
    output(&mut bare).says_error(&["can't open a window"]);
}

#[test]
fn without_a_command_the_record_is_also_where_the_environment_says() {
    for arguments in [["live"].as_slice(), &[]] {
        let mut command = program();
        command.args(arguments).env("LEGRAISE_DATABASE", "").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        let output = output(&mut command);
        assert_eq!(output.code, Some(2), "{output:?}");
        assert!(output.stderr.contains("--database <FILE>"), "{arguments:?}: {}", output.stderr);
    }
}

#[test]
fn the_report_does_not_overwrite_the_recording() {
    let bench = Bench::new();
    let clip = bench.path("clip.mp4");
    std::fs::copy(sample(V01), &clip).expect("a copy");
    let output = output(live().arg("--headless").arg("--source").arg(&clip).arg("--report-json").arg(&clip));
    output.refuses(&["--report-json would overwrite the input"], &clip);
}

#[test]
fn options_that_make_no_sense_are_refused() {
    for (arguments, word) in [
        (["--source", "a.mp4", "--camera", "b"].as_slice(), "cannot be used with"),
        (&["--seconds", "5"], "--headless"),
        (&["--size", "big"], "give a size such as 1280x720"),
    ] {
        let output = output(live().args(arguments));
        assert_eq!(output.code, Some(2), "{output:?}");
        assert!(output.stderr.contains(word), "{word:?} is not in: {}", output.stderr);
    }
}
