//! Tables, traces and annotated videos beside the result.

use crate::bench::*;
use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;

#[test]
fn every_frame_is_a_row_with_its_exact_time() {
    let bench = Bench::new();
    let table = bench.path("t.csv");
    let path = sample(V07);
    let output = output(measure().arg("--json").args(option("--frames", &table)).arg(&path));
    let document = output.json();
    let text = fs::read_to_string(&table).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| header.iter().position(|h| *h == name).unwrap();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len() as u64, document["source"]["frames"].as_u64().unwrap());
    // the sample's times are thirtieths of a second, some of them left out
    for (index, row) in rows.iter().enumerate() {
        assert_eq!((row.len(), row[column("frame")]), (header.len(), &*index.to_string()));
        let time: f64 = row[column("time_s")].parse().unwrap();
        let exact = (time * 30.0).round() / 30.0;
        assert!((time - exact).abs() < 1e-9 && row[column("time_s")].len() <= 12, "{}", row[column("time_s")]);
    }
    let times: Vec<f64> = rows.iter().map(|row| row[column("time_s")].parse().unwrap()).collect();
    assert!(times.windows(2).all(|pair| pair[0] < pair[1]));
    assert!((times[times.len() - 1] - document["source"]["duration_s"].as_f64().unwrap()).abs() < 1e-3);
    let highest = rows.iter().filter_map(|row| row[column("angle_deg")].parse::<f64>().ok()).fold(0.0, f64::max);
    let (_, angle_deg) = only_trial(&document);
    assert!((highest - angle_deg).abs() < 5.0, "{highest} in the table, {angle_deg} as result");
}

#[test]
fn a_trace_replays_to_the_same_document_and_table() {
    let bench = Bench::new();
    let [trace, table, again] = ["t.jsonl", "t.csv", "again.csv"].map(|name| bench.path(name));
    let mut command = measure();
    command.args(["--json", "--side", "right", "--pass", "75"]).args(option("--trace", &trace));
    let output = output(command.args(option("--frames", &table)).arg(little()));
    assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
    replays_to(&trace, &output.stdout);
    let mut replay = program();
    replay.arg("replay").args(option("--frames", &again)).arg(&trace);
    assert_eq!(crate::bench::output(&mut replay).code, Some(0));
    assert_eq!(fs::read(&table).unwrap(), fs::read(&again).unwrap());
}

#[test]
fn a_long_pause_is_shortened_in_the_annotated_video() {
    let bench = Bench::new();
    let video = bench.path("seen.mp4");
    let clip =
        bench.make("clip.mkv", &[OsStr::new("-i"), little().as_os_str()], "-t 2 -c:v libx264 -preset ultrafast -bf 0");
    let stamps = "setts=pts='if(gte(N,10),PTS+60/TB,PTS)':dts='if(gte(N,10),DTS+60/TB,DTS)'";
    let input = bench.make("pause.mkv", &[OsStr::new("-i"), clip.as_os_str()], &format!("-c copy -bsf:v {stamps}"));
    assert!(Clip::read(&input).duration_s > 60.0);
    assert!(output(measure().args(option("--annotate", &video)).arg(&input)).code < Some(2));
    let length = Clip::read(&video).duration_s;
    assert!((length - 12.0).abs() < 0.5, "{length} s");
}

#[test]
fn an_annotated_video_is_as_long_as_its_source() {
    let bench = Bench::new();
    let slow = bench.re_encoded("slow.mp4", V01, "-vf fps=4 -t 5 -preset ultrafast");
    let fast = bench.synthetic("fast.mp4", "testsrc=s=320x240:r=60:d=1.5", "-preset ultrafast");
    let odd = bench.re_encoded("odd.mp4", V01, "-vf fps=10,format=yuv444p,crop=333:187 -t 3 -preset ultrafast");
    for (input, size) in [(sample(V07), (640, 360)), (slow, (640, 360)), (fast, (320, 240)), (odd.clone(), (334, 188))]
    {
        let video = bench.path("t.mp4");
        let output = output(measure().args(option("--annotate", &video)).arg(&input));
        assert!(output.code.is_some_and(|code| code < 2) && output.stderr.is_empty(), "{output:?}");
        let (annotated, source) = (Clip::read(&video), Clip::read(&input));
        let difference = annotated.duration_s - source.duration_s;
        assert!(difference.abs() <= 0.1, "{}: {difference} s", input.display());
        assert_eq!(annotated.size, size);
        let steady = (annotated.duration_s * 30.0).round() as usize;
        assert!(annotated.frames.abs_diff(steady) <= 1, "{} pictures", annotated.frames);
    }
    assert_eq!(Clip::read(&odd).size, (333, 187), "the source is odd indeed");
    assert_eq!(bench.names(), ["fast.mp4", "odd.mp4", "slow.mp4", "t.mp4"], "nothing half-written is left");
}

#[test]
fn places_that_cannot_be_written_are_told_before_the_measuring() {
    let bench = Bench::new();
    let nowhere = bench.path("no/such/folder/file");
    let folder = bench.folder("folder");
    for name in ["--frames", "--trace", "--annotate"] {
        let refused = |path: &Path| output(measure().args(option(name, path)).arg(little()));
        refused(&nowhere).refuses(&["can't write", "no such folder", "choose another place"], &nowhere);
        refused(&folder).refuses(&["can't write", "it is a folder", "add a file name"], &folder);
    }
    assert_eq!(bench.names(), ["folder"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_not_replaced_by_a_video() {
    let device = Path::new("/dev/null");
    let output = output(measure().args(option("--annotate", device)).arg(little()));
    output.refuses(&["can't write the annotated video", "it is a device"], device);
}

#[test]
fn nothing_is_written_over_the_recording_or_twice() {
    let bench = Bench::new();
    let clip = bench.path("clip.mp4");
    fs::copy(little(), &clip).unwrap();
    let roundabout = bench.folder("folder").join("../clip.mp4");
    for name in ["--frames", "--trace", "--annotate"] {
        let output = output(measure().args(option(name, &roundabout)).arg(&clip));
        output.refuses(&[name, "would overwrite the input", "another name"], &roundabout);
    }
    assert_eq!(fs::read(&clip).unwrap(), fs::read(little()).unwrap());
    let file = bench.path("file");
    let twice = output(measure().args(option("--frames", &file)).args(option("--trace", &file)).arg(&clip));
    twice.refuses(&["--trace would overwrite --frames"], &file);
}

#[cfg(target_os = "linux")]
#[test]
fn a_table_on_a_full_disk_is_told_and_the_result_is_still_there() {
    for name in ["--frames", "--trace"] {
        let output = output(measure().args([name, "/dev/full"]).arg(little()));
        assert_eq!(output.code, Some(2), "{output:?}");
        assert!(output.stdout.contains("Trial 1, right leg"), "{output:?}");
        assert!(output.stderr.contains("the disk is full") && output.stderr.ends_with("/dev/full\n"), "{output:?}");
    }
}

/// A disk of 100 kB in a namespace of its own, which goes away with its process.
#[cfg(target_os = "linux")]
#[test]
fn a_video_on_a_full_disk_is_told_and_the_result_is_still_there() {
    let bench = Bench::new();
    let disk = bench.folder("disk");
    let in_namespace = |script: &str, arguments: &[&std::ffi::OsStr]| {
        let mut command = std::process::Command::new("unshare");
        command.args(["-r", "-m", "sh", "-c"]);
        let mounted = format!("mount -t tmpfs -o size=100k none \"$0\" || exit 99; {script}");
        command.arg(mounted).arg(&disk).args(arguments).env("LEGRAISE_LANG", "en");
        command.output()
    };
    if !in_namespace("true", &[]).is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: a small disk can't be mounted here");
        return;
    }
    let video = disk.join("t.mp4");
    let script = r#""$@"; code=$?; echo "left: $(ls "$0")"; exit $code"#;
    let program = env!("CARGO_BIN_EXE_legraise").as_ref();
    let arguments =
        [program, "measure".as_ref(), "--model".as_ref(), "full".as_ref(), "--annotate".as_ref(), video.as_os_str()];
    let output = checked(&in_namespace(script, &[&arguments[..], &[little().as_os_str()]].concat()).unwrap());
    assert_eq!(output.code, Some(2), "{output:?}");
    assert!(output.stdout.contains("Trial 1, right leg") && output.stdout.ends_with("left: \n"), "{output:?}");
    let expect = format!(
        "legraise: can't write the annotated video: the disk is full; free some space or choose another place: {}\n",
        video.display()
    );
    assert_eq!(output.stderr, expect);
}

#[test]
fn a_trace_is_lines_of_json_with_the_times_in_nanoseconds() {
    let bench = Bench::new();
    let trace = bench.path("t.jsonl");
    let clip = bench.re_encoded("c.mp4", V01, "-t 1 -vf fps=10 -preset ultrafast");
    output(measure().args(option("--trace", &trace)).arg(&clip));
    let text = fs::read_to_string(&trace).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 12);
    assert_eq!(lines[0]["schema"], "legraise.trace/1");
    assert_eq!(lines[4]["t_ns"], 300_000_000);
    assert_eq!(lines[11]["end"]["interrupted"], false);
}

/// Mean difference between neighbouring pixels in each frame's square around the face of V01.
fn detail_of_the_face(video: &Path) -> Vec<f64> {
    const SIDE: usize = 40;
    let mut command = ffmpeg().command();
    command.args(["-loglevel", "error", "-i"]).arg(video);
    command.args(["-vf", "crop=40:40:75:263,format=gray", "-f", "rawvideo", "-"]);
    let pixels = command.output().unwrap().stdout;
    let of_frame = |frame: &[u8]| {
        let differences = frame.chunks(SIDE).flat_map(|row| row.windows(2)).map(|pair| pair[0].abs_diff(pair[1]));
        differences.map(f64::from).sum::<f64>() / (SIDE * (SIDE - 1)) as f64
    };
    pixels.chunks_exact(SIDE * SIDE).map(of_frame).collect()
}

#[test]
fn a_blurred_face_has_no_features_in_any_frame_of_the_video() {
    let bench = Bench::new();
    let clip = bench.re_encoded("clip.mp4", V01, "-vf fps=5 -t 4 -preset ultrafast");
    let [sharp, blurred] = ["sharp.mp4", "blurred.mp4"].map(|name| bench.path(name));
    assert!(output(measure().args(option("--annotate", &sharp)).arg(&clip)).code < Some(2));
    assert!(output(measure().args(option("--annotate", &blurred)).arg("--blur-face").arg(&clip)).code < Some(2));
    let (sharp, blurred) = (detail_of_the_face(&sharp), detail_of_the_face(&blurred));
    assert!(sharp.len() > 100 && sharp.len() == blurred.len(), "{} and {} pictures", sharp.len(), blurred.len());
    let worst = sharp.iter().zip(&blurred).map(|(sharp, blurred)| blurred / sharp).fold(0.0, f64::max);
    assert!(worst < 0.3, "{worst} of the face's detail is left");
}
