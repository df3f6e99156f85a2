//! Which track of a file is the recording, out of what FFmpeg prints about them.

use super::MOST_PIXELS;

/// A track with fewer frames per second than this shows stills, where another one moves.
const SLOWEST_FPS: f64 = 5.0;

/// A track with less than this share of the largest one's pixels is a preview or a map of distances.
const PREVIEW_SHARE: f64 = 0.25;

/// The most pixels of a frame that is kept as red, green, blue and transparency: each takes three times as much
/// memory as one of a video.
const MOST_RGB_PIXELS: u64 = 16_000_000;

/// Codecs of frames in red, green and blue, one after the other.
const RGB_CODECS: &[&str] = &["apng", "bmp", "gif", "jpegxl_anim", "png", "qoi", "tiff", "webp", "webp_anim"];

/// Codecs of animations, in which a frame takes next to no room.
const ANIMATION_CODECS: &[&str] = &["apng", "gif", "jpegxl_anim", "webp", "webp_anim"];

/// The most frames of an animation that are measured: five minutes of 10 a second. A frame of 23 bytes takes as
/// long as any other, so that a small file of a million of them would take an hour.
const MOST_ANIMATION_FRAMES: u64 = 3_000;

/// A track with frames.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct VideoTrack {
    /// FFmpeg's number of the track in the file.
    pub index: u32,
    /// FFmpeg's name of the codec, such as `h264`; `none` when FFmpeg does not know it.
    pub codec: String,
    /// Pixels, 0 where it is not known.
    pub area: u64,
    /// Frames per second on average, where known.
    pub fps: Option<f64>,
    /// Clockwise turn in degrees (0, 90, 180, 270) that a player applies.
    pub rotation_deg: u32,
    /// Whether the file says that players show it.
    pub is_default: bool,
    /// A cover, or images to find a place by; `V` in FFmpeg's own words leaves these out.
    pub is_cover: bool,
    /// Protected against copying.
    pub is_protected: bool,
}

/// The tracks of a file.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    video: Vec<VideoTrack>,
    pub has_audio: bool,
    /// How many there are beside covers.
    count: usize,
    /// Whether the lines that come are about the newest of `video`.
    is_in_video: bool,
}

impl Tracks {
    /// Takes a line such as `Stream #0:1[0x2](und): Video: h264 (High), yuv420p, 640x360, 30 fps (default)`, or about
    /// such a track.
    pub fn read(&mut self, line: &str) {
        if let Some(rest) = line.strip_prefix("Stream #0:") {
            self.is_in_video = false;
            let index = rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok());
            let is_cover = ["(attached pic)", "(timed thumbnails)"].iter().any(|words| rest.contains(words));
            // A track that belongs to a program and to a group is told twice.
            let is_known = index.is_some_and(|index| self.video.iter().any(|track| track.index == index));
            if let (Some(index), Some((_, words))) = (index, rest.split_once(": Video: "))
                && !is_known
            {
                self.is_in_video = true;
                self.video.push(VideoTrack { is_cover, ..VideoTrack::parse(index, words) });
            }
            self.has_audio |= rest.contains(": Audio: ");
            self.count += usize::from(!is_cover && !is_known);
        } else if self.is_in_video
            && let Some(rotation_deg) = turn_in(line)
            && let Some(track) = self.video.last_mut()
        {
            track.rotation_deg = rotation_deg;
        }
    }

    /// Those that are no cover.
    fn moving(&self) -> impl Iterator<Item = &VideoTrack> {
        self.video.iter().filter(|track| !track.is_cover)
    }

    /// What is measured: of the tracks that move and are not much smaller than another, the one that players show, else
    /// the largest, else the first.
    pub fn chosen(&self) -> Option<&VideoTrack> {
        let known = || self.moving().filter(|track| track.codec != "none");
        let is_slow = |track: &VideoTrack| track.fps.is_some_and(|fps| fps < SLOWEST_FPS) || track.is_image_codec();
        let all_are_slow = known().all(is_slow);
        let quick = || known().filter(|track| all_are_slow || !is_slow(track));
        let largest = quick().map(|track| track.area).max().unwrap_or(0);
        let large = quick().filter(|track| track.area as f64 >= PREVIEW_SHARE * largest as f64);
        let rank = |track: &VideoTrack| (track.is_default, track.area);
        let best = large.reduce(|best, track| if rank(track) > rank(best) { track } else { best });
        best.or_else(|| self.moving().next())
    }

    /// FFmpeg's number of `track`, unless it is the first one and so what FFmpeg decodes unasked.
    pub fn number_if_not_first(&self, track: &VideoTrack) -> Option<u32> {
        (self.moving().next() != Some(track)).then_some(track.index)
    }

    /// Whether there are others beside one with frames, such as sound, which may be longer than the frames.
    pub fn has_others(&self) -> bool {
        self.count > 1
    }
}

impl VideoTrack {
    fn parse(index: u32, words: &str) -> Self {
        Self {
            index,
            codec: words.split([' ', ',']).next().unwrap_or_default().to_owned(),
            area: words.split([' ', ',']).find_map(area).unwrap_or(0),
            fps: frame_rate(words),
            is_default: words.contains("(default)"),
            is_protected: ["(encv", "(drmi", "(drms"].iter().any(|tag| words.contains(tag)),
            ..Self::default()
        }
    }

    /// The most pixels that its frames may have.
    pub fn most_pixels(&self) -> u64 {
        if RGB_CODECS.contains(&self.codec.as_str()) { MOST_RGB_PIXELS } else { MOST_PIXELS.into() }
    }

    /// How many of its frames are measured at most, where that has a limit.
    pub fn most_frames(&self) -> Option<u64> {
        ANIMATION_CODECS.contains(&self.codec.as_str()).then_some(MOST_ANIMATION_FRAMES)
    }

    /// Whether it holds one image, for which no rate stands.
    fn is_image_codec(&self) -> bool {
        self.fps.is_none() && ["mjpeg", "png", "bmp", "jpeg2000", "tiff", "webp"].contains(&self.codec.as_str())
    }
}

/// The pixels of `640x360`.
fn area(word: &str) -> Option<u64> {
    let (width, height) = word.split_once('x')?;
    width.parse::<u64>().ok()?.checked_mul(height.parse().ok()?).filter(|&area| area > 0)
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

/// The clockwise turn out of a track's side data, where `line` is that. FFmpeg 5 says `displaymatrix:`, FFmpeg 9
/// `Display Matrix:`.
pub(in crate::source) fn turn_in(line: &str) -> Option<u32> {
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

    /// The number of the track that is chosen of these, which are numbered from 0.
    fn chosen(tracks: &[&str]) -> u32 {
        let mut all = Tracks::default();
        for (index, track) in tracks.iter().enumerate() {
            all.read(&format!("Stream #0:{index}[0x{index}](und): {track}"));
        }
        all.chosen().unwrap().index
    }

    #[test]
    fn the_recording_is_chosen_among_previews_covers_and_maps_of_distances() {
        let main = "Video: h264 (High) (avc1 / 0x31637661), yuv420p, 1920x1080, 8000 kb/s, 29.97 fps, 30 tbr (default)";
        let quiet = &main.replace(" (default)", "");
        let sound = "Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, stereo, fltp (default)";
        let preview = "Video: h264 (avc1 / 0x31637661), yuv420p, 320x180, 30 fps, 30 tbr (default)";
        let depth = "Video: hevc (Main) (hvc1 / 0x31637668), gray, 320x180, 30 fps";
        let large_still =
            "Video: mjpeg (Baseline) (jpeg / 0x6765706A), yuvj420p, 4000x3000, 0.08 fps, 0.08 tbr (default)";
        let unrated_still = "Video: mjpeg (Baseline), yuvj420p, 4000x3000, 90k tbr, 90k tbn (default)";
        let cover = "Video: mjpeg (Baseline), yuvj420p, 4000x3000, 90k tbr, 90k tbn (default) (attached pic)";
        let unknown = "Video: none (ZZZZ / 0x5A5A5A5A), 3840x2160, 30 fps (default)";
        for (tracks, expect) in [
            (vec![main], 0),
            (vec![sound, "Data: none (tmcd / 0x64636D74)", main], 2),
            (vec![preview, quiet], 1),
            (vec![preview, main], 1),
            (vec![depth, sound, quiet], 2),
            (vec![large_still, quiet], 1),
            (vec![unrated_still, quiet], 1),
            (vec![cover, quiet], 1),
            (vec![unknown, quiet], 1),
            (vec![quiet, main], 1),
            (vec![main, main], 0),
            (vec![quiet, quiet], 0),
            (vec![large_still], 0),
            (vec![unknown], 0),
        ] {
            assert_eq!(chosen(&tracks), expect, "{tracks:?}");
        }
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
