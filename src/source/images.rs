//! Still images: one, or a folder of them as the frames of a recording.

use super::discover::media_in;
use super::filmed::day_of_image;
use super::names::{IMAGE_EXTENSIONS, wanted};
use super::still::{FindFfmpeg, StillReader};
use super::{FRAMES_PER_S, FrameSource, Problem, ProblemCode, SourceError, SourceInfo, SourceKind};
use crate::frame::Frame;
use crate::motion::Timestamp;
use image::RgbImage;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// This many names of skipped images are listed; the rest is a number.
const NAMES_TOLD: usize = 3;

/// Images that are decoded when their turn comes.
pub struct ImageSequence {
    info: SourceInfo,
    reader: StillReader,
    fps: f64,
    files: Vec<PathBuf>,
    /// Index of the next image in `files`; skipped ones keep their place in time.
    position: usize,
    first: Option<RgbImage>,
    frames_given: u64,
    unreadable: Vec<PathBuf>,
    different_size: Vec<PathBuf>,
}

impl ImageSequence {
    /// The one image at `path`, at time 0, turned upright as its EXIF data asks.
    ///
    /// # Errors
    /// No such file, not readable, empty, not an image, cut short or damaged, one that takes too much memory, or no
    /// FFmpeg for one that needs it.
    pub fn open_one(path: &Path, find_ffmpeg: FindFfmpeg) -> Result<Self, SourceError> {
        let mut reader = StillReader::new(find_ffmpeg);
        let (image, rotation_deg) = reader.read(path)?;
        let info = SourceInfo {
            path: path.to_owned(),
            kind: SourceKind::Image,
            width: image.width(),
            height: image.height(),
            rotation_deg,
            stated_duration_s: None,
            filmed_on: day_of_image(path),
        };
        Ok(Self::new(info, reader, 1.0, vec![path.to_owned()], image))
    }

    /// The images in `folder` (not in its subfolders) in the order of their names, number 10 after number 9, each
    /// 1/`fps` seconds after the one before.
    ///
    /// # Errors
    /// No such folder, no image in it, none that can be decoded, or an `fps` beyond [`FRAMES_PER_S`].
    pub fn open_folder(folder: &Path, fps: f64, find_ffmpeg: FindFfmpeg) -> Result<Self, SourceError> {
        if !FRAMES_PER_S.contains(&fps) {
            return Err(SourceError::BadFrameRate(fps));
        }
        let files: Vec<_> = media_in(folder)?.images().map(Path::to_owned).collect();
        let mut reader = StillReader::new(find_ffmpeg);
        let mut unreadable = Vec::new();
        for (position, file) in files.iter().enumerate() {
            let Ok((image, rotation_deg)) = reader.read(file) else {
                unreadable.push(file.clone());
                continue;
            };
            let info = SourceInfo {
                path: folder.to_owned(),
                kind: SourceKind::Sequence,
                width: image.width(),
                height: image.height(),
                rotation_deg,
                stated_duration_s: Some(files.len() as f64 / fps),
                filmed_on: day_of_image(file),
            };
            return Ok(Self { position, unreadable, ..Self::new(info, reader, fps, files, image) });
        }
        Err(if files.is_empty() {
            SourceError::NothingInFolder { path: folder.to_owned(), wanted: wanted("pictures", IMAGE_EXTENSIONS) }
        } else {
            let reason = format!("none of the {} pictures in the folder can be read; copy them again", files.len());
            SourceError::NotMedia { path: folder.to_owned(), reason }
        })
    }

    fn new(info: SourceInfo, reader: StillReader, fps: f64, files: Vec<PathBuf>, first: RgbImage) -> Self {
        Self {
            info,
            reader,
            fps,
            files,
            position: 0,
            first: Some(first),
            frames_given: 0,
            unreadable: Vec::new(),
            different_size: Vec::new(),
        }
    }

    /// The image at the current place, or `None` when it has to be skipped, with a note of why.
    fn image(&mut self) -> Option<RgbImage> {
        if let Some(image) = self.first.take() {
            return Some(image);
        }
        let file = &self.files[self.position];
        match self.reader.read(file) {
            Ok((image, _)) if image.dimensions() == (self.info.width, self.info.height) => {
                return Some(image);
            }
            Ok(_) => self.different_size.push(file.clone()),
            Err(_) => self.unreadable.push(file.clone()),
        }
        None
    }
}

impl FrameSource for ImageSequence {
    fn info(&self) -> &SourceInfo {
        &self.info
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        while self.position < self.files.len() {
            let image = self.image();
            let time = Timestamp::from_secs(self.position as f64 / self.fps);
            self.position += 1;
            if let Some(image) = image {
                let index = self.frames_given;
                self.frames_given += 1;
                return Ok(Some(Frame {
                    index,
                    time,
                    image: Arc::new(image),
                    display_from_image: 1.0,
                    is_estimated: true,
                }));
            }
        }
        Ok(None)
    }

    fn problems(&self) -> Vec<Problem> {
        let (width, height) = (self.info.width, self.info.height);
        let skipped = [
            (ProblemCode::UnreadablePicture, &self.unreadable, "that can't be decoded".to_owned()),
            (
                ProblemCode::DifferentSize,
                &self.different_size,
                format!("of another size than the first one ({width}x{height})"),
            ),
        ];
        skipped
            .into_iter()
            .filter(|(_, files, _)| !files.is_empty())
            .map(|(code, files, what)| {
                Problem::new(code, format!("left out {} {what}: {}", images(files.len()), names(files)))
            })
            .collect()
    }
}

fn images(count: usize) -> String {
    if count == 1 { "1 picture".to_owned() } else { format!("{count} pictures") }
}

fn names(files: &[PathBuf]) -> String {
    let told: Vec<_> =
        files.iter().take(NAMES_TOLD).filter_map(|file| file.file_name()).map(OsStr::to_string_lossy).collect();
    let rest = if files.len() > NAMES_TOLD { ", …" } else { "" };
    told.join(", ") + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::{Ffmpeg, FfmpegError};
    use std::fs;

    fn no_ffmpeg() -> Result<Ffmpeg, FfmpegError> {
        panic!("these pictures need no FFmpeg")
    }

    fn grey(width: u32, height: u32, level: u8) -> RgbImage {
        RgbImage::from_pixel(width, height, image::Rgb([level; 3]))
    }

    fn frames(source: &mut ImageSequence) -> Vec<Frame> {
        std::iter::from_fn(|| source.next_frame().unwrap()).collect()
    }

    #[test]
    fn a_folder_is_read_in_the_order_of_its_numbers_and_gaps_keep_their_time() {
        let folder = tempfile::tempdir().unwrap();
        for (name, level, width) in
            [("f10.png", 100, 20), ("f9.bmp", 90, 20), ("f1.png", 10, 20), ("f2.png", 20, 21), (".f0.png", 1, 20)]
        {
            grey(width, 12, level).save(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("f3.png"), "no picture").unwrap();
        fs::write(folder.path().join("notes.txt"), "hello").unwrap();
        let mut source = ImageSequence::open_folder(folder.path(), 10.0, Box::new(no_ffmpeg)).unwrap();
        assert_eq!((source.info().kind, source.info().stated_duration_s), (SourceKind::Sequence, Some(0.5)));
        let seen: Vec<_> =
            frames(&mut source).iter().map(|f| (f.index, f.time, f.image.get_pixel(0, 0).0[0])).collect();
        let at = Timestamp::from_secs;
        assert_eq!(seen, [(0, at(0.0), 10), (1, at(0.3), 90), (2, at(0.4), 100)]);
        let problems: Vec<_> = source.problems().into_iter().map(|p| (p.code.name(), p.text)).collect();
        let expect = [
            ("unreadable_picture", "left out 1 picture that can't be decoded: f3.png"),
            ("different_size", "left out 1 picture of another size than the first one (20x12): f2.png"),
        ];
        assert_eq!(problems, expect.map(|(code, text)| (code, text.to_owned())));
    }

    #[test]
    fn what_is_no_image_is_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        assert!(matches!(ImageSequence::open_one(&at("none.png"), Box::new(no_ffmpeg)), Err(SourceError::NotFound(_))));
        fs::write(at("empty.png"), "").unwrap();
        assert!(matches!(ImageSequence::open_one(&at("empty.png"), Box::new(no_ffmpeg)), Err(SourceError::Empty(_))));
        fs::write(at("text.png"), "hello").unwrap();
        assert!(matches!(
            ImageSequence::open_one(&at("text.png"), Box::new(no_ffmpeg)),
            Err(SourceError::NotMedia { .. })
        ));
        assert!(matches!(
            ImageSequence::open_folder(folder.path(), 30.0, Box::new(no_ffmpeg)),
            Err(SourceError::NotMedia { .. })
        ));
        assert!(matches!(
            ImageSequence::open_folder(&at("missing"), 30.0, Box::new(no_ffmpeg)),
            Err(SourceError::NotFound(_))
        ));
        assert!(matches!(
            ImageSequence::open_folder(&at("text.png"), 30.0, Box::new(no_ffmpeg)),
            Err(SourceError::Unreadable { .. })
        ));
        for fps in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300, 1e308] {
            assert!(
                matches!(
                    ImageSequence::open_folder(folder.path(), fps, Box::new(no_ffmpeg)),
                    Err(SourceError::BadFrameRate(_))
                ),
                "{fps}"
            );
        }
        let text = ImageSequence::open_folder(tempfile::tempdir().unwrap().path(), 30.0, Box::new(no_ffmpeg))
            .err()
            .unwrap()
            .to_string();
        assert!(text.contains("jpg, jpeg, png, heic"), "{text}");
    }
}
