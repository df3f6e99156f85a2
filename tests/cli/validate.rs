//! `validate`: the program against known angles.

use crate::bench::*;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A `validate` with the faster model; more arguments are to be added.
fn validate() -> Command {
    let mut command = program();
    command.env("LEGRAISE_COMMIT", "abc1234").args(["validate", "--model", "full"]);
    command
}

/// The little sample and an image of it, with their truth.
fn known() -> Bench {
    let bench = Bench::new();
    fs::copy(little(), bench.path("little.mp4")).unwrap();
    bench.re_encoded("up.png", V01, "-ss 7 -frames:v 1");
    bench.write("truth.csv", "file,side,angle_deg,ended_by\nlittle.mp4,right,78,peak\nup.png,right,78,\n");
    bench
}

fn document(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn close(got: &Value, want: f64) {
    let got = got.as_f64().unwrap_or_else(|| panic!("no number: {got}"));
    assert!((got - want).abs() < 1e-6, "{got}, expected {want}");
}

#[test]
fn a_folder_with_truth_gives_a_table_a_document_rows_and_a_chart() {
    let bench = known();
    let results = bench.path("results");
    let output = output(validate().args(option("--out", &results)).arg(bench.path("")));
    output.tells(0, &["commit abc1234", "- Model: full (", "Files measured: 2; failed: 0", "Found 1 of 1; extra 0"]);
    output.tells(0, &["## Trials: ", "## Pictures: ", "limits of agreement"]);
    assert!(!output.stdout.contains("## Frames"), "the table of truth knows no frames");
    assert_eq!(names_in(&results), ["validation.csv", "validation.json", "validation.png"]);

    let document = document(&results.join("validation.json"));
    assert_eq!(document["schema"], "legraise.validation/1");
    assert_eq!(document["models"][0]["name"], "full");
    let rows = document["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    for (row, part) in rows.iter().zip(["trials", "pictures"]) {
        let error = row["angle_deg"].as_f64().unwrap() - row["angle_true_deg"].as_f64().unwrap();
        assert!(error.abs() < 6.0, "{row}");
        close(&row["error_deg"], (error * 100.0).round() / 100.0);
        let all = &document["agreement"][0][part];
        assert_eq!(all["n"], 1);
        assert_eq!(all["bias_deg"], row["error_deg"]);
        close(&all["max_deg"], row["error_deg"].as_f64().unwrap().abs());
        assert_eq!(all["sd_deg"], Value::Null);
    }
    let table = fs::read_to_string(results.join("validation.csv")).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 3, "{table}");
    assert!(lines[0].starts_with("kind,file,mirrored,model,found,side_true,side,angle_true_deg,angle_deg,error_deg"));
    assert!(lines[1].starts_with("trial,") && lines[2].starts_with("picture,"), "{table}");
    let chart = image::open(results.join("validation.png")).unwrap();
    assert!(chart.width() > 1000 && chart.height() > 500);
}

#[test]
fn marked_legs_and_expectations_of_a_recording_are_compared_in_one_measurement() {
    let bench = Bench::new();
    fs::copy(little(), bench.path("little.mp4")).unwrap();
    bench
        .write("labels.csv", "file,frame,leg,hip_ankle_deg,note\nlittle.mp4,5,both,0,flat\nlittle.mp4,99999,both,0,\n");
    bench.write(
        "expectations.json",
        r#"{"little.mp4": {"shows": "a raise", "expect": {"trials": 1, "side": "right", "verdict": "tight", "say": ["pelvis"]}},
        "gone.mp4": {"expect": {"verdict": null}}}"#,
    );
    let output = output(validate().arg("--json").arg(bench.path("")));
    let document = output.json();
    assert_eq!((output.code, &document["files"]), (Some(0), &serde_json::json!(1)));
    assert_eq!((&document["marks"]["found"], &document["marks"]["missed"]), (&1.into(), &1.into()));
    assert_eq!(document["agreement"][0]["marks"]["n"], 1);
    assert!(document["agreement"][0]["marks"]["max_deg"].as_f64().unwrap() < 10.0, "{document}");
    assert_eq!(document["expectations"]["met"], serde_json::json!({ "right": 0, "of": 1 }));
    let rows = document["rows"].as_array().unwrap();
    let answers: Vec<&Value> = rows.iter().map(|row| &row["answer"]).collect();
    assert_eq!(answers, [&Value::Null, &Value::Null, &"met".into(), &"met".into(), &"met".into(), &"not_said".into()]);
}

#[test]
fn in_a_mirror_the_other_leg_is_raised_as_high() {
    let bench = known();
    let output = output(validate().args(["--mirror", "--json"]).arg(bench.path("")));
    assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
    let document = output.json();
    assert_eq!(document["files"], 4);
    let rows = document["rows"].as_array().unwrap();
    let trials: Vec<&Value> = rows.iter().filter(|row| row["kind"] == "trial").collect();
    assert_eq!(trials[0]["side"], "right");
    assert_eq!(trials[1]["side"], "left");
    assert_eq!(document["trials"]["side"], serde_json::json!({ "right": 2, "of": 2 }));
    assert!(trials.iter().all(|row| row["error_deg"].as_f64().unwrap().abs() < 6.0), "{trials:?}");
}

#[test]
fn an_unreadable_clip_is_told_and_the_rest_is_measured() {
    let bench = known();
    bench.write("broken.mp4", "this is no video");
    let truth = "file,side,angle_deg\nbroken.mp4,left,70\nup.png,right,78\n";
    bench.write("truth.csv", truth);
    let output = output(validate().arg("--json").arg(bench.path("")));
    assert_eq!(output.code, Some(2));
    assert!(output.stderr.lines().count() == 1 && output.stderr.trim_end().ends_with("broken.mp4"), "{output:?}");
    let document = output.json();
    assert_eq!(document["files"], 1);
    assert_eq!(document["rows"].as_array().unwrap().len(), 1);
    assert!(document["failures"][0]["file"].as_str().unwrap().ends_with("broken.mp4"));
}

#[test]
fn missing_and_malformed_truth_is_told_before_the_measuring() {
    let bench = known();
    let empty = bench.folder("empty");
    output(validate().arg(&empty)).refuses(&["no truth in the folder", "truth.csv", "file,side,angle_deg"], &empty);
    let truth = bench.write("truth.csv", "file,side,angle_deg\nlittle.mp4,right,about 80\n");
    output(validate().arg(bench.path(""))).refuses(&["line 2 of the truth", "angle_deg", "\"about 80\""], &truth);
}

#[test]
fn the_limits_of_the_test_are_those_that_were_given() {
    let bench = known();
    let output = output(validate().args(["--json", "--pass", "70"]).arg(bench.path("")));
    let document = output.json();
    assert_eq!(document["thresholds"]["pass_deg"], 70.0);
    assert_eq!(document["rows"][0]["verdict_true"], "pass", "78° is above 70°");
}

#[test]
fn a_truth_that_a_spreadsheet_has_saved_is_read() {
    let bench = Bench::new();
    fs::copy(little(), bench.path("little.mp4")).unwrap();
    bench.write("truth.csv", "file;side;angle_deg\r\nlittle.mp4;right;78,0\r\n");
    output(validate().arg(bench.path(""))).tells(0, &["Found 1 of 1; extra 0"]);
    let wrong = bench.write("truth.csv", "file;side;angle_deg\r\nlittle.mp4;right;78,0\r\nlittle.mp4;R;78\r\n");
    output(validate().arg(bench.path(""))).refuses(&["line 3", "side must be one of"], &wrong);
}
