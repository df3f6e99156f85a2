//! Two people in one image, and the choice between them.

use image::{RgbImage, imageops};
use legraise::estimator::{BlazePose, LandmarkModel, PoseEstimator};
use legraise::frame::Frame;
use legraise::motion::{EstimateRequest, Landmark, Point, Timestamp};
use legraise::runtime::Ffmpeg;
use legraise::source::{FrameSource, Sampling, VideoFile};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

/// The first frame of a sample beside its smaller mirror image: the one person lies in the left two thirds, the other
/// in the right third.
fn two_people() -> RgbImage {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/v01_peak78_f1.mp4");
    let mut video = VideoFile::open(&Ffmpeg::find().expect("FFmpeg"), &path, Sampling::EveryFrame).expect("the sample");
    let one = video.next_frame().unwrap().expect("a picture").image;
    let other = imageops::resize(&imageops::flip_horizontal(&*one), 320, 180, imageops::FilterType::Triangle);
    let mut both = RgbImage::from_pixel(960, 360, image::Rgb([150, 148, 145]));
    imageops::replace(&mut both, &*one, 0, 0);
    imageops::replace(&mut both, &other, 640, 120);
    both
}

#[test]
fn the_person_who_was_pointed_at_is_followed() {
    let image = Arc::new(two_people());
    let mut estimator = BlazePose::load(LandmarkModel::Full, NonZeroUsize::MIN).expect("the model");
    let mut index = 0;
    let mut hips_at = |estimator: &mut BlazePose| {
        index += 1;
        let frame = Frame {
            is_estimated: true,
            index,
            time: Timestamp::from_secs(index as f64 / 15.0),
            image: image.clone(),
            display_from_image: 1.0,
        };
        estimator.estimate(&frame, EstimateRequest::default()).unwrap().pose.expect("a person").midpoint(Landmark::Hip)
    };
    let (one, other) = (Point::new(293.0, 293.0), Point::new(640.0 + (640.0 - 293.0) / 2.0, 120.0 + 293.0 / 2.0));
    for meant in [one, other, one] {
        // on the thigh, not on the hips
        estimator.pick(meant + Point::new(if meant == one { 60.0 } else { -30.0 }, 0.0));
        for _ in 0..3 {
            let hips = hips_at(&mut estimator);
            assert!(hips.distance(meant) < 20.0, "{hips:?} instead of {meant:?}");
        }
    }
    estimator.pick(Point::new(800.0, 20.0));
    assert!(hips_at(&mut estimator).distance(one) < 20.0, "nobody is there: no change");
}
