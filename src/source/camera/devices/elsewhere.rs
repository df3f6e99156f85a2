//! Windows and macOS, where nokhwa knows all there is to know. Tests on Linux build it, too, so that it is known to build.

use super::choice::best_first;
use super::faults::{ALLOW, fault};
use super::{our_format, their_format};
use crate::source::live::CameraFault;
use nokhwa::utils::{CameraIndex, CameraInfo, FrameFormat, RequestedFormat, RequestedFormatType};
use nokhwa::{Camera, nokhwa_check, nokhwa_initialize};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

const READABLE: [FrameFormat; 3] = [FrameFormat::MJPEG, FrameFormat::YUYV, FrameFormat::NV12];

/// How long the user has to answer.
const FOR_THE_ANSWER: Duration = Duration::from_secs(60);

/// macOS asks the user once, and until the answer has come no camera can be used. Windows tells when a camera is opened.
pub(super) fn ask_permission() -> Result<(), CameraFault> {
    if !cfg!(target_os = "macos") || nokhwa_check() {
        return Ok(());
    }
    let (answer, answered) = sync_channel(1);
    nokhwa_initialize(move |allowed| {
        let _ = answer.try_send(allowed);
    });
    match answered.recv_timeout(FOR_THE_ANSWER) {
        Ok(true) if nokhwa_check() => Ok(()),
        _ => Err(CameraFault::Refused(ALLOW)),
    }
}

/// All that is listed is a camera.
pub(super) fn camera_name(info: &CameraInfo) -> Option<String> {
    Some(info.human_name().trim().to_owned())
}

/// Opens it as it is, and then asks for the best format that it offers.
pub(super) fn start(index: &CameraIndex) -> Result<Camera, CameraFault> {
    let first = RequestedFormat::with_formats(RequestedFormatType::None, &READABLE);
    let mut camera = Camera::new(index.clone(), first).map_err(|error| fault(&error))?;
    let offered = camera.compatible_camera_formats().map_err(|error| fault(&error))?;
    let readable = offered.into_iter().filter_map(our_format).collect();
    for format in best_first(readable) {
        let format = their_format(format);
        let request = RequestedFormat::with_formats(RequestedFormatType::Exact(format), &READABLE);
        if camera.set_camera_requset(request).is_ok() {
            return Ok(camera);
        }
    }
    Err(CameraFault::NoFormat)
}
