//! Files that would have FFmpeg wait, fetch, or take all memory; and FFmpeg itself when it is stopped or ended.

use crate::bench::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest wait for something that takes a second or two on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

#[track_caller]
fn wait_until(what: &str, mut happened: impl FnMut() -> bool) {
    let start = Instant::now();
    while !happened() {
        assert!(start.elapsed() < PATIENCE, "{what} did not happen");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn start(command: &mut Command) -> Child {
    command.process_group(0).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn signal(name: &str, process: u32) {
    assert!(Command::new("kill").args([name, &process.to_string()]).status().unwrap().success());
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// A GIF that says it has so many pixels in each direction, with so many frames of one of them.
fn gif(side: u16, frames: usize) -> Vec<u8> {
    let [low, high] = side.to_le_bytes();
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend([low, high, low, high, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    for _ in 0..frames {
        bytes.extend([0x21, 0xf9, 4, 0, 4, 0, 0, 0]);
        bytes.extend([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
    }
    bytes.push(0x3b);
    bytes
}

/// An FFmpeg that says where it is and then waits for ever, as one that hangs in a file does.
struct Hanging {
    bench: Bench,
    program: PathBuf,
    process: PathBuf,
}

impl Hanging {
    fn new() -> Self {
        let bench = Bench::new();
        let (program, process) = (bench.path("ffmpeg"), bench.path("process"));
        let script = format!(
            "#!/bin/sh\ncase \"$*\" in *showinfo*) echo $$ > '{0}.part'; mv '{0}.part' '{0}'; exec sleep 100;; esac\nexec '{1}' \"$@\"\n",
            process.display(),
            ffmpeg().program().display()
        );
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        Self { bench, program, process }
    }

    /// Starts to measure, and waits until FFmpeg hangs.
    fn measuring(&self) -> Child {
        let child = start(measure().env("LEGRAISE_FFMPEG", &self.program).arg(little()));
        wait_until("the hanging", || self.process.exists());
        child
    }

    /// Whether FFmpeg is still there.
    fn hangs(&self) -> bool {
        let process = fs::read_to_string(&self.process).unwrap();
        let state = fs::read_to_string(format!("/proc/{}/stat", process.trim()));
        state.is_ok_and(|state| !state.contains(") Z "))
    }
}

#[test]
fn images_that_would_take_all_memory_are_refused() {
    let bench = Bench::new();
    for (name, frames) in [("one.gif", 1), ("many.gif", 40)] {
        let path = bench.write(name, gif(16_000, frames));
        let started = Instant::now();
        // a single image may be refused as one
        let output = measured(&path);
        assert_eq!(output.code, Some(2), "{output:?}");
        assert!(output.stderr.contains("save a smaller copy"), "{}", output.stderr);
        assert!(started.elapsed() < PATIENCE);
    }
    let path = bench.synthetic("large.mkv", "color=red:s=8000x8000:r=1", "-frames:v 1 -c:v png");
    measured(&path).refuses(&["more than 36 million pixels", "save a smaller copy"], &path);
    let path = bench.write("animation.gif", gif(5000, 40));
    measured(&path).refuses(&["more than 16 million pixels", "save a smaller copy"], &path);
}

#[test]
fn an_animation_of_a_million_frames_is_measured_up_to_a_limit() {
    let bench = Bench::new();
    let path = bench.write("million.gif", gif(64, 1_000_000));
    let output = output(measure().arg("--json").arg(&path));
    assert_eq!((output.code, output.stderr.as_str()), (Some(2), ""), "{output:?}");
    let document = output.json();
    assert_eq!(document["source"]["frames"], 3000);
    assert_eq!(problems(&document)[0], "broken_off");
    assert!(document["problems"][0]["text"].as_str().unwrap().contains("convert it to H.264"), "{document}");
}

#[test]
fn what_names_other_files_opens_none_of_them() {
    let bench = Bench::new();
    fs::copy(little(), bench.path("part.mp4")).unwrap();
    pipe(&bench.path("pipe"));
    let lists = [
        ("live.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\npart.mp4\n"),
        ("ended.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\npart.mp4\n#EXT-X-ENDLIST\n"),
        ("waits.mp4", "ffconcat version 1.0\nfile pipe\n"),
        ("list.ffconcat", "ffconcat version 1.0\nfile part.mp4\n"),
        ("stream.mp4", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"),
        (
            "list.mpd",
            "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"urn:mpeg:dash:profile:isoff-on-demand:2011\"/>\n",
        ),
    ];
    for (name, text) in lists {
        let path = bench.write(name, text);
        measured(&path).refuses(&["not a video or picture that can be decoded"], &path);
    }
}

#[test]
fn a_pipe_and_a_link_to_one_are_refused() {
    let bench = Bench::new();
    let (there, link) = (bench.path("pipe.mp4"), bench.path("link.mp4"));
    pipe(&there);
    std::os::unix::fs::symlink(&there, &link).unwrap();
    for path in [&there, &link] {
        measured(path).refuses(&["it is a device or a pipe", "name a file"], path);
    }
}

#[test]
fn ctrl_c_or_a_termination_ends_the_wait_for_a_frame() {
    for name in ["-INT", "-TERM"] {
        let hanging = Hanging::new();
        let child = hanging.measuring();
        signal(name, child.id());
        let output = checked(&child.wait_with_output().unwrap());
        assert_eq!(output.code, Some(130), "{output:?}");
        wait_until("the end of FFmpeg", || !hanging.hangs());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn ffmpeg_ends_with_the_program_even_when_that_is_killed() {
    let hanging = Hanging::new();
    let mut child = hanging.measuring();
    signal("-KILL", child.id());
    child.wait().unwrap();
    wait_until("the end of FFmpeg", || !hanging.hangs());
}

#[test]
fn an_ffmpeg_that_gives_nothing_is_not_waited_for() {
    let hanging = Hanging::new();
    let child = hanging.measuring();
    let output = checked(&child.wait_with_output().unwrap());
    output.says_error(&["FFmpeg gave no picture for 8 seconds", "try again"]);
    assert!(!hanging.hangs());
    drop(hanging.bench);
}

/// A recording that ends because its decoder does is no short recording.
#[cfg(target_os = "linux")]
#[test]
fn an_ffmpeg_that_is_ended_or_stopped_from_outside_is_an_error() {
    let bench = Bench::new();
    let looped = bench.path("looped.mp4");
    let mut command = ffmpeg().command();
    command.args(["-loglevel", "error", "-stream_loop", "9", "-i"]).arg(little()).args(["-c", "copy"]).arg(&looped);
    assert!(command.status().unwrap().success());
    for (name, words) in
        [("-KILL", "ended from outside"), ("-TERM", "ended from outside"), ("-STOP", "no picture for 8 seconds")]
    {
        let child = start(measure().arg(&looped));
        wait_until("the decoding", || decoder_of(child.id()).is_some());
        // long enough for some frames, and not for all of them
        std::thread::sleep(Duration::from_secs(1));
        signal(name, decoder_of(child.id()).unwrap());
        let output = checked(&child.wait_with_output().unwrap());
        assert_eq!(output.code, Some(2), "{name}: {output:?}");
        assert!(output.stdout.contains(words) || output.stderr.contains(words), "{name}: {output:?}");
    }
}

/// The FFmpeg that decodes for a run.
#[cfg(target_os = "linux")]
fn decoder_of(process: u32) -> Option<u32> {
    let mut processes =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    processes.find(|id: &u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let line = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        // behind the name: its state, and who has started it
        let parent = stat.rsplit(") ").next().and_then(|rest| rest.split(' ').nth(1));
        parent == Some(process.to_string().as_str()) && String::from_utf8_lossy(&line).contains("showinfo")
    })
}
