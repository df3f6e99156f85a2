//! What is said of outputs that could not be written.

use crate::history::HistorySink;
use crate::live::WriteNews;
use crate::pipeline::SinkFailure;
use crate::words;

/// Every output of a test that could not be written, the record first, then how the test was stored: a line each;
/// `None` if there is nothing to say.
pub(super) fn all_told(mut failures: Vec<SinkFailure>, unwritten: Option<String>, kept: Vec<String>) -> Option<String> {
    failures.sort_by_key(|failure| failure.0.what != HistorySink::WHAT);
    let failed = failures.into_iter().map(|failure| failure.0.to_string());
    let kept = (!kept.is_empty()).then(|| kept.join(" "));
    let told: Vec<String> = failed.chain(unwritten).chain(kept).collect();
    (!told.is_empty()).then(|| told.join("\n"))
}

/// What became of an output that could not be written, as a sentence.
pub(super) fn write_notice(news: WriteNews) -> String {
    match news {
        WriteNews::Held(why) => words::sentence(&words::write_held(&why)),
        WriteNews::Written => words::sentence(&words::write_caught_up()),
        WriteNews::GivenUp(why) => why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::SinkError;
    use std::path::Path;

    #[test]
    fn of_several_failures_each_is_told_and_the_record_first() {
        let failure = |what, reason: &str| SinkFailure(SinkError::new(what, reason, Path::new("x")));
        let failures = vec![failure("the trace", "the disk is full"), failure(HistorySink::WHAT, "it was moved")];
        let told =
            all_told(failures, Some("can't write the result: no permission: y".to_owned()), vec!["Kept.".into()]);
        let lines = [
            "can't write the record: it was moved: x",
            "can't write the trace: the disk is full: x",
            "can't write the result: no permission: y",
            "Kept.",
        ];
        assert_eq!(told.unwrap().lines().collect::<Vec<_>>(), lines);
        assert_eq!(all_told(Vec::new(), None, Vec::new()), None);
    }
}
