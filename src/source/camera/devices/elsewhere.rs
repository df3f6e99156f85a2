//! Windows and macOS, where nokhwa knows all there is to know. Tests on Linux build it, too, so that it is known to
//! build.

use super::choice::best_first;
use super::faults::of_nokhwa;
use super::{Found, captured_at};
use crate::source::camera::backend::{CameraFormat, OpenCamera, PixelFormat, Rate, RawFrame};
use crate::source::live::CameraFault;
use nokhwa::utils::{ApiBackend, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType, Resolution};
use nokhwa::{Camera, nokhwa_check, nokhwa_initialize, query};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, SystemTime};

pub(super) type Index = CameraIndex;

const READABLE: [FrameFormat; 3] = [FrameFormat::MJPEG, FrameFormat::YUYV, FrameFormat::NV12];

#[cfg(windows)]
thread_local! {
    /// Windows' cameras are COM's objects, and COM is begun by each thread; nokhwa begins it on the first one alone,
    /// and each camera is opened on a thread of its own. Kept until the thread ends.
    static COM: Option<winsafe::guard::CoUninitializeGuard> = {
        use winsafe::co::COINIT;
        winsafe::CoInitializeEx(COINIT::APARTMENTTHREADED | COINIT::DISABLE_OLE1DDE).ok()
    };
}

/// What a thread needs before it asks for cameras.
fn begin_thread() {
    #[cfg(windows)]
    COM.with(|_| ());
}

/// How long the user has to answer.
const FOR_THE_ANSWER: Duration = Duration::from_secs(60);

/// macOS asks the user once, and until the answer has come no camera can be used. Windows tells when a camera is
/// opened.
fn ask_permission() -> Result<(), CameraFault> {
    if !cfg!(target_os = "macos") || nokhwa_check() {
        return Ok(());
    }
    let (answer, answered) = sync_channel(1);
    nokhwa_initialize(move |allowed| {
        let _ = answer.try_send(allowed);
    });
    match answered.recv_timeout(FOR_THE_ANSWER) {
        Ok(true) if nokhwa_check() => Ok(()),
        _ => Err(CameraFault::Refused),
    }
}

/// All that is listed is a camera.
pub(super) fn found() -> Result<Vec<Found<Index>>, CameraFault> {
    begin_thread();
    ask_permission()?;
    let mut listed = query(ApiBackend::Auto).map_err(|error| of_nokhwa(&error))?;
    listed.sort_by_key(|info| info.index().as_index().unwrap_or(u32::MAX));
    let found = listed.iter().map(|info| Found {
        name: info.human_name().trim().to_owned(),
        grey: false,
        index: info.index().clone(),
    });
    Ok(found.collect())
}

/// Every size and rate that a camera offers in a format that this program reads.
pub(super) fn formats(index: &Index) -> Result<Vec<CameraFormat>, CameraFault> {
    offered(&mut as_it_is(index)?)
}

fn as_it_is(index: &Index) -> Result<Camera, CameraFault> {
    begin_thread();
    let first = RequestedFormat::with_formats(RequestedFormatType::None, &READABLE);
    Camera::new(index.clone(), first).map_err(|error| of_nokhwa(&error))
}

fn offered(camera: &mut Camera) -> Result<Vec<CameraFormat>, CameraFault> {
    let offered = camera.compatible_camera_formats().map_err(|error| of_nokhwa(&error))?;
    Ok(offered.into_iter().filter_map(our_format).collect())
}

/// Opens it as it is, and then asks for the best format that it offers.
pub(super) fn open(index: &Index) -> Result<Box<dyn OpenCamera>, CameraFault> {
    let mut camera = as_it_is(index)?;
    let readable = offered(&mut camera)?;
    let agreed = best_first(readable).into_iter().filter_map(their_format).any(|format| {
        let request = RequestedFormat::with_formats(RequestedFormatType::Exact(format), &READABLE);
        camera.set_camera_requset(request).is_ok()
    });
    if !agreed {
        return Err(CameraFault::NoFormat);
    }
    camera.open_stream().map_err(|error| of_nokhwa(&error))?;
    let format = our_format(camera.camera_format()).ok_or(CameraFault::NoFormat)?;
    Ok(Box::new(Device { camera, format }))
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
        let buffer = self.camera.frame().map_err(|error| of_nokhwa(&error))?;
        // nokhwa counts in the wall clock
        let taken = buffer.capture_timestamp().and_then(|time| SystemTime::UNIX_EPOCH.checked_add(time));
        Ok(RawFrame {
            width: buffer.resolution().width(),
            height: buffer.resolution().height(),
            pixels: pixel_format(buffer.source_frame_format()).ok_or(CameraFault::NoFormat)?,
            stride: 0,
            captured_at: captured_at(taken.and_then(|taken| taken.elapsed().ok())),
            bytes: buffer.buffer().to_vec(),
        })
    }
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
    let rate = Rate::whole(format.frame_rate());
    Some(CameraFormat { width, height, pixels: pixel_format(format.format())?, rate })
}

fn their_format(format: CameraFormat) -> Option<nokhwa::utils::CameraFormat> {
    let pixels = READABLE.into_iter().find(|theirs| pixel_format(*theirs) == Some(format.pixels))?;
    let size = Resolution::new(format.width, format.height);
    Some(nokhwa::utils::CameraFormat::new(size, pixels, format.rate.frames))
}
