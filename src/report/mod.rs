//! A person's record on one page, as a PDF.
//!
//! - `content.rs`: what is on the page: which session, its trials, its images
//! - `outcome.rs`: what the day comes to, sentence by sentence
//! - `page.rs`: the page itself, what goes where
//! - `charts.rs`: angle over time, and the trend over sessions
//! - `card.rs`: an image to share, which tells nobody's name
//! - `canvas.rs`: text, lines, images; points from the page's upper left corner
//! - `parts.rs`, `structure.rs`: what they are to whoever does not see the page
//! - `fonts.rs`: what a text is printed with
//! - `system_fonts.rs`: fonts of the system's for letters that the program's own lack

mod canvas;
mod card;
mod charts;
mod content;
mod fonts;
mod outcome;
mod page;
mod parts;
mod structure;
mod system_fonts;

pub use card::card;
pub use content::Report;
pub use fonts::{FontError, Fonts};
#[cfg(test)]
pub(crate) use outcome::outcome;
pub use page::{Paper, pdf};
