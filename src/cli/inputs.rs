//! The sources that the user's paths stand for.

use crate::breakdown::contained;
use crate::estimator::{BlazePose, EstimatorError, LandmarkModel};
use crate::runtime::Ffmpeg;
use crate::source::{self, FrameSource, ImageSequence, LeftOut, MediaKind, ReadAhead, Sampling, SourceError};
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

/// Frames to measure, or why there are none.
pub type OpenResult = Result<Box<dyn FrameSource + Send>, SourceError>;

/// Something to measure.
#[derive(Clone)]
pub enum MeasureInput {
    /// A video or an image.
    File(PathBuf),
    /// A folder's images in a row, at this many per second.
    Sequence { folder: PathBuf, fps: f64, images: Vec<PathBuf> },
}

impl MeasureInput {
    /// The path as the user named it, or as it is called in its folder.
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path) | Self::Sequence { folder: path, .. } => path,
        }
    }

    /// The files that it is read from.
    pub fn files(&self) -> &[PathBuf] {
        match self {
            Self::File(path) => std::slice::from_ref(path),
            Self::Sequence { images, .. } => images,
        }
    }

    pub fn open(&self, sampling: Sampling) -> OpenResult {
        // contained, because many libraries parse untrusted files here
        contained(|| self.open_source(sampling)).unwrap_or_else(|breakdown| {
            let (path, reason) = (self.path().to_owned(), breakdown.to_string());
            Err(SourceError::Unreadable { path, reason })
        })
    }

    fn open_source(&self, sampling: Sampling) -> OpenResult {
        match self {
            Self::File(path) => source::open(path, sampling, Ffmpeg::find),
            Self::Sequence { folder, fps, .. } => {
                let images = ImageSequence::open_folder(folder, *fps, Box::new(Ffmpeg::find))?;
                Ok(Box::new(ReadAhead::new(Box::new(images))?))
            }
        }
    }
}

/// The inputs that a path given by the user stands for: itself, or the media in a folder; and what of the folder is
/// left out.
pub fn expand(path: &Path, fps: Option<f64>) -> Result<(Vec<MeasureInput>, Vec<LeftOut>), SourceError> {
    if !path.is_dir() {
        return Ok((vec![MeasureInput::File(path.to_owned())], Vec::new()));
    }
    let mut folder = source::media_in(path)?;
    let Some(fps) = fps else {
        return Ok((folder.media.into_iter().map(|medium| MeasureInput::File(medium.path)).collect(), folder.left_out));
    };
    let images = folder.images().map(Path::to_owned).collect();
    let videos = folder.media.into_iter().filter(|medium| medium.kind == MediaKind::Video);
    let why = "a video beside the pictures; measure it without --fps";
    folder.left_out.extend(videos.map(|video| LeftOut { path: video.path, why: why.to_owned() }));
    Ok((vec![MeasureInput::Sequence { folder: path.to_owned(), fps, images }], folder.left_out))
}

/// Loads the model and opens the first input at the same time: FFmpeg needs as long to start.
pub fn load_and_open(
    model: LandmarkModel,
    jobs: NonZeroUsize,
    first: &MeasureInput,
    sampling: Sampling,
) -> (Result<BlazePose, EstimatorError>, OpenResult) {
    thread::scope(|scope| {
        let loading = scope.spawn(|| BlazePose::load(model, jobs));
        let first = first.open(sampling);
        (loading.join().unwrap_or_else(|panic| resume_unwind(panic)), first)
    })
}

/// An input that is opened while another one is measured, since FFmpeg takes a while to give the first frame.
pub struct PendingInput(JoinHandle<OpenResult>);

impl PendingInput {
    /// `None` if no thread can be started: then it is opened when its turn comes.
    pub fn of(input: &MeasureInput, sampling: Sampling) -> Option<Self> {
        let input = input.clone();
        thread::Builder::new().name("open next".to_owned()).spawn(move || input.open(sampling)).map(Self).ok()
    }

    pub fn wait(self) -> OpenResult {
        self.0.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_by_another_name_is_among_the_files_of_a_row() {
        let folder = tempfile::tempdir().unwrap();
        let image = folder.path().join("b.dat");
        image::RgbImage::new(4, 4).save_with_format(&image, image::ImageFormat::Png).unwrap();
        std::fs::write(folder.path().join("notes.txt"), "x").unwrap();
        let (inputs, left_out) = expand(folder.path(), Some(10.0)).unwrap();
        assert_eq!(inputs.iter().flat_map(MeasureInput::files).collect::<Vec<_>>(), [&image]);
        assert_eq!(left_out.len(), 1);
    }
}
