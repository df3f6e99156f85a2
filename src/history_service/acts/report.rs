//! A person's day on one page, or as an image to share.

use super::error::ActError;
use super::key_frame;
use super::person::record_of;
use crate::history::{KeptTrial, PersonId, Store};
use crate::output_file::{self, ClaimedPaths};
use crate::report::{Fonts, Paper, Report, card, pdf};
use crate::words;
use image::ImageFormat;
use std::borrow::Cow;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    Pdf(Paper),
    /// A PNG to share, without name, day and image.
    Card,
}

/// Which day is reported, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportRequest {
    /// `None` for the last one with a session.
    pub day: Option<String>,
    /// The face in the image stays as it is.
    pub show_face: bool,
    /// A font of the user's, for letters that the program's own don't have.
    pub font: Option<PathBuf>,
}

/// A report was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenReport {
    /// Name of the person whose report it is.
    pub name: String,
    pub place: PathBuf,
}

impl WrittenReport {
    pub fn text(&self) -> Cow<'static, str> {
        words::file_written(&self.name, &self.place.to_string_lossy())
    }
}

/// A day that is ready to be written, as one file or several.
pub struct DayReport {
    report: Report,
    fonts: Fonts,
    /// The files that must not be overwritten.
    claimed: ClaimedPaths,
}

/// A person's day, with images for others to see.
///
/// # Errors
/// There is no such day or no such person, the face can't be covered, or the record can't be read.
pub fn report_of_day(store: &Store, person: PersonId, day: Option<&str>, show_face: bool) -> Result<Report, ActError> {
    let mut report = store.at_once(|| {
        let record = record_of(store, person)?;
        let name = record.name.clone();
        Report::of(record, store, person, day)?.ok_or(ActError::NoSession { name })
    })?;
    let for_others = |trial: Option<&KeptTrial>| {
        let frame = trial.and_then(|trial| trial.key_frame.as_ref());
        Ok::<_, ActError>(frame.map(|frame| key_frame::for_others(frame, show_face)).transpose()?.flatten())
    };
    report.image = for_others(report.shown_trial())?;
    report.then_image = for_others(report.then.as_ref())?;
    Ok(report)
}

impl DayReport {
    /// Reads the day and the font, so that an error in them comes before anything is written.
    ///
    /// # Errors
    /// Those of [`report_of_day`]; or the font can't be used.
    pub fn read(store: &Store, person: PersonId, request: &ReportRequest) -> Result<Self, ActError> {
        let (mut fonts, mut claimed) = (Fonts::own(), ClaimedPaths::default());
        claimed.claim_record(store.path());
        if let Some(path) = &request.font {
            claimed.claim_input("the font", path);
            fonts = fonts.with_file(path)?;
        }
        let report = report_of_day(store, person, request.day.as_deref(), request.show_face)?;
        Ok(Self { report, fonts, claimed })
    }

    /// Writes it.
    ///
    /// # Errors
    /// It can't be made or written, or not there.
    pub fn write(&mut self, format: ReportFormat, place: &Path) -> Result<WrittenReport, ActError> {
        self.claimed.claim_output("the report", Some(place)).map_err(ActError::Taken)?;
        let bytes = match format {
            ReportFormat::Pdf(paper) => self.page(paper)?,
            ReportFormat::Card => self.card()?,
        };
        output_file::write("the report", place, bytes)?;
        Ok(WrittenReport { name: self.report.record.name.clone(), place: place.to_owned() })
    }

    fn page(&self, paper: Paper) -> Result<Vec<u8>, ActError> {
        let fonts = self.fonts.clone().with_letters_of(&self.report.written());
        pdf(&self.report, &fonts, paper).map_err(|reason| ActError::Unmade { what: "the report", reason })
    }

    fn card(&self) -> Result<Vec<u8>, ActError> {
        let mut png = Cursor::new(Vec::new());
        let written = card(&self.report).write_to(&mut png, ImageFormat::Png);
        written.map_err(|error| ActError::Unmade { what: "the card", reason: error.to_string() })?;
        Ok(png.into_inner())
    }
}
