//! The record in other programs' formats, one file a format. Pure text: the caller writes the files.
//!
//! - `table.rs`: CSV, one row a trial; `exercise_table.rs`: one row a set of an exercise; `cell.rs`: what both are made
//!   of
//! - `document.rs`: JSON, `legraise.history/1`
//! - `fhir.rs`: HL7 FHIR R4
//!
//! OpenSim's formats are of frames, and written while measuring: see [`crate::sinks`].

mod cell;
mod document;
mod exercise_table;
mod fhir;
mod table;

pub use cell::Decimal;
pub use document::HistoryDocument;
pub use exercise_table::exercise_table;
pub use fhir::bundle;
pub use table::{COLUMNS, Column, FIRST_COLUMNS, TrialLine, cells, header, line, path_of_cell};
