//! A camera's pictures made RGB.

use super::backend::{PixelFormat, RawFrame};
use image::codecs::jpeg::JpegDecoder;
use image::{DynamicImage, ImageDecoder, RgbImage};
use std::borrow::Cow;
use std::io::Cursor;

/// No camera's picture is larger, in pixels; more is a damaged header.
const MOST_PIXELS: u64 = 64_000_000;

/// The picture as RGB, or `None` when it is damaged or cut short.
pub fn rgb(raw: &RawFrame) -> Option<RgbImage> {
    match raw.pixels {
        PixelFormat::Mjpeg => from_jpeg(&raw.bytes),
        PixelFormat::Yuyv => from_yuyv(raw.width, raw.height, &raw.bytes),
        PixelFormat::Nv12 => from_nv12(raw.width, raw.height, &raw.bytes),
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

/// Webcams may leave out the Huffman tables that all of them share. A mark of the AVI files where that began makes the decoder fill them in.
fn with_huffman_tables(jpeg: &[u8]) -> Cow<'_, [u8]> {
    const AVI_MARK: &[u8] = b"\xff\xe0\x00\x10AVI1\0\0\0\0\0\0\0\0\0\0";
    if jpeg.len() < 4 || has_huffman_tables(jpeg) {
        return Cow::Borrowed(jpeg);
    }
    Cow::Owned([&jpeg[..2], AVI_MARK, &jpeg[2..]].concat())
}

/// Goes from segment to segment up to the picture's data.
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

/// Two pixels share their colour.
fn from_yuyv(width: u32, height: u32, bytes: &[u8]) -> Option<RgbImage> {
    let pairs = width as usize / 2 * height as usize;
    let mut rgb = Vec::with_capacity(pairs * 6);
    for pair in bytes.get(..pairs * 4)?.chunks_exact(4) {
        rgb.extend(bt601(pair[0], pair[1], pair[3]));
        rgb.extend(bt601(pair[2], pair[1], pair[3]));
    }
    RgbImage::from_raw(width / 2 * 2, height, rgb)
}

/// Four pixels share their colour.
fn from_nv12(width: u32, height: u32, bytes: &[u8]) -> Option<RgbImage> {
    let (columns, rows) = (width as usize / 2 * 2, height as usize / 2 * 2);
    let luma = bytes.get(..width as usize * height as usize)?;
    let chroma = bytes.get(luma.len()..)?;
    let stride = width as usize;
    let mut rgb = Vec::with_capacity(columns * rows * 3);
    for y in 0..rows {
        let colours = chroma.get(y / 2 * stride..)?.get(..columns)?;
        for (x, &level) in luma[y * stride..][..columns].iter().enumerate() {
            rgb.extend(bt601(level, colours[x / 2 * 2], colours[x / 2 * 2 + 1]));
        }
    }
    RgbImage::from_raw(columns as u32, rows as u32, rgb)
}

/// ITU-R BT.601 with Y in 16..=235 and U, V in 16..=240, what webcams send unless they say otherwise, in 1/256:
/// R = 1.164 (Y − 16) + 1.596 V', G = 1.164 (Y − 16) − 0.392 U' − 0.813 V', B = 1.164 (Y − 16) + 2.017 U'.
fn bt601(y: u8, u: u8, v: u8) -> [u8; 3] {
    let (y, u, v) = (298 * (i32::from(y) - 16) + 128, i32::from(u) - 128, i32::from(v) - 128);
    [y + 409 * v, y - 100 * u - 208 * v, y + 516 * u].map(|colour| (colour >> 8).clamp(0, 255) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgb};
    use std::time::Instant;

    fn raw(pixels: PixelFormat, width: u32, height: u32, bytes: Vec<u8>) -> RawFrame {
        RawFrame { width, height, pixels, bytes, captured_at: Instant::now() }
    }

    /// The 75 % and 100 % bars of BT.601, from its tables.
    const BARS: [([u8; 3], [u8; 3]); 6] = [
        ([16, 128, 128], [0, 0, 0]),
        ([235, 128, 128], [255, 255, 255]),
        ([81, 90, 240], [255, 0, 0]),
        ([145, 54, 34], [0, 255, 0]),
        ([41, 240, 110], [0, 0, 255]),
        ([162, 44, 142], [191, 191, 0]),
    ];

    fn assert_near(seen: &Rgb<u8>, expected: [u8; 3]) {
        assert!(seen.0.iter().zip(expected).all(|(&a, b)| a.abs_diff(b) <= 2), "{seen:?} is not {expected:?}");
    }

    #[test]
    fn yuyv_has_the_colours_of_bt_601() {
        for ([y, u, v], expected) in BARS {
            let picture = rgb(&raw(PixelFormat::Yuyv, 4, 2, [y, u, y, v].repeat(4))).unwrap();
            assert_eq!(picture.dimensions(), (4, 2));
            picture.pixels().for_each(|pixel| assert_near(pixel, expected));
        }
    }

    #[test]
    fn yuyv_keeps_the_place_of_each_pixel() {
        let bytes = vec![16, 128, 235, 128, 16, 128, 16, 128, 235, 128, 16, 128, 16, 128, 16, 128];
        let picture = rgb(&raw(PixelFormat::Yuyv, 4, 2, bytes)).unwrap();
        let white: Vec<_> = picture.enumerate_pixels().filter(|p| p.2.0 == [255; 3]).map(|p| (p.0, p.1)).collect();
        assert_eq!(white, [(1, 0), (0, 1)]);
    }

    #[test]
    fn nv12_has_the_colours_of_bt_601_each_in_its_place() {
        for ([y, u, v], expected) in BARS {
            let mut bytes = vec![16; 16];
            for at in [10, 11, 14, 15] {
                bytes[at] = y;
            }
            bytes.extend([128, 128, 128, 128, 128, 128, u, v]);
            let picture = rgb(&raw(PixelFormat::Nv12, 4, 4, bytes)).unwrap();
            assert_near(picture.get_pixel(3, 3), expected);
            assert_near(picture.get_pixel(2, 2), expected);
            assert_near(picture.get_pixel(1, 2), [0, 0, 0]);
        }
    }

    #[test]
    fn too_few_bytes_are_no_picture() {
        assert!(rgb(&raw(PixelFormat::Yuyv, 4, 2, vec![0; 15])).is_none());
        assert!(rgb(&raw(PixelFormat::Nv12, 4, 4, vec![0; 23])).is_none());
        assert!(rgb(&raw(PixelFormat::Yuyv, 4, 2, vec![0; 99])).is_some());
    }

    fn jpeg() -> Vec<u8> {
        let picture = RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([200, 30, 30]) } else { Rgb([30, 30, 200]) });
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    fn assert_decodes(bytes: Vec<u8>) {
        let picture = rgb(&raw(PixelFormat::Mjpeg, 1, 1, bytes)).unwrap();
        assert_eq!(picture.dimensions(), (64, 32));
        let (left, right) = (picture.get_pixel(8, 16), picture.get_pixel(56, 16));
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
    fn junk_and_cut_jpegs_are_no_picture() {
        let whole = jpeg();
        for length in [0, 1, 2, 3, 20, whole.len() / 2, whole.len() - 2] {
            assert!(rgb(&raw(PixelFormat::Mjpeg, 64, 32, whole[..length].to_vec())).is_none(), "{length}");
        }
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(rgb(&raw(PixelFormat::Mjpeg, 64, 32, noise.clone())).is_none());
        assert!(rgb(&raw(PixelFormat::Mjpeg, 64, 32, [&[0xff, 0xd8], &noise[..], &[0xff, 0xd9]].concat())).is_none());
    }
}
