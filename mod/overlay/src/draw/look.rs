//! How the overlay looks: place, size, colours.

use speedfog_client::{Overlay, Place};
use speedfog_core::view::Rgb;

use super::WIDTH;

pub type Rgba = [f32; 4];

pub struct Look {
    /// Height of a line of text at 1080p, in pixels. Grows with the screen.
    pub font_size: f32,
    /// Of the panel: 0 is left or top, 1 right or bottom.
    pub at: [f32; 2],
    /// Empty: the system's usual one.
    pub font: String,
    pub border: bool,
    /// Of text and bars: 0 to 1.
    brightness: f32,
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
        let brightness = look.brightness as f32 / 100.0;
        let text = shade(brightness, rgba(look.text));
        let warning = shade(brightness, [1.0, 0.62, 0.30, 1.0]);
        let [own_r, own_g, own_b, _] = shade(brightness, rgba(look.own));
        let [back_r, back_g, back_b, _] = rgba(look.background);
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
            brightness,
            show_finished_names: look.show_finished_names,
            background: [back_r, back_g, back_b, overlay.opacity as f32 / 100.0],
            text,
            dim: shade(0.65, text),
            own: [own_r, own_g, own_b, 0.22],
            warning,
            good: shade(brightness, [0.55, 0.85, 0.50, 1.0]),
        }
    }

    /// A player's colour, `fade` being its opacity.
    pub fn player(&self, color: Rgb, fade: f32) -> Rgba {
        let [r, g, b, _] = shade(self.brightness, rgba(color));
        [r, g, b, fade]
    }

    /// Pixels of text on a screen of this size: so many that all of the panel is on it. `tall`: of the panel, in em.
    pub fn pixels(&self, [screen_width, screen_height]: [f32; 2], tall: f32) -> f32 {
        let wanted = (self.font_size * (screen_height / BASE_HEIGHT).max(SMALLEST)).round();
        let room = |screen: f32, em: f32| ((screen - 2.0 * MARGIN * screen_height) / em).floor().max(1.0);
        wanted.min(room(screen_width, WIDTH)).min(room(screen_height, tall))
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

fn rgba(color: Rgb) -> Rgba {
    let [r, g, b] = color.map(|part| f32::from(part) / 255.0);
    [r, g, b, 1.0]
}

fn shade(by: f32, [r, g, b, alpha]: Rgba) -> Rgba {
    [r * by, g * by, b * by, alpha]
}
