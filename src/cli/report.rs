//! `legraise report`: a person's record on one page.

use super::history::open;
use super::keep::HistoryOptions;
use super::output::say;
use super::{ExitStatus, name_pattern};
use crate::output_file::{self, Files};
use crate::report::{Fonts, Paper, Report, card, pdf};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

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
    /// Leave the face in the picture as it is
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
    let mut taken = Files::default();
    arguments.record.protect(&mut taken);
    arguments.font.iter().for_each(|path| taken.reads("the font", path));
    for (option, path) in [("--to", &arguments.to), ("--card", &arguments.card)] {
        taken.writes(option, path.as_deref()).map_err(anyhow::Error::msg)?;
    }
    let (store, id, name) = open(&arguments.record, &arguments.person)?;
    // a wrong file is told before anything is written
    let mut fonts = Fonts::own();
    if let Some(path) = &arguments.font {
        fonts = fonts.with_file(path)?;
    }
    let report = Report::of(&store, id, name.clone(), arguments.date.as_deref(), arguments.show_face)?;
    let Some(report) = report else {
        anyhow::bail!("there is no session of that day in the record of {name}; `legraise history` lists them");
    };
    let write = |path: &Path, bytes: Vec<u8>| {
        output_file::write("the report", path, bytes)?;
        say(&format!("{name}: {}", path.display()))
    };
    if let Some(path) = &arguments.card {
        let mut png = std::io::Cursor::new(Vec::new());
        card(&report).write_to(&mut png, image::ImageFormat::Png)?;
        write(path, png.into_inner())?;
    }
    let Some(path) = &arguments.to else { return Ok(ExitStatus::Measured) };
    let paper = match arguments.paper {
        PaperChoice::A4 => Paper::A4,
        PaperChoice::Letter => Paper::Letter,
    };
    let fonts = fonts.with_letters_of(&report.written());
    let bytes = pdf(&report, &fonts, paper).map_err(|why| anyhow::anyhow!("can't make the report: {why}"))?;
    write(path, bytes)?;
    Ok(ExitStatus::Measured)
}
