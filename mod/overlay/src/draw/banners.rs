//! What the player must know now: large in the middle, or in the panel, broken into lines.

use hudhook::imgui::Ui;
use speedfog_core::view::{wrap, Urgency, View};

use super::look::Look;
use super::pen::{Pen, LINE, RULE};

/// Between the top of the screen and a large banner, as a part of its height.
const LARGE_AT: f32 = 0.16;

/// Of all that `draw_small` will draw.
pub fn height(ui: &Ui, view: &View, width: f32) -> f32 {
    let em = ui.current_font_size();
    let mut lines = 0;
    for banner in view.banners.iter().filter(|banner| banner.urgency != Urgency::Now) {
        wrap(&banner.text, |line| ui.calc_text_size(line)[0] <= width, |_| lines += 1);
    }
    if lines == 0 {
        0.0
    } else {
        (LINE * lines as f32 + RULE) * em
    }
}

pub fn draw_small(pen: &mut Pen, view: &View) {
    let mut any = false;
    let (ui, width) = (pen.ui, pen.right - pen.left);
    for banner in view.banners.iter().filter(|banner| banner.urgency != Urgency::Now) {
        any = true;
        let color = if banner.urgency == Urgency::Warning { pen.look.warning } else { pen.look.text };
        let draw = |line: &str| {
            pen.text(pen.left, pen.right, color, line);
            pen.next_line();
        };
        wrap(&banner.text, |line| ui.calc_text_size(line)[0] <= width, draw);
    }
    if any {
        pen.rule();
    }
}

pub fn large_top(height: f32) -> f32 {
    (height * LARGE_AT).round()
}

/// In the font that is pushed; answers where the next one begins.
pub fn draw_large(ui: &Ui, look: &Look, text: &str, width: f32, mut top: f32) -> f32 {
    let list = ui.get_foreground_draw_list();
    let em = ui.current_font_size();
    let draw = |line: &str| {
        let [line_width, _] = ui.calc_text_size(line);
        let left = ((width - line_width) / 2.0).round();
        let (from, to) = ([left - 0.5 * em, top - 0.15 * em], [left + line_width + 0.5 * em, top + 1.15 * em]);
        list.add_rect(from, to, look.background).filled(true).rounding(0.2 * em).build();
        list.add_text([left, top], look.text, line);
        top += 1.3 * em;
    };
    wrap(text, |line| ui.calc_text_size(line)[0] <= width * 0.8, draw);
    top
}
