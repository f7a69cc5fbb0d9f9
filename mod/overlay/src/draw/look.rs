//! How the overlay looks: place, size, colours.

use speedfog_client::{Overlay, Place};
use speedfog_core::view::Rgb;

pub type Rgba = [f32; 4];

pub struct Look {
    /// Height of a line of text at 1080p, in pixels. Grows with the screen.
    pub font_size: f32,
    /// Of the panel: 0 is left or top, 1 right or bottom.
    pub at: [f32; 2],
    /// Empty: the system's usual one.
    pub font: String,
    pub border: bool,
    /// Of other players.
    pub show_finished_names: bool,
    pub background: Rgba,
    pub text: Rgba,
    pub dim: Rgba,
    pub own: Rgba,
    pub warning: Rgba,
    pub good: Rgba,
}

const BASE_HEIGHT: f32 = 1080.0;
/// Between panel and edge, as a part of the screen's height.
const MARGIN: f32 = 0.02;
/// Smaller than at 1080p, text may only get so much.
const SMALLEST: f32 = 0.8;

impl Look {
    pub fn new(overlay: &Overlay) -> Self {
        let look = &overlay.look;
        let [text_r, text_g, text_b, _] = rgba(look.text, 1.0);
        Self {
            font_size: overlay.font_size as f32,
            font: look.font.clone(),
            at: match look.position {
                Place::TopLeft => [0.0, 0.0],
                Place::TopRight => [1.0, 0.0],
                Place::BottomLeft => [0.0, 1.0],
                Place::BottomRight => [1.0, 1.0],
            },
            border: look.border,
            show_finished_names: look.show_finished_names,
            background: rgba(look.background, overlay.opacity as f32 / 100.0),
            text: [text_r, text_g, text_b, 1.0],
            dim: [text_r * 0.65, text_g * 0.65, text_b * 0.65, 1.0],
            own: rgba(look.own, 0.22),
            warning: [1.0, 0.62, 0.30, 1.0],
            good: [0.55, 0.85, 0.50, 1.0],
        }
    }

    /// Pixels of text on a screen of this height.
    pub fn pixels(&self, screen_height: f32) -> f32 {
        (self.font_size * (screen_height / BASE_HEIGHT).max(SMALLEST)).round()
    }

    /// Where a panel of this size goes.
    pub fn corner(&self, [screen_width, screen_height]: [f32; 2], [width, height]: [f32; 2]) -> [f32; 2] {
        let margin = MARGIN * screen_height;
        let place = |part: f32, screen: f32, size: f32| {
            (margin + part * (screen - size - 2.0 * margin)).clamp(0.0, (screen - size).max(0.0)).round()
        };
        [place(self.at[0], screen_width, width), place(self.at[1], screen_height, height)]
    }
}

fn rgba(color: Rgb, alpha: f32) -> Rgba {
    let [r, g, b] = color.map(|part| f32::from(part) / 255.0);
    [r, g, b, alpha]
}
