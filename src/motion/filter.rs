//! Smoothing over time: causal for the number shown live, zero-phase for the number reported. Works on uneven times.

use crate::motion::time::Timestamp;
use std::ops::Range;

/// A value with its time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimedValue {
    pub time: Timestamp,
    pub value: f64,
}

/// How strongly the live value is smoothed.
#[derive(Clone, Copy, Debug)]
pub struct CausalParameters {
    /// Time after which the output has followed a step by 63 %, seconds.
    pub time_constant_s: f64,
    /// After a gap longer than this the filter starts anew, seconds.
    pub max_gap_s: f64,
}

/// First-order low pass: no future, little delay.
#[derive(Clone, Copy, Debug, Default)]
pub struct CausalFilter {
    last: Option<TimedValue>,
}

impl CausalFilter {
    /// The smoothed value at `time`.
    pub fn update(&mut self, parameters: &CausalParameters, time: Timestamp, value: f64) -> f64 {
        let smoothed = match self.last {
            Some(last) if time - last.time <= parameters.max_gap_s => {
                let weight = 1.0 - (-(time - last.time).max(0.0) / parameters.time_constant_s).exp();
                last.value + weight * (value - last.value)
            }
            _ => value,
        };
        self.last = Some(TimedValue { time, value: smoothed });
        smoothed
    }
}

/// How strongly the reported value is smoothed.
#[derive(Clone, Copy, Debug)]
pub struct ZeroPhaseParameters {
    /// Half of the window, seconds.
    pub half_window_s: f64,
    /// Rounds of down-weighting outliers.
    pub robust_rounds: usize,
}

/// Ours: a leg raised in 3 s has no detail shorter than a quarter of a second; the model's jitter has.
pub const ZERO_PHASE: ZeroPhaseParameters = ZeroPhaseParameters { half_window_s: 0.25, robust_rounds: 2 };

/// Locally weighted regression (LOESS: Cleveland 1979) of degree two with tricube weights in time and bisquare weights
/// against outliers; one smoothed value for each given one. Times must not decrease. Residuals are taken from estimated
/// samples only: an interpolated one lies near the curve however much the others scatter.
pub fn zero_phase(
    parameters: &ZeroPhaseParameters,
    series: &[TimedValue],
    is_estimated: impl Fn(usize) -> bool,
) -> Vec<f64> {
    let mut trust = first_trust(parameters.half_window_s, series);
    let mut smoothed = smooth_once(parameters.half_window_s, series, &trust);
    for _ in 0..parameters.robust_rounds {
        let residuals: Vec<f64> = series.iter().zip(&smoothed).map(|(s, m)| (s.value - m).abs()).collect();
        let read = (0..series.len()).filter(|i| is_estimated(*i));
        let spread = median(read.map(|i| residuals[i]).collect()).unwrap_or(0.0);
        trust = residuals.iter().map(|residual| bisquare(*residual, spread)).collect();
        smoothed = smooth_once(parameters.half_window_s, series, &trust);
    }
    smoothed
}

/// The least spread of residuals, radians (0.2°, twice that of a hold's frames): nothing within six times this is an
/// outlier, even if most samples lie on a line, as interpolated ones do.
const LEAST_SPREAD: f64 = 3.5e-3;
/// With a smaller sum of weights a parabola is not determined.
const LEAST_COUNT: f64 = 3.0;

/// Weight of a sample by its residual over the usual one (Cleveland's six).
fn bisquare(residual: f64, spread: f64) -> f64 {
    let u = (residual / (6.0 * spread.max(LEAST_SPREAD))).min(1.0);
    (1.0 - u * u).powi(2).max(1e-6)
}

/// Weights before there is a curve: a sample far from the median of its neighbours must not bend the first curve.
fn first_trust(half_window_s: f64, series: &[TimedValue]) -> Vec<f64> {
    windows(half_window_s, series)
        .zip(series)
        .map(|(window, now)| {
            let values: Vec<f64> = series[window].iter().map(|s| s.value).collect();
            let middle = median(values.clone()).unwrap_or(now.value);
            let spread = median(values.iter().map(|v| (v - middle).abs()).collect()).unwrap_or(0.0);
            bisquare((now.value - middle).abs(), spread)
        })
        .collect()
}

/// For each sample, the range of those within half a window around it.
fn windows(half_window_s: f64, series: &[TimedValue]) -> impl Iterator<Item = Range<usize>> {
    let (mut first, mut end) = (0, 0);
    series.iter().map(move |now| {
        while now.time - series[first].time > half_window_s {
            first += 1;
        }
        while series.get(end).is_some_and(|s| s.time - now.time <= half_window_s) {
            end += 1;
        }
        first..end
    })
}

fn smooth_once(half_window_s: f64, series: &[TimedValue], trust: &[f64]) -> Vec<f64> {
    windows(half_window_s, series)
        .zip(series)
        .map(|(window, now)| {
            let near = series[window.clone()].iter().zip(&trust[window]).map(|(s, trust)| {
                let x = (s.time - now.time) / (half_window_s * 1.0001);
                (x, s.value, trust * (1.0 - x.abs().powi(3)).powi(3))
            });
            local_quadratic(near).unwrap_or(now.value)
        })
        .collect()
}

/// Value at x = 0 of the weighted parabola through (x, value, weight), or the weighted mean if the points do not
/// determine a parabola.
fn local_quadratic(points: impl Iterator<Item = (f64, f64, f64)>) -> Option<f64> {
    let (mut s, mut t, mut count, mut squares) = ([0.0; 5], [0.0; 3], 0, 0.0);
    for (x, value, weight) in points {
        squares += weight * weight;
        let mut power = weight;
        for (k, sum) in s.iter_mut().enumerate() {
            *sum += power;
            if k < 3 {
                t[k] += power * value;
            }
            power *= x;
        }
        count += 1;
    }
    if s[0] <= 0.0 {
        return None;
    }
    let mean = t[0] / s[0];
    // a small ridge term stabilises a one-sided window
    let (s2, s4) = (s[2] + 1e-9, s[4] + 1e-9);
    let determinant = s[0] * (s2 * s4 - s[3] * s[3]) - s[1] * (s[1] * s4 - s[3] * s2) + s2 * (s[1] * s[3] - s2 * s2);
    if count < 6 || s[0] * s[0] < LEAST_COUNT * squares || determinant.abs() < 1e-7 * s[0].powi(3) {
        return Some(mean);
    }
    let value = t[0] * (s2 * s4 - s[3] * s[3]) - s[1] * (t[1] * s4 - s[3] * t[2]) + s2 * (t[1] * s[3] - s2 * t[2]);
    Some(value / determinant)
}

/// The series without peaks shorter than `secs`: a morphological opening, the maximum of the minimum in windows of that
/// length. A steady rise or fall is unchanged, except in the half windows at the ends.
pub fn without_spikes(series: &[TimedValue], secs: f64) -> Vec<TimedValue> {
    let within = |from: &[TimedValue], time: Timestamp, best: fn(f64, f64) -> f64| {
        from.iter().filter(|s| (s.time - time).abs() <= secs / 2.0).map(|s| s.value).reduce(best)
    };
    let over = |from: &[TimedValue], best: fn(f64, f64) -> f64| -> Vec<TimedValue> {
        let at = |s: &TimedValue| TimedValue { time: s.time, value: within(from, s.time, best).unwrap_or(s.value) };
        from.iter().map(at).collect()
    };
    over(&over(series, f64::min), f64::max)
}

/// The middle value; the mean of the two middle ones when their number is even.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

/// The value that this share of the values, 0..1, lies below.
pub fn quantile(mut values: Vec<f64>, share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get((values.len() as f64 * share) as usize).copied()
}

/// Standard deviation estimated from the median absolute deviation, which a few outliers do not move.
pub fn robust_sd(values: &[f64]) -> Option<f64> {
    let middle = median(values.to_vec())?;
    median(values.iter().map(|v| (v - middle).abs()).collect()).map(|mad| 1.4826 * mad)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(of: impl Fn(f64) -> f64) -> Vec<TimedValue> {
        // an uneven frame rate
        let mut t = 0.0;
        (0..90)
            .map(|i| {
                t += if i % 3 == 0 { 0.066 } else { 0.033 };
                TimedValue { time: Timestamp::from_secs(t), value: of(t) }
            })
            .collect()
    }

    #[test]
    fn zero_phase_keeps_ramps_and_parabolas_where_they_are() {
        for of in [|t: f64| 3.0 * t - 2.0, |t: f64| 1.0 - (t - 2.0).powi(2)] {
            let s = series(of);
            for (s, m) in s.iter().zip(zero_phase(&ZERO_PHASE, &s, |_| true)) {
                assert!((s.value - m).abs() < 1e-3, "{} {}", s.value, m);
            }
        }
    }

    #[test]
    fn zero_phase_ignores_a_single_wild_value() {
        let mut s = series(|t| t);
        s[40].value += 50.0;
        let smooth = zero_phase(&ZERO_PHASE, &s, |_| true);
        assert!((smooth[40] - s[40].time.secs()).abs() < 0.05, "{} at {}", smooth[40], s[40].time.secs());
    }

    #[test]
    fn zero_phase_follows_readings_most_of_which_lie_on_a_line() {
        // a leg that rises in steps, of which some were not read
        let steps =
            [18.4, 18.4, 19.87, 19.84, 21.05, 22.26, 22.2, 23.44, 24.68, 24.7, 25.77, 26.83, 26.86, 28.05, 29.25];
        let series: Vec<_> = (0..60)
            .map(|i| TimedValue {
                time: Timestamp::from_secs(0.05 * f64::from(i)),
                value: (steps[i as usize % 15] + 10.85 * f64::from(i / 15)).to_radians(),
            })
            .collect();
        for (s, m) in series.iter().zip(zero_phase(&ZERO_PHASE, &series, |_| true)) {
            assert!((s.value - m).to_degrees().abs() < 1.0, "{:?} {}", s.time, m.to_degrees() - s.value.to_degrees());
        }
    }

    #[test]
    fn zero_phase_survives_short_and_sparse_series() {
        assert!(zero_phase(&ZERO_PHASE, &[], |_| true).is_empty());
        let one = [TimedValue { time: Timestamp::ZERO, value: 5.0 }];
        assert_eq!(zero_phase(&ZERO_PHASE, &one, |_| true), [5.0]);
        let sparse: Vec<_> =
            (0..5).map(|i| TimedValue { time: Timestamp::from_secs(f64::from(i)), value: f64::from(i) }).collect();
        assert_eq!(zero_phase(&ZERO_PHASE, &sparse, |_| true), [0.0, 1.0, 2.0, 3.0, 4.0]);
    }

    #[test]
    fn the_causal_filter_lags_but_arrives() {
        let parameters = CausalParameters { time_constant_s: 0.1, max_gap_s: 1.0 };
        let mut filter = CausalFilter::default();
        filter.update(&parameters, Timestamp::ZERO, 0.0);
        let soon = filter.update(&parameters, Timestamp::from_secs(0.1), 1.0);
        assert!((soon - 0.632).abs() < 0.01);
        let later = (2..30).map(|i| filter.update(&parameters, Timestamp::from_secs(0.1 * f64::from(i)), 1.0)).last();
        assert!(later.unwrap() > 0.999);
        assert_eq!(filter.update(&parameters, Timestamp::from_secs(9.0), 5.0), 5.0, "after a gap it starts anew");
    }

    #[test]
    fn medians() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
    }

    #[test]
    fn quantiles() {
        let values: Vec<f64> = (0..40).rev().map(f64::from).collect();
        assert_eq!([0.0, 0.05, 0.1, 0.75].map(|share| quantile(values.clone(), share).unwrap()), [0.0, 2.0, 4.0, 30.0]);
        assert_eq!(quantile(Vec::new(), 0.5), None);
    }

    #[test]
    fn spikes_go_and_steady_changes_stay() {
        let at = |i: u32| f64::from(i) * 0.05;
        let ramp = |t: f64| if t < 2.0 { 0.0 } else { 8.0 * (t - 2.0) };
        let spiky = |i: u32| ramp(at(i)) + if i % 20 < 9 { 40.0 } else { 0.0 };
        let series = |of: &dyn Fn(u32) -> f64| -> Vec<TimedValue> {
            (0..100).map(|i| TimedValue { time: Timestamp::from_secs(at(i)), value: of(i) }).collect()
        };
        let clean = without_spikes(&series(&|i| ramp(at(i))), 0.5);
        let inner = |series: &[TimedValue]| -> Vec<TimedValue> {
            series.iter().filter(|s| (0.5..4.4).contains(&s.time.secs())).copied().collect()
        };
        assert!(inner(&clean).iter().all(|s| (s.value - ramp(s.time.secs())).abs() < 1e-9), "a ramp stays");
        let kept = without_spikes(&series(&spiky), 0.5);
        assert!(inner(&kept).iter().all(|s| (s.value - ramp(s.time.secs())).abs() < 5.0), "spikes of 0.45 s go");
    }
}
