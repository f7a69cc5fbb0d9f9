//! Core's view as pictures: rectangles, lines and text in ImGui's list of things above everything else. No window of ImGui's is opened,
//! so that mouse and keys stay the game's. Nothing is decided here but where it goes; nothing is kept from frame to frame.

mod banners;
mod board;
mod exits;
pub mod fonts;
mod header;
mod look;
mod pen;

use hudhook::imgui::Ui;
use speedfog_core::view::{Urgency, View};

pub use fonts::Fonts;
pub use look::Look;
use pen::Pen;

/// Of the panel, in em.
pub const WIDTH: f32 = 25.0;
const PADDING: f32 = 0.6;

/// Everything for one frame. Answers how tall the panel is, in em; None where it is hidden.
pub fn view(ui: &Ui, view: &View, fonts: &Fonts, look: &Look) -> Option<f32> {
    let [screen_width, screen_height] = ui.io().display_size;
    let font = ui.push_font(fonts.text);
    let em = ui.current_font_size();
    let (width, pad) = (WIDTH * em, PADDING * em);
    let tall = view.visible.then(|| {
        let height = banners::height(ui, view, width - 2.0 * pad) + panel_height(view, em) + 2.0 * pad;
        let [left, top] = look.corner([screen_width, screen_height], [width, height]);
        let mut pen = Pen::new(ui, look, [left + pad, top + pad], width - 2.0 * pad, em);
        pen.panel([left, top], [left + width, top + height]);
        header::draw(&mut pen, &view.header);
        banners::draw_small(&mut pen, view);
        board::draw(&mut pen, view);
        exits::draw(&mut pen, &view.exits);
        height / em
    });
    font.pop();
    let mut top = banners::large_top(screen_height);
    for banner in view.banners.iter().filter(|banner| banner.urgency == Urgency::Now) {
        let font = ui.push_font(fonts.large_for(&banner.text));
        top = banners::draw_large(ui, look, &banner.text, screen_width, top);
        font.pop();
    }
    tall
}

/// One line at the top, where nothing else can be trusted.
pub fn sentence(ui: &Ui, text: &str) {
    let list = ui.get_foreground_draw_list();
    let [width, _] = ui.calc_text_size(text);
    list.add_rect([0.0, 0.0], [width + 12.0, ui.current_font_size() + 8.0], [0.3, 0.0, 0.0, 0.9]).filled(true).build();
    list.add_text([6.0, 4.0], [1.0, 1.0, 1.0, 1.0], text);
}

fn panel_height(view: &View, em: f32) -> f32 {
    header::height(em) + board::height(view, em) + exits::height(&view.exits, em)
}
