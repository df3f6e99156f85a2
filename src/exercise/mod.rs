//! The exercises that there are: those that come with the program, and the user's own, each a file of data.
//!
//! - `file.rs`: from a file's text to an exercise, or to what is wrong with it and in which line
//! - `library.rs`: all of them by name
//! - `catalogue/`: those that come with the program

#[cfg(test)]
mod driven_tests;
mod file;
mod library;

#[cfg(any(test, feature = "fuzzing"))]
pub(crate) use file::parse;
pub use file::{ExerciseError, read};
pub use library::{Library, own_folder};
