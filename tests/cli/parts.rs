//! Parts of the program that are missing or spoilt: models, ONNX Runtime, FFmpeg.

use crate::bench::*;
use std::fs;
use std::path::{Path, PathBuf};

fn models() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models")
}

fn with(variable: &str, value: &Path, input: &Path) -> Output {
    output(measure().env(variable, value).arg(input))
}

#[test]
fn a_models_folder_without_models_is_told() {
    let bench = Bench::new();
    let folder = bench.folder("models");
    let manifest = bench.path("models/manifest.json");
    let refused = || with("LEGRAISE_MODELS", &folder, little());
    refused().refuses(&["can't read the pose model", "get the file again"], &manifest);
    bench.write("models/manifest.json", "{");
    refused().refuses(&["can't read the pose model", "get the file again"], &manifest);
    fs::copy(models().join("manifest.json"), &manifest).unwrap();
    refused().says_error(&["can't read the pose model", "get the file again", ".onnx"]);
}

#[test]
fn a_model_with_a_changed_byte_is_not_trusted() {
    let bench = Bench::new();
    let folder = bench.folder("models");
    for file in ["manifest.json", "pose_detection.onnx", "pose_landmark_full.onnx"] {
        fs::copy(models().join(file), folder.join(file)).unwrap();
    }
    let model = folder.join("pose_landmark_full.onnx");
    let mut bytes = fs::read(&model).unwrap();
    bytes[100_000] ^= 1;
    fs::write(&model, bytes).unwrap();
    with("LEGRAISE_MODELS", &folder, little()).refuses(&["not the one this program was tested with"], &model);
}

#[test]
fn a_missing_onnx_runtime_is_told_with_how_to_get_it() {
    let bench = Bench::new();
    let words = ["ONNX Runtime was not found", "make setup", "ORT_DYLIB_PATH"];
    for path in [bench.path("missing.so"), bench.write("text.so", "hello")] {
        let output = with("ORT_DYLIB_PATH", &path, little());
        output.says_error(&words);
        assert!(output.stderr.contains(path.to_str().unwrap()), "{}", output.stderr);
    }
}

#[test]
fn a_missing_ffmpeg_is_told_for_a_video_and_not_needed_for_an_image() {
    let bench = Bench::new();
    let missing = bench.path("ffmpeg");
    with("LEGRAISE_FFMPEG", &missing, little()).refuses(&["LEGRAISE_FFMPEG", "correct it or unset it"], &missing);
    let image = bench.re_encoded("raise.png", V01, "-ss 6.7 -frames:v 1");
    with("LEGRAISE_FFMPEG", &missing, &image).tells(0, &["The right leg is raised"]);
}

/// The library that comes with the program has none.
#[cfg(feature = "openvino")]
#[test]
fn where_a_provider_is_not_in_the_library_the_processor_measures_and_says_so_once() {
    let path = little().to_str().unwrap();
    let by_the_processor = output(measure().args(["--json", path]));
    let asked = [
        output(measure().args(["--json", "--provider", "openvino", path])),
        output(measure().args(["--json", path]).env("LEGRAISE_PROVIDER", "openvino-gpu")),
        output(measure().args(["--json", path]).env("LEGRAISE_PROVIDER", "abacus")),
    ];
    for asked in asked {
        assert_eq!((asked.code, &asked.stdout), (by_the_processor.code, &by_the_processor.stdout));
        assert_eq!(asked.stderr.matches("the pose model runs on the processor: ").count(), 1, "{}", asked.stderr);
        assert_eq!(asked.stderr.lines().count(), by_the_processor.stderr.lines().count() + 1, "{}", asked.stderr);
    }
}
