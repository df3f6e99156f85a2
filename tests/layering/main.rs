//! The plan of the house: which room may use which. `src/lib.rs` tells the reasons.

mod modules;

use modules::{code, folders, is_for_tests, names_after, product, rings, room, room_in, source_files, src};
use std::collections::BTreeSet;
use std::path::Path;

/// A room and the rooms it may use, the lowest first.
const ROOMS: &[(&str, &[&str])] = &[
    ("motion", &[]),
    ("words", &["motion"]),
    ("terminal", &[]),
    ("breakdown", &["terminal"]),
    ("files", &[]),
    ("runtime", &["files", "terminal"]),
    ("sheet", &[]),
    ("exercise", &["files", "motion"]),
    ("frame", &["motion"]),
    ("overlay", &["motion", "words"]),
    ("source", &["breakdown", "files", "frame", "motion", "runtime", "words"]),
    ("estimator", &["breakdown", "files", "frame", "motion", "runtime", "terminal"]),
    ("blur", &["estimator", "frame", "motion"]),
    ("pipeline", &["breakdown", "estimator", "frame", "motion", "source"]),
    ("album", &["frame", "motion", "pipeline"]),
    ("output_file", &["pipeline"]),
    ("trace", &["estimator", "files", "frame", "motion", "output_file", "pipeline", "source"]),
    ("voice", &["motion", "pipeline", "words"]),
    ("document", &["estimator", "motion", "pipeline", "source", "words"]),
    ("sinks", &["blur", "frame", "motion", "output_file", "overlay", "pipeline", "runtime", "source"]),
    ("validation", &["estimator", "files", "motion", "pipeline", "document", "runtime", "sheet", "source"]),
    ("live", &["album", "breakdown", "estimator", "motion", "pipeline", "document", "runtime", "source"]),
    ("history", &["album", "estimator", "files", "motion", "pipeline", "document", "source", "trace", "words"]),
    ("export", &["estimator", "history", "motion", "document", "words"]),
    ("report", &["files", "history", "motion", "words"]),
    (
        "history_service",
        &[
            "blur",
            "breakdown",
            "document",
            "estimator",
            "export",
            "history",
            "motion",
            "output_file",
            "pipeline",
            "report",
            "sinks",
            "trace",
            "words",
        ],
    ),
    (
        "ui",
        &[
            "album",
            "exercise",
            "files",
            "history",
            "live",
            "motion",
            "output_file",
            "overlay",
            "pipeline",
            "document",
            "history_service",
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
            "album",
            "blur",
            "breakdown",
            "estimator",
            "exercise",
            "export",
            "files",
            "frame",
            "history",
            "live",
            "motion",
            "output_file",
            "pipeline",
            "document",
            "history_service",
            "report",
            "runtime",
            "sheet",
            "sinks",
            "source",
            "terminal",
            "trace",
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

/// Rooms inside `motion`, the lowest first: each may use those that are named.
const MOTION: &[(&str, &[&str])] = &[
    ("time", &[]),
    ("rounding", &[]),
    ("filter", &["time"]),
    ("body", &["time"]),
    ("camera", &["body", "filter", "time"]),
    ("trial", &["body", "camera", "filter", "time"]),
    ("guide", &["body", "filter", "time", "trial"]),
    ("exercise", &["body", "filter", "guide", "time", "trial"]),
    ("session", &["body", "camera", "exercise", "filter", "guide", "time", "trial"]),
];

type Plan = [(&'static str, &'static [&'static str])];

/// What the product uses of rooms that `plan` does not allow, and what `plan` allows and nobody uses.
fn against_the_plan(plan: &Plan, folder: &Path, prefix: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let mut used_by_room = BTreeSet::new();
    for file in source_files(folder) {
        let room = room_in(folder, &file);
        if ["lib", "main", "mod"].contains(&room.as_str()) || is_for_tests(&file) {
            continue;
        }
        let Some((_, allowed)) = plan.iter().find(|(name, _)| *name == room) else {
            broken.push(format!("{} is in no room of the plan", file.display()));
            continue;
        };
        for used in names_after(prefix, &product(&file)).into_iter().filter(|used| *used != room) {
            if !allowed.contains(&used.as_str()) {
                broken.push(format!("{} uses {used}", file.display()));
            }
            used_by_room.insert((room.clone(), used));
        }
    }
    for (at, (room, allowed)) in plan.iter().enumerate() {
        let above = allowed.iter().filter(|name| !plan[..at].iter().any(|(lower, _)| lower == *name));
        broken.extend(above.map(|name| format!("{room} may use {name}, which does not stand below it")));
        let unused = allowed.iter().filter(|name| !used_by_room.contains(&((*room).to_owned(), (**name).to_owned())));
        broken.extend(unused.map(|name| format!("{room} may use {name}, and does not")));
    }
    broken
}

#[test]
fn rooms_use_only_what_the_plan_allows() {
    let broken = against_the_plan(ROOMS, &src(), "crate::");
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_rooms_of_the_measurement_stand_one_above_the_other() {
    let broken = against_the_plan(MOTION, &src().join("motion"), "crate::motion::");
    assert!(broken.is_empty(), "{broken:#?}");
}

/// What people read is in the room of words: a text of the measurement is a name, or tells a programmer what broke.
#[test]
fn the_measurement_holds_no_sentence() {
    for file in source_files(&src().join("motion")) {
        let product = product(&file);
        for line in product.lines().filter(|line| !["expect(", "custom("].iter().any(|of| line.contains(of))) {
            let texts = line.split('"').skip(1).step_by(2);
            let sentence = texts.into_iter().find(|text| text.split_whitespace().count() > 2);
            assert!(sentence.is_none(), "{} says {sentence:?}; say it in words", file.display());
        }
    }
}

#[test]
fn no_files_of_a_room_use_each_other_in_a_ring() {
    let rings: Vec<String> = folders(&src()).iter().flat_map(|folder| rings(folder)).collect();
    assert!(rings.is_empty(), "{rings:#?}");
}

/// Only there is it certain that a closed terminal ends nothing and that no name changes one. A file may be the
/// terminal, too: results go there as they are.
#[test]
fn only_one_room_prints() {
    for file in source_files(&src()) {
        if ["output_file", "terminal"].contains(&room(&file).as_str()) {
            continue;
        }
        // tests may say why they did nothing
        let product = product(&file);
        for printing in ["io::stdout", "io::stderr", "println!", "eprint!", " print!(", "dbg!"] {
            assert!(!product.contains(printing), "{} prints: {printing}", file.display());
        }
    }
}

#[test]
fn the_measurement_knows_no_file_thread_clock_pixel_model_or_window() {
    for file in source_files(&src().join("motion")) {
        let code = code(&file);
        for foreign in FOREIGN_TO_MOTION {
            let begins_there = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let named = code.match_indices(foreign).any(|(at, _)| begins_there(at));
            assert!(!named, "{} names {foreign}", file.display());
        }
    }
}

#[test]
fn one_room_writes_files() {
    for file in source_files(&src()) {
        if ["fuzzing", "history", "output_file"].contains(&room(&file).as_str()) {
            continue;
        }
        let product = product(&file);
        for writes in WRITES {
            let used = product.match_indices(writes).any(|(at, _)| !product[..at].ends_with("Output"));
            assert!(!used, "{} has {writes}; write with output_file", file.display());
        }
    }
}

/// rustfmt keeps code to it, and leaves comments alone.
const WIDTH: usize = 120;

#[test]
fn comments_keep_to_the_width_of_the_code() {
    for file in source_files(&src()) {
        let text = std::fs::read_to_string(&file).expect("a source file");
        let is_wide = |line: &&str| line.trim_start().starts_with("//") && line.chars().count() > WIDTH;
        let wide = text.lines().find(is_wide);
        assert!(wide.is_none(), "{}: {}", file.display(), wide.unwrap_or_default());
    }
}
