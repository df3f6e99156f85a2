//! Pictures from a camera that may come and go. It is known by its name: another camera is never taken instead.

use super::backend::{CameraBackend, CameraName};
use super::link::{Link, Received};
use super::pixels;
use crate::source::SourceError;
use crate::source::live::{CameraFault, Connection, LiveStatus};
use image::RgbImage;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Longest wait at a stretch, so that a stop is heard.
const NAP: Duration = Duration::from_millis(50);

/// So many cameras that hang are left alone beside a new try; then one of them has to answer first.
const MOST_HANGING: usize = 3;

/// How long a camera may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To open and give the first picture.
    pub opening: Duration,
    /// Between two pictures; then it counts as frozen.
    pub frozen: Duration,
    /// From a fault to the next try.
    pub retry: Duration,
}

impl Default for Patience {
    /// Opening takes some webcams several seconds; 2 s without a picture is more than any exposure time.
    fn default() -> Self {
        Self { opening: Duration::from_secs(10), frozen: Duration::from_secs(2), retry: Duration::from_secs(1) }
    }
}

pub(super) struct Reconnecting {
    backend: Arc<dyn CameraBackend>,
    /// The first camera that gave a picture becomes the wanted one.
    wanted: Option<CameraName>,
    status: Arc<LiveStatus>,
    stop: Arc<AtomicBool>,
    patience: Patience,
    link: Option<Link>,
    /// Whether the link has given a picture that could be decoded, and when it last did or was started.
    good: (bool, Instant),
    /// Left alone, and not back yet.
    hanging: Vec<Link>,
    next_try: Instant,
    /// The first fault since the last picture.
    interruption: Option<CameraFault>,
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
        }
    }

    /// The camera's name, once it has given a picture.
    pub fn name(&self) -> CameraName {
        self.wanted.clone().unwrap_or_default()
    }

    /// Why no pictures come now.
    pub fn interruption(&self) -> Option<&CameraFault> {
        self.interruption.as_ref()
    }

    /// What began the interruption before the last picture, once.
    pub fn take_interruption(&mut self) -> Option<CameraFault> {
        self.interruption.take()
    }

    /// Waits for a picture, with the moment it was taken; `None` only after the stop.
    pub fn next_picture(&mut self) -> Result<Option<(Instant, RgbImage)>, SourceError> {
        while !self.stop.load(Ordering::Relaxed) {
            let Some(link) = &self.link else {
                self.try_again()?;
                continue;
            };
            match link.receive(NAP) {
                Received::Picture(raw) => {
                    let Some(picture) = pixels::rgb(&raw) else {
                        self.bear_damage();
                        continue;
                    };
                    self.welcome();
                    return Ok(Some((raw.captured_at, picture)));
                }
                Received::Fault(fault) => self.close(fault),
                Received::Nothing => self.bear_silence(),
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
        let link = Link::start(self.backend.clone(), self.wanted.clone(), self.status.clone())
            .map_err(|error| SourceError::Camera(CameraFault::Other(error.to_string())))?;
        self.link = Some(link);
        self.good = (false, Instant::now());
        Ok(())
    }

    /// A picture came.
    fn welcome(&mut self) {
        let is_new = !std::mem::replace(&mut self.good, (true, Instant::now())).0;
        if let (true, Some((name, format))) = (is_new, self.link.as_ref().and_then(Link::opened)) {
            self.wanted = Some(name);
            self.status.set_connection(Connection::Streaming { format: format.to_string() });
        }
    }

    /// A single damaged picture is left out; nothing but such is a fault.
    fn bear_damage(&mut self) {
        self.status.count_dropped(1);
        let (was_good, since) = self.good;
        if since.elapsed() > if was_good { self.patience.frozen } else { self.patience.opening } {
            self.close(CameraFault::Damaged);
        }
    }

    /// Nothing came. A camera that hangs is left alone.
    fn bear_silence(&mut self) {
        let Some(link) = &self.link else { return };
        let (since_picture, since_start) = link.silence();
        let hangs = since_picture.map_or(since_start > self.patience.opening, |silence| silence > self.patience.frozen);
        if hangs {
            link.let_go();
            self.hanging.extend(self.link.take());
            self.interrupt(CameraFault::Frozen);
        }
    }

    fn close(&mut self, fault: CameraFault) {
        self.link = None;
        // It is this program that has it, on the thread that hangs.
        let by_us = fault == CameraFault::Busy && self.hanging.iter().any(Link::holds_camera);
        self.interrupt(if by_us { CameraFault::Frozen } else { fault });
    }

    fn interrupt(&mut self, fault: CameraFault) {
        self.interruption.get_or_insert_with(|| fault.clone());
        self.status.set_connection(Connection::Interrupted(fault));
        self.next_try = Instant::now() + self.patience.retry;
    }
}
