//! Exercises in place of the test: which there are, a user's own, and what is counted of a recording.

use crate::bench::*;
use std::path::{Path, PathBuf};

/// The right leg goes up to 77°, is held there for two seconds, and comes down.
fn trace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl")
}

/// Data alone.
const SHORT_STRETCH: &str = r#"name = "short_stretch"
title = "A short stretch"
posture = "supine"
legs = "each"
watch = "full"
dose = { sets = 1, hold_s = 1 }

[[position]]
measure = "leg_elevation"
from_deg = 60
"#;

#[test]
fn exercises_are_listed_with_what_they_are_called() {
    let french = ["exercises", "--lang", "fr"];
    output(program().arg("exercises")).tells(0, &["supine_hamstring_stretch  ", "single knee to chest"]);
    output(program().args(french)).tells(0, &["supine_hamstring_stretch  ", "un genou vers la poitrine"]);
}

#[test]
fn an_exercise_of_the_users_own_is_data_alone() {
    let bench = Bench::new();
    let file = bench.write("short_stretch.toml", SHORT_STRETCH.as_bytes());
    output(program().args(["exercises", "check"]).arg(&file)).tells(0, &["short_stretch: A short stretch"]);
    let replay = || output(program().arg("replay").arg(trace()).arg("--exercise").arg(&file));
    replay().tells(0, &["A short stretch", "Set 1, right leg: held 1 of 1 s", "Done."]);
    assert!(!replay().stdout.contains("Trial 1"), "no test");
    // in the folder beside the settings it has a name
    let folder = bench.path("config/legraise/exercises");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(&file, folder.join("mine.toml")).unwrap();
    #[cfg(target_os = "linux")]
    output(program().env("XDG_CONFIG_HOME", bench.path("config")).arg("exercises")).tells(0, &["short_stretch  "]);
}

#[test]
fn a_file_that_is_no_exercise_is_told_with_its_line() {
    let bench = Bench::new();
    let file = bench.write("bad.toml", SHORT_STRETCH.replace("hold_s = 1", "hold_s = 1e9").as_bytes());
    output(program().args(["exercises", "check"]).arg(&file)).says_error(&[
        "line 6",
        "hold_s is 1000000000",
        "0 to 600",
    ]);
    output(program().arg("replay").arg(trace()).arg("--exercise").arg(&file)).says_error(&["line 6"]);
    output(program().arg("replay").arg(trace()).args(["--exercise", "handstand"]))
        .says_error(&["no exercise \"handstand\"", "legraise exercises"]);
}

#[test]
fn what_was_done_of_an_exercise_is_in_the_document_and_a_trace_keeps_which_it_was() {
    let stretch = ["--exercise", "supine_hamstring_stretch"];
    let document = output(program().args(["replay", "--json"]).arg(trace()).args(stretch)).json();
    let set = &document["exercise"]["sets"][0];
    assert_eq!((set["side"].as_str(), set["complete"].as_bool()), (Some("right"), Some(false)), "{document}");
    let held_s = set["held_s"].as_f64().unwrap();
    assert!((2.0..8.0).contains(&held_s), "{held_s}");
    assert_eq!(document["trials"].as_array().map(Vec::len), Some(0));
    assert_eq!(problems(&document), Vec::<String>::new());
    // nobody lies there with both knees drawn up
    let bridge = output(program().args(["replay", "--json"]).arg(trace()).args(["--exercise", "bridge"])).json();
    assert_eq!(problems(&bridge), ["not_in_posture"]);
}

#[test]
fn an_exercise_is_watched_live_and_kept() {
    let bench = Bench::new();
    let (record, document) = (bench.path("record.sqlite"), bench.path("done.json"));
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/v01_peak78_f1.mp4");
    let live = ["live", "--headless", "--model", "full", "--exercise", "supine_hamstring_stretch", "--save", "Ana"];
    let mut command = program();
    command.args(live).arg("--source").arg(sample).arg("--database").arg(&record).arg("--report-json").arg(&document);
    let told = output(&mut command);
    assert_eq!(told.code, Some(0), "{told:?}");
    for text in ["Supine hamstring stretch", "Set 1, right leg: held ", "Not done to the end."] {
        assert!(told.stdout.contains(text), "{text}: {told:?}");
    }
    assert!(told.stderr.contains("working"), "{told:?}");
    let done: serde_json::Value = serde_json::from_slice(&std::fs::read(document).unwrap()).unwrap();
    assert_eq!(done["exercise"]["exercise"]["name"], "supine_hamstring_stretch");
    output(program().args(["history", "Ana", "--database"]).arg(&record)).tells(0, &["Supine hamstring stretch"]);
}
