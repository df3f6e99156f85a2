//! The system's cameras, through nokhwa.
//!
//! - `choice.rs`: which of the offered formats is asked for
//! - `faults.rs`: what went wrong, out of nokhwa's words
//! - `linux.rs`, `elsewhere.rs`: what differs: telling cameras from other nodes, and agreeing on a format
//!
//! nokhwa's own decoder is left out, because one damaged JPEG made it end the process, and so is its `CallbackCamera`, which tells nobody
//! that a camera was unplugged and never ends when one hangs.

mod choice;
#[cfg(any(test, not(target_os = "linux")))]
#[cfg_attr(target_os = "linux", allow(dead_code))]
mod elsewhere;
mod faults;
#[cfg(target_os = "linux")]
mod linux;

#[cfg(not(target_os = "linux"))]
use elsewhere as system;
#[cfg(target_os = "linux")]
use linux as system;

use super::backend::{CameraBackend, CameraFormat, CameraName, OpenCamera, PixelFormat, RawFrame, told_apart};
use crate::source::live::CameraFault;
use faults::fault;
use nokhwa::utils::{ApiBackend, CameraIndex, FrameFormat, Resolution};
use nokhwa::{Camera, query};
use std::time::{Duration, Instant, SystemTime};

/// A picture can't be older than this when it arrives; what says so has a clock of its own.
const OLDEST_ARRIVAL: Duration = Duration::from_secs(1);

/// The cameras of this computer.
pub struct SystemCameras;

impl SystemCameras {
    /// Name and index of each camera.
    fn found() -> Result<Vec<(CameraName, CameraIndex)>, CameraFault> {
        system::ask_permission()?;
        let mut found = query(ApiBackend::Auto).map_err(|error| fault(&error))?;
        found.sort_by_key(|info| info.index().as_index().unwrap_or(u32::MAX));
        let named = found.iter().filter_map(|info| Some((system::camera_name(info)?, info.index().clone())));
        let (names, indices): (Vec<_>, Vec<_>) = named.unzip();
        Ok(told_apart(names).into_iter().zip(indices).collect())
    }
}

impl CameraBackend for SystemCameras {
    fn cameras(&self) -> Result<Vec<CameraName>, CameraFault> {
        Ok(Self::found()?.into_iter().map(|(name, _)| name).collect())
    }

    fn open(&self, name: &str) -> Result<Box<dyn OpenCamera>, CameraFault> {
        let found = Self::found()?.into_iter().find(|(candidate, _)| candidate == name);
        let (_, index) = found.ok_or_else(|| CameraFault::NotThere(name.to_owned()))?;
        let mut camera = system::start(&index)?;
        camera.open_stream().map_err(|error| fault(&error))?;
        let format = our_format(camera.camera_format()).ok_or(CameraFault::NoFormat)?;
        Ok(Box::new(Device { camera, format }))
    }
}

struct Device {
    camera: Camera,
    format: CameraFormat,
}

impl OpenCamera for Device {
    fn format(&self) -> CameraFormat {
        self.format
    }

    fn frame(&mut self) -> Result<RawFrame, CameraFault> {
        let buffer = self.camera.frame().map_err(|error| fault(&error))?;
        Ok(RawFrame {
            width: buffer.resolution().width(),
            height: buffer.resolution().height(),
            pixels: pixel_format(buffer.source_frame_format()).ok_or(CameraFault::NoFormat)?,
            captured_at: captured_at(buffer.capture_timestamp()),
            bytes: buffer.buffer().to_vec(),
        })
    }
}

/// From the wall clock, which nokhwa counts in, to the one that is never set.
fn captured_at(since_epoch: Option<Duration>) -> Instant {
    let now = Instant::now();
    let taken = since_epoch.and_then(|time| SystemTime::UNIX_EPOCH.checked_add(time));
    let age = taken.and_then(|taken| taken.elapsed().ok()).filter(|age| *age < OLDEST_ARRIVAL);
    age.and_then(|age| now.checked_sub(age)).unwrap_or(now)
}

fn pixel_format(format: FrameFormat) -> Option<PixelFormat> {
    match format {
        FrameFormat::MJPEG => Some(PixelFormat::Mjpeg),
        FrameFormat::YUYV => Some(PixelFormat::Yuyv),
        FrameFormat::NV12 => Some(PixelFormat::Nv12),
        _ => None,
    }
}

fn our_format(format: nokhwa::utils::CameraFormat) -> Option<CameraFormat> {
    let Resolution { width_x: width, height_y: height } = format.resolution();
    Some(CameraFormat { width, height, pixels: pixel_format(format.format())?, rate: format.frame_rate() })
}

fn their_format(format: CameraFormat) -> nokhwa::utils::CameraFormat {
    let pixels = match format.pixels {
        PixelFormat::Mjpeg => FrameFormat::MJPEG,
        PixelFormat::Yuyv => FrameFormat::YUYV,
        PixelFormat::Nv12 => FrameFormat::NV12,
    };
    nokhwa::utils::CameraFormat::new(Resolution::new(format.width, format.height), pixels, format.rate)
}
