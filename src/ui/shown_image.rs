//! An image with marks on it, as large as it fits, in its own proportions.

use super::theme;
use crate::motion::{ImageSize, Point};
use crate::overlay::{Emphasis, Mark};
use eframe::egui::{
    self, Color32, ColorImage, CornerRadius, Pos2, Rect, Response, Sense, Shape, Stroke, TextureHandle, TextureOptions,
    Ui, Vec2,
};
use image::RgbImage;

/// An image on the graphics card, loaded again only when it changes.
#[derive(Default)]
pub struct ShownImage {
    texture: Option<TextureHandle>,
    key: Option<u64>,
}

impl ShownImage {
    /// Loads the result of `image`, unless the one with this `key` is loaded already.
    pub fn load(&mut self, ctx: &egui::Context, key: u64, image: impl FnOnce() -> Option<RgbImage>) {
        if self.key != Some(key)
            && let Some(image) = image()
        {
            self.set(ctx, key, &image);
        }
    }

    /// Loads `image`, unless the one with this `key` is loaded already.
    pub fn load_ref(&mut self, ctx: &egui::Context, key: u64, image: &RgbImage) {
        if self.key != Some(key) {
            self.set(ctx, key, image);
        }
    }

    fn set(&mut self, ctx: &egui::Context, key: u64, image: &RgbImage) {
        let pixels = ColorImage::from_rgb([image.width() as usize, image.height() as usize], image.as_raw());
        match &mut self.texture {
            Some(texture) => texture.set(pixels, TextureOptions::LINEAR),
            None => self.texture = Some(ctx.load_texture("picture", pixels, TextureOptions::LINEAR)),
        }
        self.key = Some(key);
    }

    /// Draws the image and `marks`, which are in pixels of an image of `size`; both mirrored if `mirrored`. Returns
    /// where in the image the user clicked, pixels.
    pub fn show(&self, ui: &mut Ui, size: ImageSize, marks: &[Mark], mirrored: bool) -> Option<Point> {
        let (place, response) = self.lay(ui, size, marks, mirrored, Sense::click());
        clicked(&response, &place)
    }

    /// The same; returns the image's place, and the pointer's response over the available room.
    pub fn lay(&self, ui: &mut Ui, size: ImageSize, marks: &[Mark], mirrored: bool, sense: Sense) -> (Place, Response) {
        let (area, response) = ui.allocate_exact_size(ui.available_size(), sense);
        let place = Place { rect: fitted(area, size), size, mirrored };
        let painter = ui.painter().with_clip_rect(area);
        match &self.texture {
            Some(texture) => {
                let across = if mirrored { [1.0, 0.0] } else { [0.0, 1.0] };
                let uv = Rect::from_min_max(Pos2::new(across[0], 0.0), Pos2::new(across[1], 1.0));
                painter.add(
                    egui::epaint::RectShape::filled(place.rect, CornerRadius::same(6), Color32::WHITE)
                        .with_texture(texture.id(), uv),
                );
            }
            None => {
                painter.rect_filled(place.rect, CornerRadius::same(6), theme::card(ui));
            }
        }
        for mark in marks {
            paint(&painter, &place, mark);
        }
        (place, response)
    }
}

/// Where an image is on the screen.
pub struct Place {
    pub rect: Rect,
    size: ImageSize,
    mirrored: bool,
}

impl Place {
    /// An image of this size in all of `rect`, which has its proportions.
    pub fn new(rect: Rect, size: ImageSize) -> Self {
        Self { rect, size, mirrored: false }
    }

    /// Screen points that a pixel of the image takes.
    pub fn points_per_pixel(&self) -> f32 {
        self.rect.width() / self.size.width as f32
    }

    pub fn screen_from_image(&self, at: Point) -> Pos2 {
        let x = if self.mirrored { f64::from(self.size.width) - at.x } else { at.x };
        self.rect.min + Vec2::new(x as f32, at.y as f32) * self.points_per_pixel()
    }

    pub fn image_from_screen(&self, at: Pos2) -> Point {
        let inside = (at - self.rect.min) / self.points_per_pixel();
        let x = f64::from(inside.x);
        Point::new(if self.mirrored { f64::from(self.size.width) - x } else { x }, f64::from(inside.y))
    }
}

/// The largest place of the image's proportions in the middle of `area`.
fn fitted(area: Rect, size: ImageSize) -> Rect {
    let (width, height) = (size.width.max(1) as f32, size.height.max(1) as f32);
    let scale = (area.width() / width).min(area.height() / height);
    Rect::from_center_size(area.center(), Vec2::new(width, height) * scale)
}

fn clicked(response: &Response, place: &Place) -> Option<Point> {
    let at = response.interact_pointer_pos().filter(|at| response.clicked() && place.rect.contains(*at))?;
    Some(place.image_from_screen(at))
}

/// Draws a mark with a dark rim, so that it stands out on any background.
pub fn paint(painter: &egui::Painter, place: &Place, mark: &Mark) {
    let scale = place.points_per_pixel();
    match mark {
        Mark::Line { points, width, tone } => {
            let points: Vec<Pos2> = points.iter().map(|at| place.screen_from_image(*at)).collect();
            let width = (*width as f32 * scale).max(1.5);
            let rim = Stroke::new(width + 2.0, rim(*tone));
            painter.add(Shape::line(points.clone(), rim));
            painter.add(Shape::line(points, Stroke::new(width, theme::tone(*tone))));
        }
        Mark::Dot { at, radius, tone } => {
            let (at, radius) = (place.screen_from_image(*at), (*radius as f32 * scale).max(2.0));
            painter.circle_filled(at, radius + 1.0, rim(*tone));
            painter.circle_filled(at, radius, theme::tone(*tone));
        }
        // the window shows texts beside the image
        Mark::Text { .. } => {}
    }
}

fn rim(tone: Emphasis) -> Color32 {
    let strength = if tone == Emphasis::Reference { 110 } else { 190 };
    Color32::from_black_alpha(strength)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: ImageSize = ImageSize { width: 640, height: 360 };

    #[test]
    fn an_image_keeps_its_proportions_in_any_window() {
        for (width, height) in [(1000.0, 300.0), (300.0, 1000.0), (640.0, 360.0)] {
            let area = Rect::from_min_size(Pos2::new(10.0, 20.0), Vec2::new(width, height));
            let rect = fitted(area, SIZE);
            assert!((rect.width() / rect.height() - 640.0 / 360.0).abs() < 1e-3);
            assert!(area.expand(0.01).contains_rect(rect) && rect.center().distance(area.center()) < 1e-3);
        }
    }

    #[test]
    fn a_click_finds_the_pixel_under_it_also_in_a_mirror() {
        let rect = Rect::from_min_size(Pos2::new(10.0, 20.0), Vec2::new(1280.0, 720.0));
        for mirrored in [false, true] {
            let place = Place { rect, size: SIZE, mirrored };
            let at = Point::new(100.0, 50.0);
            let there = place.image_from_screen(place.screen_from_image(at));
            assert!(there.distance(at) < 1e-3, "{there:?}");
        }
        let mirror = Place { rect, size: SIZE, mirrored: true };
        assert!(mirror.screen_from_image(Point::new(0.0, 0.0)).x > 1280.0);
    }
}
