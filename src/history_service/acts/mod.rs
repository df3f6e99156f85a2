//! What can be done with people's records, each in one place: the command line and the window ask for it here, and tell
//! what comes back.
//!
//! - `person.rs`: a person's record, a note on them, and their deletion
//! - `correction.rs`: correcting a trial's points, and undoing that
//! - `plan.rs`: the plan between two tests, and how an exercise was
//! - `export.rs`: all of a person as a folder of files
//! - `report.rs`: a day of a person as a PDF, or as an image to share
//! - `key_frame.rs`: a trial's frame as others may see it
//! - `error.rs`: why something was not done

mod correction;
mod error;
mod export;
mod key_frame;
mod person;
mod plan;
mod report;

pub use correction::{Corrected, CorrectionRequest, MovedPoints, Undone, correct, trial_of, undo};
pub use error::ActError;
pub use export::{ExportOptions, Exported, export};
pub use person::{Deletion, Noted, delete, note, record_of};
pub use plan::{PlanEnded, Planned, Rated, end_plan, make_plan, rate};
pub use report::{DayReport, ReportFormat, ReportRequest, WrittenReport, report_of_day};
