//! Fonts, colours and sizes. Made to be read from the mat, three metres from a small screen.

use super::settings::Appearance;
use crate::motion::{Verdict, VerdictKind};
use crate::overlay::Emphasis;
use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, RichText, Stroke, Theme,
    ThemePreference, Ui, Vec2,
};
use std::sync::Arc;

const BOLD: &str = "bold";

/// Installs the program's fonts. Letters that they lack, as in names in other scripts, come from the system's fonts,
/// which eframe finds.
fn install_fonts(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    let files = [
        ("regular", notosans::REGULAR_TTF),
        (BOLD, notosans::BOLD_TTF),
        ("signs", epaint_default_fonts::NOTO_EMOJI_REGULAR),
        ("more signs", epaint_default_fonts::EMOJI_ICON),
    ];
    for (name, bytes) in files {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let mut with_signs = |family: FontFamily, name: &str| {
        fonts.families.insert(family, [name, "signs", "more signs"].map(str::to_owned).to_vec());
    };
    with_signs(FontFamily::Proportional, "regular");
    with_signs(FontFamily::Name(BOLD.into()), BOLD);
    ctx.set_fonts(fonts);
}

/// Sets up fonts and colours, once.
pub fn install(ctx: &egui::Context) {
    install_fonts(ctx);
    ctx.all_styles_mut(|style| {
        style.spacing.item_spacing = Vec2::new(10.0, 8.0);
        style.spacing.button_padding = Vec2::new(12.0, 7.0);
        style.text_styles.insert(egui::TextStyle::Body, FontId::proportional(16.0));
        style.text_styles.insert(egui::TextStyle::Button, FontId::proportional(16.0));
        style.text_styles.insert(egui::TextStyle::Small, FontId::proportional(13.0));
        let round = CornerRadius::same(8);
        let widgets = &mut style.visuals.widgets;
        for state in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active, &mut widgets.open] {
            state.corner_radius = round;
        }
    });
    ctx.style_mut_of(Theme::Dark, |style| {
        style.visuals.panel_fill = Color32::from_rgb(18, 22, 28);
        style.visuals.window_fill = Color32::from_rgb(28, 33, 41);
        style.visuals.override_text_color = Some(Color32::from_rgb(236, 240, 244));
        style.visuals.widgets.inactive.weak_bg_fill = Color32::from_rgb(44, 52, 63);
        style.visuals.widgets.inactive.bg_fill = Color32::from_rgb(44, 52, 63);
        style.visuals.selection.bg_fill = Color32::from_rgb(24, 92, 130);
    });
    ctx.style_mut_of(Theme::Light, |style| {
        style.visuals.panel_fill = Color32::from_rgb(247, 248, 250);
        style.visuals.window_fill = Color32::WHITE;
        style.visuals.override_text_color = Some(Color32::from_rgb(22, 28, 36));
        style.visuals.widgets.inactive.weak_bg_fill = Color32::from_rgb(224, 229, 235);
        style.visuals.selection.bg_fill = Color32::from_rgb(160, 212, 240);
        style.visuals.selection.stroke = Stroke::new(1.5, Color32::from_rgb(10, 60, 90));
    });
}

pub fn apply(ctx: &egui::Context, appearance: Appearance) {
    ctx.set_theme(match appearance {
        Appearance::System => ThemePreference::System,
        Appearance::Light => ThemePreference::Light,
        Appearance::Dark => ThemePreference::Dark,
    });
}

/// Scales a size meant for a window of 1280 × 720: larger windows have larger letters.
pub fn scaled(ui: &Ui, size: f32) -> f32 {
    let window = ui.ctx().content_rect();
    size * (window.width() / 1280.0).min(window.height() / 720.0).clamp(0.7, 4.0)
}

pub fn text(ui: &Ui, text: impl Into<String>, size: f32) -> RichText {
    RichText::new(text).size(scaled(ui, size))
}

pub fn bold(ui: &Ui, words: impl Into<String>, size: f32) -> RichText {
    text(ui, words, size).family(FontFamily::Name(BOLD.into()))
}

pub fn bold_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD.into()))
}

/// Quieter than the rest.
pub fn quiet(ui: &Ui) -> Color32 {
    if ui.visuals().dark_mode { Color32::from_rgb(160, 170, 182) } else { Color32::from_rgb(84, 94, 106) }
}

/// A card's background.
pub fn card(ui: &Ui) -> Color32 {
    if ui.visuals().dark_mode { Color32::from_rgb(28, 34, 43) } else { Color32::from_rgb(233, 237, 242) }
}

/// What a colour means; each comes with a sign of its own in [`Meaning::sign`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Calm,
    Good,
    Careful,
    Stop,
}

impl Meaning {
    pub fn of(verdict: &Verdict) -> Self {
        match verdict.kind {
            VerdictKind::Pass => Self::Good,
            VerdictKind::Tight => Self::Careful,
            VerdictKind::Unclear => Self::Calm,
        }
    }

    /// Dark enough on light ground, light enough on dark ground (contrast at least 4.5 to 1).
    pub fn colour(self, ui: &Ui) -> Color32 {
        let dark = ui.visuals().dark_mode;
        match (self, dark) {
            (Self::Calm, _) => ui.visuals().text_color(),
            (Self::Good, true) => Color32::from_rgb(94, 214, 138),
            (Self::Good, false) => Color32::from_rgb(10, 110, 58),
            (Self::Careful, true) => Color32::from_rgb(255, 190, 70),
            (Self::Careful, false) => Color32::from_rgb(140, 78, 0),
            (Self::Stop, true) => Color32::from_rgb(255, 118, 108),
            (Self::Stop, false) => Color32::from_rgb(178, 24, 24),
        }
    }

    /// The sign that goes with the colour, so that colour is never alone.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Calm => "",
            Self::Good => "✔",
            Self::Careful => "⚠",
            Self::Stop => "⛔",
        }
    }
}

/// The colour of a mark on an image.
pub fn tone(tone: Emphasis) -> Color32 {
    let [r, g, b] = tone.rgb();
    Color32::from_rgb(r, g, b)
}
