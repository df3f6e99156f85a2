//! How a trial's angle was read from its raised leg, so that it can be read again from corrected points.

use super::leg_view::LegView;
use super::thigh::{knee_bend_rad, thigh_elevation_rad};
use crate::motion::body::geometry::{Caudal, Point, elevation_rad, wrap_rad};
use crate::motion::body::pair::Depth;
use crate::motion::body::reading::RestingLeg;
use serde::{Deserialize, Serialize};

/// Reads a leg's points as a trial did: through its camera, against its rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LegReader {
    pub caudal: Caudal,
    pub view: LegView,
    /// The same leg at rest; `None` when no rest was seen.
    pub rest: Option<RestingLeg>,
}

/// Hip, knee and ankle of one leg, image pixels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LegPoints {
    pub hip: Point,
    pub knee: Point,
    pub ankle: Point,
}

impl LegReader {
    /// The reader for somebody who lies side-on before a level camera, with the feet towards `caudal`; `depth` says
    /// which leg it is.
    pub fn side_on(caudal: Caudal, depth: Depth) -> Self {
        Self { caudal, view: LegView::side_on(depth).clone(), rest: None }
    }

    /// Elevation of the thigh over the floor by these points alone, radians.
    pub fn thigh_rad(&self, leg: &LegPoints) -> f64 {
        let elevation = |from, to| elevation_rad(from, to, self.caudal);
        let line_rad = elevation(leg.hip, leg.ankle);
        let knee_rad = wrap_rad(elevation(leg.hip, leg.knee) - elevation(leg.knee, leg.ankle));
        let bend_rad = knee_bend_rad(line_rad, knee_rad, self.rest, &self.view);
        thigh_elevation_rad(line_rad, bend_rad, &self.view)
    }

    /// By how much the angle changes when the points go from `seen` to `corrected`, radians.
    ///
    /// It is a change, not an angle: the trial's number comes from many frames, and the model's points lie a little
    /// beside the joints, which the reading corrects for. Points that stay where they are change nothing.
    pub fn change_rad(&self, seen: &LegPoints, corrected: &LegPoints) -> f64 {
        self.thigh_rad(corrected) - self.thigh_rad(seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A straight leg of 200 px at this elevation, knee in the middle.
    fn leg(elevation_deg: f64) -> LegPoints {
        let (sin, cos) = elevation_deg.to_radians().sin_cos();
        let at = |reach: f64| Point::new(320.0 + reach * cos, 300.0 - reach * sin);
        LegPoints { hip: at(0.0), knee: at(100.0), ankle: at(200.0) }
    }

    #[test]
    fn an_ankle_moved_by_5_px_turns_a_leg_of_200_px_by_what_geometry_says() {
        let reader = LegReader::side_on(Caudal::Right, Depth::Near);
        let seen = leg(70.0);
        let across = Point::new(-70f64.to_radians().sin(), -70f64.to_radians().cos());
        let moved = LegPoints { ankle: seen.ankle + across * 5.0, knee: seen.knee + across * 2.5, ..seen };
        let change = reader.change_rad(&seen, &moved).to_degrees();
        let geometry = (5f64 / 200.0).atan().to_degrees();
        // what the camera's view makes of a degree in the image
        let slope = (reader.thigh_rad(&leg(71.0)) - reader.thigh_rad(&leg(69.0))).to_degrees() / 2.0;
        assert!((change - geometry * slope).abs() < 0.02, "{change} instead of {}", geometry * slope);
        assert!((slope - 1.0).abs() < 0.05, "a level camera hardly stretches an angle: {slope}");
    }

    #[test]
    fn points_that_stay_change_nothing_and_a_mirrored_leg_the_same() {
        let reader = LegReader::side_on(Caudal::Right, Depth::Near);
        let (seen, moved) = (leg(60.0), leg(63.0));
        assert_eq!(reader.change_rad(&seen, &seen), 0.0);
        let mirrored = |leg: LegPoints| {
            let flip = |p: Point| Point::new(640.0 - p.x, p.y);
            LegPoints { hip: flip(leg.hip), knee: flip(leg.knee), ankle: flip(leg.ankle) }
        };
        let left = LegReader::side_on(Caudal::Left, Depth::Near);
        let (there, here) = (reader.change_rad(&seen, &moved), left.change_rad(&mirrored(seen), &mirrored(moved)));
        assert!((there - here).abs() < 1e-9 && there > 0.0, "{there} {here}");
    }
}
