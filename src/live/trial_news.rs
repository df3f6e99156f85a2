//! A judged raise with its pictures, and how many of them a long test keeps.

use crate::album::AlbumPicture;
use crate::motion::{Timestamp, Trial};
use std::sync::Arc;

/// All pictures of the newest raises are kept as long as they take no more than this, bytes: those of a guided test,
/// and of more.
const WHOLE_BYTES: usize = 32 << 20;
/// How many raises keep the pictures that tell of the result; older ones keep none.
const MOST_WITH_PICTURES: usize = 60;

/// A judged raise with the pictures of it.
#[derive(Clone, Debug)]
pub struct TrialNews {
    pub trial: Trial,
    pub pictures: Arc<Vec<AlbumPicture>>,
}

impl TrialNews {
    /// Where the raise ended: at the first violation if there was one, else at its highest point.
    pub fn telling_moment(&self) -> Timestamp {
        self.trial.violations.first().map_or(self.trial.peak, |violation| violation.onset)
    }

    /// The picture that is nearest to a moment.
    pub fn picture_at(&self, time: Timestamp) -> Option<&AlbumPicture> {
        nearest(&self.pictures, time)
    }
}

/// Bounds the pictures of a test, whose raises are in order of time: the newest ones keep all of theirs, those before
/// them the ones that tell of the result.
pub fn leave_telling_pictures(trials: &mut [TrialNews]) {
    let mut room = Room::default();
    for news in trials.iter_mut().rev() {
        let telling = [news.trial.peak, news.telling_moment()];
        news.pictures = room.left_of(&news.pictures, telling);
    }
}

/// What the raises seen so far take, the newest one first.
#[derive(Default)]
struct Room {
    raises: usize,
    bytes: usize,
}

impl Room {
    /// What is left of the pictures of the next raise.
    fn left_of(&mut self, pictures: &Arc<Vec<AlbumPicture>>, telling: [Timestamp; 2]) -> Arc<Vec<AlbumPicture>> {
        self.raises += 1;
        self.bytes += pictures.iter().map(|picture| picture.jpeg().len()).sum::<usize>();
        if self.raises == 1 || self.bytes <= WHOLE_BYTES {
            return pictures.clone();
        }
        if self.raises > MOST_WITH_PICTURES {
            return Arc::default();
        }
        let mut told: Vec<&AlbumPicture> = telling.into_iter().filter_map(|time| nearest(pictures, time)).collect();
        told.sort_by_key(|picture| picture.time);
        told.dedup_by_key(|picture| picture.time);
        Arc::new(told.into_iter().cloned().collect())
    }
}

fn nearest(pictures: &[AlbumPicture], time: Timestamp) -> Option<&AlbumPicture> {
    pictures.iter().min_by(|a, b| (a.time - time).abs().total_cmp(&(b.time - time).abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TELLING: [Timestamp; 2] = [Timestamp(7_000_000_000), Timestamp(9_000_000_000)];

    fn seconds(count: u32) -> Arc<Vec<AlbumPicture>> {
        let mut picture = AlbumPicture::of_bytes(100_000);
        let at = |i: u32| {
            picture.time = Timestamp::from_secs(f64::from(i));
            picture.clone()
        };
        Arc::new((0..count).map(at).collect())
    }

    fn bytes(raises: &[Arc<Vec<AlbumPicture>>]) -> usize {
        raises.iter().flat_map(|pictures| pictures.iter()).map(|picture| picture.jpeg().len()).sum()
    }

    #[test]
    fn pictures_of_any_number_of_raises_take_bounded_room() {
        let (raise, mut raises, mut most) = (seconds(100), Vec::new(), 0);
        for _ in 0..2 * MOST_WITH_PICTURES {
            raises.push(raise.clone());
            let mut room = Room::default();
            raises.iter_mut().rev().for_each(|pictures| *pictures = room.left_of(pictures, TELLING));
            most = most.max(bytes(&raises));
        }
        assert!(most <= WHOLE_BYTES + 2 * MOST_WITH_PICTURES * 100_000, "{most} bytes");
        assert!(bytes(&raises) > WHOLE_BYTES * 2 / 3, "more than need be is gone");
        let [oldest, .., newest] = &raises[..] else { panic!("too few") };
        assert_eq!((oldest.len(), newest.len()), (0, 100));
    }

    #[test]
    fn the_pictures_that_tell_of_the_result_stay_longest() {
        let mut room = Room { raises: 5, bytes: WHOLE_BYTES };
        let left = room.left_of(&seconds(100), TELLING);
        assert_eq!(left.iter().map(|picture| picture.time).collect::<Vec<_>>(), TELLING);
        assert_eq!(room.left_of(&seconds(100), [TELLING[0]; 2]).len(), 1, "one picture may tell of both");
        assert_eq!(Room::default().left_of(&seconds(1000), TELLING).len(), 1000, "the newest raise has all of its own");
    }
}
