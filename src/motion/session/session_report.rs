//! What a session found, once it is over.

use super::config::SessionConfig;
use crate::motion::body::pose::Sides;
use crate::motion::body::quality::View;
use crate::motion::guide::decision::Decision;
use crate::motion::time::Timestamp;
use crate::motion::trial::felt::SensationReport;
use crate::motion::trial::leg_result::{JudgedRaise, LegResult, SideSummary};
use crate::motion::trial::trial::Trial;

/// What a session found.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionReport {
    pub view: View,
    pub trials: Vec<Trial>,
    pub sides: Sides<Option<SideSummary>>,
    /// What follows from the results of both legs.
    pub decision: Decision,
    /// A stable rest was found at some time.
    pub rest_seen: bool,
    /// Somebody was seen, lying or not.
    pub anybody_seen: bool,
    /// The person lay flat, at least for part of the time.
    pub lies_flat: bool,
    /// Frames with that leg in the air, whether its raises count or not.
    pub frames_raised: Sides<u64>,
    /// Raises that read higher than a leg can go, and were left out.
    pub misread_raises: u32,
    /// When the film was cut: nothing seen before a cut goes on after it.
    pub cuts: Vec<Timestamp>,
    /// The image is upside down: a raised leg points down in it.
    pub upside_down: bool,
}

/// The result of each leg's trials, and the decision that follows from both and from what was `felt` outside them.
pub fn results(
    trials: &[Trial],
    felt: Option<SensationReport>,
    config: &SessionConfig,
) -> (Sides<Option<SideSummary>>, Decision) {
    let own = || trials.iter().filter(|trial| !trial.is_of_another_person());
    let of_side = |side| own().filter(move |trial| trial.side == side);
    let sides = Sides::of(|side| SideSummary::of(of_side(side).map(JudgedRaise::from), &config.thresholds));
    let legs = Sides::of(|side| LegResult::of(sides[side].as_ref(), of_side(side).next().is_some()));
    let asked = config.flow.is_coached();
    let of_trials = own().filter_map(|trial| SensationReport::of(trial.sensation, trial.ended_by, asked));
    let felt = of_trials.chain(felt).max();
    (sides, Decision::of(config.answers.screening, legs, felt))
}
