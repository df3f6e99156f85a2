//! A camera as a source that recovers by itself from every fault of the camera.

use super::backend::{CameraBackend, CameraName};
use super::reconnecting::{Patience, Reconnecting};
use crate::frame::Frame;
use crate::motion::Timestamp;
use crate::source::fitted::fitted;
use crate::source::live::LiveStatus;
use crate::source::{FrameSource, Problem, ProblemCode, SourceError, SourceInfo, SourceKind, fit_longest_side};
use image::RgbImage;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

/// This many interruptions are reported one by one.
const MOST_PROBLEMS: usize = 20;

/// A camera's frames from the first one on until it is stopped.
///
/// A frame's time is that of its capture, by the real clock, since the first frame's, through all interruptions. Frames
/// are decoded when asked for, so that dropped ones cost nothing.
pub struct CameraSource {
    camera: Reconnecting,
    info: SourceInfo,
    started_at: Instant,
    /// The frame that `connect` waited for.
    first: Option<RgbImage>,
    /// Size of the last frame as the camera gave it, pixels.
    size: (u32, u32),
    last: Timestamp,
    next_index: u64,
    problems: Vec<Problem>,
}

impl CameraSource {
    /// Waits for the first frame of the camera of that name, or of the first one listed; `None` when `stop` became
    /// true meanwhile.
    ///
    /// A fault is reported in `status`, and the camera is tried again about once a second.
    ///
    /// # Errors
    /// The system gives this program no thread.
    pub fn connect(
        backend: Arc<dyn CameraBackend>,
        wanted: Option<CameraName>,
        status: Arc<LiveStatus>,
        stop: Arc<AtomicBool>,
    ) -> Result<Option<Self>, SourceError> {
        Self::connect_patiently(backend, wanted, status, stop, Patience::default())
    }

    /// [`connect`](Self::connect) with other limits than the usual ones.
    ///
    /// # Errors
    /// The system gives this program no thread.
    pub fn connect_patiently(
        backend: Arc<dyn CameraBackend>,
        wanted: Option<CameraName>,
        status: Arc<LiveStatus>,
        stop: Arc<AtomicBool>,
        patience: Patience,
    ) -> Result<Option<Self>, SourceError> {
        let mut camera = Reconnecting::new(backend, wanted, status.clone(), stop, patience);
        let Some((started_at, image)) = camera.next_frame()? else {
            return Ok(None);
        };
        camera.take_interruption();
        status.start_clock(Timestamp::from_secs(started_at.elapsed().as_secs_f64()));
        let size = image.dimensions();
        let (width, height) = fit_longest_side(size.0.into(), size.1.into());
        let info = SourceInfo {
            path: camera.name().into(),
            kind: SourceKind::Camera,
            width,
            height,
            rotation_deg: 0,
            stated_duration_s: None,
            filmed_on: None,
        };
        let (last, first) = (Timestamp::ZERO, Some(image));
        Ok(Some(Self { camera, info, started_at, first, size, last, next_index: 0, problems: Vec::new() }))
    }

    /// Notes what happened between the last frame and this one.
    fn note(&mut self, time: Timestamp, size: (u32, u32)) {
        if let Some(fault) = self.camera.take_interruption() {
            let (from, to) = (self.last.secs(), time.secs());
            let text = format!("no pictures came from {from:.1} s to {to:.1} s: {fault}");
            self.problems.push(Problem::new(ProblemCode::Interrupted, text));
        }
        if size != self.size {
            let ((old_width, old_height), (width, height)) = (self.size, size);
            let (from, to) = (format!("{old_width}×{old_height}"), format!("{width}×{height}"));
            let text = format!("the camera's pictures changed from {from} to {to} at {:.1} s", time.secs());
            self.problems.push(Problem::new(ProblemCode::SizeChanged, text));
            self.size = size;
        }
        self.problems.truncate(MOST_PROBLEMS);
    }
}

impl FrameSource for CameraSource {
    fn info(&self) -> &SourceInfo {
        &self.info
    }

    /// The newest frame; `None` only after the stop.
    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let (time, image) = if let Some(first) = self.first.take() {
            (Timestamp::ZERO, first)
        } else {
            let Some((captured_at, image)) = self.camera.next_frame()? else {
                return Ok(None);
            };
            let time = Timestamp(captured_at.saturating_duration_since(self.started_at).as_nanos() as u64);
            (time.max(Timestamp(self.last.0 + 1)), image)
        };
        self.note(time, image.dimensions());
        self.last = time;
        let index = self.next_index;
        self.next_index += 1;
        let image = Arc::new(fitted(image, self.info.width, self.info.height));
        Ok(Some(Frame { index, time, image, display_from_image: 1.0, is_estimated: true }))
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = self.problems.clone();
        if let Some(fault) = self.camera.interruption() {
            let text = format!("no pictures came after {:.1} s: {fault}", self.last.secs());
            problems.push(Problem::new(ProblemCode::Interrupted, text));
        }
        problems
    }
}
