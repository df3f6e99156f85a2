//! Landmark models side by side, each with a thread of its own; one alone works on the thread of whoever asks, which saves waking another one.
//!
//! What a model reads in a region of a picture depends on nothing else: readings can be asked for ahead, in any number at a time, and what turns
//! out not to be wanted is dropped.

use super::EstimatorError;
use super::crop::Sampling;
use super::landmarks::LandmarkReading;
use super::onnx::{OnnxRuntime, OnnxSession};
use super::roi::Roi;
use super::stages::read;
use crate::breakdown::contained;
use image::RgbImage;
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// What reads landmarks. Dropping it ends its threads.
pub struct Readers {
    /// The only model; it has no thread.
    alone: Option<Mutex<OnnxSession>>,
    desk: Arc<Desk>,
    threads: Vec<JoinHandle<()>>,
    /// How the loading of each ended.
    loaded: Receiver<Result<(), EstimatorError>>,
}

/// A reading that was asked for.
pub struct Asked {
    answer: Receiver<Result<LandmarkReading, EstimatorError>>,
    desk: Arc<Desk>,
}

/// What is asked for and was not begun; `None` when the readers are to end.
struct Desk {
    questions: Mutex<Option<VecDeque<Question>>>,
    /// Something was asked, or it is over.
    news: Condvar,
    /// Readings made since the start, and those that somebody waited for.
    made: AtomicU64,
    wanted: AtomicU64,
}

struct Question {
    image: Arc<RgbImage>,
    roi: Roi,
    sampling: Sampling,
    /// Has room for the one answer.
    answer: SyncSender<Result<LandmarkReading, EstimatorError>>,
}

impl Readers {
    /// Begins to load `count` models, each when the one before it has answered its first question: until then the processors have better things
    /// to do. What is asked before the first one is ready waits for it.
    pub fn start(runtime: OnnxRuntime, model: Arc<[u8]>, count: NonZeroUsize) -> Result<Self, EstimatorError> {
        let desk = Arc::new(Desk {
            questions: Mutex::new(Some(VecDeque::new())),
            news: Condvar::new(),
            made: AtomicU64::new(0),
            wanted: AtomicU64::new(0),
        });
        let (loading, loaded) = sync_channel(count.get());
        let mut readers = Self { alone: None, desk, threads: Vec::new(), loaded };
        let load = move |model: &[u8]| runtime.session(model, NonZeroUsize::MIN);
        if count == NonZeroUsize::MIN {
            readers.alone = Some(Mutex::new(load(&model)?));
            _ = loading.send(Ok(()));
            return Ok(readers);
        }
        let mut turn = None;
        for number in 1..=count.get() {
            let (desk, model, loading) = (readers.desk.clone(), model.clone(), loading.clone());
            let (answered, next_turn) = sync_channel(1);
            let my_turn = turn.replace(next_turn);
            let thread = thread::Builder::new().name(format!("landmarks {number}")).spawn(move || {
                // no answer will come from one that has ended
                if my_turn.is_some_and(|turn: Receiver<()>| turn.recv().is_err()) {
                    return;
                }
                let session = load(&model);
                drop(model);
                match session {
                    Ok(session) => {
                        _ = loading.send(Ok(()));
                        desk.serve(session, answered);
                    }
                    Err(error) => _ = loading.send(Err(error)),
                }
            });
            readers.threads.push(thread.map_err(|e| EstimatorError::Inference(format!("no thread for it: {e}")))?);
        }
        Ok(readers)
    }

    /// Waits for the first of the models, with which work can begin. They are the same: one that does not load tells of all.
    pub fn wait_for_first(&self) -> Result<(), EstimatorError> {
        self.loaded.recv().map_err(|_| broken())?
    }

    /// How many models there are.
    pub fn count(&self) -> usize {
        self.threads.len().max(1)
    }

    /// Readings made since the start that were not wanted in the end.
    pub fn unwanted(&self) -> u64 {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        count(&self.desk.made).saturating_sub(count(&self.desk.wanted))
    }

    /// Asks for a reading, after what was asked before.
    pub fn ask(&self, image: &Arc<RgbImage>, roi: Roi, sampling: Sampling) -> Asked {
        self.put(image, roi, sampling, VecDeque::push_back)
    }

    /// Asks for a reading that somebody waits for: it comes before those asked for ahead.
    pub fn ask_first(&self, image: &Arc<RgbImage>, roi: Roi, sampling: Sampling) -> Asked {
        self.put(image, roi, sampling, VecDeque::push_front)
    }

    /// Forgets what was asked for and was not begun.
    pub fn forget(&self) {
        if let Some(questions) = self.desk.lock().as_mut() {
            questions.clear();
        }
    }

    fn put(
        &self,
        image: &Arc<RgbImage>,
        roi: Roi,
        sampling: Sampling,
        place: fn(&mut VecDeque<Question>, Question),
    ) -> Asked {
        let (answer, receiver) = sync_channel(1);
        let question = Question { image: image.clone(), roi, sampling, answer };
        if let Some(session) = &self.alone {
            self.desk.answer(&mut session.lock().unwrap_or_else(PoisonError::into_inner), question);
        } else if let Some(questions) = self.desk.lock().as_mut() {
            place(questions, question);
            self.desk.news.notify_one();
        }
        Asked { answer: receiver, desk: self.desk.clone() }
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        *self.desk.lock() = None;
        self.desk.news.notify_all();
        for thread in self.threads.drain(..) {
            // one that broke down has said so on stderr
            _ = thread.join();
        }
    }
}

impl Asked {
    pub fn wait(self) -> Result<LandmarkReading, EstimatorError> {
        self.desk.wanted.fetch_add(1, Ordering::Relaxed);
        self.answer.recv().map_err(|_| broken())?
    }
}

fn broken() -> EstimatorError {
    EstimatorError::Inference("its thread has ended".to_owned())
}

impl Desk {
    /// Answers questions until it is over; tells of the first answer.
    fn serve(&self, mut session: OnnxSession, answered: SyncSender<()>) {
        while let Some(question) = self.next() {
            self.answer(&mut session, question);
            _ = answered.try_send(());
        }
    }

    fn answer(&self, session: &mut OnnxSession, question: Question) {
        // whoever waits gets an answer, whatever happens
        let reading = contained(|| read(session, &question.image, &question.roi, question.sampling))
            .unwrap_or_else(|breakdown| Err(EstimatorError::Inference(breakdown.to_string())));
        self.made.fetch_add(1, Ordering::Relaxed);
        // nobody may wait for it any more
        _ = question.answer.send(reading);
    }

    fn next(&self) -> Option<Question> {
        let idle = |questions: &mut Option<VecDeque<Question>>| questions.as_ref().is_some_and(VecDeque::is_empty);
        let mut questions = self.news.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        questions.as_mut()?.pop_front()
    }

    /// Questions are put and taken whole: those of a thread that broke down are as good as any.
    fn lock(&self) -> MutexGuard<'_, Option<VecDeque<Question>>> {
        self.questions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
