//! Cameras of Video4Linux.

use super::choice::best_first;
use super::faults::of_io;
use super::{Found, captured_at};
use crate::source::camera::backend::{CameraFormat, OpenCamera, PixelFormat, Rate, RawFrame};
use crate::source::live::CameraFault;
use rustix::time::{ClockId, clock_gettime};
use std::fs;
use std::time::Duration;
use v4l::buffer::{Flags, Metadata, Type};
use v4l::frameinterval::FrameIntervalEnum;
use v4l::framesize::{FrameSizeEnum, Stepwise};
use v4l::io::traits::CaptureStream;
use v4l::prelude::MmapStream;
use v4l::video::Capture;
use v4l::video::capture::Parameters;
use v4l::{Device, Format, FourCC, Fraction};

/// The number of a node: 0 is /dev/video0.
pub(super) type Index = usize;

/// Sizes to ask for where a camera takes any.
const COMMON_SIZES: [(u32, u32); 4] = [(1280, 720), (960, 540), (640, 480), (640, 360)];

/// How many formats are tried before giving up; a driver may answer with another one than it was asked for.
const MOST_TRIES: usize = 8;

/// Frames that the driver fills in turn.
const BUFFERS: u32 = 4;

/// The cameras, by the numbers of their nodes.
pub(super) fn found() -> Result<Vec<Found<Index>>, CameraFault> {
    let Ok(nodes) = fs::read_dir("/dev") else { return Ok(Vec::new()) };
    let number = |name: &str| name.strip_prefix("video")?.parse().ok();
    let mut numbers: Vec<Index> = nodes.flatten().filter_map(|node| number(node.file_name().to_str()?)).collect();
    numbers.sort_unstable();
    Ok(numbers.into_iter().filter_map(camera).collect())
}

/// What a node is that gives frames, and `None` for others: the second node of many webcams gives only notes about
/// them, and a loopback gives nothing before it is fed.
fn camera(index: Index) -> Option<Found<Index>> {
    let about = format!("/sys/class/video4linux/video{index}");
    let name = fs::read_to_string(format!("{about}/name")).map(|name| name.trim().to_owned()).unwrap_or_default();
    // the kernel's list of names is not everywhere, in a container for one
    let or_node = |name: String| if name.is_empty() { format!("/dev/video{index}") } else { name };
    match Device::new(index) {
        Ok(device) => {
            let formats = device.enum_formats().ok().filter(|formats| !formats.is_empty())?;
            let card = || device.query_caps().map(|caps| caps.card.trim().to_owned()).unwrap_or_default();
            let name = or_node(if name.is_empty() { card() } else { name });
            Some(Found { name, grey: formats.iter().all(|format| is_grey(format.fourcc)), index })
        }
        // Not ours to open: it is listed, so that opening it can say so. The kernel numbers a webcam's nodes, frames
        // first, but its numbers are not everywhere.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            let own_number = fs::read_to_string(format!("{about}/index"));
            let first = own_number.map_or(true, |own| own.trim() == "0");
            first.then(|| Found { name: or_node(name), grey: false, index })
        }
        Err(_) => None,
    }
}

/// Light alone, or distances: "GREY", "Y8I ", "Y10 ", "Y16 ", "Z16 " and their kin.
fn is_grey(coding: FourCC) -> bool {
    let [first, second, ..] = coding.repr;
    coding.repr == *b"GREY" || (matches!(first, b'Y' | b'Z') && second.is_ascii_digit())
}

/// Every size and rate that a camera offers in a format that this program reads.
pub(super) fn formats(index: &Index) -> Result<Vec<CameraFormat>, CameraFault> {
    offered(&Device::new(*index).map_err(|error| of_io(&error))?)
}

/// Agrees with the device on a format, and starts it.
pub(super) fn open(index: &Index) -> Result<Box<dyn OpenCamera>, CameraFault> {
    let device = Device::new(*index).map_err(|error| of_io(&error))?;
    let (format, stride) = agree(&device)?;
    let stream = MmapStream::with_buffers(&device, Type::VideoCapture, BUFFERS).map_err(|error| of_io(&error))?;
    Ok(Box::new(Streaming { stream, format, stride }))
}

/// Sets the best format that the device takes as it is; with the bytes from one row to the next.
fn agree(device: &Device) -> Result<(CameraFormat, usize), CameraFault> {
    for format in best_first(offered(device)?).into_iter().take(MOST_TRIES) {
        let asked = Format::new(format.width, format.height, fourcc(format.pixels));
        let got = device.set_format(&asked).map_err(|error| of_io(&error))?;
        if (got.width, got.height, got.fourcc) != (asked.width, asked.height, asked.fourcc) {
            continue;
        }
        // Some have one rate only and don't let it be set; what matters is what it is, as far as they tell.
        let interval = Fraction::new(format.rate.seconds, format.rate.frames);
        let _ = device.set_params(&Parameters::new(interval));
        let told = device.params().ok().map(|parameters| rate(parameters.interval));
        let rate = told.filter(|rate| rate.per_thousand_s() > 0).unwrap_or(format.rate);
        return Ok((CameraFormat { rate, ..format }, got.stride as usize));
    }
    Err(CameraFault::NoFormat)
}

/// Every size and rate of the formats that this program reads.
fn offered(device: &Device) -> Result<Vec<CameraFormat>, CameraFault> {
    let known = device.enum_formats().map_err(|error| of_io(&error))?;
    let mut offered = Vec::new();
    for pixels in PixelFormat::ALL {
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

/// The rates of a format; the usual one where the device names none or any.
fn rates(device: &Device, fourcc: FourCC, width: u32, height: u32) -> Vec<Rate> {
    const USUAL: Rate = Rate::whole(30);
    let intervals = device.enum_frameintervals(fourcc, width, height).unwrap_or_default();
    let named = intervals.iter().map(|interval| match &interval.interval {
        FrameIntervalEnum::Discrete(seconds) => rate(*seconds),
        FrameIntervalEnum::Stepwise(_) => USUAL,
    });
    if intervals.is_empty() { vec![USUAL] } else { named.collect() }
}

/// The rate of frames that are this time apart.
fn rate(interval: Fraction) -> Rate {
    Rate { frames: interval.denominator, seconds: interval.numerator }
}

fn fourcc(pixels: PixelFormat) -> FourCC {
    FourCC::new(match pixels {
        PixelFormat::Mjpeg => b"MJPG",
        PixelFormat::Yuyv => b"YUYV",
        PixelFormat::Uyvy => b"UYVY",
        PixelFormat::Yvyu => b"YVYU",
        PixelFormat::Nv12 => b"NV12",
        PixelFormat::Nv21 => b"NV21",
        PixelFormat::Yu12 => b"YU12",
        PixelFormat::Yv12 => b"YV12",
        PixelFormat::Rgb24 => b"RGB3",
        PixelFormat::Bgr24 => b"BGR3",
        PixelFormat::Grey => b"GREY",
    })
}

struct Streaming {
    stream: MmapStream<'static>,
    format: CameraFormat,
    stride: usize,
}

impl OpenCamera for Streaming {
    fn format(&self) -> CameraFormat {
        self.format
    }

    fn frame(&mut self) -> Result<RawFrame, CameraFault> {
        let (buffer, about) = self.stream.next().map_err(|error| of_io(&error))?;
        let bytes: &[u8] = match about.bytesused as usize {
            // the driver knows that something is missing
            _ if about.flags.contains(Flags::ERROR) => &[],
            0 => buffer,
            used => buffer.get(..used).unwrap_or(buffer),
        };
        let CameraFormat { width, height, pixels, .. } = self.format;
        let (stride, captured_at) = (self.stride, captured_at(age(about)));
        Ok(RawFrame { width, height, pixels, stride, bytes: bytes.to_vec(), captured_at })
    }
}

/// How old a frame is, where it was stamped by the clock that is never set.
fn age(about: &Metadata) -> Option<Duration> {
    let monotonic = about.flags & Flags::TIMESTAMP_MASK == Flags::TIMESTAMP_MONOTONIC;
    let now = Duration::try_from(clock_gettime(ClockId::Monotonic)).ok().filter(|_| monotonic)?;
    let (s, us) = (u64::try_from(about.timestamp.sec).ok()?, u64::try_from(about.timestamp.usec).ok()?);
    now.checked_sub(Duration::from_secs(s) + Duration::from_micros(us))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codings_of_light_alone_are_told_from_those_with_colour() {
        for coding in [b"GREY", b"Y8I ", b"Y10 ", b"Y12 ", b"Y16 ", b"Z16 "] {
            assert!(is_grey(FourCC::new(coding)), "{coding:?}");
        }
        for pixels in PixelFormat::ALL.into_iter().filter(|pixels| *pixels != PixelFormat::Grey) {
            assert!(!is_grey(fourcc(pixels)), "{pixels}");
        }
    }
}
