//! What whatever bytes do to the program: a function for each target of `fuzz/`, which panics where something does not
//! hold. What that search has found or begins with, in `fuzz/seeds`, goes through the same functions with the tests.

#[cfg(feature = "onnx")]
pub use crate::estimator::blazepose::fuzzing::model_output;
pub use crate::motion::fuzzing::protocol;
pub use crate::source::video::fuzzing::ffmpeg_words;

#[cfg(feature = "onnx")]
use crate::cli::trial_table::TrialTable;
use crate::document::Measurement;
use crate::exercise;
#[cfg(feature = "onnx")]
use crate::export::Decimal;
use crate::motion::fuzzing::{assert_numbers, assert_sound};
use crate::motion::{Caudal, Coach, Side, Thresholds, Timestamp, lying_figure};
use crate::trace::Replay;
#[cfg(feature = "gui")]
use crate::ui::Settings;
use crate::validation::cases_in;

/// Replays `data` as a trace.
pub fn trace(data: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("trace.jsonl");
    std::fs::write(&path, data).expect("a file");
    let Ok(replay) = Replay::open(&path) else { return };
    let outcome = replay.run(Vec::new());
    assert_sound(&outcome.report);
    serde_json::to_string(&Measurement::of(&outcome)).expect("a document");
}

/// Does `data`, an exercise's file, with a figure that raises and bends its legs.
pub fn exercise(data: &[u8]) {
    let Ok(exercise) = std::str::from_utf8(data).map_err(drop).and_then(|text| exercise::parse(text).map_err(drop))
    else {
        return;
    };
    let mut coach = Coach::new(exercise, &[Side::Left, Side::Right]);
    let frames = 600_u32;
    for frame in 0..frames {
        let swing = 60.0 + 60.0 * (f64::from(frame) / 25.0).sin();
        let pose = lying_figure(Caudal::Right, [(swing, swing), (0.0, 120.0 - swing)]);
        coach.observe(Timestamp::from_secs(f64::from(frame) / 10.0), Some(&pose));
    }
    let report = coach.finish();
    let held_s: f64 = report.sets.iter().map(|set| set.held_s).sum();
    assert!((0.0..=f64::from(frames) / 10.0).contains(&held_s), "{held_s} s in a minute");
    assert!(report.sets.iter().all(|set| set.reps <= 200), "more than anybody was asked for");
}

/// Files of truth; the first byte says which.
const TRUTHS: [&str; 6] =
    ["truth.csv", "truth.json", "annotations.json", "labels.csv", "expectations.json", "a.truth.json"];

/// Reads `data` as the truth of a few files.
pub fn truth(data: &[u8]) {
    let Some((which, text)) = data.split_first() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.mp4", "b.mov", "c.jpg"] {
        std::fs::write(folder.path().join(name), "x").expect("a file");
    }
    std::fs::write(folder.path().join(TRUTHS[usize::from(*which) % TRUTHS.len()]), text).expect("a file");
    for case in cases_in(folder.path(), &Thresholds::default()).unwrap_or_default() {
        assert_numbers(&case);
        assert_eq!(case.mirrored().mirrored(), case);
    }
}

/// Reads `data` as the window's settings.
#[cfg(feature = "gui")]
pub fn settings(data: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("settings.json");
    std::fs::write(&path, data).expect("a file");
    let (settings, problem) = Settings::load_from(&path);
    assert_numbers(&settings);
    if problem.is_some() {
        assert_eq!(settings, Settings::default());
    }
}

/// Goes on with `data` as a table of trials; the first byte says how it was written.
#[cfg(feature = "onnx")]
pub fn table(data: &[u8]) {
    let Some((how, text)) = data.split_first() else { return };
    let decimal = if how & 1 == 0 { Decimal::Point } else { Decimal::Comma };
    let with_header = how & 2 == 0;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table.csv");
    std::fs::write(&path, text).expect("a file");
    let go_on = || TrialTable::open(&path, decimal, with_header, true).map(drop);
    let opened = go_on();
    let once = std::fs::read(&path).expect("the table");
    if opened.is_err() {
        assert_eq!(once, text, "another table is left alone");
        return;
    }
    go_on().expect("the same table");
    assert_eq!(std::fs::read(&path).expect("the table"), once, "what is whole stays");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// Runs what is kept for a target through it.
    fn keep(target: &str, run: fn(&[u8])) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
        let files = std::fs::read_dir(&folder).expect("the target's corpus");
        let ran = files.map(|entry| run(&std::fs::read(entry.expect("an entry").path()).expect("a file"))).count();
        assert!(ran > 0, "{}", folder.display());
    }

    #[test]
    fn kept_traces_hold() {
        keep("trace", trace);
    }

    #[test]
    fn kept_exercises_hold() {
        keep("exercise", exercise);
    }

    #[test]
    fn kept_truths_hold() {
        keep("truth", truth);
    }

    #[test]
    #[cfg(feature = "gui")]
    fn kept_settings_hold() {
        keep("settings", settings);
    }

    #[test]
    #[cfg(feature = "onnx")]
    fn kept_tables_hold() {
        keep("table", table);
    }

    #[test]
    fn kept_recordings_hold() {
        keep("protocol", protocol);
    }

    #[test]
    #[cfg(feature = "onnx")]
    fn kept_model_outputs_hold() {
        keep("model_output", model_output);
    }

    #[test]
    fn kept_words_of_ffmpeg_hold() {
        keep("ffmpeg_words", ffmpeg_words);
    }
}
