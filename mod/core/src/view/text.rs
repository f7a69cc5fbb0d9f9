//! The view in a terminal, and in tests: the same lines as in the game, without colours.

use super::model::{Line, Progress, Urgency, View};
use super::wrap;

/// Columns, frame included.
pub const WIDTH: usize = 44;
const INNER: usize = WIDTH - 4;
const BAR: usize = 10;

/// Lines that end with a line feed.
pub fn to_text(view: &View) -> String {
    let mut out = String::new();
    for banner in view.banners.iter().filter(|banner| view.visible || banner.urgency == Urgency::Now) {
        let mut mark = match banner.urgency {
            Urgency::Now => "**",
            Urgency::Warning => "!",
            Urgency::Info => "-",
        };
        wrap(
            &banner.text,
            |line| line.chars().count() <= WIDTH - 3,
            |line| out.push_str(&format!("{:<2} {line}\n", std::mem::take(&mut mark))),
        );
    }
    if !view.visible {
        return out;
    }
    rule(&mut out, '┌', '┐');
    row(&mut out, &both(&view.header.zone, &view.header.igt));
    row(&mut out, &both(&view.header.tier, &view.header.layer));
    if !view.lines.is_empty() {
        rule(&mut out, '├', '┤');
    }
    for line in &view.lines {
        if line.after_gap {
            row(&mut out, "...");
        }
        row(&mut out, &leaderboard_line(line));
    }
    if view.exits.shown {
        rule(&mut out, '├', '┤');
        row(&mut out, &format!("{} {}", if view.exits.open { "v" } else { ">" }, view.exits.title));
        for exit in &view.exits.lines {
            row(&mut out, &format!("  {} {}", if exit.origin { "<-" } else { "->" }, exit.to));
            if !exit.at.is_empty() {
                row(&mut out, &format!("     {}", exit.at));
            }
        }
    }
    rule(&mut out, '└', '┘');
    out
}

fn leaderboard_line(line: &Line) -> String {
    let name = format!("{}{}. {}", if line.own { '>' } else { ' ' }, line.place, line.name);
    let right = match &line.progress {
        Progress::Finished { time } => format!("[FIN] {time}"),
        Progress::Racing { bar, layer, gap } => {
            let full = ((bar * BAR as f32).round() as usize).min(BAR);
            format!("{:>6} {:<BAR$} {layer:>5}", gap.as_deref().unwrap_or(""), "█".repeat(full))
        }
        Progress::Out { word } => (*word).to_owned(),
    };
    both(&name, &if line.connected { right } else { format!("? {right}") })
}

fn rule(out: &mut String, left: char, right: char) {
    out.push_str(&format!("{left}{}{right}\n", "─".repeat(WIDTH - 2)));
}

fn row(out: &mut String, text: &str) {
    out.push_str(&format!("│ {:<INNER$} │\n", cut(text, INNER)));
}

/// Left and right in one row; what is on the left gives way.
fn both(left: &str, right: &str) -> String {
    let room = INNER.saturating_sub(right.chars().count() + 1);
    let gap = INNER.saturating_sub(right.chars().count());
    format!("{:<gap$}{right}", cut(left, room))
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
