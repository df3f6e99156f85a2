//! Keeps the display awake while it guides a person on the floor.

use crate::breakdown::contained;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

/// Whether the display is kept awake. The system is asked on a thread of its own, for which nobody waits: on Linux
/// through D-Bus, which may take its time, and may be missing.
#[derive(Default)]
pub struct Awake(Option<SyncSender<()>>);

impl Awake {
    /// Keeps the display awake, or lets it sleep again. It is no error where that is not possible.
    pub fn set(&mut self, awake: bool) {
        if awake != self.0.is_some() {
            self.0 = awake.then(hold).flatten();
        }
    }
}

/// Keeps the display awake until what it gives is dropped. A program that ends is forgotten by the system anyway.
fn hold() -> Option<SyncSender<()>> {
    let (held, until) = sync_channel(0);
    // it may hang in the system: nobody joins it
    let thread = Builder::new().name("awake".to_owned()).spawn(move || {
        // the library panics if the system can't be reached any more
        let _ = contained(|| keep_awake(&until));
    });
    thread.ok().map(|_| held)
}

fn keep_awake(until: &Receiver<()>) {
    let held = keepawake::Builder::default()
        .display(true)
        .reason("somebody on the floor follows it")
        .app_name("LegRaise")
        .app_reverse_domain("io.github.legraise.legraise")
        .create();
    // until the sender is dropped, which may have been before
    let _ = until.recv();
    drop(held);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn nobody_waits_for_the_system_that_is_asked_to_stay_awake() {
        let (mut awake, began) = (Awake::default(), Instant::now());
        for now in [true, true, false, true] {
            awake.set(now);
            assert_eq!(awake.0.is_some(), now);
        }
        drop(awake);
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    }
}
