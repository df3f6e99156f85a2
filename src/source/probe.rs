//! What a file holds, out of what FFmpeg prints when it opens one (the FFmpeg we ship has no ffprobe), and its complaints in our own words.

use super::SourceError;
use crate::files;
use std::fs::{self, File};
use std::io;
use std::path::Path;

/// What a video file says about itself, before a picture has been decoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Probe {
    /// Length of the longest track in seconds, where the container states it.
    pub duration_s: Option<f64>,
    /// Clockwise turn in degrees (0, 90, 180, 270) that a player applies.
    pub rotation_deg: u32,
    /// Pictures per second on average, where known.
    pub fps: Option<f64>,
    /// FFmpeg's name of the codec, such as `h264`; `none` when FFmpeg does not know it.
    pub codec: String,
    /// Whether there are other tracks, such as sound, which may be longer than the pictures.
    pub has_other_tracks: bool,
}

impl Probe {
    /// From what `ffmpeg -i path …` prints. Cover pictures of music do not count as video.
    ///
    /// # Errors
    /// No video in it, or not a format that FFmpeg knows.
    pub(super) fn parse(text: &str, path: &Path) -> Result<Self, SourceError> {
        let mut probe = Self::default();
        let mut is_in_video = false;
        let mut has_video = false;
        let mut has_audio = false;
        let mut lines = text.lines().map(without_level).skip_while(|line| !line.starts_with("Input #0"));
        if lines.next().is_none() {
            return Err(refusal(text, path));
        }
        // After its own words about the file come those about what it makes of it.
        for line in lines.take_while(|line| !line.starts_with("Stream mapping:") && !line.starts_with("Output #0")) {
            // Two spaces: what is deeper are the file's own words, and they may say anything.
            if let Some(rest) = line.strip_prefix("  Duration: ") {
                probe.duration_s = clock_secs(rest.split(',').next().unwrap_or_default());
            } else if line.starts_with("  Stream #0:") {
                // What `-map 0:V:0` passes over.
                let is_cover = line.contains("(attached pic)");
                is_in_video = false;
                if let Some((_, track)) = line.split_once(": Video: ").filter(|_| !has_video && !is_cover) {
                    (has_video, is_in_video) = (true, true);
                    probe.codec = track.split([' ', ',']).next().unwrap_or_default().to_owned();
                    probe.fps = frame_rate(track);
                } else if !is_cover {
                    has_audio |= line.contains(": Audio: ");
                    probe.has_other_tracks = true;
                }
            } else if is_in_video && let Some(rotation_deg) = turn_in(line) {
                probe.rotation_deg = rotation_deg;
            }
        }
        let not_media = |reason: &str| Err(SourceError::NotMedia { path: path.to_owned(), reason: reason.to_owned() });
        match (has_video, has_audio) {
            (false, true) => Err(SourceError::NoVideoTrack(path.to_owned())),
            (false, false) => not_media("no picture track in it; choose another file"),
            (true, _) if probe.codec == "none" => not_media("FFmpeg does not know its codec; convert it to H.264"),
            (true, _) => Ok(probe),
        }
    }
}

/// What can be said about `path` without looking into it.
///
/// # Errors
/// It is missing, a folder, a device, unreadable or empty.
pub(super) fn check_file(path: &Path) -> Result<(), SourceError> {
    let unreadable = |reason: &str| SourceError::Unreadable { path: path.to_owned(), reason: reason.to_owned() };
    let metadata = fs::metadata(path).map_err(|error| io_error(path, &error))?;
    if metadata.is_dir() {
        return Err(unreadable("it is a folder; name a file in it"));
    }
    if !metadata.is_file() {
        return Err(unreadable("it is a device or a pipe; name a file"));
    }
    File::open(path).map_err(|error| io_error(path, &error))?;
    if metadata.len() == 0 {
        return Err(SourceError::Empty(path.to_owned()));
    }
    Ok(())
}

/// What a link without its file is.
pub(super) const DEAD_LINK: &str = "a link that leads nowhere; put the file back";

pub(super) fn io_error(path: &Path, error: &io::Error) -> SourceError {
    match error.kind() {
        io::ErrorKind::NotFound if path.is_symlink() => {
            SourceError::Unreadable { path: path.to_owned(), reason: format!("it is {DEAD_LINK}") }
        }
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => SourceError::NotFound(path.to_owned()),
        _ => SourceError::Unreadable { path: path.to_owned(), reason: files::reason(error) },
    }
}

/// Why FFmpeg gave nothing, from all it printed.
pub(super) fn refusal(text: &str, path: &Path) -> SourceError {
    let says = |words: &str| text.contains(words);
    let not_media = |reason: &str| SourceError::NotMedia { path: path.to_owned(), reason: reason.to_owned() };
    if says("moov atom not found") && !says("detected only with low score") {
        return SourceError::NoIndex(path.to_owned());
    }
    if says("matches no streams") {
        return SourceError::NoVideoTrack(path.to_owned());
    }
    if says("not on whitelist") {
        return not_media("it is a playlist that points elsewhere; choose the video itself");
    }
    if says("no decoder found") || (says("Decoder (codec") && says("not found")) {
        return not_media("this FFmpeg has no decoder for its codec; try another FFmpeg, or convert it to H.264");
    }
    if says("Permission denied") {
        return SourceError::Unreadable { path: path.to_owned(), reason: "no permission".to_owned() };
    }
    if says("Input #0") {
        return not_media("no picture in it is whole; copy or record it again");
    }
    not_media("unknown or damaged format; copy it again or choose another file")
}

/// A line without the level that `-loglevel level` puts in front of it.
fn without_level(line: &str) -> &str {
    line.strip_prefix("[info] ").unwrap_or(line)
}

/// Seconds out of `00:01:02.50`; `N/A` is `None`.
fn clock_secs(text: &str) -> Option<f64> {
    let mut parts = text.trim().split(':').map(|part| part.parse::<f64>().ok());
    let (hours, minutes, secs) = (parts.next()??, parts.next()??, parts.next()??);
    Some((hours * 60.0 + minutes) * 60.0 + secs)
}

/// The average rate (`fps`), else the guessed one (`tbr`), out of `h264, yuv420p, 320x240, 29.97 fps, 30 tbr, 90k tbn`.
fn frame_rate(track: &str) -> Option<f64> {
    let number_before = |unit: &str| {
        let number = track.split(", ").find_map(|part| part.strip_suffix(unit))?;
        let rate = match number.strip_suffix('k') {
            Some(thousands) => thousands.parse::<f64>().ok()? * 1000.0,
            None => number.parse().ok()?,
        };
        // 90k is a time base that stands where nothing is known.
        (rate > 0.0 && rate <= 1000.0).then_some(rate)
    };
    number_before(" fps").or_else(|| number_before(" tbr"))
}

/// The clockwise turn out of a track's side data, where `line` is that. FFmpeg 5 says `displaymatrix:`, FFmpeg 9 `Display Matrix:`.
pub(super) fn turn_in(line: &str) -> Option<u32> {
    let (_, rest) = line.split_once("atrix: rotation of ")?;
    Some(rest.split(' ').next().and_then(|degrees| degrees.parse().ok()).map_or(0, clockwise_quarter_turn))
}

/// FFmpeg counts anticlockwise, -180 to 180; `autorotate` makes of it what we state here.
fn clockwise_quarter_turn(anticlockwise_deg: f64) -> u32 {
    ((-anticlockwise_deg / 90.0).round() as i32).rem_euclid(4) as u32 * 90
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Probe, SourceError> {
        Probe::parse(text, Path::new("clip"))
    }

    const PHONE: &str = "\
[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:IMG_1.MOV':
[info]   Metadata:
[info]     comment         : Stream #0:0: Audio: none
[info]                     :   Duration: 99:00:00.00
[info]   Duration: 00:01:02.53, start: 0.000000, bitrate: 97 kb/s
[info]   Stream #0:0[0x1](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 69 kb/s (default)
[info]   Stream #0:1[0x2](und): Video: hevc (Main 10) (hvc1 / 0x31637668), yuv420p10le(tv, bt2020nc/bt2020/arib-std-b67), 1920x1080 [SAR 1:1 DAR 16:9], 41 kb/s, 29.97 fps, 30 tbr, 15360 tbn (default)
[info]     Metadata:
[info]       handler_name    : Core Media Video
[info]     Side data:
[info]       displaymatrix: rotation of -90.00 degrees
[info]   Stream #0:2: Video: mjpeg (Baseline), yuvj420p, 100x100, 90k tbr, 90k tbn (attached pic)
[info] Stream mapping:
[info]   Stream #0:1 -> #0:0 (hevc (native) -> rawvideo (native))
[info] Output #0, rawvideo, to 'pipe:1':
[info]   Stream #0:0(und): Video: rawvideo (RGB[24] / 0x18424752), rgb24, 540x960, 25 fps
";

    #[test]
    fn a_phone_recording_is_understood() {
        let expect = Probe {
            duration_s: Some(62.53),
            rotation_deg: 90,
            fps: Some(29.97),
            codec: "hevc".to_owned(),
            has_other_tracks: true,
        };
        assert_eq!(parse(PHONE).unwrap(), expect);
        assert_eq!(parse(&PHONE.replace("displaymatrix", "Display Matrix")).unwrap(), expect);
    }

    #[test]
    fn unstated_values_are_none() {
        let probe = parse("[info] Input #0, h264, from 'x':\n[info]   Duration: N/A, bitrate: N/A\n[info]   Stream #0:0: Video: h264, yuv420p, 8x8, 90k tbr, 1200k tbn\n").unwrap();
        assert_eq!(probe, Probe { codec: "h264".to_owned(), ..Probe::default() });
    }

    #[test]
    fn what_ffmpeg_makes_of_the_file_is_no_track_of_it() {
        let text = "[info] Input #0, h264, from 'x':\n[info]   Stream #0:0: Video: h264, yuv420p, 8x8, 25 fps\n[info] Output #0, rawvideo, to 'pipe:1':\n[info]   Stream #0:0: Video: rawvideo, rgb24, 8x8, 25 fps\n";
        assert!(!parse(text).unwrap().has_other_tracks);
    }

    #[test]
    fn sound_alone_and_sound_with_a_cover_are_not_video() {
        let sound = "[info] Input #0, mp3, from 'x':\n[info]   Stream #0:0: Audio: mp3 (mp3float), 44100 Hz, mono\n";
        let cover = "[info]   Stream #0:1: Video: mjpeg (Baseline), yuvj444p, 100x100 [SAR 1:1 DAR 1:1], 90k tbr, 90k tbn, start 0.025056 (attached pic)\n";
        assert!(matches!(parse(sound), Err(SourceError::NoVideoTrack(_))));
        assert!(matches!(parse(&format!("{sound}{cover}")), Err(SourceError::NoVideoTrack(_))));
    }

    #[test]
    fn refusals_are_told_apart() {
        let moov =
            "[mov,mp4 @ 0x55] [error] moov atom not found\n[error] file:x: Invalid data found when processing input\n";
        assert!(matches!(parse(moov), Err(SourceError::NoIndex(_))));
        let guess = format!(
            "[in#0 @ 0x55] [warning] Format mov,mp4 detected only with low score of 1, misdetection possible!\n{moov}"
        );
        assert!(matches!(parse(&guess), Err(SourceError::NotMedia { .. })));
        let playlist = "[hls @ 0x5] [error] Protocol 'https' not on whitelist 'file,pipe'!\n";
        assert!(parse(playlist).unwrap_err().to_string().contains("playlist"));
        let unknown =
            "[info] Input #0, avi, from 'x':\n[info]   Stream #0:0: Video: none (ZZZZ / 0x5A5A5A5A), 320x240, 30 fps\n";
        assert!(parse(unknown).unwrap_err().to_string().contains("codec"));
        for decoder in [
            "[vist#0:0/none @ 0x5] [fatal] Decoding requested, but no decoder found for: hevc",
            "[fatal] Decoder (codec hevc) not found for input stream #0:0",
        ] {
            assert!(refusal(decoder, Path::new("x")).to_string().contains("decoder"), "{decoder}");
        }
        assert!(matches!(parse(""), Err(SourceError::NotMedia { .. })));
    }

    #[test]
    fn turns_are_clockwise_quarters() {
        for (anticlockwise, clockwise) in
            [(-90.0, 90), (90.0, 270), (180.0, 180), (-180.0, 180), (0.0, 0), (-0.4, 0), (-89.6, 90)]
        {
            assert_eq!(clockwise_quarter_turn(anticlockwise), clockwise, "{anticlockwise}");
        }
    }
}
