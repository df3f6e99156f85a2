//! What the program tells about itself and the computer: version, doctor, completions, man pages, its libraries' log.

use crate::bench::*;
use std::path::Path;

#[test]
fn the_version_tells_commit_system_and_what_was_built_in() {
    for argument in ["--version", "-V"] {
        let version = run([argument]).stdout;
        let first = format!("legraise {} (commit", env!("CARGO_PKG_VERSION"));
        assert!(version.starts_with(&first), "{version}");
        assert!(version.contains(std::env::consts::ARCH) && version.contains("with the window, cameras"), "{version}");
    }
}

#[test]
fn doctor_tells_what_a_report_of_a_fault_needs_and_nothing_personal() {
    let bench = Bench::new();
    let home = bench.folder("home/ana");
    let record = bench.path("home/ana/record.sqlite");
    let doctor = || {
        let mut command = program();
        command.arg("doctor").env("HOME", &home).env("XDG_CONFIG_HOME", &home).env("XDG_DATA_HOME", &home);
        command.env("LEGRAISE_DATABASE", &record);
        command
    };
    let words = ["program", "heavy: pose_landmark_heavy.onnx, SHA-256 ", "ONNX Runtime", "FFmpeg", "cameras", "sound"];
    // libraries under ALSA may complain on stderr, as JACK's does without its server
    let tells = |words: &[&str]| {
        let told = output(&mut doctor());
        assert_eq!(told.code, Some(0), "{told:?}");
        words.iter().for_each(|word| assert!(told.stdout.contains(word), "{word:?} is not in: {}", told.stdout));
        told
    };
    tells(&words);
    assert!(!record.exists(), "looking makes no record");
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let mut keep = program();
    keep.arg("replay").arg(trace).args(["--save", "Maria Example"]).env("LEGRAISE_DATABASE", &record);
    assert_eq!(output(&mut keep).code, Some(0));
    let told = tells(&[&format!("form {}", legraise::history::SCHEMA_VERSION)]);
    if cfg!(target_os = "linux") {
        assert!(told.stdout.contains("~/record.sqlite"), "{}", told.stdout);
        assert!(!told.stdout.contains(home.to_str().expect("UTF-8")), "{}", told.stdout);
    }
    assert!(!told.stdout.contains("Maria"), "{}", told.stdout);
}

#[test]
fn doctor_fails_where_nothing_could_be_measured() {
    let bench = Bench::new();
    let spoilt = output(program().arg("doctor").env("LEGRAISE_MODELS", bench.folder("models")));
    assert_eq!(spoilt.code, Some(2), "{spoilt:?}");
    assert!(spoilt.stdout.contains("✗ can't read the pose model"), "{}", spoilt.stdout);
    assert!(spoilt.stdout.contains("FFmpeg"), "the rest is told, too: {}", spoilt.stdout);
}

#[test]
fn every_command_has_a_man_page_and_completions() {
    let bench = Bench::new();
    let folder = bench.folder("man");
    let written = run([Path::new("man-pages"), folder.as_path()]);
    assert_eq!((written.code, written.stderr.as_str()), (Some(0), ""));
    let bash = run(["completions", "bash"]).stdout;
    for command in
        ["live", "cameras", "measure", "join", "replay", "validate", "exercises", "history", "report", "doctor"]
    {
        let page = std::fs::read_to_string(folder.join(format!("legraise-{command}.1"))).expect(command);
        assert!(page.contains(".SH") && page.contains("DESCRIPTION"), "{command}: {page}");
        assert!(bash.contains(&format!("legraise__{command}")) || bash.contains(command), "{command}");
    }
    assert!(std::fs::read_to_string(folder.join("legraise.1")).unwrap().contains("legraise\\-measure(1)"));
    run([Path::new("man-pages"), &bench.path("nowhere")]).says_error(&["can't write the man pages"]);
}

#[test]
fn the_libraries_log_is_told_where_it_is_asked_for() {
    let logged = |wanted: &str| output(measure().env("LEGRAISE_LOG", wanted).arg(little())).stderr;
    let all = logged("debug");
    assert!(all.contains("debug legraise::") && all.contains("FFmpeg"), "{all}");
    assert_eq!(logged("off"), output(measure().arg(little())).stderr);
}

#[cfg(all(target_os = "linux", feature = "gui"))]
#[test]
fn recordings_in_place_of_a_command_are_for_the_window() {
    let opened = |arguments: &[&Path]| {
        let mut command = program();
        command.args(arguments);
        for screen in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
            command.env_remove(screen);
        }
        output(&mut command)
    };
    opened(&[&sample(V01)]).says_error(&["can't open a window"]);
    opened(&[&sample(V01), &sample(V03)]).says_error(&["can't open a window"]);
    // what is neither a file nor a command stays a command typed wrongly
    assert!(run(["measrue"]).stderr.contains("'measure'"));
}
