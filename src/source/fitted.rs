//! An image made the size that was promised: of a camera that is back in another one, of a recording that changes its
//! own.

use image::imageops::{FilterType, overlay, resize};
use image::{Rgb, RgbImage};

/// The image as large as fits into `width` by `height`, in the middle, with black around it: nothing is stretched, for
/// angles would change.
pub fn fitted(image: RgbImage, width: u32, height: u32) -> RgbImage {
    if image.dimensions() == (width, height) {
        return image;
    }
    let scale = (f64::from(width) / f64::from(image.width())).min(f64::from(height) / f64::from(image.height()));
    let side = |length: u32, most: u32| ((f64::from(length) * scale).round() as u32).clamp(1, most);
    let (inner_width, inner_height) = (side(image.width(), width), side(image.height(), height));
    let scaled = resize(&image, inner_width, inner_height, FilterType::Triangle);
    if scaled.dimensions() == (width, height) {
        return scaled;
    }
    let mut framed = RgbImage::from_pixel(width, height, Rgb([0, 0, 0]));
    overlay(&mut framed, &scaled, i64::from((width - inner_width) / 2), i64::from((height - inner_height) / 2));
    framed
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: Rgb<u8> = Rgb([255, 255, 255]);
    const BLACK: Rgb<u8> = Rgb([0, 0, 0]);

    #[test]
    fn a_narrower_image_stands_in_the_middle_unstretched() {
        let seen = fitted(RgbImage::from_pixel(40, 40, WHITE), 160, 80);
        assert_eq!(seen.dimensions(), (160, 80));
        let lit = |x, y| *seen.get_pixel(x, y) == WHITE;
        assert!(lit(40, 0) && lit(119, 79) && lit(80, 40));
        assert_eq!((seen.get_pixel(39, 40), seen.get_pixel(120, 40)), (&BLACK, &BLACK));
    }

    #[test]
    fn a_larger_image_of_the_same_shape_fills_it() {
        let seen = fitted(RgbImage::from_pixel(320, 180, WHITE), 160, 90);
        assert!(seen.dimensions() == (160, 90) && seen.pixels().all(|pixel| *pixel == WHITE));
    }
}
