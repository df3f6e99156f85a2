//! Any source, mirrored.

use super::{FrameSource, Problem, SourceError, SourceInfo};
use crate::frame::Frame;
use image::imageops::flip_horizontal;
use std::sync::Arc;

/// Mirrors every frame: a head at the left is then at the right, and a left leg looks like a right one.
pub struct Mirrored<S>(pub S);

impl<S: FrameSource> FrameSource for Mirrored<S> {
    fn info(&self) -> &SourceInfo {
        self.0.info()
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        let frame = self.0.next_frame()?;
        Ok(frame.map(|frame| Frame { image: Arc::new(flip_horizontal(frame.image.as_ref())), ..frame }))
    }

    fn problems(&self) -> Vec<Problem> {
        self.0.problems()
    }
}

/// A source behind a box is a source, so that it can be wrapped.
impl FrameSource for Box<dyn FrameSource + Send> {
    fn info(&self) -> &SourceInfo {
        self.as_ref().info()
    }

    fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
        self.as_mut().next_frame()
    }

    fn problems(&self) -> Vec<Problem> {
        self.as_ref().problems()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::Ffmpeg;
    use crate::source::ImageSequence;
    use image::{Rgb, RgbImage};

    #[test]
    fn the_left_column_comes_to_the_right() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.png");
        let mut image = RgbImage::new(3, 2);
        image.put_pixel(0, 1, Rgb([255, 0, 0]));
        image.save(&path).unwrap();
        let source: Box<dyn FrameSource + Send> =
            Box::new(ImageSequence::open_one(&path, Box::new(Ffmpeg::find)).unwrap());
        let mut mirrored = Mirrored(source);
        let frame = mirrored.next_frame().unwrap().unwrap();
        assert_eq!(frame.image.get_pixel(2, 1), &Rgb([255, 0, 0]));
        assert_eq!(frame.image.get_pixel(0, 1), &Rgb([0, 0, 0]));
        assert!(mirrored.next_frame().unwrap().is_none());
    }
}
