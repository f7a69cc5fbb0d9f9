//! What the tracker makes of looks at the game: things that happened, and how the game is between them.

use crate::game::{MapId, Ms, Order, Scene};
use crate::protocol::SaveState;

/// A flag was set in a save that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub flag: u32,
    pub finish: bool,
    pub igt_ms: u32,
    pub deaths: u32,
    /// Local ms.
    pub at: Ms,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// To be written down now.
    Noted(Seen),
    Loaded {
        state: SaveState,
        igt_ms: u32,
    },
    /// What is known of the characters is to be written down now.
    Remember,
    Order(Order),
    /// For the organizer.
    Note {
        code: &'static str,
        text: String,
    },
}

/// The character that is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loaded {
    pub state: SaveState,
    /// Its record among the race's characters.
    pub(crate) character: Option<usize>,
}

impl Loaded {
    /// True if its gates are this race's.
    pub fn counts(self) -> bool {
        self.character.is_some()
    }
}

/// What is shown and told of the game between two gates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Now {
    pub scene: Scene,
    pub igt_ms: u32,
    pub deaths: u32,
    pub map: Option<MapId>,
    pub zone: Option<String>,
    /// Local ms of the last IGT.
    pub(crate) at: Ms,
}
