//! How good the measurement is: files whose truth is known go through the one pipeline, and what comes out is held against it.
//!
//! - `truth.rs`: what is known of a file, and where it is looked for; `truth_csv.rs`, `truth_rendered.rs`, `truth_labels.rs`: its formats
//! - `run.rs`: a file through the pipeline; `compare.rs`: its result against the truth, as rows
//! - `stats.rs`: agreement of two methods, pure; `report.rs`: the whole as a document
//! - `table.rs`, `chart.rs`: the document for people; `provenance.rs`: which program it is about

mod chart;
mod compare;
mod provenance;
mod report;
mod run;
mod stats;
mod table;
mod truth;
mod truth_csv;
mod truth_labels;
mod truth_rendered;

#[cfg(test)]
mod report_tests;

pub use chart::{ChartError, draw};
pub use compare::{Compared, Found, Row, RowKind};
pub use provenance::Provenance;
pub use report::{FileFailure, Validation};
pub use run::compare;
pub use stats::{Agreement, Share};
pub use table::markdown;
pub use truth::{Case, CaseView, Depth, Head, TrueFrame, TruePicture, TrueTrial, Truth, TruthError, cases_in};
