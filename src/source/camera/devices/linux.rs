//! Video4Linux beside nokhwa, which lists every node, takes only rates of 1/n seconds, and fails where the last program left another one.

use super::choice::best_first;
use super::faults::{fault, of_io};
use super::their_format;
use crate::source::camera::backend::{CameraFormat, PixelFormat};
use crate::source::live::CameraFault;
use nokhwa::Camera;
use nokhwa::utils::{CameraIndex, CameraInfo, RequestedFormat, RequestedFormatType};
use std::fs;
use v4l::frameinterval::FrameIntervalEnum;
use v4l::framesize::{FrameSizeEnum, Stepwise};
use v4l::video::Capture;
use v4l::video::capture::Parameters;
use v4l::{Device, Format, FourCC};

/// Sizes to ask for where a camera takes any.
const COMMON_SIZES: [(u32, u32); 4] = [(1280, 720), (960, 540), (640, 480), (640, 360)];

/// How many formats are tried before giving up; each may be refused for the rate that comes with it.
const MOST_TRIES: usize = 8;

/// Nothing to ask for; a node's owner decides.
pub(super) fn ask_permission() -> Result<(), CameraFault> {
    Ok(())
}

/// What a node is called that gives pictures, and `None` for others: the second node of many webcams gives only notes about them, and a
/// loopback gives nothing before it is fed.
pub(super) fn camera_name(info: &CameraInfo) -> Option<String> {
    let number = info.index().as_index().ok()?;
    let name = info.human_name().trim().to_owned();
    match Device::new(number as usize) {
        Ok(device) => {
            device.enum_formats().ok().filter(|formats| !formats.is_empty())?;
            // The kernel's list of names is not everywhere, in a container for one; then it is the node's path.
            let unnamed = name.is_empty() || name.starts_with("/dev/");
            let card = if unnamed { device.query_caps().ok().map(|caps| caps.card.trim().to_owned()) } else { None };
            Some(card.filter(|card| !card.is_empty()).unwrap_or(name))
        }
        // Not ours to open: it is listed, so that opening it can say so. The kernel numbers a webcam's nodes, pictures first, but its
        // numbers are not everywhere.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            let own_number = fs::read_to_string(format!("/sys/class/video4linux/video{number}/index"));
            own_number.map_or(true, |own| own.trim() == "0").then_some(name)
        }
        Err(_) => None,
    }
}

/// Agrees with the device on a format, and hands it to nokhwa.
pub(super) fn start(index: &CameraIndex) -> Result<Camera, CameraFault> {
    let number = index.as_index().map_err(|error| fault(&error))?;
    let format = agree(number)?;
    let request = RequestedFormatType::Exact(their_format(format));
    Camera::new(index.clone(), RequestedFormat::with_formats(request, &[their_format(format).format()]))
        .map_err(|error| fault(&error))
}

/// Sets the best format that the device takes as it is and at a rate of 1/n seconds, the only ones that nokhwa knows.
fn agree(number: u32) -> Result<CameraFormat, CameraFault> {
    let device = Device::new(number as usize).map_err(|error| of_io(&error))?;
    for format in best_first(offered(&device)?).into_iter().take(MOST_TRIES) {
        let asked = Format::new(format.width, format.height, fourcc(format.pixels));
        let got = device.set_format(&asked).map_err(|error| of_io(&error))?;
        // Some have one rate only and don't let it be set; what matters is what it is.
        let _ = device.set_params(&Parameters::with_fps(format.rate));
        let interval = device.params().map_err(|error| of_io(&error))?.interval;
        if (got.width, got.height, got.fourcc) == (asked.width, asked.height, asked.fourcc) && interval.numerator == 1 {
            return Ok(CameraFormat { rate: interval.denominator, ..format });
        }
    }
    Err(CameraFault::NoFormat)
}

/// Every size and whole rate of the formats that this program reads.
fn offered(device: &Device) -> Result<Vec<CameraFormat>, CameraFault> {
    let known = device.enum_formats().map_err(|error| of_io(&error))?;
    let mut offered = Vec::new();
    for pixels in [PixelFormat::Mjpeg, PixelFormat::Yuyv, PixelFormat::Nv12] {
        let fourcc = fourcc(pixels);
        if !known.iter().any(|format| format.fourcc == fourcc) {
            continue;
        }
        for size in device.enum_framesizes(fourcc).map_err(|error| of_io(&error))? {
            for (width, height) in sizes(&size.size) {
                let rates = rates(device, fourcc, width, height);
                offered.extend(rates.into_iter().map(|rate| CameraFormat { width, height, pixels, rate }));
            }
        }
    }
    Ok(offered)
}

fn sizes(size: &FrameSizeEnum) -> Vec<(u32, u32)> {
    match size {
        FrameSizeEnum::Discrete(size) => vec![(size.width, size.height)],
        FrameSizeEnum::Stepwise(steps) => COMMON_SIZES.into_iter().filter(|size| steps_reach(steps, *size)).collect(),
    }
}

fn steps_reach(steps: &Stepwise, (width, height): (u32, u32)) -> bool {
    let reach = |low: u32, high: u32, step: u32, side: u32| {
        (low..=high).contains(&side) && (side - low).is_multiple_of(step.max(1))
    };
    reach(steps.min_width, steps.max_width, steps.step_width, width)
        && reach(steps.min_height, steps.max_height, steps.step_height, height)
}

/// Pictures a second; the usual one where the device names none or any.
fn rates(device: &Device, fourcc: FourCC, width: u32, height: u32) -> Vec<u32> {
    const USUAL: u32 = 30;
    let intervals = device.enum_frameintervals(fourcc, width, height).unwrap_or_default();
    let whole = intervals.iter().filter_map(|interval| match &interval.interval {
        FrameIntervalEnum::Discrete(seconds) => (seconds.numerator == 1).then_some(seconds.denominator),
        FrameIntervalEnum::Stepwise(_) => Some(USUAL),
    });
    if intervals.is_empty() { vec![USUAL] } else { whole.collect() }
}

fn fourcc(pixels: PixelFormat) -> FourCC {
    FourCC::new(match pixels {
        PixelFormat::Mjpeg => b"MJPG",
        PixelFormat::Yuyv => b"YUYV",
        PixelFormat::Nv12 => b"NV12",
    })
}
