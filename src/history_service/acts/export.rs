//! A person's record as a folder of files.

use super::error::ActError;
use super::key_frame;
use super::person::record_of;
use crate::export::{Decimal, HistoryDocument, TrialLine, bundle, exercise_table, header, line};
use crate::history::{KeptSession, KeptTrial, PersonId, PersonRecord, Store, TrialId, day};
use crate::motion::{Trial, TrialReason};
use crate::output_file::{self, ClaimedPaths};
use crate::pipeline::{Sink, SinkError};
use crate::sinks::{ASSUMED_STATURE_M, C3dWriter, MotWriter, TrcWriter};
use crate::trace::{Replay, with_side};
use crate::words;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The file that holds everything, with the person's name.
const RECORD: &str = "record.json";

/// How it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// Whether numbers in the CSV file have a decimal comma, and semicolons separate its cells.
    pub decimal_comma: bool,
    /// Faces in the images stay as they are.
    pub show_face: bool,
}

/// A person's record was written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Name of the person whose record it is.
    pub name: String,
    pub files: usize,
    pub place: PathBuf,
}

impl Exported {
    pub fn text(&self) -> Cow<'static, str> {
        words::files_written(&self.name, self.files, &self.place.to_string_lossy())
    }
}

/// Writes everything of a person into a folder, which is made where there is none.
///
/// # Errors
/// They are not in the record any more, it can't be read, somebody else's export is in the folder, or a file can't be
/// written.
pub fn export(store: &Store, person: PersonId, folder: &Path, options: ExportOptions) -> Result<Exported, ActError> {
    let decimal = if options.decimal_comma { Decimal::Comma } else { Decimal::Point };
    let of_one_moment = store.at_once(|| {
        let record = record_of(store, person)?;
        let table = table(store, person, &record, decimal)?;
        let document = HistoryDocument::of(&record, store, person)?;
        Ok::<_, ActError>((record, table, document))
    });
    let (record, table, document) = of_one_moment?;
    if let Some(other) = exported_person(folder).filter(|name| *name != record.name) {
        return Err(ActError::OtherExport { folder: folder.to_owned(), other });
    }
    std::fs::create_dir_all(folder).map_err(|e| SinkError::of_io("the export", &e, folder))?;
    let mut claimed = ClaimedPaths::default();
    claimed.claim_record(store.path());
    let mut files = Export { folder, claimed, written: 0 };
    files.write("trials.csv", table.as_bytes())?;
    files.write("exercises.csv", exercise_table(&record, decimal).as_bytes())?;
    files.write(RECORD, json(&document)?.as_bytes())?;
    files.write("fhir.json", json(&bundle(&record))?.as_bytes())?;
    for row in &record.rows {
        let name = format!("trial-{}-{}-{}", row.id.0, day(&row.date), row.side.name());
        write_trial(store, person, row.id, &name, options.show_face, &mut files)?;
    }
    Ok(Exported { name: record.name.clone(), files: files.written, place: folder.to_owned() })
}

/// Whose export is in a folder, which may be passed on as a whole: two people's exports must not mix.
fn exported_person(folder: &Path) -> Option<String> {
    #[derive(Deserialize)]
    struct Export {
        person: String,
    }
    let record = std::fs::read(folder.join(RECORD)).ok()?;
    Some(serde_json::from_slice::<Export>(&record).ok()?.person)
}

fn json(document: &impl Serialize) -> Result<String, ActError> {
    serde_json::to_string_pretty(document).map_err(|error| unmade(&error))
}

fn unmade(error: &serde_json::Error) -> ActError {
    ActError::Unmade { what: "the export", reason: error.to_string() }
}

fn write_trial(
    store: &Store,
    person: PersonId,
    trial: TrialId,
    name: &str,
    show_face: bool,
    files: &mut Export<'_>,
) -> Result<(), ActError> {
    let (Some(kept), Some(trace)) = (store.trial(person, trial)?, store.trace(trial)?) else { return Ok(()) };
    let place = files.place(&format!("{name}.jsonl"))?;
    let replay = write_trace(&trace, &kept, &place)?;
    let mut place = |extension: &str| files.place(&format!("{name}.{extension}"));
    let sinks: Vec<Box<dyn Sink>> = vec![
        Box::new(MotWriter::create(&place("mot")?)?),
        Box::new(TrcWriter::create(&place("trc")?, ASSUMED_STATURE_M)?),
        Box::new(C3dWriter::create(&place("c3d")?, ASSUMED_STATURE_M)?),
    ];
    if let Some(failure) = replay.run(sinks).sink_failures.into_iter().next() {
        return Err(failure.0.into());
    }
    if let Some(jpeg) = kept.key_frame.map(|frame| key_frame::for_others(&frame, show_face)).transpose()?.flatten() {
        files.write(&format!("{name}.jpg"), &jpeg)?;
    }
    Ok(())
}

/// Writes a trial's trace. If the user said afterwards which leg it was, the trace is restricted to that leg, since the
/// poses alone don't tell.
fn write_trace(trace: &[u8], kept: &KeptTrial, place: &Path) -> Result<Replay, ActError> {
    output_file::write("the export", place, trace)?;
    let is_known = !kept.record.reasons.contains(&TrialReason::SideNotCertain);
    if is_known && Replay::open(place)?.run(Vec::new()).report.trials.iter().any(Trial::asks_side) {
        let told = with_side(trace, kept.row.side).map_err(|error| unmade(&error))?;
        output_file::write("the export", place, told)?;
    }
    Ok(Replay::open(place)?)
}

fn table(store: &Store, person: PersonId, record: &PersonRecord, decimal: Decimal) -> Result<String, ActError> {
    let mut text = header(decimal);
    for session in &record.sessions {
        let trials = record.rows_of(session).count();
        let problem = problems(session);
        for row in record.rows_of(session) {
            let Some(kept) = store.trial(person, row.id)? else { continue };
            let of = TrialLine {
                person: Some(&record.name),
                date: Some(&session.date),
                source: &session.source.path,
                model: &session.model,
                trials,
                trial: Some((row.number as usize, &kept.record)),
                correction: kept.row.correction.as_ref(),
                method: kept.row.method,
                problem: &problem,
            };
            text += &line(&of, decimal);
        }
    }
    Ok(text)
}

/// The problems of a session's recording, from its document.
fn problems(session: &KeptSession) -> String {
    let told = session.document.as_ref().and_then(|document| document["problems"].as_array());
    told.into_iter().flatten().filter_map(|problem| problem["text"].as_str()).collect::<Vec<_>>().join("; ")
}

/// The files of an export.
struct Export<'a> {
    folder: &'a Path,
    /// The files that must not be overwritten.
    claimed: ClaimedPaths,
    written: usize,
}

impl Export<'_> {
    /// Claims a file's path for another writer.
    fn place(&mut self, name: &str) -> Result<PathBuf, ActError> {
        let path = self.folder.join(name);
        self.claimed.claim_output("the export", Some(&path)).map_err(ActError::Taken)?;
        self.written += 1;
        Ok(path)
    }

    fn write(&mut self, name: &str, content: &[u8]) -> Result<(), ActError> {
        let path = self.place(name)?;
        Ok(output_file::write("the export", &path, content)?)
    }
}
