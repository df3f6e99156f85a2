//! How fast a model is on this computer, and which one to take.

use super::{ModelChoice, ModelPreference};
use crate::estimator::{BlazePose, EstimatorError, LandmarkModel};
use std::num::NonZeroUsize;

/// A frame that takes longer than this leaves too few of a raise, seconds. A raise is slow: ten of the better model a
/// second are worth more than thirty of the other, which now and then lays the far leg on the near one.
pub const SLOWEST_S: f64 = 0.1;

/// Loads the model that is wanted; without a wish the most accurate one that is fast enough.
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
