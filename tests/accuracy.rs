//! The real program with the real model on recordings and pictures whose angles are known. They lie beside the project's root, not in it;
//! where they are absent the tests say so and are skipped.

use serde_json::Value;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Stop limits beyond the rest at which the truth's violations begin, degrees.
const KNEE_STOP_DEG: f64 = 15.0;
const OPPOSITE_STOP_DEG: f64 = 10.0;
/// Tolerances, degrees and seconds.
const ANGLE_DEG: f64 = 3.0;
const ANGLE_AT_VIOLATION_DEG: f64 = 4.0;
const MEAN_ANGLE_DEG: f64 = 1.5;
const ONSET_S: f64 = 0.5;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of recordings or pictures with known angles.
fn data(folder: &str) -> Option<PathBuf> {
    let path = root().join("../shared/data").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: no such data: {}", path.display());
    None
}

/// Measures files with the real program; one document each, in the order of `inputs`.
fn measure(inputs: &[PathBuf]) -> Vec<Value> {
    let out = Command::new(env!("CARGO_BIN_EXE_legraise")).arg("measure").arg("--json").args(inputs).output().unwrap();
    let stderr = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.code().is_some_and(|code| code < 2), "{stderr}");
    let documents: Vec<Value> =
        String::from_utf8_lossy(&out.stdout).lines().map(|l| serde_json::from_str(l).expect("a document")).collect();
    assert_eq!(documents.len(), inputs.len(), "{stderr}");
    documents
}

/// A raise as the script of the rendered clip has it.
#[derive(Debug)]
struct TrueTrial {
    side: String,
    angle_deg: f64,
    ended_by: &'static str,
    onset_s: Option<f64>,
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("{key} in {value}"))
}

/// The true trials of a clip: highest elevation of the thigh before the first violation at our limits.
fn true_trials(truth: &Value) -> Vec<TrueTrial> {
    let mut raises: Vec<Vec<&Value>> = Vec::new();
    let mut before = "";
    for frame in truth["frames"].as_array().unwrap() {
        let phase = frame["phase"].as_str().unwrap();
        if phase == "raise" && before != "raise" && before != "hold" {
            raises.push(Vec::new());
        }
        if ["raise", "hold"].contains(&phase)
            && let Some(raise) = raises.last_mut()
        {
            raise.push(frame);
        }
        before = phase;
    }
    raises.iter().map(|raise| true_trial(truth, raise)).collect()
}

fn true_trial(truth: &Value, raise: &[&Value]) -> TrueTrial {
    let first = |key: &str, limit: f64| raise.iter().find(|f| number(f, key) > limit).map(|f| number(f, "t"));
    let knee_at_rest = number(&truth["frames"][0], "knee_flexion");
    let knee = first("knee_flexion", knee_at_rest + KNEE_STOP_DEG).map(|t| (t, "knee_bend"));
    let other = first("opposite_lift", OPPOSITE_STOP_DEG).map(|t| (t, "opposite_leg_lift"));
    let stop = [knee, other].into_iter().flatten().min_by(|a, b| a.0.total_cmp(&b.0));
    let until = stop.map_or(f64::INFINITY, |(t, _)| t);
    let valid = raise.iter().filter(|f| number(f, "t") < until);
    TrueTrial {
        side: truth["raised_side"].as_str().unwrap().to_owned(),
        angle_deg: valid.map(|f| number(f, "hip_flexion")).fold(0.0, f64::max),
        ended_by: stop.map_or("peak", |(_, why)| why),
        onset_s: stop.map(|(t, _)| t),
    }
}

/// What is done to a clip before it is measured.
struct Variant {
    name: &'static str,
    extension: &'static str,
    arguments: &'static [&'static str],
    mirrored: bool,
}

const MIRRORED: Variant = Variant {
    name: "mirrored",
    extension: "mp4",
    arguments: &["-vf", "hflip", "-c:v", "libx264", "-crf", "18"],
    mirrored: true,
};
const HEVC: Variant = Variant {
    name: "HEVC",
    extension: "mov",
    arguments: &["-c:v", "libx265", "-x265-params", "log-level=error", "-crf", "26"],
    mirrored: false,
};
const WEBM: Variant =
    Variant { name: "WebM", extension: "webm", arguments: &["-c:v", "libvpx", "-b:v", "600k"], mirrored: false };
const HALF_SIZE: Variant = Variant {
    name: "half size",
    extension: "mp4",
    arguments: &["-vf", "scale=trunc(iw/4)*2:trunc(ih/4)*2", "-c:v", "libx264", "-crf", "20"],
    mirrored: false,
};

fn ffmpeg() -> Command {
    Command::new(legraise::source::Ffmpeg::find().expect("FFmpeg; run `make setup`").program())
}

fn encode(clip: &Path, variant: &Variant, folder: &Path) -> PathBuf {
    let target = folder.join(clip.file_stem().unwrap()).with_extension(variant.extension);
    let mut command = ffmpeg();
    command.args(["-y", "-loglevel", "error", "-i"]).arg(clip).args(variant.arguments);
    command.args(["-fps_mode", "passthrough", "-enc_time_base", "demux"]).arg(&target);
    assert!(command.status().unwrap().success(), "{}: {}", variant.name, clip.display());
    target
}

/// The rendered clips with their truths.
fn clips(folder: &Path) -> Vec<(PathBuf, Value)> {
    let mut clips: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    clips.retain(|p| p.extension().is_some_and(|e| e == "mp4"));
    clips.sort();
    let truth =
        |clip: &Path| serde_json::from_str(&std::fs::read_to_string(clip.with_extension("truth.json")).unwrap());
    clips.into_iter().map(|clip| (clip.clone(), truth(&clip).unwrap())).collect()
}

/// Holds measured trials against the true ones; returns the angles' errors in degrees, and adds what is wrong to `wrong`.
fn compare(name: &str, got: &Value, want: &[TrueTrial], mirrored: bool, wrong: &mut Vec<String>) -> Vec<f64> {
    let trials = got["trials"].as_array().unwrap();
    if trials.len() != want.len() {
        wrong.push(format!("{name}: {} trials instead of {}", trials.len(), want.len()));
        return Vec::new();
    }
    trials.iter().zip(want).map(|(got, want)| compare_trial(name, got, want, mirrored, wrong)).collect()
}

fn compare_trial(name: &str, got: &Value, want: &TrueTrial, mirrored: bool, wrong: &mut Vec<String>) -> f64 {
    let side = match (mirrored, want.side.as_str()) {
        (false, side) => side,
        (true, "left") => "right",
        (true, _) => "left",
    };
    let error = number(got, "angle_deg") - want.angle_deg;
    let tolerance = if want.onset_s.is_some() { ANGLE_AT_VIOLATION_DEG } else { ANGLE_DEG };
    let verdict = if want.angle_deg >= 80.0 { "pass" } else { "tight" };
    let onset = got["violations"].as_array().unwrap().first().map(|v| number(v, "onset_s"));
    let mut check = |good: bool, what: String| {
        if !good {
            wrong.push(format!("{name}: {what}, expected {want:?}"));
        }
    };
    check(got["side"] == side, format!("side {}", got["side"]));
    check(got["ended_by"] == want.ended_by, format!("ended by {}", got["ended_by"]));
    check(got["verdict"] == verdict, format!("verdict {}", got["verdict"]));
    check(error.abs() <= tolerance, format!("angle off by {error:+.2}°"));
    let onset_fits = match (onset, want.onset_s) {
        (Some(got), Some(want)) => (got - want).abs() <= ONSET_S,
        (got, want) => got.is_some() == want.is_some(),
    };
    check(onset_fits, format!("onset {onset:?}"));
    println!("{name}: {:.1}°, true {:.1}°, off by {error:+.2}°", number(got, "angle_deg"), want.angle_deg);
    error
}

fn check_clips(name: &str, mirrored: bool, prepare: impl Fn(&Path, &Path) -> PathBuf) {
    let Some(folder) = data("rendered/videos") else { return };
    let scratch = tempfile::tempdir().unwrap();
    let clips = clips(&folder);
    let inputs: Vec<PathBuf> = clips.iter().map(|(clip, _)| prepare(clip, scratch.path())).collect();
    let (mut errors, mut wrong) = (Vec::new(), Vec::new());
    for (got, (clip, truth)) in measure(&inputs).iter().zip(&clips) {
        let name = format!("{} {name}", clip.file_stem().unwrap().to_string_lossy());
        errors.extend(compare(&name, got, &true_trials(truth), mirrored, &mut wrong));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let mean = errors.iter().map(|e: &f64| e.abs()).sum::<f64>() / errors.len() as f64;
    println!("{name}: mean |error| {mean:.2}° over {} trials", errors.len());
    assert!(mean <= MEAN_ANGLE_DEG, "{name}: mean |error| {mean:.2}°");
}

#[test]
fn clips_are_measured_as_they_are() {
    check_clips("as it is", false, |clip, _| clip.to_owned());
}

fn check_variant(variant: &Variant) {
    check_clips(variant.name, variant.mirrored, |clip, scratch| encode(clip, variant, scratch));
}

#[test]
fn clips_are_measured_mirrored() {
    check_variant(&MIRRORED);
}

#[test]
fn clips_are_measured_in_hevc() {
    check_variant(&HEVC);
}

#[test]
fn clips_are_measured_in_webm() {
    check_variant(&WEBM);
}

#[test]
fn clips_are_measured_at_half_size() {
    check_variant(&HALF_SIZE);
}

#[test]
fn photographs_of_straight_legs_are_read_within_their_labels() {
    let Some(folder) = data("photos") else { return };
    let text = std::fs::read_to_string(folder.join("annotations.json")).unwrap();
    let annotations: Value = serde_json::from_str(&text).unwrap();
    let straight: Vec<&Value> =
        annotations["images"].as_array().unwrap().iter().filter(|image| image["pose"] == "slr").collect();
    let inputs: Vec<PathBuf> = straight.iter().map(|i| folder.join(i["file"].as_str().unwrap())).collect();
    let errors: Vec<f64> = measure(&inputs)
        .iter()
        .zip(&straight)
        .map(|(got, image)| {
            let leg = &got["pose"][image["leg_of_interest"].as_str().unwrap()];
            let error = number(leg, "floor_deg") - number(&image["angles"], "leg_vs_horizontal");
            println!("{}: off by {error:+.1}°", image["file"]);
            assert!(error.abs() <= 8.0, "{}: off by {error:+.1}°", image["file"]);
            error
        })
        .collect();
    let mean = errors.iter().map(|e| e.abs()).sum::<f64>() / errors.len() as f64;
    println!("photographs: mean |error| {mean:.2}° over {}", errors.len());
    assert!(mean <= 3.0, "mean |error| {mean:.2}°");
}

#[test]
fn samples_are_measured_as_their_truth_says() {
    let folder = root().join("samples");
    let mut table = csv::Reader::from_path(folder.join("truth.csv")).unwrap();
    let samples: Vec<HashMap<String, String>> = table.deserialize().map(Result::unwrap).collect();
    let inputs: Vec<PathBuf> = samples.iter().map(|s| folder.join(&s["file"])).collect();
    for (got, want) in measure(&inputs).iter().zip(&samples) {
        let trials = got["trials"].as_array().unwrap();
        assert_eq!(trials.len(), 1, "{got}");
        for key in ["side", "ended_by", "verdict"] {
            assert_eq!(trials[0][key], *want[key], "{}", want["file"]);
        }
        let tolerance = if want["ended_by"] == "peak" { ANGLE_DEG } else { ANGLE_AT_VIOLATION_DEG };
        let error = number(&trials[0], "angle_deg") - want["angle_deg"].parse::<f64>().unwrap();
        assert!(error.abs() <= tolerance, "{}: off by {error:+.2}°", want["file"]);
    }
}
