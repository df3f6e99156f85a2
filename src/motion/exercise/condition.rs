//! A range that a measure must be in, with hysteresis: it is left a little further out than it is entered.

use super::measure::{Measure, MeasuredLeg};
use crate::motion::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A measure within a range, degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub measure: Measure,
    #[serde(default)]
    pub of: MeasuredLeg,
    /// No lower limit where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_deg: Option<f64>,
    /// No upper limit where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_deg: Option<f64>,
    /// Hysteresis: a condition that holds is left only this far outside its range.
    #[serde(default = "usual_slack_deg")]
    pub slack_deg: f64,
}

/// More than the keypoints' jitter, less than an intended movement (ours).
fn usual_slack_deg() -> f64 {
    5.0
}

impl Condition {
    /// Whether it holds now, `held` before. A value that is not seen changes nothing.
    pub fn holds(&self, value_deg: Option<f64>, held: bool) -> bool {
        let Some(value) = value_deg else { return held };
        let slack = if held { self.slack_deg } else { 0.0 };
        self.from_deg.is_none_or(|from| value >= from - slack) && self.to_deg.is_none_or(|to| value <= to + slack)
    }
}

/// A measure that is not seen for longer than this no longer holds, seconds (ours: an arm that hides it passes sooner).
const LONGEST_HIDDEN_S: f64 = 1.0;

/// Conditions that have to hold together, and whether each does.
#[derive(Clone, Debug, Default)]
pub(super) struct Position {
    /// Whether each condition holds, and when its measure was last seen.
    held: Vec<(bool, Option<Timestamp>)>,
}

impl Position {
    /// Whether all of them hold now.
    pub fn observe(
        &mut self,
        time: Timestamp,
        conditions: &[Condition],
        value_deg: impl Fn(&Condition) -> Option<f64>,
    ) -> bool {
        self.held.resize(conditions.len(), (false, None));
        for (condition, (held, seen)) in conditions.iter().zip(&mut self.held) {
            let value = value_deg(condition);
            if value.is_some() {
                *seen = Some(time);
            }
            let is_hidden = seen.is_none_or(|seen| time - seen > LONGEST_HIDDEN_S);
            *held = !is_hidden && condition.holds(value, *held);
        }
        !conditions.is_empty() && self.held.iter().all(|(held, _)| *held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEG_UP: Condition = Condition {
        measure: Measure::LegElevation,
        of: MeasuredLeg::Working,
        from_deg: Some(40.0),
        to_deg: None,
        slack_deg: 5.0,
    };

    fn seen(values: &[Option<f64>]) -> Vec<bool> {
        let mut position = Position::default();
        let at = |i: usize| Timestamp::from_secs(0.4 * i as f64);
        values.iter().enumerate().map(|(i, deg)| position.observe(at(i), &[LEG_UP], |_| *deg)).collect()
    }

    #[test]
    fn a_value_at_the_limit_does_not_flicker() {
        let values = [38.0, 41.0, 39.0, 36.0, 34.0, 38.0, 40.0].map(Some);
        assert_eq!(seen(&values), [false, true, true, true, false, false, true]);
    }

    #[test]
    fn what_is_not_seen_is_as_it_was_for_a_moment() {
        let values = [None, Some(50.0), None, None, None, Some(50.0), Some(10.0), None];
        assert_eq!(seen(&values), [false, true, true, true, false, true, false, false]);
    }
}
