//! What a file holds, out of what FFmpeg prints when it opens one (the FFmpeg we ship has no ffprobe), and its
//! complaints in our own words.

use super::MOST_PIXELS;
use super::stderr::NO_MEMORY;
use super::tracks::{Tracks, VideoTrack};
use crate::source::SourceError;
use std::path::Path;

/// What a video file says about itself, before a frame has been decoded.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Probe {
    /// Length of the longest track in seconds, where the container states it.
    pub duration_s: Option<f64>,
    /// The track to measure.
    pub track: VideoTrack,
    /// FFmpeg's number of that track, where it is not the first one with moving images.
    pub number: Option<u32>,
    /// Whether there are other tracks, such as sound, which may be longer than the frames.
    pub has_other_tracks: bool,
}

impl Probe {
    /// From what `ffmpeg -i path …` prints. Cover images of music do not count as video.
    ///
    /// # Errors
    /// No video in it, or not a format that FFmpeg knows.
    pub(super) fn parse(text: &str, path: &Path) -> Result<Self, SourceError> {
        let mut duration_s = None;
        let mut tracks = Tracks::default();
        let mut lines = text.lines().map(without_level).skip_while(|line| !line.starts_with("Input #0"));
        let Some(input) = lines.next() else { return Err(refusal(text, path)) };
        let format = input.split(", from '").next().unwrap_or_default();
        let ends_are_stated = format.contains("matroska");
        // How far the head of the file's own words is indented; what is deeper may say anything.
        let mut own_words = None;
        // After its own words about the file come those about what it makes of it.
        for line in lines.take_while(|line| !line.starts_with("Stream mapping:") && !line.starts_with("Output #0")) {
            let words = line.trim_start();
            let indent = line.len() - words.len();
            if own_words.is_some_and(|head| indent > head) {
                continue;
            }
            own_words = (words == "Metadata:").then_some(indent);
            if let Some(rest) = words.strip_prefix("Duration: ") {
                duration_s = length_secs(rest, ends_are_stated);
            }
            tracks.read(words);
        }
        let not_media = |reason: &str| Err(SourceError::NotMedia { path: path.to_owned(), reason: reason.to_owned() });
        let has_other_tracks = tracks.has_others();
        match tracks.chosen() {
            None if tracks.has_audio => Err(SourceError::NoVideoTrack(path.to_owned())),
            None => not_media("no picture track in it; choose another file"),
            Some(track) if track.is_protected => {
                not_media("it is protected against copying; choose a recording of your own")
            }
            Some(track) if track.codec == "none" => not_media("FFmpeg does not know its codec; convert it to H.264"),
            Some(track) => {
                let number = tracks.number_if_not_first(track);
                Ok(Self { duration_s, track: track.clone(), number, has_other_tracks })
            }
        }
    }
}

/// Why FFmpeg gave nothing, from all it printed.
pub(in crate::source) fn refusal(text: &str, path: &Path) -> SourceError {
    let says = |words: &str| text.contains(words);
    let not_media = |reason: &str| SourceError::NotMedia { path: path.to_owned(), reason: reason.to_owned() };
    if says("moov atom not found") && !says("detected only with low score") {
        return SourceError::NoIndex(path.to_owned());
    }
    if says("matches no streams") {
        return SourceError::NoVideoTrack(path.to_owned());
    }
    if says("Format not on whitelist") {
        return not_media(
            "it is a playlist or another kind of file that holds no recording itself; choose another file",
        );
    }
    if says("not on whitelist") {
        return not_media("it is a playlist that points elsewhere; choose the video itself");
    }
    if is_too_large(text) {
        return too_large(path, MOST_PIXELS.into());
    }
    if says(NO_MEMORY) {
        return SourceError::BrokenOff { path: path.to_owned(), reason: OUT_OF_MEMORY.to_owned() };
    }
    if says("unsupported chunk: ANIM") {
        return not_media("this FFmpeg can't read animated WebP; try a newer FFmpeg, or convert it to H.264");
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

/// The error for a file whose frames have more pixels than `most`.
pub(super) fn too_large(path: &Path, most: u64) -> SourceError {
    let reason = format!("its pictures have more than {} million pixels; save a smaller copy", most / 1_000_000);
    SourceError::NotMedia { path: path.to_owned(), reason }
}

/// Whether FFmpeg says `Picture size 16000x16000 exceeds specified max pixel count`, or that such a size is none.
fn is_too_large(text: &str) -> bool {
    text.split("Picture size ").skip(1).any(|rest| {
        let (width, height) = rest.split(' ').next().and_then(|size| size.split_once('x')).unwrap_or_default();
        let side = |text: &str| text.parse::<u64>().unwrap_or(0);
        side(width).saturating_mul(side(height)) > u64::from(MOST_PIXELS)
    })
}

/// What to tell of [`NO_MEMORY`].
pub(super) const OUT_OF_MEMORY: &str = "it needs more memory than there is for it; close other programs, or convert the recording to H.264 in a smaller size";

/// A line without the level that `-loglevel level` puts in front of it.
fn without_level(line: &str) -> &str {
    line.strip_prefix("[info] ").unwrap_or(line)
}

/// Seconds out of `00:01:02.50`; `N/A` is `None`.
fn clock_secs(text: &str) -> Option<f64> {
    let mut parts = text.trim().split(':').map(|part| part.parse::<f64>().ok());
    let (hours, minutes, secs) = (parts.next()??, parts.next()??, parts.next()??);
    Some((hours * 60.0 + minutes) * 60.0 + secs).filter(|secs| secs.is_finite() && *secs >= 0.0)
}

/// The length in a line about it, such as "00:00:17.00, start: 5.000000, bitrate: 382 kb/s". Matroska states where the
/// frames end, other formats how long they last.
fn length_secs(line: &str, ends_are_stated: bool) -> Option<f64> {
    let mut parts = line.split(',').map(str::trim);
    let stated_s = clock_secs(parts.next()?)?;
    let start_s = parts.find_map(|part| part.strip_prefix("start: ")?.parse().ok()).unwrap_or(0.0);
    let length_s = if ends_are_stated { stated_s - f64::max(start_s, 0.0) } else { stated_s };
    (length_s.is_finite() && length_s >= 0.0).then_some(length_s)
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
    fn frames_that_begin_late_are_as_long_as_the_format_means() {
        let late = |format: &str| PHONE.replace("start: 0.0", "start: 2.5").replace("mov,mp4,m4a,3gp,3g2,mj2", format);
        assert_eq!(parse(&late("mov,mp4,m4a,3gp,3g2,mj2")).unwrap().duration_s, Some(62.53));
        assert_eq!(parse(&late("matroska,webm")).unwrap().duration_s, Some(60.03));
        let in_a_folder = late("mov,mp4,m4a,3gp,3g2,mj2").replace("file:IMG_1.MOV", "file:/matroska/IMG_1.MOV");
        assert_eq!(parse(&in_a_folder).unwrap().duration_s, Some(62.53));
        for start in ["start: 99.0", "start: inf"] {
            assert_eq!(parse(&late("matroska").replace("start: 2.500000", start)).unwrap().duration_s, None, "{start}");
        }
    }

    #[test]
    fn a_phone_recording_is_understood() {
        let probe = parse(PHONE).unwrap();
        assert_eq!((probe.duration_s, probe.number, probe.has_other_tracks), (Some(62.53), None, true));
        let track = &probe.track;
        assert_eq!((track.index, track.codec.as_str(), track.fps, track.rotation_deg), (1, "hevc", Some(29.97), 90));
        assert_eq!(track.area, 1920 * 1080);
        assert_eq!(parse(&PHONE.replace("displaymatrix", "Display Matrix")).unwrap(), probe);
    }

    #[test]
    fn tracks_in_groups_and_programs_are_tracks() {
        let grouped = PHONE.replace(
            "[info]   Stream #0:1",
            "[info]   Stream group #0:0[0x2]: Track Reference:\n[info]     Stream #0:1",
        );
        assert_eq!(parse(&grouped).unwrap(), parse(PHONE).unwrap());
        let told_twice = grouped.clone() + "[info]   No Program\n" + PHONE.lines().nth(5).unwrap();
        assert!(parse(&told_twice).is_ok());
        let program = PHONE.replace("[info]   Stream #0:0", "[info]   Program 1 \n[info]     Metadata:\n[info]       service_name    : Stream #0:9: Video: h264\n[info]   Stream #0:0");
        assert_eq!(parse(&program).unwrap(), parse(PHONE).unwrap());
    }

    #[test]
    fn what_is_protected_says_so() {
        let text = PHONE.replace("hvc1 / 0x31637668", "encv / 0x76636E65");
        assert!(parse(&text).unwrap_err().to_string().contains("protected"));
    }

    #[test]
    fn unstated_values_are_none() {
        let probe = parse("[info] Input #0, h264, from 'x':\n[info]   Duration: N/A, bitrate: N/A\n[info]   Stream #0:0: Video: h264, yuv420p, 8x8, 90k tbr, 1200k tbn\n").unwrap();
        let track = VideoTrack { codec: "h264".to_owned(), area: 64, ..VideoTrack::default() };
        assert_eq!(probe, Probe { track, ..Probe::default() });
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
        let format = "[hls @ 0x5] [error] Format not on whitelist 'mov,avi'\n";
        assert!(parse(format).unwrap_err().to_string().contains("playlist"));
        let large = "[info] Input #0, gif, from 'x':\n[gif @ 0x5] [error] Picture size 16000x16000 is invalid\n";
        assert!(refusal(large, Path::new("x")).to_string().contains("million pixels"));
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
}
