//! How both legs lay before a raise, as the fitted camera shows them.

use super::seen_raise::{Context, FinishedRaise, SeenRaise};
use crate::motion::body::pair::{Track, Which};
use crate::motion::camera::leg_view::LegView;

/// Elevation over the floor of both legs at rest (mean), where a camera was fitted: up to 4.0° of legs that lie on it
/// (53 renders), 5.0…6.9° of legs that are both held up by 10°.
const LYING_DEG: f64 = 5.5;
/// Lines hip → ankle of legs that both lie on the floor differ by 4.6° at most (53 renders), by 6–12° with one held 15°
/// up. A camera that looks down shows legs that are spread at other angles:
/// by half a radian they differ by this much more for each unit of the sine of its pitch.
const LEGS_DIFFER_DEG: f64 = 6.0;
const SPREAD_DEG: f64 = 12.0;
/// Without a fitted camera it may look down by so much, radians.
const USUAL_PITCH_RAD: f64 = 0.1;
/// Knee flexion at rest beyond what a straight knee reads: up to 15.4° of straight ones, and of knees with a roll of
/// 12–16° under them (53 renders); 19…27° of knees drawn up by 25–27°.
const STRAIGHT_DEG: f64 = 18.0;

/// Whether both legs were held above the floor and seemed to rest.
pub fn are_both_up(seen: &SeenRaise, raise: &FinishedRaise<'_>, context: &Context<'_>) -> bool {
    let elevation_deg = |track| {
        let rest = context.at_rest(track)?;
        Some(view(seen, raise, track).thigh_rad(rest.leg_rad).to_degrees())
    };
    let [a, b] = Track::BOTH.map(elevation_deg);
    seen.camera.is_some() && a.zip(b).is_some_and(|(a, b)| (a + b) / 2.0 > LYING_DEG)
}

/// Whether one leg lay at rest and the other was held above the floor.
pub fn is_one_up(seen: &SeenRaise, context: &Context<'_>) -> bool {
    let pitch_rad = seen.camera.as_ref().map_or(USUAL_PITCH_RAD, |camera| camera.pitch_rad);
    let lines = Track::BOTH.map(|track| context.at_rest(track).map(|leg| leg.leg_rad.to_degrees()));
    let [a, b] = lines;
    a.zip(b).is_some_and(|(a, b)| (a - b).abs() > LEGS_DIFFER_DEG + SPREAD_DEG * pitch_rad.sin().abs())
}

/// Whether the knee of a leg that seemed to lie flat was bent.
pub fn is_knee_bent(seen: &SeenRaise, raise: &FinishedRaise<'_>, context: &Context<'_>, track: Track) -> bool {
    context.at_rest(track).is_some_and(|rest| {
        let straight_rad = view(seen, raise, track).straight_knee_rad(rest.leg_rad);
        (rest.knee_flexion_rad - straight_rad).to_degrees() > STRAIGHT_DEG
    })
}

/// How the camera sees that leg.
fn view<'a>(seen: &'a SeenRaise, raise: &FinishedRaise<'_>, track: Track) -> &'a LegView {
    let depth = if track == raise.track { seen.setting.raised } else { seen.setting.raised.opposite() };
    seen.camera.as_ref().map_or(LegView::side_on(depth), |camera| camera.leg(depth))
}
