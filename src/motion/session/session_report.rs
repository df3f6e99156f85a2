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
    /// What all of it comes to.
    pub decision: Decision,
    /// A stable rest was seen at some time.
    pub rest_seen: bool,
    /// Somebody was seen, lying or not.
    pub anybody_seen: bool,
    /// Whoever was seen lay flat, at least for a part of the time.
    pub lies_flat: bool,
    /// Frames with that leg in the air, also when raises of that leg do not count.
    pub frames_raised: Sides<u64>,
    /// Raises that went higher than a leg can, and were left out.
    pub misread_raises: u32,
    /// Where the film was cut: nothing goes on from what was seen before.
    pub cuts: Vec<Timestamp>,
    /// The image stands on its head: what was raised points down in it.
    pub upside_down: bool,
}

/// What the trials of each leg come to, and all of them together with what was `felt` beside them.
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
