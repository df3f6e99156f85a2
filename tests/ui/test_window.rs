//! A window with everything around it replaced: no worker, no camera, no file is written.

use eframe::egui::{OutputCommand, Ui, Vec2, ViewportId};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use image::{Rgb, RgbImage};
use legraise::album::AlbumThread;
use legraise::document::Measurement;
use legraise::history::{DayFrom, SaveOutcome};
use legraise::history_service::OpenHistory;
use legraise::live::{Inbox, InboxSink, Input, Job, LiveEnd, LiveMeasurement, ModelPreference, WorkerChannels};
use legraise::motion::{Answers, Exercise, Flow, SessionCommand, SessionConfig, Side, Timestamp};
use legraise::pipeline::{Sink, Step, UserInput};
use legraise::source::CameraFault;
use legraise::source::camera::{CameraBackend, CameraName, ListedCamera, OpenCamera};
use legraise::trace::Replay;
use legraise::ui::{
    AppCommand, AppState, Dialog, Host, LegRaiseApp, NoDialog, Screen, Settings, WindowOptions, install_theme,
};
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

/// What a measurement of the window would see and say.
pub struct Engine {
    pub input: Input,
    pub model: ModelPreference,
    pub inbox: Arc<Inbox>,
    pub channels: WorkerChannels,
}

/// The exercise of the latest measurement, and the leg that works alone.
pub type Started = Rc<RefCell<Option<(Exercise, Option<Side>)>>>;

pub struct TestWindow {
    pub harness: Harness<'static, LegRaiseApp>,
    engine: Rc<RefCell<Option<Engine>>>,
    answers: Rc<Cell<Answers>>,
    pub exercise: Started,
    /// Settings as they would be kept.
    pub kept: Rc<RefCell<Vec<Settings>>>,
    /// What the system's dialogs are answered with.
    pub answer: Answer,
    /// Each time the display was kept awake, or let sleep again.
    pub awake: Rc<RefCell<Vec<bool>>>,
    /// Whether what is measured is not spoken of.
    pub hushed: Rc<Cell<bool>>,
}

type Answer = Rc<RefCell<Result<Option<PathBuf>, NoDialog>>>;

/// Cameras with names and nothing else.
struct Named(Vec<CameraName>);

impl CameraBackend for Named {
    fn cameras(&self) -> Result<Vec<ListedCamera>, CameraFault> {
        if self.0 == ["refused"] {
            return Err(CameraFault::Refused);
        }
        Ok(self.0.iter().map(|name| ListedCamera { name: name.clone(), infrared: false }).collect())
    }

    fn open(&self, _name: &str) -> Result<Box<dyn OpenCamera>, CameraFault> {
        Err(CameraFault::Busy)
    }
}

/// The program around the window, without a worker, a file or a dialog.
struct QuietHost {
    engine: Rc<RefCell<Option<Engine>>>,
    answers: Rc<Cell<Answers>>,
    exercise: Started,
    kept: Rc<RefCell<Vec<Settings>>>,
    cameras: Arc<Named>,
    record: OpenHistory,
    answer: Answer,
    awake: Rc<RefCell<Vec<bool>>>,
    hushed: Rc<Cell<bool>>,
    /// What is measured was kept before.
    is_there: bool,
}

impl Host for QuietHost {
    fn launch(&mut self, job: Job, inbox: Arc<Inbox>) -> std::io::Result<LiveMeasurement> {
        self.answers.set(job.config.answers);
        let (input, model) = (job.input.clone(), job.model);
        *self.exercise.borrow_mut() = job.exercise.map(|exercise| (exercise, job.config.side));
        LiveMeasurement::new(inbox.clone(), |channels| {
            *self.engine.borrow_mut() = Some(Engine { input, model, inbox, channels });
            thread::Builder::new().spawn(|| {})
        })
    }

    fn cameras(&self) -> Arc<dyn CameraBackend> {
        self.cameras.clone()
    }

    fn history(&self) -> OpenHistory {
        self.record.clone()
    }

    fn sinks(&mut self, _: &Input, person: &str, _: &Arc<AlbumThread>) -> Result<Vec<Box<dyn Sink + Send>>, String> {
        match person {
            "no record" => Err("can't open the record".to_owned()),
            _ => {
                self.is_there = person == "there before";
                Ok(Vec::new())
            }
        }
    }

    fn kept(&self) -> Option<SaveOutcome> {
        self.is_there.then(|| SaveOutcome {
            is_exercise: false,
            new: 0,
            settled: 0,
            there_before: 1,
            left_out: 0,
            day: "2026-05-03".to_owned(),
            day_from: DayFrom::Filmed,
        })
    }

    fn keep_settings(&mut self, settings: &Settings) -> Result<(), String> {
        self.kept.borrow_mut().push(settings.clone());
        Ok(())
    }

    fn ask(&mut self, _dialog: Dialog) -> Result<Option<PathBuf>, NoDialog> {
        self.answer.borrow().clone()
    }

    fn stay_awake(&mut self, awake: bool) {
        self.awake.borrow_mut().push(awake);
    }

    fn hush(&self, hushed: bool) {
        self.hushed.set(hushed);
    }
}

pub const SIZE: Vec2 = Vec2::new(1280.0, 720.0);

impl TestWindow {
    pub fn new(cameras: &[&str]) -> Self {
        Self::of_size(SIZE, cameras)
    }

    pub fn of_size(size: Vec2, cameras: &[&str]) -> Self {
        Self::with_record(size, cameras, Arc::new(|| Ok(None)))
    }

    /// A window whose record is opened by `record`.
    pub fn with_record(size: Vec2, cameras: &[&str], record: OpenHistory) -> Self {
        Self::answering(size, cameras, record, None)
    }

    /// A window where the system's dialogs are answered with `answer`.
    pub fn answering(size: Vec2, cameras: &[&str], record: OpenHistory, answer: Option<PathBuf>) -> Self {
        Self::with_settings(size, cameras, record, answer, Settings::default())
    }

    /// A window with these settings of an earlier one.
    pub fn with_settings(
        size: Vec2,
        cameras: &[&str],
        record: OpenHistory,
        answer: Option<PathBuf>,
        settings: Settings,
    ) -> Self {
        let engine: Rc<RefCell<Option<Engine>>> = Rc::default();
        let kept: Rc<RefCell<Vec<Settings>>> = Rc::default();
        let cameras = Named(cameras.iter().map(|name| (*name).to_owned()).collect());
        let answers: Rc<Cell<Answers>> = Rc::default();
        let exercise: Started = Rc::default();
        let answer: Answer = Rc::new(RefCell::new(Ok(answer)));
        let (awake, hushed): (Rc<RefCell<Vec<bool>>>, Rc<Cell<bool>>) = Default::default();
        let host = QuietHost {
            engine: engine.clone(),
            answers: answers.clone(),
            exercise: exercise.clone(),
            kept: kept.clone(),
            cameras: Arc::new(cameras),
            record,
            answer: answer.clone(),
            awake: awake.clone(),
            hushed: hushed.clone(),
            is_there: false,
        };
        let state = AppState::new(settings, config(Flow::Recorded), Box::new(host), Arc::new(|| {}));
        let show = |ui: &mut Ui, app: &mut LegRaiseApp| {
            app.advance(ui.ctx());
            app.show(ui);
        };
        let app = LegRaiseApp::new(state, WindowOptions::default());
        let harness = Harness::builder().with_size(size).with_context_setup(install_theme).build_ui_state(show, app);
        Self { harness, engine, answers, exercise, kept, answer, awake, hushed }
    }

    /// A window where a test runs with the poses of a recorded trace.
    pub fn with_trace(name: &str, flow: Flow) -> (Self, Playback) {
        let mut window = Self::new(&["Front camera"]);
        window.command(AppCommand::OpenRecording(PathBuf::from("clip.mp4")));
        (window, Playback::of(name, flow))
    }

    pub fn command(&mut self, command: AppCommand) {
        self.harness.state_mut().command(command);
        self.look();
    }

    /// Says of every warning sign that it is not true.
    pub fn has_no_signs(&mut self) {
        (0..2).for_each(|_| self.command(AppCommand::Answer(false)));
    }

    /// Lets the window look for news, and draw itself until nothing moves.
    pub fn look(&mut self) {
        self.harness.run_steps(3);
    }

    /// How long the window waits when nothing is new, as soon as nothing moves any more.
    pub fn pause(&mut self) -> Duration {
        self.harness.run_steps(60);
        self.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay
    }

    /// Lets the window look until something is so: the record answers from a thread of its own.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
        for _ in 0..2000 {
            if is_so(self) {
                // what slides in comes to rest
                self.look();
                return;
            }
            thread::sleep(Duration::from_millis(10));
            self.harness.step();
        }
        panic!("{what} never came:\n{:?}", self.texts());
    }

    #[track_caller]
    pub fn until_reads(&mut self, text: &str) {
        self.until(text, |window| window.reads(text));
    }

    /// Clicks on what has this label.
    #[track_caller]
    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.look();
        self.look();
    }

    pub fn engine(&self) -> std::cell::Ref<'_, Engine> {
        std::cell::Ref::map(self.engine.borrow(), |engine| engine.as_ref().expect("a measurement runs"))
    }

    /// What was answered before the test.
    pub fn answers(&self) -> Answers {
        self.answers.get()
    }

    /// What runs has ended like this.
    pub fn end(&mut self, ending: LiveEnd) {
        let inbox = self.engine().inbox.clone();
        inbox.tell(|news| news.ending = Some(ending));
        self.look();
    }

    /// The recording that is measured now.
    pub fn recording(&self) -> String {
        match &self.engine().input {
            Input::Recording(path) => path.file_name().expect("a file").to_string_lossy().into_owned(),
            Input::Camera(name) => panic!("the camera {name:?}"),
        }
    }

    /// What the window has put on the clipboard with what was done last.
    pub fn copied(&self) -> Option<String> {
        self.harness.output().platform_output.commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
    }

    pub fn screen(&self) -> Screen {
        self.harness.state().state().screen()
    }

    pub fn said(&self) -> Vec<UserInput> {
        self.engine().channels.said.try_iter().collect()
    }

    /// Whether something with this text can be read in the window.
    pub fn reads(&self, text: &str) -> bool {
        self.harness.query_all_by_label_contains(text).next().is_some()
    }

    #[track_caller]
    pub fn assert_reads(&self, text: &str) {
        assert!(self.reads(text), "{text:?} is not in the window:\n{:?}", self.texts());
    }

    /// All that can be read, for messages.
    pub fn texts(&self) -> Vec<String> {
        let nodes = self.harness.query_all_by(|_| true);
        nodes.filter_map(|node| node.accesskit_node().label().or(node.accesskit_node().value())).collect()
    }
}

pub fn config(flow: Flow) -> SessionConfig {
    SessionConfig { flow, ..SessionConfig::default() }
}

/// A trace through the real pipeline, step by step, into the window's inbox.
pub struct Playback {
    replay: Replay,
}

impl Playback {
    pub fn of(name: &str, flow: Flow) -> Self {
        Self::of_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/traces/{name}.jsonl")), flow)
    }

    pub fn of_file(path: &Path, flow: Flow) -> Self {
        let replay = Replay::open(path).expect("a trace");
        Self { replay: Replay { config: config(flow), ..replay } }
    }

    /// The same poses as an exercise of this leg, in place of the test.
    pub fn with_exercise(self, exercise: Exercise, side: Side) -> Self {
        let config = SessionConfig { side: Some(side), ..self.replay.config };
        Self { replay: Replay { exercise: Some(exercise), config, ..self.replay } }
    }

    /// Says this at a time, seconds.
    pub fn saying(mut self, secs: f64, command: SessionCommand) -> Self {
        self.replay.commands.push((Timestamp::from_secs(secs), command));
        self
    }

    /// Only says that it has begun.
    pub fn begin(mut self, window: &mut TestWindow) {
        let start = self.replay.pipeline().start().clone();
        let inbox = window.engine().inbox.clone();
        inbox.tell(|news| news.started = Some(start));
        window.look();
    }

    /// What all of it comes to.
    pub fn measured(mut self) -> Box<Measurement> {
        let outcome = self.replay.pipeline().run(Vec::new(), &AtomicBool::new(false));
        Box::new(Measurement::of(&outcome))
    }

    /// Plays to the end; `each` sees the window after every step.
    pub fn play(mut self, window: &mut TestWindow, mut each: impl FnMut(&mut TestWindow, &Step)) {
        let inbox = window.engine().inbox.clone();
        let mut album = AlbumThread::start().expect("a thread");
        let mut sink = InboxSink::new(inbox.clone(), album.clone());
        let mut pipeline = self.replay.pipeline();
        sink.begin(pipeline.start()).expect("news are taken");
        let image = Arc::new(RgbImage::from_pixel(64, 36, Rgb([120; 3])));
        while let Some(mut step) = pipeline.step().expect("a trace does not break") {
            step.frame.image = image.clone();
            album.step(&step).expect("pictures are taken");
            sink.step(&step).expect("news are taken");
            window.look();
            each(window, &step);
        }
        let outcome = pipeline.run(Vec::new(), &AtomicBool::new(false));
        let measurement = Box::new(Measurement::of(&outcome));
        inbox.tell(|news| news.ending = Some(LiveEnd::Measured(measurement, Vec::new())));
        window.look();
    }
}
