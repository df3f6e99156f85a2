//! Whatever FFmpeg says, what is understood of it.

use super::probe::{Probe, refusal};
use super::stderr::listen;
use crate::source::fit_longest_side;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;

/// Reads `data` as what FFmpeg prints, and checks what is understood.
pub fn ffmpeg_words(data: &[u8]) {
    let lines = data.iter().filter(|byte| **byte == b'\n').count();
    let (sender, receiver) = sync_channel(lines + 1);
    let complaints = listen(data, &sender, &OnceLock::new(), false);
    drop(sender);
    for stamp in receiver {
        let (width, height) = stamp.original;
        assert!(width.is_finite() && height.is_finite() && width >= 0.0 && height >= 0.0, "{stamp:?}");
        let (width, height) = fit_longest_side(width, height);
        assert!(width > 0 && height > 0);
    }
    let path = Path::new("clip");
    let text = complaints.lines.join("\n");
    assert!(!refusal(&text, path).to_string().is_empty());
    if let Ok(probe) = Probe::parse(&text, path) {
        assert!(probe.track.fps.is_none_or(|fps| fps > 0.0 && fps <= 1000.0), "{probe:?}");
        assert!(probe.duration_s.is_none_or(|secs| secs.is_finite() && secs >= 0.0), "{probe:?}");
        assert!([0, 90, 180, 270].contains(&probe.track.rotation_deg), "{probe:?}");
    }
}
