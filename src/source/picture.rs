//! One picture file: decoded without FFmpeg, turned upright, not larger than needed.

use super::probe::{check_file, io_error};
use super::{SourceError, fit_longest_side};
use crate::files;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageReader, Limits, RgbImage, imageops};
use std::ffi::OsStr;
use std::path::Path;

/// Names of pictures end in one of these, in small or capital letters.
pub const PICTURE_EXTENSIONS: &[&str] = &["jpg", "jpeg", "png", "webp", "bmp"];

/// Whether `path` is named like a picture. The file is not looked at.
pub fn is_picture(path: &Path) -> bool {
    has_extension(path, PICTURE_EXTENSIONS)
}

pub(super) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| extensions.iter().any(|known| known.eq_ignore_ascii_case(extension)))
}

/// The picture at `path`, upright and not larger than the longest side allows, and the clockwise turn that made it upright.
pub(super) fn decode(path: &Path) -> Result<(RgbImage, u32), SourceError> {
    check_file(path)?;
    let refuse = |error: ImageError| SourceError::NotMedia { path: path.to_owned(), reason: reason(&error) };
    let reader =
        ImageReader::open(path).and_then(ImageReader::with_guessed_format).map_err(|error| io_error(path, &error))?;
    let mut decoder = reader.into_decoder().map_err(refuse)?;
    // `into_decoder` limits what the decoder takes, not the picture it fills.
    Limits::default().reserve(decoder.total_bytes()).map_err(refuse)?;
    // EXIF data that can't be read leave the picture as it is, as in every viewer.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(refuse)?;
    image.apply_orientation(orientation);
    let image = image.into_rgb8();
    let (width, height) = fit_longest_side(image.width().into(), image.height().into());
    if (width, height) == image.dimensions() {
        return Ok((image, clockwise_turn(orientation)));
    }
    Ok((imageops::resize(&image, width, height, imageops::FilterType::Triangle), clockwise_turn(orientation)))
}

/// The turn in degrees; a mirroring that may go with it is not told.
fn clockwise_turn(orientation: Orientation) -> u32 {
    match orientation {
        Orientation::NoTransforms | Orientation::FlipHorizontal => 0,
        Orientation::Rotate90 | Orientation::Rotate90FlipH => 90,
        Orientation::Rotate180 | Orientation::FlipVertical => 180,
        Orientation::Rotate270 | Orientation::Rotate270FlipH => 270,
    }
}

fn reason(error: &ImageError) -> String {
    match error {
        ImageError::Limits(_) => "it takes more than 512 MiB to decode; save a smaller copy".to_owned(),
        ImageError::Unsupported(_) => {
            format!("unknown kind of picture; save it as one of {}", PICTURE_EXTENSIONS.join(", "))
        }
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            "it ends too early; copy it again".to_owned()
        }
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
    fn one_picture_is_one_frame_at_the_start() {
        let folder = tempfile::tempdir().unwrap();
        // A PNG that calls itself JPEG, in a name with a space.
        let path = folder.path().join("a picture.JPG");
        grey(31, 17, 90).save_with_format(&path, ImageFormat::Png).unwrap();
        let mut source = ImageSequence::open_one(&path).unwrap();
        let expect = SourceInfo {
            path,
            kind: SourceKind::Image,
            width: 31,
            height: 17,
            rotation_deg: 0,
            stated_duration_s: None,
        };
        assert_eq!(source.info(), &expect);
        let frames: Vec<_> = std::iter::from_fn(|| source.next_frame().unwrap()).collect();
        assert_eq!((frames.len(), frames[0].index, frames[0].time), (1, 0, Timestamp::ZERO));
        assert_eq!(frames[0].image.get_pixel(5, 5).0, [90; 3]);
        assert_eq!(source.problems(), []);
    }

    #[test]
    fn a_picture_is_turned_upright() {
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
            let mut source = ImageSequence::open_one(&path).unwrap();
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
    fn large_pictures_are_scaled_down_and_huge_ones_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.png");
        grey(3840, 30, 90).save(&path).unwrap();
        let source = ImageSequence::open_one(&path).unwrap();
        assert_eq!((source.info().width, source.info().height), (1920, 15));

        // 60000 x 60000 pixels by the header of a BMP, in a file of 54 bytes.
        let mut bmp = b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
        bmp.extend(60_000u32.to_le_bytes());
        bmp.extend(60_000u32.to_le_bytes());
        bmp.extend([1, 0, 24, 0]);
        bmp.resize(54, 0);
        let path = folder.path().join("huge.bmp");
        fs::write(&path, bmp).unwrap();
        let text = ImageSequence::open_one(&path).err().unwrap().to_string();
        assert!(text.contains("512 MiB") && text.ends_with("huge.bmp"), "{text}");
    }
}
