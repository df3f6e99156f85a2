//! Everything that a person reads or hears, in one room: whole sentences with typed arguments, in Fluent files: a
//! folder for each language.
//!
//! A text is asked for by a function that names what it is about and takes what stands in it; the function's name is
//! the key in the files, or beside it. A wording is changed in one place, and window, voice, summary, report, card and
//! annotated video say it in the new words, in the language that was chosen. What programs read (JSON, CSV, FHIR) and
//! the command line's errors stay English: they are made [`in_english`].
//!
//! - `language.rs`: which languages there are, and which one is spoken; `language_names.rs`: how each is called
//! - `bundle.rs`: the files, and the way from a key to a text
//! - `things.rs`: what has words of its own, by name
//! - `advice.rs`: what is asked before a test, and what it comes to
//! - `camera.rs`: why a camera gives no frame
//! - `results.rs`, `session.rs`: verdicts, endings and reasons; what is said while the test runs
//! - `exercises.rs`, `coaching.rs`: exercises, and what was done of them; what is said meanwhile
//! - `summary.rs`, `people.rs`: the result on the command line; what is kept of people, and their report
//! - `window.rs`, `window_people.rs`: the window's labels, buttons and hints

#[macro_use]
mod bundle;
mod advice;
mod camera;
mod coaching;
mod exercises;
mod language;
mod language_names;
mod people;
mod results;
mod session;
mod summary;
#[cfg(test)]
mod tests;
mod things;
pub mod window;
mod window_people;

pub use advice::*;
#[cfg(all(test, feature = "gui", feature = "onnx"))]
pub(crate) use bundle::reworded;
pub use bundle::{Beside, Signed, Tenths, Whole};
pub use camera::*;
pub use coaching::*;
pub use exercises::*;
pub use language::{Language, in_english};
pub use people::*;
pub use results::*;
pub use session::*;
pub use summary::*;
pub use things::{Judged, Stretched, Thing};

/// A sentence from a phrase; nothing from nothing.
pub fn sentence(phrase: &str) -> String {
    if phrase.is_empty() { String::new() } else { capitalised(phrase) + "." }
}

/// The phrase with a capital letter.
pub fn capitalised(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or(String::new(), |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
