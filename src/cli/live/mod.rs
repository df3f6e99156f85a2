//! `legraise live`: a camera, or a recording at real time, in the window or without one.

mod arguments;
#[cfg(feature = "gui")]
mod awake;
mod headless;
#[cfg(feature = "gui")]
mod window;

pub use arguments::LiveArguments;

use super::ExitStatus;
use crate::words::Language;

/// In this language, where the command line names one; else a window goes by its settings.
pub fn run(arguments: LiveArguments, language: Option<Language>) -> anyhow::Result<ExitStatus> {
    arguments.check()?;
    if arguments.headless {
        return headless::run(&arguments);
    }
    #[cfg(feature = "gui")]
    return window::run(arguments, language);
    #[cfg(not(feature = "gui"))]
    let _ = language;
    #[cfg(not(feature = "gui"))]
    anyhow::bail!("this program was built without a window; add --headless, or use `legraise measure`")
}
