//! Options that several commands share.

#[cfg(feature = "providers")]
use crate::estimator::Provider;
use crate::motion::{Answers, BadLimits, LIMITS_DEG, Limits, Method, SessionConfig, Side, Thresholds};
use crate::sinks::ASSUMED_STATURE_M;
use crate::source::Sampling;
use crate::words;
#[cfg(feature = "providers")]
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use std::fmt::Display;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::thread::available_parallelism;

/// Which leg counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SideChoice {
    /// Either leg, told apart by the program
    Auto,
    Left,
    Right,
}

impl SideChoice {
    fn side(self) -> Option<Side> {
        match self {
            Self::Auto => None,
            Self::Left => Some(Side::Left),
            Self::Right => Some(Side::Right),
        }
    }
}

/// How the leg is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MethodChoice {
    /// With a belt, towel or sheet round the foot
    Strap,
    /// By the leg's own strength
    Active,
    /// Somebody else raises it
    Helper,
}

impl MethodChoice {
    fn method(self) -> Method {
        match self {
            Self::Strap => Method::Strap,
            Self::Active => Method::Active,
            Self::Helper => Method::Helper,
        }
    }
}

/// How large somebody is, for what is written in millimetres.
#[derive(Args, Clone, Copy, Debug)]
pub struct StatureOption {
    /// For markers: the person's stature in centimetres
    #[arg(long, value_name = "CM", default_value_t = 100.0 * ASSUMED_STATURE_M, value_parser = stature, allow_negative_numbers = true)]
    stature: f64,
}

impl StatureOption {
    /// In metres.
    pub fn metres(self) -> f64 {
        self.stature / 100.0
    }
}

fn stature(text: &str) -> Result<f64, String> {
    number(text, "centimetres", 50.0..=250.0)
}

/// More frames at the same time than this wait for the one FFmpeg that decodes them.
const MOST_JOBS: NonZeroUsize = NonZeroUsize::new(8).expect("not zero");

/// How much of the computer to use.
#[derive(Args, Clone, Copy, Debug)]
pub struct JobOptions {
    /// Work on so many pictures at the same time; the results are the same [default: as many as there are processors,
    /// at most 8]
    #[arg(long, short, value_name = "N", value_parser = jobs, allow_negative_numbers = true)]
    jobs: Option<NonZeroUsize>,
    /// What runs the pose model; `legraise bench` times all that are built in [default: what LEGRAISE_PROVIDER names,
    /// else the processor]
    #[cfg(feature = "providers")]
    #[arg(long, value_name = "NAME", value_parser = provider())]
    provider: Option<Provider>,
}

/// One of those that are built in, by name.
#[cfg(feature = "providers")]
fn provider() -> impl TypedValueParser<Value = Provider> {
    let names = Provider::BUILT_IN.iter().map(|provider| provider.name());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Provider>())
}

/// Each job has a model of its own in memory, so nobody gets thousands.
fn jobs(text: &str) -> Result<NonZeroUsize, String> {
    number(text, "a number", NonZeroUsize::MIN..=NonZeroUsize::new(64).unwrap_or(MOST_JOBS))
}

impl JobOptions {
    pub fn count(self) -> NonZeroUsize {
        // a system that does not tell its processors has at least one
        let processors = available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.jobs.unwrap_or(processors.min(MOST_JOBS))
    }

    /// Takes the provider that was asked for, for all models that are loaded from now on.
    #[cfg(feature = "providers")]
    pub fn choose_provider(self) {
        if let Some(provider) = self.provider {
            provider.choose();
        }
    }
}

/// Which frames of a recording are read.
#[derive(Args, Clone, Copy, Debug)]
pub struct SamplingOption {
    /// Read every picture of a recording. Without this about 15 a second are read: fewer while nothing moves, more
    /// where much does
    #[arg(long)]
    every_picture: bool,
}

impl SamplingOption {
    pub fn sampling(self) -> Sampling {
        if self.every_picture { Sampling::EveryFrame } else { Sampling::AsNeeded }
    }
}

/// How to measure. What is not given keeps its default, or in a replay what the recorded run used.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Measuring")]
pub struct SessionOptions {
    /// Count only raises of this leg [default: auto]
    #[arg(long, value_enum)]
    side: Option<SideChoice>,
    /// How the leg is raised; it is kept with the result, and only results of the same method are compared
    #[arg(long, value_enum)]
    method: Option<MethodChoice>,
    /// Pass from this angle on [default: 80]
    #[arg(long, value_name = "DEG", value_parser = degrees, allow_negative_numbers = true)]
    pass: Option<f64>,
    /// Below the pass limit, slightly tight from this angle on [default: 70]
    #[arg(long, value_name = "DEG", value_parser = degrees, allow_negative_numbers = true)]
    slight: Option<f64>,
    /// Clearly tight up to this angle [default: 60]
    #[arg(long, value_name = "DEG", value_parser = degrees, allow_negative_numbers = true)]
    clear: Option<f64>,
    /// Knee bend beyond rest: warn from here on [default: 10]
    #[arg(long, value_name = "DEG", value_parser = degrees, allow_negative_numbers = true)]
    knee_warn: Option<f64>,
    /// Knee bend beyond rest: ends the trial from here on [default: 15]
    #[arg(long, value_name = "DEG", value_parser = degrees, allow_negative_numbers = true)]
    knee_stop: Option<f64>,
    /// Lift of the resting leg: warn from here on [default: 5]
    #[arg(long, value_name = "DEG", value_parser = degrees, allow_negative_numbers = true)]
    opposite_warn: Option<f64>,
    /// Lift of the resting leg: ends the trial from here on [default: 10]
    #[arg(long, value_name = "DEG", value_parser = degrees, allow_negative_numbers = true)]
    opposite_stop: Option<f64>,
}

fn degrees(text: &str) -> Result<f64, String> {
    number(text, "degrees", LIMITS_DEG)
}

/// A number within what makes sense; `what` says what it is.
pub fn number<T>(text: &str, what: &str, sensible: RangeInclusive<T>) -> Result<T, String>
where
    T: FromStr + PartialOrd + Display,
{
    let value = text.parse::<T>().ok().filter(|value| sensible.contains(value));
    value.ok_or_else(|| format!("give {what} from {} to {}", sensible.start(), sensible.end()))
}

impl SessionOptions {
    /// `base` with what was given on the command line.
    ///
    /// # Errors
    /// Limits in the wrong order, or that can't be.
    pub fn over(&self, base: SessionConfig) -> anyhow::Result<SessionConfig> {
        let old = base.thresholds;
        let limits = |old: Limits, warn: Option<f64>, stop: Option<f64>| Limits {
            warn_deg: warn.unwrap_or(old.warn_deg),
            stop_deg: stop.unwrap_or(old.stop_deg),
        };
        let thresholds = Thresholds {
            pass_deg: self.pass.unwrap_or(old.pass_deg),
            slight_deg: self.slight.unwrap_or(old.slight_deg),
            clear_deg: self.clear.unwrap_or(old.clear_deg),
            knee_bend: limits(old.knee_bend, self.knee_warn, self.knee_stop),
            opposite_leg_lift: limits(old.opposite_leg_lift, self.opposite_warn, self.opposite_stop),
        };
        let in_words = |bad: BadLimits| words::bad_limits(&bad, |limit| format!("--{limit}"));
        thresholds.check().map_err(|bad| anyhow::Error::msg(words::in_english(|| in_words(bad))))?;
        let side = self.side.map_or(base.side, SideChoice::side);
        let answers = Answers { method: self.method.map(MethodChoice::method).or(base.answers.method), ..base.answers };
        Ok(SessionConfig { thresholds, side, answers, flow: base.flow })
    }
}
