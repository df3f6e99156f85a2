//! What is done with people's records, which are kept in [`crate::history`]: at once for the command line; for a window
//! on a thread of its own, so that it never waits for a disk or another program.
//!
//! - `acts/`: what can be done, each once for the command line and the window
//! - `work.rs`: what a window can ask for, and what comes back

pub mod acts;
mod work;

pub use work::{Answer, MeasuredTrial, PersonModel, Request, TrialView, Whose};

use crate::breakdown::contained;
use crate::history::{Store, StoreError};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Opens the record: `None` where there is none yet.
pub type OpenHistory = Arc<dyn Fn() -> Result<Option<Store>, StoreError> + Send + Sync>;

/// How often the record is looked at for what other windows and programs have written. Nobody is woken where they have
/// not: a window that has nothing new to show costs nothing.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// More than anybody asks for while one thing is done.
const ASKED_BOUND: usize = 64;

/// Keeps the record for a window. Dropping it waits until what was asked for is done: nothing that was saved is lost.
pub struct HistoryService {
    asked: Option<SyncSender<Request>>,
    answers: Receiver<Answer>,
    thread: Option<JoinHandle<()>>,
}

impl HistoryService {
    /// Starts the thread; `wake` is called when there are answers.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn start(open: OpenHistory, wake: Arc<dyn Fn() + Send + Sync>) -> std::io::Result<Self> {
        let (asked, requests) = sync_channel(ASKED_BOUND);
        #[expect(clippy::disallowed_methods, reason = "each of the requests, which have a bound, has a few answers")]
        let (answer, answers) = channel();
        let run = move || serve(&open, &requests, &answer, &*wake);
        let thread = thread::Builder::new().name("record".to_owned()).spawn(run)?;
        Ok(Self { asked: Some(asked), answers, thread: Some(thread) })
    }

    /// Asks for something; `false` when so much is waiting that it is not done.
    #[must_use]
    pub fn ask(&self, request: Request) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.try_send(request).is_ok())
    }

    /// What was answered since the last look.
    pub fn answers(&self) -> impl Iterator<Item = Answer> + '_ {
        self.answers.try_iter()
    }
}

impl Drop for HistoryService {
    fn drop(&mut self) {
        self.asked = None;
        if let Some(thread) = self.thread.take() {
            // a thread that broke down has said so on stderr
            let _ = thread.join();
        }
    }
}

fn serve(open: &OpenHistory, requests: &Receiver<Request>, answer: &Sender<Answer>, wake: &(dyn Fn() + Send + Sync)) {
    let mut worker = work::Worker::new(open.clone());
    let mut watches = false;
    loop {
        let asked = match watches {
            true => requests.recv_timeout(LOOK_EVERY),
            false => requests.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let asked = match asked {
            Ok(Request::Watch(watch)) => {
                watches = watch;
                continue;
            }
            Ok(request) => Some(request),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let answered = contained(|| match asked {
            Some(request) => worker.answer(request),
            None => Ok(worker.look()),
        });
        let answered = answered.unwrap_or_else(|breakdown| {
            worker = work::Worker::new(open.clone());
            Err(breakdown.into())
        });
        let told = answered.unwrap_or_else(|why| vec![Answer::Failed(why)]);
        let is_news = !told.is_empty();
        for told in told {
            // a window that is gone needs no answer, but what it asked for is done
            let _ = answer.send(told);
        }
        if is_news {
            wake();
        }
    }
}
