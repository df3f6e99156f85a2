//! Which of the formats that a camera offers is asked for.

use crate::source::camera::backend::{CameraFormat, PixelFormat};
use std::cmp::Reverse;

/// 720p: enough for the pose model, and what nearly every webcam does at 30 fps.
const WANTED_PIXELS: u64 = 1280 * 720;
/// Frames in a thousand seconds.
const WANTED_RATE: u64 = 30_000;

/// Slower than this a raise has too few frames; a smaller size is better then. 720p without compression is at 10 a
/// second on USB 2.
const SLOWEST_GOOD_RATE: u64 = 20_000;

/// Best first: fast enough, near 720p, near 30 fps, in the order of [`PixelFormat::ALL`]; but light alone only where
/// there is nothing else.
pub fn best_first(mut offered: Vec<CameraFormat>) -> Vec<CameraFormat> {
    offered.retain(|format| format.width > 0 && format.height > 0 && format.rate.per_thousand_s() > 0);
    offered.sort_by_key(|format| {
        let pixels = u64::from(format.width) * u64::from(format.height);
        let rate = format.rate.per_thousand_s();
        (
            format.pixels == PixelFormat::Grey,
            Reverse(rate.min(SLOWEST_GOOD_RATE)),
            pixels.abs_diff(WANTED_PIXELS),
            rate.abs_diff(WANTED_RATE),
            PixelFormat::ALL.iter().position(|&pixels| pixels == format.pixels),
        )
    });
    offered.dedup();
    offered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::camera::backend::Rate;

    /// Formats as "1280x720 M30" or "640x480 Y30000/1001": size, first letter of the coding, rate.
    fn best(offered: &str) -> String {
        let format = |text: &str| {
            let (size, coding) = text.split_once(' ').unwrap();
            let (width, height) = size.split_once('x').unwrap();
            let pixels = match &coding[..1] {
                "M" => PixelFormat::Mjpeg,
                "Y" => PixelFormat::Yuyv,
                "G" => PixelFormat::Grey,
                _ => PixelFormat::Nv12,
            };
            let (frames, seconds) = coding[1..].split_once('/').unwrap_or((&coding[1..], "1"));
            let rate = Rate { frames: frames.parse().unwrap(), seconds: seconds.parse().unwrap() };
            let (width, height) = (width.parse().unwrap(), height.parse().unwrap());
            CameraFormat { width, height, pixels, rate }
        };
        let best = best_first(offered.split(", ").map(format).collect());
        best.first().map_or("none".to_owned(), |f| format!("{}x{} {}{}", f.width, f.height, f.pixels, f.rate))
    }

    #[test]
    fn a_usual_webcam_gives_720p_as_mjpeg_at_30() {
        let offered = "640x480 Y30, 1280x720 Y10, 640x480 M30, 1280x720 M30, 1280x720 M60, 1920x1080 M30";
        assert_eq!(best(offered), "1280x720 MJPEG30");
    }

    #[test]
    fn without_compression_a_smaller_size_that_is_fast_enough_is_taken() {
        assert_eq!(best("640x480 Y30, 1280x720 Y10, 320x240 Y30"), "640x480 YUYV30");
    }

    #[test]
    fn a_slow_or_odd_camera_is_taken_as_it_is() {
        assert_eq!(best("1280x720 N15, 640x480 N15, 1280x720 N0"), "1280x720 NV1215");
        assert_eq!(best("1920x1080 M60, 320x240 M30"), "320x240 MJPEG30");
        assert_eq!(best("0x0 M30, 640x480 M30/0"), "none");
    }

    #[test]
    fn rates_of_television_are_as_good_as_whole_ones() {
        assert_eq!(best("640x480 Y30, 1280x720 M30000/1001"), "1280x720 MJPEG29.97");
        assert_eq!(best("1280x720 Y15/2, 640x480 Y15/2"), "1280x720 YUYV7.5");
        assert_eq!(best("1280x720 M30000/1001, 1280x720 M60000/1001"), "1280x720 MJPEG29.97");
    }

    #[test]
    fn light_alone_is_asked_for_only_where_there_is_nothing_else() {
        assert_eq!(best("1280x720 G30, 320x240 Y10"), "320x240 YUYV10");
        assert_eq!(best("1280x720 G30, 640x480 G30"), "1280x720 grey30");
    }
}
