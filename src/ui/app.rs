//! The window, frame by frame: look for news, lay out, carry out commands.

use super::advice_view::advice_ui;
use super::diagnostics::{self, diagnostics_ui};
use super::exercise_views::{choice_ui, done_ui, exercise_ui};
use super::history::HistoryCommand;
use super::history_views::{PointsImage, history_ui, points_ui, questions_ui};
use super::keys;
use super::live_view::live_ui;
use super::result_view::result_ui;
use super::screen::Screen;
use super::screening_view::screening_ui;
use super::screenshots::Screenshots;
use super::series_view::series_ui;
use super::settings_view::settings_ui;
use super::shown_image::ShownImage;
use super::state::{AppCommand, AppState};
use super::summary_view::summary_ui;
use super::theme;
use super::top_bar::{notice_ui, top_bar_ui};
use super::welcome::{connecting_ui, interrupted_ui, welcome_ui};
use crate::terminal::tell;
use eframe::egui::{self, Ui, Vec2, ViewportCommand};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How often the window is redrawn without news during a test, since the connection and the latency change by
/// themselves.
const RUNNING: Duration = Duration::from_millis(200);
/// The same while a figure demonstrates an exercise.
const FIGURE: Duration = Duration::from_millis(60);
/// Smallest window that everything fits into, points.
const SMALLEST: Vec2 = Vec2::new(800.0, 500.0);

/// How the window is opened.
#[derive(Clone, Debug, Default)]
pub struct WindowOptions {
    /// What to do first.
    pub first: Option<AppCommand>,
    /// Close when the first test is over.
    pub quit_at_end: bool,
    /// A folder for a screenshot of every state of the window.
    pub screenshots: Option<PathBuf>,
    /// Size of the window, points.
    pub size: Option<(f32, f32)>,
    /// How often to print the frame rate on stderr.
    pub tell_pace: Option<Duration>,
}

/// Opens the window, and returns when it is closed. `make_state` is given the function that wakes the window.
///
/// # Errors
/// There is no screen, or no OpenGL on it.
pub fn run(
    options: WindowOptions,
    make_state: impl FnOnce(std::sync::Arc<dyn Fn() + Send + Sync>) -> AppState + 'static,
) -> Result<(), String> {
    let (width, height) = options.size.unwrap_or((1280.0, 720.0));
    let native = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("LegRaise")
            .with_app_id("legraise")
            .with_icon(icon())
            .with_inner_size([width, height])
            .with_min_inner_size(SMALLEST),
        ..Default::default()
    };
    let make_app = move |created: &eframe::CreationContext<'_>| {
        let ctx = created.egui_ctx.clone();
        let state = make_state(std::sync::Arc::new(move || ctx.request_repaint()));
        theme::install(&created.egui_ctx);
        let app: Box<dyn eframe::App> = Box::new(LegRaiseApp::new(state, options));
        Ok(app)
    };
    eframe::run_native("LegRaise", native, Box::new(make_app)).map_err(|error| {
        let reason = match error {
            eframe::Error::WinitEventLoop(_) => "there is no screen".to_owned(),
            other => other.to_string(),
        };
        format!("can't open a window: {reason}; use `legraise measure` or `legraise live --headless`")
    })
}

/// The icon for task bars that take it from the window instead of a desktop entry.
fn icon() -> egui::IconData {
    let image = image::load_from_memory(include_bytes!("../../packaging/icons/128.png"));
    let image = image.map(image::DynamicImage::into_rgba8).unwrap_or_default();
    let (width, height) = image.dimensions();
    egui::IconData { rgba: image.into_raw(), width, height }
}

/// The window's contents.
pub struct LegRaiseApp {
    state: AppState,
    live: ShownImage,
    album: ShownImage,
    points: PointsImage,
    commands: Vec<AppCommand>,
    /// A text field has the focus.
    writes: bool,
    quit_at_end: bool,
    screenshots: Option<Screenshots>,
    /// How often to print the frame rate, and when that was last done.
    tell_pace: Option<(Duration, Instant)>,
}

impl LegRaiseApp {
    /// The context that it is shown in needs [`theme::install`] first.
    pub fn new(state: AppState, options: WindowOptions) -> Self {
        Self {
            state,
            live: ShownImage::default(),
            album: ShownImage::default(),
            points: PointsImage::default(),
            commands: options.first.into_iter().collect(),
            writes: false,
            quit_at_end: options.quit_at_end,
            screenshots: options.screenshots.map(Screenshots::new),
            tell_pace: options.tell_pace.map(|every| (every, Instant::now())),
        }
    }

    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Queues a command as if a view had sent it.
    pub fn command(&mut self, command: AppCommand) {
        self.commands.push(command);
    }

    /// Looks for news, and carries out commands.
    pub fn advance(&mut self, ctx: &egui::Context) {
        for command in std::mem::take(&mut self.commands) {
            self.state.handle(command);
        }
        self.state.ask();
        let now = Instant::now();
        self.state.look(now);
        self.close(ctx);
        self.hand_over(ctx, now);
        theme::apply(ctx, self.state.settings.appearance);
        if let Some(screenshots) = &mut self.screenshots {
            screenshots.look(ctx, &self.state, now);
        }
        if let Some((every, told)) = &mut self.tell_pace
            && now - *told >= *every
        {
            *told = now;
            tell(&diagnostics::line(&self.state).unwrap_or_default());
        }
        if let Some(pause) = self.look_again(ctx) {
            ctx.request_repaint_after(pause);
        }
        if self.quit_at_end && self.state.is_over() && self.screenshots.as_ref().is_none_or(Screenshots::is_done) {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// Passes the state's requests to the system: clipboard, full screen, dialogs.
    fn hand_over(&mut self, ctx: &egui::Context, now: Instant) {
        if let Some(text) = self.state.to_copy.take() {
            ctx.copy_text(text);
            self.state.copied = Some(now);
        }
        if let Some(full) = self.state.full_screen.take() {
            ctx.send_viewport_cmd(ViewportCommand::Fullscreen(full));
        }
    }

    /// When to redraw without news; `None` if nothing changes without any.
    fn look_again(&self, ctx: &egui::Context) -> Option<Duration> {
        let running = !self.state.is_over();
        match self.state.screen() {
            _ if running || self.screenshots.is_some() => Some(RUNNING),
            Screen::Screening => Some(RUNNING),
            // a figure moves there, while the window has the focus
            Screen::Exercises => ctx.input(|input| input.focused).then_some(FIGURE),
            // to remove "copied" again
            _ => self.state.copied.map(|_| AppState::CONFIRMED),
        }
    }

    /// Closes the window if it should close, after asking about unsaved changes.
    fn close(&mut self, ctx: &egui::Context) {
        if self.state.quitting {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        } else if self.state.history.is_unsaved() && ctx.input(|input| input.viewport().close_requested()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.commands.push(AppCommand::History(HistoryCommand::LeavePoints { quit: true }));
        }
    }

    /// Lays the window out.
    pub fn show(&mut self, ui: &mut Ui) {
        let (state, commands) = (&self.state, &mut self.commands);
        // Escape leaves the text field first, before it means anything else
        let writes = std::mem::replace(&mut self.writes, false) || ui.ctx().text_edit_focused();
        keys::shortcuts(ui, state, writes, commands);
        top_bar_ui(ui, state, commands);
        diagnostics_ui(ui, state);
        notice_ui(ui, state, commands);
        match state.screen() {
            Screen::Welcome => welcome_ui(ui, state, commands),
            Screen::Screening => screening_ui(ui, state, commands),
            Screen::Connecting => connecting_ui(ui, state, commands),
            Screen::Live => live_ui(ui, state, &mut self.live, commands),
            Screen::Result => result_ui(ui, state, &mut self.album, commands),
            Screen::Summary => summary_ui(ui, state, &mut self.album, commands),
            Screen::Recordings => series_ui(ui, state, commands),
            Screen::Exercises => choice_ui(ui, state, commands),
            Screen::Exercise => exercise_ui(ui, state, &mut self.live, commands),
            Screen::ExerciseDone => done_ui(ui, state, commands),
            Screen::History => history_ui(ui, state, commands),
            Screen::Points => points_ui(ui, state, &mut self.points, commands),
        }
        if state.screen() != Screen::Connecting {
            interrupted_ui(ui, state, commands);
        }
        questions_ui(ui, state, commands);
        settings_ui(ui, state, commands);
        advice_ui(ui, state, commands);
        keys::signals(ui, state, commands);
        keys::escape(ui, state, writes, commands);
        self.writes = ui.ctx().text_edit_focused();
        commands.extend(ui.input(dropped));
        if !commands.is_empty() {
            ui.ctx().request_repaint();
        }
    }
}

impl eframe::App for LegRaiseApp {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.advance(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }
}

/// Files and folders that were dropped onto the window.
fn dropped(input: &egui::InputState) -> Option<AppCommand> {
    let paths: Vec<PathBuf> = input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect();
    (!paths.is_empty()).then_some(AppCommand::OpenRecordings(paths))
}
