//! A frame: an image with its time and its place in the recording.

use crate::motion::Timestamp;
use image::RgbImage;
use std::sync::Arc;

/// An image as the pipeline passes it on: upright, square pixels, RGB.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Position among the frames that the source has given, from 0.
    pub index: u64,
    /// Time since the source's start.
    pub time: Timestamp,
    /// The pixels; shared, because several sinks may keep the image.
    pub image: Arc<RgbImage>,
    /// Scale from pixels of `image` to pixels of the image as displayed: 1, or more if a large image is measured in a
    /// smaller one.
    pub display_from_image: f64,
    /// The model reads this frame. The poses of the others are interpolated.
    pub is_estimated: bool,
}

/// Brightness of `image`, 0..=255, in `columns` by `rows` cells, row by row; each is the mean of `points` by `points`
/// pixels spread over it. Empty if the image is.
pub fn brightness(image: &RgbImage, columns: u32, rows: u32, points: u32) -> Vec<f32> {
    let (width, height) = image.dimensions();
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let place = |step: u32, steps: u32, length: u32| {
        let at = (u64::from(2 * step + 1) * u64::from(length) / u64::from(2 * steps)) as u32;
        at.min(length - 1) as usize
    };
    let pixel_columns: Vec<usize> = (0..columns * points).map(|x| 3 * place(x, columns * points, width)).collect();
    let mut cells = vec![0u32; (columns * rows) as usize];
    for y in 0..rows * points {
        let line = &image.as_raw()[3 * width as usize * place(y, rows * points, height)..];
        let row = &mut cells[(y / points * columns) as usize..][..columns as usize];
        for (cell, in_cell) in row.iter_mut().zip(pixel_columns.chunks_exact(points as usize)) {
            for &x in in_cell {
                *cell += u32::from(line[x]) + u32::from(line[x + 1]) + u32::from(line[x + 2]);
            }
        }
    }
    cells.into_iter().map(|sum| sum as f32 / (3 * points * points) as f32).collect()
}
