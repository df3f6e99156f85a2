//! One image file: decoded, turned upright, and scaled down. Usual formats are decoded here, without FFmpeg.

use super::content::{Content, is_whole_jpeg};
use super::ffmpeg_image;
use super::file_check::io_error;
use super::{LONGEST_SIDE_PX, SourceError, fit_longest_side};
use crate::files;
use crate::runtime::{Ffmpeg, FfmpegError};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage, imageops};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

/// No camera's image is a larger file.
const MAX_FILE_BYTES: u64 = 256 << 20;
/// The most memory for a decoded image, bytes; the models take 400 MB besides.
const MAX_DECODED_BYTES: u64 = 160 << 20;
/// JPEG images of more pixels are decoded by FFmpeg, which scales them down as it decodes.
const MAX_JPEG_PIXELS: u64 = 28_000_000;

/// How FFmpeg is looked for when a file needs it.
pub type FindFfmpeg = Box<dyn Fn() -> Result<Ffmpeg, FfmpegError> + Send>;

/// Decodes images. FFmpeg is looked for when the first one needs it.
pub(super) struct StillReader {
    find_ffmpeg: FindFfmpeg,
    ffmpeg: Option<Ffmpeg>,
}

impl StillReader {
    pub fn new(find_ffmpeg: FindFfmpeg) -> Self {
        Self { find_ffmpeg, ffmpeg: None }
    }

    /// The image at `path`, upright and not larger than the longest side allows, and the clockwise turn that made it
    /// upright.
    ///
    /// # Errors
    /// No such file, not readable, empty, no still image, cut short or damaged, or too large.
    pub fn read(&mut self, path: &Path) -> Result<(RgbImage, u32), SourceError> {
        let not_media = |reason: String| Err(SourceError::NotMedia { path: path.to_owned(), reason });
        match Content::of(path)? {
            Content::Image(format) => self.decode(path, format),
            Content::FfmpegImage(format) => ffmpeg_image::decode(self.ffmpeg()?, path, &["-f", format]),
            Content::Foreign(what) => not_media(format!("it is {what}")),
            Content::Recording => not_media("it is a recording, not a picture; leave out --fps".to_owned()),
            Content::Unknown => not_media(unknown_kind()),
        }
    }

    fn ffmpeg(&mut self) -> Result<&Ffmpeg, SourceError> {
        if self.ffmpeg.is_none() {
            self.ffmpeg = Some((self.find_ffmpeg)()?);
        }
        Ok(self.ffmpeg.as_ref().expect("found above"))
    }

    fn decode(&mut self, path: &Path, format: ImageFormat) -> Result<(RgbImage, u32), SourceError> {
        let refuse = |reason: String| SourceError::NotMedia { path: path.to_owned(), reason };
        let failed = |error: ImageError| refuse(reason(&error));
        let unreadable = |error: std::io::Error| io_error(path, &error);
        if fs::metadata(path).map_err(unreadable)?.len() > MAX_FILE_BYTES {
            return Err(refuse(ffmpeg_image::TOO_LARGE.to_owned()));
        }
        let open = || File::open(path).map(BufReader::new).map_err(unreadable);
        // JPEG decoders fill missing data with grey
        if format == ImageFormat::Jpeg && !is_whole_jpeg(&mut open()?).map_err(unreadable)? {
            return Err(refuse(CUT_SHORT.to_owned()));
        }
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_DECODED_BYTES);
        let mut reader = ImageReader::with_format(open()?, format);
        reader.limits(limits.clone());
        let mut decoder = match reader.into_decoder() {
            Err(error @ ImageError::Unsupported(_)) => {
                let rare = self.decode_rare(path, format).unwrap_or_else(|| Err(failed(error)))?;
                return Ok((upright(rare, Orientation::NoTransforms), 0));
            }
            decoder => decoder.map_err(failed)?,
        };
        // EXIF data that can't be read leave the image as it is, as in every viewer.
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        let image = if format == ImageFormat::Jpeg && pixels > MAX_JPEG_PIXELS {
            drop(decoder);
            if pixels > ffmpeg_image::MAX_PIXELS {
                return Err(refuse(ffmpeg_image::TOO_LARGE.to_owned()));
            }
            // each step halves the sides while decoding; the result is still larger than the image that is kept
            let halvings = (width.max(height) / LONGEST_SIDE_PX).max(1).ilog2().min(3).to_string();
            let options = ["-f", "jpeg_pipe", "-lowres", &halvings, "-noautorotate"];
            DynamicImage::from(ffmpeg_image::decode(self.ffmpeg()?, path, &options)?.0)
        } else {
            // `into_decoder` limits what the decoder takes, not the image it fills.
            limits.reserve(decoder.total_bytes()).map_err(failed)?;
            match DynamicImage::from_decoder(decoder) {
                Err(error @ ImageError::Unsupported(_)) => {
                    self.decode_rare(path, format).unwrap_or_else(|| Err(failed(error)))?
                }
                image => image.map_err(failed)?,
            }
        };
        Ok((upright(image, orientation), clockwise_turn(orientation)))
    }

    /// Decodes by FFmpeg an image with a rare compression; `None` if FFmpeg does not know the format.
    fn decode_rare(&mut self, path: &Path, format: ImageFormat) -> Option<Result<DynamicImage, SourceError>> {
        let format = match format {
            ImageFormat::Jpeg => "jpeg_pipe",
            ImageFormat::Tiff => "tiff_pipe",
            ImageFormat::Bmp => "bmp_pipe",
            _ => return None,
        };
        let decode = |ffmpeg| ffmpeg_image::decode(ffmpeg, path, &["-f", format, "-noautorotate"]);
        Some(self.ffmpeg().and_then(decode).map(|(image, _)| image.into()))
    }
}

/// `image` scaled down and turned upright; scaled first, so that the turn does not copy a large image.
fn upright(image: DynamicImage, orientation: Orientation) -> RgbImage {
    let (width, height) = fit_longest_side(image.width().into(), image.height().into());
    // a much larger image is first averaged down: a fine resize would take several times its memory
    let image = if image.width().max(image.height()) > 5 * width.max(height) / 2 {
        image.thumbnail_exact(2 * width, 2 * height)
    } else {
        image
    };
    let mut image = image.into_rgb8();
    if image.dimensions() != (width, height) {
        image = imageops::resize(&image, width, height, imageops::FilterType::Triangle);
    }
    let mut image = DynamicImage::from(image);
    image.apply_orientation(orientation);
    image.into_rgb8()
}

/// The turn in degrees; a mirroring that may go with it is left out.
fn clockwise_turn(orientation: Orientation) -> u32 {
    match orientation {
        Orientation::NoTransforms | Orientation::FlipHorizontal => 0,
        Orientation::Rotate90 | Orientation::Rotate90FlipH => 90,
        Orientation::Rotate180 | Orientation::FlipVertical => 180,
        Orientation::Rotate270 | Orientation::Rotate270FlipH => 270,
    }
}

const CUT_SHORT: &str = "it ends too early; copy it again";

fn unknown_kind() -> String {
    "unknown kind of picture; save it as JPEG or PNG".to_owned()
}

fn reason(error: &ImageError) -> String {
    match error {
        ImageError::Limits(_) => ffmpeg_image::TOO_LARGE.to_owned(),
        ImageError::Unsupported(_) => unknown_kind(),
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => CUT_SHORT.to_owned(),
        other => format!("{}; copy it again or choose another file", files::in_a_sentence(&other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::motion::Timestamp;
    use crate::source::{FrameSource, ImageSequence, SourceInfo, SourceKind};
    use image::{ImageFormat, Rgb};
    use std::fs;

    fn no_ffmpeg() -> Result<Ffmpeg, FfmpegError> {
        panic!("these pictures need no FFmpeg")
    }

    fn grey(width: u32, height: u32, level: u8) -> RgbImage {
        RgbImage::from_pixel(width, height, Rgb([level; 3]))
    }

    /// A JPEG with a red left half whose EXIF data ask for `orientation`.
    fn oriented_jpeg(path: &Path, orientation: u8) {
        let image = RgbImage::from_fn(32, 16, |x, _| if x < 16 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) });
        let mut jpeg = Vec::new();
        image.write_to(&mut std::io::Cursor::new(&mut jpeg), ImageFormat::Jpeg).unwrap();
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let segment = [&[0xff, 0xe1], &length[..], &exif[..]].concat();
        jpeg.splice(2..2, segment);
        fs::write(path, jpeg).unwrap();
    }

    #[test]
    fn one_image_is_one_frame_at_the_start() {
        let folder = tempfile::tempdir().unwrap();
        // A PNG that calls itself JPEG, in a name with a space.
        let path = folder.path().join("a picture.JPG");
        grey(31, 17, 90).save_with_format(&path, ImageFormat::Png).unwrap();
        let mut source = ImageSequence::open_one(&path, Box::new(no_ffmpeg)).unwrap();
        let expect = SourceInfo {
            path,
            kind: SourceKind::Image,
            width: 31,
            height: 17,
            rotation_deg: 0,
            stated_duration_s: None,
            filmed_on: None,
        };
        assert_eq!(source.info(), &expect);
        let frames: Vec<_> = std::iter::from_fn(|| source.next_frame().unwrap()).collect();
        assert_eq!((frames.len(), frames[0].index, frames[0].time), (1, 0, Timestamp::ZERO));
        assert_eq!(frames[0].image.get_pixel(5, 5).0, [90; 3]);
        assert_eq!(source.problems(), []);
    }

    #[test]
    fn an_image_is_turned_upright() {
        let folder = tempfile::tempdir().unwrap();
        // EXIF value, turn, size, and where the red left half ends up.
        for (exif, turn, size, red) in [
            (1, 0, (32, 16), (4, 8)),
            (6, 90, (16, 32), (8, 4)),
            (3, 180, (32, 16), (28, 8)),
            (8, 270, (16, 32), (8, 28)),
        ] {
            let path = folder.path().join(format!("{exif}.jpg"));
            oriented_jpeg(&path, exif);
            let mut source = ImageSequence::open_one(&path, Box::new(no_ffmpeg)).unwrap();
            assert_eq!(
                (source.info().rotation_deg, (source.info().width, source.info().height)),
                (turn, size),
                "EXIF {exif}"
            );
            let frame = source.next_frame().unwrap().unwrap();
            let Rgb([r, _, b]) = *frame.image.get_pixel(red.0, red.1);
            assert!(r > 200 && b < 50, "EXIF {exif}: {r} {b}");
        }
    }

    #[test]
    fn large_images_are_scaled_down_and_huge_ones_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.png");
        grey(3840, 30, 90).save(&path).unwrap();
        let source = ImageSequence::open_one(&path, Box::new(no_ffmpeg)).unwrap();
        assert_eq!((source.info().width, source.info().height), (1920, 15));

        // 60000 x 60000 pixels by the header of a BMP, in a file of 54 bytes.
        let mut bmp = b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
        bmp.extend(60_000u32.to_le_bytes());
        bmp.extend(60_000u32.to_le_bytes());
        bmp.extend([1, 0, 24, 0]);
        bmp.resize(54, 0);
        let path = folder.path().join("huge.bmp");
        fs::write(&path, bmp).unwrap();
        let text = ImageSequence::open_one(&path, Box::new(no_ffmpeg)).err().unwrap().to_string();
        assert!(text.contains("save a smaller copy") && text.ends_with("huge.bmp"), "{text}");
    }
}
