//! `speedfog_race.toml`, which lies beside the mod in every pack. Every key has a default; a wrong value is reported by name and line,
//! and everything else still holds.

use speedfog_core::keys::Key;

#[derive(Clone, PartialEq, Eq, Default)]
pub struct Server {
    /// Base of the socket addresses: `ws://` or `wss://`, no slash at the end.
    pub url: String,
    pub mod_token: String,
    pub race_id: String,
    /// SHA-256 of the pack.
    pub pack: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// False: exits are never shown, not even their title.
    pub show_exits: bool,
    /// Pixels.
    pub font_size: u32,
    /// Leaderboard lines, own one included.
    pub lines: usize,
    /// Of the background, 0 to 1.
    pub opacity: f32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keybindings {
    pub toggle_ui: Key,
    pub toggle_exits: Key,
    pub toggle_ready: Key,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    pub server: Server,
    pub overlay: Overlay,
    pub keybindings: Keybindings,
}

impl std::fmt::Debug for Server {
    /// Never the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Server {{ url: {:?}, race_id: {:?} }}", self.url, self.race_id)
    }
}

impl Default for Overlay {
    fn default() -> Self {
        Self { show_exits: true, font_size: 16, lines: 8, opacity: 0.8 }
    }
}

impl Default for Keybindings {
    fn default() -> Self {
        Self { toggle_ui: Key::F9, toggle_exits: Key::F11, toggle_ready: Key::F8 }
    }
}
