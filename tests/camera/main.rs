//! Drives the real program before a Video4Linux camera that exists only for it: `fake_device.c`.
//!
//! Needs Linux and a C compiler; elsewhere these tests say so and pass.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// For one thing to be said, on a computer that does a lot beside.
const LIMIT: Duration = Duration::from_secs(120);

/// The camera's library, built once; `None` where there is no C compiler.
fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    let build = || {
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fake_device.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/camera/fake_device.c");
        let arguments = ["-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o"];
        let built = Command::new("cc").args(arguments).arg(&library).arg(source).arg("-ldl").status();
        match built {
            Ok(status) => assert!(status.success(), "fake_device.c can't be built"),
            Err(error) => {
                eprintln!("not tested: there is no C compiler ({error})");
                return None;
            }
        }
        Some(library)
    };
    LIBRARY.get_or_init(build).as_deref()
}

/// A camera that shows a sample, and a folder to tell it what to do.
struct FakeCamera(TempDir);

impl FakeCamera {
    /// `None`: not on this computer.
    fn new(state: &str) -> Option<Self> {
        library()?;
        let folder = tempfile::tempdir().unwrap();
        for name in ["dev", "empty"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for node in ["dev/video0", "dev/video1"] {
            fs::write(folder.path().join(node), "").unwrap();
        }
        let camera = Self(folder);
        camera.becomes(state);
        Some(camera)
    }

    fn with_frames(self) -> Self {
        self.with_frames_coded(&["-c:v", "mjpeg", "-q:v", "4"], "MJPG 1 30 0")
    }

    /// Frames made with these arguments of FFmpeg, in a format as `fake_device.c` reads it.
    fn with_frames_coded(self, arguments: &[&str], format: &str) -> Self {
        let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/v01_peak78_f1.mp4");
        let ffmpeg = legraise::runtime::Ffmpeg::find().expect("an ffmpeg");
        let frames = self.0.path().join("%d.picture");
        let status = Command::new(ffmpeg.program())
            .args(["-nostdin", "-v", "error", "-i", sample, "-frames:v", "60"])
            .args(arguments)
            .args(["-f", "image2", "-start_number", "0"])
            .arg(frames)
            .status();
        assert!(status.unwrap().success());
        fs::write(self.0.path().join("format"), format).unwrap();
        self
    }

    /// With an infrared camera before the one that gives frames.
    fn behind_an_infrared_one(self) -> Self {
        for file in ["infrared", "dev/video2"] {
            fs::write(self.0.path().join(file), "").unwrap();
        }
        self
    }

    fn becomes(&self, state: &str) {
        let written = self.0.path().join("state.new");
        fs::write(&written, state).unwrap();
        fs::rename(written, self.0.path().join("state")).unwrap();
    }

    fn legraise(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_legraise"));
        command.args(arguments).env("LD_PRELOAD", library().unwrap()).env("FAKE_CAMERA", self.0.path());
        command.env("LEGRAISE_LANG", "en").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.legraise(arguments).output().unwrap()
    }
}

/// `legraise live` without a window, and what it says.
struct Live {
    child: Child,
    lines: Receiver<String>,
}

impl Live {
    fn start(camera: &FakeCamera, arguments: &[&str]) -> Self {
        let mut child =
            camera.legraise(&[&["live", "--headless", "--model", "full"], arguments].concat()).spawn().unwrap();
        let (said, lines) = sync_channel(1000);
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let read = move || stderr.lines().map_while(Result::ok).try_for_each(|line| said.send(line));
        thread::Builder::new().name("stderr".to_owned()).spawn(read).unwrap();
        Self { child, lines }
    }

    /// Waits until it says that.
    fn says(&self, text: &str) {
        let start = Instant::now();
        let mut heard = Vec::new();
        loop {
            match self.lines.recv_timeout(LIMIT.saturating_sub(start.elapsed())) {
                Ok(line) if line.contains(text) => return,
                Ok(line) => heard.push(line),
                Err(RecvTimeoutError::Timeout) => panic!("«{text}» was not said, but {heard:#?}"),
                Err(RecvTimeoutError::Disconnected) => panic!("it ended without «{text}»: {heard:#?}"),
            }
        }
    }

    /// Ends it as Ctrl-C does; its exit code.
    fn interrupt(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn cameras_lists_what_gives_frames() {
    let Some(camera) = FakeCamera::new("on") else { return };
    let output = camera.run(&["cameras"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Fake Camera\n");
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[test]
fn cameras_without_a_camera_says_so() {
    let Some(camera) = FakeCamera::new("gone") else { return };
    let output = camera.run(&["cameras"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(told, "legraise: no camera was found; plug one in, or open a recording\n");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
}

#[test]
fn what_keeps_the_camera_from_opening_is_said_and_it_starts_when_that_is_over() {
    let Some(camera) = FakeCamera::new("refused") else { return };
    let camera = camera.with_frames();
    let live = Live::start(&camera, &[]);
    live.says("no pictures: this program may not use the camera; add yourself to the group \"video\"");
    camera.becomes("busy");
    live.says("no pictures: the camera is used by another program");
    camera.becomes("gone");
    live.says("no pictures: no camera was found");
    camera.becomes("on");
    live.says("pictures come: 640×360 MJPEG, 30 fps");
    assert_eq!(live.interrupt(), Some(130));
}

#[test]
fn a_camera_that_is_not_there_is_named() {
    let Some(camera) = FakeCamera::new("on") else { return };
    let live = Live::start(&camera, &["--camera", "Front", "--seconds", "1"]);
    live.says("no pictures: the camera \"Front\" is not there");
}

#[test]
fn an_infrared_camera_is_listed_last_passed_over_and_named() {
    let Some(camera) = FakeCamera::new("on") else { return };
    let camera = camera.with_frames().behind_an_infrared_one();
    let output = camera.run(&["cameras"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Fake Camera\nFake IR Camera\n");
    let live = Live::start(&camera, &[]);
    live.says("the camera \"Fake IR Camera\" was passed over: it is an infrared one");
    live.says("pictures come: 640×360 MJPEG, 30 fps");
    assert_eq!(live.interrupt(), Some(130));
}

#[test]
fn frames_come_in_every_coding_at_every_rate_and_with_padded_rows() {
    let padded = ["-vf", "pad=iw+64:ih", "-c:v", "rawvideo"];
    let cameras = [
        ("yuv420p", "YU12 1001 30000 704", "YU12, 29.97"),
        ("uyvy422", "UYVY 2 15 1408", "UYVY, 7.5"),
        ("bgr24", "BGR3 1 15 2112", "BGR, 15"),
        ("nv12", "NV12 1 30 704", "NV12, 30"),
    ];
    for (pixels, format, told) in cameras {
        let Some(camera) = FakeCamera::new("on") else { return };
        let camera = camera.with_frames_coded(&[&padded[..], &["-pix_fmt", pixels]].concat(), format);
        let live = Live::start(&camera, &[]);
        live.says(&format!("pictures come: 640×360 {told} fps"));
        // somebody who lies is seen in them
        live.says("settling");
        assert_eq!(live.interrupt(), Some(130), "{told}");
    }
}

#[test]
fn an_unplugged_and_a_stalled_camera_go_on() {
    let Some(camera) = FakeCamera::new("on") else { return };
    let camera = camera.with_frames();
    let live = Live::start(&camera, &["--camera", "Fake Camera"]);
    live.says("pictures come: 640×360 MJPEG, 30 fps");
    live.says("settling");
    camera.becomes("gone");
    live.says("no pictures: the camera");
    camera.becomes("on");
    live.says("pictures come");
    camera.becomes("stalled");
    live.says("no pictures: the camera has stopped sending pictures");
    camera.becomes("on");
    live.says("pictures come");
    assert_eq!(live.interrupt(), Some(130));
}
