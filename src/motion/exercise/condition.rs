//! A range that a measure has to be in. It is left a little further out than it is entered, so that nothing flickers.

use super::measure::{Measure, Of};
use serde::{Deserialize, Serialize};

/// A measure within a range, degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub measure: Measure,
    #[serde(default)]
    pub of: Of,
    /// No lower limit where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_deg: Option<f64>,
    /// No upper limit where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_deg: Option<f64>,
    /// Once it holds, it is left only so far outside.
    #[serde(default = "usual_slack_deg")]
    pub slack_deg: f64,
}

/// More than keypoints tremble, less than anybody means (ours).
fn usual_slack_deg() -> f64 {
    5.0
}

impl Condition {
    /// Whether it holds, having held or not before. What is not seen changes nothing.
    pub fn holds(&self, value_deg: Option<f64>, held: bool) -> bool {
        let Some(value) = value_deg else { return held };
        let slack = if held { self.slack_deg } else { 0.0 };
        self.from_deg.is_none_or(|from| value >= from - slack) && self.to_deg.is_none_or(|to| value <= to + slack)
    }
}

/// Conditions that have to hold together, and whether each does.
#[derive(Clone, Debug, Default)]
pub(super) struct Position {
    held: Vec<bool>,
}

impl Position {
    /// Whether all of them hold now. `None` where one was never seen and cannot be told.
    pub fn observe(&mut self, conditions: &[Condition], value_deg: impl Fn(&Condition) -> Option<f64>) -> bool {
        self.held.resize(conditions.len(), false);
        for (condition, held) in conditions.iter().zip(&mut self.held) {
            *held = condition.holds(value_deg(condition), *held);
        }
        !conditions.is_empty() && self.held.iter().all(|held| *held)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEG_UP: Condition = Condition {
        measure: Measure::LegElevation,
        of: Of::Working,
        from_deg: Some(40.0),
        to_deg: None,
        slack_deg: 5.0,
    };

    #[test]
    fn a_value_at_the_limit_does_not_flicker() {
        let mut position = Position::default();
        let seen: Vec<bool> =
            [38.0, 41.0, 39.0, 36.0, 34.0, 38.0, 40.0].map(|deg| position.observe(&[LEG_UP], |_| Some(deg))).into();
        assert_eq!(seen, [false, true, true, true, false, false, true]);
    }

    #[test]
    fn what_is_not_seen_is_as_it_was() {
        let mut position = Position::default();
        let mut see = |deg| position.observe(&[LEG_UP], |_| deg);
        assert_eq!(
            [see(None), see(Some(50.0)), see(None), see(Some(10.0)), see(None)],
            [false, true, true, false, false]
        );
    }
}
