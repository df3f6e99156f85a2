//! How well two methods of measurement agree. Numbers in, numbers out.

use serde::Serialize;

/// Standard deviations on either side of the bias between which 95 % of normally distributed differences lie.
const Z_95: f64 = 1.96;

/// Agreement of measured with true values, all in degrees. An error is measured minus true.
///
/// The limits of agreement are those of Bland and Altman, Lancet 1986;1:307: bias ± 1.96 standard deviations of the
/// differences.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Agreement {
    pub n: usize,
    /// Mean error.
    pub bias_deg: f64,
    /// Mean absolute error.
    pub mae_deg: f64,
    /// Sample standard deviation of the errors (divisor n − 1); `None` for a single one.
    pub sd_deg: Option<f64>,
    /// Lower and upper 95 % limit of agreement; `None` for a single error.
    pub limits_of_agreement_deg: Option<[f64; 2]>,
    /// 95th percentile of the absolute errors, see `percentile`.
    pub p95_deg: f64,
    /// Largest absolute error.
    pub max_deg: f64,
}

impl Agreement {
    /// `None` when there are no errors to speak of. Errors in degrees.
    pub fn of(errors_deg: &[f64]) -> Option<Self> {
        let bias_deg = mean(errors_deg)?;
        let sd_deg = standard_deviation(errors_deg);
        let absolute: Vec<f64> = errors_deg.iter().map(|e| e.abs()).collect();
        Some(Self {
            n: errors_deg.len(),
            bias_deg,
            mae_deg: mean(&absolute)?,
            sd_deg,
            limits_of_agreement_deg: sd_deg.map(|sd| [bias_deg - Z_95 * sd, bias_deg + Z_95 * sd]),
            p95_deg: percentile(&absolute, 0.95)?,
            max_deg: percentile(&absolute, 1.0)?,
        })
    }
}

/// How often something was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    pub right: usize,
    pub of: usize,
}

impl Share {
    pub fn count(answers: impl IntoIterator<Item = bool>) -> Self {
        answers
            .into_iter()
            .fold(Self::default(), |share, right| Self { right: share.right + usize::from(right), of: share.of + 1 })
    }

    /// Percent; `None` of nothing.
    pub fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| 100.0 * self.right as f64 / self.of as f64)
    }
}

pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// Sample standard deviation (divisor n − 1); `None` below two values.
fn standard_deviation(values: &[f64]) -> Option<f64> {
    let mean = mean(values).filter(|_| values.len() > 1)?;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    Some((squares / (values.len() - 1) as f64).sqrt())
}

/// The value below which the part `share` (0..=1) of the values lies, interpolated between neighbours (definition 7 of
/// Hyndman and Fan, Am Stat 1996;50:361, the usual one of R and NumPy).
fn percentile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = share * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    Some(below + (above - below) * at.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(got: f64, want: f64) {
        assert!((got - want).abs() < 1e-9, "{got}, expected {want}");
    }

    #[test]
    fn agreement_of_four_known_errors() {
        let a = Agreement::of(&[-1.0, 2.0, 3.0, 0.0]).unwrap();
        assert_eq!(a.n, 4);
        close(a.bias_deg, 1.0);
        close(a.mae_deg, 1.5);
        // squares 4 + 1 + 4 + 1 over 3
        let sd = (10.0_f64 / 3.0).sqrt();
        close(a.sd_deg.unwrap(), sd);
        let [low, high] = a.limits_of_agreement_deg.unwrap();
        close(low, 1.0 - 1.96 * sd);
        close(high, 1.0 + 1.96 * sd);
        // |errors| 0 1 2 3: at 2.85 of 0..=3
        close(a.p95_deg, 2.85);
        close(a.max_deg, 3.0);
    }

    #[test]
    fn one_error_has_no_spread_and_none_no_agreement() {
        let a = Agreement::of(&[-2.5]).unwrap();
        assert_eq!((a.n, a.sd_deg, a.limits_of_agreement_deg), (1, None, None));
        assert_eq!((a.bias_deg, a.mae_deg, a.p95_deg, a.max_deg), (-2.5, 2.5, 2.5, 2.5));
        assert_eq!(Agreement::of(&[]), None);
    }

    #[test]
    fn percentiles_as_numpy_has_them() {
        let values = [15.0, 20.0, 35.0, 40.0, 50.0];
        close(percentile(&values, 0.4).unwrap(), 29.0);
        close(percentile(&values, 0.0).unwrap(), 15.0);
        close(percentile(&values, 1.0).unwrap(), 50.0);
    }

    #[test]
    fn shares_count_and_say_nothing_of_nothing() {
        let share = Share::count([true, false, true, true]);
        assert_eq!(share, Share { right: 3, of: 4 });
        close(share.percent().unwrap(), 75.0);
        assert_eq!(Share::default().percent(), None);
    }
}
