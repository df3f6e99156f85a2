//! What a camera is to the rest of the program: names to choose from, and frames as the device gives them.

use crate::source::live::CameraFault;
use std::fmt::{self, Display};
use std::time::Instant;

/// The system's cameras, or stand-ins for them.
pub trait CameraBackend: Send + Sync {
    /// The cameras that can be opened, in a stable order, each name once; infrared ones come last.
    ///
    /// # Errors
    /// The system can't be asked, or doesn't let this program use cameras. No camera at all is an empty list.
    fn cameras(&self) -> Result<Vec<ListedCamera>, CameraFault>;

    /// What the camera of that name offers, of what this program reads. Nothing where that can't be told.
    ///
    /// # Errors
    /// There is none of that name, or it can't be asked now.
    fn formats(&self, _name: &str) -> Result<Vec<CameraFormat>, CameraFault> {
        Ok(Vec::new())
    }

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

    /// Waits for the next frame, for ever if need be.
    ///
    /// # Errors
    /// The camera is gone or broken; it has to be opened again.
    fn frame(&mut self) -> Result<RawFrame, CameraFault>;
}

/// A camera that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedCamera {
    pub name: CameraName,
    /// It is there to recognise faces in the dark: grey frames, of which every other one is black. Nobody means it
    /// who has another one.
    pub infrared: bool,
}

/// What a camera is called. Of two with one name the second is "Name (2)".
pub type CameraName = String;

/// How a camera's frames are coded. Of what is not compressed the names are those of Video4Linux and of most data
/// sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelFormat {
    /// A JPEG image each.
    Mjpeg,
    /// 4:2:2, packed as Y0 U Y1 V.
    Yuyv,
    /// 4:2:2, packed as U Y0 V Y1.
    Uyvy,
    /// 4:2:2, packed as Y0 V Y1 U.
    Yvyu,
    /// 4:2:0, a plane of Y and one of U and V in turn.
    Nv12,
    /// 4:2:0, a plane of Y and one of V and U in turn.
    Nv21,
    /// 4:2:0, planes of Y, U and V; also called I420.
    Yu12,
    /// 4:2:0, planes of Y, V and U.
    Yv12,
    /// Red, green, blue.
    Rgb24,
    /// Blue, green, red.
    Bgr24,
    /// Light alone.
    Grey,
}

impl PixelFormat {
    /// All of them; of two that are else the same the first one is asked for.
    pub const ALL: [Self; 11] = [
        Self::Mjpeg,
        Self::Yuyv,
        Self::Uyvy,
        Self::Yvyu,
        Self::Nv12,
        Self::Nv21,
        Self::Yu12,
        Self::Yv12,
        Self::Rgb24,
        Self::Bgr24,
        Self::Grey,
    ];
}

impl Display for PixelFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Mjpeg => "MJPEG",
            Self::Yuyv => "YUYV",
            Self::Uyvy => "UYVY",
            Self::Yvyu => "YVYU",
            Self::Nv12 => "NV12",
            Self::Nv21 => "NV21",
            Self::Yu12 => "YU12",
            Self::Yv12 => "YV12",
            Self::Rgb24 => "RGB",
            Self::Bgr24 => "BGR",
            Self::Grey => "grey",
        })
    }
}

/// A number of frames in a number of seconds: cameras made for television give 30000 in 1001. Shown as "29.97".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub frames: u32,
    pub seconds: u32,
}

impl Rate {
    /// A whole number of frames per second.
    pub const fn whole(frames: u32) -> Self {
        Self { frames, seconds: 1 }
    }

    /// Frames in a thousand seconds; zero where it makes no sense.
    pub fn per_thousand_s(self) -> u64 {
        (u64::from(self.frames) * 1000).checked_div(self.seconds.into()).unwrap_or_default()
    }
}

impl Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = (self.per_thousand_s() + 5) / 10;
        match (hundredths / 100, hundredths % 100) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, part) if part % 10 == 0 => write!(f, "{whole}.{}", part / 10),
            (whole, part) => write!(f, "{whole}.{part:02}"),
        }
    }
}

/// What a camera streams; shown as "1280×720 MJPEG, 30 fps".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CameraFormat {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    pub pixels: PixelFormat,
    pub rate: Rate,
}

impl Display for CameraFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { width, height, pixels, rate } = self;
        write!(f, "{width}×{height} {pixels}, {rate} fps")
    }
}

/// One frame as it came.
#[derive(Clone, Debug)]
pub struct RawFrame {
    /// Width in pixels; a JPEG's own size counts for more.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    pub pixels: PixelFormat,
    /// Distance from the beginning of one row of the first plane to the next, in bytes; zero where rows follow each
    /// other at once.
    pub stride: usize,
    /// The bytes, which may be more than the image: some drivers hand over their whole buffer.
    pub bytes: Vec<u8>,
    /// When it was taken, as well as the device tells.
    pub captured_at: Instant,
}

/// Whether a camera's name says that it sees infrared light.
pub(super) fn is_infrared_name(name: &str) -> bool {
    let mut words = name.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    let is_infrared = |word: &String| ["ir", "infrared"].contains(&word.as_str());
    // one that says both has both
    words.any(|word| is_infrared(&word)) && !name.to_lowercase().contains("rgb")
}

/// Infrared cameras after the others; else the order stays.
pub(super) fn infrared_last(mut cameras: Vec<ListedCamera>) -> Vec<ListedCamera> {
    cameras.sort_by_key(|camera| camera.infrared);
    cameras
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_infrared_camera_is_known_by_a_word_of_its_name() {
        for name in ["Integrated IR Camera", "IR Camera", "HP IR-Camera", "USB2.0 UVC IR WebCam", "Front (infrared)"] {
            assert!(is_infrared_name(name), "{name}");
        }
        for name in ["Integrated Camera", "Iriun Webcam", "Mirror", "FHD RGB+IR Camera", "AIRCAM", ""] {
            assert!(!is_infrared_name(name), "{name}");
        }
    }

    #[test]
    fn infrared_cameras_come_last() {
        let camera = |name: &str| ListedCamera { name: name.to_owned(), infrared: is_infrared_name(name) };
        let listed = infrared_last(["IR A", "B", "IR C", "D"].map(camera).to_vec());
        assert_eq!(listed, ["B", "D", "IR A", "IR C"].map(camera));
    }

    #[test]
    fn a_rate_reads_as_people_write_it() {
        let rates = [(30, 1), (30000, 1001), (15, 2), (24000, 1001), (60000, 1001), (10_000_000, 333_333), (1, 0)];
        let read = rates.map(|(frames, seconds)| Rate { frames, seconds }.to_string());
        assert_eq!(read, ["30", "29.97", "7.5", "23.98", "59.94", "30", "0"]);
    }

    #[test]
    fn a_format_reads_like_a_data_sheet() {
        let format = CameraFormat { width: 1280, height: 720, pixels: PixelFormat::Mjpeg, rate: Rate::whole(30) };
        assert_eq!(format.to_string(), "1280×720 MJPEG, 30 fps");
    }
}
