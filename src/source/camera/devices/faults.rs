//! What went wrong with a camera: the system's number, which nokhwa passes on inside a sentence.

use crate::source::live::CameraFault;
#[cfg(any(test, not(target_os = "linux")))]
use nokhwa::NokhwaError;

/// The fault that an error of nokhwa tells of.
#[cfg(any(test, not(target_os = "linux")))]
pub(super) fn of_nokhwa(error: &NokhwaError) -> CameraFault {
    let text = error.to_string();
    match (unix_error(&text), windows_error(&text)) {
        (Some(number), _) => of_unix(number, &text),
        (_, Some(code)) => of_windows(code, &text),
        _ if text.contains("ulfill") || text.contains("Fufill") => CameraFault::NoFormat,
        _ => CameraFault::Other(text),
    }
}

/// The fault of a system call.
#[cfg(target_os = "linux")]
pub(super) fn of_io(error: &std::io::Error) -> CameraFault {
    of_unix(error.raw_os_error().unwrap_or(0), &error.to_string())
}

/// The numbers of Linux.
fn of_unix(number: i32, text: &str) -> CameraFault {
    const EPERM: i32 = 1;
    const ENOENT: i32 = 2;
    const ENXIO: i32 = 6;
    const EACCES: i32 = 13;
    const EBUSY: i32 = 16;
    const ENODEV: i32 = 19;
    match number {
        EPERM | EACCES => CameraFault::Refused,
        EBUSY => CameraFault::Busy,
        ENOENT | ENXIO | ENODEV => CameraFault::Unplugged,
        _ => CameraFault::Other(text.to_owned()),
    }
}

/// Those of Windows and its Media Foundation.
#[cfg(any(test, not(target_os = "linux")))]
fn of_windows(code: u32, text: &str) -> CameraFault {
    const E_ACCESSDENIED: u32 = 0x8007_0005;
    const ERROR_SHARING_VIOLATION: u32 = 0x8007_0020;
    const ERROR_DEVICE_NOT_CONNECTED: u32 = 0x8007_048f;
    const MF_E_HW_MFT_FAILED_START_STREAMING: u32 = 0xc00d_3704;
    const MF_E_VIDEO_RECORDING_DEVICE_INVALIDATED: u32 = 0xc00d_3ea2;
    const MF_E_VIDEO_RECORDING_DEVICE_PREEMPTED: u32 = 0xc00d_3ea3;
    match code {
        E_ACCESSDENIED => CameraFault::Refused,
        ERROR_SHARING_VIOLATION | MF_E_HW_MFT_FAILED_START_STREAMING | MF_E_VIDEO_RECORDING_DEVICE_PREEMPTED => {
            CameraFault::Busy
        }
        ERROR_DEVICE_NOT_CONNECTED | MF_E_VIDEO_RECORDING_DEVICE_INVALIDATED => CameraFault::Unplugged,
        _ => CameraFault::Other(text.to_owned()),
    }
}

/// The number in "… (os error 16)".
#[cfg(any(test, not(target_os = "linux")))]
fn unix_error(text: &str) -> Option<i32> {
    let (_, rest) = text.rsplit_once("(os error ")?;
    rest.split_once(')')?.0.parse().ok()
}

/// The number in "… (0x80070005)".
#[cfg(any(test, not(target_os = "linux")))]
fn windows_error(text: &str) -> Option<u32> {
    let (_, rest) = text.rsplit_once("(0x")?;
    u32::from_str_radix(rest.split_once(')')?.0, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_system_are_told_in_the_users_terms() {
        let io = |number: i32| std::io::Error::from_raw_os_error(number).to_string();
        let opening =
            |text: String| of_nokhwa(&NokhwaError::OpenDeviceError("0".to_owned(), format!("V4L2 Error: {text}")));
        assert_eq!(opening(io(16)), CameraFault::Busy);
        assert_eq!(opening(io(13)), CameraFault::Refused);
        assert_eq!(of_nokhwa(&NokhwaError::ReadFrameError(io(19))), CameraFault::Unplugged);
        assert_eq!(opening("Access is denied. (0x80070005)".to_owned()), CameraFault::Refused);
        let windows = NokhwaError::ReadFrameError("The device was lost. (0xC00D3EA2)".to_owned());
        assert_eq!(of_nokhwa(&windows), CameraFault::Unplugged);
        assert!(
            matches!(of_nokhwa(&NokhwaError::ReadFrameError(io(5))), CameraFault::Other(text) if text.contains("os error 5"))
        );
    }

    #[test]
    fn a_format_that_cannot_be_had_is_told() {
        for error in ["Failed to fulfill requested format", "Failed to Fufill"] {
            assert_eq!(of_nokhwa(&NokhwaError::GeneralError(error.to_owned())), CameraFault::NoFormat);
        }
    }
}
