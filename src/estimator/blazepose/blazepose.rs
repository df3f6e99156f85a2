//! BlazePose on video: finds a lying person, then tracks them.

use super::acquisition::{self, Effort, Scored};
use super::both_ways;
use super::covered::without_leg;
use super::crop::Sampling;
use super::film_cut::CutDetector;
use super::landmark_pool::Pending;
use super::landmarks::{self, LandmarkReading};
use super::manifest::Manifest;
use super::models::Models;
use super::onnx::OnnxRuntime;
use super::roi::Roi;
use super::roi_tracker::{Look, RoiTracker};
use super::room_lines;
use crate::estimator::{EstimatorError, LandmarkModel, ModelInfo, PoseEstimator};
use crate::frame::Frame;
use crate::motion::{
    EstimateRequest, FrameEstimate, JointAngles, Landmark, MAX_TRUNK_TILT_RAD, Point, Pose, Room, Silhouette,
    raised_with_none_on_floor,
};
use image::RgbImage;
use image::imageops::flip_horizontal;
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Instant;

/// Lookahead for each job, frames: enough that the models have work while a leg is looked for on the floor, or another
/// person in the image.
const AHEAD_PER_JOB: usize = 3;

/// The pose estimator of the program.
pub struct BlazePose {
    models: Models,
    info: ModelInfo,
    tracker: RoiTracker,
    cuts: CutDetector,
    /// Where the user pointed at somebody since the last frame.
    picked: Option<Point>,
    /// Hysteresis: the last look with the raised leg covered showed a leg on the floor; it counts if the next look
    /// does, too.
    uncovered: bool,
    /// Announced frames, in order.
    ahead: VecDeque<Expected>,
}

/// An announced frame.
struct Expected {
    frame: Frame,
    /// Its landmark reading, if begun, with the region that it is made in.
    reading: Option<(Roi, Pending)>,
}

impl BlazePose {
    /// Loads the models and ONNX Runtime. With more than one of `jobs`, that many frames are worked on at the same
    /// time; results are the same.
    pub fn load(model: LandmarkModel, jobs: NonZeroUsize) -> Result<Self, EstimatorError> {
        let manifest = Manifest::find()?;
        let runtime = OnnxRuntime::load()?;
        let (models, info) = Models::load(&manifest, &runtime, model, jobs)?;
        let (tracker, cuts) = (RoiTracker::default(), CutDetector::default());
        Ok(Self { models, info, tracker, cuts, picked: None, uncovered: false, ahead: VecDeque::new() })
    }

    /// Forgets the tracked person: to be called before the next recording.
    pub fn reset(&mut self) {
        self.tracker = RoiTracker::default();
        self.cuts = CutDetector::default();
        self.picked = None;
        self.uncovered = false;
        self.ahead.clear();
        self.models.forget();
    }

    /// Readings that were made ahead and not used, because the region changed meanwhile.
    pub fn wasted(&self) -> u64 {
        self.models.wasted()
    }

    /// Tracks the person who was read.
    fn found(&mut self, read: Scored) -> LandmarkReading {
        self.tracker.found(read.reading.next_roi, is_upright(&read.reading.pose));
        read.reading
    }

    /// The person that the user pointed at, if somebody is there.
    fn search_at(&mut self, frame: &Frame, at: Point) -> Result<Option<Scored>, EstimatorError> {
        self.tracker.searched(frame.time);
        acquisition::acquire_at(&mut self.models, &frame.image, at * (1.0 / frame.display_from_image))
    }

    /// The shortest of a few runs of the landmark model on this computer, seconds.
    pub fn fastest_frame_s(&mut self) -> Result<f64, EstimatorError> {
        const RUNS: usize = 4;
        let side = landmarks::INPUT as u32;
        let (grey, whole) =
            (Arc::new(RgbImage::from_pixel(side, side, image::Rgb([128; 3]))), Roi::letterbox(side, side));
        let mut fastest_s = f64::INFINITY;
        for _ in 0..RUNS {
            let start = Instant::now();
            self.models.landmarks(&grey, &whole, Sampling::Point)?;
            fastest_s = fastest_s.min(start.elapsed().as_secs_f64());
        }
        Ok(fastest_s)
    }

    /// Begins to read the announced frames in the current region. Readings in another region are not used.
    fn read_ahead(&mut self) {
        let region = self.tracker.region();
        let asked = |expected: &Expected| expected.reading.as_ref().map(|(roi, _)| *roi);
        if self.ahead.iter().all(|expected| asked(expected) == region) {
            return;
        }
        self.models.forget();
        for expected in &mut self.ahead {
            let ask = |roi| (roi, self.models.ask_ahead(&expected.frame.image, roi));
            expected.reading = region.map(ask);
        }
    }

    /// The person in `roi`; `read_ahead` is what may have been read of this frame already.
    fn follow(
        &mut self,
        frame: &Frame,
        roi: Roi,
        read_ahead: Option<(Roi, Pending)>,
    ) -> Result<Option<Scored>, EstimatorError> {
        let reading = match read_ahead {
            Some((read_in, asked)) if read_in == roi => asked.wait()?,
            _ => self.models.landmarks(&frame.image, &roi, Sampling::Area)?,
        };
        let seen = acquisition::is_still_there(&reading);
        Ok(seen.then(|| Scored { score: acquisition::score(&reading, &roi), reading }))
    }

    fn search(&mut self, frame: &Frame, effort: Effort) -> Result<Option<Scored>, EstimatorError> {
        self.tracker.searched(frame.time);
        acquisition::acquire(&mut self.models, &frame.image, effort)
    }

    fn follow_or_switch(
        &mut self,
        frame: &Frame,
        roi: Roi,
        read_ahead: Option<(Roi, Pending)>,
    ) -> Result<Option<Scored>, EstimatorError> {
        let followed = self.follow(frame, roi, read_ahead)?;
        let other = self.search(frame, Effort::Quick)?;
        Ok(match (followed, other) {
            (Some(followed), Some(other)) if is_upright(&other.reading.pose) || other.score <= followed.score => {
                Some(followed)
            }
            (followed, other) => other.or(followed),
        })
    }

    /// The silhouette of the person who was read. If it shows no leg on the floor beside a raised one, the raised leg
    /// is painted over and the model looks again; a leg found by two such looks in a row is added. (One look sometimes
    /// invents a leg.)
    fn outline(&mut self, frame: &Frame, reading: &LandmarkReading) -> Result<Option<Silhouette>, EstimatorError> {
        let Some(outline) = self.models.silhouette(reading)? else { return Ok(None) };
        let angles = JointAngles::of(&reading.pose);
        let Some(raised) = raised_with_none_on_floor(&outline, &angles) else {
            self.uncovered = false;
            return Ok(Some(outline));
        };
        let covered = Arc::new(without_leg(&frame.image, &angles.legs[raised]));
        let again = self.models.landmarks(&covered, &reading.roi, Sampling::Area)?;
        let found = self.models.silhouette(&again)?.filter(|found| raised_with_none_on_floor(found, &angles).is_none());
        let before = std::mem::replace(&mut self.uncovered, found.is_some());
        Ok(Some(match found {
            Some(found) if before => outline.or(&found),
            _ => outline,
        }))
    }

    /// Tracks the person, or searches for one.
    fn look(
        &mut self,
        frame: &Frame,
        read_ahead: Option<(Roi, Pending)>,
        upright_wanted: bool,
    ) -> Result<Option<LandmarkReading>, EstimatorError> {
        if let Some(at) = self.picked.take()
            && let Some(picked) = self.search_at(frame, at)?
        {
            return Ok(Some(self.found(picked)));
        }
        let mut look = self.tracker.look(frame.time, upright_wanted);
        if let Look::Follow(roi) | Look::FollowAndSearch(roi) = look {
            let followed = match look {
                Look::FollowAndSearch(_) => self.follow_or_switch(frame, roi, read_ahead)?,
                _ => self.follow(frame, roi, read_ahead)?,
            };
            if let Some(followed) = followed {
                return Ok(Some(self.found(followed)));
            }
            self.tracker.lost();
            look = self.tracker.look(frame.time, upright_wanted);
        }
        if let Look::Again(roi) = look {
            let reading = self.models.landmarks(&frame.image, &roi, Sampling::Area)?;
            let score = acquisition::score(&reading, &roi);
            let again = acquisition::is_somebody(&reading).then_some(Scored { reading, score });
            return Ok(again.map(|read| self.found(read)));
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
}

impl PoseEstimator for BlazePose {
    fn info(&self) -> ModelInfo {
        self.info.clone()
    }

    fn lookahead(&self) -> usize {
        match self.models.jobs() {
            1 => 0,
            jobs => jobs * AHEAD_PER_JOB,
        }
    }

    fn expect(&mut self, frame: &Frame) {
        let ask = |roi| (roi, self.models.ask_ahead(&frame.image, roi));
        self.ahead.push_back(Expected { frame: frame.clone(), reading: self.tracker.region().map(ask) });
    }

    fn estimate(&mut self, frame: &Frame, want: EstimateRequest) -> Result<FrameEstimate, EstimatorError> {
        let expected = self.ahead.pop_front_if(|expected| expected.frame.index == frame.index);
        let after_cut = self.cuts.is_cut(&frame.image);
        if after_cut {
            // in another scene nobody is where the person was
            self.tracker = RoiTracker::default();
            self.uncovered = false;
        }
        let reading = self.look(frame, expected.and_then(|expected| expected.reading), want.upright)?;
        self.read_ahead();
        let Some(reading) = reading else { return Ok(FrameEstimate { after_cut, ..FrameEstimate::default() }) };
        let silhouette = if want.silhouette { self.outline(frame, &reading)? } else { None };
        let pose = in_display_pixels(reading.pose, frame.display_from_image);
        Ok(FrameEstimate {
            room: if want.room { room_lines::room(frame, Some(&pose)) } else { Room::default() },
            silhouette: silhouette.map(|silhouette| silhouette.scaled(frame.display_from_image)),
            pose: Some(pose),
            after_cut,
            is_interpolated: false,
        })
    }

    fn estimate_still(&mut self, frame: &Frame) -> Result<FrameEstimate, EstimatorError> {
        // a still image has no second look
        self.uncovered = true;
        let as_it_is = self.estimate(frame, EstimateRequest { silhouette: true, ..EstimateRequest::default() })?;
        self.reset();
        let mirror = Frame { image: Arc::new(flip_horizontal(frame.image.as_ref())), ..frame.clone() };
        let mirrored =
            self.estimate(&mirror, EstimateRequest::default())?.pose.map(|pose| pose.mirrored(frame.image.width()));
        self.reset();
        let pose = match (as_it_is.pose, mirrored) {
            (Some(a), Some(b)) => Some(both_ways::merge(a, b)),
            (a, b) => a.or(b),
        };
        let room = pose.as_ref().map(|pose| room_lines::room(frame, Some(pose))).unwrap_or_default();
        Ok(FrameEstimate { pose, room, ..as_it_is })
    }

    fn pick(&mut self, at: Point) {
        (self.picked, self.uncovered) = (Some(at), false);
    }
}

fn in_display_pixels(mut pose: Pose, display_from_image: f64) -> Pose {
    for keypoint in &mut pose.keypoints {
        keypoint.x *= display_from_image as f32;
        keypoint.y *= display_from_image as f32;
    }
    pose
}

/// Whether the trunk is too far from horizontal for somebody lying.
fn is_upright(pose: &Pose) -> bool {
    let trunk = pose.midpoint(Landmark::Hip) - pose.midpoint(Landmark::Shoulder);
    trunk.y.abs().atan2(trunk.x.abs()) > MAX_TRUNK_TILT_RAD
}
