//! Results on stdout and in a folder.

use crate::bench::*;
use std::fs;
use std::path::Path;
use std::process::Stdio;

#[test]
fn a_result_reads_like_a_sentence_and_is_no_diagnosis() {
    let output = measured(little());
    output.tells(0, &["Trial 1, right leg: 7", "tight", "ended because the leg had reached its highest point"]);
    output.tells(
        0,
        &[
            "near 80°.",
            "Right leg: so near to the limit, stretching will not likely help much.",
            "A flexibility check, not a diagnosis.",
        ],
    );
}

#[test]
fn json_is_one_compact_document_a_line_and_nothing_else() {
    let bench = Bench::new();
    let image = bench.re_encoded("rest.png", V01, "-ss 1 -frames:v 1");
    let output = output(measure().arg("--json").args([little(), &image]));
    assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
    let lines: Vec<&str> = output.stdout.split_terminator('\n').collect();
    assert_eq!(lines.len(), 2);
    for (line, path) in lines.iter().zip([little(), &image]) {
        let document: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(document["schema"], "legraise.measurement/1");
        assert_eq!(document["source"]["path"], path.to_str().unwrap());
        assert!(!line.contains(": ") || !line.contains("\": "), "compact");
    }
}

#[test]
fn the_result_does_not_depend_on_the_jobs() {
    let bench = Bench::new();
    let [one, three] = ["1", "3"].map(|jobs| {
        let trace = bench.path(&format!("{jobs}.jsonl"));
        let mut command = measure();
        command.args(["--json", "--jobs", jobs]).args(option("--trace", &trace)).arg(little());
        (output(&mut command).stdout, fs::read(trace).unwrap())
    });
    assert_eq!(one, three);
}

#[test]
fn a_folder_of_results_has_a_file_for_each_input() {
    let bench = Bench::new();
    // two inputs with one name
    let first = bench.folder("monday").join("rest.png");
    let second = bench.folder("tuesday").join("rest.png");
    bench.re_encoded("monday/rest.png", V01, "-ss 1 -frames:v 1");
    bench.re_encoded("tuesday/rest.png", V07, "-ss 1 -frames:v 1");
    let folder = bench.path("a/new/folder");
    let mut command = measure();
    command.args(option("--out", &folder)).args([&first, &second]).arg(little());
    output(&mut command).tells(0, &["Neither leg is raised", "Trial 1, right leg"]);
    assert_eq!(names_in(&folder), ["little.mp4.json", "rest.png-2.json", "rest.png.json"]);
    for (name, path) in [("rest.png.json", &*first), ("rest.png-2.json", &second), ("little.mp4.json", little())] {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        let document: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(document["source"]["path"], path.to_str().unwrap());
        assert_eq!(text.lines().count(), 1);
    }
}

#[test]
fn results_can_go_to_a_folder_and_to_stdout() {
    let bench = Bench::new();
    let image = bench.re_encoded("rest.png", V01, "-ss 1 -frames:v 1");
    let output = output(measure().arg("--json").args(option("--out", &bench.path("results"))).arg(&image));
    assert_eq!(fs::read_to_string(bench.path("results/rest.png.json")).unwrap(), output.stdout);
}

#[test]
fn a_results_folder_that_cannot_be_made_is_told_before_the_measuring() {
    let bench = Bench::new();
    let file = bench.write("file", "");
    let output = output(measure().args(option("--out", &file)).arg(little()));
    output.refuses(&["can't write the results", "a file of that name is in the way", "choose another place"], &file);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let bench = Bench::new();
    let image = bench.re_encoded("rest.png", V01, "-ss 1 -frames:v 1");
    for arguments in [&["--json"][..], &[]] {
        let mut command = measure();
        command.args(arguments).args([&image, &image]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = checked(&child.wait_with_output().unwrap());
        assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""), "{output:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_printed_is_an_error() {
    let bench = Bench::new();
    let image = bench.re_encoded("rest.png", V01, "-ss 1 -frames:v 1");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = checked(&measure().arg(&image).stdout(full).output().unwrap());
    output.says_error(&["can't print the result", "the disk is full"]);
}

#[test]
fn a_knee_bend_ends_the_trial_and_is_told_with_its_time() {
    let bench = Bench::new();
    let trace = bench.path("t.jsonl");
    let clip = bench.re_encoded("knee.mp4", V03, "-vf fps=10 -preset ultrafast -crf 18");
    // the accurate model: the faster one loses this figure's far leg
    let mut command = program();
    command.arg("measure").args(option("--trace", &trace)).arg(&clip);
    let measured = output(&mut command);
    measured.tells(0, &["ended because the knee began to bend at "]);
    let told = measured.stdout.split("began to bend at ").nth(1).and_then(|rest| rest.split(' ').next());
    let onset_s: f64 = told.expect("a time").parse().expect("a number");
    assert!((onset_s - 5.2).abs() <= 0.5, "{onset_s} s, truly 5.2 s");
    let stricter = run([Path::new("replay"), Path::new("--knee-stop"), Path::new("90"), &trace]);
    assert!(!stricter.stdout.contains("began to bend"), "the trace is judged anew: {}", stricter.stdout);
}
