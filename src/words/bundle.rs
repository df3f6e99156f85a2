//! The wordings as they are read from the Fluent files, and the way from a key and its arguments to a text.

use super::language::{LANGUAGES, Language};
use super::things::Thing;
use crate::motion::Side;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::borrow::Cow;
use std::sync::LazyLock;

pub(super) type Wordings = FluentBundle<FluentResource>;

/// Each language's, by its place.
static WORDINGS: LazyLock<Vec<Wordings>> =
    LazyLock::new(|| LANGUAGES.iter().map(|(code, files)| read(code, files)).collect());

/// The wordings of a language's files. What can't be parsed is left out, and so is what comes twice; a test makes sure
/// that nothing is.
pub(super) fn read(code: &str, files: &[&str]) -> Wordings {
    let mut wordings = FluentBundle::new_concurrent(vec![code.parse().expect("a test reads every language")]);
    // the marks that Fluent puts around arguments for scripts from right to left would be spoken of, searched for and
    // printed
    wordings.set_use_isolating(false);
    for file in files {
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(readable, _)| readable);
        let _ = wordings.add_resource(resource);
    }
    wordings
}

/// The text of a message, or of one of its attributes ("verdict_pass.sentence"). A message that is missing reads as its
/// key.
pub(super) fn say<'a>(
    key: &str,
    arguments: impl IntoIterator<Item = (&'static str, FluentValue<'a>)>,
) -> Cow<'static, str> {
    find(key, arguments).unwrap_or_else(|| Cow::Owned(key.to_owned()))
}

/// The same, or `None` where there is no such message. What a language lacks is said in English; a test names it.
pub(super) fn find<'a>(
    key: &str,
    arguments: impl IntoIterator<Item = (&'static str, FluentValue<'a>)>,
) -> Option<Cow<'static, str>> {
    let mut given = FluentArgs::new();
    arguments.into_iter().for_each(|(name, value)| given.set(name, value));
    let language = Language::current();
    formatted(wordings(language), key, &given).or_else(|| formatted(wordings(Language::ENGLISH), key, &given))
}

/// What a language says of itself, whatever was chosen.
pub(super) fn said_by(language: Language, key: &str) -> Option<Cow<'static, str>> {
    formatted(wordings(language), key, &FluentArgs::new())
}

fn formatted(wordings: &'static Wordings, key: &str, given: &FluentArgs<'_>) -> Option<Cow<'static, str>> {
    let (message, attribute) =
        key.split_once('.').map_or((key, None), |(message, attribute)| (message, Some(attribute)));
    let message = wordings.get_message(message)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    // an argument that is missing would be left in the text as its name; a test makes sure that none is
    Some(wordings.format_pattern(pattern, Some(given), &mut Vec::new()))
}

#[cfg(not(test))]
fn wordings(language: Language) -> &'static Wordings {
    &WORDINGS[language.place()]
}

#[cfg(test)]
fn wordings(language: Language) -> &'static Wordings {
    REWORDED.get().filter(|_| language == Language::ENGLISH).unwrap_or(&WORDINGS[language.place()])
}

#[cfg(test)]
thread_local! {
    static REWORDED: std::cell::Cell<Option<&'static Wordings>> = const { std::cell::Cell::new(None) };
}

/// What `work` gives when one wording is another: for tests of who takes their words from here.
#[cfg(all(test, feature = "gui", feature = "onnx"))]
pub(crate) fn reworded<T>(from: &str, to: &str, work: impl FnOnce() -> T) -> T {
    let (code, english) = LANGUAGES[Language::ENGLISH.place()];
    let files: Vec<String> = english.iter().map(|file| file.replace(from, to)).collect();
    assert_ne!(files, english, "there is no such wording: {from}");
    let wordings = read(code, &files.iter().map(String::as_str).collect::<Vec<_>>());
    REWORDED.set(Some(Box::leak(Box::new(wordings))));
    let made = work();
    REWORDED.set(None);
    made
}

/// What can stand in a message.
pub(super) trait Argument<'a> {
    fn value(self) -> FluentValue<'a>;
}

impl<'a> Argument<'a> for &'a str {
    fn value(self) -> FluentValue<'a> {
        FluentValue::from(self)
    }
}

/// A message chooses by its name: "left" or "right".
impl Argument<'_> for Side {
    fn value(self) -> FluentValue<'static> {
        FluentValue::from(self.name())
    }
}

/// How many; a message chooses by it: "1 trial" or "2 trials".
macro_rules! counts {
    ($($kind:ty)*) => {
        $(impl Argument<'_> for $kind {
            fn value(self) -> FluentValue<'static> {
                FluentValue::from(self)
            }
        })*
    };
}

counts!(i64 u32 u64 usize);

/// A number as it was given.
impl Argument<'_> for f64 {
    fn value(self) -> FluentValue<'static> {
        FluentValue::from(with_decimal_mark(&self.to_string()))
    }
}

/// A number that is shown in whole.
#[derive(Clone, Copy, Debug)]
pub struct Whole(pub f64);

impl Argument<'_> for Whole {
    fn value(self) -> FluentValue<'static> {
        FluentValue::from(unsigned_nought(format!("{:.0}", self.0), "-0"))
    }
}

/// A number that is shown with one decimal.
#[derive(Clone, Copy, Debug)]
pub struct Tenths(pub f64);

impl Argument<'_> for Tenths {
    fn value(self) -> FluentValue<'static> {
        FluentValue::from(with_decimal_mark(&unsigned_nought(format!("{:.1}", self.0), "-0.0")))
    }
}

/// A number with the limit that it is compared with, shown without its sign: as a whole number, or with one decimal if
/// the whole number would not show that it exceeds the limit.
#[derive(Clone, Copy, Debug)]
pub struct Beside(pub f64, pub f64);

impl Beside {
    /// By a tenth at least: less is not told.
    pub fn is_beyond(self) -> bool {
        self.in_tenths().abs() > self.1
    }

    fn in_tenths(self) -> f64 {
        (self.0 * 10.0).round() / 10.0
    }

    /// The number as it is told, and its decimals.
    fn told(self) -> (f64, usize) {
        let whole = self.0.round();
        let is_plain = self.is_beyond() == (whole.abs() > self.1);
        // adding zero turns a rounded −0 into 0
        if is_plain { (whole + 0.0, 0) } else { (self.in_tenths(), 1) }
    }
}

impl Argument<'_> for Beside {
    fn value(self) -> FluentValue<'static> {
        let (number, decimals) = self.told();
        FluentValue::from(with_decimal_mark(&format!("{:.decimals$}", number.abs())))
    }
}

/// A change beside its limit, with its sign.
#[derive(Clone, Copy, Debug)]
pub struct Signed(pub Beside);

impl Argument<'_> for Signed {
    fn value(self) -> FluentValue<'static> {
        let (number, decimals) = self.0.told();
        FluentValue::from(with_decimal_mark(&format!("{number:+.decimals$}")))
    }
}

/// Nothing is 0, not -0.
fn unsigned_nought(text: String, signed: &str) -> String {
    if text == signed { signed[1..].to_owned() } else { text }
}

/// The number as the language writes it, such as "1,5".
fn with_decimal_mark(number: &str) -> String {
    number.replacen('.', &say("decimal_mark", []), 1)
}

/// The key of a thing's message, or of one of its lengths: "why_", its name, ".spoken".
pub(super) fn key_of(thing: impl Thing, start: &str, end: &str) -> String {
    format!("{start}{}{end}", thing.name())
}

/// A message that a function asks for.
#[cfg(test)]
pub(super) struct Declared {
    pub function: &'static str,
    pub key: String,
    pub arguments: Vec<&'static str>,
}

/// Declares the functions that people's texts come from, each with its typed arguments: `name(argument: Type)` is the
/// message `name`, `name = "key"(…)` the message of another key, and `name[Thing: "start_" ".end"](…)` one message for
/// each of these things, by its name.
macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident $(= $key:literal)? $([$thing:ty: $start:literal $($end:literal)?])?
        ($($argument:ident: $kind:ty),* $(,)?);)*) => {
        $(messages!(@function $(#[$doc])* $name $(= $key)? $([$thing: $start $($end)?])? ($($argument: $kind),*));)*

        /// What is declared here.
        #[cfg(test)]
        pub(super) fn declared() -> Vec<crate::words::bundle::Declared> {
            let mut all = Vec::new();
            $(all.extend(messages!(@keys $name $(= $key)? $([$thing: $start $($end)?])?).into_iter().map(|key| {
                let arguments = vec![$(stringify!($argument)),*];
                crate::words::bundle::Declared { function: stringify!($name), key, arguments }
            }));)*
            all
        }
    };
    (@function $(#[$doc:meta])* $name:ident ($($argument:ident: $kind:ty),*)) => {
        messages!(@function $(#[$doc])* $name = (stringify!($name)) ($($argument: $kind),*));
    };
    (@function $(#[$doc:meta])* $name:ident = $key:tt ($($argument:ident: $kind:ty),*)) => {
        $(#[$doc])*
        pub fn $name($($argument: $kind),*) -> std::borrow::Cow<'static, str> {
            use crate::words::bundle::say;
            say($key, [$((stringify!($argument), crate::words::bundle::Argument::value($argument))),*])
        }
    };
    (@function $(#[$doc:meta])* $name:ident [$thing:ty: $start:literal $($end:literal)?]
        ($($argument:ident: $kind:ty),*)) => {
        $(#[$doc])*
        pub fn $name(thing: $thing $(, $argument: $kind)*) -> std::borrow::Cow<'static, str> {
            use crate::words::bundle::{key_of, say};
            let key = key_of(thing, $start, concat!($($end)?));
            say(&key, [$((stringify!($argument), crate::words::bundle::Argument::value($argument))),*])
        }
    };
    (@keys $name:ident) => {
        vec![stringify!($name).to_owned()]
    };
    (@keys $name:ident = $key:literal) => {
        vec![$key.to_owned()]
    };
    (@keys $name:ident [$thing:ty: $start:literal $($end:literal)?]) => {{
        use crate::words::{Thing, bundle::key_of};
        <$thing as Thing>::all().into_iter().map(|thing| key_of(thing, $start, concat!($($end)?))).collect::<Vec<_>>()
    }};
}
