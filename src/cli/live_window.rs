//! The window of `legraise live`.

use super::Ending;
use super::live::LiveArguments;
use super::options::default_config;
use crate::album::AlbumThread;
use crate::history::{PersonName, Store, StoreError};
use crate::live::{Input, start};
use crate::motion::SessionConfig;
use crate::pipeline::Sink;
use crate::registrar::OpenRecord;
use crate::source::camera;
use crate::terminal::{complain, tell};
use crate::ui::{self, AppCommand, AppState, Settings, Surroundings, WindowOptions};
use crate::voice::{Caption, Speak, Utterance, Voice, VoiceHandle, VoiceSink};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

pub fn run(arguments: LiveArguments) -> anyhow::Result<Ending> {
    let (mut settings, problem) = Settings::load();
    let base = default_config();
    let config = arguments.session.over(SessionConfig { thresholds: settings.thresholds, ..base })?;
    settings.thresholds = config.thresholds;
    settings.model = arguments.preference(settings.model);
    let options = WindowOptions {
        first: arguments.input().map(|input| match input {
            Input::Recording(path) => AppCommand::OpenRecording(path),
            Input::Camera(name) => AppCommand::OpenCamera(name),
        }),
        quit_at_end: arguments.quit_at_end,
        screenshots: arguments.screenshots.clone(),
        size: arguments.size,
        tell_pace: arguments.tell_pace.map(|seconds| Duration::from_secs(seconds.into())),
    };
    let quit_at_end = arguments.quit_at_end;
    let record = opener(&arguments);
    // made now, so that a wrong path is told before the test
    let first_trace = Cell::new(arguments.trace()?);
    let person = arguments.save.person().map(ToString::to_string).unwrap_or_default();
    let arguments = Rc::new(arguments);
    let for_keeping = arguments.clone();
    let valid: Rc<Cell<Option<bool>>> = Rc::default();
    let seen = valid.clone();
    // a computer that gives no thread for a voice is silent
    let voice = Voice::start().ok();
    let voices = Voices::new(voice.as_ref().map(Voice::handle));
    voices.follow(&settings);
    ui::run(options, move |wake| {
        let (speaker, teller, keeper) = (voices.clone(), voices.clone(), voices.clone());
        let surroundings = Surroundings {
            launch: Box::new(start),
            more_sinks: Box::new(move |input, person, album| {
                // the record comes first: a trial is kept before anybody is told of it
                let mut sinks: Vec<Box<dyn Sink + Send>> = Vec::new();
                sinks.extend(record_of(&for_keeping, input, person, album).map_err(|error| error.to_string())?);
                sinks.extend(first_trace.take());
                sinks.extend(voices.sink());
                Ok(sinks)
            }),
            on_result: Box::new(move |measurement, pictures| {
                seen.set(Some(measurement.is_valid()));
                if quit_at_end {
                    tell(pictures);
                }
                arguments.write(measurement).map_err(|error| error.to_string())
            }),
            on_failure: Box::new(complain),
            say: Box::new(move |utterance| speaker.say(utterance)),
            caption: Box::new(move || teller.caption()),
            keep: Box::new(move |settings| {
                keeper.follow(settings);
                settings.save()
            }),
            cameras: camera::system(),
            record,
            wake,
        };
        let mut state = AppState::new(settings, config, surroundings);
        state.notice = problem;
        state.person = person;
        state
    })
    .map_err(anyhow::Error::msg)?;
    Ok(match valid.get() {
        _ if !quit_at_end => Ending::Measured,
        Some(true) => Ending::Measured,
        Some(false) => Ending::NothingMeasured,
        None => Ending::Failed,
    })
}

/// What opens the record that tests are kept in.
fn opener(arguments: &LiveArguments) -> OpenRecord {
    let path = arguments.save.record.path().map_err(|error| error.to_string());
    Arc::new(move || {
        let path = path.clone()?;
        match Store::open_existing(&path) {
            Err(StoreError::NoRecord(_)) => Ok(None),
            opened => opened.map(Some).map_err(|error| error.to_string()),
        }
    })
}

/// What keeps a test in the record of a person; nothing for nobody.
fn record_of(
    arguments: &LiveArguments,
    input: &Input,
    person: &str,
    album: &Arc<AlbumThread>,
) -> anyhow::Result<Option<Box<dyn Sink + Send>>> {
    if person.is_empty() {
        return Ok(None);
    }
    let person = person.parse::<PersonName>().map_err(anyhow::Error::msg)?;
    let recording = match input {
        Input::Recording(path) => Some(path.as_path()),
        Input::Camera(_) => None,
    };
    Ok(arguments.keeper(person, recording, album)?.map(|keeper| Box::new(keeper) as Box<dyn Sink + Send>))
}

/// The voice, as far as there is one, and what it said last.
#[derive(Clone)]
struct Voices {
    handle: Option<VoiceHandle>,
    caption: Rc<RefCell<Caption>>,
}

impl Voices {
    fn new(handle: Option<VoiceHandle>) -> Self {
        Self { handle, caption: Rc::default() }
    }

    /// What says the next test's prompts.
    fn sink(&self) -> Option<Box<dyn Sink + Send>> {
        let sink = VoiceSink::new(self.handle.clone()?);
        self.caption.replace(sink.caption());
        Some(Box::new(sink))
    }

    fn say(&self, utterance: Utterance) {
        if let Some(handle) = &self.handle {
            handle.say(utterance);
        }
    }

    fn caption(&self) -> String {
        self.caption.borrow().text()
    }

    fn follow(&self, settings: &Settings) {
        if let Some(handle) = &self.handle {
            handle.set_volume(settings.volume);
            handle.set_muted(!settings.voice);
        }
    }
}
