//! A judged raise with its frames, and the limit on how many a long test keeps.

use crate::album::AlbumFrame;
use crate::motion::{Timestamp, Trial};
use std::sync::Arc;

/// The newest raises keep all their frames up to this many bytes: more than a guided test has.
const WHOLE_BYTES: usize = 32 << 20;
/// This many raises keep the frames that show the result; older ones keep none.
const MOST_WITH_FRAMES: usize = 60;

/// A judged raise with its frames.
#[derive(Clone, Debug)]
pub struct TrialNews {
    pub trial: Trial,
    pub frames: Arc<Vec<AlbumFrame>>,
}

impl TrialNews {
    /// Where the raise ended: at the first violation if there was one, else at its highest point.
    pub fn telling_moment(&self) -> Timestamp {
        self.trial.violations.first().map_or(self.trial.peak, |violation| violation.onset)
    }

    /// The frame that is nearest to a moment.
    pub fn frame_at(&self, time: Timestamp) -> Option<&AlbumFrame> {
        nearest(&self.frames, time)
    }
}

/// Limits the frames of a test, whose raises are in order of time: the newest raises keep all, those before them the
/// frames that show the result.
pub fn leave_telling_frames(trials: &mut [TrialNews]) {
    let mut room = Room::default();
    for news in trials.iter_mut().rev() {
        let telling = [news.trial.peak, news.telling_moment()];
        news.frames = room.left_of(&news.frames, telling);
    }
}

/// The bytes that the raises so far take, newest first.
#[derive(Default)]
struct Room {
    raises: usize,
    bytes: usize,
}

impl Room {
    /// The frames that the next raise keeps.
    fn left_of(&mut self, frames: &Arc<Vec<AlbumFrame>>, telling: [Timestamp; 2]) -> Arc<Vec<AlbumFrame>> {
        self.raises += 1;
        self.bytes += frames.iter().map(|frame| frame.jpeg().len()).sum::<usize>();
        if self.raises == 1 || self.bytes <= WHOLE_BYTES {
            return frames.clone();
        }
        if self.raises > MOST_WITH_FRAMES {
            return Arc::default();
        }
        let mut told: Vec<&AlbumFrame> = telling.into_iter().filter_map(|time| nearest(frames, time)).collect();
        told.sort_by_key(|frame| frame.time);
        told.dedup_by_key(|frame| frame.time);
        Arc::new(told.into_iter().cloned().collect())
    }
}

fn nearest(frames: &[AlbumFrame], time: Timestamp) -> Option<&AlbumFrame> {
    frames.iter().min_by(|a, b| (a.time - time).abs().total_cmp(&(b.time - time).abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TELLING: [Timestamp; 2] = [Timestamp(7_000_000_000), Timestamp(9_000_000_000)];

    fn seconds(count: u32) -> Arc<Vec<AlbumFrame>> {
        let mut frame = AlbumFrame::of_bytes(100_000);
        let at = |i: u32| {
            frame.time = Timestamp::from_secs(f64::from(i));
            frame.clone()
        };
        Arc::new((0..count).map(at).collect())
    }

    fn bytes(raises: &[Arc<Vec<AlbumFrame>>]) -> usize {
        raises.iter().flat_map(|frames| frames.iter()).map(|frame| frame.jpeg().len()).sum()
    }

    #[test]
    fn frames_of_any_number_of_raises_take_bounded_room() {
        let (raise, mut raises, mut most) = (seconds(100), Vec::new(), 0);
        for _ in 0..2 * MOST_WITH_FRAMES {
            raises.push(raise.clone());
            let mut room = Room::default();
            raises.iter_mut().rev().for_each(|frames| *frames = room.left_of(frames, TELLING));
            most = most.max(bytes(&raises));
        }
        assert!(most <= WHOLE_BYTES + 2 * MOST_WITH_FRAMES * 100_000, "{most} bytes");
        assert!(bytes(&raises) > WHOLE_BYTES * 2 / 3, "more than need be is gone");
        let [oldest, .., newest] = &raises[..] else { panic!("too few") };
        assert_eq!((oldest.len(), newest.len()), (0, 100));
    }

    #[test]
    fn the_frames_that_tell_of_the_result_stay_longest() {
        let mut room = Room { raises: 5, bytes: WHOLE_BYTES };
        let left = room.left_of(&seconds(100), TELLING);
        assert_eq!(left.iter().map(|frame| frame.time).collect::<Vec<_>>(), TELLING);
        assert_eq!(room.left_of(&seconds(100), [TELLING[0]; 2]).len(), 1, "one picture may tell of both");
        assert_eq!(Room::default().left_of(&seconds(1000), TELLING).len(), 1000, "the newest raise has all of its own");
    }
}
