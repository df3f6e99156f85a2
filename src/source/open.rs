//! Opens a file by its content.

use super::content::Content;
use super::{FrameSource, ImageSequence, ReadAhead, Sampled, Sampling, SourceError, VideoFile};
use crate::runtime::{Ffmpeg, FfmpegError};
use std::path::Path;

/// Opens the file at `path` by its first bytes, whatever its name: as a still image, or else as a video. FFmpeg is
/// looked for when it is needed: for videos, and for kinds of images that are not decoded here. `sampling` says which
/// frames of a video the model reads.
///
/// # Errors
/// What [`ImageSequence::open_one`], [`VideoFile::open`] and `find_ffmpeg` give; for a folder, that it is one; for
/// something else, what it is.
pub fn open(
    path: &Path,
    sampling: Sampling,
    find_ffmpeg: impl Fn() -> Result<Ffmpeg, FfmpegError> + Send + 'static,
) -> Result<Box<dyn FrameSource + Send>, SourceError> {
    match Content::of(path)? {
        Content::Image(_) | Content::FfmpegImage(_) => {
            Ok(Box::new(ImageSequence::open_one(path, Box::new(find_ffmpeg))?))
        }
        Content::Foreign(what) => Err(SourceError::NotMedia { path: path.to_owned(), reason: format!("it is {what}") }),
        Content::Recording | Content::Unknown => {
            let video = VideoFile::open(&find_ffmpeg()?, path, sampling)?;
            let video: Box<dyn FrameSource + Send> = match sampling {
                Sampling::AsNeeded => Box::new(Sampled::new(video)),
                Sampling::EveryFrame => Box::new(video),
            };
            Ok(Box::new(ReadAhead::new(video)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn ffmpeg_is_asked_for_only_when_a_video_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let image = folder.path().join("a.png");
        image::RgbImage::new(4, 4).save(&image).unwrap();
        assert!(open(&image, Sampling::AsNeeded, || panic!("a picture needs no FFmpeg")).is_ok());
        fs::write(&image, "text").unwrap();
        assert!(matches!(
            open(&image, Sampling::AsNeeded, || panic!("a picture needs no FFmpeg")),
            Err(SourceError::NotMedia { .. })
        ));
        assert!(matches!(
            open(&folder.path().join("no.mp4"), Sampling::AsNeeded, || panic!("no file, no FFmpeg")),
            Err(SourceError::NotFound(_))
        ));
        assert!(matches!(
            open(folder.path(), Sampling::AsNeeded, || panic!("no file, no FFmpeg")),
            Err(SourceError::Unreadable { .. })
        ));
        let video = folder.path().join("a.mp4");
        fs::write(&video, "text").unwrap();
        assert!(matches!(
            open(&video, Sampling::AsNeeded, || panic!("a text needs no FFmpeg")),
            Err(SourceError::NotMedia { .. })
        ));
        fs::write(&video, b"\0\0\0\x18ftypmp42\0\0\0\0").unwrap();
        assert!(matches!(open(&video, Sampling::AsNeeded, || Err(FfmpegError::NotFound)), Err(SourceError::Ffmpeg(_))));
    }
}
