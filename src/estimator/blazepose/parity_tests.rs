//! The whole chain against the reference implementation's numbers, which agree with MediaPipe 0.10.21 to 0.006 px
//! (median).
//!
//! The golden images are photographs of people and stay outside the project; where they are absent the test says so
//! and is skipped.

use super::acquisition::{self, Effort};
use super::crop::Sampling;
use super::manifest::Manifest;
use super::models::Models;
use super::onnx::OnnxRuntime;
use super::roi::Roi;
use crate::estimator::LandmarkModel;
use crate::motion::Point;
use image::RgbImage;
use serde_json::Value;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Beside the project's root.
const GOLDEN: &str = "../shared/reference/blazepose_golden";

fn golden() -> Option<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(GOLDEN);
    match std::fs::read_to_string(folder.join("golden.json")) {
        Ok(text) => Some((folder, serde_json::from_str(&text).expect("golden.json is JSON"))),
        Err(e) => {
            println!("skipped: no golden pictures ({e}): {}", folder.display());
            None
        }
    }
}

fn models(model: LandmarkModel) -> Models {
    let manifest = Manifest::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("models")).expect("the models");
    let runtime = OnnxRuntime::load().expect("ONNX Runtime; run `make setup`");
    Models::load(&manifest, &runtime, model, NonZeroUsize::MIN).expect("the models load").0
}

fn points(value: &Value) -> Vec<Point> {
    let rows = value.as_array().expect("an array");
    rows.iter().map(|p| Point::new(p[0].as_f64().unwrap(), p[1].as_f64().unwrap())).collect()
}

fn images(golden: &Value) -> impl Iterator<Item = (&String, &Value)> {
    golden.as_object().unwrap().iter().filter(|(name, _)| name.contains('/'))
}

fn open(folder: &Path, name: &str) -> Arc<RgbImage> {
    Arc::new(image::open(folder.join(format!("{}.png", name.replace('/', "_")))).expect("the picture").into_rgb8())
}

#[test]
fn detector_and_landmarks_agree_with_the_reference() {
    let Some((folder, golden)) = golden() else { return };
    for (model, key) in [(LandmarkModel::Heavy, "heavy"), (LandmarkModel::Full, "full")] {
        let mut models = models(model);
        let mut differences = Vec::new();
        for (name, expected) in images(&golden) {
            let image = open(&folder, name);
            let look = Roi::letterbox(image.width(), image.height());
            let detection = models.detect(&image, &look, 0.5).unwrap()[0];
            let kp = points(&expected["detector"]["nms_kp_px"]);
            // the input shrinks fourfold, so a pixel here is a quarter of one there
            assert!(detection.hip_centre.distance(kp[0]) < 1.0, "{name}: {:?}", detection.hip_centre);
            assert!(detection.scale_point.distance(kp[1]) < 1.0, "{name}: {:?}", detection.scale_point);
            assert!((detection.score - expected["detector"]["nms_score"].as_f64().unwrap()).abs() < 1e-3, "{name}");

            // as MediaPipe samples: the anti-aliased crop, which is better, is not what the golden numbers were made
            // with (and from the reference's own region: a shift of 0.3 px in it moves keypoints by as much, also
            // between two versions of OpenCV)
            let roi: Vec<f64> = expected["roi"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
            let own = detection.roi();
            assert!((own.size - roi[2]).abs() < 2.0 && (own.rotation_rad - roi[3]).abs() < 0.005, "{name}: {own:?}");
            let roi = Roi { centre: Point::new(roi[0], roi[1]), size: roi[2], rotation_rad: roi[3] };
            let reading = models.landmarks(&image, &roi, Sampling::Point).unwrap();
            let want = points(&expected[key]["refined_xy_px"]);
            // a heatmap that only just fails to refine (0.498 there, 0.502 here: one landmark of these) is no matter of
            // pixels
            let unrefined = points(&expected[key]["unrefined_xy_px"]);
            let pairs = reading.pose.keypoints.iter().zip(want.into_iter().zip(unrefined));
            differences.extend(
                pairs.filter(|(_, (want, raw))| want != raw).map(|(got, (want, _))| got.point().distance(want)),
            );
            let presence = expected[key]["flag"].as_f64().unwrap();
            assert!((f64::from(reading.pose.presence) - presence).abs() < 1e-3, "{name}");
            let next = expected[key]["next_roi"].as_array().unwrap();
            let next: Vec<f64> = next.iter().map(|v| v.as_f64().unwrap()).collect();
            assert!(reading.next_roi.centre.distance(Point::new(next[0], next[1])) < 1.0, "{name}");
            assert!(
                (reading.next_roi.size - next[2]).abs() < 2.0 && (reading.next_roi.rotation_rad - next[3]).abs() < 0.01
            );
        }
        differences.sort_by(f64::total_cmp);
        let (median, worst) = (differences[differences.len() / 2], differences[differences.len() - 1]);
        println!("{key}: {} keypoints, median difference {median:.4} px, worst {worst:.3} px", differences.len());
        assert!(median <= 0.1, "{key}: median {median} px");
        assert!(worst <= 1.0, "{key}: worst {worst} px");
    }
}

#[test]
fn landmarks_of_the_references_own_crop_are_the_same() {
    let Some((folder, golden)) = golden() else { return };
    for (model, key) in [(LandmarkModel::Heavy, "heavy"), (LandmarkModel::Full, "full")] {
        let models = models(model);
        for (name, expected) in images(&golden) {
            let crop = open(&folder, &format!("{name}_crop256"));
            let reading = models.landmarks(&crop, &Roi::letterbox(256, 256), Sampling::Point).unwrap();
            let roi: Vec<f64> = expected["roi"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
            let roi = Roi { centre: Point::new(roi[0], roi[1]), size: roi[2], rotation_rad: roi[3] };
            let image_from_unit = roi.image_from_unit();
            let got = reading.pose.keypoints.iter().map(|k| image_from_unit * (k.point() * (1.0 / 256.0)));
            let worst = got
                .zip(points(&expected[key]["refined_xy_px"]))
                .map(|(got, want)| got.distance(want))
                .fold(0.0, f64::max);
            assert!(worst < 0.05, "{key}, {name}: {worst} px");
        }
    }
}

#[test]
fn a_lying_person_is_acquired_however_the_camera_is_turned() {
    let Some((folder, golden)) = golden() else { return };
    let mut models = models(LandmarkModel::Heavy);
    for (name, expected) in images(&golden) {
        let image = open(&folder, name);
        let found = acquisition::acquire(&mut models, &image, Effort::Thorough).unwrap().expect("a person");
        let want = points(&expected["heavy"]["refined_xy_px"]);
        for joint in [23, 24, 25, 26, 27, 28] {
            let off = found.reading.pose.keypoints[joint].point().distance(want[joint]);
            assert!(off < 0.04 * f64::from(image.width()), "{name}: landmark {joint} is {off:.0} px off");
        }
    }
}

#[test]
fn an_empty_image_has_nobody() {
    let mut models = models(LandmarkModel::Heavy);
    let noise = RgbImage::from_fn(640, 360, |x, y| {
        let v = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503).wrapping_add(x * y)) >> 7;
        image::Rgb([v as u8 / 2 + 60, (v >> 3) as u8 / 2 + 60, (v >> 5) as u8 / 2 + 60])
    });
    for image in [RgbImage::from_pixel(640, 360, image::Rgb([180, 170, 160])), noise, RgbImage::new(8, 8)] {
        let found = acquisition::acquire(&mut models, &Arc::new(image), Effort::Thorough).unwrap();
        assert!(found.is_none(), "presence {}", found.unwrap().reading.pose.presence);
    }
}
