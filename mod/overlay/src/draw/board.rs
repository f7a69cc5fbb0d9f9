//! The leaderboard: place, name in the player's colour, then the time or a bar and the layer.

use speedfog_core::view::{Line, Progress, View};

use super::pen::{Pen, LINE};

/// A finished player whose name this player does not want to see.
const HIDDEN: &str = "(hidden)";
/// Columns, in em from the left edge.
const NAME: f32 = 1.9;
const BAR: f32 = 11.2;
/// Room is left for a gap of more than an hour.
const BAR_END: f32 = 15.4;
/// Between a line and the one above where others are left out.
const GAP: f32 = 0.45;

pub fn height(view: &View, em: f32) -> f32 {
    view.lines.iter().map(|line| (LINE + if line.after_gap { GAP } else { 0.0 }) * em).sum()
}

pub fn draw(pen: &mut Pen, view: &View) {
    for line in &view.lines {
        draw_line(pen, line);
    }
}

fn draw_line(pen: &mut Pen, line: &Line) {
    let (look, em) = (pen.look, pen.em);
    if line.after_gap {
        dots(pen);
        pen.top += GAP * em;
    }
    if line.own {
        let (from, to) = ([pen.left - 0.3 * em, pen.top - 0.12 * em], [pen.right + 0.3 * em, pen.top + 1.18 * em]);
        pen.list.add_rect(from, to, look.own).filled(true).rounding(0.2 * em).build();
    }
    let fade = if line.connected { 1.0 } else { 0.45 };
    let color = look.player(line.color, fade);
    let [text_r, text_g, text_b, _] = look.text;
    let text = [text_r, text_g, text_b, fade];
    let name_at = pen.left + NAME * em;
    place(pen, line.place, name_at - 0.4 * em, text);
    match &line.progress {
        Progress::Finished { time } => {
            pen.text_right(pen.right - 1.4 * em, text, time);
            check(pen);
            pen.text_right(pen.right - 6.2 * em, look.good, "[FIN]");
            let name = if line.own || look.show_finished_names { line.name.as_str() } else { HIDDEN };
            pen.text(name_at, pen.right - 8.6 * em, color, name);
        }
        Progress::Racing { bar, layer, gap } => {
            pen.text(name_at, pen.left + (BAR - 0.4) * em, color, &line.name);
            draw_bar(pen, *bar, color);
            pen.text_right(pen.right, text, layer);
            if let Some(gap) = gap {
                pen.text_right(pen.right - 3.2 * em, [text_r, text_g, text_b, 0.65 * fade], gap);
            }
        }
        Progress::Out { word } => {
            pen.text_right(pen.right, [text_r, text_g, text_b, 0.75 * fade], word);
            pen.text(name_at, pen.right - 5.0 * em, look.player(line.color, 0.9 * fade), &line.name);
        }
    }
    pen.next_line();
}

/// `12.` without an allocation.
fn place(pen: &Pen, place: usize, end: f32, color: [f32; 4]) {
    let mut text = [b'.'; 8];
    let (mut at, mut rest) = (text.len() - 1, place);
    while at > 0 {
        at -= 1;
        text[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    pen.text_right(end, color, std::str::from_utf8(&text[at..]).unwrap_or(""));
}

fn draw_bar(pen: &Pen, part: f32, [r, g, b, a]: [f32; 4]) {
    let em = pen.em;
    let (left, right) = (pen.left + BAR * em, pen.left + BAR_END * em);
    let (top, bottom) = (pen.top + 0.25 * em, pen.top + 0.85 * em);
    pen.list.add_rect([left, top], [right, bottom], [1.0, 1.0, 1.0, 0.10]).filled(true).build();
    if part > 0.0 {
        pen.list
            .add_rect([left, top], [left + (right - left) * part.min(1.0), bottom], [r, g, b, 0.85 * a])
            .filled(true)
            .build();
    }
}

/// A check mark; no font is asked for one.
fn check(pen: &Pen) {
    let em = pen.em;
    let (x, y) = (pen.right - 0.9 * em, pen.top + 0.15 * em);
    let points = [[x, y + 0.45 * em], [x + 0.25 * em, y + 0.7 * em], [x + 0.8 * em, y + 0.05 * em]];
    for two in points.windows(2) {
        pen.list.add_line(two[0], two[1], pen.look.good).thickness(0.12 * em).build();
    }
}

fn dots(pen: &Pen) {
    for dot in 0..3 {
        let at = [pen.left + (1.1 + 0.4 * dot as f32) * pen.em, pen.top + 0.1 * pen.em];
        pen.list.add_circle(at, 0.06 * pen.em, pen.look.dim).filled(true).build();
    }
}
