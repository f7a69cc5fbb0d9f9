//! From what is known to what is drawn: one function, called whenever somebody wants to look. Nothing here remembers anything.

mod banners;
mod board;
mod format;
mod model;
mod text;
pub mod words;
mod wrap;

pub use model::*;
pub use text::{to_text, WIDTH};
pub use wrap::wrap;

use crate::engine::Engine;
use crate::game::Ms;
use crate::keys::Key;
use crate::protocol::RaceStatus;

/// Characters that fit into the overlay's lines: zone names reach 77, exits 107.
const ZONE_LENGTH: usize = 30;
const EXIT_LENGTH: usize = 34;

/// Of the player's configuration, what the view depends on.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewOptions {
    pub lines: usize,
    pub show_exits: bool,
    pub toggle_exits: Key,
    pub toggle_ready: Key,
}

impl Default for ViewOptions {
    fn default() -> Self {
        Self { lines: 8, show_exits: true, toggle_exits: Key::F11, toggle_ready: Key::F8 }
    }
}

/// `now`: local ms.
pub(crate) fn make(engine: &Engine, options: &ViewOptions, now: Ms) -> View {
    View {
        visible: !engine.ui_hidden,
        banners: banners::make(engine, options, now),
        header: header(engine),
        lines: board::make(engine, options),
        exits: exits(engine, options),
        state: state(engine, now),
    }
}

fn header(engine: &Engine) -> Header {
    let igt = engine.tracker.now().igt_ms;
    let race = &engine.race;
    let named = race.info.as_ref().map_or("SpeedFog Racing", |info| &info.name);
    let igt = if igt > 0 { format::duration(Ms::from(igt)) } else { String::new() };
    let Some(zone) = &race.zone else {
        return Header { zone: format::shorten(named, ZONE_LENGTH), igt, ..Header::default() };
    };
    let total = race.seed.as_ref().map_or(0, |seed| seed.total_layers);
    Header {
        zone: format::shorten(&zone.display_name, ZONE_LENGTH),
        igt,
        tier: format!("Tier {}", zone.tier),
        layer: format::layer(zone.layer, total),
    }
}

fn exits(engine: &Engine, options: &ViewOptions) -> Exits {
    let Some(zone) = engine.race.zone.as_ref().filter(|_| options.show_exits) else { return Exits::default() };
    let open = !engine.exits_closed;
    let lines = zone.exits.iter().map(|exit| ExitLine {
        origin: exit.origin,
        to: format::shorten(exit.to.as_deref().unwrap_or(words::UNDISCOVERED), EXIT_LENGTH),
        at: format::shorten(&exit.text, EXIT_LENGTH),
    });
    Exits {
        shown: true,
        open,
        title: words::exits(options.toggle_exits, open),
        lines: if open { lines.collect() } else { Vec::new() },
    }
}

fn state(engine: &Engine, now: Ms) -> State {
    let go_at = engine.go_at();
    let race = engine.race.status();
    State {
        connection: match (engine.session.ending(), engine.session.offline_since()) {
            (Some(_), _) => Connection::Over,
            (None, None) => Connection::Online,
            (None, Some(_)) if engine.race.info.is_none() => Connection::Connecting,
            (None, Some(_)) => Connection::Offline,
        },
        race,
        you: engine.race.my_status(),
        go_at,
        has_started: match race {
            Some(RaceStatus::Running | RaceStatus::Finished) => true,
            Some(RaceStatus::Countdown) => go_at.is_some_and(|at| at <= now),
            _ => false,
        },
        unsent: engine.outbox.len(),
        place: engine.outbox.finish.as_ref().filter(|finish| finish.confirmed).and_then(|finish| finish.place),
        finished: engine.outbox.finish.is_some(),
    }
}
