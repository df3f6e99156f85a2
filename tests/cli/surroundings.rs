//! What surrounds the program and is not as it should be: a terminal that nobody reads, names that change one, files
//! without an end, parts that somebody has planted.

use crate::bench::*;
use std::fs;
#[cfg(unix)]
use std::path::Path;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A small image of a raise.
fn image(bench: &Bench, name: &str) -> PathBuf {
    bench.re_encoded(name, V01, "-ss 6.7 -frames:v 1 -vf scale=320:-2")
}

/// Two inputs that can't be read before one that can; where the complaints go is for the test to say.
fn batch(bench: &Bench) -> (Command, PathBuf) {
    let table = bench.path("table.csv");
    let mut command = measure();
    command.args([bench.write("a.mp4", ""), bench.write("b.mp4", ""), image(bench, "c.png")]);
    command.args(option("--csv", &table));
    (command, table)
}

#[track_caller]
fn measures_the_rest(complaints: Stdio) {
    let bench = Bench::new();
    let (mut command, table) = batch(&bench);
    let status = command.stdout(Stdio::null()).stderr(complaints).status().expect("the program starts");
    assert_eq!(status.code(), Some(2));
    assert!(fs::read_to_string(table).unwrap().contains("c.png"), "the input that can be read is in the table");
}

#[test]
fn a_batch_goes_on_when_nobody_reads_its_complaints() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    measures_the_rest(writer.into());
}

#[cfg(target_os = "linux")]
#[test]
fn a_batch_goes_on_when_its_complaints_do_not_fit_on_the_disk() {
    measures_the_rest(fs::OpenOptions::new().write(true).open("/dev/full").unwrap().into());
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_can_not_be_printed_is_an_error_and_a_reader_that_has_gone_is_none() {
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let replay = |to: Stdio| program().arg("replay").arg(&trace).stdout(to).stderr(Stdio::null()).status().unwrap();
    assert_eq!(replay(fs::File::options().write(true).open("/dev/full").unwrap().into()).code(), Some(2));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    assert_eq!(replay(writer.into()).code(), Some(0));
}

/// Nothing but text and line ends.
#[cfg(unix)]
#[track_caller]
fn is_plain(text: &str) {
    let odd = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!text.contains(odd), "{text:?}");
    assert!(text.contains("\\u001b") && text.contains("\\u202e"), "{text:?}");
}

#[cfg(unix)]
#[test]
fn names_change_no_terminal() {
    let bench = Bench::new();
    let name = |end: &str| format!("e\x1b[31m\x1b]0;new title\x07\u{9b}1m\u{202e}{end}");
    let good = image(&bench, "good.png");
    let (odd, bad) = (bench.path(&name(".png")), bench.write(&name(".mp4"), "no video"));
    fs::rename(&good, &odd).unwrap();
    let run = |json: &[&str]| {
        let table = bench.path(&format!("t{}.csv", json.len()));
        output(measure().args(json).arg(&odd).arg(&bad).args(option("--csv", &table)))
    };
    let told = run(&[]);
    is_plain(&told.stdout);
    is_plain(&told.stderr);
    // the document still has the real name
    let json = run(&["--json"]);
    is_plain(&json.stdout);
    assert_eq!(json.json()["source"]["path"], odd.to_str().unwrap());
    is_plain(&output(program().arg("replay").arg(&odd)).stderr);
    is_plain(&output(program().args([&*name("x"), "\x1b"])).stderr);
    is_plain(&output(measure().arg(bench.path(&name("missing")))).stderr);
}

#[cfg(unix)]
#[test]
fn what_people_wrote_into_the_record_changes_no_terminal() {
    let bench = Bench::new();
    let record = bench.path("record.sqlite");
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let with_record = |command: &mut Command| output(command.args(option("--database", &record)));
    with_record(program().args(["replay", "--save", "Ana", "--date", "2026-05-03"]).arg(trace)).tells(0, &[]);
    with_record(program().args(["history", "note", "Ana", "stiff \x1b[31m \u{202e}today\nand tomorrow"])).tells(0, &[]);
    let told = with_record(program().args(["history", "Ana"]));
    is_plain(&told.stdout);
    assert!(told.stdout.contains("stiff") && told.stdout.contains("and tomorrow"));
    is_plain(&with_record(program().args(["history", "Ana", "--json"])).stdout);
}

#[cfg(unix)]
#[test]
fn files_without_an_end_are_refused() {
    let bench = Bench::new();
    let pipe = bench.path("pipe.mp4");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for endless in [Path::new("/dev/zero"), &pipe] {
        output(program().arg("replay").arg(endless)).refuses(&["can't read the trace", "a device or a pipe"], endless);
        assert_eq!(measured(endless).code, Some(2));
        let manifest = bench.folder("models").join("manifest.json");
        let _ = fs::remove_file(&manifest);
        std::os::unix::fs::symlink(endless, &manifest).unwrap();
        let refused = output(measure().env("LEGRAISE_MODELS", bench.path("models")).arg(little()));
        refused.refuses(&["can't read the pose model", "a device or a pipe"], &manifest);
        let truth = bench.folder("truth").join("truth.csv");
        let _ = fs::remove_file(&truth);
        std::os::unix::fs::symlink(endless, &truth).unwrap();
        assert_eq!(output(program().arg("validate").arg(bench.path("truth"))).code, Some(2));
    }
    let mut command = program();
    let settings = command.env("LEGRAISE_SETTINGS", "/dev/zero").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    assert_eq!(output(settings).code, Some(2));
}

/// A copy of the program far from its parts, in a folder like one of downloads.
#[cfg(unix)]
fn alone(bench: &Bench) -> Command {
    let program = bench.folder("downloads/bin").join("legraise");
    fs::copy(env!("CARGO_BIN_EXE_legraise"), &program).unwrap();
    let mut command = Command::new(program);
    command.current_dir(bench.path("downloads")).stdin(Stdio::null()).env("HOME", bench.path("home"));
    for variable in ["CARGO_MANIFEST_DIR", "LEGRAISE_MODELS", "LEGRAISE_FFMPEG", "ORT_DYLIB_PATH", "XDG_DATA_HOME"] {
        command.env_remove(variable);
    }
    command.args(["measure", "--model", "full"]);
    command
}

#[cfg(unix)]
#[test]
fn nothing_is_taken_from_the_working_folder_or_from_above_the_program() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = alone(&bench);
    for folder in ["downloads", "."] {
        let runtime = bench.folder(&format!("{folder}/runtime"));
        let ffmpeg = runtime.join("ffmpeg");
        fs::write(&ffmpeg, format!("#!/bin/sh\ntouch '{}'\n", bench.path("planted").display())).unwrap();
        fs::set_permissions(&ffmpeg, fs::Permissions::from_mode(0o755)).unwrap();
        fs::copy(source.join("models/manifest.json"), bench.folder(&format!("{folder}/models")).join("manifest.json"))
            .unwrap();
    }
    output(command.arg(little())).says_error(&["the pose models were not found", "LEGRAISE_MODELS"]);
    let no_ffmpeg = output(command.env("LEGRAISE_MODELS", source.join("models")).env("PATH", ""));
    assert_eq!(no_ffmpeg.code, Some(2), "{no_ffmpeg:?}");
    let ort = source.join("runtime").join(format!("libonnxruntime{}", std::env::consts::DLL_SUFFIX));
    let no_ffmpeg = output(command.env("ORT_DYLIB_PATH", ort));
    no_ffmpeg.says_error(&["can't find FFmpeg", "LEGRAISE_FFMPEG"]);
    assert!(!bench.path("planted").exists(), "the planted program ran");
}

#[cfg(unix)]
#[test]
fn a_part_beside_the_program_that_was_changed_is_not_used() {
    let bench = Bench::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = alone(&bench);
    let runtime = bench.folder("downloads/bin/runtime");
    let library = format!("libonnxruntime{}", std::env::consts::DLL_SUFFIX);
    fs::copy(source.join("runtime/versions.json"), runtime.join("versions.json")).unwrap();
    std::os::unix::fs::symlink(source.join("models"), bench.path("downloads/bin/models")).unwrap();
    fs::write(runtime.join(&library), "planted").unwrap();
    let changed = output(command.arg(image(&bench, "a.png")));
    changed.says_error(&["its SHA-256 differs", "install LegRaise again", &library]);
    fs::copy(source.join("runtime").join(&library), runtime.join(&library)).unwrap();
    output(&mut command).tells(0, &["The right leg is raised"]);
}

#[test]
fn settings_that_make_no_sense_keep_no_window_from_opening() {
    let bench = Bench::new();
    let limits = r#"{"thresholds":{"pass_deg":50,"slight_deg":70,"clear_deg":60,"knee_bend":{"warn_deg":10,"stop_deg":15},"opposite_leg_lift":{"warn_deg":5,"stop_deg":10}}}"#;
    let mut command = program();
    command.env("LEGRAISE_SETTINGS", bench.write("settings.json", limits));
    for screen in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(screen);
    }
    // where there is no screen it gets as far as that
    if cfg!(all(target_os = "linux", feature = "gui")) {
        output(&mut command).says_error(&["can't open a window"]);
    }
}
