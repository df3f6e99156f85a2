//! How both legs lay before a raise, as the fitted camera shows them.

use super::seen_raise::{Context, FinishedRaise, SeenRaise};
use crate::motion::body::pair::{Track, Which};
use crate::motion::camera::leg_view::LegView;

/// Elevation over the floor of both legs at rest (mean), where a camera was fitted: up to 4.0° of legs that lie on it
/// (53 renders), 5.0…6.9° of legs that are both held up by 10°.
const LYING_DEG: f64 = 5.5;
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
