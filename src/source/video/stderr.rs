//! Reads what FFmpeg prints while it decodes: the time and size of each frame, and its complaints.

use std::io::{BufRead, BufReader, Read};
use std::sync::OnceLock;
use std::sync::mpsc::SyncSender;

/// How many lines are kept to tell of the file, or of a failure to open it: a film's chapters come before its tracks.
const LINES_KEPT: usize = 5000;

/// The first filter, which sees frames as the recording has them; the last one sees what comes through the pipe.
const BEFORE_SCALING: [&str; 2] = ["Parsed_showinfo_1 ", "Parsed_showinfo_2 "];

/// Errors that are none for us: the first three are ordinary in clips from cameras and in clips cut without
/// re-encoding; the others are about stamps, of which we make times ourselves.
const ORDINARY: &[&str] = &["APP fields", "co located POCs", "mmco:", "increasing dts to muxer", "mdhd time scale"];

/// What FFmpeg says when it is ended by a signal that it heeds.
const TOLD_TO_END: &str = "Exiting normally, received signal";

/// What FFmpeg says when the system gives it no more memory.
pub(super) const NO_MEMORY: &str = "Cannot allocate memory";

/// What `showinfo` says about one frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stamp {
    /// Presentation time in nanoseconds; unknown in some raw streams, negative before an edit list's start.
    pub time_ns: Option<i64>,
    /// How long it is shown, in nanoseconds; FFmpeg before version 6 does not tell.
    pub duration_ns: Option<i64>,
    /// Size of the frame as the recording has it, with square pixels.
    pub original: (f64, f64),
    /// Width of the frame in the pipe, pixels.
    pub width: u32,
    /// Height of the frame in the pipe, pixels.
    pub height: u32,
}

/// What FFmpeg complained about.
#[derive(Debug, Default)]
pub(super) struct Complaints {
    /// The file ends where more was announced.
    pub is_cut: bool,
    /// Frames that were lost or came out damaged.
    pub damaged_frames: u64,
    /// Errors that FFmpeg tied to no frame.
    pub other_errors: u64,
    /// Somebody else has told FFmpeg to end.
    pub is_told_to_end: bool,
    /// The system gave FFmpeg no more memory.
    pub lacks_memory: bool,
    /// The first of the counted errors, for people.
    pub first: Option<String>,
    /// The first lines that are not about frames.
    pub lines: Vec<String>,
}

/// Reads `stderr` to its end; never leaves it full, because FFmpeg would wait. Stamps nobody wants any more are
/// dropped. What was said before the first frame is in `header` when its stamp comes; with `forgets_start`, what was
/// complained about until then was of this computer, not of the recording.
pub(super) fn listen(
    stderr: impl Read,
    stamps: &SyncSender<Stamp>,
    header: &OnceLock<String>,
    forgets_start: bool,
) -> Complaints {
    let mut reader = BufReader::new(stderr);
    let mut complaints = Complaints::default();
    let (mut time_base, mut original) = (None, None);
    let mut bytes = Vec::new();
    // A read error is an end too: nothing more will come.
    while reader.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_end();
        if let Some(base) = parse_time_base(line) {
            time_base = Some(base);
        } else if let Some(stamp) = time_base.and_then(|base| parse_stamp(line, base)) {
            if BEFORE_SCALING.iter().any(|filter| line.contains(filter)) {
                original = Some(stamp.original);
            } else {
                if header.set(complaints.lines.join("\n")).is_ok() && forgets_start {
                    complaints = Complaints { lines: complaints.lines, ..Complaints::default() };
                }
                // The receiver may be gone already; the complaints still count.
                _ = stamps.send(Stamp { original: original.take().unwrap_or(stamp.original), ..stamp });
            }
        }
        complaints.note(line);
        bytes.clear();
    }
    complaints
}

impl Complaints {
    fn note(&mut self, line: &str) {
        if line.contains("Parsed_showinfo") && line.contains("[info]") && !line.contains("[error]") {
            return;
        }
        if self.lines.len() < LINES_KEPT {
            self.lines.push(line.to_owned());
        }
        self.is_told_to_end |= line.strip_prefix("[info] ").unwrap_or(line).starts_with(TOLD_TO_END);
        let is_error = line.contains("[error]") || line.contains("[fatal]");
        self.lacks_memory |= is_error && line.contains(NO_MEMORY);
        if !is_error && !line.contains("[warning]") {
            return;
        }
        let says = |all: &[&str]| all.iter().any(|words| line.contains(words));
        // One such line for each frame; the first three are FFmpeg 5's, 6's and 7's own words for one thing.
        let is_frame = says(&[
            "Error while decoding stream",
            "Error submitting packet to decoder",
            "Decoding error:",
            "corrupt decoded frame",
        ]);
        if says(&["partial file", "ended prematurely", "orrupt input packet"]) {
            self.is_cut = true;
            return;
        } else if is_frame {
            self.damaged_frames += 1;
        } else if is_error && !says(ORDINARY) {
            self.other_errors += 1;
        } else {
            return;
        }
        self.first.get_or_insert_with(|| message(line).to_owned());
    }
}

/// A line without who says it and how grave it is.
fn message(line: &str) -> &str {
    ["[fatal] ", "[error] ", "[warning] "]
        .iter()
        .find_map(|level| line.split_once(level))
        .map_or(line, |(_, text)| text)
}

/// The seconds of one tick as numerator and denominator, out of `config in time_base: 1/15360, frame_rate: 30/1`.
fn parse_time_base(line: &str) -> Option<(i32, i32)> {
    let (_, rest) = line.split_once("config in time_base: ")?;
    let (numerator, denominator) = rest.split(',').next()?.split_once('/')?;
    let base = (numerator.trim().parse().ok()?, denominator.trim().parse().ok()?);
    (base.0 > 0 && base.1 > 0).then_some(base)
}

/// Out of `[Parsed_showinfo_5 @ 0x5] [info] n:   1 pts:    512 pts_time:0.0333 … sar:1/1 s:320x240 i:P …`.
/// The whole-number `pts` counts: `pts_time` has six digits only in FFmpeg 5 and 6.
fn parse_stamp(line: &str, (numerator, denominator): (i32, i32)) -> Option<Stamp> {
    let field = |key: &str| line.split_once(key).and_then(|(_, rest)| rest.split_whitespace().next());
    field(" pts_time:")?;
    let (width, height) = field(" s:")?.split_once('x')?;
    let (width, height) = (width.parse().ok()?, height.parse().ok()?);
    // how much wider than high a pixel is; 0/1 where it is not known
    let (wide, high) = field(" sar:").and_then(|sar| sar.split_once('/')).unwrap_or(("1", "1"));
    let shape = |text: &str| text.parse().ok().filter(|&part: &u32| part > 0).map_or(1.0, f64::from);
    let square_width = f64::from(width) * shape(wide) / shape(high);
    let nanoseconds = |ticks: &str| {
        let ticks = i128::from(ticks.parse::<i64>().ok()?);
        let (numerator, denominator) = (i128::from(numerator) * 1_000_000_000, i128::from(denominator));
        i64::try_from((ticks * numerator + denominator / 2).div_euclid(denominator)).ok()
    };
    Some(Stamp {
        time_ns: field(" pts:").and_then(nanoseconds),
        duration_ns: field(" duration:").and_then(nanoseconds).filter(|&length| length > 0),
        original: (square_width, f64::from(height)),
        width,
        height,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::sync_channel;

    fn heard(text: &[u8]) -> (Vec<Stamp>, Complaints) {
        let (sender, receiver) = sync_channel(100);
        let complaints = listen(text, &sender, &OnceLock::new(), false);
        drop(sender);
        (receiver.iter().collect(), complaints)
    }

    #[test]
    fn stamps_of_old_and_new_ffmpeg_are_exact() {
        let (stamps, complaints) = heard(
            b"[Parsed_showinfo_5 @ 0x55] [info] config in time_base: 1/15360, frame_rate: 30/1
[Parsed_showinfo_5 @ 0x55] [info] config out time_base: 0/0, frame_rate: 0/0
[Parsed_showinfo_5 @ 0x55] [info] n:   1 pts:    512 pts_time:0.0333333 pos:     1955 fmt:rgb24 sar:1/1 s:320x240 i:P iskey:1 type:I 
[Parsed_showinfo_5 @ 0x55] [info] color_range:pc color_space:gbr color_primaries:unknown color_trc:unknown
[Parsed_showinfo_5 @ 0x7f] [info] n:  89 pts:  45568 pts_time:2.966667 duration:    512 duration_time:0.0333333 fmt:rgb24 cl:unspecified sar:1/1 s:321x241 i:P iskey:0 type:P 
[Parsed_showinfo_5 @ 0x7f] [info] n:  90 pts:  NOPTS pts_time:NOPTS duration:      0 duration_time:0 fmt:rgb24 cl:unspecified sar:1/1 s:8x8 i:P iskey:0 type:P 
[Parsed_showinfo_5 @ 0x7f] [info] n:  91 pts:   -512 pts_time:-0.0333333 fmt:rgb24 sar:1/1 s:8x8 i:P iskey:0 type:P \n",
        );
        let stamp = |time_ns, duration_ns, width, height| {
            let original = (f64::from(width), f64::from(height));
            Stamp { time_ns, duration_ns, original, width, height }
        };
        assert_eq!(
            stamps,
            [
                stamp(Some(33_333_333), None, 320, 240),
                stamp(Some(2_966_666_667), Some(33_333_333), 321, 241),
                stamp(None, None, 8, 8),
                stamp(Some(-33_333_333), None, 8, 8),
            ]
        );
        assert_eq!((complaints.is_cut, complaints.damaged_frames, complaints.other_errors), (false, 0, 0));
    }

    #[test]
    fn a_stamp_knows_the_size_before_scaling() {
        let (stamps, _) = heard(
            b"[Parsed_showinfo_1 @ 0x55] [info] config in time_base: 1/30, frame_rate: 30/1
[Parsed_showinfo_5 @ 0x55] [info] config in time_base: 1/30, frame_rate: 30/1
[Parsed_showinfo_1 @ 0x55] [info] n: 0 pts: 0 pts_time:0 fmt:yuv420p sar:4/3 s:1440x1080 i:P iskey:1 type:I
[Parsed_showinfo_5 @ 0x55] [info] n: 0 pts: 0 pts_time:0 fmt:rgb24 sar:1/1 s:960x540 i:P iskey:1 type:I\n",
        );
        let stamp = Stamp { time_ns: Some(0), duration_ns: None, original: (1920.0, 1080.0), width: 960, height: 540 };
        assert_eq!(stamps, [stamp]);
    }

    #[test]
    fn what_is_said_before_the_first_frame_is_the_header() {
        let (sender, _receiver) = sync_channel(100);
        let header = OnceLock::new();
        let text = b"[info] Input #0, avi, from 'x':
[Parsed_showinfo_5 @ 0x55] [info] config in time_base: 1/30, frame_rate: 30/1
[info] Output #0, rawvideo, to 'pipe:1':
[Parsed_showinfo_5 @ 0x55] [info] n: 0 pts: 0 pts_time:0 sar:1/1 s:8x8 i:P
[info] later\n";
        let complaints = listen(&text[..], &sender, &header, false);
        assert_eq!(header.get().unwrap(), "[info] Input #0, avi, from 'x':\n[info] Output #0, rawvideo, to 'pipe:1':");
        assert_eq!(complaints.lines.len(), 3);
    }

    #[test]
    fn a_file_that_talks_like_showinfo_is_not_believed() {
        let (stamps, _) = heard(b"[info]     title           : n:0 pts: 5 pts_time:5 s:99999x99999 i:P\n");
        assert_eq!(stamps, []);
    }

    #[test]
    fn complaints_are_counted_by_frame() {
        let (_, cut) = heard(
            b"[mov,mp4 @ 0x55] [warning] Packet corrupt (stream = 0, dts = 16384).
[in#0/mov @ 0x55] [warning] corrupt input packet in stream 0
[mov,mp4 @ 0x55] [error] stream 0, offset 0x29ae: partial file\n",
        );
        assert_eq!((cut.is_cut, cut.damaged_frames, cut.other_errors), (true, 0, 0));
        let (_, old) = heard(
            b"[h264 @ 0x55] [error] error while decoding MB 3 5, bytestream -22
[h264 @ 0x55] [info] concealing 246 DC, 246 AC, 246 MV errors in P frame
[warning] file:\xff.mp4: corrupt decoded frame in stream 0
[error] Error while decoding stream #0:0: Invalid data found when processing input\n",
        );
        assert_eq!((old.is_cut, old.damaged_frames, old.other_errors), (false, 2, 1));
        assert_eq!(old.first.as_deref(), Some("error while decoding MB 3 5, bytestream -22"));
        let (_, new) = heard(b"[vist#0:0/h264 @ 0x5] [dec:h264 @ 0x5] [error] Error submitting packet to decoder: Invalid data\n[mjpeg @ 0x5] [error] unable to decode APP fields: Invalid data\n");
        assert_eq!((new.damaged_frames, new.other_errors), (1, 0));
        let (_, times) = heard(b"[rawvideo @ 0x5] [error] Application provided invalid, non monotonically increasing dts to muxer in stream 0: 1 >= 1\n");
        assert_eq!((times.damaged_frames, times.other_errors), (0, 0));
    }

    #[test]
    fn nobody_listening_does_not_stop_the_reading() {
        let (sender, receiver) = sync_channel(1);
        drop(receiver);
        let text = "[Parsed_showinfo_5 @ 0x55] [info] config in time_base: 1/30, frame_rate: 30/1\n".to_owned()
            + &"[Parsed_showinfo_5 @ 0x55] [info] n: 1 pts: 5 pts_time:1 sar:1/1 s:8x8 i:P\n".repeat(50)
            + "[error] no frame!\n";
        assert_eq!(listen(text.as_bytes(), &sender, &OnceLock::new(), false).other_errors, 1);
    }
}
