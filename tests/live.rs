//! The real window with the real model, on a screen of its own, playing each sample at real time: its result is that of
//! `legraise measure`.
//!
//! Needs `Xvfb`; where there is none, this says so and does nothing.

use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A screen that nobody sees.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    /// `None` where there is no Xvfb.
    fn open() -> Option<Self> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1280x800x24"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().ok()?;
        let mut number = String::new();
        BufReader::new(server.stdout.take()?).read_line(&mut number).ok()?;
        Some(Self { server, display: format!(":{}", number.trim()) })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let files = std::fs::read_dir(folder).expect("samples").map(|entry| entry.expect("a file").path());
    let mut videos: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|e| e == "mp4")).collect();
    videos.sort();
    videos
}

fn legraise() -> Command {
    Command::new(env!("CARGO_BIN_EXE_legraise"))
}

fn measured(sample: &Path) -> Value {
    let output =
        legraise().args(["measure", "--json", "--model", "heavy"]).arg(sample).output().expect("legraise runs");
    serde_json::from_slice(&output.stdout).expect("a result")
}

fn lived(sample: &Path, screen: &Screen, folder: &Path) -> Value {
    let report = folder.join("out.json");
    let mut command = legraise();
    command
        .args(["live", "--quit-at-end", "--model", "heavy", "--source"])
        .arg(sample)
        .arg("--report-json")
        .arg(&report);
    command.env("DISPLAY", &screen.display).env("LEGRAISE_SETTINGS", folder.join("settings.json"));
    command.env_remove("WAYLAND_DISPLAY");
    let output = command.output().expect("legraise runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&std::fs::read(report).expect("a report")).expect("a result")
}

#[test]
fn the_window_comes_to_the_result_of_the_command_line() {
    let Some(screen) = Screen::open() else {
        println!("skipped: there is no Xvfb here, so no screen for the window");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    for sample in samples() {
        let measured = measured(&sample);
        let frames = |result: &Value| result["source"]["frames"].as_u64().expect("a count");
        let name = sample.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let lived = lived(&sample, &screen, folder.path());
        assert_eq!(frames(&lived), frames(&measured), "{name}");
        let trials = |result: &Value| result["trials"].as_array().expect("trials").clone();
        assert_eq!(trials(&measured).len(), trials(&lived).len(), "{name}: {lived}");
        for (trial, live) in trials(&measured).iter().zip(&trials(&lived)) {
            for field in ["side", "ended_by", "verdict"] {
                assert_eq!(trial[field], live[field], "{name}: {field}");
            }
            let angle = |trial: &Value| trial["angle_deg"].as_f64().expect("an angle");
            let difference = angle(live) - angle(trial);
            assert!(difference.abs() < 1e-9, "{name}: {difference:+.2}°");
        }
    }
}
