//! A camera's frames that are not compressed, made RGB.

use super::backend::{PixelFormat, RawFrame};
use image::RgbImage;
use yuv::{YuvBiPlanarImage, YuvConversionMode, YuvError, YuvPackedImage, YuvPlanarImage, YuvRange, YuvStandardMatrix};

/// What webcams send unless they say otherwise: ITU-R BT.601 with Y in 16..=235 and U, V in 16..=240.
const RANGE: YuvRange = YuvRange::Limited;
const MATRIX: YuvStandardMatrix = YuvStandardMatrix::Bt601;
/// Within three levels of what the definition gives.
const MODE: YuvConversionMode = YuvConversionMode::Balanced;

/// From an image to rows of that many bytes.
type Packed = fn(&YuvPackedImage<'_, u8>, &mut [u8], u32, YuvRange, YuvStandardMatrix) -> Result<(), YuvError>;
type InTurn = fn(
    &YuvBiPlanarImage<'_, u8>,
    &mut [u8],
    u32,
    YuvRange,
    YuvStandardMatrix,
    YuvConversionMode,
) -> Result<(), YuvError>;

/// The image as RGB, or `None` when it is cut short or is compressed. Where pixels share a colour, an odd last column
/// or row is left out.
pub fn rgb(raw: &RawFrame) -> Option<RgbImage> {
    let (width, height) = match raw.pixels {
        PixelFormat::Mjpeg => return None,
        PixelFormat::Rgb24 | PixelFormat::Bgr24 | PixelFormat::Grey => (raw.width, raw.height),
        PixelFormat::Yuyv | PixelFormat::Uyvy | PixelFormat::Yvyu => (raw.width & !1, raw.height),
        PixelFormat::Nv12 | PixelFormat::Nv21 | PixelFormat::Yu12 | PixelFormat::Yv12 => {
            (raw.width & !1, raw.height & !1)
        }
    };
    // no coding has less than a byte a pixel, so that memory is asked for only when there is an image
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || (raw.bytes.len() as u64) < pixels {
        return None;
    }
    let mut image = RgbImage::new(width, height);
    match raw.pixels {
        PixelFormat::Mjpeg => None,
        PixelFormat::Yuyv => packed(raw, &mut image, yuv::yuyv422_to_rgb),
        PixelFormat::Uyvy => packed(raw, &mut image, yuv::uyvy422_to_rgb),
        PixelFormat::Yvyu => packed(raw, &mut image, yuv::yvyu422_to_rgb),
        PixelFormat::Nv12 => in_turn(raw, &mut image, yuv::yuv_nv12_to_rgb),
        PixelFormat::Nv21 => in_turn(raw, &mut image, yuv::yuv_nv21_to_rgb),
        PixelFormat::Yu12 => apart(raw, &mut image, |u, v| [u, v]),
        PixelFormat::Yv12 => apart(raw, &mut image, |v, u| [u, v]),
        PixelFormat::Rgb24 => plain(raw, &mut image, |pixel| pixel),
        PixelFormat::Bgr24 => plain(raw, &mut image, |[blue, green, red]| [red, green, blue]),
        PixelFormat::Grey => plain(raw, &mut image, |[light]| [light; 3]),
    }?;
    Some(image)
}

/// Rows of Y, U and V by turns. One at a time, because the last one may come without its padding.
fn packed(raw: &RawFrame, image: &mut RgbImage, convert: Packed) -> Option<()> {
    let (width, bytes_a_row) = (image.width(), 2 * image.width() as usize);
    let stride = raw.stride.max(2 * raw.width.next_multiple_of(2) as usize);
    for (y, row) in image.chunks_exact_mut(3 * width as usize).enumerate() {
        let yuy = raw.bytes.get(y * stride..)?.get(..bytes_a_row)?;
        let yuy = YuvPackedImage { yuy, yuy_stride: 2 * width, width, height: 1 };
        convert(&yuy, row, 3 * width, RANGE, MATRIX).ok()?;
    }
    Some(())
}

/// A plane of Y, and one of U and V by turns. Two rows at a time, for the same reason: the conversion would leave out
/// the last ones.
fn in_turn(raw: &RawFrame, image: &mut RgbImage, convert: InTurn) -> Option<()> {
    let width = image.width();
    let (y_stride, shared) = planes(raw)?;
    let stride = y_stride as usize;
    for (pair, rows) in image.chunks_exact_mut(2 * 3 * width as usize).enumerate() {
        let y_plane = raw.bytes.get(2 * pair * stride..)?.get(..2 * stride)?;
        let uv_plane = shared.get(pair * stride.next_multiple_of(2)..)?.get(..width as usize)?;
        let planes = YuvBiPlanarImage { y_plane, y_stride, uv_plane, uv_stride: width, width, height: 2 };
        convert(&planes, rows, 3 * width, RANGE, MATRIX, MODE).ok()?;
    }
    Some(())
}

/// A plane of Y, and two of half as long rows, padding and all, that `order` makes U and V.
fn apart<'a>(raw: &'a RawFrame, image: &mut RgbImage, order: fn(&'a [u8], &'a [u8]) -> [&'a [u8]; 2]) -> Option<()> {
    let (width, height) = image.dimensions();
    let (stride, shared) = planes(raw)?;
    let half = stride.div_ceil(2);
    let (one, other) = shared.split_at_checked(half as usize * raw.height.div_ceil(2) as usize)?;
    let [u_plane, v_plane] = order(one, other);
    let planes = YuvPlanarImage {
        y_plane: &raw.bytes,
        y_stride: stride,
        u_plane,
        u_stride: half,
        v_plane,
        v_stride: half,
        width,
        height,
    };
    yuv::yuv420_to_rgb(&planes, image, 3 * width, RANGE, MATRIX).ok()
}

/// How long the rows of Y are with their padding, and what comes after them.
fn planes(raw: &RawFrame) -> Option<(u32, &[u8])> {
    let stride = raw.stride.max(raw.width as usize);
    Some((u32::try_from(stride).ok()?, raw.bytes.get(stride * raw.height as usize..)?))
}

/// Pixels of so many bytes, each with its own colour.
fn plain<const BYTES: usize>(raw: &RawFrame, image: &mut RgbImage, colour: fn([u8; BYTES]) -> [u8; 3]) -> Option<()> {
    let bytes_a_row = BYTES * raw.width as usize;
    let stride = raw.stride.max(bytes_a_row);
    for (y, row) in image.chunks_exact_mut(3 * raw.width as usize).enumerate() {
        let pixels = raw.bytes.get(y * stride..)?.get(..bytes_a_row)?;
        for (to, pixel) in row.as_chunks_mut().0.iter_mut().zip(pixels.as_chunks().0) {
            *to = colour(*pixel);
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    /// The 75 % and 100 % bars of BT.601, from its tables: Y, U, V and red, green, blue.
    const BARS: [([u8; 3], [u8; 3]); 6] = [
        ([16, 128, 128], [0, 0, 0]),
        ([235, 128, 128], [255, 255, 255]),
        ([81, 90, 240], [255, 0, 0]),
        ([145, 54, 34], [0, 255, 0]),
        ([41, 240, 110], [0, 0, 255]),
        ([162, 44, 142], [191, 191, 0]),
    ];
    const WIDTH: usize = 6;
    const HEIGHT: usize = 4;

    fn uncompressed() -> impl Iterator<Item = PixelFormat> {
        PixelFormat::ALL.into_iter().filter(|pixels| *pixels != PixelFormat::Mjpeg)
    }

    /// Which bar is at a place of the image: each block of two by two pixels has the next one.
    fn bar(x: usize, y: usize) -> ([u8; 3], [u8; 3]) {
        BARS[(y / 2 * (WIDTH / 2) + x / 2) % BARS.len()]
    }

    /// The bars in that coding, as its definition has them, each row of the first plane followed by so many bytes of
    /// padding.
    fn coded(pixels: PixelFormat, padding: usize) -> Vec<u8> {
        let rows = |width: usize, height: usize, padding: usize, values: &dyn Fn(usize, usize) -> Vec<u8>| {
            let row = |y| (0..width).flat_map(|x| values(x, y)).chain(vec![99; padding]).collect::<Vec<u8>>();
            (0..height).flat_map(row).collect::<Vec<u8>>()
        };
        let yuv = |x, y| bar(x, y).0;
        let luma = rows(WIDTH, HEIGHT, padding, &|x, y| vec![yuv(x, y)[0]]);
        let half = |order: &dyn Fn([u8; 3]) -> Vec<u8>, padding| {
            rows(WIDTH / 2, HEIGHT / 2, padding, &|x, y| order(yuv(2 * x, 2 * y)))
        };
        let pairs = |order: &dyn Fn([u8; 3], u8) -> Vec<u8>| {
            rows(WIDTH / 2, HEIGHT, padding, &|x, y| order(yuv(2 * x, y), yuv(2 * x + 1, y)[0]))
        };
        match pixels {
            PixelFormat::Mjpeg => Vec::new(),
            PixelFormat::Yuyv => pairs(&|[y, u, v], next| vec![y, u, next, v]),
            PixelFormat::Uyvy => pairs(&|[y, u, v], next| vec![u, y, v, next]),
            PixelFormat::Yvyu => pairs(&|[y, u, v], next| vec![y, v, next, u]),
            PixelFormat::Nv12 => [luma, half(&|[_, u, v]| vec![u, v], padding)].concat(),
            PixelFormat::Nv21 => [luma, half(&|[_, u, v]| vec![v, u], padding)].concat(),
            PixelFormat::Yu12 => {
                [luma, half(&|[_, u, _]| vec![u], padding / 2), half(&|[_, _, v]| vec![v], padding / 2)].concat()
            }
            PixelFormat::Yv12 => {
                [luma, half(&|[_, _, v]| vec![v], padding / 2), half(&|[_, u, _]| vec![u], padding / 2)].concat()
            }
            PixelFormat::Rgb24 => rows(WIDTH, HEIGHT, padding, &|x, y| bar(x, y).1.to_vec()),
            PixelFormat::Bgr24 => rows(WIDTH, HEIGHT, padding, &|x, y| bar(x, y).1.into_iter().rev().collect()),
            PixelFormat::Grey => luma,
        }
    }

    fn bytes_a_row(pixels: PixelFormat) -> usize {
        match pixels {
            PixelFormat::Yuyv | PixelFormat::Uyvy | PixelFormat::Yvyu => 2 * WIDTH,
            PixelFormat::Rgb24 | PixelFormat::Bgr24 => 3 * WIDTH,
            _ => WIDTH,
        }
    }

    fn raw(pixels: PixelFormat, stride: usize, bytes: Vec<u8>) -> RawFrame {
        let (width, height) = (WIDTH as u32, HEIGHT as u32);
        RawFrame { width, height, pixels, stride, bytes, captured_at: Instant::now() }
    }

    fn assert_is_bars(pixels: PixelFormat, raw: &RawFrame) {
        let image = rgb(raw).unwrap_or_else(|| panic!("{pixels} is no picture"));
        assert_eq!(image.dimensions(), (WIDTH as u32, HEIGHT as u32), "{pixels}");
        for (x, y, seen) in image.enumerate_pixels() {
            let (yuv, colour) = bar(x as usize, y as usize);
            let colour = if pixels == PixelFormat::Grey { [yuv[0]; 3] } else { colour };
            assert!(
                seen.0.iter().zip(colour).all(|(&a, b)| a.abs_diff(b) <= 2),
                "{pixels} has {seen:?} at {x}, {y}, not {colour:?}"
            );
        }
    }

    #[test]
    fn every_coding_has_its_colours_each_in_its_place() {
        for pixels in uncompressed() {
            assert_is_bars(pixels, &raw(pixels, 0, coded(pixels, 0)));
            assert_is_bars(pixels, &raw(pixels, bytes_a_row(pixels), coded(pixels, 0)));
        }
    }

    #[test]
    fn padding_behind_the_rows_is_no_part_of_the_image() {
        for pixels in uncompressed() {
            for padding in [2, 10, 64] {
                let padded = raw(pixels, bytes_a_row(pixels) + padding, coded(pixels, padding));
                assert_is_bars(pixels, &padded);
                let last_row_alone = padded.bytes.len() - padding / 2;
                assert_is_bars(pixels, &RawFrame { bytes: padded.bytes[..last_row_alone].to_vec(), ..padded });
            }
        }
    }

    /// A colour by the definition of ITU-R BT.601.
    fn bt601([y, u, v]: [u8; 3]) -> [f64; 3] {
        let (y, u, v) = ((f64::from(y) - 16.0) / 219.0, (f64::from(u) - 128.0) / 112.0, (f64::from(v) - 128.0) / 112.0);
        let (red, blue) = (y + 0.701 * v, y + 0.886 * u);
        [red, (y - 0.299 * red - 0.114 * blue) / 0.587, blue].map(|colour| (255.0 * colour).clamp(0.0, 255.0))
    }

    #[test]
    fn a_wide_image_of_all_colours_is_within_three_levels_of_the_definition() {
        let (width, height) = (332, 12);
        // below black and above white the definition has no colours
        let legal = |i: u32| 16 + (i.wrapping_mul(2_654_435_761) >> 13) as u8 % 220;
        let bytes: Vec<u8> = (0..2 * width * height).map(legal).collect();
        let value = |at: u32| bytes[at as usize];
        for pixels in [PixelFormat::Yuyv, PixelFormat::Nv12, PixelFormat::Yu12] {
            let raw = RawFrame { width, height, pixels, stride: 0, bytes: bytes.clone(), captured_at: Instant::now() };
            for (x, y, seen) in rgb(&raw).expect("an image").enumerate_pixels() {
                let (pair, after) = (y * 2 * width + x / 2 * 4, width * height);
                let (in_turn, apart) = (after + y / 2 * width + x / 2 * 2, after + y / 2 * width / 2 + x / 2);
                let yuv = match pixels {
                    PixelFormat::Yuyv => [pair + x % 2 * 2, pair + 1, pair + 3],
                    PixelFormat::Nv12 => [y * width + x, in_turn, in_turn + 1],
                    _ => [y * width + x, apart, apart + after / 4],
                };
                let colour = bt601(yuv.map(value));
                let is_near = |(seen, colour): (u8, f64)| (f64::from(seen) - colour).abs() <= 3.0;
                assert!(seen.0.into_iter().zip(colour).all(is_near), "{pixels} at {x}, {y}: {seen:?}, not {colour:?}");
            }
        }
    }

    #[test]
    fn bytes_behind_the_image_are_left_alone_and_too_few_are_no_image() {
        for pixels in uncompressed() {
            let whole = coded(pixels, 0);
            assert_is_bars(pixels, &raw(pixels, 0, [&whole[..], &[7; 999]].concat()));
            for length in [0, 1, whole.len() / 2, whole.len() - 1] {
                let cut = raw(pixels, 0, whole[..length].to_vec());
                assert!(rgb(&cut).is_none(), "{pixels} of {length} bytes");
            }
        }
    }

    #[test]
    fn odd_sizes_lose_the_column_and_the_row_that_have_no_colour_of_their_own() {
        for pixels in uncompressed() {
            let odd = RawFrame { width: 5, height: 3, ..raw(pixels, 0, vec![100; 200]) };
            let (width, height) = rgb(&odd).expect("a picture").dimensions();
            assert!((4..=5).contains(&width) && (2..=3).contains(&height), "{pixels}: {width}×{height}");
        }
        let none = RawFrame { width: 0, height: 0, ..raw(PixelFormat::Rgb24, 0, Vec::new()) };
        assert!(rgb(&none).is_none());
        let sliver = RawFrame { width: 1, height: 1, ..raw(PixelFormat::Yuyv, 0, vec![100; 200]) };
        assert!(rgb(&sliver).is_none());
    }
}
