//! What is said of outputs that could not be written.

use crate::live::WriteNews;
use crate::words;

/// What became of an output that could not be written, as a sentence.
pub(super) fn write_notice(news: WriteNews) -> String {
    match news {
        WriteNews::Held(why) => words::sentence(&words::write_held(&why)),
        WriteNews::Written => words::sentence(&words::write_caught_up()),
        WriteNews::GivenUp(why) => why,
    }
}
