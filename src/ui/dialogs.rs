//! The system's own dialogs for files.

use super::screen::Dialog;
use crate::history_service::acts::ReportFormat;
use crate::source::VIDEO_EXTENSIONS;
use crate::words::window;
use std::path::PathBuf;

/// Asks for a file or a folder, and waits; `None` when the user has thought better of it.
pub fn ask(dialog: Dialog) -> Option<PathBuf> {
    let asks = rfd::FileDialog::new();
    match dialog {
        Dialog::Recording => {
            asks.add_filter(window::videos(), VIDEO_EXTENSIONS).add_filter(window::all_files(), &["*"]).pick_file()
        }
        Dialog::Report(ReportFormat::Pdf(_)) => asks.set_file_name("leg-raise.pdf").save_file(),
        Dialog::Report(ReportFormat::Card) => asks.set_file_name("leg-raise.png").save_file(),
        Dialog::Export => asks.pick_folder(),
        Dialog::WhereToSave => asks.set_file_name("leg-raise.json").save_file(),
    }
}
