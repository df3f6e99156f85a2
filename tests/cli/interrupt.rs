//! Ctrl-C.

use crate::bench::*;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest wait for something that takes a second or two on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts a run in a process group of its own, as a shell does.
fn start(command: &mut Command) -> Child {
    command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// What the terminal does on Ctrl-C: the signal goes to the whole group.
fn press_ctrl_c(child: &Child) {
    let status = Command::new("kill").args(["-INT", "--", &format!("-{}", child.id())]).status().unwrap();
    assert!(status.success());
}

#[track_caller]
fn wait_until(what: &str, mut happened: impl FnMut() -> bool) {
    let start = Instant::now();
    while !happened() {
        assert!(start.elapsed() < PATIENCE, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |file| file.len())
}

/// Where a file is written until it is whole.
fn part(path: &Path) -> Option<PathBuf> {
    let (folder, name) = (path.parent().unwrap(), path.file_name().unwrap().to_str().unwrap());
    let part = names_in(folder).into_iter().find(|other| other.starts_with(&format!(".{name}.part-")));
    part.map(|part| folder.join(part))
}

/// How much of a file is written so far.
fn written(path: &Path) -> u64 {
    part(path).map_or(0, |part| length(&part))
}

/// The little clip ten times.
fn looped(bench: &Bench) -> PathBuf {
    let looped = bench.path("looped.mp4");
    let mut command = ffmpeg().command();
    command.args(["-loglevel", "error", "-stream_loop", "9", "-i"]).arg(little()).args(["-c", "copy"]).arg(&looped);
    assert!(command.status().unwrap().success());
    looped
}

#[test]
fn ctrl_c_half_way_keeps_what_was_measured_and_leaves_whole_files() {
    let bench = Bench::new();
    let looped = looped(&bench);
    let folder = bench.folder("written");
    let [trace, video] = ["t.jsonl", "t.mp4"].map(|name| folder.join(name));
    let mut command = measure();
    command.args(["--json", "--trace"]).arg(&trace).arg("--annotate").arg(&video).arg(&looped);
    let child = start(&mut command);
    // a frame is more than a kilobyte: by now the first raise is over, and more than a thousand frames are to come
    wait_until("the second raise", || written(&trace) > 200_000);
    press_ctrl_c(&child);
    let output = checked(&child.wait_with_output().unwrap());

    assert_eq!((output.code, output.stderr.as_str()), (Some(130), ""), "{output:?}");
    let document = output.json();
    assert_eq!(problems(&document)[0], "interrupted");
    let trial = &document["trials"][0];
    assert!((trial["angle_deg"].as_f64().unwrap() - 78.0).abs() < 4.0, "{trial}");
    let frames = document["source"]["frames"].as_u64().unwrap();
    assert!((120..1200).contains(&frames), "{frames} frames");

    assert_eq!(names_in(&folder), ["t.jsonl", "t.mp4"]);
    replays_to(&trace, &output.stdout);
    let clip = Clip::read(&video);
    assert!((clip.duration_s - frames as f64 / 10.0).abs() < 0.15, "{} s of {frames} frames", clip.duration_s);
}

#[test]
fn ctrl_c_half_way_replaces_no_file_that_is_whole() {
    let bench = Bench::new();
    let looped = looped(&bench);
    let names = ["t.csv", "t.jsonl", "t.mp4"];
    let [table, trace, video] = names.map(|name| bench.write(&format!("written/{name}"), "old"));
    let mut command = measure();
    command.args(option("--frames", &table)).args(option("--trace", &trace)).args(option("--annotate", &video));
    let child = start(command.arg("--json").arg(&looped));
    wait_until("the second raise", || written(&trace) > 200_000);
    press_ctrl_c(&child);
    let output = checked(&child.wait_with_output().unwrap());
    assert_eq!(output.code, Some(130), "{output:?}");
    assert_eq!(output.stderr.lines().count(), names.len(), "{output:?}");
    for name in names {
        assert_eq!(fs::read_to_string(bench.path("written").join(name)).unwrap(), "old");
        let told =
            format!("what was measured is in {}", bench.path("written").join(name.replace('.', ".part.")).display());
        assert!(output.stderr.contains(&told), "{told:?} is not in {}", output.stderr);
    }
    replays_to(&bench.path("written/t.part.jsonl"), &output.stdout);
    assert!(Clip::read(&bench.path("written/t.part.mp4")).frames > 100);
    assert!(fs::read_to_string(bench.path("written/t.part.csv")).unwrap().lines().count() > 50);
}

#[test]
fn a_kill_half_way_leaves_the_old_file_whole_and_what_was_measured_beside_it() {
    let bench = Bench::new();
    let looped = looped(&bench);
    let targets = [("--frames", "t.csv"), ("--trace", "t.jsonl"), ("--annotate", "t.mp4")]
        .map(|(name, file)| (name, bench.write(&format!("written/{file}"), "old")));
    let mut command = measure();
    command.args(targets.iter().flat_map(|(name, path)| option(name, path)));
    let mut child = start(command.arg(&looped));
    wait_until("the second raise", || written(&targets[1].1) > 200_000);
    child.kill().unwrap();
    child.wait().unwrap();
    for (name, path) in &targets {
        assert_eq!(fs::read_to_string(path).unwrap(), "old", "{name}");
        assert!(part(path).is_some(), "{name}");
    }
    let trace = fs::read_to_string(part(&targets[1].1).unwrap()).unwrap();
    assert!(trace.starts_with("{\"schema\":\"legraise.trace/1\"") && trace.lines().count() > 50);
}

/// Every input is counted once: it was measured, or it waited, or its first frame was waited for.
#[test]
fn ctrl_c_leaves_the_inputs_that_wait() {
    let bench = Bench::new();
    let trace = bench.folder("results");
    let mut command = measure();
    command.arg("--json").args(option("--out", &trace)).args([little(); 20]);
    let child = start(&mut command);
    wait_until("the first result", || length(&trace.join("little.mp4.json")) > 0);
    press_ctrl_c(&child);
    let output = checked(&child.wait_with_output().unwrap());
    assert_eq!(output.code, Some(130), "{output:?}");
    let measured = output.stdout.lines().count();
    assert!((1..20).contains(&measured), "{measured} results");
    let (told, rest) = output.stderr.rsplit_once("legraise: stopped by you; not measured: ").unwrap_or_default();
    let opening = format!("legraise: stopped by you before its first picture: {}\n", little().display());
    assert!(["", &opening].contains(&told), "{output:?}");
    let waiting = 20 - measured - told.lines().count();
    assert_eq!(rest, format!("{waiting} inputs\n"), "{output:?}");
}

#[test]
fn a_signal_that_comes_twice_at_once_is_one_ctrl_c() {
    let bench = Bench::new();
    let trace = bench.path("t.jsonl");
    let child = start(measure().arg("--json").args(option("--trace", &trace)).arg(sample(V01)));
    wait_until("the first frames", || written(&trace) > 20_000);
    let pid = child.id().to_string();
    let status = Command::new("sh").args(["-c", "kill -INT $0; sleep 0.01; kill -INT $0", &pid]).status().unwrap();
    assert!(status.success());
    let output = checked(&child.wait_with_output().unwrap());
    assert_eq!((output.code, output.stderr.as_str()), (Some(130), ""), "{output:?}");
    assert_eq!(problems(&output.json()), ["interrupted"]);
    replays_to(&trace, &output.stdout);
}

/// A second Ctrl-C does not wait for anything: here for an FFmpeg that never gives a frame.
#[test]
fn a_second_ctrl_c_ends_at_once() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let (hanging, stuck) = (bench.path("ffmpeg"), bench.path("stuck"));
    let script = format!(
        "#!/bin/sh\ncase \"$*\" in *showinfo*) touch '{}'; exec sleep 20;; esac\nexec '{}' \"$@\"\n",
        stuck.display(),
        ffmpeg().program().display()
    );
    fs::write(&hanging, script).unwrap();
    fs::set_permissions(&hanging, fs::Permissions::from_mode(0o755)).unwrap();
    let mut child = start(measure().env("LEGRAISE_FFMPEG", &hanging).arg(little()));
    wait_until("the hanging", || stuck.exists());
    press_ctrl_c(&child);
    std::thread::sleep(Duration::from_millis(300));
    let pressed = Instant::now();
    press_ctrl_c(&child);
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(pressed.elapsed() < Duration::from_secs(2), "{:?}", pressed.elapsed());
}
