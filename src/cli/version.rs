//! Which program this is.

use super::ExitStatus;
use super::output::say;
use crate::validation::Provenance;
use std::env::consts::{ARCH, OS};

/// Prints it.
pub fn run() -> anyhow::Result<ExitStatus> {
    say(&format!("legraise {}", long_version()))?;
    Ok(ExitStatus::Measured)
}

/// Version, commit, system and what was built in, a line each.
pub fn long_version() -> String {
    let Provenance { version, commit, .. } = Provenance::now();
    let commit = commit.map_or_else(|| "commit not known".to_owned(), |commit| format!("commit {commit}"));
    let parts = [
        ("the window", cfg!(feature = "gui")),
        ("cameras", cfg!(feature = "camera")),
        ("records behind a passphrase", cfg!(feature = "passphrase")),
    ];
    let with = |wanted| {
        let parts = parts.iter().filter(|(_, built_in)| *built_in == wanted).map(|(part, _)| *part);
        parts.collect::<Vec<_>>().join(", ")
    };
    let without = Some(with(false)).filter(|parts| !parts.is_empty());
    let without = without.map_or_else(String::new, |parts| format!("; without {parts}"));
    format!("{version} ({commit})\nfor {OS} on {ARCH}, with {}{without}", with(true))
}
