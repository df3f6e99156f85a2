//! Tables of frames and markers, out of recorded poses: what is not seen is missing in all of them.

use c3dio::prelude::*;
use legraise::motion::{Landmark, Side};
use legraise::pipeline::Sink;
use legraise::sinks::{ASSUMED_STATURE_M, C3dWriter, FramesWriter, MotWriter, TrcWriter};
use legraise::trace::Replay;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A recording of 12 s at 15 pictures a second, in which the right leg is raised beside a hidden left arm.
const RAISE: &str = "v01_peak78_f1.jsonl";
/// The header of a `.trc`, lines.
const HEADER: usize = 6;

/// A frame of a `.trc`: number, time, and x of each marker by name; `None` where its cells are empty.
type TrcRow = (usize, f64, Vec<(String, Option<f64>)>);

/// A folder with what was written of a trace.
struct Written {
    folder: TempDir,
}

impl Written {
    /// Of a trace of the repository, whose frames were changed by their number; `None` leaves one out.
    fn of(name: &str, mut change: impl FnMut(usize, Value) -> Option<Value>) -> Self {
        let folder = TempDir::new().unwrap();
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces").join(name)).unwrap();
        let mut number = 0;
        let lines = text.lines().filter_map(|line| {
            let value: Value = serde_json::from_str(line).unwrap();
            if value.get("pose").is_none() {
                return Some(line.to_owned() + "\n");
            }
            number += 1;
            Some(change(number - 1, value)?.to_string() + "\n")
        });
        let trace = folder.path().join("changed.jsonl");
        fs::write(&trace, lines.collect::<String>()).unwrap();
        let path = |name: &str| folder.path().join(name);
        let sinks: Vec<Box<dyn Sink>> = vec![
            Box::new(FramesWriter::create(&path("frames.csv")).unwrap()),
            Box::new(MotWriter::create(&path("a.mot")).unwrap()),
            Box::new(TrcWriter::create(&path("a.trc"), ASSUMED_STATURE_M).unwrap()),
            Box::new(C3dWriter::create(&path("a.c3d"), ASSUMED_STATURE_M).unwrap()),
        ];
        let outcome = Replay::open(&trace).unwrap().run(sinks);
        assert!(outcome.failure.is_none() && outcome.sink_failures.is_empty());
        Self { folder }
    }

    fn whole(name: &str) -> Self {
        Self::of(name, |_, frame| Some(frame))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The frames of the `.trc`.
    fn trc(&self) -> Vec<TrcRow> {
        let text = fs::read_to_string(self.path("a.trc")).unwrap();
        let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
        let names: Vec<&str> = lines[3][2..].iter().copied().filter(|name| !name.is_empty()).collect();
        let rows = lines[HEADER..].iter().map(|cells| {
            // a tab ends the row
            assert_eq!((cells.len(), cells[cells.len() - 1]), (3 + 3 * names.len(), ""));
            let places = names.iter().zip(cells[2..].chunks(3)).map(|(name, cells)| {
                assert!(cells.iter().all(|cell| cell.is_empty() == cells[0].is_empty()));
                ((*name).to_owned(), cells[0].parse().ok())
            });
            (cells[0].parse().unwrap(), cells[1].parse().unwrap(), places.collect())
        });
        rows.collect()
    }

    /// The markers that the `.trc` has in none of its frames.
    fn never_seen(&self) -> Vec<String> {
        let rows = self.trc();
        let is_never_seen = |at: &usize| rows.iter().all(|row| row.2[*at].1.is_none());
        (0..rows[0].2.len()).filter(is_never_seen).map(|at| rows[0].2[at].0.clone()).collect()
    }

    /// A column of the table of frames.
    fn frames(&self, column: &str) -> Vec<String> {
        let mut table = csv::Reader::from_path(self.path("frames.csv")).unwrap();
        let at = table.headers().unwrap().iter().position(|name| name == column).unwrap();
        table.records().map(|row| row.unwrap()[at].to_owned()).collect()
    }
}

/// Another visibility of landmarks in all frames.
fn visible(name: &str, landmarks: &[Landmark], visibility: f64) -> Written {
    Written::of(name, |_, mut frame| {
        for landmark in landmarks {
            frame["pose"]["keypoints"][landmark.index()][2] = json!(visibility);
        }
        Some(frame)
    })
}

/// The raised leg's points are also those of the resting one: the model has laid one leg on the other.
fn with_a_leg_laid_on_the_other_one() -> Written {
    Written::of(RAISE, |number, mut frame| {
        if number >= 60 {
            for of in [Landmark::Knee, Landmark::Ankle, Landmark::Heel, Landmark::Toe] {
                let [left, right] = Side::BOTH.map(|side| of(side).index());
                frame["pose"]["keypoints"][left] = frame["pose"]["keypoints"][right].clone();
            }
        }
        Some(frame)
    })
}

#[test]
fn the_markers_are_the_joints_of_both_sides_then_feet_and_the_middle() {
    let rows = Written::whole(RAISE).trc();
    let names: Vec<&str> = rows[0].2.iter().map(|(name, _)| name.as_str()).collect();
    let joints = ["Shoulder", "Elbow", "Wrist", "Hip", "Knee", "Ankle", "Heel", "BigToe"];
    let of_both: Vec<String> = joints.iter().flat_map(|name| [format!("R{name}"), format!("L{name}")]).collect();
    assert_eq!(names[..16], of_both);
    assert_eq!(names[16..], ["Nose", "Neck", "MidHip"]);
    let x = |name: &str| rows[0].2.iter().find(|(of, _)| of == name).unwrap().1.unwrap();
    assert!((x("MidHip") - f64::midpoint(x("RHip"), x("LHip"))).abs() < 0.01);
    assert!((x("Neck") - f64::midpoint(x("RShoulder"), x("LShoulder"))).abs() < 0.01);
}

#[test]
fn points_that_are_not_believed_are_empty_cells() {
    assert_eq!(Written::whole(RAISE).never_seen(), ["LElbow", "LWrist"]);
    let no_foot = visible(RAISE, &[Landmark::Toe(Side::Right)], 0.7);
    assert_eq!(no_foot.never_seen(), ["LElbow", "LWrist", "RHeel", "RBigToe"]);
    let no_head = visible(RAISE, &[Landmark::Nose, Landmark::Shoulder(Side::Left)], 0.3);
    assert_eq!(no_head.never_seen(), ["LShoulder", "LElbow", "LWrist", "Nose", "Neck"]);
}

#[test]
fn a_leg_that_is_not_seen_has_no_numbers_in_any_table() {
    let written = with_a_leg_laid_on_the_other_one();
    let seen = written.frames("left_seen");
    assert!(seen.iter().filter(|seen| *seen == "false").count() > 10, "{seen:?}");
    for column in ["left_leg_deg", "left_thigh_deg", "left_knee_deg"] {
        let cells = written.frames(column);
        assert!(cells.iter().zip(&seen).all(|(cell, seen)| cell.is_empty() == (seen == "false")), "{column}");
    }
    assert!(written.frames("left_visibility").iter().all(|cell| !cell.is_empty()));
    assert!(written.frames("right_thigh_deg").iter().all(|cell| !cell.is_empty()));
    let motion = fs::read_to_string(written.path("a.mot")).unwrap();
    // header and names
    for ((row, seen), (_, _, markers)) in motion.lines().skip(7).zip(&seen).zip(written.trc()) {
        let left_hip = row.split('\t').nth(2).unwrap();
        assert_eq!(left_hip == "nan", seen == "false", "{row}");
        for marker in ["LHip", "LKnee", "LAnkle", "MidHip"] {
            let place = markers.iter().find(|(name, _)| name == marker).unwrap().1;
            assert_eq!(place.is_none(), seen == "false", "{marker} in {row}");
        }
    }
}

/// What another program reads of the `.c3d`: the points of each frame, `None` where one is not seen.
fn c3d(written: &Written) -> (C3d, Vec<Vec<Option<[f32; 3]>>>) {
    let file = C3d::load_path(written.path("a.c3d")).unwrap();
    let place = |at: &MarkerPoint| (at.residual >= 0.0).then_some(at.point);
    let rows = file.points.points.iter_rows().map(|row| row.map(place).collect()).collect();
    (file, rows)
}

#[test]
fn a_c3d_file_has_the_markers_of_the_trc_in_millimetres_at_the_recordings_rate() {
    let written = Written::whole(RAISE);
    let (file, frames) = c3d(&written);
    let rows = written.trc();
    assert_eq!((file.points.frame_rate, file.points.first_frame, file.points.last_frame), (15.0, 1, 180));
    assert_eq!(file.points.units[..2], ['m', 'm']);
    assert_eq!(file.points.labels, rows[0].2.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    assert_eq!(frames.len(), rows.len());
    for (frame, (number, _, markers)) in frames.iter().zip(rows) {
        for (place, (name, x)) in frame.iter().zip(markers) {
            let apart = place.zip(x).map(|(place, x)| (f64::from(place[0]) - x).abs());
            assert!(place.is_some() == x.is_some() && apart.is_none_or(|mm| mm < 0.01), "{name} in frame {number}");
        }
    }
}

#[test]
fn a_c3d_file_tells_when_the_leg_was_raised() {
    let written = Written::whole(RAISE);
    let (file, _) = c3d(&written);
    let sides: Vec<&str> = file.events.iter().map(|event| event.context.as_str()).collect();
    assert_eq!(sides, ["Right"; 3]);
    // this reader looks for labels and times in the header, which has room for few events
    let bytes = fs::read(written.path("a.c3d")).unwrap();
    let after = |text: &[u8]| bytes.windows(text.len()).position(|bytes| bytes == text).unwrap() + text.len();
    after(b"Raise startRaise peak Raise end  ");
    // the offset of the next record, the kind, the number of dimensions, both of them; then minutes and seconds
    let times = bytes[after(b"TIMES") + 6..].as_chunks().0.iter().take(6).map(|time| f32::from_le_bytes(*time));
    let times: Vec<f32> = times.collect();
    assert_eq!([times[0], times[2], times[4]], [0.0; 3]);
    assert!(times[1] > 2.0 && times[1] < times[3] && times[3] < times[5] && times[5] < 11.0, "{times:?}");
}

#[test]
fn frames_that_are_missing_or_have_nobody_in_them_are_instants_without_markers() {
    let written = Written::of(RAISE, |number, mut frame| {
        if (20..25).contains(&number) {
            frame["pose"] = Value::Null;
        }
        (!(10..13).contains(&number)).then_some(frame)
    });
    let (file, frames) = c3d(&written);
    assert_eq!((file.points.frame_rate, frames.len()), (15.0, 180));
    let empty: Vec<usize> = (0..180).filter(|at| frames[*at].iter().all(Option::is_none)).collect();
    assert_eq!(empty, [10, 11, 12, 20, 21, 22, 23, 24]);
}

#[test]
fn frames_of_a_varying_rate_stand_at_their_times() {
    let written = Written::whole("v07_vfr_peak45_f2.jsonl");
    let (file, frames) = c3d(&written);
    let last_s = written.frames("time_s").last().unwrap().parse::<f32>().unwrap();
    let lasts_s = (frames.len() - 1) as f32 / file.points.frame_rate;
    assert!((lasts_s - last_s).abs() < 0.5 / file.points.frame_rate, "{lasts_s} s for {last_s} s");
}

#[test]
fn the_same_recording_gives_the_same_bytes() {
    let [one, other] = [0; 2].map(|_| fs::read(Written::whole(RAISE).path("a.c3d")).unwrap());
    assert!(one == other);
    assert_eq!(one.len() % 16, 0);
    assert_eq!((one[0], one[1]), (2, 0x50));
}
