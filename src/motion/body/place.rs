//! Where a body lies in the image, to tell whether the next frame shows the same person.

use super::geometry::Point;
use super::pose::{Landmark, Pose};

/// A body this far from the last one, in trunk lengths, or [`OTHER_SIZE`] times as long, is another person's: from one
/// frame to the next the same trunk moves by 0.18 of its length at most, and is up to 1.3 times as long (30 recordings
/// of people and renders, with bridges and planks).
const ELSEWHERE: f64 = 0.6;
const OTHER_SIZE: f64 = 1.7;

/// Where a trunk is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    middle: Point,
    length: f64,
}

impl Place {
    pub fn of(pose: &Pose) -> Self {
        let (shoulders, hips) = (pose.midpoint(Landmark::Shoulder), pose.midpoint(Landmark::Hip));
        Self { middle: shoulders.midpoint(hips), length: shoulders.distance(hips).max(1.0) }
    }

    /// Whether `next`, in the next frame, is another person's place.
    pub fn is_of_somebody_else(&self, next: &Self) -> bool {
        let (longer, shorter) = (self.length.max(next.length), self.length.min(next.length));
        self.middle.distance(next.middle) > ELSEWHERE * longer || longer > OTHER_SIZE * shorter
    }
}

/// A body elsewhere in this many frames in a row is another person; in one or two the tracked person was misread.
const ELSEWHERE_FROM: usize = 3;

/// Whether a body is the tracked person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectIdentity {
    /// The tracked person, or the first one.
    Same,
    /// Elsewhere, for too few frames to tell.
    Unsure,
    SomebodyElse,
}

/// Tracks where the person lies.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlaceTracker {
    /// Where the tracked person was last seen.
    pub place: Option<Place>,
    /// Frames since then in which somebody lay elsewhere.
    elsewhere: usize,
}

impl PlaceTracker {
    /// Takes the place of a body in the next estimated frame.
    pub fn see(&mut self, place: Place) -> SubjectIdentity {
        let is_elsewhere = self.place.is_some_and(|last| last.is_of_somebody_else(&place));
        self.elsewhere = if is_elsewhere { self.elsewhere + 1 } else { 0 };
        if is_elsewhere && self.elsewhere < ELSEWHERE_FROM {
            return SubjectIdentity::Unsure;
        }
        *self = Self { place: Some(place), elsewhere: 0 };
        if is_elsewhere { SubjectIdentity::SomebodyElse } else { SubjectIdentity::Same }
    }

    /// Whether the latest frame that was read showed whoever is followed.
    pub fn is_sure(&self) -> bool {
        self.elsewhere == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_else_lies_elsewhere_or_is_of_another_size() {
        let here = Place { middle: Point::new(300.0, 200.0), length: 100.0 };
        let at = |x: f64, length: f64| Place { middle: Point::new(x, 200.0), length };
        assert!(!here.is_of_somebody_else(&at(320.0, 125.0)), "who moves in a bridge");
        assert!(here.is_of_somebody_else(&at(400.0, 100.0)));
        assert!(here.is_of_somebody_else(&at(300.0, 190.0)) && at(300.0, 190.0).is_of_somebody_else(&here));
    }
}
