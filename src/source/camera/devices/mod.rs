//! The system's cameras.
//!
//! - `choice.rs`: which of the offered formats is asked for
//! - `faults.rs`: what went wrong, out of the system's numbers
//! - `linux.rs`: Video4Linux, through v4l; `elsewhere.rs`: Windows and macOS, through nokhwa
//!
//! nokhwa knows neither rates such as 29.97 nor padded rows nor most codings that are not compressed, and on Linux it
//! fails where the last program left such a format: there it is left out. So are its decoder, because one damaged JPEG
//! made it end the process, and its `CallbackCamera`, which tells nobody that a camera was unplugged and never ends
//! when one hangs.

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

use super::backend::{
    CameraBackend, CameraFormat, CameraName, ListedCamera, OpenCamera, infrared_last, is_infrared_name,
};
use crate::source::live::CameraFault;
use std::time::{Duration, Instant};

/// A frame can't be older than this when it arrives; what says so has a clock of its own.
const OLDEST_ARRIVAL: Duration = Duration::from_secs(1);

/// The cameras of this computer.
pub struct SystemCameras;

/// A camera as the system lists it.
struct Found<Index> {
    name: String,
    /// It offers light alone.
    grey: bool,
    index: Index,
}

impl SystemCameras {
    /// Name and index of each camera.
    fn found() -> Result<Vec<(ListedCamera, system::Index)>, CameraFault> {
        let found = system::found()?;
        let names = told_apart(found.iter().map(|camera| camera.name.clone()));
        let listed = names.into_iter().zip(found).map(|(name, camera)| {
            let infrared = camera.grey || is_infrared_name(&camera.name);
            (ListedCamera { name, infrared }, camera.index)
        });
        Ok(listed.collect())
    }

    fn index(name: &str) -> Result<system::Index, CameraFault> {
        let found = Self::found()?.into_iter().find(|(candidate, _)| candidate.name == name);
        found.map(|(_, index)| index).ok_or_else(|| CameraFault::NotThere(CameraName::from(name)))
    }
}

impl CameraBackend for SystemCameras {
    fn cameras(&self) -> Result<Vec<ListedCamera>, CameraFault> {
        Ok(infrared_last(Self::found()?.into_iter().map(|(camera, _)| camera).collect()))
    }

    fn formats(&self, name: &str) -> Result<Vec<CameraFormat>, CameraFault> {
        system::formats(&Self::index(name)?)
    }

    fn open(&self, name: &str) -> Result<Box<dyn OpenCamera>, CameraFault> {
        system::open(&Self::index(name)?)
    }
}

/// When a frame was taken that is so old, as far as that can be.
fn captured_at(age: Option<Duration>) -> Instant {
    let now = Instant::now();
    let age = age.filter(|age| *age < OLDEST_ARRIVAL);
    age.and_then(|age| now.checked_sub(age)).unwrap_or(now)
}

/// Tells cameras of one name apart: the second becomes "Name (2)".
fn told_apart(names: impl IntoIterator<Item = String>) -> Vec<CameraName> {
    let mut told: Vec<CameraName> = Vec::new();
    for name in names {
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|candidate| !told.contains(candidate));
        told.extend(free);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cameras_of_one_name_are_told_apart() {
        let names = ["Webcam", "HD", "Webcam", "Webcam (2)", "Webcam"].map(str::to_owned);
        assert_eq!(told_apart(names), ["Webcam", "HD", "Webcam (2)", "Webcam (2) (2)", "Webcam (3)"]);
    }
}
