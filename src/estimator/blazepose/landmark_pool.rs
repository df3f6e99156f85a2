//! Landmark models side by side, each on a thread of its own. A single one works on the caller's thread, which saves
//! waking another.
//!
//! A reading depends on the region of the image alone. So readings can be asked for ahead, many at a time, and unwanted
//! ones are dropped.

use super::crop::Sampling;
use super::landmarks::LandmarkReading;
use super::onnx::{OnnxRuntime, OnnxSession};
use super::roi::Roi;
use super::stages::read;
use crate::breakdown::contained;
use crate::estimator::EstimatorError;
use image::RgbImage;
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// The landmark models and their queue. Dropping it ends its threads.
pub struct LandmarkPool {
    /// The only model; it has no thread.
    alone: Option<Mutex<OnnxSession>>,
    queue: Arc<Queue>,
    threads: Vec<JoinHandle<()>>,
    /// How the loading of each ended.
    loaded: Receiver<Result<(), EstimatorError>>,
}

/// A reading that was asked for.
pub struct Pending {
    reading: Receiver<Result<LandmarkReading, EstimatorError>>,
    queue: Arc<Queue>,
}

struct Queue {
    /// Jobs not yet begun; `None` when the threads should end.
    jobs: Mutex<Option<VecDeque<Job>>>,
    /// Signals a new job, or the end.
    news: Condvar,
    /// Readings made since the start, and those that somebody waited for.
    made: AtomicU64,
    wanted: AtomicU64,
}

/// One region of one image to read.
struct Job {
    image: Arc<RgbImage>,
    roi: Roi,
    sampling: Sampling,
    /// Where the reading goes; it has room for one.
    reading: SyncSender<Result<LandmarkReading, EstimatorError>>,
}

impl LandmarkPool {
    /// Begins to load `count` models, each after the one before has done its first job, so that loading does not slow
    /// that down. Jobs wait until the first model is ready.
    pub fn start(runtime: OnnxRuntime, model: Arc<[u8]>, count: NonZeroUsize) -> Result<Self, EstimatorError> {
        let queue = Arc::new(Queue {
            jobs: Mutex::new(Some(VecDeque::new())),
            news: Condvar::new(),
            made: AtomicU64::new(0),
            wanted: AtomicU64::new(0),
        });
        let (loading, loaded) = sync_channel(count.get());
        let mut pool = Self { alone: None, queue, threads: Vec::new(), loaded };
        let load = move |model: &[u8]| runtime.session(model, NonZeroUsize::MIN);
        if count == NonZeroUsize::MIN {
            pool.alone = Some(Mutex::new(load(&model)?));
            _ = loading.send(Ok(()));
            return Ok(pool);
        }
        let mut turn = None;
        for number in 1..=count.get() {
            let (queue, model, loading) = (pool.queue.clone(), model.clone(), loading.clone());
            let (first_done, next_turn) = sync_channel(1);
            let my_turn = turn.replace(next_turn);
            let thread = thread::Builder::new().name(format!("landmarks {number}")).spawn(move || {
                // the one before has ended without doing a job
                if my_turn.is_some_and(|turn: Receiver<()>| turn.recv().is_err()) {
                    return;
                }
                let session = load(&model);
                drop(model);
                match session {
                    Ok(session) => {
                        _ = loading.send(Ok(()));
                        queue.serve(session, first_done);
                    }
                    Err(error) => _ = loading.send(Err(error)),
                }
            });
            pool.threads.push(thread.map_err(|e| EstimatorError::Inference(format!("no thread for it: {e}")))?);
        }
        Ok(pool)
    }

    /// Waits for the first model. All are the same, so that if it does not load, none does.
    pub fn wait_for_first(&self) -> Result<(), EstimatorError> {
        self.loaded.recv().map_err(|_| broken())?
    }

    /// How many models there are.
    pub fn count(&self) -> usize {
        self.threads.len().max(1)
    }

    /// Readings made since the start that were not wanted in the end.
    pub fn wasted(&self) -> u64 {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        count(&self.queue.made).saturating_sub(count(&self.queue.wanted))
    }

    /// Asks for a reading, after what was asked before.
    pub fn ask(&self, image: &Arc<RgbImage>, roi: Roi, sampling: Sampling) -> Pending {
        self.put(image, roi, sampling, VecDeque::push_back)
    }

    /// Asks for a reading that is needed now: it comes before those asked for ahead.
    pub fn ask_first(&self, image: &Arc<RgbImage>, roi: Roi, sampling: Sampling) -> Pending {
        self.put(image, roi, sampling, VecDeque::push_front)
    }

    /// Forgets what was asked for and was not begun.
    pub fn forget(&self) {
        if let Some(jobs) = self.queue.lock().as_mut() {
            jobs.clear();
        }
    }

    fn put(&self, image: &Arc<RgbImage>, roi: Roi, sampling: Sampling, place: fn(&mut VecDeque<Job>, Job)) -> Pending {
        let (sender, reading) = sync_channel(1);
        let job = Job { image: image.clone(), roi, sampling, reading: sender };
        if let Some(session) = &self.alone {
            self.queue.run(&mut session.lock().unwrap_or_else(PoisonError::into_inner), job);
        } else if let Some(jobs) = self.queue.lock().as_mut() {
            place(jobs, job);
            self.queue.news.notify_one();
        }
        Pending { reading, queue: self.queue.clone() }
    }
}

impl Drop for LandmarkPool {
    fn drop(&mut self) {
        *self.queue.lock() = None;
        self.queue.news.notify_all();
        for thread in self.threads.drain(..) {
            // one that panicked has reported it on stderr
            _ = thread.join();
        }
    }
}

impl Pending {
    /// Waits for the reading.
    pub fn wait(self) -> Result<LandmarkReading, EstimatorError> {
        self.queue.wanted.fetch_add(1, Ordering::Relaxed);
        self.reading.recv().map_err(|_| broken())?
    }
}

fn broken() -> EstimatorError {
    EstimatorError::Inference("its thread has ended".to_owned())
}

impl Queue {
    /// Runs jobs until it is over; tells of the first one done.
    fn serve(&self, mut session: OnnxSession, first_done: SyncSender<()>) {
        while let Some(job) = self.next() {
            self.run(&mut session, job);
            _ = first_done.try_send(());
        }
    }

    fn run(&self, session: &mut OnnxSession, job: Job) {
        // the caller gets a result even after a panic
        let reading = contained(|| read(session, &job.image, &job.roi, job.sampling))
            .unwrap_or_else(|breakdown| Err(EstimatorError::Inference(breakdown.to_string())));
        self.made.fetch_add(1, Ordering::Relaxed);
        // nobody may wait for it any more
        _ = job.reading.send(reading);
    }

    fn next(&self) -> Option<Job> {
        let idle = |jobs: &mut Option<VecDeque<Job>>| jobs.as_ref().is_some_and(VecDeque::is_empty);
        let mut jobs = self.news.wait_while(self.lock(), idle).unwrap_or_else(PoisonError::into_inner);
        jobs.as_mut()?.pop_front()
    }

    /// A poisoned lock is safe to use: jobs are added and removed in one step.
    fn lock(&self) -> MutexGuard<'_, Option<VecDeque<Job>>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
