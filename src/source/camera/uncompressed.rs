//! A camera's frames that are not compressed, made RGB.

use super::backend::{PixelFormat, RawFrame};
use image::RgbImage;

/// Where one of a pixel's three values is: that of column x and row y at `start + (y >> down) * stride + (x >> right) *
/// step`.
#[derive(Clone, Copy)]
struct Values {
    start: usize,
    stride: usize,
    step: usize,
    right: u32,
    down: u32,
}

impl Values {
    /// Those of a row of `width` pixels, and of what lies between them; `None` where the bytes end before.
    fn row<'a>(&self, bytes: &'a [u8], y: usize, width: usize) -> Option<&'a [u8]> {
        let start = self.start + (y >> self.down) * self.stride;
        bytes.get(start..start + ((width - 1) >> self.right) * self.step + 1)
    }
}

/// The image as RGB, or `None` when it is cut short or is compressed. Where pixels share a colour, an odd last column
/// or row is left out.
pub fn rgb(raw: &RawFrame) -> Option<RgbImage> {
    let (mut width, mut height) = (raw.width as usize, raw.height as usize);
    let values = layout(raw.pixels, width, height, raw.stride)?;
    if values.iter().any(|values| values.right > 0) {
        width &= !1;
    }
    if values.iter().any(|values| values.down > 0) {
        height &= !1;
    }
    if width == 0 || height == 0 {
        return None;
    }
    let colour: fn(u8, u8, u8) -> [u8; 3] = match raw.pixels {
        PixelFormat::Rgb24 | PixelFormat::Bgr24 | PixelFormat::Grey => |red, green, blue| [red, green, blue],
        _ => bt601,
    };
    let mut rgb = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        let [Some(a), Some(b), Some(c)] = values.map(|values| values.row(&raw.bytes, y, width)) else { return None };
        let at = |row: &[u8], values: &Values, x: usize| row[(x >> values.right) * values.step];
        for x in 0..width {
            rgb.extend(colour(at(a, &values[0], x), at(b, &values[1], x), at(c, &values[2], x)));
        }
    }
    RgbImage::from_raw(width as u32, height as u32, rgb)
}

/// Where Y, U and V are, or red, green and blue. `None` for a JPEG.
fn layout(pixels: PixelFormat, width: usize, height: usize, stride: usize) -> Option<[Values; 3]> {
    let bytes_a_row = match pixels {
        PixelFormat::Mjpeg => return None,
        PixelFormat::Yuyv | PixelFormat::Uyvy | PixelFormat::Yvyu => width.next_multiple_of(2) * 2,
        PixelFormat::Rgb24 | PixelFormat::Bgr24 => width * 3,
        PixelFormat::Nv12 | PixelFormat::Nv21 | PixelFormat::Yu12 | PixelFormat::Yv12 | PixelFormat::Grey => width,
    };
    let stride = stride.max(bytes_a_row);
    let plane = |start, step| Values { start, stride, step, right: 0, down: 0 };
    let packed = |y, u, v| {
        let shared = |start| Values { right: 1, ..plane(start, 4) };
        [plane(y, 2), shared(u), shared(v)]
    };
    // the planes of U and V begin after that of Y; where each has its own, its rows are half as long, padding and all
    let after = stride * height;
    let in_turn = |u, v| {
        let shared =
            |place| Values { stride: stride.next_multiple_of(2), right: 1, down: 1, ..plane(after + place, 2) };
        [plane(0, 1), shared(u), shared(v)]
    };
    let apart = |u, v| {
        let (stride, rows) = (stride.div_ceil(2), height.div_ceil(2));
        let shared = |place| Values { stride, right: 1, down: 1, ..plane(after + place * stride * rows, 1) };
        [plane(0, 1), shared(u), shared(v)]
    };
    Some(match pixels {
        PixelFormat::Mjpeg => return None,
        PixelFormat::Yuyv => packed(0, 1, 3),
        PixelFormat::Uyvy => packed(1, 0, 2),
        PixelFormat::Yvyu => packed(0, 3, 1),
        PixelFormat::Nv12 => in_turn(0, 1),
        PixelFormat::Nv21 => in_turn(1, 0),
        PixelFormat::Yu12 => apart(0, 1),
        PixelFormat::Yv12 => apart(1, 0),
        PixelFormat::Rgb24 => [0, 1, 2].map(|start| plane(start, 3)),
        PixelFormat::Bgr24 => [2, 1, 0].map(|start| plane(start, 3)),
        PixelFormat::Grey => [plane(0, 1); 3],
    })
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
