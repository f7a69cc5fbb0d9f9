//! What the render thread of a game holds: it may be called at 60 Hz and never blocks. Everything slow happens behind it, on threads
//! of its own; no panic of theirs reaches the game.

use crate::config::Config;
use speedfog_core::game::{Action, GameVersion, Observation, Order};
use speedfog_core::view::View;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

pub struct Options {
    pub config: Config,
    /// Where outboxes lie: the user's local application data, see `data_dir`.
    pub data_dir: PathBuf,
    pub game: GameVersion,
}

/// A running mod. Dropping it stops its threads; what was not sent yet stays in the outbox.
pub struct Mod {
    view: Mutex<Arc<View>>,
}

impl Mod {
    /// Starts the threads; returns at once. What goes wrong is shown in the view, never returned.
    pub fn start(_options: Options) -> Self {
        Self { view: Mutex::default() }
    }

    /// One look at the game, stamped with the time of this call. Call it at every frame or ten times a second, in the menu and in
    /// loading screens too. A look that finds the queue full is dropped: the next one says it all again.
    pub fn observe(&self, _observation: Observation) {}

    /// What the game is to do now, oldest first; each is handed out once.
    pub fn orders(&self) -> Vec<Order> {
        Vec::new()
    }

    /// A key was pressed.
    pub fn press(&self, _action: Action) {}

    /// Something about the game that the organizer should know, sent as a `note`: a short code and a sentence.
    pub fn note(&self, _code: &str, _text: &str) {}

    /// The newest view: cheap, at most a few dozen milliseconds old; the same `Arc` as long as nothing changed.
    pub fn view(&self) -> Arc<View> {
        self.view.lock().map(|view| Arc::clone(&view)).unwrap_or_default()
    }
}
