//! Single pictures, and folders of them.

use crate::bench::*;
use std::path::Path;

#[test]
fn one_picture_gives_both_legs() {
    let bench = Bench::new();
    for name in ["raise.png", "raise.jpg"] {
        let path = bench.re_encoded(name, V01, "-ss 6.7 -frames:v 1");
        // the default model, as a user runs it
        let output = run([Path::new("measure"), Path::new("--json"), &path]);
        assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
        let document = output.json();
        assert_eq!(document["model"]["name"], "heavy");
        let pose = &document["pose"];
        assert_eq!(pose["raised_side"], "right");
        let (right, left) = (pose["right"]["leg_deg"].as_f64().unwrap(), pose["left"]["leg_deg"].as_f64().unwrap());
        assert!((right - 78.0).abs() < 5.0 && left.abs() < 8.0, "{pose}");
        assert_eq!(problems(&document), [""; 0]);
    }
}

#[test]
fn a_picture_of_rest_says_that_neither_leg_is_up() {
    let bench = Bench::new();
    let path = bench.re_encoded("rest.png", V01, "-ss 1 -frames:v 1");
    measured(&path).tells(0, &["Neither leg is raised", "knee straight"]);
}

#[test]
fn a_picture_of_a_wall_holds_nobody() {
    let bench = Bench::new();
    let path = bench.synthetic("wall.png", "color=0xb0a890:s=640x360", "-frames:v 1");
    measured(&path).tells(1, &["nobody was seen"]);
}

#[test]
fn a_picture_of_somebody_standing_gives_no_angles_to_read() {
    let bench = Bench::new();
    let path = bench.re_encoded("standing.jpg", V01, "-vf transpose=2 -frames:v 1");
    let output = measured(&path);
    output.tells(1, &["not lying flat"]);
    assert!(!output.stdout.contains("over the floor"), "{}", output.stdout);
}

#[test]
fn a_picture_leaves_a_trace_a_table_and_a_video() {
    let bench = Bench::new();
    let picture = bench.re_encoded("raise.png", V01, "-ss 6.7 -frames:v 1");
    let [trace, table, video] = ["t.jsonl", "t.csv", "t.mp4"].map(|name| bench.path(name));
    let mut command = measure();
    command.arg("--json").args(option("--trace", &trace)).args(option("--frames", &table));
    let output = output(command.args(option("--annotate", &video)).arg(&picture));
    assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
    replays_to(&trace, &output.stdout);
    assert_eq!(std::fs::read_to_string(&table).unwrap().lines().count(), 2);
    assert!(Clip::read(&video).duration_s > 1.0, "long enough to be looked at");
}

#[test]
fn a_folder_of_pictures_is_a_recording_when_it_has_a_rate() {
    let bench = Bench::new();
    let folder = bench.folder("pictures");
    bench.re_encoded("pictures/f%d.jpg", V01, "-vf fps=10,scale=480:-2 -q:v 3");
    std::fs::remove_file(folder.join("f50.jpg")).unwrap();
    bench.write("pictures/f60.jpg", "no picture");
    let video = bench.path("t.mp4");
    let mut command = measure();
    command.args(["--json", "--fps", "10"]).args(option("--annotate", &video)).arg(&folder);
    let output = output(&mut command);
    let document = output.json();
    assert_eq!((output.code, &document["source"]["kind"]), (Some(0), &"sequence".into()));
    assert_eq!(problems(&document), ["unreadable_picture"]);
    let (side, angle_deg) = only_trial(&document);
    assert!(side == "right" && (angle_deg - 78.0).abs() < 4.0, "{side} {angle_deg}");
    let clip = Clip::read(&video);
    assert!((clip.duration_s - 11.9).abs() < 0.1, "{}", clip.duration_s);
}

#[test]
fn a_folder_of_pictures_without_a_rate_is_one_result_each() {
    let bench = Bench::new();
    let folder = bench.folder("pictures");
    bench.re_encoded("pictures/raise.png", V01, "-ss 6.7 -frames:v 1");
    bench.re_encoded("pictures/rest.jpg", V01, "-ss 1 -frames:v 1");
    let output = output(measure().arg("--json").arg(&folder));
    assert_eq!((output.code, output.stdout.lines().count()), (Some(0), 2), "{output:?}");
}
