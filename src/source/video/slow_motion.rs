//! How much slower a recording plays than what it shows went, where the file tells.

use crate::source::filmed::entries;
use std::ops::RangeInclusive;

/// What phones write for the rate at which they filmed, as FFmpeg calls it: the rate at which it plays is another one
/// in slow motion and in time lapse.
const FILMED_AT: &str = "com.android.capture.fps";
/// Phones film slow motion at 960 frames a second at most and play it at 30, and time lapses at one in two minutes.
const SLOWNESS: RangeInclusive<f64> = 0.0002..=64.0;
/// Rates that differ by less are no slow motion: of 30 frames a second a phone keeps 20 in a dim room. (It may keep 15
/// of them: that is taken for slow motion all the same, since a raise is then at worst called too quick, where a kick
/// in slow motion that is read as it plays is a slow raise.)
const SAME_RATE: RangeInclusive<f64> = 0.55..=1.9;

/// Seconds that one second of the person takes in a recording that plays at `fps` frames a second: 1, more in slow
/// motion, less in a time lapse. `header` is what FFmpeg prints of the file.
pub(super) fn slowness(header: &str, fps: Option<f64>) -> f64 {
    let filmed_at = || {
        let told = entries(header).into_iter().find(|(key, _)| key == FILMED_AT)?;
        told.1.parse::<f64>().ok()
    };
    let slowness = fps.filter(|fps| *fps > 0.0).and_then(|fps| Some(filmed_at()? / fps));
    slowness.filter(|slowness| SLOWNESS.contains(slowness) && !SAME_RATE.contains(slowness)).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(rate: &str) -> String {
        format!(
            "[info] Input #0, mov,mp4, from 'file:a.mp4':\n[info]   Metadata:\n[info]     major_brand     : mp42\n\
             [info]     com.android.capture.fps: {rate}\n[info]   Duration: 00:00:10.00\nStream mapping:"
        )
    }

    #[test]
    fn slow_motion_is_told_by_the_rate_at_which_it_was_filmed() {
        assert_eq!(slowness(&header("240.000000"), Some(30.0)), 8.0);
        assert_eq!(slowness(&header("240.000000"), Some(240.0)), 1.0);
        assert_eq!(slowness(&header("30.000000"), Some(29.97)), 1.0);
        assert_eq!(slowness(&header("60.000000"), Some(29.97)), 60.0 / 29.97);
        assert_eq!(slowness(&header("5.000000"), Some(30.0)), 1.0 / 6.0);
    }

    #[test]
    fn a_dim_room_that_takes_a_third_of_the_frames_is_no_slow_motion() {
        for fps in [24.0, 20.0, 16.2] {
            assert_eq!(slowness(&header("30.000000"), Some(fps)), 1.0, "{fps}");
        }
    }

    #[test]
    fn a_rate_that_is_none_or_makes_no_sense_changes_nothing() {
        for rate in ["", "NaN", "inf", "-240", "0", "1e9"] {
            assert_eq!(slowness(&header(rate), Some(30.0)), 1.0, "{rate}");
        }
        assert_eq!(slowness(&header("240"), None), 1.0);
        assert_eq!(slowness("", Some(30.0)), 1.0);
        let elsewhere = header("30")
            .replace("com.android.capture.fps", "comment\n[info]                     : com.android.capture.fps");
        assert_eq!(slowness(&elsewhere, Some(10.0)), 1.0);
    }
}
