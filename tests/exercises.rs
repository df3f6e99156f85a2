//! Exercises on recordings of real people, which hold others: what is not the chosen exercise counts nothing. Where
//! `../shared` is absent it says that it did nothing.

use legraise::exercise::Library;
use legraise::motion::Watch;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

fn run(arguments: &[&str], path: &Path) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_legraise"));
    let output = command.args(arguments).arg(path).arg("--json").output().expect("it runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}: {output:?}", path.display()))
}

/// Repetitions, and seconds in position, of all sets.
fn counted(document: &Value) -> (u64, f64) {
    let sets = document["exercise"]["sets"].as_array().expect("sets");
    let reps = sets.iter().map(|set| set["reps"].as_u64().expect("a number")).sum();
    (reps, sets.iter().map(|set| set["held_s"].as_f64().expect("a number")).sum())
}

#[test]
fn a_recording_of_another_exercise_counts_nothing_and_one_of_this_counts() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/real");
    let Ok(entries) = folder.read_dir() else {
        println!("skipped: no such data: {}", folder.display());
        return;
    };
    let mut clips: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    clips.retain(|path| path.extension().is_some_and(|extension| extension == "mp4"));
    clips.sort();
    assert!(!clips.is_empty());
    let library = Library::open(None);
    let scratch = tempfile::tempdir().expect("a folder");
    for clip in clips {
        let name = clip.file_stem().expect("a name").to_string_lossy().into_owned();
        let trace = scratch.path().join(format!("{name}.jsonl"));
        run(&["measure", "--model", "full", "--trace", trace.to_str().expect("a path")], &clip);
        for exercise in library.iter().filter(|exercise| exercise.watch != Watch::None).map(|exercise| &*exercise.name)
        {
            let (reps, held_s) = counted(&run(&["replay", "--exercise", exercise], &trace));
            println!("{name} as {exercise}: {reps} repetitions, {held_s:.1} s");
            match (&*name, exercise) {
                ("raise_other_knee_bent", "straight_leg_raise") => assert_eq!(reps, 1, "{name}"),
                // three seconds long
                ("bridge_webcam", "bridge") => assert!((1.0..2.5).contains(&held_s), "{name}: {held_s}"),
                _ => assert!(reps == 0 && held_s < 1.0, "{name} is no {exercise}: {reps}, {held_s} s"),
            }
        }
    }
}
