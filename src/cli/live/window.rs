//! The window of `legraise live`.

use super::LiveArguments;
use super::awake::Awake;
use crate::album::AlbumThread;
use crate::cli::ExitStatus;
use crate::document::Measurement;
use crate::exercise::{Library, own_folder};
use crate::history::{HistorySink, PersonName, Receipt, SaveOutcome, Store, StoreError};
use crate::history_service::OpenHistory;
use crate::live::{Inbox, Input, Job, LiveMeasurement, start};
use crate::motion::SessionConfig;
use crate::output_file::{self, ClaimedPaths};
use crate::pipeline::Sink;
use crate::source::camera::{self, CameraBackend};
use crate::terminal::{complain, tell};
use crate::ui::{self, AppCommand, AppState, Dialog, Host, NoDialog, Settings, WindowOptions};
use crate::voice::{Caption, Speak, Utterance, Voice, VoiceHandle, VoiceSink};
use crate::words::Language;
use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub fn run(arguments: LiveArguments, language: Option<Language>) -> anyhow::Result<ExitStatus> {
    let (mut settings, problem) = Settings::load();
    settings.language = language.or(settings.language);
    let base = SessionConfig::default();
    let config = arguments.session.over(SessionConfig { thresholds: settings.thresholds, ..base })?;
    settings.thresholds = config.thresholds;
    settings.model = arguments.preference(settings.model);
    let options = window_options(&arguments);
    let exercise = arguments.exercise()?;
    let quit_at_end = arguments.quit_at_end;
    let person = arguments.save.person().map(ToString::to_string).unwrap_or_default();
    let valid = Rc::default();
    let host = LiveHost::new(arguments, Rc::clone(&valid))?;
    host.follow(&settings);
    ui::run(options, move |wake| {
        let mut state = AppState::new(settings, config, Box::new(host), wake);
        state.notice = problem.or(state.notice.take());
        state.person = person;
        state.first_exercise = exercise;
        state
    })
    .map_err(anyhow::Error::msg)?;
    Ok(match valid.get() {
        _ if !quit_at_end => ExitStatus::Measured,
        Some(true) => ExitStatus::Measured,
        Some(false) => ExitStatus::NothingMeasured,
        None => ExitStatus::Failed,
    })
}

fn window_options(arguments: &LiveArguments) -> WindowOptions {
    let files = Some(arguments.files.clone()).filter(|files| !files.is_empty());
    let first = arguments.input().map(|input| match input {
        Input::Recording(path) => AppCommand::OpenRecordings(vec![path]),
        Input::Camera(name) => AppCommand::OpenCamera(name),
    });
    WindowOptions {
        first: files.map(AppCommand::OpenRecordings).or(first),
        quit_at_end: arguments.quit_at_end,
        screenshots: arguments.screenshots.clone(),
        size: arguments.size,
        tell_pace: arguments.tell_pace.map(|seconds| Duration::from_secs(seconds.into())),
    }
}

/// Whether the latest test was valid; `None` before there is one.
type Valid = Rc<Cell<Option<bool>>>;

/// The window's host: everything that the command line provides.
struct LiveHost {
    arguments: LiveArguments,
    /// The trace of the first test, which was asked for on the command line. Made before the test, so that a wrong path
    /// is told then.
    trace: Option<Box<dyn Sink + Send>>,
    /// `None` if no thread could be started: then nothing is said.
    voice: Option<Voice>,
    caption: Caption,
    /// The prompts of the measurement are off.
    hushed: Arc<AtomicBool>,
    awake: Awake,
    valid: Valid,
    /// Tells how the last recording was stored.
    receipt: Option<Receipt>,
}

impl LiveHost {
    fn new(arguments: LiveArguments, valid: Valid) -> anyhow::Result<Self> {
        let trace = arguments.trace()?;
        let (caption, hushed, awake) = Default::default();
        Ok(Self { arguments, trace, voice: Voice::start().ok(), caption, hushed, awake, valid, receipt: None })
    }

    /// Speaks as the settings say.
    fn follow(&self, settings: &Settings) {
        settings.language().choose();
        if let Some(voice) = &self.voice {
            voice.handle().set_volume(settings.volume);
            voice.handle().set_muted(!settings.voice);
        }
    }

    /// The sink that says a test's prompts.
    fn prompts(&mut self) -> Option<Box<dyn Sink + Send>> {
        let handle = self.voice.as_ref()?.handle();
        let voice = PrintingVoice { handle, tells: self.arguments.tell_voice };
        let sink = VoiceSink::new(HushableVoice { voice, hushed: self.hushed.clone() });
        self.caption = sink.caption();
        Some(Box::new(sink))
    }
}

/// A voice that also prints what it says, if that was asked for.
struct PrintingVoice {
    handle: VoiceHandle,
    tells: bool,
}

impl Speak for PrintingVoice {
    fn say(&self, utterance: Utterance) {
        if self.tells && !utterance.lines.is_empty() {
            tell(&format!("said: {}", utterance.text()));
        }
        self.handle.say(utterance);
    }
}

/// The same voice, silent while `hushed`.
struct HushableVoice {
    voice: PrintingVoice,
    hushed: Arc<AtomicBool>,
}

impl Speak for HushableVoice {
    fn say(&self, utterance: Utterance) {
        if !self.hushed.load(Ordering::Relaxed) {
            self.voice.say(utterance);
        }
    }
}

impl Host for LiveHost {
    fn launch(&mut self, job: Job, inbox: Arc<Inbox>) -> io::Result<LiveMeasurement> {
        start(job, inbox)
    }

    fn cameras(&self) -> Arc<dyn CameraBackend> {
        camera::system()
    }

    fn history(&self) -> OpenHistory {
        opener(&self.arguments)
    }

    fn sinks(
        &mut self,
        input: &Input,
        person: &str,
        album: &Arc<AlbumThread>,
    ) -> Result<Vec<Box<dyn Sink + Send>>, String> {
        // the record comes first: a trial is kept before anybody is told of it
        let mut sinks: Vec<Box<dyn Sink + Send>> = Vec::new();
        let history_sink = history_sink(&self.arguments, input, person, album).map_err(|error| format!("{error:#}"))?;
        // a camera's test has no receipt to show: its day is today
        let recording = history_sink.as_ref().filter(|_| matches!(input, Input::Recording(_)));
        self.receipt = recording.map(HistorySink::receipt);
        sinks.extend(history_sink.map(|history_sink| Box::new(history_sink) as Box<dyn Sink + Send>));
        sinks.extend(self.trace.take());
        sinks.extend(self.prompts());
        Ok(sinks)
    }

    fn kept(&self) -> Option<SaveOutcome> {
        self.receipt.as_ref()?.kept().cloned()
    }

    fn exercises(&self) -> Library {
        Library::open(own_folder().as_deref())
    }

    fn finished(&mut self, result: &Measurement, frames: &str) -> Result<(), String> {
        self.valid.set(Some(result.is_valid()));
        if self.arguments.quit_at_end {
            tell(frames);
        }
        self.arguments.write(result).map_err(|error| error.to_string())
    }

    fn failed(&mut self, why: &str) {
        complain(why);
    }

    fn save(&mut self, result: &Measurement, to: &Path) -> Result<(), String> {
        let mut claimed = ClaimedPaths::default();
        claimed.claim_input("the recording", Path::new(&result.source.path));
        claimed.claim_output("the result", Some(to))?;
        let text = serde_json::to_string_pretty(result).map_err(|error| error.to_string())?;
        output_file::write("the result", to, text).map_err(|error| error.to_string())
    }

    fn say(&self, utterance: Utterance) {
        if let Some(voice) = &self.voice {
            PrintingVoice { handle: voice.handle(), tells: self.arguments.tell_voice }.say(utterance);
        }
    }

    fn hush(&self, hushed: bool) {
        self.hushed.store(hushed, Ordering::Relaxed);
    }

    fn caption(&self) -> String {
        self.caption.text()
    }

    fn keep_settings(&mut self, settings: &Settings) -> Result<(), String> {
        self.follow(settings);
        settings.save()
    }

    fn ask(&mut self, dialog: Dialog) -> Result<Option<PathBuf>, NoDialog> {
        ui::ask_by_dialog(dialog)
    }

    fn stay_awake(&mut self, awake: bool) {
        self.awake.set(awake);
    }
}

/// What opens the record that tests are kept in.
fn opener(arguments: &LiveArguments) -> OpenHistory {
    let record = arguments.save.record.clone();
    Arc::new(move || match record.path().and_then(|path| Store::open_existing(&path)) {
        Err(StoreError::NoRecord(_)) => Ok(None),
        opened => opened.map(Some),
    })
}

/// What keeps a test in the record of a person; nothing for nobody.
fn history_sink(
    arguments: &LiveArguments,
    input: &Input,
    person: &str,
    album: &Arc<AlbumThread>,
) -> anyhow::Result<Option<HistorySink>> {
    if person.is_empty() {
        return Ok(None);
    }
    let person = person.parse::<PersonName>().map_err(anyhow::Error::msg)?;
    let recording = match input {
        Input::Recording(path) => Some(path.as_path()),
        Input::Camera(_) => None,
    };
    Ok(Some(arguments.history_sink(person, recording, album)?))
}
