//! What the window costs a frame without the model: news, layout, the image's conversion for the graphics card,
//! tessellation. Drawing by the graphics card (or by software in its place) is not part of it.

mod large;

use eframe::egui::{Context, Pos2, RawInput, Rect, Vec2};
use image::{Rgb, RgbImage};
use large::large;
use legraise::history::Store;
use legraise::history_service::OpenHistory;
use legraise::live::{Inbox, Job, LiveMeasurement};
use legraise::motion::SessionConfig;
use legraise::pipeline::Step;
use legraise::source::camera::CameraBackend;
use legraise::trace::Replay;
use legraise::ui::{AppCommand, AppState, HistoryCommand, Host, LegRaiseApp, Settings, WindowOptions, install_theme};
use std::cell::RefCell;
use std::hint::black_box;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// A step in the middle of a raise, with a 720p image.
fn raising() -> (legraise::pipeline::Start, Step) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traces/v01_peak78_f1.jsonl");
    let mut replay = Replay::open(&path).expect("a trace");
    let mut pipeline = replay.pipeline();
    let start = pipeline.start().clone();
    loop {
        let mut step = pipeline.step().expect("a trace does not break").expect("there is a raise in it");
        if step.observation.live.is_some_and(|live| live.angle_rad.to_degrees() > 45.0) {
            step.frame.image = Arc::new(RgbImage::from_fn(1280, 720, |x, y| Rgb([x as u8, y as u8, (x + y) as u8])));
            return (start, step);
        }
    }
}

/// The program around the window, without a worker; the inbox of a test that begins comes into `inbox`.
struct QuietHost {
    inbox: Rc<RefCell<Option<Arc<Inbox>>>>,
    record: OpenHistory,
}

impl Host for QuietHost {
    fn launch(&mut self, _job: Job, inbox: Arc<Inbox>) -> std::io::Result<LiveMeasurement> {
        *self.inbox.borrow_mut() = Some(inbox.clone());
        LiveMeasurement::new(inbox, |_| thread::Builder::new().spawn(|| {}))
    }

    fn cameras(&self) -> Arc<dyn CameraBackend> {
        legraise::source::camera::system()
    }

    fn history(&self) -> OpenHistory {
        self.record.clone()
    }
}

fn app_state(settings: Settings, inbox: Rc<RefCell<Option<Arc<Inbox>>>>, record: OpenHistory) -> AppState {
    let config = SessionConfig::default();
    AppState::new(settings, config, Box::new(QuietHost { inbox, record }), Arc::new(|| {}))
}

/// One frame: news, layout, tessellation.
fn frame(ctx: &Context, app: &mut LegRaiseApp) {
    let screen = Rect::from_min_size(Pos2::ZERO, Vec2::new(1280.0, 720.0));
    let input = RawInput { screen_rect: Some(screen), ..RawInput::default() };
    app.advance(ctx);
    let output = ctx.run_ui(input, |ui| app.show(ui));
    black_box(ctx.tessellate(output.shapes, 1.0));
    let _ = black_box(output.textures_delta);
}

/// The history of somebody with 200 sessions, which costs the same however many trials are in them.
#[divan::bench(args = [400, 100_000])]
fn history_of_200_sessions(bencher: divan::Bencher<'_, '_>, trials: usize) {
    let (store, _, _folder) = large(trials);
    let path = store.path().to_owned();
    let record: OpenHistory = Arc::new(move || Store::open_existing(&path).map(Some));
    let ctx = Context::default();
    install_theme(&ctx);
    let state = app_state(Settings::default(), Rc::default(), record);
    let mut app = LegRaiseApp::new(state, WindowOptions::default());
    app.command(AppCommand::History(HistoryCommand::Open("P001".to_owned())));
    while app.state().history.person.is_none() {
        frame(&ctx, &mut app);
        thread::sleep(Duration::from_millis(1));
    }
    bencher.bench_local(|| frame(&ctx, &mut app));
}

#[divan::bench]
fn frame_with_a_new_720p_image(bencher: divan::Bencher<'_, '_>) {
    let slot: Rc<RefCell<Option<Arc<Inbox>>>> = Rc::default();
    let inbox = slot.clone();
    let (start, step) = raising();
    let ctx = Context::default();
    let settings = Settings { diagnostics: true, ..Settings::default() };
    install_theme(&ctx);
    let mut app = LegRaiseApp::new(app_state(settings, slot, Arc::new(|| Ok(None))), WindowOptions::default());
    app.command(AppCommand::OpenRecording("clip.mp4".into()));
    app.advance(&ctx);
    let inbox = inbox.borrow().clone().expect("a measurement runs");
    inbox.tell(|news| news.started = Some(start));
    let mut index = 0;
    bencher.bench_local(|| {
        index += 1;
        let mut step = step.clone();
        step.frame.index = index;
        inbox.tell(|news| {
            news.latest = Some(step);
            news.steps += 1;
        });
        frame(&ctx, &mut app);
    });
}

fn main() {
    divan::main();
}
