//! One image that FFmpeg decodes and scales down in its own process: of a kind, or a size, that is not decoded here.

use super::video::{refusal, turn_in};
use super::{LONGEST_SIDE_PX, SourceError};
use crate::runtime::Ffmpeg;
use image::{ImageFormat, RgbImage};
use std::path::Path;

/// What to do with an image that would take too much memory.
pub(super) const TOO_LARGE: &str =
    "it has too many pixels to be held in memory; save a smaller copy, such as 4000 pixels wide";

/// For images of more pixels FFmpeg needs more memory than a small machine has.
pub(super) const MAX_PIXELS: u64 = 220_000_000;
/// FFmpeg's own time in seconds, after which it ends itself, where the system knows how.
const LONGEST_S: &str = "20";

/// The main image of a file, not larger than the longest side allows, turned as the container asks, and that
/// clockwise turn.
///
/// # Errors
/// FFmpeg does not start, does not know the file, or finds it damaged; the image is too large.
pub(super) fn decode(ffmpeg: &Ffmpeg, path: &Path, options: &[&str]) -> Result<(RgbImage, u32), SourceError> {
    let run = |outputs: &[&str]| {
        // each tile has a decoder of its own, and each thread of it takes memory
        let mut command = ffmpeg.input(path, &[&["-threads", "1"], options].concat());
        let output = command.args(["-timelimit", LONGEST_S]).args(outputs).output();
        output.map_err(|error| ffmpeg.not_startable(&error))
    };
    let not_media = |reason: &str| SourceError::NotMedia { path: path.to_owned(), reason: reason.to_owned() };
    let header = String::from_utf8_lossy(&run(&[])?.stderr).into_owned();
    let Some(main) = MainImage::of(&header) else { return Err(refusal(&header, path)) };
    if u64::from(main.width) * u64::from(main.height) > MAX_PIXELS {
        return Err(not_media(TOO_LARGE));
    }
    let shrink = format!("min(1,{LONGEST_SIDE_PX}/max(iw,ih))");
    let filter = format!(
        "[{}]scale=w='max(1,round(iw*{shrink}))':h='max(1,round(ih*{shrink}))':flags=area,format=bgr24[picture]",
        main.specifier
    );
    let output = run(&[
        "-filter_complex",
        &filter,
        "-map",
        "[picture]",
        "-frames:v",
        "1",
        "-c:v",
        "bmp",
        "-f",
        "image2pipe",
        "pipe:1",
    ])?;
    let said = String::from_utf8_lossy(&output.stderr);
    let decoded = image::load_from_memory_with_format(&output.stdout, ImageFormat::Bmp);
    match decoded {
        Ok(image) if output.status.success() && !said.contains("[error]") => Ok((image.into_rgb8(), main.rotation_deg)),
        _ if main.is_tiled && !said.contains("xstack") => Err(not_media(
            "its picture is made of tiles, which this FFmpeg can't put together; try a newer FFmpeg, or save it as JPEG",
        )),
        _ if said.contains("no decoder found") => Err(refusal(&said, path)),
        // its description was complete, so the image itself is damaged
        _ => Err(not_media("it ends too early or is damaged; copy it again")),
    }
}

/// Which image of a file is the one to show: previews, depth and brightness maps are images, too.
#[derive(Debug, PartialEq)]
struct MainImage {
    /// Name of the image in a filter graph.
    specifier: String,
    is_tiled: bool,
    width: u32,
    height: u32,
    rotation_deg: u32,
}

impl MainImage {
    /// From what `ffmpeg -i path` prints: the image or the grid of tiles that is called the default, else the first
    /// one.
    fn of(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(|line| line.strip_prefix("[info] ").unwrap_or(line)).collect();
        let mut found: Option<(bool, Self)> = None;
        for (position, line) in lines.iter().enumerate() {
            let (is_tiled, rest) = match (line.strip_prefix("  Stream group #0:"), line.strip_prefix("  Stream #0:")) {
                (Some(rest), _) if rest.contains("Tile Grid:") => (true, rest),
                (_, Some(rest)) if rest.contains(": Video: ") => (false, rest),
                _ => continue,
            };
            let is_default = rest.contains("(default)");
            if found.as_ref().is_some_and(|(known_is_default, _)| *known_is_default || !is_default) {
                continue;
            }
            let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let Some((width, height)) = size_in(rest) else { continue };
            // its own lines are deeper
            let below = lines[position + 1..].iter().take_while(|line| line.starts_with("    "));
            let rotation_deg = below.filter_map(|line| turn_in(line)).next().unwrap_or(0);
            let specifier = format!("0:{}{number}", if is_tiled { "g:" } else { "" });
            found = Some((is_default, Self { specifier, is_tiled, width, height, rotation_deg }));
        }
        found.map(|(_, main)| main)
    }
}

/// Out of `hevc (Main Still Picture) (hvc1 / 0x31637668), yuvj420p(pc, smpte170m), 640x360 [SAR 1:1 DAR 16:9], 1 fps`.
fn size_in(line: &str) -> Option<(u32, u32)> {
    line.split([' ', ',']).find_map(|word| {
        let (width, height) = word.split_once('x')?;
        Some((width.parse().ok()?, height.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_image_is_the_one_called_default() {
        let phone = "\
[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:IMG_1.HEIC':
[info]   Duration: N/A, start: 0.000000, bitrate: N/A
[info]   Stream group #0:1[0x51]: Tile Grid: hevc (Main Still Picture) (hvc1 / 0x31637668), gray(pc), 1024x768
[info]   Stream group #0:2[0x31]: Tile Grid: hevc (Main Still Picture) (hvc1 / 0x31637668), yuvj420p(pc), 4032x3024 (default)
[info]     Side data:
[info]       Display Matrix: rotation of -90.00 degrees
[info]   Stream #0:48[0x32]: Video: hevc (Main Still Picture) (hvc1 / 0x31637668), yuvj420p(pc), 320x240, 1 fps
";
        let expect = |specifier: &str, is_tiled, (width, height), rotation_deg| {
            Some(MainImage { specifier: specifier.to_owned(), is_tiled, width, height, rotation_deg })
        };
        assert_eq!(MainImage::of(phone), expect("0:g:2", true, (4032, 3024), 90));
        let single = "\
  Stream #0:0[0x2]: Video: av1 (libdav1d) (Main) (av01 / 0x31307661), gray(pc), 640x360, 1 fps
  Stream #0:1[0x1]: Video: av1 (libdav1d) (Main) (av01 / 0x31307661), yuv420p(pc), 640x360 [SAR 1:1 DAR 16:9], 1 fps (default)
";
        assert_eq!(MainImage::of(single), expect("0:1", false, (640, 360), 0));
        assert_eq!(MainImage::of("  Stream #0:0: Video: gif, bgra, 8x6, 10 fps"), expect("0:0", false, (8, 6), 0));
        assert_eq!(MainImage::of("[error] Invalid data found when processing input"), None);
    }
}
