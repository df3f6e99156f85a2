//! The album on a thread of its own: compressing a frame takes half as long as the faster model, and the measurement
//! does not wait for it.

use super::frames::{Album, AlbumFrame, RaiseTimes};
use crate::motion::Trial;
use crate::pipeline::{Sink, SinkError, Step};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// At most this many frames wait to be compressed.
const WAITING: usize = 8;

/// An album on another thread. Dropping the last reference ends the thread.
pub struct AlbumThread {
    messages: Option<SyncSender<Message>>,
    thread: Option<JoinHandle<()>>,
}

enum Message {
    Add(Box<Step>),
    Of(RaiseTimes, SyncSender<Arc<Vec<AlbumFrame>>>),
}

impl AlbumThread {
    /// # Errors
    /// No thread can be started.
    pub fn start() -> std::io::Result<Arc<Self>> {
        let (messages, received) = sync_channel(WAITING);
        let thread = thread::Builder::new().name("album".to_owned()).spawn(move || keep(&received))?;
        Ok(Arc::new(Self { messages: Some(messages), thread: Some(thread) }))
    }

    /// The frames of a raise that is over; the same for every caller until the next raise is over; empty if there are
    /// none.
    pub fn of(&self, trial: &Trial) -> Arc<Vec<AlbumFrame>> {
        let (answer, frames) = sync_channel(1);
        self.send(Message::Of(trial.start..=trial.end, answer));
        frames.recv().unwrap_or_default()
    }

    fn send(&self, message: Message) {
        if let Some(messages) = &self.messages {
            // a thread that panicked has reported it on stderr, and keeps no frames
            _ = messages.send(message);
        }
    }
}

/// Receives every frame before the sinks that ask for them do.
impl Sink for Arc<AlbumThread> {
    fn step(&mut self, step: &Step) -> Result<(), SinkError> {
        self.send(Message::Add(Box::new(step.clone())));
        Ok(())
    }
}

impl Drop for AlbumThread {
    fn drop(&mut self) {
        self.messages = None;
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }
}

fn keep(messages: &Receiver<Message>) {
    let mut album = Album::default();
    for message in messages {
        match message {
            Message::Add(step) => album.add(&step),
            // whoever asked waits
            Message::Of(raise, answer) => _ = answer.send(album.of(raise)),
        }
    }
}
