//! `legraise history`: what the record holds, and what is done with it.

use super::keep::HistoryOptions;
use super::output::say;
use super::{ExitStatus, history_text};
use crate::export::HistoryDocument;
use crate::history::{KeptTrial, PersonId, PersonRecord, Store, StoreError, TrialId, now};
use crate::history_service::{ExportOptions, write_folder};
use crate::motion::{LegPoints, Point};
use crate::words::{self, Tenths};
use clap::{Args, Subcommand};
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
        Some(Action::Correct(arguments)) => correct(arguments),
        Some(Action::Undo(arguments)) => undo(arguments),
        #[cfg(feature = "passphrase")]
        Some(Action::Passphrase(arguments)) => super::passphrase::run(arguments),
    }
}

/// The record, and whoever is called so in it, under the name that they have there.
pub fn open(record: &HistoryOptions, name: &str) -> anyhow::Result<(Store, PersonId, String)> {
    let store = record.open_existing()?;
    let id = store.person(name)?;
    let name = store.name(id)?.unwrap_or_else(|| name.to_owned());
    Ok((store, id, name))
}

fn show(arguments: &HistoryArguments) -> anyhow::Result<ExitStatus> {
    let Some(name) = &arguments.person else {
        let store = arguments.record.open_existing()?;
        let people = store.people()?;
        say(&if arguments.json { history_text::people_json(&people)? } else { history_text::people(&people) })?;
        return Ok(ExitStatus::Measured);
    };
    let (store, id, name) = open(&arguments.record, name)?;
    let record = PersonRecord::read(&store, id, name)?;
    let text = match arguments.json {
        true => serde_json::to_string(&HistoryDocument::of(&record, &store, id)?)?,
        false => history_text::person(&record),
    };
    say(&text)?;
    Ok(ExitStatus::Measured)
}

fn export(arguments: &ExportArguments) -> anyhow::Result<ExitStatus> {
    let (store, id, name) = open(&arguments.record, &arguments.person)?;
    let record = PersonRecord::read(&store, id, name)?;
    let options = ExportOptions { decimal_comma: arguments.decimal_comma, show_face: arguments.show_face };
    let files = write_folder(&store, id, &record, &arguments.to, options)?;
    say(&words::files_written(&record.name, files, &arguments.to.to_string_lossy()))?;
    Ok(ExitStatus::Measured)
}

fn delete(arguments: &DeleteArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id, name) = open(&arguments.record, &arguments.person)?;
    anyhow::ensure!(
        arguments.yes,
        "this deletes everything of {name} for good; say so with --yes (`legraise history export` writes it out before)"
    );
    let deleted = store.delete(id)?;
    let (told, after) = (words::deleted(&name, &deleted.text()), words::after_deletion(deleted.wiped));
    say(&format!("{told}\n{after}"))?;
    Ok(ExitStatus::Measured)
}

fn note(arguments: &NoteArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id, name) = open(&arguments.record, &arguments.person)?;
    let text = arguments.text.trim();
    anyhow::ensure!(!text.is_empty(), "the note is empty; write something");
    store.add_note(id, text, &now())?;
    say(&words::noted(&name))?;
    Ok(ExitStatus::Measured)
}

/// A trial of this person.
fn trial_of(store: &Store, id: PersonId, name: &str, trial: i64) -> anyhow::Result<KeptTrial> {
    let missing = || StoreError::NoSuchTrial { path: store.path().to_owned(), name: name.to_owned(), trial };
    Ok(store.trial(id, TrialId(trial))?.ok_or_else(missing)?)
}

fn correct(arguments: &CorrectArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id, name) = open(&arguments.record, &arguments.person)?;
    let trial = trial_of(&store, id, &name, arguments.trial)?;
    let Some(seen) = trial.seen_points() else {
        anyhow::bail!("no picture of trial {} was kept, so there are no points to put right", arguments.trial);
    };
    let from = trial.row.correction.as_ref().map_or(seen, |correction| correction.points);
    let points = LegPoints {
        hip: arguments.hip.unwrap_or(from.hip),
        knee: arguments.knee.unwrap_or(from.knee),
        ankle: arguments.ankle.unwrap_or(from.ankle),
    };
    let by = arguments.by.trim();
    anyhow::ensure!(!by.is_empty(), "say who corrects, with --by");
    let corrected = store.correct(&trial, &points, by, &now())?;
    let angle_deg = corrected.map_or(trial.row.measured_deg, |correction| correction.angle_deg);
    let (angle, measured) = (Tenths(angle_deg), Tenths(trial.row.measured_deg));
    let told = words::corrected_angle(&name, arguments.trial, angle, by, measured);
    say(&format!("{told}\n{}", words::no_diagnosis()))?;
    Ok(ExitStatus::Measured)
}

fn undo(arguments: &UndoArguments) -> anyhow::Result<ExitStatus> {
    let (mut store, id, name) = open(&arguments.record, &arguments.person)?;
    let trial = trial_of(&store, id, &name, arguments.trial)?;
    anyhow::ensure!(
        store.undo_correction(trial.row.id, &now())?.is_some(),
        "trial {} of {name} has no correction to take back",
        arguments.trial
    );
    let angle_deg = trial_of(&store, id, &name, arguments.trial)?.row.angle_deg();
    say(&words::undone_angle(&name, arguments.trial, Tenths(angle_deg)))?;
    Ok(ExitStatus::Measured)
}
