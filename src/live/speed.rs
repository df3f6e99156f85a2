//! Measures how fast a model is on this computer, and chooses one.

use super::{ModelChoice, ModelPreference};
use crate::estimator::{BlazePose, EstimatorError, LandmarkModel};
use std::num::NonZeroUsize;

/// If a frame takes longer than this, too few of a raise are estimated, seconds. A raise is slow: ten frames a second
/// of the better model are worth more than thirty of the other, which sometimes places the far leg on the near one.
pub const SLOWEST_S: f64 = 0.1;

/// Loads the preferred model; with `Auto` the most accurate one that is fast enough.
pub fn choose_model(preference: ModelPreference) -> Result<(BlazePose, ModelChoice), EstimatorError> {
    let load = |model: LandmarkModel| {
        let mut estimator = BlazePose::load(model, NonZeroUsize::MIN)?;
        let frame_s = estimator.fastest_frame_s()?;
        Ok((estimator, ModelChoice { model, frame_s }))
    };
    match preference {
        ModelPreference::Heavy => load(LandmarkModel::Heavy),
        ModelPreference::Full => load(LandmarkModel::Full),
        ModelPreference::Auto => {
            let heavy = load(LandmarkModel::Heavy)?;
            if heavy.1.frame_s <= SLOWEST_S { Ok(heavy) } else { load(LandmarkModel::Full) }
        }
    }
}
