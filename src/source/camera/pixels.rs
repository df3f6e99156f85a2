//! Converts a camera's frames to RGB.

use super::backend::{PixelFormat, RawFrame};
#[cfg(feature = "camera")]
use super::uncompressed;
use image::codecs::jpeg::JpegDecoder;
use image::{DynamicImage, ImageDecoder, RgbImage};
use std::borrow::Cow;
use std::io::Cursor;

/// No camera's frame has more pixels; a header that says so is damaged.
const MOST_PIXELS: u64 = 64_000_000;

/// The image as RGB, or `None` when it is damaged or cut short, or is not compressed and the program was built without
/// cameras.
pub fn rgb(raw: &RawFrame) -> Option<RgbImage> {
    match raw.pixels {
        PixelFormat::Mjpeg => from_jpeg(&raw.bytes),
        #[cfg(feature = "camera")]
        _ => uncompressed::rgb(raw),
        #[cfg(not(feature = "camera"))]
        _ => None,
    }
}

/// Decoders fill up what is missing of a JPEG with grey, so its end is looked for first.
fn from_jpeg(bytes: &[u8]) -> Option<RgbImage> {
    let end = bytes.windows(2).rposition(|pair| pair == [0xff, 0xd9])? + 2;
    let bytes = with_huffman_tables(bytes.get(..end)?);
    let decoder = JpegDecoder::new(Cursor::new(&bytes)).ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return None;
    }
    Some(DynamicImage::from_decoder(decoder).ok()?.into_rgb8())
}

/// Webcams may leave out the Huffman tables that all of them share. A mark of the AVI files where that began makes the
/// decoder fill them in.
fn with_huffman_tables(jpeg: &[u8]) -> Cow<'_, [u8]> {
    const AVI_MARK: &[u8] = b"\xff\xe0\x00\x10AVI1\0\0\0\0\0\0\0\0\0\0";
    if jpeg.len() < 4 || has_huffman_tables(jpeg) {
        return Cow::Borrowed(jpeg);
    }
    Cow::Owned([&jpeg[..2], AVI_MARK, &jpeg[2..]].concat())
}

/// Goes from segment to segment up to the image's data.
fn has_huffman_tables(jpeg: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = jpeg.get(at..at + 4) {
        match marker {
            0xc4 => return true,
            0xda => return false,
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgb};
    use std::time::Instant;

    fn raw(bytes: Vec<u8>) -> RawFrame {
        let pixels = PixelFormat::Mjpeg;
        RawFrame { width: 64, height: 32, pixels, stride: 0, bytes, captured_at: Instant::now() }
    }

    fn jpeg() -> Vec<u8> {
        let image = RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([200, 30, 30]) } else { Rgb([30, 30, 200]) });
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    fn assert_decodes(bytes: Vec<u8>) {
        let image = rgb(&raw(bytes)).unwrap();
        assert_eq!(image.dimensions(), (64, 32));
        let (left, right) = (image.get_pixel(8, 16), image.get_pixel(56, 16));
        assert!(left[0] > 180 && left[2] < 60 && right[0] < 60 && right[2] > 180, "{left:?} {right:?}");
    }

    #[test]
    fn a_jpeg_is_decoded_also_with_the_rest_of_a_buffer_behind_it() {
        assert_decodes(jpeg());
        assert_decodes([jpeg(), vec![0; 5000]].concat());
    }

    #[test]
    fn a_jpeg_without_huffman_tables_is_decoded() {
        let full = jpeg();
        let mut bytes = full[..2].to_vec();
        let mut at = 2;
        while full[at + 1] != 0xda {
            let length = 2 + usize::from(u16::from_be_bytes([full[at + 2], full[at + 3]]));
            if full[at + 1] != 0xc4 {
                bytes.extend(&full[at..at + length]);
            }
            at += length;
        }
        bytes.extend(&full[at..]);
        assert!(bytes.len() + 400 < full.len(), "no tables were taken out");
        assert_decodes(bytes);
    }

    #[test]
    fn junk_and_cut_jpegs_are_no_image() {
        let whole = jpeg();
        for length in [0, 1, 2, 3, 20, whole.len() / 2, whole.len() - 2] {
            assert!(rgb(&raw(whole[..length].to_vec())).is_none(), "{length}");
        }
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(rgb(&raw(noise.clone())).is_none());
        assert!(rgb(&raw([&[0xff, 0xd8], &noise[..], &[0xff, 0xd9]].concat())).is_none());
    }
}
