//! Videos that decode, and are unusual or hold nothing to measure.

use crate::bench::*;
use std::path::Path;

/// Re-encoded, the little clip's only trial is the same within a degree.
#[track_caller]
fn measures_like_the_sample(path: &Path) {
    let document = output(measure().arg("--json").arg(path)).json();
    let (side, angle_deg) = only_trial(&document);
    let whole = (angle_deg - 78.0).abs() < 4.0 && problems(&document).is_empty();
    assert!(side == "right" && whole, "{}: {document}", path.display());
    assert_eq!(document["source"]["path"], path.to_str().unwrap());
}

#[test]
fn the_clip_that_other_tests_use_measures_like_the_sample() {
    measures_like_the_sample(little());
}

#[test]
fn ten_bits_and_full_colour_measure_like_the_sample() {
    let bench = Bench::new();
    for format in ["yuv420p10le", "yuv444p", "yuv422p10le"] {
        let arguments = format!("-vf fps=10 -c:v libx264 -preset ultrafast -crf 18 -pix_fmt {format}");
        measures_like_the_sample(&bench.re_encoded(&format!("{format}.mp4"), V01, &arguments));
    }
}

#[test]
fn what_cameras_and_editors_put_into_a_file_measures_like_the_sample() {
    let bench = Bench::new();
    for (name, arguments) in [
        ("timecode.mov", "-c copy -timecode 10:00:00:00"),
        ("labels.mp4", "-c copy -bsf:v h264_metadata=matrix_coefficients=8"),
        ("stray.mkv", "-c copy -bsf:v setts=pts='if(eq(N,50),PTS+36000/TB,PTS)':dts=DTS"),
        ("pairs.mkv", "-c copy -bsf:v setts=pts='PTS-mod(N,2)/10/TB':dts=DTS"),
        ("fragments.mp4", "-c copy -movflags frag_keyframe+empty_moov"),
    ] {
        measures_like_the_sample(&bench.make(name, &["-i".as_ref(), little().as_os_str()], arguments));
    }
}

#[test]
fn spaces_and_other_alphabets_in_a_path_are_only_letters() {
    let bench = Bench::new();
    bench.folder("Mein Ordner – 体操");
    let path = bench.path("Mein Ordner – 体操/Übung 1 ✓ a%d:b.mp4");
    std::fs::copy(little(), &path).unwrap();
    measures_like_the_sample(&path);
}

#[test]
fn a_name_that_begins_with_a_dash_is_a_name() {
    let bench = Bench::new();
    std::fs::copy(little(), bench.path("-1.mp4")).unwrap();
    let mut command = measure();
    command.current_dir(bench.path(".")).args(["--json", "--", "-1.mp4"]);
    assert_eq!(only_trial(&output(&mut command).json()).0, "right");
}

#[test]
fn a_video_of_one_frame_is_too_short() {
    let bench = Bench::new();
    let path = bench.re_encoded("one.mp4", V01, "-frames:v 1");
    measured(&path).tells(1, &["too short", "film the rest, the raise and the lowering"]);
}

#[test]
fn a_video_of_eight_pixels_is_too_small() {
    let bench = Bench::new();
    let path = bench.re_encoded("tiny.mp4", V01, "-vf scale=8:8,setsar=1 -t 2");
    measured(&path).tells(1, &["too small to see anybody (8x8 pixels)", "film with"]);
}

#[test]
fn a_video_with_nobody_in_it_says_so_and_its_trace_too() {
    let bench = Bench::new();
    let path = bench.synthetic("empty.mp4", "color=0xb0a890:s=640x360:r=10:d=4", "-preset ultrafast");
    let trace = bench.path("empty.jsonl");
    let output = output(measure().args(["--json", "--trace"]).args([&trace, &path]));
    assert_eq!((output.code, output.stderr.as_str()), (Some(1), ""));
    assert_eq!(problems(&output.json()), ["nobody"]);
    replays_to(&trace, &output.stdout);
    run([Path::new("replay"), &trace]).tells(1, &["nobody was seen", "whole body in the picture"]);
}

#[test]
fn somebody_standing_is_told_to_lie_down() {
    let bench = Bench::new();
    for turn in [1, 2] {
        let arguments = format!("-vf transpose={turn},fps=5 -t 4 -preset ultrafast");
        let output = measured(&bench.re_encoded("standing.mp4", V01, &arguments));
        output.tells(1, &["somebody is there, but not lying flat"]);
        assert!(!output.stdout.contains("View:"), "one reason is enough: {}", output.stdout);
    }
}

#[test]
fn somebody_who_only_lies_there_is_told_to_raise_a_leg() {
    let bench = Bench::new();
    let path = bench.re_encoded("rest.mp4", V01, "-t 2.3 -vf fps=10 -preset ultrafast");
    measured(&path).tells(1, &["no leg was raised", "raise one straight leg slowly"]);
}

#[test]
fn a_raise_of_the_other_leg_is_not_called_none() {
    let output = output(measure().args(["--side", "left"]).arg(little()));
    output.tells(1, &["only the right leg was raised", "raise the left leg, or measure either leg"]);
    assert!(!output.stdout.contains("no leg was raised"), "{}", output.stdout);
}

#[test]
fn after_a_cut_the_scene_is_looked_at_anew() {
    let bench = Bench::new();
    // the same person, from the other side of the room: the head is where the feet were
    let twice = "-filter_complex [0:v]split[a][b];[b]hflip[c];[a][c]concat=n=2:v=1 -c:v libx264 -preset ultrafast";
    let path = bench.make("cut.mp4", &["-i".as_ref(), little().as_os_str()], twice);
    let document = output(measure().arg("--json").arg(&path)).json();
    let trials: Vec<(&str, f64, &str)> = document["trials"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| (t["side"].as_str().unwrap(), t["angle_deg"].as_f64().unwrap(), t["verdict"].as_str().unwrap()))
        .collect();
    let [(first, a, "tight"), (second, b, "tight")] = trials[..] else { panic!("{document}") };
    assert_eq!((first, second), ("right", "left"));
    assert!((a - 78.0).abs() < 4.0 && (b - 78.0).abs() < 4.0, "{a} {b}");
    assert_eq!(problems(&document), ["cut"]);
}
