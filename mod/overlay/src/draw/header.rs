//! Zone and IGT, tier and layer.

use speedfog_core::view::Header;

use super::pen::{Pen, LINE, RULE};

pub fn height(em: f32) -> f32 {
    (2.0 * LINE + RULE) * em
}

pub fn draw(pen: &mut Pen, header: &Header) {
    let look = pen.look;
    pen.text_right(pen.right, look.text, &header.igt);
    pen.text(pen.left, pen.right - pen.width(&header.igt) - pen.em, look.text, &header.zone);
    pen.next_line();
    pen.text_right(pen.right, look.dim, &header.layer);
    pen.text(pen.left, pen.right - pen.width(&header.layer) - pen.em, look.dim, &header.tier);
    pen.next_line();
    pen.rule();
}
