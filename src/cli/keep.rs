//! Where measurements are kept: the record, and whose a measurement is.

use super::{complain, name_pattern, passphrase};
use crate::history::{
    DATABASE_VARIABLE, HistorySink, PersonName, Receipt, Recording, SaveOutcome, SaveTarget, Store, StoreError, today,
    usual_place,
};
use crate::output_file::ClaimedPaths;
use crate::words;
use clap::Args;
use jiff::ToSpan;
use std::path::{Path, PathBuf};

/// Which record.
#[derive(Args, Clone, Debug)]
pub struct HistoryOptions {
    /// The record's file [default: in your own data folder]
    #[arg(long, value_name = "FILE", env = DATABASE_VARIABLE, hide_env_values = true)]
    database: Option<PathBuf>,
}

impl HistoryOptions {
    /// The record to write to, which is made where there is none.
    pub fn open(&self) -> anyhow::Result<Store> {
        let path = self.path()?;
        Ok(if path.exists() { self.open_existing()?.writable()? } else { Store::open(&path)? })
    }

    /// The record that is there.
    pub fn open_existing(&self) -> anyhow::Result<Store> {
        passphrase::open_asking(&self.path()?)
    }

    pub fn path(&self) -> Result<PathBuf, StoreError> {
        self.database.clone().or_else(usual_place).ok_or(StoreError::NoPlace)
    }

    /// Nothing is written over the record, also where nothing is kept in it.
    pub fn protect(&self, claimed: &mut ClaimedPaths) {
        if let Ok(path) = self.path() {
            claimed.claim_record(&path);
        }
    }
}

/// Whether a measurement is kept, and whose it is.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Record")]
pub struct SaveOptions {
    /// Keep the trials, or the exercise, in the record of this person, a name or a code
    #[arg(long, value_name = "PERSON")]
    save: Option<PersonName>,
    /// Day of the test, such as 2026-05-03 [default: when the recording was filmed, else written, or today]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "save")]
    date: Option<String>,
    #[command(flatten)]
    pub record: HistoryOptions,
}

fn day(text: &str) -> Result<String, String> {
    let day = name_pattern::date(text).ok_or("give a day such as 2026-05-03")?;
    let date = |day: &str| day.parse::<jiff::civil::Date>().ok();
    // somewhere it is tomorrow already
    let latest = date(&today()).map(|today| today.saturating_add(1.day()));
    if date(&day) > latest { Err("that day is still to come".to_owned()) } else { Ok(day) }
}

impl SaveOptions {
    /// The person whose measurements these are; `None` when they are not kept.
    pub fn person(&self) -> Option<&PersonName> {
        self.save.as_ref()
    }

    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// What keeps a measurement of this person: of this file, or of a camera. Without a date it is the file's own, or
    /// today.
    ///
    /// # Errors
    /// The record can't be opened.
    pub fn history_sink(
        &self,
        person: PersonName,
        date: Option<String>,
        recording: Option<&Path>,
    ) -> anyhow::Result<HistorySink> {
        let recording = recording.and_then(Recording::of);
        Ok(HistorySink::new(self.record.open()?, SaveTarget { person, date, recording }))
    }
}

/// Tells what the user should know of how a measurement was kept, where it was.
pub fn tell_kept(receipt: Option<&Receipt>, person: Option<&PersonName>, input: &Path) {
    if let (Some(kept), Some(person)) = (receipt.and_then(Receipt::kept), person) {
        notices(kept, person, input).iter().for_each(|notice| complain(notice));
    }
}

/// What the user should know of what became of a measurement that was to be kept.
fn notices(kept: &SaveOutcome, person: &PersonName, input: &Path) -> Vec<String> {
    words::in_english(|| {
        let day = kept.day_notice().map(|notice| format!("{notice}; --date names another day").into());
        let all = kept.notices(person.as_ref()).into_iter().chain(day);
        all.map(|notice| format!("{notice}: {}", input.display())).collect()
    })
}
