//! A place on the screen that moves down line by line.

use hudhook::imgui::{DrawListMut, Ui};

use super::look::{Look, Rgba};

/// Of a line, in em.
pub const LINE: f32 = 1.35;
/// Of a rule with the space around it, in em.
pub const RULE: f32 = 0.7;

pub struct Pen<'a> {
    pub ui: &'a Ui,
    pub look: &'a Look,
    pub list: DrawListMut<'a>,
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub em: f32,
}

impl<'a> Pen<'a> {
    pub fn new(ui: &'a Ui, look: &'a Look, [left, top]: [f32; 2], width: f32, em: f32) -> Self {
        Self { ui, look, list: ui.get_foreground_draw_list(), left, right: left + width, top, em }
    }

    pub fn panel(&self, from: [f32; 2], to: [f32; 2]) {
        let rounding = 0.4 * self.em;
        self.list.add_rect(from, to, self.look.background).filled(true).rounding(rounding).build();
        if self.look.border {
            let [r, g, b, _] = self.look.own;
            self.list.add_rect(from, to, [r, g, b, 0.55]).rounding(rounding).build();
        }
    }

    /// Text from `x` on, cut off before `end`.
    pub fn text(&self, x: f32, end: f32, color: Rgba, text: &str) {
        let shown = self.fit(text, end - x);
        self.list.add_text([x.round(), self.top.round()], color, shown);
        if shown.len() < text.len() {
            let at = x + self.width(shown);
            self.list.add_text([at.round(), self.top.round()], color, "..");
        }
    }

    /// Text that ends at `end`.
    pub fn text_right(&self, end: f32, color: Rgba, text: &str) {
        self.list.add_text([(end - self.width(text)).round(), self.top.round()], color, text);
    }

    pub fn width(&self, text: &str) -> f32 {
        self.ui.calc_text_size(text)[0]
    }

    pub fn next_line(&mut self) {
        self.top += LINE * self.em;
    }

    pub fn rule(&mut self) {
        let y = (self.top + RULE * self.em * 0.35).round();
        let [r, g, b, _] = self.look.dim;
        self.list.add_line([self.left, y], [self.right, y], [r, g, b, 0.5]).build();
        self.top += RULE * self.em;
    }

    /// As much of `text` as fits; two dots follow where it is not all.
    fn fit<'t>(&self, text: &'t str, width: f32) -> &'t str {
        if self.width(text) <= width {
            return text;
        }
        let dots = self.width("..");
        let mut ends = text.char_indices().map(|(at, _)| at).rev();
        let end = ends.find(|end| self.width(&text[..*end]) + dots <= width).unwrap_or(0);
        text[..end].trim_end()
    }
}
