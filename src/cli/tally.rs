//! What has happened over all inputs of a call.

use super::{ExitStatus, complain};
use crate::document::Measurement;

#[derive(Default)]
pub struct Tally {
    valid: bool,
    /// An input that the user named, or an output, failed.
    failed: bool,
    /// A file in a folder failed: reported, and no error as long as another one is measured.
    failed_in_folder: bool,
}

impl Tally {
    /// An input was measured; what could not be written of it is told.
    pub fn measured(&mut self, measurement: &Measurement, failures: &[String]) {
        self.valid |= measurement.is_valid();
        failures.iter().for_each(|failure| complain(failure));
        self.failed |= !failures.is_empty();
    }

    /// An input that the user named, or an output, failed, and that was told.
    pub fn failed(&mut self) {
        self.failed = true;
    }

    /// A file in a folder failed, and that was told.
    pub fn failed_in_folder(&mut self) {
        self.failed_in_folder = true;
    }

    pub fn ending(&self) -> ExitStatus {
        match self {
            Self { failed: true, .. } => ExitStatus::Failed,
            Self { valid: true, .. } => ExitStatus::Measured,
            Self { failed_in_folder: true, .. } => ExitStatus::Failed,
            _ => ExitStatus::NothingMeasured,
        }
    }
}
