//! The plan of the house: which room may use which. `src/lib.rs` tells the reasons.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A room and the rooms it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("motion", &[]),
    ("words", &["motion"]),
    ("terminal", &[]),
    ("breakdown", &["terminal"]),
    ("files", &[]),
    ("install", &["files"]),
    ("sheet", &[]),
    ("frame", &["motion"]),
    ("overlay", &["motion", "words"]),
    ("source", &["breakdown", "files", "frame", "install", "motion", "terminal"]),
    ("estimator", &["breakdown", "files", "frame", "install", "motion"]),
    ("blur", &["estimator", "frame", "motion"]),
    ("trace", &["estimator", "files", "motion", "source"]),
    ("pipeline", &["breakdown", "estimator", "frame", "motion", "source"]),
    ("output_file", &["pipeline"]),
    ("replay", &["estimator", "frame", "motion", "source", "trace"]),
    ("voice", &["estimator", "frame", "motion", "pipeline", "source", "words"]),
    ("record", &["estimator", "motion", "pipeline", "source", "words"]),
    ("sinks", &["blur", "frame", "motion", "output_file", "overlay", "pipeline", "source", "trace"]),
    ("validation", &["estimator", "files", "motion", "pipeline", "record", "sheet", "source"]),
    ("live", &["breakdown", "estimator", "frame", "motion", "pipeline", "record", "source"]),
    ("history", &["blur", "estimator", "files", "live", "motion", "pipeline", "record", "source", "trace", "words"]),
    (
        "fuzzing",
        &["cli", "estimator", "export", "motion", "pipeline", "record", "replay", "source", "ui", "validation"],
    ),
    ("export", &["estimator", "history", "motion", "record", "words"]),
    ("report", &["export", "files", "history", "motion", "words"]),
    (
        "registrar",
        &["breakdown", "export", "history", "motion", "output_file", "pipeline", "replay", "report", "sinks", "words"],
    ),
    (
        "ui",
        &[
            "estimator",
            "export",
            "files",
            "history",
            "live",
            "motion",
            "output_file",
            "overlay",
            "pipeline",
            "record",
            "registrar",
            "report",
            "source",
            "terminal",
            "voice",
            "words",
        ],
    ),
    (
        "cli",
        &[
            "blur",
            "breakdown",
            "estimator",
            "export",
            "files",
            "frame",
            "history",
            "live",
            "motion",
            "output_file",
            "overlay",
            "pipeline",
            "record",
            "registrar",
            "replay",
            "report",
            "sheet",
            "sinks",
            "source",
            "terminal",
            "ui",
            "validation",
            "voice",
            "words",
        ],
    ),
];

/// What the measurement must not know of: files, threads, clocks, pixels, models, windows.
const FOREIGN_TO_MOTION: &[&str] = &[
    "std::fs",
    "std::io",
    "std::thread",
    "std::time",
    "std::process",
    "Instant",
    "image::",
    "ort::",
    "egui",
    "ndarray",
];

/// What makes, replaces or cuts files. One room does, and the record does with its own.
const WRITES: &[&str] = &[
    "File::create",
    "OpenOptions",
    "fs::write",
    "fs::copy",
    "fs::rename",
    "fs::hard_link",
    "tempfile",
    ".set_len(",
    "image.save",
    "save_with_format",
];

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a source folder").map(|e| e.expect("an entry").path());
    let files = entries.flat_map(|path| if path.is_dir() { source_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|e| e == "rs")).collect()
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The room a file belongs to: the first part of its path in `src/`.
fn room(file: &Path) -> String {
    let inside = file.strip_prefix(src()).expect("inside src");
    let first = inside.components().next().expect("a part").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Code without comments.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).expect("a source file");
    text.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

#[test]
fn rooms_use_only_what_the_plan_allows() {
    let mut broken = Vec::new();
    for file in source_files(&src()) {
        let room = room(&file);
        if ["lib", "main"].contains(&room.as_str()) {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            broken.push(format!("{} is in no room of the plan", file.display()));
            continue;
        };
        let code = code(&file);
        let used: BTreeSet<&str> = code
            .match_indices("crate::")
            .filter_map(|(at, _)| code[at + 7..].split(|c: char| !c.is_alphanumeric() && c != '_').next())
            .collect();
        for used in used.into_iter().filter(|used| *used != room && !allowed.contains(used)) {
            broken.push(format!("{} uses {used}", file.display()));
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Only there is it certain that a closed terminal ends nothing and that no name changes one. A file may be the terminal, too: results go there as they are.
#[test]
fn only_one_room_prints() {
    let is_product = |file: &&PathBuf| {
        !["output_file", "terminal"].contains(&room(file).as_str()) && !file.to_string_lossy().ends_with("_tests.rs")
    };
    for file in source_files(&src()).iter().filter(is_product) {
        let code = code(file);
        for printing in ["io::stdout", "io::stderr", "println!", "eprint!", " print!(", "dbg!"] {
            // the tests inside a file may say why they did nothing
            let product = code.split("#[cfg(test)]\nmod tests").next().unwrap_or("");
            assert!(!product.contains(printing), "{} prints: {printing}", file.display());
        }
    }
}

#[test]
fn the_measurement_knows_no_file_thread_clock_pixel_model_or_window() {
    for file in source_files(&src().join("motion")) {
        let code = code(&file);
        for foreign in FOREIGN_TO_MOTION {
            assert!(!code.contains(foreign), "{} names {foreign}", file.display());
        }
    }
}

/// What people read is in the room of words: a text of the measurement is a name, or tells a programmer what broke.
#[test]
fn the_measurement_holds_no_sentence() {
    let is_product = |file: &&PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        !name.ends_with("_tests") && !["fuzzing", "script", "lying_figure"].contains(&&*name)
    };
    for file in source_files(&src().join("motion")).iter().filter(is_product) {
        let code = code(file);
        let product = code.split("#[cfg(test)]").next().unwrap_or_default();
        for line in product.lines().filter(|line| !["expect(", "custom("].iter().any(|of| line.contains(of))) {
            let texts = line.split('"').skip(1).step_by(2);
            let sentence = texts.into_iter().find(|text| text.split_whitespace().count() > 2);
            assert!(sentence.is_none(), "{} says {sentence:?}; say it in words", file.display());
        }
    }
}

#[test]
fn one_room_writes_files() {
    for file in source_files(&src()) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let is_test = name.ends_with("tests") || name.starts_with("test_");
        if is_test || ["fuzzing", "history", "output_file"].contains(&room(&file).as_str()) {
            continue;
        }
        let code = code(&file);
        let product = code.split("#[cfg(test)]").next().unwrap_or_default();
        for writes in WRITES {
            let used = product.match_indices(writes).any(|(at, _)| !product[..at].ends_with("Output"));
            assert!(!used, "{} has {writes}; write with output_file", file.display());
        }
    }
}
