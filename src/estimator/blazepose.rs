//! BlazePose on video: acquire a lying person, then follow.

use super::acquisition::{self, Effort, Scored};
use super::both_ways;
use super::crop::{Border, Sampling, crop_to_planes};
use super::detector::{self, Anchors, Detection};
use super::landmarks::{self, LandmarkReading, LandmarkTensors};
use super::manifest::{LandmarkModel, Manifest};
use super::onnx::{OnnxRuntime, OnnxSession};
use super::roi::Roi;
use super::roi_tracker::{Look, RoiTracker};
use super::upright_lines;
use super::{EstimatorError, ModelInfo, PoseEstimator};
use crate::frame::Frame;
use crate::motion::{Landmark, MAX_TRUNK_TILT_RAD, Plumb, Point, Pose};
use image::RgbImage;
use image::imageops::flip_horizontal;
use std::sync::Arc;
use std::time::Instant;

/// The detector and one landmark model, ready to run.
pub struct Models {
    detector: OnnxSession,
    landmarks: OnnxSession,
    anchors: Anchors,
}

impl Models {
    pub fn load(
        manifest: &Manifest,
        runtime: &OnnxRuntime,
        model: LandmarkModel,
    ) -> Result<(Self, ModelInfo), EstimatorError> {
        let session = |name: &str| {
            let entry = manifest.entry(name)?;
            Ok((runtime.session(&manifest.load(entry)?)?, entry.sha256.clone()))
        };
        let (detector, _) = session("detector")?;
        let (landmarks, sha256) = session(model.name())?;
        let info = ModelInfo { name: model.name().to_owned(), sha256 };
        Ok((Self { detector, landmarks, anchors: Anchors::new() }, info))
    }

    /// People that the detector sees in `look`, best first.
    pub fn detect(&mut self, image: &RgbImage, look: &Roi, min_score: f64) -> Result<Vec<Detection>, EstimatorError> {
        // v/127.5 − 1, black beyond the picture: what the detector was trained on
        let side = detector::INPUT;
        let planes = crop_to_planes(image, look, side, Border::Black, Sampling::Point, (1.0 / 127.5, -1.0));
        self.detector.run(planes, side, ["boxes", "scores"], |[boxes, scores]| {
            detector::decode(&self.anchors, boxes, scores, min_score, look.image_from_unit())
        })
    }

    /// The body that the landmark model sees in `roi`.
    pub fn landmarks(
        &mut self,
        image: &RgbImage,
        roi: &Roi,
        sampling: Sampling,
    ) -> Result<LandmarkReading, EstimatorError> {
        // v/255, the edge pixel repeated beyond the picture: what the landmark model was trained on
        let side = landmarks::INPUT;
        let planes = crop_to_planes(image, roi, side, Border::Replicate, sampling, (1.0 / 255.0, 0.0));
        let outputs = ["landmarks", "pose_flag", "heatmap"];
        self.landmarks.run(planes, side, outputs, |[landmarks, pose_flag, heatmap]| {
            landmarks::decode(LandmarkTensors { landmarks, pose_flag: pose_flag[0], heatmap }, roi)
        })
    }
}

/// The pose estimator of the program.
pub struct BlazePose {
    models: Models,
    info: ModelInfo,
    tracker: RoiTracker,
    /// Where somebody was pointed at since the last frame.
    picked: Option<Point>,
}

impl BlazePose {
    /// Loads the models and ONNX Runtime.
    pub fn load(model: LandmarkModel) -> Result<Self, EstimatorError> {
        let manifest = Manifest::find()?;
        let runtime = OnnxRuntime::load()?;
        let (models, info) = Models::load(&manifest, &runtime, model)?;
        Ok(Self { models, info, tracker: RoiTracker::default(), picked: None })
    }

    /// Forgets whom it followed: call before the next recording.
    pub fn reset(&mut self) {
        self.tracker = RoiTracker::default();
        self.picked = None;
    }

    /// Follows whoever was read.
    fn found(&mut self, read: Scored) -> Pose {
        self.tracker.found(read.reading.next_roi, is_upright(&read.reading.pose));
        read.reading.pose
    }

    /// Whoever was pointed at, if somebody is there.
    fn search_at(&mut self, frame: &Frame, at: Point) -> Result<Option<Scored>, EstimatorError> {
        self.tracker.searched(frame.time);
        acquisition::acquire_at(&mut self.models, &frame.image, at)
    }

    /// The shortest of a few runs of the landmark model on this computer, seconds.
    pub fn fastest_picture_s(&mut self) -> Result<f64, EstimatorError> {
        const RUNS: usize = 4;
        let side = landmarks::INPUT as u32;
        let (grey, whole) = (RgbImage::from_pixel(side, side, image::Rgb([128; 3])), Roi::letterbox(side, side));
        let mut fastest_s = f64::INFINITY;
        for _ in 0..RUNS {
            let start = Instant::now();
            self.models.landmarks(&grey, &whole, Sampling::Point)?;
            fastest_s = fastest_s.min(start.elapsed().as_secs_f64());
        }
        Ok(fastest_s)
    }

    fn follow(&mut self, frame: &Frame, roi: Roi) -> Result<Option<Scored>, EstimatorError> {
        let reading = self.models.landmarks(&frame.image, &roi, Sampling::Area)?;
        let seen = acquisition::is_still_there(&reading);
        Ok(seen.then(|| Scored { score: acquisition::score(&reading, &roi), reading }))
    }

    fn search(&mut self, frame: &Frame, effort: Effort) -> Result<Option<Scored>, EstimatorError> {
        self.tracker.searched(frame.time);
        acquisition::acquire(&mut self.models, &frame.image, effort)
    }

    fn follow_or_switch(&mut self, frame: &Frame, roi: Roi) -> Result<Option<Scored>, EstimatorError> {
        let followed = self.follow(frame, roi)?;
        let other = self.search(frame, Effort::Quick)?;
        Ok(match (followed, other) {
            (Some(followed), Some(other)) if is_upright(&other.reading.pose) || other.score <= followed.score => {
                Some(followed)
            }
            (followed, other) => other.or(followed),
        })
    }
}

impl PoseEstimator for BlazePose {
    fn info(&self) -> ModelInfo {
        self.info.clone()
    }

    fn estimate(&mut self, frame: &Frame) -> Result<Option<Pose>, EstimatorError> {
        if let Some(at) = self.picked.take()
            && let Some(picked) = self.search_at(frame, at)?
        {
            return Ok(Some(self.found(picked)));
        }
        let mut look = self.tracker.look(frame.time);
        if let Look::Follow(roi) | Look::FollowAndSearch(roi) = look {
            let followed = match look {
                Look::FollowAndSearch(_) => self.follow_or_switch(frame, roi)?,
                _ => self.follow(frame, roi)?,
            };
            if let Some(followed) = followed {
                return Ok(Some(self.found(followed)));
            }
            self.tracker.lost();
            look = self.tracker.look(frame.time);
        }
        let Look::Search { thorough } = look else { return Ok(None) };
        let effort = if thorough { Effort::Thorough } else { Effort::Quick };
        match self.search(frame, effort)? {
            Some(found) => Ok(Some(self.found(found))),
            None => {
                self.tracker.nobody();
                Ok(None)
            }
        }
    }

    fn plumb(&mut self, frame: &Frame, pose: Option<&Pose>) -> Option<Plumb> {
        upright_lines::plumb(&frame.image, pose)
    }

    fn estimate_still(&mut self, frame: &Frame) -> Result<Option<Pose>, EstimatorError> {
        let as_it_is = self.estimate(frame)?;
        self.reset();
        let mirror = Frame { image: Arc::new(flip_horizontal(frame.image.as_ref())), ..frame.clone() };
        let mirrored = self.estimate(&mirror)?.map(|pose| pose.mirrored(frame.image.width()));
        self.reset();
        Ok(match (as_it_is, mirrored) {
            (Some(a), Some(b)) => Some(both_ways::merge(a, b)),
            (a, b) => a.or(b),
        })
    }

    fn pick(&mut self, at: Point) {
        self.picked = Some(at);
    }
}

/// Whether the trunk is too far from horizontal for somebody who lies down.
fn is_upright(pose: &Pose) -> bool {
    let trunk = pose.midpoint(Landmark::Hip) - pose.midpoint(Landmark::Shoulder);
    trunk.y.abs().atan2(trunk.x.abs()) > MAX_TRUNK_TILT_RAD
}
