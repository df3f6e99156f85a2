//! The passphrase of an encrypted record: asked for, set, changed, taken away.

use crate::history::Store;
use std::path::Path;

/// Opens a record that is there; asks for its passphrase where it needs one and somebody is there to be asked.
pub fn open_asking(path: &Path) -> anyhow::Result<Store> {
    let opened = Store::open_existing(path);
    #[cfg(feature = "passphrase")]
    if matches!(opened, Err(crate::history::StoreError::PassphraseNeeded(_))) && asking::somebody_is_there() {
        let passphrase = asking::ask("Passphrase of the record: ")?;
        return Ok(Store::open_existing_with(path, passphrase.as_ref())?);
    }
    Ok(opened?)
}

#[cfg(feature = "passphrase")]
pub use asking::{PassphraseArguments, run};

#[cfg(feature = "passphrase")]
mod asking {
    use super::super::ExitStatus;
    use super::super::keep::HistoryOptions;
    use super::super::output::say;
    use crate::history::Passphrase;
    use anyhow::Context;
    use clap::Args;
    use std::io::{BufRead, BufReader, IsTerminal, Read, stdin};

    /// Nobody types more.
    const MOST_BYTES: u64 = 4096;

    #[derive(Args)]
    pub struct PassphraseArguments {
        /// Encrypt the record no longer
        #[arg(long)]
        remove: bool,
        #[command(flatten)]
        record: HistoryOptions,
    }

    pub fn somebody_is_there() -> bool {
        stdin().is_terminal()
    }

    /// A line that is not shown while it is typed; `None` for an empty one.
    pub fn ask(what: &str) -> anyhow::Result<Option<Passphrase>> {
        Ok(Passphrase::new(rpassword::prompt_password(what).context("can't ask for a passphrase")?))
    }

    /// Twice on a terminal, because nobody sees what they type; else the first line that comes in.
    fn new_passphrase() -> anyhow::Result<Option<Passphrase>> {
        if !somebody_is_there() {
            let mut line = String::new();
            let read = BufReader::new(stdin().take(MOST_BYTES)).read_line(&mut line);
            read.context("can't read the new passphrase")?;
            return Ok(Passphrase::new(line.trim_end_matches(['\r', '\n']).to_owned()));
        }
        let new = ask("New passphrase: ")?;
        anyhow::ensure!(new == ask("The same again: ")?, "these two are not the same; nothing has changed");
        Ok(new)
    }

    pub fn run(arguments: &PassphraseArguments) -> anyhow::Result<ExitStatus> {
        let store = arguments.record.open_existing()?;
        let new = if arguments.remove { None } else { new_passphrase()? };
        anyhow::ensure!(
            arguments.remove || new.is_some(),
            "give a passphrase of at least one letter, or --remove; nothing has changed"
        );
        let store = store.with_passphrase(new.as_ref())?;
        let path = store.path().display();
        say(&match new {
            Some(_) => format!("encrypted; without the passphrase nobody can read it again, nor can you: {path}"),
            None => format!("not encrypted any longer: {path}"),
        })?;
        Ok(ExitStatus::Measured)
    }
}
