//! What the room tells of the camera before it, look by look.

use super::camera_roll::CameraRoll;
use super::level_lines::{LevelLine, MOST};
use crate::motion::filter::median;
use crate::motion::time::Timestamp;
use std::collections::VecDeque;

/// What a look at the room shows, or several together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Room {
    /// Where the vertical is, where enough stands upright.
    pub camera_roll: Option<CameraRoll>,
    /// What may lie level, the longest first.
    pub level_lines: Vec<LevelLine>,
}

/// Looks at the same room.
#[derive(Clone, Debug, Default)]
pub struct RoomLooks {
    last: Option<Timestamp>,
    verticals: VecDeque<CameraRoll>,
    latest: Vec<LevelLine>,
    /// Lines of the latest look that the one before it showed, too.
    found_again: Vec<LevelLine>,
}

impl RoomLooks {
    /// A room does not change: one look in so many seconds.
    const EVERY_S: f64 = 1.0;
    /// What one look finds and no other is no vertical: in renders such looks were off by 0.8° and 1.0°, what was found
    /// again by 0.2° on average (five rooms).
    const LEAST: usize = 2;
    /// Somebody may move the camera: older looks are forgotten.
    const KEPT: usize = 9;

    /// Whether it is time for another look.
    pub fn is_due(&self, time: Timestamp) -> bool {
        self.last.is_none_or(|last| time - last >= Self::EVERY_S)
    }

    /// A look at `time`, and what it showed. What can't be is passed over.
    pub fn add(&mut self, time: Timestamp, seen: &Room) {
        self.last = Some(time);
        self.verticals.extend(seen.camera_roll.filter(CameraRoll::is_possible));
        if self.verticals.len() > Self::KEPT {
            self.verticals.pop_front();
        }
        let lines: Vec<LevelLine> = seen.level_lines.iter().copied().filter(LevelLine::is_possible).collect();
        let before = std::mem::replace(&mut self.latest, lines);
        let again = self.latest.iter().filter(|line| before.iter().any(|other| other.is_same(line)));
        self.found_again = again.take(MOST).copied().collect();
    }

    /// What was found and found again. Looks at one room err alike: more of them are not surer.
    pub fn room(&self) -> Room {
        Room { camera_roll: self.camera_roll(), level_lines: self.found_again.clone() }
    }

    /// The middle of the verticals.
    fn camera_roll(&self) -> Option<CameraRoll> {
        if self.verticals.len() < Self::LEAST {
            return None;
        }
        let middle = |of: fn(&CameraRoll) -> f64| median(self.verticals.iter().map(of).collect());
        Some(CameraRoll { roll_rad: middle(|p| p.roll_rad)?, sd_rad: middle(|p| p.sd_rad)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_taken_now_and_then_and_the_middle_one_counts() {
        let mut looks = RoomLooks::default();
        let at = Timestamp::from_secs;
        let vertical = |deg: f64| Room {
            camera_roll: Some(CameraRoll { roll_rad: deg.to_radians(), sd_rad: 0.005 }),
            ..Room::default()
        };
        assert!(looks.is_due(at(0.0)) && looks.camera_roll().is_none());
        looks.add(at(0.0), &Room::default());
        assert!(!looks.is_due(at(0.5)) && looks.is_due(at(2.0)));
        looks.add(at(2.0), &vertical(1.0));
        assert_eq!(looks.camera_roll(), None, "one look may be of anything");
        for (i, deg) in [1.2, 9.0].into_iter().enumerate() {
            looks.add(at(3.0 + i as f64), &vertical(deg));
        }
        assert!((looks.camera_roll().unwrap().roll_rad.to_degrees() - 1.2).abs() < 1e-9);
        for i in 0..20 {
            looks.add(at(10.0 + f64::from(i)), &vertical(5.0));
        }
        assert!((looks.camera_roll().unwrap().roll_rad.to_degrees() - 5.0).abs() < 1e-9, "the camera was moved");
    }

    #[test]
    fn a_level_line_counts_once_two_looks_in_a_row_show_it() {
        let line = |below: f64| LevelLine { lean_rad: 0.02, right: 0.1, below, length: 0.3 };
        let look = |lines: &[f64]| Room { level_lines: lines.iter().copied().map(line).collect(), ..Room::default() };
        let mut looks = RoomLooks::default();
        looks.add(Timestamp::from_secs(1.0), &look(&[0.1, 0.2]));
        assert_eq!(looks.room().level_lines, []);
        looks.add(Timestamp::from_secs(2.0), &look(&[0.101, -0.3]));
        assert_eq!(looks.room().level_lines, [line(0.101)]);
        looks.add(Timestamp::from_secs(3.0), &Room::default());
        assert_eq!(looks.room().level_lines, []);
    }
}
