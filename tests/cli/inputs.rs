//! Files that are missing, broken or something else.

use crate::bench::*;

#[test]
fn a_missing_file_is_told_with_its_name() {
    let bench = Bench::new();
    let path = bench.path("missing.mp4");
    measured(&path).refuses(&["no such file or folder", "check the spelling"], &path);
}

#[test]
fn a_folder_without_media_is_told() {
    let bench = Bench::new();
    let folder = bench.folder("notes");
    bench.write("notes/notes.txt", "hello");
    measured(&folder).refuses(&["no videos (mp4, mov,", "or pictures (jpg,", "choose another one"], &folder);
}

#[test]
fn a_text_that_calls_itself_a_video_or_image_is_refused() {
    let bench = Bench::new();
    for name in ["diary.mp4", "diary.png", "diary.txt"] {
        let path = bench.write(name, "Dear diary, this is no video at all.\n");
        measured(&path).refuses(&["not a video or picture that can be decoded", "choose another file"], &path);
    }
}

#[test]
fn a_recording_without_its_index_is_told_to_be_copied_again() {
    let bench = Bench::new();
    let whole = bench.re_encoded("whole.mp4", V01, "-c copy -movflags -faststart");
    let path = bench.write("cut.mp4", cut(&whole, 60));
    measured(&path).refuses(&["no index", "copy or record it again"], &path);
}

#[test]
fn an_empty_file_is_told() {
    let bench = Bench::new();
    for name in ["empty.mp4", "empty.jpg"] {
        let path = bench.write(name, "");
        measured(&path).refuses(&["the file is empty (0 bytes)", "copy or record it again"], &path);
    }
}

#[test]
fn sound_alone_is_told_to_be_sound() {
    let bench = Bench::new();
    for name in ["sound.mp4", "sound.wav"] {
        let path = bench.synthetic(name, "sine=duration=1", "");
        measured(&path).refuses(&["only sound", "choose a video"], &path);
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_no_recording() {
    let path = std::path::Path::new("/dev/zero");
    measured(path).refuses(&["it is a device or a pipe", "name a file"], path);
}

#[test]
fn a_truncated_recording_is_measured_as_far_as_it_goes_and_says_so() {
    let bench = Bench::new();
    let path = bench.write("cut.mp4", cut(&sample(V01), 60));
    let trace = bench.path("cut.jsonl");
    let output = output(measure().args(["--json", "--trace"]).args([&trace, &path]));
    assert_eq!((output.code, output.stderr.as_str()), (Some(0), ""));
    let document = output.json();
    assert_eq!(problems(&document), ["truncated"]);
    let text = document["problems"][0]["text"].as_str().unwrap();
    assert!(text.contains("of 12.0 s") && text.contains("copy it again"), "{text}");
    let (side, angle_deg) = only_trial(&document);
    assert!(side == "right" && (angle_deg - 78.0).abs() < 4.0, "{side} {angle_deg}");
    replays_to(&trace, &output.stdout);
}

#[test]
fn one_bad_picture_takes_no_verdict() {
    let bench = Bench::new();
    // two grey pictures while the leg comes up to its highest point
    let grey = "-vf drawbox=c=gray:t=fill:enable='between(t,5.95,6.02)' -crf 18 -preset ultrafast";
    let path = bench.re_encoded("grey.mp4", V01, grey);
    let document = output(measure().arg("--json").arg(&path)).json();
    assert_eq!(document["trials"][0]["verdict"], "tight", "{}", document["trials"][0]["reasons"]);
    let (side, angle_deg) = only_trial(&document);
    assert!(side == "right" && (angle_deg - 78.0).abs() < 4.0, "{side} {angle_deg}");
}

#[test]
fn a_bad_file_in_a_folder_is_reported_and_the_run_goes_on() {
    let bench = Bench::new();
    let folder = bench.folder("clips");
    let bad = bench.write("clips/a.mp4", "hello");
    let good = bench.path("clips/b.mp4");
    std::fs::copy(little(), &good).unwrap();
    let output = output(measure().arg("--json").arg(&folder));
    assert_eq!(output.code, Some(0), "{output:?}");
    assert!(output.stderr.trim_end().ends_with(&bad.display().to_string()) && output.stderr.lines().count() == 1);
    assert_eq!(output.json()["source"]["path"], good.to_str().unwrap());
}

#[test]
fn a_bad_file_that_the_user_named_makes_the_run_fail_but_not_end() {
    let bench = Bench::new();
    let missing = bench.path("missing.mp4");
    let output = output(measure().arg("--json").args([&missing, little()]));
    assert_eq!((output.code, output.stderr.lines().count()), (Some(2), 1), "{output:?}");
    assert_eq!(only_trial(&output.json()).0, "right");
}

#[test]
fn a_folder_of_nothing_but_bad_files_fails() {
    let bench = Bench::new();
    let folder = bench.folder("clips");
    bench.write("clips/a.mp4", "hello");
    bench.write("clips/b.jpg", "hello");
    let output = measured(&folder);
    assert_eq!((output.code, output.stdout.as_str(), output.stderr.lines().count()), (Some(2), "", 2), "{output:?}");
}
