//! One file through the pipeline, and its result held against the truth.

use super::compare::{About, Compared, ComparedTrial, Span, matches, span};
use super::marks::{LegKeeper, LegsByFrame};
use super::truth::{Case, TrueTrial, Truth};
use crate::document::Measurement;
use crate::estimator::{ModelInfo, PoseEstimator};
use crate::motion::{SessionConfig, Side};
use crate::pipeline::{Outcome, Pipeline, PipelineError, Sink};
use crate::runtime::Ffmpeg;
use crate::source::{self, FrameSource, Mirrored, Sampling};
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// Measures `case` and compares. `None` when the user stopped the run meanwhile.
///
/// # Errors
/// The file cannot be read to its end, or the model failed.
pub fn compare(
    case: &Case,
    mirrored: bool,
    estimator: &mut dyn PoseEstimator,
    (config, sampling): (SessionConfig, Sampling),
    sinks: Vec<Box<dyn Sink + '_>>,
    stop: &AtomicBool,
) -> Result<Option<(ModelInfo, Vec<Compared>)>, PipelineError> {
    let mut source = source::open(&case.path, sampling, Ffmpeg::find)?;
    let mut config = config;
    if mirrored {
        source = Box::new(Mirrored(source));
        config.side = config.side.map(Side::opposite);
    }
    let pipeline = Pipeline::new(source.as_mut() as &mut dyn FrameSource, estimator, config, Vec::new());
    let mut legs = LegsByFrame::new();
    // of a shorter life than those that were given
    let mut sinks: Vec<Box<dyn Sink + '_>> = sinks;
    sinks.push(Box::new(LegKeeper::new(marked_frames(case), &mut legs)));
    let mut outcome = pipeline.run(sinks, stop);
    if let Some(failure) = outcome.failure.take() {
        return Err(failure);
    }
    if outcome.interrupted {
        return Ok(None);
    }
    let measurement = Measurement::of(&outcome);
    let case = if mirrored { case.mirrored() } else { case.clone() };
    let about = About { case: &case, mirrored, measurement: &measurement };
    let compared = case.truths.iter().flat_map(|truth| match truth {
        Truth::Image(image) => vec![about.image(image)],
        Truth::Clip(trials) => clip(&about, &of_side(trials, config.side), &outcome),
        Truth::Marks(marks) => marks.iter().map(|mark| about.mark(mark, legs.get(&mark.frame).copied())).collect(),
        Truth::Expected(expectation) => about.expectation(expectation),
    });
    let compared = compared.collect();
    Ok(Some((outcome.start.model, compared)))
}

fn marked_frames(case: &Case) -> BTreeSet<u64> {
    let marks = case.truths.iter().filter_map(|truth| match truth {
        Truth::Marks(marks) => Some(marks),
        _ => None,
    });
    marks.flatten().map(|mark| mark.frame).collect()
}

/// Those of the leg that is asked for: raises of the other one are not measured, and are not missed.
fn of_side(truth: &[TrueTrial], asked: Option<Side>) -> Vec<TrueTrial> {
    let is_asked = |trial: &&TrueTrial| asked.is_none() || trial.side.is_none() || trial.side == asked;
    truth.iter().filter(is_asked).cloned().collect()
}

/// The true trials in order, then what was measured besides.
fn clip(about: &About<'_>, truth: &[TrueTrial], outcome: &Outcome) -> Vec<Compared> {
    let measured: Vec<ComparedTrial<'_>> = about
        .measurement
        .trials
        .iter()
        .zip(&outcome.report.trials)
        .map(|(record, trial)| ComparedTrial { record, trial })
        .collect();
    let spans: Vec<Span> = measured.iter().map(|m| (m.record.start_s, m.record.end_s)).collect();
    let same_side = |t: usize, m: usize| truth[t].side == Some(measured[m].record.side);
    let pairs = matches(&truth.iter().map(span).collect::<Vec<_>>(), &spans, same_side);
    let partner = |t: usize| pairs.iter().find(|pair| pair.0 == t).map(|pair| measured[pair.1]);
    let true_ones = truth.iter().enumerate().map(|(t, trial)| about.trial(Some(trial), partner(t)));
    let extra = (0..measured.len()).filter(|m| pairs.iter().all(|pair| pair.1 != *m));
    true_ones.chain(extra.map(|m| about.trial(None, Some(measured[m])))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raises_of_the_leg_that_is_not_asked_for_are_not_missed() {
        let trial =
            |side| TrueTrial { side, angle_deg: 70.0, ended_by: None, onset_s: None, passed: false, frames: vec![] };
        let truth = [Some(Side::Left), Some(Side::Right), None].map(trial);
        let sides = |asked| of_side(&truth, asked).iter().map(|trial| trial.side).collect::<Vec<_>>();
        assert_eq!(sides(None), [Some(Side::Left), Some(Side::Right), None]);
        assert_eq!(sides(Some(Side::Left)), [Some(Side::Left), None]);
    }
}
