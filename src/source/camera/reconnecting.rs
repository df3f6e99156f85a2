//! Frames from a camera that may be unplugged and come back. It is identified by its name: once it was chosen, by the
//! user or because it gave the first frame, no other camera is used. Before that, a camera that gives no frame is
//! skipped.

use super::backend::{CameraBackend, CameraName, ListedCamera};
use super::link::{Choice, Link, Received, Wanted};
use super::pixels;
use crate::source::SourceError;
use crate::source::live::{CameraFault, Connection, LiveStatus, NAP};
use image::RgbImage;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// At most this many hanging cameras are abandoned; after that one of them must return before the next try.
const MOST_HANGING: usize = 3;

/// Time limits for a camera.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long it may take to open and give the first frame.
    pub opening: Duration,
    /// The longest time between two frames, after which it counts as frozen.
    pub frozen: Duration,
    /// The time from a fault to the next try.
    pub retry: Duration,
}

impl Default for Patience {
    /// Opening takes some webcams several seconds; 2 s without a frame is more than any exposure time.
    fn default() -> Self {
        Self { opening: Duration::from_secs(10), frozen: Duration::from_secs(2), retry: Duration::from_secs(1) }
    }
}

pub(super) struct Reconnecting {
    backend: Arc<dyn CameraBackend>,
    /// The camera to use: the chosen one, or the first that gave a frame.
    wanted: Option<CameraName>,
    status: Arc<LiveStatus>,
    stop: Arc<AtomicBool>,
    patience: Patience,
    link: Option<Link>,
    /// Whether the link has given a frame that could be decoded, and when it last did or was started.
    good: (bool, Instant),
    /// Abandoned cameras whose calls have not returned.
    hanging: Vec<Link>,
    next_try: Instant,
    /// The first fault since the last frame.
    interruption: Option<CameraFault>,
    /// Cameras that gave no frame, and why. When no other is left, all are tried again.
    passed_over: Vec<(CameraName, CameraFault)>,
}

impl Reconnecting {
    pub fn new(
        backend: Arc<dyn CameraBackend>,
        wanted: Option<CameraName>,
        status: Arc<LiveStatus>,
        stop: Arc<AtomicBool>,
        patience: Patience,
    ) -> Self {
        status.set_connection(Connection::Opening);
        let now = Instant::now();
        let (link, hanging) = (None, Vec::new());
        Self {
            backend,
            wanted,
            status,
            stop,
            patience,
            link,
            good: (false, now),
            hanging,
            next_try: now,
            interruption: None,
            passed_over: Vec::new(),
        }
    }

    /// The camera's name, once it has given a frame.
    pub fn name(&self) -> CameraName {
        self.wanted.clone().unwrap_or_default()
    }

    /// Why no frames come now, if none do.
    pub fn interruption(&self) -> Option<&CameraFault> {
        self.interruption.as_ref()
    }

    /// Takes the fault that began the interruption before the last frame.
    pub fn take_interruption(&mut self) -> Option<CameraFault> {
        self.interruption.take()
    }

    /// Waits for a frame, with the moment it was taken; `None` only after the stop.
    pub fn next_frame(&mut self) -> Result<Option<(Instant, RgbImage)>, SourceError> {
        while !self.stop.load(Ordering::Relaxed) {
            let Some(link) = &self.link else {
                self.try_again()?;
                continue;
            };
            match link.receive(NAP) {
                Received::Frame(raw) => {
                    let Some(image) = pixels::rgb(&raw) else {
                        self.on_damaged();
                        continue;
                    };
                    self.on_frame();
                    return Ok(Some((raw.captured_at, image)));
                }
                Received::Fault(fault) => self.close(fault),
                Received::Nothing => self.on_silence(),
            }
        }
        Ok(None)
    }

    /// Starts a camera when it is time to.
    fn try_again(&mut self) -> Result<(), SourceError> {
        let wait = self.next_try.saturating_duration_since(Instant::now());
        self.hanging.retain(Link::holds_camera);
        if !wait.is_zero() || self.hanging.len() >= MOST_HANGING {
            thread::sleep(wait.clamp(Duration::from_millis(1), NAP));
            return Ok(());
        }
        let any = || Wanted::AnyBut(self.passed_over.iter().map(|(name, _)| name.clone()).collect());
        let wanted = self.wanted.clone().map_or_else(any, Wanted::Named);
        let link = Link::start(self.backend.clone(), wanted, self.status.clone())
            .map_err(|error| SourceError::Camera(CameraFault::Other(error.to_string())))?;
        self.link = Some(link);
        self.good = (false, Instant::now());
        Ok(())
    }

    /// A frame came.
    fn on_frame(&mut self) {
        let is_new = !std::mem::replace(&mut self.good, (true, Instant::now())).0;
        let opened = self.link.as_ref().and_then(|link| Some((link.choice()?, link.format()?)));
        if let (true, Some((choice, format))) = (is_new, opened) {
            self.status.set_connection(Connection::Streaming { format: format.to_string() });
            self.tell_infrared(&choice);
            self.wanted = Some(choice.camera.name);
        }
    }

    /// Notes for the user that an infrared camera was skipped, or that one is used.
    fn tell_infrared(&self, choice: &Choice) {
        let name = &choice.camera.name;
        if choice.camera.infrared {
            self.status.note(format!("the camera \"{name}\" is an infrared one; choose another one if there is one"));
        }
        let untried = |other: &&ListedCamera| other.infrared && !self.is_passed_over(&other.name);
        for other in choice.others.iter().filter(untried).filter(|_| self.wanted.is_none() && !choice.camera.infrared) {
            self.status.note(format!("the camera \"{}\" was passed over: it is an infrared one", other.name));
        }
    }

    /// Skips a damaged frame; too long a time with nothing else is a fault.
    fn on_damaged(&mut self) {
        self.status.count_dropped(1);
        let (was_good, since) = self.good;
        if since.elapsed() > if was_good { self.patience.frozen } else { self.patience.opening } {
            self.close(CameraFault::Damaged);
        }
    }

    /// No frame came. A camera that hangs is abandoned.
    fn on_silence(&mut self) {
        let Some(link) = &self.link else { return };
        let (since_frame, since_start) = link.silence();
        let hangs = since_frame.map_or(since_start > self.patience.opening, |silence| silence > self.patience.frozen);
        if hangs {
            link.let_go();
            let choice = link.choice();
            self.hanging.extend(self.link.take());
            self.fail(choice, CameraFault::Frozen);
        }
    }

    fn close(&mut self, fault: CameraFault) {
        let choice = self.link.take().and_then(|link| link.choice());
        // This program itself has the camera open, on the thread that hangs.
        let by_us = fault == CameraFault::Busy && self.hanging.iter().any(Link::holds_camera);
        self.fail(choice, if by_us { CameraFault::Frozen } else { fault });
    }

    /// The camera gives no frames. If none was chosen by name, the next one is tried.
    fn fail(&mut self, choice: Option<Choice>, fault: CameraFault) {
        let mut told = fault;
        if let Some(Choice { camera, others }) = choice.filter(|_| self.wanted.is_none()) {
            self.passed_over.push((camera.name.clone(), told.clone()));
            if others.iter().any(|other| !self.is_passed_over(&other.name)) {
                self.status.note(format!("the camera \"{}\" was passed over: {told}", camera.name));
                self.next_try = Instant::now();
                return;
            }
            // of several cameras, tell the fault of the first, which would have been used
            told = self.passed_over.swap_remove(0).1;
        }
        self.passed_over.clear();
        self.interrupt(told);
    }

    fn is_passed_over(&self, name: &str) -> bool {
        self.passed_over.iter().any(|(passed_over, _)| passed_over == name)
    }

    fn interrupt(&mut self, fault: CameraFault) {
        self.interruption.get_or_insert_with(|| fault.clone());
        self.status.set_connection(Connection::Interrupted(fault));
        self.next_try = Instant::now() + self.patience.retry;
    }
}
