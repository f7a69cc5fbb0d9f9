//! Leaderboard lines: as many as fit, one's own always among them.

use super::model::{Line, Progress};
use super::{format, words, ViewOptions};
use crate::engine::Engine;
use crate::game::Ms;
use crate::palette;
use crate::protocol::{BoardPlayer, PlayerStatus};

const NAME_LENGTH: usize = 16;

pub(super) fn make(engine: &Engine, options: &ViewOptions) -> Vec<Line> {
    let board = &engine.race.board;
    let most = options.lines.max(1);
    let own = board.iter().position(|line| line.id == engine.race.me);
    shown(board.len(), own, most).map(|at| make_line(engine, &board[at], at, own, most)).collect()
}

/// Indices of the first lines; the last of them gives way to one's own where that lies further down.
fn shown(count: usize, own: Option<usize>, most: usize) -> impl Iterator<Item = usize> {
    let far = own.filter(|&at| at >= most);
    let first = if far.is_some() { most - 1 } else { most.min(count) };
    (0..first).chain(far)
}

fn make_line(engine: &Engine, line: &BoardPlayer, at: usize, own: Option<usize>, most: usize) -> Line {
    let is_own = own == Some(at);
    Line {
        place: at + 1,
        name: format::shorten(line.name.as_deref().unwrap_or(words::HIDDEN), NAME_LENGTH),
        color: palette::color(line.color),
        own: is_own,
        connected: line.connected || line.finished,
        after_gap: is_own && at > most - 1,
        progress: progress(engine, line, at, is_own),
    }
}

fn progress(engine: &Engine, line: &BoardPlayer, at: usize, own: bool) -> Progress {
    let total = engine.race.seed.as_ref().map_or(0, |seed| seed.total_layers).max(1);
    match (line.status, line.igt_ms) {
        (_, Some(igt)) if line.finished => Progress::Finished { time: format::duration(igt) },
        (PlayerStatus::Playing | PlayerStatus::Finished, _) => Progress::Racing {
            bar: (line.layer as f32 / total as f32).clamp(0.0, 1.0),
            layer: format::layer(line.layer, total),
            gap: gap(engine, line, own).filter(|_| at > 0).map(format::gap),
        },
        (PlayerStatus::Ready, _) => Progress::Out { word: "ready" },
        (PlayerStatus::Registered, _) => Progress::Out { word: "not ready" },
        (PlayerStatus::Abandoned | PlayerStatus::Unknown, _) => Progress::Out { word: "out" },
    }
}

/// The own gap ticks by the game's time: it grows as soon as the leader had left the layer by then (PROTOCOL.md, gap_ms).
fn gap(engine: &Engine, line: &BoardPlayer, own: bool) -> Option<Ms> {
    let told = line.gap_ms?;
    let left = engine
        .race
        .splits
        .iter()
        .filter_map(|(layer, igt)| Some((layer.parse::<i64>().ok()?, *igt)))
        .filter(|(layer, _)| *layer > line.layer)
        .min()
        .map(|(_, igt)| igt);
    let igt = Ms::from(engine.tracker.now().igt_ms);
    Some(match left {
        Some(left) if own && igt > 0 => told.max(igt - left),
        _ => told,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ones_own_line_is_always_shown() {
        // Lines there are, own place, lines that fit, places shown.
        for (count, own, most, expected) in [
            (3, Some(1), 8, vec![0, 1, 2]),
            (20, Some(2), 4, vec![0, 1, 2, 3]),
            (20, Some(4), 4, vec![0, 1, 2, 4]),
            (20, Some(19), 4, vec![0, 1, 2, 19]),
            (20, None, 2, vec![0, 1]),
            (5, Some(4), 1, vec![4]),
            (0, None, 4, vec![]),
        ] {
            assert_eq!(shown(count, own, most).collect::<Vec<_>>(), expected, "{count} {own:?} {most}");
        }
    }
}
