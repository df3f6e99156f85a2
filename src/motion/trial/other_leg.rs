//! Where the other leg is while one is raised: on the floor, up as well, or not to be told.
//!
//! The model lays a hidden leg's keypoints on the leg that hides it, so keypoints alone can't tell a leg that came up,
//! too, from one that lies behind the raised one. The outline can: where a leg lies, it shows somebody; where both are
//! up, it shows floor.

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

/// Directions in which a leg on the floor may lie as seen from between the hips, degrees over the image's horizontal:
/// in renders and recordings of people −15…+6.
const LYING_DEG: std::ops::RangeInclusive<i32> = -18..=12;
const LYING_STEP_DEG: usize = 3;
/// Where along the leg it is looked for, in its length from the hips: beyond the hands of arms that lie beside the
/// body.
const REACHES: [f64; 9] = [0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
/// Half of what a leg is wide at least, in its length.
const HALF_WIDTH: f64 = 0.04;
/// From this share on a leg lies there, up to that share none does. In 18 random renders and 16 recordings of people:
/// at least 0.42 (of single frames, median 1) where one leg lay, 0 where none did.
const LIES_FROM: f64 = 0.5;
const GONE_UP_TO: f64 = 0.2;
/// A leg over the floor by this much, up to [`LOOKS_FROM_RAD`], has its calf and the one beside it where a leg may lie.
const HIDES_FLOOR_FROM_RAD: f64 = 12f64.to_radians();
/// From this elevation on, the calves of raised legs are clear of where a leg may lie.
const LOOKS_FROM_RAD: f64 = 30f64.to_radians();
/// This many looks in a row that show no leg are no misreading, nor is the only one, where the raise was over then; so
/// many that show it are none.
const LOOKS_IN_A_ROW: usize = 2;
/// A raised leg that is this near to its rest has not left the floor.
pub const AT_REST_RAD: f64 = 8f64.to_radians();
/// A leg that came up stays up: in this part of the looks from then on the floor is free.
const STAYS_GONE: f64 = 0.9;
/// A leg that came up is read beside the raised one in this part of the looks: the joints of a far leg that the model
/// does not see at all are anywhere.
const STAYS_BESIDE: f64 = 0.7;
/// Legs within this of each other are beside each other (0…17° in 12 recordings with both legs up).
const BESIDE_RAD: f64 = 25f64.to_radians();
/// The part of the looks that must show the leg.
const MIN_SHOWN: f64 = 0.6;

/// How much of a leg the outline shows on the floor, 0..1; `None` where a leg is up, and still so low that it may be
/// taken for one that lies.
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

/// The side of the leg that is up, where the outline shows none on the floor: it may be overlooked beside that one.
pub fn raised_with_none_on_floor(silhouette: &Silhouette, angles: &JointAngles) -> Option<Side> {
    let higher =
        if angles.legs[Side::Left].leg_rad > angles.legs[Side::Right].leg_rad { Side::Left } else { Side::Right };
    let is_up = angles.legs[higher].leg_rad >= LOOKS_FROM_RAD;
    (is_up && share_on_floor(silhouette, angles)? < LIES_FROM).then_some(higher)
}

/// Two legs further than this over the floor are both up.
pub const BOTH_UP_RAD: f64 = 25f64.to_radians();

/// Whether a single image shows both legs up: by their joints, as long as the outline does not show that one of them
/// is misread and lies.
pub fn are_both_up(angles: &JointAngles, silhouette: Option<&Silhouette>) -> bool {
    let on_floor = silhouette.and_then(|outline| share_on_floor(outline, angles));
    angles.legs.iter().all(|leg| leg.leg_rad > BOTH_UP_RAD) && on_floor.is_none_or(|share| share < LIES_FROM)
}

/// What the outlines of a raise say of the other leg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OtherLeg {
    /// It lay on the floor.
    Down,
    /// It came up, too: it was last on the floor before this moment.
    CameUp(Timestamp),
    /// The outlines show no leg on the floor, and its joints are not beside the raised one: joints or outlines are
    /// wrong.
    NotShown,
    /// Nothing tells: hidden, out of the image, or never looked at.
    Unknown,
}

impl OtherLeg {
    /// From the looks at a raise of `raised`, whose line was at `flat_rad` when it lay, until it came down.
    pub fn of(raised: Track, before: &[Reading], readings: &[Reading], flat_rad: f64, until: Timestamp) -> Self {
        let above = |r: &Reading| r.lift_rad(raised, flat_rad);
        let at_rest = before.iter().chain(readings.iter().filter(|r| above(r) < AT_REST_RAD));
        let resting = median(at_rest.clone().filter_map(|r| r.on_floor).collect());
        // where no leg is seen even at rest, a blanket or a helper may be before it
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
            // a leg that seems to lie again after it was gone was up all the time
            let at_first = before.split(FloorLook::is_gone).next().unwrap_or_default();
            let lying: Vec<&FloorLook> = at_first.iter().filter(|look| look.on_floor >= LIES_FROM).collect();
            let onset = match lying.last().filter(|_| lying.len() >= LOOKS_IN_A_ROW) {
                Some(last_down) => last_down.time + (after[0].time - last_down.time) / 2.0,
                // both came up together: one look alone may be wrong
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

/// Whether the joints of `leg`, whose line was at `lying_rad` when it lay, are seen there for as long as counts:
/// whatever the outlines miss, such a leg did not come up.
fn is_seen_lying<'a>(mut readings: impl Iterator<Item = &'a Reading>, leg: Track, lying_rad: f64) -> bool {
    let mut lying = Debounce::default();
    readings.any(|reading| {
        let is_lying = reading.legs[leg].seen && reading.lift_rad(leg, lying_rad) < AT_REST_RAD;
        lying.update(reading.time, is_lying).is_some()
    })
}

/// A moment of a raise at which a leg was looked for on the floor.
struct FloorLook {
    time: Timestamp,
    on_floor: f64,
    /// The other leg's joints are read beside the raised one's.
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

/// Whether the joints of the other leg are read where the raised one is: as those of two legs that are up together are.
fn is_beside(reading: &Reading, raised: Track) -> bool {
    let [line_rad, other_rad] = [raised, raised.opposite()].map(|leg| reading.legs[leg].angles.leg_rad);
    (line_rad - other_rad).abs() < BESIDE_RAD
}

/// Follows the looks while a leg is up: whether the other one is up as well, by as many of them as it takes.
#[derive(Clone, Copy, Debug, Default)]
pub struct AbsentLooks(usize);

impl AbsentLooks {
    /// The next reading, with a look or without; the raised leg is `above_rad` over its rest. Whether the other leg is
    /// up, too.
    pub fn update(&mut self, reading: &Reading, raised: Track, above_rad: f64) -> bool {
        if let Some(look) = FloorLook::of(reading, raised) {
            let up_too = above_rad > LEGS_APART_RAD && look.is_gone() && look.beside;
            self.0 = if up_too { self.0 + 1 } else { 0 };
        }
        self.0 >= LOOKS_IN_A_ROW
    }
}
