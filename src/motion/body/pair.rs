//! Pairs that are indexed by a side of the body, by a tracked leg, or by near and far.

use serde::{Deserialize, Serialize};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// An index of a [`Pair`].
pub trait Which: Copy + 'static {
    const BOTH: [Self; 2];

    /// 0 for the first of [`Self::BOTH`], 1 for the second.
    fn place(self) -> usize;

    /// The other one.
    fn opposite(self) -> Self {
        Self::BOTH[1 - self.place()]
    }
}

/// Two values, one for each `W`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<W, T> {
    of: [T; 2],
    which: PhantomData<W>,
}

impl<W: Which, T> Pair<W, T> {
    pub fn of(each: impl FnMut(W) -> T) -> Self {
        Self { of: W::BOTH.map(each), which: PhantomData }
    }

    /// Both values, in the order of [`Which::BOTH`].
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.of.iter()
    }

    /// Each value with its index.
    pub fn named(&self) -> impl Iterator<Item = (W, &T)> {
        W::BOTH.into_iter().zip(&self.of)
    }

    pub fn map<U>(&self, mut of: impl FnMut(&T) -> U) -> Pair<W, U> {
        Pair::of(|which| of(&self[which]))
    }
}

impl<W, T> From<[T; 2]> for Pair<W, T> {
    fn from(of: [T; 2]) -> Self {
        Self { of, which: PhantomData }
    }
}

/// In the order of [`Which::BOTH`].
impl<W, T: PartialEq> PartialEq<[T; 2]> for Pair<W, T> {
    fn eq(&self, other: &[T; 2]) -> bool {
        self.of == *other
    }
}

impl<W, T: Default> Default for Pair<W, T> {
    fn default() -> Self {
        Self { of: Default::default(), which: PhantomData }
    }
}

impl<W: Which, T> Index<W> for Pair<W, T> {
    type Output = T;

    fn index(&self, which: W) -> &T {
        &self.of[which.place()]
    }
}

impl<W: Which, T> IndexMut<W> for Pair<W, T> {
    fn index_mut(&mut self, which: W) -> &mut T {
        &mut self.of[which.place()]
    }
}

/// One of the two legs that are followed from frame to frame, whichever side the model calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Track {
    /// The left one, by the labels while the legs are apart.
    A,
    /// The right one.
    B,
}

impl Which for Track {
    const BOTH: [Self; 2] = [Self::A, Self::B];

    fn place(self) -> usize {
        self as usize
    }
}

/// The leg nearer to the camera, or the one further away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Depth {
    /// The one at the camera.
    Near,
    Far,
}

impl Which for Depth {
    const BOTH: [Self; 2] = [Self::Near, Self::Far];

    fn place(self) -> usize {
        self as usize
    }
}

/// One value for each tracked leg.
pub type Tracks<T> = Pair<Track, T>;
/// One value for the near and one for the far leg.
pub type Depths<T> = Pair<Depth, T>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_what_it_is_of() {
        let mut pair = Tracks::of(|track| if track == Track::A { 1 } else { 2 });
        assert_eq!((pair[Track::A], pair[Track::A.opposite()]), (1, 2));
        pair[Track::B] += 5;
        assert_eq!(pair, [1, 7]);
        assert_eq!(
            pair.named().map(|(track, value)| (track, *value)).collect::<Vec<_>>(),
            [(Track::A, 1), (Track::B, 7)]
        );
        assert_eq!(pair.map(|value| value * 2).iter().sum::<i32>(), 16);
    }
}
