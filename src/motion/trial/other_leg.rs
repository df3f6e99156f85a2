//! Where the other leg is while one is raised: on the floor, up as well, or unknown.
//!
//! The model places a hidden leg's keypoints on the leg that hides it, so keypoints alone can't tell a leg that came
//! up, too, from one that lies behind the raised one. The silhouette can: it covers a leg on the floor, and leaves the
//! floor free where both are up. One such check is called a *look*.

use super::compensation::Debounce;
use super::curves::LEGS_APART_RAD;
use crate::motion::body::geometry::Point;
use crate::motion::body::joint_angles::JointAngles;
use crate::motion::body::pair::{Track, Which};
use crate::motion::body::pose::Side;
use crate::motion::body::reading::Reading;
use crate::motion::body::silhouette::Silhouette;
use crate::motion::filter::median;
use crate::motion::time::Timestamp;

/// Directions from between the hips in which a leg on the floor may lie, degrees over the image's horizontal: −15…+6 in
/// renders and recordings of people.
const LYING_DEG: std::ops::RangeInclusive<i32> = -18..=12;
const LYING_STEP_DEG: usize = 3;
/// The points along the leg that are looked at, as parts of its length from the hips: beyond the hands of arms beside
/// the body.
const REACHES: [f64; 9] = [0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
/// Half of a leg's least width, as a part of its length.
const HALF_WIDTH: f64 = 0.04;
/// From a share of [`LIES_FROM`] on a leg lies there, up to [`GONE_UP_TO`] none does. In 18 random renders and 16
/// recordings of people: at least 0.42 (of single frames, median 1) where one leg lay, 0 where none did.
const LIES_FROM: f64 = 0.5;
const GONE_UP_TO: f64 = 0.2;
/// A leg between this elevation and [`LOOKS_FROM_RAD`] has its calf where a leg on the floor is looked for.
const HIDES_FLOOR_FROM_RAD: f64 = 12f64.to_radians();
/// From this elevation on, the calves of raised legs are clear of where a leg on the floor is looked for.
const LOOKS_FROM_RAD: f64 = 30f64.to_radians();
/// The other leg counts as gone after this many looks in a row without it (one is enough if there is no other), and as
/// lying after as many with it.
const LOOKS_IN_A_ROW: usize = 2;
/// A leg this near to its rest has not left the floor.
pub const AT_REST_RAD: f64 = 8f64.to_radians();
/// A leg that came up stays up: at least this part of the later looks shows the floor free.
const STAYS_GONE: f64 = 0.9;
/// A leg that came up is read beside the raised one in at least this part of the looks. The model may place the joints
/// of a far leg that it does not see anywhere.
const STAYS_BESIDE: f64 = 0.7;
/// Legs whose elevations differ by less than this are beside each other (0…17° in 12 recordings with both legs up).
const BESIDE_RAD: f64 = 25f64.to_radians();
/// A leg lies on the floor if at least this part of the looks shows it.
const MIN_SHOWN: f64 = 0.6;

/// How much of a leg the silhouette shows on the floor, 0..1; `None` while a leg is up so little that it may be taken
/// for one on the floor.
pub fn share_on_floor(silhouette: &Silhouette, angles: &JointAngles) -> Option<f64> {
    let [left, right] = Side::BOTH.map(|side| &angles.legs[side]);
    let higher_rad = left.leg_rad.max(right.leg_rad);
    if (HIDES_FLOOR_FROM_RAD..LOOKS_FROM_RAD).contains(&higher_rad) {
        return None;
    }
    let (hips, length) = (left.hip.midpoint(right.hip), left.thigh_and_shank().max(right.thigh_and_shank()));
    let share = |elevation_deg: i32| {
        let (sin, cos) = f64::from(elevation_deg).to_radians().sin_cos();
        let (along, across) =
            (Point::new(angles.caudal.sign() * cos, -sin), Point::new(angles.caudal.sign() * sin, cos));
        let shown = |reach: &&f64| {
            let at = hips + along * (**reach * length);
            let sides = [-HALF_WIDTH, 0.0, HALF_WIDTH].map(|off| silhouette.shows(at + across * (off * length)));
            sides.into_iter().filter(|shown| *shown).count() >= 2
        };
        REACHES.iter().filter(shown).count() as f64 / REACHES.len() as f64
    };
    Some(LYING_DEG.step_by(LYING_STEP_DEG).map(share).fold(0.0, f64::max))
}

/// The side of the raised leg if the silhouette shows no leg on the floor: the model may have overlooked the other one.
pub fn raised_with_none_on_floor(silhouette: &Silhouette, angles: &JointAngles) -> Option<Side> {
    let higher =
        if angles.legs[Side::Left].leg_rad > angles.legs[Side::Right].leg_rad { Side::Left } else { Side::Right };
    let is_up = angles.legs[higher].leg_rad >= LOOKS_FROM_RAD;
    (is_up && share_on_floor(silhouette, angles)? < LIES_FROM).then_some(higher)
}

/// Two legs further than this over the floor are both up.
pub const BOTH_UP_RAD: f64 = 25f64.to_radians();

/// Whether a single image shows both legs up, by their joints, unless the silhouette shows that one of them lies and
/// was misread.
pub fn are_both_up(angles: &JointAngles, silhouette: Option<&Silhouette>) -> bool {
    let on_floor = silhouette.and_then(|outline| share_on_floor(outline, angles));
    angles.legs.iter().all(|leg| leg.leg_rad > BOTH_UP_RAD) && on_floor.is_none_or(|share| share < LIES_FROM)
}

/// Where the other leg was during a raise, by the silhouettes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OtherLeg {
    /// It lay on the floor.
    Down,
    /// It came up, too, at about this moment.
    CameUp(Timestamp),
    /// The silhouettes show no leg on the floor, but its joints are not beside the raised one: joints or silhouettes
    /// are wrong.
    NotShown,
    /// Not known: hidden, out of the image, or never looked at.
    Unknown,
}

impl OtherLeg {
    /// Judges the looks during a raise of `raised`, whose line was at `flat_rad` at rest, until the leg came down.
    pub fn of(raised: Track, before: &[Reading], readings: &[Reading], flat_rad: f64, until: Timestamp) -> Self {
        let above = |r: &Reading| r.lift_rad(raised, flat_rad);
        let at_rest = before.iter().chain(readings.iter().filter(|r| above(r) < AT_REST_RAD));
        let resting = median(at_rest.clone().filter_map(|r| r.on_floor).collect());
        // if no leg is seen even at rest, a blanket or a helper may hide it
        let is_shown_at_rest = resting.is_none_or(|share| share >= LIES_FROM);
        let up = readings.iter().filter(|r| r.time <= until && above(r) > LEGS_APART_RAD);
        let looks: Vec<FloorLook> = up.filter_map(|r| FloorLook::of(r, raised)).collect();
        if looks.is_empty() || !is_shown_at_rest {
            return Self::Unknown;
        }
        if let Some(first) =
            looks.windows(LOOKS_IN_A_ROW.min(looks.len())).position(|row| row.iter().all(FloorLook::is_gone))
        {
            let (before, after) = looks.split_at(first);
            let share =
                |of: fn(&FloorLook) -> bool| after.iter().filter(|look| of(look)).count() as f64 / after.len() as f64;
            if share(FloorLook::is_gone) < STAYS_GONE {
                return Self::Unknown;
            }
            if share(|look| look.beside) < STAYS_BESIDE {
                return Self::NotShown;
            }
            // if a look shows the leg again after it was gone, that look was wrong
            let at_first = before.split(FloorLook::is_gone).next().unwrap_or_default();
            let lying: Vec<&FloorLook> = at_first.iter().filter(|look| look.on_floor >= LIES_FROM).collect();
            let onset = match lying.last().filter(|_| lying.len() >= LOOKS_IN_A_ROW) {
                Some(last_down) => last_down.time + (after[0].time - last_down.time) / 2.0,
                // both came up together, or one look alone was wrong
                None => readings.iter().find(|r| above(r) > AT_REST_RAD).map_or(after[0].time, |r| r.time),
            };
            let lying_rad = median(at_rest.map(|r| r.legs[raised.opposite()].angles.leg_rad).collect());
            let since = readings.iter().filter(|r| r.time > onset && r.time <= until && above(r) > LEGS_APART_RAD);
            let lies_still = lying_rad.is_some_and(|lying_rad| is_seen_lying(since, raised.opposite(), lying_rad));
            return if lies_still { Self::Unknown } else { Self::CameUp(onset) };
        }
        let shown = looks.iter().filter(|look| look.on_floor >= LIES_FROM).count();
        if shown as f64 >= MIN_SHOWN * looks.len() as f64 { Self::Down } else { Self::Unknown }
    }
}

/// Whether the joints of `leg`, whose line was at `lying_rad` at rest, are seen there for long enough: then it did not
/// come up, whatever the silhouettes show.
fn is_seen_lying<'a>(mut readings: impl Iterator<Item = &'a Reading>, leg: Track, lying_rad: f64) -> bool {
    let mut lying = Debounce::default();
    readings.any(|reading| {
        let is_lying = reading.legs[leg].seen && reading.lift_rad(leg, lying_rad) < AT_REST_RAD;
        lying.update(reading.time, is_lying).is_some()
    })
}

/// One look during a raise.
struct FloorLook {
    time: Timestamp,
    on_floor: f64,
    /// The other leg's joints are beside the raised one's.
    beside: bool,
}

impl FloorLook {
    fn of(reading: &Reading, raised: Track) -> Option<Self> {
        let on_floor = reading.on_floor?;
        Some(Self { time: reading.time, on_floor, beside: is_beside(reading, raised) })
    }

    fn is_gone(&self) -> bool {
        self.on_floor <= GONE_UP_TO
    }
}

/// Whether the other leg's joints are where the raised one's are, as if both were up.
fn is_beside(reading: &Reading, raised: Track) -> bool {
    let [line_rad, other_rad] = [raised, raised.opposite()].map(|leg| reading.legs[leg].angles.leg_rad);
    (line_rad - other_rad).abs() < BESIDE_RAD
}

/// Live: counts the looks in a row that show both legs up.
#[derive(Clone, Copy, Debug, Default)]
pub struct AbsentLooks(usize);

impl AbsentLooks {
    /// Takes the next reading, with a look or without; the raised leg is `above_rad` over its rest. Returns whether the
    /// other leg is up, too.
    pub fn update(&mut self, reading: &Reading, raised: Track, above_rad: f64) -> bool {
        if let Some(look) = FloorLook::of(reading, raised) {
            let up_too = above_rad > LEGS_APART_RAD && look.is_gone() && look.beside;
            self.0 = if up_too { self.0 + 1 } else { 0 };
        }
        self.0 >= LOOKS_IN_A_ROW
    }
}
