//! `legraise history`: what the record holds, and what is done with it.

use super::keep::HistoryOptions;
use super::output::say;
use super::{ExitStatus, history_text};
use crate::export::HistoryDocument;
use crate::history::{PersonId, Rating, Store, TrialId, today};
use crate::history_service::acts::{self, CorrectionRequest, ExportOptions, MovedPoints};
use crate::motion::Point;
use crate::words;
use clap::builder::TypedValueParser;
use clap::{ArgGroup, Args, Subcommand, value_parser};
use std::path::PathBuf;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct HistoryArguments {
    #[command(subcommand)]
    action: Option<Action>,
    /// Whose [default: who is in the record]
    #[arg(value_name = "PERSON")]
    person: Option<String>,
    /// Print one JSON document instead of the text
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    record: HistoryOptions,
}

#[derive(Subcommand)]
enum Action {
    /// Write everything of a person into a folder: CSV, JSON, FHIR, traces, OpenSim's tables, pictures
    Export(ExportArguments),
    /// Delete everything of a person, for good
    Delete(DeleteArguments),
    /// Add a note on a person
    Note(NoteArguments),
    /// Make the plan that the newest test asks for: the two stretches for a tight leg until the next test
    Plan(PersonArguments),
    /// End the plan; what was done of it stays
    EndPlan(PersonArguments),
    /// Say how the exercise that was kept last was
    Rate(RateArguments),
    /// Put hip, knee and ankle of a trial's picture right; the measured angle stays beside it
    Correct(CorrectArguments),
    /// Take a trial's newest correction back
    Undo(UndoArguments),
    /// Encrypt the record with a passphrase, with another one, or no longer
    #[cfg(feature = "passphrase")]
    Passphrase(super::passphrase::PassphraseArguments),
}

#[derive(Args)]
struct ExportArguments {
    person: String,
    /// The folder; made where there is none
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Write numbers in the CSV file with a decimal comma, and separate cells by semicolons
    #[arg(long)]
    decimal_comma: bool,
    /// Leave faces in the pictures as they are
    #[arg(long)]
    show_face: bool,
    #[command(flatten)]
    record: HistoryOptions,
}

#[derive(Args)]
struct DeleteArguments {
    person: String,
    /// Really; it can't be taken back
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    record: HistoryOptions,
}

#[derive(Args)]
struct NoteArguments {
    person: String,
    text: String,
    #[command(flatten)]
    record: HistoryOptions,
}

#[derive(Args)]
struct PersonArguments {
    person: String,
    #[command(flatten)]
    record: HistoryOptions,
}

#[derive(Args)]
#[command(group = ArgGroup::new("rating").args(["effort", "pain"]).required(true).multiple(true))]
struct RateArguments {
    person: String,
    /// How hard it was, from 0, not at all, to 10, as hard as can be; what is not given stays
    #[arg(long, value_name = "0-10", value_parser = rating())]
    effort: Option<u8>,
    /// How much it hurt, from 0, not at all, to 10, the worst pain there is
    #[arg(long, value_name = "0-10", value_parser = rating())]
    pain: Option<u8>,
    #[command(flatten)]
    record: HistoryOptions,
}

fn rating() -> impl TypedValueParser<Value = u8> {
    value_parser!(u8).range(..=i64::from(Rating::MOST))
}

#[derive(Args)]
#[command(group = ArgGroup::new("points").args(["hip", "knee", "ankle"]).required(true).multiple(true))]
struct CorrectArguments {
    person: String,
    /// Number of the trial in `legraise history PERSON`
    trial: i64,
    /// Where the hip is, pixels of the recording; what is not given stays
    #[arg(long, value_name = "X,Y", value_parser = point)]
    hip: Option<Point>,
    #[arg(long, value_name = "X,Y", value_parser = point)]
    knee: Option<Point>,
    #[arg(long, value_name = "X,Y", value_parser = point)]
    ankle: Option<Point>,
    /// Who corrects
    #[arg(long, value_name = "WHO")]
    by: String,
    #[command(flatten)]
    record: HistoryOptions,
}

#[derive(Args)]
struct UndoArguments {
    person: String,
    trial: i64,
    #[command(flatten)]
    record: HistoryOptions,
}

fn point(text: &str) -> Result<Point, String> {
    let parts = text.split_once(',').and_then(|(x, y)| Some((x.trim().parse().ok()?, y.trim().parse().ok()?)));
    let finite = parts.filter(|(x, y): &(f64, f64)| x.is_finite() && y.is_finite());
    finite.map(|(x, y)| Point::new(x, y)).ok_or("give pixels such as 310.5,240".to_owned())
}

pub fn run(arguments: &HistoryArguments) -> anyhow::Result<ExitStatus> {
    match &arguments.action {
        None => show(arguments),
        Some(Action::Export(arguments)) => export(arguments),
        Some(Action::Delete(arguments)) => delete(arguments),
        Some(Action::Note(arguments)) => note(arguments),
        Some(Action::Plan(arguments)) => plan(arguments),
        Some(Action::EndPlan(arguments)) => end_plan(arguments),
        Some(Action::Rate(arguments)) => rate(arguments),
        Some(Action::Correct(arguments)) => correct(arguments),
        Some(Action::Undo(arguments)) => undo(arguments),
        #[cfg(feature = "passphrase")]
        Some(Action::Passphrase(arguments)) => super::passphrase::run(arguments),
    }
}

/// The record, and whoever is called so in it.
pub fn open(record: &HistoryOptions, name: &str) -> anyhow::Result<(Store, PersonId)> {
    let store = record.open_existing()?;
    let id = store.person(name)?;
    Ok((store, id))
}

fn show(arguments: &HistoryArguments) -> anyhow::Result<ExitStatus> {
    let Some(name) = &arguments.person else {
        let store = arguments.record.open_existing()?;
        let people = store.people()?;
        say(&if arguments.json { history_text::people_json(&people)? } else { history_text::people(&people) })?;
        return Ok(ExitStatus::Measured);
    };
    let (store, id) = open(&arguments.record, name)?;
    let record = acts::record_of(&store, id)?;
    let text = match arguments.json {
        true => serde_json::to_string(&HistoryDocument::of(&record, &store, id)?)?,
        false => history_text::person(&record, &today()),
    };
    say(&text)?;
    Ok(ExitStatus::Measured)
}

fn export(arguments: &ExportArguments) -> anyhow::Result<ExitStatus> {
    let (store, id) = open(&arguments.record, &arguments.person)?;
    let options = ExportOptions { decimal_comma: arguments.decimal_comma, show_face: arguments.show_face };
    say(&acts::export(&store, id, &arguments.to, options)?.text())?;
    Ok(ExitStatus::Measured)
}

fn delete(arguments: &DeleteArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id) = open(&arguments.record, &arguments.person)?;
    anyhow::ensure!(
        arguments.yes,
        "this deletes everything of {} for good; say so with --yes (`legraise history export` writes it out before)",
        store.name(id)?.as_deref().unwrap_or(&arguments.person)
    );
    let deletion = acts::delete(&mut store, id)?;
    say(&format!("{}\n{}", deletion.text(), deletion.what_is_left()))?;
    Ok(ExitStatus::Measured)
}

fn note(arguments: &NoteArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id) = open(&arguments.record, &arguments.person)?;
    say(&acts::note(&mut store, id, &arguments.text)?.text())?;
    Ok(ExitStatus::Measured)
}

fn plan(arguments: &PersonArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id) = open(&arguments.record, &arguments.person)?;
    let planned = acts::make_plan(&mut store, id)?;
    say(&format!("{}\n{}\n{}", planned.text(), words::sentence(&words::ask_before()), words::no_diagnosis()))?;
    Ok(ExitStatus::Measured)
}

fn end_plan(arguments: &PersonArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id) = open(&arguments.record, &arguments.person)?;
    say(&acts::end_plan(&mut store, id)?.text())?;
    Ok(ExitStatus::Measured)
}

fn rate(arguments: &RateArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id) = open(&arguments.record, &arguments.person)?;
    let rating = Rating { effort: arguments.effort, pain: arguments.pain };
    say(&acts::rate(&mut store, id, None, rating)?.text())?;
    Ok(ExitStatus::Measured)
}

fn correct(arguments: &CorrectArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id) = open(&arguments.record, &arguments.person)?;
    let points = MovedPoints { hip: arguments.hip, knee: arguments.knee, ankle: arguments.ankle };
    let request = CorrectionRequest { trial: TrialId(arguments.trial), points, made_by: arguments.by.clone() };
    let corrected = acts::correct(&mut store, id, &request)?;
    say(&format!("{}\n{}", corrected.text(), words::no_diagnosis()))?;
    Ok(ExitStatus::Measured)
}

fn undo(arguments: &UndoArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id) = open(&arguments.record, &arguments.person)?;
    say(&acts::undo(&mut store, id, TrialId(arguments.trial))?.text())?;
    Ok(ExitStatus::Measured)
}
