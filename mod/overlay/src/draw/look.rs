//! How the overlay looks: place, size, colours.

use speedfog_client::Overlay;

pub type Rgba = [f32; 4];

pub struct Look {
    /// Height of a line of text at 1080p, in pixels. Grows with the screen.
    pub font_size: f32,
    /// Of the panel: 0 is left or top, 1 right or bottom.
    pub at: [f32; 2],
    /// Between panel and edge, as a part of the screen's height.
    pub margin: f32,
    pub border: bool,
    pub background: Rgba,
    pub text: Rgba,
    pub dim: Rgba,
    pub own: Rgba,
    pub warning: Rgba,
    pub good: Rgba,
}

const BASE_HEIGHT: f32 = 1080.0;
/// Smaller than at 1080p, text may only get so much.
const SMALLEST: f32 = 0.8;

impl Look {
    pub fn new(overlay: &Overlay) -> Self {
        Self {
            font_size: overlay.font_size as f32,
            at: [0.0, 0.0],
            margin: 0.02,
            border: true,
            background: [0.04, 0.04, 0.06, overlay.opacity as f32 / 100.0],
            text: [0.95, 0.94, 0.90, 1.0],
            dim: [0.62, 0.61, 0.58, 1.0],
            own: [0.85, 0.68, 0.30, 0.22],
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
        let margin = self.margin * screen_height;
        let place = |part: f32, screen: f32, size: f32| {
            (margin + part * (screen - size - 2.0 * margin)).clamp(0.0, (screen - size).max(0.0)).round()
        };
        [place(self.at[0], screen_width, width), place(self.at[1], screen_height, height)]
    }
}
