//! Cameras that do what a test tells them.

use super::backend::{
    CameraBackend, CameraFormat, CameraName, ListedCamera, OpenCamera, PixelFormat, Rate, RawFrame, infrared_last,
    is_infrared_name,
};
use crate::source::live::CameraFault;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// What happens next to the camera.
#[derive(Clone)]
pub enum Step {
    /// A number of tries to open it fail with this fault. `NoCamera` and `NotThere` leave it off the list.
    Fails(CameraFault, u32),
    /// A number of frames, `every` apart, from these JPEG files in turn.
    Frames { jpegs: Arc<Vec<Vec<u8>>>, every: Duration, count: u32 },
    /// A streaming camera ends so.
    Ends(CameraFault),
    /// A streaming camera sends nothing more, and its thread hangs until [`ScriptedCamera::thaw`]. The next one to open
    /// it goes on.
    Freezes,
    /// A streaming camera sends nothing until [`ScriptedCamera::thaw`], and then goes on.
    Waits,
}

impl Step {
    /// A number of frames of one colour.
    pub fn colour(colour: [u8; 3], (width, height): (u32, u32), every: Duration, count: u32) -> Self {
        Self::frames(&[RgbImage::from_pixel(width, height, Rgb(colour))], every, count)
    }

    /// A number of these frames in turn.
    pub fn frames(images: &[RgbImage], every: Duration, count: u32) -> Self {
        let jpeg = |image: &RgbImage| {
            let mut bytes = Vec::new();
            JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(image).expect("a picture can be a JPEG");
            bytes
        };
        Self::Frames { jpegs: Arc::new(images.iter().map(jpeg).collect()), every, count }
    }

    /// A number of frames that can't be decoded.
    pub fn junk(every: Duration, count: u32) -> Self {
        Self::Frames { jpegs: Arc::new(vec![b"\xff\xd8 not a picture".to_vec()]), every, count }
    }
}

/// One camera with a script; after its end it freezes.
#[derive(Clone)]
pub struct ScriptedCamera {
    name: CameraName,
    shared: Arc<(Mutex<Script>, Condvar)>,
}

struct Script {
    steps: VecDeque<Step>,
    /// Frames given of the first step.
    given: u32,
    frozen: bool,
    /// Cameras open now.
    open: u32,
}

impl ScriptedCamera {
    pub fn new(name: &str, steps: impl IntoIterator<Item = Step>) -> Self {
        let script = Script { steps: steps.into_iter().collect(), given: 0, frozen: true, open: 0 };
        Self { name: name.to_owned(), shared: Arc::new((Mutex::new(script), Condvar::new())) }
    }

    /// Lets every thread go on that hangs.
    pub fn thaw(&self) {
        self.script().frozen = false;
        self.shared.1.notify_all();
    }

    /// Whether it has come to the end of its script: every frame has been handed over.
    pub fn is_at_its_end(&self) -> bool {
        self.script().steps.is_empty()
    }

    /// How many threads have it open.
    pub fn open_count(&self) -> u32 {
        self.script().open
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CameraBackend for ScriptedCamera {
    fn cameras(&self) -> Result<Vec<ListedCamera>, CameraFault> {
        let mut script = self.script();
        if let Some(Step::Fails(CameraFault::NoCamera | CameraFault::NotThere(_), _)) = script.steps.front() {
            script.fail_once();
            return Ok(Vec::new());
        }
        Ok(vec![ListedCamera { name: self.name.clone(), infrared: is_infrared_name(&self.name) }])
    }

    fn open(&self, name: &str) -> Result<Box<dyn OpenCamera>, CameraFault> {
        let mut script = self.script();
        if name != self.name {
            return Err(CameraFault::NotThere(name.to_owned()));
        }
        if let Some(Step::Fails(fault, _)) = script.steps.front().cloned() {
            script.fail_once();
            return Err(fault);
        }
        script.open += 1;
        Ok(Box::new(Open { camera: self.clone() }))
    }
}

impl Script {
    fn fail_once(&mut self) {
        if let Some(Step::Fails(_, times)) = self.steps.front_mut() {
            *times = times.saturating_sub(1);
            if *times == 0 {
                self.steps.pop_front();
            }
        }
    }

    /// The next frame and how long it takes to come, and whether there is one.
    fn next_frame(&mut self) -> Option<(Vec<u8>, Duration)> {
        let Some(Step::Frames { jpegs, every, count }) = self.steps.front() else {
            return None;
        };
        let frame = (jpegs[self.given as usize % jpegs.len()].clone(), *every);
        self.given += 1;
        if self.given >= *count {
            self.steps.pop_front();
            self.given = 0;
        }
        Some(frame)
    }
}

/// The camera, streaming.
struct Open {
    camera: ScriptedCamera,
}

impl OpenCamera for Open {
    fn format(&self) -> CameraFormat {
        CameraFormat { width: 1280, height: 720, pixels: PixelFormat::Mjpeg, rate: Rate::whole(30) }
    }

    fn frame(&mut self) -> Result<RawFrame, CameraFault> {
        let mut script = self.camera.script();
        if let Some((bytes, every)) = script.next_frame() {
            drop(script);
            thread::sleep(every);
            let captured_at = Instant::now();
            let pixels = PixelFormat::Mjpeg;
            return Ok(RawFrame { width: 1280, height: 720, pixels, stride: 0, bytes, captured_at });
        }
        match script.steps.pop_front() {
            Some(Step::Waits) => {
                let thawed = self.camera.shared.1.wait_while(script, |script| script.frozen);
                thawed.unwrap_or_else(PoisonError::into_inner).frozen = true;
                self.frame()
            }
            Some(Step::Ends(fault)) => Err(fault),
            // Any other step is for whoever opens it next.
            Some(step @ Step::Fails(..)) => {
                script.steps.push_front(step);
                Err(CameraFault::Unplugged)
            }
            _ => {
                drop(self.camera.shared.1.wait_while(script, |script| script.frozen));
                Err(CameraFault::Unplugged)
            }
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.camera.script().open -= 1;
    }
}

/// Several cameras of a script each.
impl CameraBackend for Vec<ScriptedCamera> {
    fn cameras(&self) -> Result<Vec<ListedCamera>, CameraFault> {
        let listed: Result<Vec<_>, _> = self.iter().map(CameraBackend::cameras).collect();
        Ok(infrared_last(listed?.concat()))
    }

    fn open(&self, name: &str) -> Result<Box<dyn OpenCamera>, CameraFault> {
        let camera = self.iter().find(|camera| camera.name == name);
        camera.ok_or_else(|| CameraFault::NotThere(name.to_owned()))?.open(name)
    }
}
