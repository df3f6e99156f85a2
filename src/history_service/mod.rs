//! Acts on people's records, which [`crate::history`] stores: directly for the command line; on a thread of its own for
//! a window, so that the window never waits for a disk or another program.
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

/// Opens the record; `None` if there is none yet.
pub type OpenHistory = Arc<dyn Fn() -> Result<Option<Store>, StoreError> + Send + Sync>;

/// How often the record is checked for changes by other windows and programs. The window is woken only if there are
/// any.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// More requests than anybody makes while one is being done.
const ASKED_BOUND: usize = 64;

/// Reads and writes the record for a window. Dropping it waits until all requests are done, so that nothing is lost.
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

    /// Sends a request; `false` if too many are waiting, and then it is not done.
    #[must_use]
    pub fn ask(&self, request: Request) -> bool {
        self.asked.as_ref().is_some_and(|asked| asked.try_send(request).is_ok())
    }

    /// The answers since the last call.
    pub fn answers(&self) -> impl Iterator<Item = Answer> + '_ {
        self.answers.try_iter()
    }
}

impl Drop for HistoryService {
    fn drop(&mut self) {
        self.asked = None;
        if let Some(thread) = self.thread.take() {
            // a thread that panicked has reported it on stderr
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
        let note_on = match &asked {
            Some(Request::AddNote(person, _)) => Some(*person),
            _ => None,
        };
        let answered = contained(|| match asked {
            Some(request) => worker.answer(request),
            None => Ok(worker.look()),
        });
        let answered = answered.unwrap_or_else(|breakdown| {
            worker = work::Worker::new(open.clone());
            Err(breakdown.into())
        });
        let mut told = answered.unwrap_or_else(|why| vec![Answer::Failed(why)]);
        let is_noted = told.iter().any(|answer| matches!(answer, Answer::Noted(_)));
        told.extend(note_on.filter(|_| !is_noted).map(Answer::NotNoted));
        let is_news = !told.is_empty();
        for told in told {
            // if the window is gone, its requests are still done, without an answer
            let _ = answer.send(told);
        }
        if is_news {
            wake();
        }
    }
}
