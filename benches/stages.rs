//! What one frame costs in each part of its way: a camera's coding made RGB, crop, inference, decoding of the outputs,
//! the session, drawing. `legraise bench` times the whole way beside the bare model.

use divan::Bencher;
use image::{Rgb, RgbImage};
use legraise::estimator::{BareModel, LandmarkModel};
use legraise::motion::{ImageSize, Session, SessionConfig};
use legraise::overlay;
use legraise::pipeline::Step;
#[cfg(feature = "camera")]
use legraise::source::camera::{self, PixelFormat, RawFrame};
use legraise::trace::Replay;
use std::hint::black_box;
use std::path::Path;
#[cfg(feature = "camera")]
use std::time::Instant;

const SIZES: [(u32, u32); 3] = [(640, 360), (960, 540), (1280, 720)];

fn image((width, height): (u32, u32)) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, (x + y) as u8]))
}

fn config() -> SessionConfig {
    SessionConfig::default()
}

/// The steps of a sample, out of its trace.
fn steps() -> Vec<Step> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let mut replay = Replay::open(&path).expect("a trace");
    let mut pipeline = replay.pipeline();
    std::iter::from_fn(|| pipeline.step().expect("a trace does not break")).collect()
}

/// A camera's frame of 720p that is not compressed, made RGB.
#[cfg(feature = "camera")]
#[divan::bench(args = [PixelFormat::Yuyv, PixelFormat::Nv12])]
fn uncompressed_to_rgb(bencher: Bencher<'_, '_>, pixels: PixelFormat) {
    let (width, height) = SIZES[2];
    let bytes = (0..2 * width * height).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let raw = RawFrame { width, height, pixels, stride: 0, bytes, captured_at: Instant::now() };
    bencher.bench_local(|| camera::rgb(black_box(&raw)).expect("an image"));
}

#[divan::bench(args = SIZES)]
fn crop(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let image = image(size);
    bencher.bench_local(|| BareModel::crop(black_box(&image)));
}

#[divan::bench(args = ["full", "heavy"])]
fn inference(bencher: Bencher<'_, '_>, model: &str) {
    let model = if model == "full" { LandmarkModel::Full } else { LandmarkModel::Heavy };
    let mut model = BareModel::load(model).expect("the model");
    let input = BareModel::crop(&image(SIZES[0]));
    bencher.with_inputs(|| input.clone()).bench_local_values(|input| model.run(input));
}

#[divan::bench]
fn decoding_of_the_outputs(bencher: Bencher<'_, '_>) {
    let image = image(SIZES[0]);
    let mut model = BareModel::load(LandmarkModel::Full).expect("the model");
    let output = model.output(BareModel::crop(&image)).expect("an output");
    bencher.bench_local(|| BareModel::decode(black_box(&output), &image));
}

/// A whole recording of 180 frames, with the fit at the end of its raise.
#[divan::bench]
fn session_of_180_frames(bencher: Bencher<'_, '_>) {
    let steps = steps();
    bencher.bench_local(|| {
        let mut session = Session::new(config(), ImageSize { width: 640, height: 360 });
        for step in &steps {
            black_box(session.observe(step.frame.time, &step.seen));
        }
        session.finish()
    });
}

#[divan::bench]
fn overlay_as_data(bencher: Bencher<'_, '_>) {
    let steps = steps();
    let step = &steps[steps.len() / 2];
    let size = ImageSize { width: 640, height: 360 };
    bencher.bench_local(|| overlay::marks(step.seen.pose.as_ref(), &step.observation, None, size));
}

fn main() {
    divan::main();
}
