//! A record in a folder of its own, with trials of a recorded trace and images for them.

use crate::test_window::{SIZE, TestWindow};
use eframe::egui::Vec2;
use image::{Rgb, RgbImage};
use legraise::album::AlbumThread;
use legraise::frame::Frame;
use legraise::history::{HistorySink, KeptTrial, PersonId, PersonName, SaveTarget, Store, TrialRow};
use legraise::history_service::OpenHistory;
use legraise::motion::Answers;
use legraise::pipeline::{Pipeline, Sink};
use legraise::source::{FrameSource, SourceError, SourceInfo};
use legraise::trace::Replay;
use legraise::ui::{AppCommand, HistoryCommand};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

/// A trace's source with images: a replay has none.
struct Images<S>(S);

impl<S: FrameSource> FrameSource for Images<S> {
    fn info(&self) -> &SourceInfo {
        self.0.info()
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let image = Arc::new(RgbImage::from_pixel(640, 360, Rgb([90, 120, 90])));
        Ok(self.0.next_frame()?.map(|frame| Frame { image, ..frame }))
    }
}

pub struct Record {
    folder: TempDir,
    pub path: PathBuf,
}

impl Record {
    pub fn empty() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let path = folder.path().join("record.sqlite");
        Self { folder, path }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Of these people, each with a trial of the right leg, 78°, on a day.
    pub fn of(people: &[&str]) -> Self {
        let record = Self::empty();
        for person in people {
            record.keep(person, "2026-05-03");
        }
        record
    }

    /// Measures a trace for somebody.
    pub fn keep(&self, person: &str, date: &str) {
        self.keep_with(person, date, Answers::default());
    }

    /// The same for somebody who was asked before.
    pub fn keep_with(&self, person: &str, date: &str, answers: Answers) {
        let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
        let mut replay = Replay::open(&trace).unwrap();
        replay.config.answers = answers;
        let mut source = Images(replay.source);
        let pipeline = Pipeline::new(&mut source, &mut replay.estimator, replay.config, replay.commands);
        let keep = SaveTarget { person: person.parse().unwrap(), date: Some(date.to_owned()), recording: None };
        let album = AlbumThread::start().unwrap();
        let history_sink = HistorySink::new(self.store(), keep).with_album(album.clone());
        let sinks: Vec<Box<dyn Sink>> = vec![Box::new(album), Box::new(history_sink)];
        assert!(pipeline.run(sinks, &AtomicBool::new(false)).sink_failures.is_empty());
    }

    pub fn store(&self) -> Store {
        Store::open(&self.path).unwrap()
    }

    pub fn person(&self, name: &str) -> PersonId {
        self.store().person(name.parse::<PersonName>().unwrap()).unwrap()
    }

    pub fn row(&self, person: &str) -> TrialRow {
        self.store().trials(self.person(person)).unwrap().remove(0)
    }

    pub fn trial(&self, person: &str) -> KeptTrial {
        self.store().trial(self.person(person), self.row(person).id).unwrap().unwrap()
    }

    fn opener(&self) -> OpenHistory {
        let path = self.path.clone();
        Arc::new(move || match path.exists() {
            true => Store::open_existing(&path).map(Some),
            false => Ok(None),
        })
    }

    /// A window with this record.
    pub fn window(&self) -> TestWindow {
        self.desk_of_size(SIZE)
    }

    pub fn desk_of_size(&self, size: Vec2) -> TestWindow {
        TestWindow::with_record(size, &["Front camera"], self.opener())
    }

    /// A window that shows somebody's history.
    pub fn history_of(&self, person: &str) -> TestWindow {
        let mut window = self.window();
        window.command(AppCommand::History(HistoryCommand::Open(person.to_owned())));
        window.until_reads("Notes");
        window
    }
}
