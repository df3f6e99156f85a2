//! How `legraise bench` takes times.

use crate::estimator::BareModel;
use crate::motion::median;
use image::RgbImage;
use std::time::Instant;

/// Runs of the bare model for one figure.
pub const RUNS: usize = 40;
/// Frames after which it is the bare model's turn for as many, so that both see the computer equally busy.
pub const STRETCH: usize = 5;

pub fn bare_ms(bare: &mut BareModel, image: &RgbImage) -> anyhow::Result<f64> {
    let input = BareModel::crop(image);
    let start = Instant::now();
    bare.run(input)?;
    Ok(ms(start))
}

pub fn ms(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

pub fn median_ms(times: Vec<f64>) -> f64 {
    median(times).unwrap_or(f64::NAN)
}
