//! The system's own dialogs for files.

use super::host::NoDialog;
use super::screen::Dialog;
use crate::history_service::acts::ReportFormat;
use crate::source::VIDEO_EXTENSIONS;
use crate::words::window;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A dialog without an answer within this time was never shown: nobody closes one that fast. Ours: without D-Bus,
/// without a portal, and with one that has no file dialog, the call returned after 4 to 57 ms.
const NOBODY: Duration = Duration::from_millis(250);

/// Asks for a file or a folder, and waits; `None` if the user cancelled.
///
/// # Errors
/// Nobody was asked: on Linux a dialog is another program, which may be missing, and the library gives no reason.
pub fn ask(dialog: Dialog) -> Result<Option<PathBuf>, NoDialog> {
    let began = Instant::now();
    answered(shown(dialog), began.elapsed())
}

fn answered(answer: Option<PathBuf>, took: Duration) -> Result<Option<PathBuf>, NoDialog> {
    let nobody = cfg!(target_os = "linux") && answer.is_none() && took < NOBODY;
    if nobody { Err(NoDialog) } else { Ok(answer) }
}

fn shown(dialog: Dialog) -> Option<PathBuf> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dialog_that_is_gone_before_anybody_can_have_seen_it_was_never_there() {
        let [at_once, later] = [5, 900].map(Duration::from_millis);
        let path = Some(PathBuf::from("clip.mp4"));
        let expected = if cfg!(target_os = "linux") { Err(NoDialog) } else { Ok(None) };
        assert_eq!(answered(None, at_once), expected);
        assert_eq!(answered(None, later), Ok(None), "the user has thought better of it");
        assert_eq!(answered(path.clone(), at_once), Ok(path));
    }
}
