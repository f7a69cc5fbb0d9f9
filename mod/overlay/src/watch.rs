//! The thread that watches the game: a look ten times a second, orders carried out. The render thread never reads the game's memory.

use std::sync::Arc;
use std::time::Duration;

use hudhook::tracing::{info, warn};
use speedfog_client::Mod;
use speedfog_core::game::{GameVersion, Order, Scene};
use speedfog_game::{Game, PlacesFile, ThisProcess};

use crate::fault;

const LOOK_EVERY: Duration = Duration::from_millis(100);
/// An executable may still be unpacking itself when a mod is loaded this early: an unknown version is looked at again.
const TRIES: u32 = 4;
const TRY_AGAIN: Duration = Duration::from_secs(1);

pub type Elden = Game<ThisProcess>;

/// The game, its version known or not.
pub fn find_game(places: &PlacesFile) -> Elden {
    let base = ThisProcess::base().unwrap_or(0);
    let mut game = Game::open(ThisProcess, base, places);
    for _ in 1..TRIES {
        if game.version().known {
            break;
        }
        std::thread::sleep(TRY_AGAIN);
        game = Game::open(ThisProcess, base, places);
    }
    let GameVersion { text, known } = game.version();
    info!(
        "game version {text}: {}",
        if game.is_guessed() {
            "found by patterns"
        } else if known {
            "known"
        } else {
            "unknown"
        }
    );
    game
}

pub fn spawn(mut game: Elden, race: Arc<Mod>) {
    std::thread::spawn(move || {
        if game.is_guessed() {
            race.note("version_by_pattern", &format!("game version {} is read by patterns", game.version().text));
        }
        let mut unread = false;
        loop {
            fault::contain("watching the game", || watch_once(&mut game, &race, &mut unread));
            std::thread::sleep(LOOK_EVERY);
        }
    });
}

fn watch_once(game: &mut Elden, race: &Mod, told_unread: &mut bool) {
    for order in race.orders() {
        if !game.obey(&order) && !matches!(order, Order::Watch { .. }) {
            warn!("the game did not take {order:?}");
        }
    }
    let look = game.look();
    let missing = look.scene == Scene::Playing && !look.unread.is_empty();
    if missing && !*told_unread {
        *told_unread = true;
        let text = format!("{} watched flags cannot be read, first {:?}", look.unread.len(), look.unread.first());
        warn!("{text}");
        race.note("flag_unread", &text);
    }
    race.observe(look);
}
