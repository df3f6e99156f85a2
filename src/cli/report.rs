//! `legraise report`: a person's record on one page.

use super::history::open;
use super::keep::HistoryOptions;
use super::output::say;
use super::{ExitStatus, name_pattern};
use crate::history_service::acts::{DayReport, ReportFormat, ReportRequest};
use crate::output_file::ClaimedPaths;
use crate::report::Paper;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Args)]
pub struct ReportArguments {
    person: String,
    /// The PDF file
    #[arg(long, value_name = "FILE", required_unless_present = "card")]
    to: Option<PathBuf>,
    /// A PNG to share, with the angles and without name, day and picture
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
    /// Report this day [default: the last one with a session]
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Option<String>,
    #[arg(long, value_enum, default_value_t = PaperChoice::A4)]
    paper: PaperChoice,
    /// A font (TTF, OTF) for letters that Noto Sans does not have [default: one of the system's that has them]
    #[arg(long, value_name = "FILE")]
    font: Option<PathBuf>,
    /// Leave faces in the pictures as they are
    #[arg(long)]
    show_face: bool,
    #[command(flatten)]
    record: HistoryOptions,
}

#[derive(Clone, Copy, ValueEnum)]
enum PaperChoice {
    A4,
    Letter,
}

fn day(text: &str) -> Result<String, String> {
    name_pattern::date(text).ok_or("give a day such as 2026-05-03".to_owned())
}

pub fn run(arguments: &ReportArguments) -> anyhow::Result<ExitStatus> {
    let mut claimed = ClaimedPaths::default();
    arguments.record.protect(&mut claimed);
    arguments.font.iter().for_each(|path| claimed.claim_input("the font", path));
    for (option, path) in [("--to", &arguments.to), ("--card", &arguments.card)] {
        claimed.claim_output(option, path.as_deref()).map_err(anyhow::Error::msg)?;
    }
    let (store, id) = open(&arguments.record, &arguments.person)?;
    let (day, show_face, font) = (arguments.date.clone(), arguments.show_face, arguments.font.clone());
    let mut report = DayReport::read(&store, id, &ReportRequest { day, show_face, font })?;
    let paper = match arguments.paper {
        PaperChoice::A4 => Paper::A4,
        PaperChoice::Letter => Paper::Letter,
    };
    for (format, path) in [(ReportFormat::Card, &arguments.card), (ReportFormat::Pdf(paper), &arguments.to)] {
        let Some(path) = path else { continue };
        let written = report.write(format, path)?;
        say(&format!("{}: {}", written.name, path.display()))?;
    }
    Ok(ExitStatus::Measured)
}
