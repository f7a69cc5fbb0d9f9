//! The exits of the zone.

use speedfog_core::view::{ExitLine, Exits};

use super::pen::{Pen, LINE, RULE};

pub fn height(exits: &Exits, em: f32) -> f32 {
    if !exits.shown {
        return 0.0;
    }
    let lines = if exits.open { exits.lines.len() } else { 0 };
    (RULE + LINE * (1 + lines) as f32) * em
}

pub fn draw(pen: &mut Pen, exits: &Exits) {
    if !exits.shown {
        return;
    }
    pen.rule();
    triangle(pen, exits.open);
    pen.text(pen.left + pen.em, pen.right, pen.look.dim, &exits.title);
    pen.next_line();
    if exits.open {
        for line in &exits.lines {
            draw_line(pen, line);
        }
    }
}

fn draw_line(pen: &mut Pen, line: &ExitLine) {
    let (look, em) = (pen.look, pen.em);
    arrow(pen, line.origin);
    let (start, color) = (pen.left + 2.4 * em, if line.origin { look.dim } else { look.text });
    let to_end = pen.width(&line.to).min(pen.right - start);
    pen.text(start, pen.right, color, &line.to);
    let after = start + to_end + 0.7 * em;
    // A name that has no room left says nothing.
    if pen.right - after > 3.0 * em {
        pen.text(after, pen.right, look.dim, &line.at);
    }
    pen.next_line();
}

fn triangle(pen: &Pen, open: bool) {
    let em = pen.em;
    let (x, y) = (pen.left + 0.1 * em, pen.top + 0.3 * em);
    let (a, b, c) = if open {
        ([x, y], [x + 0.6 * em, y], [x + 0.3 * em, y + 0.5 * em])
    } else {
        ([x, y - 0.1 * em], [x + 0.5 * em, y + 0.2 * em], [x, y + 0.5 * em])
    };
    pen.list.add_triangle(a, b, c, pen.look.dim).filled(true).build();
}

/// To the left for the way one came by, to the right for a way on.
fn arrow(pen: &Pen, back: bool) {
    let em = pen.em;
    let (from, to) = (pen.left + 1.0 * em, pen.left + 2.0 * em);
    let y = pen.top + 0.55 * em;
    let (tip, wing) = if back { (from, 0.3 * em) } else { (to, -0.3 * em) };
    let color = pen.look.dim;
    pen.list.add_line([from, y], [to, y], color).thickness(0.08 * em).build();
    for side in [-0.22, 0.22] {
        pen.list.add_line([tip, y], [tip + wing, y + side * em], color).thickness(0.08 * em).build();
    }
}
