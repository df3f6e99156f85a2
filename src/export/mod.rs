//! The record in other programs' formats, one file a format. Pure text: the caller writes the files.
//!
//! - `table.rs`: CSV, one row a trial
//! - `document.rs`: JSON, `legraise.history/1`
//! - `fhir.rs`: HL7 FHIR R4
//!
//! OpenSim's formats are of frames, and written while measuring: see [`crate::sinks`].

mod document;
mod fhir;
mod table;

pub use document::HistoryDocument;
pub use fhir::bundle;
pub use table::{COLUMNS, Column, Decimal, FIRST_COLUMNS, TrialLine, cells, header, line, path_of_cell};
