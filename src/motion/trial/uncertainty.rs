//! The uncertainty budget of a result: each source as a standard uncertainty, and their sum.

use crate::motion::body::quality::Precision;

/// Standard uncertainty of where the model sees a body's joints, beyond what the camera fit accounts for, radians.
fn sd_body_rad(precision: Precision) -> f64 {
    match precision {
        // of 30 raises of bodies that nothing was learned from, the fit's own ± held 26
        Precision::Fine => 0.8f64.to_radians(),
        // held peaks of 28 renders were off by 2.7° (root mean square), of which the fit accounts for 1.5°
        Precision::Coarse => 2.3f64.to_radians(),
    }
}

/// Standard uncertainty of a raise whose camera could not be fitted, radians.
const SD_NO_CAMERA_RAD: f64 = 3f64.to_radians();
/// Standard uncertainty of a raise without a rest before it, radians.
const SD_NO_REST_RAD: f64 = 1f64.to_radians();
/// Standard uncertainty of a raise that a bent knee ended, radians: knees read as bent or straight by 4–5° on one body
/// and not on another (105 rendered bodies), and a bend over the limit is found so much too early or too late (results
/// of six such raises were off by 3.4°, root mean square).
const SD_BENT_KNEE_RAD: f64 = 3f64.to_radians();
/// Standard uncertainty of a raise with a foot outside the image, whose place the model guesses, radians.
const SD_FOOT_OUTSIDE_RAD: f64 = 3f64.to_radians();
/// Standard uncertainty of an onset, seconds, during which the angle changes.
const SD_ONSET_S: f64 = 0.08;
/// The ± is this many standard uncertainties: it covers the truth in 95 of 100 cases.
const COVERAGE: f64 = 2.0;
/// Added to the ± of a leg that was read as the near one and is the far one, or the other way round, radians: their
/// usual keypoint offsets put the line from hip to ankle up to 1.5° apart.
pub const OF_OTHER_DEPTH_RAD: f64 = 3f64.to_radians();

/// Where a result's uncertainty comes from.
pub struct Sources {
    pub precision: Precision,
    /// Standard uncertainty that the fit of camera and body leaves; `None` without a fit.
    pub camera_rad: Option<f64>,
    /// Scatter of the readings around the result.
    pub noise_rad: f64,
    pub no_rest: bool,
    /// How far the camera turned after the rest, as far as it was seen.
    pub turned_rad: f64,
    /// How far the camera was tilted without a fit that corrects for it.
    pub askew_rad: f64,
    pub foot_outside: bool,
    pub bent_knee: bool,
    /// How fast the leg moved when something ended the raise, if something did.
    pub stopped_at_rad_s: Option<f64>,
}

/// Half-width of the 95 % interval of a result.
pub fn of_result_rad(sources: &Sources) -> f64 {
    let all = [
        Some(sd_body_rad(sources.precision)),
        Some(sources.camera_rad.unwrap_or(SD_NO_CAMERA_RAD)),
        Some(sources.noise_rad),
        sources.no_rest.then_some(SD_NO_REST_RAD),
        // an error here changes the result by as much
        Some(sources.turned_rad / COVERAGE),
        Some(sources.askew_rad / COVERAGE),
        sources.foot_outside.then_some(SD_FOOT_OUTSIDE_RAD),
        sources.bent_knee.then_some(SD_BENT_KNEE_RAD),
        sources.stopped_at_rad_s.map(|speed| SD_ONSET_S * speed),
    ];
    COVERAGE * all.into_iter().flatten().map(|sd| sd * sd).sum::<f64>().sqrt()
}

/// The part of the half-width that all raises of this person before this camera share.
pub fn shared_rad(sources: &Sources) -> f64 {
    COVERAGE * sd_body_rad(sources.precision).hypot(sources.camera_rad.unwrap_or(SD_NO_CAMERA_RAD))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STILL: Sources = Sources {
        precision: Precision::Fine,
        camera_rad: Some(0.01),
        noise_rad: 0.0,
        no_rest: false,
        turned_rad: 0.0,
        askew_rad: 0.0,
        foot_outside: false,
        bent_knee: false,
        stopped_at_rad_s: None,
    };

    #[test]
    fn whatever_is_not_known_widens_the_interval() {
        let least = of_result_rad(&STILL);
        assert!(
            (least - 2.0 * 0.01f64.hypot(sd_body_rad(Precision::Fine))).abs() < 1e-12,
            "two standard uncertainties"
        );
        let wider = [
            Sources { precision: Precision::Coarse, ..STILL },
            Sources { camera_rad: None, ..STILL },
            Sources { noise_rad: 0.01, ..STILL },
            Sources { no_rest: true, ..STILL },
            Sources { turned_rad: 0.1, ..STILL },
            Sources { foot_outside: true, ..STILL },
            Sources { bent_knee: true, ..STILL },
            Sources { stopped_at_rad_s: Some(0.3), ..STILL },
        ];
        assert!(wider.iter().all(|sources| of_result_rad(sources) > least));
    }
}
