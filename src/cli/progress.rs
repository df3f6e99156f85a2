//! The progress bar.

use crate::pipeline::{Outcome, Sink, SinkError, Start, Step};
use crate::terminal::in_a_line;
use indicatif::{ProgressBar, ProgressStyle};

/// Shows how far a recording has been measured, on stderr, when that is a terminal.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn new() -> Self {
        Self { bar: ProgressBar::no_length() }
    }
}

impl Sink for Progress {
    fn begin(&mut self, start: &Start) -> Result<(), SinkError> {
        let name = start.source.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let known = "{msg} [{bar:30}] {percent}%, {eta} left";
        let unknown = "{msg} {spinner} {elapsed}";
        let template = if start.source.stated_duration_s.is_some() { known } else { unknown };
        if let Some(secs) = start.source.stated_duration_s {
            self.bar.set_length((secs * 1000.0) as u64);
        }
        self.bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.set_message(in_a_line(&name));
        Ok(())
    }

    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        self.bar.set_position((step.frame.time.secs() * 1000.0) as u64);
        Ok(())
    }

    fn finish(&mut self, _outcome: &Outcome) -> Result<(), SinkError> {
        self.bar.finish_and_clear();
        Ok(())
    }
}
