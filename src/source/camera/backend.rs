//! What a camera is to the rest of the program: names to choose from, and pictures as the device gives them.

use crate::source::live::CameraFault;
use std::fmt::{self, Display};
use std::time::Instant;

/// The system's cameras, or stand-ins for them.
pub trait CameraBackend: Send + Sync {
    /// The cameras that can be opened, in a stable order, each name once.
    ///
    /// # Errors
    /// The system can't be asked, or doesn't let this program use cameras. No camera at all is an empty list.
    fn cameras(&self) -> Result<Vec<CameraName>, CameraFault>;

    /// Starts the camera of that name; may take seconds.
    ///
    /// # Errors
    /// There is none of that name, or it can't be used now.
    fn open(&self, name: &str) -> Result<Box<dyn OpenCamera>, CameraFault>;
}

/// A camera that streams. It is made, used and dropped on one thread.
pub trait OpenCamera {
    /// What it streams.
    fn format(&self) -> CameraFormat;

    /// Waits for the next picture, for ever if need be.
    ///
    /// # Errors
    /// The camera is gone or broken; it has to be opened again.
    fn frame(&mut self) -> Result<RawFrame, CameraFault>;
}

/// What a camera is called. Of two with one name the second is "Name (2)".
pub type CameraName = String;

/// How a camera's pictures are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelFormat {
    /// A JPEG picture each.
    Mjpeg,
    /// 4:2:2, packed as Y0 U Y1 V.
    Yuyv,
    /// 4:2:0, a plane of Y and one of U and V in turn.
    Nv12,
}

impl Display for PixelFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mjpeg => "MJPEG",
            Self::Yuyv => "YUYV",
            Self::Nv12 => "NV12",
        })
    }
}

/// What a camera streams; shown as "1280×720 MJPEG, 30 pictures a second".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CameraFormat {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    pub pixels: PixelFormat,
    /// Pictures a second.
    pub rate: u32,
}

impl Display for CameraFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { width, height, pixels, rate } = self;
        write!(f, "{width}×{height} {pixels}, {rate} pictures a second")
    }
}

/// One picture as it came.
#[derive(Clone, Debug)]
pub struct RawFrame {
    /// In pixels; a JPEG's own size counts for more.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    pub pixels: PixelFormat,
    /// May be longer than the picture: some drivers hand over their whole buffer.
    pub bytes: Vec<u8>,
    /// When it was taken, as well as the device tells.
    pub captured_at: Instant,
}

/// Tells cameras of one name apart: the second becomes "Name (2)".
pub(super) fn told_apart(names: impl IntoIterator<Item = String>) -> Vec<CameraName> {
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

    #[test]
    fn a_format_reads_like_a_data_sheet() {
        let format = CameraFormat { width: 1280, height: 720, pixels: PixelFormat::Mjpeg, rate: 30 };
        assert_eq!(format.to_string(), "1280×720 MJPEG, 30 pictures a second");
    }
}
