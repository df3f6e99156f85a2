//! One file through the pipeline, and its result held against the truth.

use super::compare::{About, Compared, MeasuredTrial, Span, matches, span};
use super::truth::{Case, TrueTrial, Truth};
use crate::estimator::{ModelInfo, PoseEstimator};
use crate::motion::SessionConfig;
use crate::pipeline::{Outcome, Pipeline, PipelineError, Sink};
use crate::record::Measurement;
use crate::source::{self, Ffmpeg, FrameSource, Mirrored};
use std::sync::atomic::AtomicBool;

/// Measures `case` and compares. `None` when the user stopped the run meanwhile.
///
/// # Errors
/// The file cannot be read to its end, or the model failed.
pub fn compare(
    case: &Case,
    mirrored: bool,
    estimator: &mut dyn PoseEstimator,
    config: SessionConfig,
    sinks: Vec<Box<dyn Sink + '_>>,
    stop: &AtomicBool,
) -> Result<Option<(ModelInfo, Vec<Compared>)>, PipelineError> {
    let mut source = source::open(&case.path, Ffmpeg::find)?;
    if mirrored {
        source = Box::new(Mirrored(source));
    }
    let pipeline = Pipeline::new(source.as_mut() as &mut dyn FrameSource, estimator, config, Vec::new());
    let start = pipeline.start().clone();
    let mut outcome = pipeline.run(sinks, stop);
    if let Some(failure) = outcome.failure.take() {
        return Err(failure);
    }
    if outcome.interrupted {
        return Ok(None);
    }
    let measurement = Measurement::of(&start, &outcome);
    let case = if mirrored { case.mirrored() } else { case.clone() };
    let about = About { case: &case, mirrored, measurement: &measurement };
    let compared = match &case.truth {
        Truth::Picture(picture) => vec![about.picture(picture)],
        Truth::Clip(trials) => clip(&about, trials, &outcome),
    };
    Ok(Some((start.model, compared)))
}

/// The true trials in order, then what was measured besides.
fn clip(about: &About<'_>, truth: &[TrueTrial], outcome: &Outcome) -> Vec<Compared> {
    let measured: Vec<MeasuredTrial<'_>> = about
        .measurement
        .trials
        .iter()
        .zip(&outcome.report.trials)
        .map(|(record, trial)| MeasuredTrial { record, trial })
        .collect();
    let spans: Vec<Span> = measured.iter().map(|m| (m.record.start_s, m.record.end_s)).collect();
    let same_side = |t: usize, m: usize| truth[t].side == Some(measured[m].record.side);
    let pairs = matches(&truth.iter().map(span).collect::<Vec<_>>(), &spans, same_side);
    let partner = |t: usize| pairs.iter().find(|pair| pair.0 == t).map(|pair| measured[pair.1]);
    let true_ones = truth.iter().enumerate().map(|(t, trial)| about.trial(Some(trial), partner(t)));
    let extra = (0..measured.len()).filter(|m| pairs.iter().all(|pair| pair.1 != *m));
    true_ones.chain(extra.map(|m| about.trial(None, Some(measured[m])))).collect()
}
