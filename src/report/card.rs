//! An image to share: the angles, and nothing that identifies the person. No name, no day, no image of anybody.

use super::canvas::{BLACK, Colour, GREY, LEFT, RIGHT};
use super::content::Report;
use crate::motion::Side;
use crate::words::{self, Whole};
use ab_glyph::{FontRef, PxScale};
use image::{Rgb, RgbImage};
use imageproc::drawing::{draw_filled_rect_mut, draw_text_mut};
use imageproc::rect::Rect;

/// Width and height, pixels: what messengers show whole.
const SIZE: (u32, u32) = (1080, 720);
const MARGIN: i32 = 70;

/// The card.
pub fn card(report: &Report) -> RgbImage {
    let mut image = RgbImage::from_pixel(SIZE.0, SIZE.1, Rgb([250, 250, 250]));
    text(&mut image, (MARGIN, 60), 54.0, &words::report_title(), (BLACK, true));
    for (side, x, colour) in [(Side::Left, MARGIN, LEFT), (Side::Right, 560, RIGHT)] {
        draw_filled_rect_mut(&mut image, Rect::at(x, 180).of_size(10, 330), Rgb(colour));
        text(&mut image, (x + 36, 180), 44.0, &words::leg_title(side), (colour, true));
        let Some(summary) = report.summary(side) else {
            let why = if report.of_side(side).count() == 0 { words::not_measured() } else { words::not_judged() };
            text(&mut image, (x + 36, 270), 44.0, &why, (GREY, false));
            continue;
        };
        let (best, range) = (summary.best_rad.to_degrees(), summary.uncertainty_rad.to_degrees());
        let verdict = words::leg_verdict(&summary.verdict, report.session.config.thresholds.pass_deg);
        text(&mut image, (x + 36, 230), 170.0, &words::angle(Whole(best)), (BLACK, true));
        text(&mut image, (x + 36, 400), 40.0, &words::range(Whole(range)), (GREY, false));
        text(&mut image, (x + 36, 450), 44.0, &verdict, (BLACK, false));
    }
    text(&mut image, (MARGIN, 580), 34.0, &words::no_diagnosis(), (BLACK, false));
    text(&mut image, (MARGIN, 625), 30.0, &words::card_measured(), (GREY, false));
    image
}

/// In a font that comes with the program; no line here is longer than its column.
fn text(image: &mut RgbImage, (x, y): (i32, i32), size: f32, text: &str, (colour, bold): (Colour, bool)) {
    let bytes = if bold { notosans::BOLD_TTF } else { notosans::REGULAR_TTF };
    let font = FontRef::try_from_slice(bytes).expect("the font is compiled into the program");
    draw_text_mut(image, Rgb(colour), x, y, PxScale::from(size), &font, text);
}
