//! Keys: those that mean the same as a raised hand, and keyboard shortcuts.

use super::history::HistoryCommand;
use super::screen::Screen;
use super::settings::Settings;
use super::state::{AppCommand, AppState};
use super::test_run::TestRun;
use crate::words::window;
use eframe::egui::{Context, Event, Key, KeyboardShortcut, Modifiers, Ui};
use std::borrow::Cow;

/// A keyboard shortcut. It is defined once for the keys, the buttons' hints and the list in the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortCut {
    OpenRecording,
    Settings,
    Mute,
    FullScreen,
}

impl ShortCut {
    pub const ALL: [Self; 4] = [Self::OpenRecording, Self::Settings, Self::Mute, Self::FullScreen];

    /// With ⌘ on macOS.
    fn keys(self) -> KeyboardShortcut {
        match self {
            Self::OpenRecording => KeyboardShortcut::new(Modifiers::COMMAND, Key::O),
            Self::Settings => KeyboardShortcut::new(Modifiers::COMMAND, Key::Comma),
            Self::Mute => KeyboardShortcut::new(Modifiers::NONE, Key::M),
            Self::FullScreen => KeyboardShortcut::new(Modifiers::NONE, Key::F11),
        }
    }

    /// The shortcut's text, with the keys' names.
    pub fn named(self, ctx: &Context) -> String {
        ctx.format_shortcut(&self.keys())
    }

    pub fn what(self) -> Cow<'static, str> {
        match self {
            Self::OpenRecording => window::open_recording(),
            Self::Settings => window::settings_title(),
            Self::Mute => window::voice_switch(),
            Self::FullScreen => window::full_screen(),
        }
    }

    /// `None` if it would end something that is running.
    fn command(self, ui: &Ui, state: &AppState) -> Option<AppCommand> {
        let settings = &state.settings;
        let runs = !state.is_over() && state.series.is_none() && state.screen() != Screen::Connecting;
        let open = !runs && !state.settings_shown && state.screening.is_none();
        match self {
            Self::OpenRecording => open.then_some(AppCommand::ChooseRecording),
            Self::Settings => Some(AppCommand::ShowSettings(!state.settings_shown)),
            Self::Mute => Some(AppCommand::Change(Settings { voice: !settings.voice, ..settings.clone() })),
            Self::FullScreen => Some(AppCommand::FullScreen(!is_full_screen(ui))),
        }
    }
}

/// Whether a key has just been pressed; holding it down counts once.
pub fn pressed(ui: &Ui, wanted: Key) -> bool {
    let says = |event: &Event| matches!(event, Event::Key { key, pressed: true, repeat: false, .. } if *key == wanted);
    ui.input(|input| input.events.iter().any(says))
}

/// Whether the window fills the screen.
pub fn is_full_screen(ui: &Ui) -> bool {
    ui.input(|input| input.viewport().fullscreen.unwrap_or(false))
}

/// Consumes a shortcut, so that nothing else reacts to it. Returns whether it has just been pressed.
fn take(ui: &Ui, wanted: KeyboardShortcut) -> bool {
    let KeyboardShortcut { modifiers: with, logical_key } = wanted;
    let mut is_new = false;
    ui.input_mut(|input| {
        input.events.retain(|event| match event {
            Event::Key { key, pressed: true, repeat, modifiers, .. }
                if *key == logical_key && modifiers.matches_logically(with) =>
            {
                is_new |= !repeat;
                false
            }
            _ => true,
        });
    });
    is_new
}

const ESCAPE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::NONE, Key::Escape);

/// Carries out shortcuts, unless a text field has the focus. Escape first leaves the full screen.
pub fn shortcuts(ui: &Ui, state: &AppState, writes: bool, commands: &mut Vec<AppCommand>) {
    if is_full_screen(ui) && take(ui, ESCAPE) {
        commands.push(AppCommand::FullScreen(false));
    }
    if writes {
        return;
    }
    for shortcut in ShortCut::ALL {
        if take(ui, shortcut.keys()) {
            commands.extend(shortcut.command(ui, state));
        }
    }
}

/// Space, Enter and the keys of presenters' clickers mean the same as a raised hand, unless a button has the focus.
pub fn signals(ui: &Ui, state: &AppState, commands: &mut Vec<AppCommand>) {
    let by_itself = matches!(
        state.screen(),
        Screen::Screening
            | Screen::Recordings
            | Screen::Exercises
            | Screen::ExerciseDone
            | Screen::History
            | Screen::Points
    );
    // before the first frame there is nothing to signal
    let nobody_yet = state.screen() == Screen::Connecting;
    if state.settings_shown || by_itself || nobody_yet || ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let signal = [Key::Space, Key::Enter, Key::PageDown, Key::ArrowRight];
    if signal.into_iter().any(|key| pressed(ui, key)) {
        let looks_back = state.test.as_ref().is_some_and(TestRun::looks_back);
        commands.push(AppCommand::ShowTrial(None));
        commands.extend((!looks_back).then_some(AppCommand::Signal));
    }
}

/// Goes back by one page if nothing is lost by that. A window above the page has already consumed the key.
pub fn escape(ui: &Ui, state: &AppState, writes: bool, commands: &mut Vec<AppCommand>) {
    if !writes && take(ui, ESCAPE) {
        commands.extend(back(state));
    }
}

fn back(state: &AppState) -> Option<AppCommand> {
    // a test without a person is not stored anywhere
    let is_kept = state.test.as_ref().is_none_or(|test| test.is_over() && !test.person.is_empty());
    match state.screen() {
        Screen::Points => Some(AppCommand::History(HistoryCommand::LeavePoints { quit: false })),
        Screen::History => Some(AppCommand::History(HistoryCommand::Close)),
        Screen::Screening | Screen::Connecting | Screen::Exercises => Some(AppCommand::Leave),
        // back from an earlier trial to the test, which goes on meanwhile
        Screen::Result => Some(AppCommand::ShowTrial(None)),
        Screen::Summary | Screen::ExerciseDone if is_kept => Some(AppCommand::Leave),
        Screen::Recordings if state.is_over() => Some(AppCommand::Leave).filter(|_| is_kept_series(state)),
        _ => None,
    }
}

fn is_kept_series(state: &AppState) -> bool {
    state.series.as_ref().is_none_or(|series| !series.person.is_empty())
}
