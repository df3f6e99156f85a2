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

    fn was_interrupted(&self) -> bool {
        self.0.was_interrupted()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::Ffmpeg;
    use crate::source::ImageSequence;
    use crate::source::paced::Paced;
    use crate::source::read_ahead::ReadAhead;
    use crate::source::sampled::Sampled;
    use image::{Rgb, RgbImage};

    /// What repeats a run that was stopped.
    struct Stopped(SourceInfo);

    impl FrameSource for Stopped {
        fn info(&self) -> &SourceInfo {
            &self.0
        }

        fn next_frame(&mut self) -> Result<Option<Frame>, SourceError> {
            Ok(None)
        }

        fn was_interrupted(&self) -> bool {
            true
        }
    }

    #[test]
    fn a_run_that_was_stopped_is_no_whole_one_in_any_wrapping() {
        let stopped = || -> Box<dyn FrameSource + Send> { Box::new(Stopped(SourceInfo::of_a_test("clip", 1, 1))) };
        assert!(Mirrored(stopped()).was_interrupted());
        assert!(Sampled::new(stopped()).was_interrupted());
        assert!(Paced::new(stopped(), Arc::default(), Arc::default()).was_interrupted());
        assert!(ReadAhead::new(stopped()).unwrap().was_interrupted());
    }

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
