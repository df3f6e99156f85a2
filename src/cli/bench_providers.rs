//! What `legraise bench` tells of the providers beside the processor: how fast each is, and whether it sees the same.

use super::bench_times::{RUNS, STRETCH, bare_ms, median_ms};
use crate::estimator::{BareModel, EstimatorError, LandmarkModel, Provider};
use image::RgbImage;
use serde::Serialize;

/// A keypoint of a provider that is to be used is no further from the processor's, pixels of the model's input, which
/// has 256 along a side. Sums of 32-bit numbers in another order move it by less than a hundredth, bfloat16 by 2 to 4.
const TOLERANCE_PX: f64 = 0.5;
/// A provider that does not save as much of the processor's time is not worth another library.
const WORTHWHILE: f64 = 0.9;

/// One provider beside the processor.
#[derive(Serialize)]
pub struct ProviderSpeed {
    provider: &'static str,
    /// `None` where it can't be used here.
    compared: Option<Compared>,
    failure: Option<String>,
}

/// A provider that works here. Times are medians in milliseconds.
#[derive(Clone, Copy, Serialize)]
struct Compared {
    bare_ms: f64,
    /// The processor's time in the same run.
    processor_ms: f64,
    /// How far the keypoint is moved that is moved most, of 256 pixels.
    moved_px: f64,
}

impl Compared {
    fn agrees(&self) -> bool {
        self.moved_px <= TOLERANCE_PX
    }

    /// Its time over the processor's.
    fn ratio(&self) -> f64 {
        self.bare_ms / self.processor_ms
    }
}

/// Times all that are built in, and compares what they see in `image`.
pub fn speeds(model: LandmarkModel, image: &RgbImage) -> anyhow::Result<Vec<ProviderSpeed>> {
    let mut processor = BareModel::load_by(model, Provider::Processor)?;
    let compared = Provider::others().map(|provider| {
        let (compared, failure) = match BareModel::load_by(model, provider) {
            Ok(mut other) => (Some(compare(&mut processor, &mut other, image)?), None),
            Err(EstimatorError::Provider(error)) => (None, Some(error.to_string())),
            Err(error) => return Err(error.into()),
        };
        Ok(ProviderSpeed { provider: provider.name(), compared, failure })
    });
    compared.collect()
}

fn compare(processor: &mut BareModel, other: &mut BareModel, image: &RgbImage) -> anyhow::Result<Compared> {
    let input = BareModel::crop(image);
    let (expected, given) = (processor.output(input.clone())?, other.output(input)?);
    let moved_px = BareModel::moved_px(&expected, &given, image)?;
    let (mut processor_times, mut times) = (Vec::new(), Vec::new());
    // in turn, so that both see the computer equally busy
    while times.len() < RUNS {
        for (model, times) in [(&mut *processor, &mut processor_times), (&mut *other, &mut times)] {
            for _ in 0..STRETCH {
                times.push(bare_ms(model, image)?);
            }
        }
    }
    Ok(Compared { bare_ms: median_ms(times), processor_ms: median_ms(processor_times), moved_px })
}

/// The quickest that sees the same; the processor where none is worth the change.
pub fn best(speeds: &[ProviderSpeed]) -> &'static str {
    let usable = speeds.iter().filter_map(|speed| Some((speed.provider, speed.compared?)));
    let usable = usable.filter(|(_, compared)| compared.agrees() && compared.ratio() < WORTHWHILE);
    let quickest = usable.min_by(|(_, a), (_, b)| a.ratio().total_cmp(&b.ratio()));
    quickest.map_or(Provider::Processor.name(), |(provider, _)| provider)
}

/// A line each, and one with what to do.
pub fn lines(speeds: &[ProviderSpeed]) -> Vec<String> {
    let told = speeds.iter().map(|ProviderSpeed { provider, compared, failure }| match compared {
        Some(compared) => format!("  {provider}: {}", in_words(compared)),
        None => format!("  {}", failure.as_deref().unwrap_or_default()),
    });
    let best = best(speeds);
    let advice = if best == Provider::Processor.name() {
        "  the processor is the one to use".to_owned()
    } else {
        format!("  the quickest that agrees: --provider {best}, or LEGRAISE_PROVIDER={best}")
    };
    told.chain([advice]).collect()
}

fn in_words(compared: &Compared) -> String {
    let Compared { bare_ms, processor_ms, moved_px } = compared;
    let verdict = if compared.agrees() { "agrees" } else { "DOES NOT AGREE, do not use it" };
    format!(
        "{bare_ms:.1} ms a picture, the processor {processor_ms:.1} ms; keypoints within {moved_px:.4} of 256 pixels of \
         the processor's (limit {TOLERANCE_PX}): {verdict}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speed(provider: &'static str, bare_ms: f64, moved_px: f64) -> ProviderSpeed {
        let compared = Some(Compared { bare_ms, processor_ms: 40.0, moved_px });
        ProviderSpeed { provider, compared, failure: None }
    }

    #[test]
    fn the_quickest_is_taken_that_sees_the_same() {
        let missing = ProviderSpeed { provider: "none", compared: None, failure: Some("none is not there".to_owned()) };
        let speeds = [missing, speed("a", 20.0, 0.01), speed("b", 8.0, 0.01), speed("c", 2.0, 0.6)];
        assert_eq!(best(&speeds), "b");
        let lines = lines(&speeds);
        assert_eq!(lines[0], "  none is not there");
        assert!(lines[1].ends_with("(limit 0.5): agrees"), "{}", lines[1]);
        assert!(lines[3].ends_with("DOES NOT AGREE, do not use it"), "{}", lines[3]);
        assert_eq!(lines[4], "  the quickest that agrees: --provider b, or LEGRAISE_PROVIDER=b");
    }

    #[test]
    fn where_little_or_nothing_is_saved_or_nothing_can_be_told_it_stays_the_processor() {
        assert_eq!(best(&[speed("a", 38.0, 0.0), speed("b", 1.0, f64::NAN), speed("c", f64::NAN, 0.0)]), "processor");
        assert_eq!(lines(&[]), ["  the processor is the one to use"]);
    }
}
