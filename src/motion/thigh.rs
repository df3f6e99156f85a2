//! The thigh's elevation over the floor: the number that all this is for.

use super::camera_fit::CameraFit;

/// Shank over thigh, hip centre to knee centre to ankle (anthropometry: 0.246 and 0.245 of the stature; Winter 2009).
const SHANK_OVER_THIGH: f64 = 1.0;
/// What the line hip → ankle of the model's keypoints lacks to the line between the joints: `A·cos(elevation) + B`. The model sees the hip
/// joint a little to the front. Least squares over the 54 renders of straight legs within 10° of side-on; the clips had no part in it.
const HIP_OFFSET_RAD: f64 = 2.0 / 180.0 * std::f64::consts::PI;
const ANKLE_OFFSET_RAD: f64 = -0.3 / 180.0 * std::f64::consts::PI;
/// What a straight knee is bent (the renders: 1.5–2.3°). Half of it is between the thigh and the line hip → ankle.
const STRAIGHT_KNEE_RAD: f64 = 2.0 / 180.0 * std::f64::consts::PI;
/// A knee's bend beyond rest is read to about this (standard deviation on renders 3–4°, with the model's own drift): smaller bends are mostly
/// error, and are taken as the smaller the more so (Wiener's weight).
const BEND_NOISE_RAD: f64 = 6.0 / 180.0 * std::f64::consts::PI;

/// Elevation of the thigh over the floor, from the elevation of the line hip → ankle of the model's keypoints in the picture, the knee's
/// flexion beyond rest, and where the camera stood, when that is known.
pub fn thigh_elevation_rad(leg_rad: f64, knee_flexion_beyond_rest_rad: f64, camera: Option<&CameraFit>) -> f64 {
    let joints_rad = leg_rad + HIP_OFFSET_RAD * leg_rad.cos() + ANKLE_OFFSET_RAD;
    let floor_rad = camera.map_or(joints_rad, |camera| camera.floor_from_picture(joints_rad));
    floor_rad + thigh_over_line_rad(knee_flexion_beyond_rest_rad)
}

/// From the line hip → ankle up to the thigh: a straight knee's share, and the bend beyond rest as far as it is believed.
///
/// Exact for the triangle hip–knee–ankle; a stretch beyond the rest is taken as error.
pub(super) fn thigh_over_line_rad(knee_flexion_beyond_rest_rad: f64) -> f64 {
    let read = knee_flexion_beyond_rest_rad.max(0.0);
    let bend = STRAIGHT_KNEE_RAD + read.powi(3) / (read.powi(2) + BEND_NOISE_RAD.powi(2));
    (SHANK_OVER_THIGH * bend.sin()).atan2(1.0 + SHANK_OVER_THIGH * bend.cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bend_lifts_the_thigh_half_its_size_above_the_line() {
        let straight = thigh_elevation_rad(0.5, 0.0, None);
        let bent = thigh_elevation_rad(0.5, 0.2, None);
        assert!((bent - straight - 0.1).abs() < 0.025, "most of it");
        let slightly = thigh_elevation_rad(0.5, 0.05, None);
        assert!(slightly - straight < 0.01, "a bend within the error is hardly believed");
        assert_eq!(thigh_elevation_rad(0.5, -0.2, None), straight, "a stretch is noise");
    }
}
