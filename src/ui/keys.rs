//! Keys that say something.

use eframe::egui::{Event, Key, Ui};

/// Whether a key has just been pressed; one that is held down says so once.
pub fn pressed(ui: &Ui, wanted: Key) -> bool {
    let says = |event: &Event| matches!(event, Event::Key { key, pressed: true, repeat: false, .. } if *key == wanted);
    ui.input(|input| input.events.iter().any(says))
}
