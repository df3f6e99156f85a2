//! The real program with the real model on recordings and images whose angles are known. They lie beside the
//! project's root, not in it; where they are absent the tests say so and are skipped.

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

/// A folder of recordings or images with known angles.
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
    Command::new(legraise::runtime::Ffmpeg::find().expect("FFmpeg; run `make setup`").program())
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

/// Holds measured trials against the true ones; returns the angles' errors in degrees, and adds what is wrong to
/// `wrong`.
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
    check(got["verdict"] == verdict || is_hidden(got), format!("verdict {}", got["verdict"]));
    check(error.abs() <= tolerance, format!("angle off by {error:+.2}°"));
    let onset_fits = match (onset, want.onset_s) {
        (Some(got), Some(want)) => (got - want).abs() <= ONSET_S,
        (got, want) => got.is_some() == want.is_some(),
    };
    check(onset_fits, format!("onset {onset:?}"));
    println!("{name}: {:.1}°, true {:.1}°, off by {error:+.2}°", number(got, "angle_deg"), want.angle_deg);
    error
}

/// No verdict, because a leg could not be seen: before the raise, or while the other one was up.
fn is_hidden(trial: &Value) -> bool {
    let reasons = trial["reasons"].as_array().unwrap();
    trial["verdict"] == "unclear" && reasons.iter().all(|r| *r == "resting_leg_not_seen" || *r == "no_rest_before")
}

fn check_clips(name: &str, mirrored: bool, allowed_hidden: usize, prepare: impl Fn(&Path, &Path) -> PathBuf) {
    let Some(folder) = data("rendered/videos") else { return };
    let scratch = tempfile::tempdir().unwrap();
    let clips = clips(&folder);
    let inputs: Vec<PathBuf> = clips.iter().map(|(clip, _)| prepare(clip, scratch.path())).collect();
    let (mut errors, mut wrong) = (Vec::new(), Vec::new());
    let measured = measure(&inputs);
    let hidden = measured.iter().flat_map(|m| m["trials"].as_array().unwrap()).filter(|trial| is_hidden(trial)).count();
    assert!(hidden <= allowed_hidden, "{name}: {hidden} raises were not judged");
    for (got, (clip, truth)) in measured.iter().zip(&clips) {
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
    check_clips("as it is", false, 0, |clip, _| clip.to_owned());
}

fn check_variant(variant: &Variant) {
    // v03's far leg is dark on dark: some encodings hide it
    check_clips(variant.name, variant.mirrored, 1, |clip, scratch| encode(clip, variant, scratch));
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
fn no_recording_of_random_bodies_without_a_test_gets_a_verdict_and_every_test_does() {
    let Some(folder) = data("rendered/random") else { return };
    let clips = clips(&folder);
    let inputs: Vec<PathBuf> = clips.iter().map(|(clip, _)| clip.clone()).collect();
    for (got, (clip, truth)) in measure(&inputs).iter().zip(&clips) {
        let name = clip.file_stem().unwrap().to_string_lossy();
        let judged = got["trials"].as_array().unwrap().iter().filter(|trial| trial["verdict"] != "unclear").count();
        let holds_no_test = ["hook", "both"].contains(&truth["script"]["kind"].as_str().unwrap());
        assert_eq!(judged, usize::from(!holds_no_test), "{name}: {}", got["trials"]);
        let reason = format!("{}", got["trials"][0]["reasons"]);
        let told = [("hook", "other_knee_bent"), ("both", "both_legs_raised")];
        let told = told.iter().find(|(kind, _)| truth["script"]["kind"] == *kind);
        assert!(told.is_none_or(|(_, told)| reason.contains(told)), "{name}: {reason}");
        for trial in got["trials"].as_array().unwrap().iter().filter(|trial| trial["verdict"] != "unclear") {
            let want = &true_trials(truth)[0];
            assert_eq!(
                (&trial["side"], &trial["ended_by"]),
                (&want.side.as_str().into(), &want.ended_by.into()),
                "{name}"
            );
            assert!((number(trial, "angle_deg") - want.angle_deg).abs() <= 5.0, "{name}: {trial}");
        }
    }
}

#[test]
fn real_people_get_no_verdict_that_was_not_earned_and_are_told_why() {
    let Some(folder) = data("real") else { return };
    let mut validate = Command::new(env!("CARGO_BIN_EXE_legraise"));
    let out = validate.args(["validate", "--json", "--model", "heavy,full"]).arg(&folder).output().unwrap();
    let stderr = String::from_utf8_lossy(&out.stderr);
    let document: Value = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{e}: {stderr}"));
    let rows: Vec<&Value> =
        document["rows"].as_array().unwrap().iter().filter(|r| r["kind"] == "expectation").collect();
    assert!(rows.len() >= 32, "both models were asked of 16 recordings: {}", rows.len());
    let unmet: Vec<_> = rows.iter().filter(|row| row["answer"] != "met").collect();
    assert!(unmet.is_empty(), "{unmet:#?}");
    let marks: Vec<&Value> = document["rows"].as_array().unwrap().iter().filter(|r| r["kind"] == "mark").collect();
    let exchanged = marks.iter().filter(|r| !r["side_true"].is_null() && r["side"] != r["side_true"]).count();
    assert!(50 * exchanged <= marks.len(), "{exchanged} of {} legs are called by the wrong side", marks.len());
    let errors: Vec<f64> = marks.iter().filter_map(|row| row["error_deg"].as_f64()).collect();
    let mean = errors.iter().map(|error| error.abs()).sum::<f64>() / errors.len() as f64;
    println!("real people: mean |error| of the line {mean:.2}° over {} legs", errors.len());
    assert!(mean <= 2.5, "mean |error| {mean:.2}°");
}

#[test]
fn both_legs_up_in_one_photograph_are_told() {
    let Some(folder) = data("photos") else { return };
    let names = ["Flat_Bench_Lying_Leg_Raise__1.jpg", "Flat_Bench_Lying_Leg_Raise__0.jpg", "Lying_Hamstring__1.jpg"];
    let both: Vec<Value> =
        measure(&names.map(|name| folder.join(name))).iter().map(|m| m["pose"]["both_raised"].clone()).collect();
    assert_eq!(both, [true, false, false]);
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
