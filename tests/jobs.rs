//! Recordings are worked on several frames at a time, and their results are those of one frame after the other.

use image::{RgbImage, imageops};
use legraise::estimator::{BlazePose, LandmarkModel};
use legraise::frame::Frame;
use legraise::motion::{Pose, SessionConfig, Timestamp};
use legraise::pipeline::Pipeline;
use legraise::runtime::Ffmpeg;
use legraise::source::{FrameSource, Sampling, SourceError, SourceInfo, VideoFile};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

/// The beginning of a sample in which the person jumps aside, comes nearer and is gone for a moment.
struct Restless {
    info: SourceInfo,
    still: Vec<Arc<RgbImage>>,
    next: u64,
}

const FRAMES: u64 = 40;
/// Nothing can be read after this one.
const BREAKS_AT: u64 = 30;

impl Restless {
    fn open() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/v01_peak78_f1.mp4");
        let mut video =
            VideoFile::open(&Ffmpeg::find().expect("FFmpeg"), &path, Sampling::EveryFrame).expect("the sample");
        let info = video.info().clone();
        let still = (0..4).map(|_| video.next_frame().unwrap().expect("a picture").image).collect();
        Self { info, still, next: 0 }
    }

    fn image(&self, index: u64) -> Arc<RgbImage> {
        let image = &self.still[index as usize % self.still.len()];
        let (width, height) = image.dimensions();
        let mut canvas = RgbImage::from_pixel(width, height, image::Rgb([150, 148, 145]));
        match index {
            0..8 => return image.clone(),
            8..16 => imageops::replace(&mut canvas, image.as_ref(), 120, -20),
            16..20 => {}
            20..24 => imageops::replace(&mut canvas, image.as_ref(), -60, 0),
            _ => {
                let small = imageops::thumbnail(image.as_ref(), width * 3 / 4, height * 3 / 4);
                imageops::replace(&mut canvas, &small, 40, 60);
            }
        }
        Arc::new(canvas)
    }
}

impl FrameSource for Restless {
    fn info(&self) -> &SourceInfo {
        &self.info
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let index = self.next;
        self.next += 1;
        if index == BREAKS_AT {
            return Err(SourceError::Empty("broken.mp4".into()));
        }
        let time = Timestamp::from_secs(index as f64 / 15.0);
        let (image, is_estimated) = (self.image(index.min(FRAMES)), index % 3 != 1);
        Ok((index < FRAMES).then_some(Frame { index, time, image, display_from_image: 2.0, is_estimated }))
    }
}

/// The poses up to where the source breaks, what it broke with, and how many readings were made in vain.
fn measured(jobs: usize) -> (Vec<Option<Pose>>, String, u64) {
    let mut source = Restless::open();
    let jobs = NonZeroUsize::new(jobs).expect("a job");
    let mut estimator = BlazePose::load(LandmarkModel::Full, jobs).expect("the model");
    let config = SessionConfig::default();
    let mut pipeline = Pipeline::new(&mut source, &mut estimator, config, Vec::new());
    let mut poses = Vec::new();
    let error = loop {
        match pipeline.step() {
            Ok(Some(step)) => poses.push(step.seen.pose),
            Ok(None) => panic!("the source breaks before its end"),
            Err(error) => break error.to_string(),
        }
    };
    drop(pipeline);
    (poses, error, estimator.wasted())
}

#[test]
fn whatever_the_person_does_and_the_source_breaks_off_with_the_poses_are_the_same() {
    let (one_by_one, error, _) = measured(1);
    assert_eq!(one_by_one.len() as u64, BREAKS_AT);
    // the eighth was not read, and lies between two places
    assert!(one_by_one[..7].iter().all(Option::is_some), "somebody lies there");
    assert!(one_by_one[16..20].iter().all(Option::is_none), "nobody is there for a moment");
    for jobs in [2, 3] {
        let (poses, error_then, in_vain) = measured(jobs);
        assert_eq!(error_then, error);
        assert!(poses == one_by_one, "{jobs} at a time");
        assert!(in_vain > 0, "the person moved, so something was read in vain");
    }
}
