//! What a game is to the mod: it is looked at (`Observation`) and told to do small things (`Order`). Whoever reads the game's memory
//! makes the one and obeys the other; a script does both in tests. Both are levels, not edges: a look that is lost costs nothing
//! as long as another follows, and an order comes again until it shows.

use std::fmt;

/// Milliseconds. Of which clock is said where it is used: local (monotonic, counted from anywhere), server (epoch), or IGT.
pub type Ms = i64;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scene {
    /// No character is loaded: title, main menu, character creation.
    #[default]
    Menu,
    /// A character is loaded, but its position cannot be read: a loading screen.
    Loading,
    /// The position can be read.
    Playing,
}

/// One look at the game. Made about ten times a second or at each frame; what could not be read is None.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observation {
    pub scene: Scene,
    /// In-game time in ms. 0 or None in the menu.
    pub igt_ms: Option<u32>,
    pub deaths: Option<u32>,
    /// Of the watched flags (`Order::Watch`), those that are set now, in any order. None: the flags cannot be read at the moment.
    pub flags: Option<Vec<u32>>,
    /// Of the watched flags, those that could not be read while others could: neither set nor unset.
    pub unread: Vec<u32>,
    pub map: Option<MapId>,
    /// For games that know the zone by name; else None.
    pub zone: Option<String>,
}

/// What the game is to do. May come again; doing it twice does no harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// The flags to report in `Observation::flags` from now on, in place of those before.
    Watch { flags: Vec<u32> },
    /// A fog gate was seen: its flag is unset, so that the same gate can be seen again. The flag is a saved one.
    ClearFlag(u32),
    /// A mark of others' deaths appears in the world. The flag is a saved one.
    SetFlag(u32),
}

/// A map as the game keeps it: four bytes, m60_43_46_00 is 0x3C2B2E00.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MapId(pub u32);

impl fmt::Display for MapId {
    /// As the wire names it: `mAA_BB_CC_DD`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.0.to_be_bytes();
        write!(f, "m{a:02}_{b:02}_{c:02}_{d:02}")
    }
}

/// The game that hosts the mod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GameVersion {
    /// Of the executable, as in "2.6.1".
    pub text: String,
    /// True if its memory can be read: without that nobody gets ready by itself.
    pub known: bool,
}

/// What a player asks for with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    ToggleUi,
    ToggleExits,
    /// Takes "ready" back, says it again, and takes a race over from another computer.
    ToggleReady,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_named_as_on_the_wire() {
        assert_eq!(MapId(0x3C2B_2E00).to_string(), "m60_43_46_00");
        assert_eq!(MapId(0x1F13_0000).to_string(), "m31_19_00_00");
    }
}
