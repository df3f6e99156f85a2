//! The album on a thread of its own: to compress a picture takes half as long as the faster model, and nothing waits for it.

use super::album::{Album, AlbumPicture};
use crate::motion::Trial;
use crate::pipeline::Step;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// Pictures that wait to be compressed at most.
const WAITING: usize = 8;

/// An album that is kept on another thread. Dropping it ends the thread.
pub struct AlbumThread {
    messages: Option<SyncSender<Message>>,
    thread: Option<JoinHandle<()>>,
}

enum Message {
    Add(Box<Step>),
    Take(Box<Trial>, SyncSender<Option<Arc<Vec<AlbumPicture>>>>),
}

impl AlbumThread {
    /// # Errors
    /// No thread can be started.
    pub fn start() -> std::io::Result<Self> {
        let (messages, received) = sync_channel(WAITING);
        let thread = thread::Builder::new().name("album".to_owned()).spawn(move || keep(&received))?;
        Ok(Self { messages: Some(messages), thread: Some(thread) })
    }

    /// Adds a picture, as the album sees fit.
    pub fn add(&self, step: &Step) {
        self.send(Message::Add(Box::new(step.clone())));
    }

    /// The pictures of a raise, which the album forgets; `None` when it has none of it.
    pub fn take(&self, trial: &Trial) -> Option<Arc<Vec<AlbumPicture>>> {
        let (answer, pictures) = sync_channel(1);
        self.send(Message::Take(Box::new(trial.clone()), answer));
        pictures.recv().ok().flatten()
    }

    fn send(&self, message: Message) {
        if let Some(messages) = &self.messages {
            // a thread that broke down has said so on stderr, and keeps no pictures
            _ = messages.send(message);
        }
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
            Message::Take(trial, answer) => _ = answer.send(album.holds(&trial).then(|| album.take(&trial))),
        }
    }
}
