//! Rounding of what documents, tables and the record hold.

/// `value` to so many decimals; never −0.
pub fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    // adding zero turns −0 into 0
    (value * scale).round() / scale + 0.0
}

/// `value` to two decimals: a hundredth of a degree is far below what can be measured.
pub fn hundredths(value: f64) -> f64 {
    rounded(value, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rounds_to_nothing_has_no_sign() {
        assert_eq!([-0.004, -0.006, 84.126].map(|value| hundredths(value).to_string()), ["0", "-0.01", "84.13"]);
    }
}
