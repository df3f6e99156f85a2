//! Exercises on recordings of real people, which hold others: what is not the chosen exercise counts nothing. And on
//! renders, where the truth of every frame is known: time and count are what the truth itself comes to. Where
//! `../shared` is absent it says that it did nothing.

use legraise::exercise::Library;
use legraise::motion::{Caudal, Coach, Exercise, ExerciseReport, Side, Timestamp, Watch, lying_figure};
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

/// The clips of a folder of renders, each with its truth; `None` where there is no such folder.
fn rendered(folder: &str) -> Option<Vec<(PathBuf, Value)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/rendered").join(folder);
    let entries = folder.read_dir().ok()?;
    let mut clips: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    clips.retain(|path| path.extension().is_some_and(|extension| extension == "mp4"));
    clips.sort();
    let truth = |clip: &PathBuf| {
        let text = std::fs::read(clip.with_extension("truth.json")).expect("its truth");
        serde_json::from_slice(&text).expect("a truth")
    };
    Some(clips.into_iter().map(|clip| (clip.clone(), truth(&clip))).collect())
}

/// What the exercise comes to by the true angles of every frame.
fn of_truth(exercise: &Exercise, truth: &Value, raised: Side) -> ExerciseReport {
    let mut coach = Coach::new(exercise.clone(), &[raised]);
    for frame in truth["frames"].as_array().expect("frames") {
        let deg = |name: &str| frame[name].as_f64().expect("an angle");
        let (thigh, knee) = (deg("hip_flexion"), deg("knee_flexion"));
        // the other leg by its thigh and the line from hip to ankle, which lies halfway in its knee's bend
        let (other, line) = (deg("opposite_elevation"), deg("opposite_leg_elevation"));
        let (working, resting) = ((thigh, knee), (other, 2.0 * (other - line)));
        let legs = if raised == Side::Left { [working, resting] } else { [resting, working] };
        let time = Timestamp::from_secs(frame["t"].as_f64().expect("a time"));
        coach.observe(time, Some(&lying_figure(Caudal::Right, legs)));
    }
    coach.finish()
}

#[test]
fn on_renders_time_and_count_are_what_the_truth_comes_to() {
    let Some(clips) = rendered("random") else {
        println!("skipped: no such data: ../shared/data/rendered/random");
        return;
    };
    let library = Library::open(None);
    let scratch = tempfile::tempdir().expect("a folder");
    let mut held = 0;
    let mut plain = 0;
    for (clip, truth) in clips {
        // all that is not plain, and of what is every second one
        let is_plain = truth["script"]["kind"] == "plain";
        plain += u32::from(is_plain);
        if is_plain && plain % 2 == 0 {
            continue;
        }
        let name = clip.file_stem().expect("a name").to_string_lossy().into_owned();
        let raised = if truth["raised_side"] == "left" { Side::Left } else { Side::Right };
        let trace = scratch.path().join(format!("{name}.jsonl"));
        run(&["measure", "--model", "full", "--trace", trace.to_str().expect("a path")], &clip);
        for exercise in ["supine_hamstring_stretch", "straight_leg_raise"] {
            let wanted = of_truth(library.find(exercise).expect("it is there"), &truth, raised);
            let document = run(&["replay", "--side", raised.name(), "--exercise", exercise], &trace);
            let (reps, held_s) = counted(&document);
            let (true_reps, true_s): (u32, f64) = (wanted.sets.iter().map(|set| set.reps).sum(), total_s(&wanted));
            println!("{name} as {exercise}: {reps} of {true_reps} repetitions, {held_s:.1} of {true_s:.1} s");
            assert_eq!(reps, u64::from(true_reps), "{name} as {exercise}");
            assert_eq!(faults(&document), true_faults(&wanted), "{name} as {exercise}");
            // somebody who stays for about three seconds has passed through, or not
            if !(2.0..4.0).contains(&true_s) {
                held += u32::from(true_s > 0.0);
                assert!((held_s - true_s).abs() <= FURTHEST_APART_S, "{name} as {exercise}: {held_s}, not {true_s}");
            }
        }
    }
    assert!(held >= 8, "{held}");
}

/// Seconds. Legs that rise by 20° a second, read 4° off, enter and leave the position a fifth of a second early or late
/// (largest found: 0.6 s).
const FURTHEST_APART_S: f64 = 0.7;

fn total_s(report: &ExerciseReport) -> f64 {
    report.sets.iter().map(|set| set.held_s).sum()
}

fn true_faults(report: &ExerciseReport) -> Vec<String> {
    report.sets.iter().flat_map(|set| &set.faults).map(|fault| fault.kind.name().to_owned()).collect()
}

fn faults(document: &Value) -> Vec<String> {
    let sets = document["exercise"]["sets"].as_array().expect("sets");
    let of_set = |set: &Value| set["faults"].as_array().expect("faults").clone();
    sets.iter().flat_map(of_set).map(|fault| fault["kind"].as_str().expect("a name").to_owned()).collect()
}
