//! How good the measurement is: files whose truth is known go through the one pipeline, and what comes out is held
//! against it.
//!
//! - `truth.rs`, `expectation.rs`: what is known of a file; `cases.rs`: where it is looked for; `truth_csv.rs`,
//!   `truth_rendered.rs`, `truth_labels.rs`, `truth_marks.rs`, `truth_expectations.rs`: its formats; `truth_table.rs`:
//!   a table line by line
//! - `run.rs`: a file through the pipeline; `compare.rs`: its result against the truth, as rows; `marks.rs`,
//!   `expectations.rs`: the same for marked legs and for what must come of a recording
//! - `stats.rs`: agreement of two methods, pure; `report.rs`: the whole as a document
//! - `table.rs`, `chart.rs`: the document for people; `provenance.rs`: which program it is about

mod cases;
mod chart;
mod compare;
mod expectation;
mod expectations;
mod marks;
mod provenance;
mod report;
mod run;
mod stats;
mod table;
mod truth;
mod truth_csv;
mod truth_expectations;
mod truth_labels;
mod truth_marks;
mod truth_rendered;
mod truth_table;

#[cfg(test)]
mod expectations_tests;
#[cfg(test)]
mod report_tests;

pub use cases::cases_in;
pub use chart::{ChartError, draw};
pub use compare::{Compared, Found, Row, RowKind};
pub use expectation::{Answer, Expectation, Saying, Word};
pub use provenance::Provenance;
pub use report::{FileFailure, Validation};
pub use run::compare;
pub use stats::{Agreement, Share};
pub use table::markdown;
pub use truth::{Case, CaseView, Head, MarkedLeg, TrueFrame, TrueImage, TrueMark, TrueTrial, Truth, TruthError};
