//! Which program, of which source, on which day.

use serde::Serialize;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Names the commit that the program was built from, when it is built or, where Git cannot tell, when it runs.
const COMMIT_VARIABLE: &str = "LEGRAISE_COMMIT";
const BUILT_FROM: Option<&str> = option_env!("LEGRAISE_COMMIT");

#[derive(Clone, Debug, Serialize)]
pub struct Provenance {
    pub version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Day of the run, UTC: `2026-03-14`.
    pub date: String,
}

impl Provenance {
    pub fn now() -> Self {
        let given = BUILT_FROM.map(str::to_owned).or_else(|| std::env::var(COMMIT_VARIABLE).ok());
        let given = given.filter(|commit| !commit.is_empty());
        Self {
            version: env!("CARGO_PKG_VERSION"),
            commit: given.or_else(commit_of_working_folder),
            date: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
        }
    }
}

/// The commit checked out in the working folder, with `-dirty` when files were changed since. Only when the program
/// lies in there: another project's commit says nothing about it.
fn commit_of_working_folder() -> Option<String> {
    let top = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?).canonicalize().ok()?;
    let program = std::env::current_exe().ok()?.canonicalize().ok()?;
    program.starts_with(top).then(|| git(&["describe", "--always", "--dirty", "--exclude", "*"]))?
}

/// What Git answers; `None` when there is no Git or it has no answer.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}
