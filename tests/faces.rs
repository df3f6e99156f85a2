//! Nobody's face is to be seen in a blurred frame: the true faces of renders, in every frame, also where nobody is
//! found or somebody is misread. What is covered shows on an image of fine checks that is covered in place of the one
//! that was looked at.

use image::{Rgb, RgbImage};
use legraise::blur::{FaceBlur, HELD_BACK};
use legraise::estimator::{BlazePose, LandmarkModel};
use legraise::motion::{Point, SessionConfig, Timestamp};
use legraise::pipeline::{Outcome, Pipeline, Sink, SinkError, Start, Step};
use legraise::runtime::Ffmpeg;
use legraise::source::{Sampling, VideoFile};
use serde_json::Value;
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

/// A true face: eyes, nose and mouth with a margin, pixels. In these renders it does not move.
#[derive(Clone, Copy, Debug)]
struct Face {
    centre: Point,
    radius: f64,
}

/// A face's radius over the distance from the neck to the crown: the eyes are at 0.09, the mouth at 0.18 from the
/// middle of the face.
const FACE_OVER_HEAD: f64 = 0.28;

const fn face(x: f64, y: f64, radius: f64) -> Face {
    Face { centre: Point::new(x, y), radius }
}

/// The samples' faces, of the joints that they were rendered with.
const V01: (&str, Face) = ("v01_peak78_f1.mp4", face(94.8, 282.9, 21.2));
const V03: (&str, Face) = ("v03_kneebend55_m3.mp4", face(97.2, 283.3, 18.7));
const V06: (&str, Face) = ("v06_portrait_phone_peak85_m2.mp4", face(426.6, 499.3, 15.7));
const V07: (&str, Face) = ("v07_vfr_peak45_f2.mp4", face(87.2, 285.9, 24.1));

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)
}

/// How many frames there are, and those in which some part of a face is not covered.
#[derive(Clone, Debug, Default)]
struct FrameEstimate {
    frames: usize,
    uncovered: Vec<String>,
    /// Frames that were blurred all over.
    all_over: usize,
    /// Share of the other frames' pixels that were blurred, added up.
    blurred: f64,
}

/// Covers faces as the annotated video does.
struct Watch<F> {
    blur: FaceBlur,
    faces: F,
    /// Of the frames as they are displayed.
    size: (u32, u32),
    held_back: VecDeque<Timestamp>,
    seen: Arc<Mutex<FrameEstimate>>,
}

fn checks(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([if (x + y) % 2 == 0 { 255 } else { 0 }; 3]))
}

fn is_covered(image: &RgbImage, x: u32, y: u32) -> bool {
    (1..255).contains(&image.get_pixel(x, y).0[0])
}

impl<F: Fn(f64) -> Vec<Face>> Watch<F> {
    fn check_all_but(&mut self, newest: usize) {
        while self.held_back.len() > newest
            && let Some(time) = self.held_back.pop_front()
        {
            let (width, height) = self.size;
            let mut image = checks(width, height);
            self.blur.cover(time, &mut image);
            let mut seen = self.seen.lock().unwrap();
            seen.frames += 1;
            let covered = (0..width * height).filter(|i| is_covered(&image, i % width, i / width)).count();
            match f64::from(covered as u32) / f64::from(width * height) {
                1.0 => seen.all_over += 1,
                share => seen.blurred += share,
            }
            for face in (self.faces)(time.secs()) {
                let near =
                    |v: f64, end: u32| (v - face.radius).max(0.0) as u32..((v + face.radius) as u32 + 1).min(end);
                let pixels = near(face.centre.x, width).flat_map(|x| near(face.centre.y, height).map(move |y| (x, y)));
                let of_face = pixels
                    .filter(|(x, y)| Point::new(f64::from(*x), f64::from(*y)).distance(face.centre) <= face.radius);
                let bare = of_face.filter(|(x, y)| !is_covered(&image, *x, *y)).count();
                if bare > 0 {
                    seen.uncovered.push(format!(
                        "{:.2} s: {bare} pixels of the face at {:?}",
                        time.secs(),
                        face.centre
                    ));
                }
            }
        }
    }
}

impl<F: Fn(f64) -> Vec<Face>> Sink for Watch<F> {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        self.size = (start.source.width, start.source.height);
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        self.blur.look(&step.frame, step.seen.pose.as_ref()).unwrap();
        self.held_back.push_back(step.frame.time);
        self.check_all_but(HELD_BACK);
        Ok(())
    }

    fn finish(&mut self, _outcome: &Outcome) -> Result<(), SinkError> {
        self.check_all_but(0);
        Ok(())
    }
}

fn watch(clip: &Path, faces: impl Fn(f64) -> Vec<Face>) -> FrameEstimate {
    let mut source = VideoFile::open(&Ffmpeg::find().unwrap(), clip, Sampling::EveryFrame).unwrap();
    let mut estimator = BlazePose::load(LandmarkModel::Full, NonZeroUsize::MIN).unwrap();
    let config = SessionConfig::default();
    let seen = Arc::new(Mutex::new(FrameEstimate::default()));
    let watch =
        Watch { blur: FaceBlur::load().unwrap(), faces, size: (0, 0), held_back: VecDeque::new(), seen: seen.clone() };
    let outcome = Pipeline::new(&mut source, &mut estimator, config, Vec::new())
        .run(vec![Box::new(watch)], &AtomicBool::new(false));
    assert!(outcome.failure.is_none());
    let seen = seen.lock().unwrap().clone();
    let part = 100.0 * seen.blurred / (seen.frames - seen.all_over).max(1) as f64;
    println!(
        "{}: {} of {} pictures show a face; {} blurred all over, else {part:.1} % of the picture",
        clip.file_name().unwrap().display(),
        seen.uncovered.len(),
        seen.frames,
        seen.all_over
    );
    seen
}

fn covers_all(clip: &Path, faces: impl Fn(f64) -> Vec<Face>) -> FrameEstimate {
    let seen = watch(clip, faces);
    assert!(seen.frames > 100, "{seen:?}");
    assert!(seen.uncovered.is_empty(), "{}: {:#?}", clip.display(), seen.uncovered);
    seen
}

/// A clip made of samples by FFmpeg's filters.
fn made(folder: &tempfile::TempDir, name: &str, inputs: &[&str], filter: &str) -> PathBuf {
    let target = folder.path().join(name);
    let mut command = Command::new(Ffmpeg::find().unwrap().program());
    command.args(["-y", "-loglevel", "error"]);
    for input in inputs {
        command.arg("-i").arg(sample(input));
    }
    command.args(["-filter_complex", filter, "-c:v", "libx264", "-crf", "18", "-fps_mode", "passthrough"]).arg(&target);
    assert!(command.status().unwrap().success());
    target
}

#[test]
fn the_faces_of_the_samples_are_covered_in_every_frame() {
    for (name, face) in [V01, V03, V06, V07] {
        let seen = covers_all(&sample(name), |_| vec![face]);
        let part = seen.blurred / (seen.frames - seen.all_over) as f64;
        assert!(seen.all_over == 0 && part < 0.2, "what is measured can be seen: {part}");
    }
}

#[test]
fn a_mirrored_face_is_covered() {
    let folder = tempfile::tempdir().unwrap();
    let (name, face) = V03;
    let clip = made(&folder, "mirrored.mp4", &[name], "hflip");
    let mirrored = Face { centre: Point::new(639.0 - face.centre.x, face.centre.y), ..face };
    covers_all(&clip, |_| vec![mirrored]);
}

#[test]
fn the_faces_of_two_people_are_covered() {
    let folder = tempfile::tempdir().unwrap();
    let clip = made(&folder, "two.mp4", &[V01.0, V03.0], "[0:v][1:v]vstack");
    let below = Face { centre: V03.1.centre + Point::new(0.0, 360.0), ..V03.1 };
    covers_all(&clip, |_| vec![V01.1, below]);
}

#[test]
fn the_faces_of_two_people_side_by_side_are_covered() {
    let folder = tempfile::tempdir().unwrap();
    let clip = made(&folder, "pair.mp4", &[V01.0, V03.0], "[0:v]hflip[a];[a][1:v]hstack");
    let left = Face { centre: Point::new(639.0 - V01.1.centre.x, V01.1.centre.y), ..V01.1 };
    let right = Face { centre: V03.1.centre + Point::new(640.0, 0.0), ..V03.1 };
    covers_all(&clip, |_| vec![left, right]);
}

#[test]
fn a_face_in_an_image_that_turns_is_covered() {
    let folder = tempfile::tempdir().unwrap();
    let (name, face) = V01;
    let clip = made(&folder, "turning.mp4", &[name], "pad=736:736:48:188:gray,rotate=a=0.5*t");
    let (from_middle, middle) = (face.centre + Point::new(48.0 - 368.0, 188.0 - 368.0), Point::new(368.0, 368.0));
    covers_all(&clip, |secs| {
        let (sin, cos) = (0.5 * secs).sin_cos();
        let turned = Point::new(from_middle.x * cos - from_middle.y * sin, from_middle.x * sin + from_middle.y * cos);
        vec![Face { centre: middle + turned, ..face }]
    });
}

#[test]
fn a_face_is_covered_from_its_first_frame_on_and_while_things_are_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let (name, face) = V07;
    // black, then in full; later a board before the person's middle, then before the head
    let filter = "drawbox=c=black:t=fill:enable='lt(t,3)',drawbox=x=150:w=300:c=brown:t=fill:enable='between(t,5,8)',\
                  drawbox=x=0:w=200:c=brown:t=fill:enable='between(t,8,9)'";
    let clip = made(&folder, "late.mp4", &[name], filter);
    covers_all(&clip, |secs| if secs < 3.0 || (8.0..9.0).contains(&secs) { Vec::new() } else { vec![face] });
}

#[test]
fn a_face_that_moves_is_covered() {
    let folder = tempfile::tempdir().unwrap();
    let (name, face) = V01;
    let clip = made(&folder, "moving.mp4", &[name], "pad=1280:360:320:0:gray,crop=640:360:'250+200*sin(2*t)':0");
    covers_all(&clip, |secs| {
        let shift = (250.0 + 200.0 * (2.0 * secs).sin()).trunc() - 320.0;
        vec![Face { centre: face.centre - Point::new(shift, 0.0), ..face }]
    });
}

/// Folders of rendered recordings with their joints, and of how many of them one is looked at: one in three beside the
/// project's root, which takes some minutes, or all of those that `LEGRAISE_RENDERS` names.
fn folders() -> (Vec<PathBuf>, usize) {
    match std::env::var_os("LEGRAISE_RENDERS") {
        Some(folders) => (std::env::split_paths(&folders).collect(), 1),
        None => (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/rendered/videos")], 3),
    }
}

#[test]
fn the_faces_of_the_data_set_are_covered_in_every_frame() {
    let (folders, one_in) = folders();
    for folder in folders {
        let Ok(entries) = folder.read_dir() else {
            println!("skipped: no such data: {}", folder.display());
            continue;
        };
        let mut clips: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        clips.retain(|path| path.extension().is_some_and(|e| e == "mp4"));
        clips.sort();
        for clip in clips.into_iter().step_by(one_in) {
            let truth = std::fs::read_to_string(clip.with_extension("truth.json")).unwrap();
            let truth: Value = serde_json::from_str(&truth).unwrap();
            let joints = &truth["frames"][0]["joints2d"];
            let joint = |name: &str| {
                let of = |i: usize| joints[name][i].as_f64().unwrap();
                Point::new(of(0), of(1))
            };
            let centre = (joint("eye_l") + joint("eye_r") + joint("mouth")) * (1.0 / 3.0);
            let radius = FACE_OVER_HEAD * joint("head_top").distance(joint("neck"));
            covers_all(&clip, |_| vec![Face { centre, radius }]);
        }
    }
}
