//! `speedfog_race.toml`, which lies beside the mod in every pack. Every key has a default; a wrong value is reported by name and line,
//! and everything else still holds. Deliberately absent: what the values lead to.

mod look;

pub use look::{Look, Place};

use speedfog_core::keys::Key;
use std::fmt;
use std::ops::RangeInclusive;
use toml::de::{DeTable, DeValue};
use toml::Spanned;

/// The name of the file.
pub const FILE_NAME: &str = "speedfog_race.toml";
const FONT_SIZES: RangeInclusive<i64> = 8..=64;
const LINES: RangeInclusive<i64> = 1..=40;
const PERCENT: RangeInclusive<i64> = 10..=100;

#[derive(Clone, PartialEq, Eq, Default)]
pub struct Server {
    /// Base of the socket addresses: `ws://` or `wss://`, no slash at the end.
    pub url: String,
    pub mod_token: String,
    pub race_id: String,
    /// SHA-256 of the pack.
    pub pack: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// False: exits are never shown, not even their title.
    pub show_exits: bool,
    /// Pixels.
    pub font_size: u32,
    /// Leaderboard lines, own one included.
    pub lines: usize,
    /// Of the background, per cent.
    pub opacity: u32,
    pub look: Look,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keybindings {
    pub toggle_ui: Key,
    pub toggle_exits: Key,
    pub toggle_ready: Key,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    pub server: Server,
    pub overlay: Overlay,
    pub keybindings: Keybindings,
}

/// A value that was not taken, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    /// `overlay.font_size: must be a whole number from 8 to 64`. Never a value: it could be the token.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{FILE_NAME}, line {}: {}", self.line, self.text)
    }
}

impl Config {
    /// Never fails: what cannot be read has its default.
    pub fn read(text: &str) -> (Self, Vec<Problem>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader { text, problems: Vec::new() };
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            reader.report(at, format!("is not TOML: {}", error.message()));
        }
        let root = table.get_ref();
        let server = reader.section(root, "server");
        let overlay = reader.section(root, "overlay");
        let keys = reader.section(root, "keybindings");
        let defaults = Self::default();
        let config = Self {
            server: Server {
                url: reader.text(server, "server", "url").trim_end_matches('/').to_owned(),
                mod_token: reader.text(server, "server", "mod_token"),
                race_id: reader.text(server, "server", "race_id"),
                pack: reader.text(server, "server", "pack"),
            },
            overlay: Overlay {
                show_exits: reader.switch(overlay, "show_exits", defaults.overlay.show_exits),
                font_size: reader.number(overlay, "font_size", FONT_SIZES, defaults.overlay.font_size),
                lines: reader.number(overlay, "lines", LINES, defaults.overlay.lines),
                opacity: reader.number(overlay, "opacity", PERCENT, defaults.overlay.opacity),
                look: Look::read(&mut reader, overlay),
            },
            keybindings: Keybindings {
                toggle_ui: reader.key(keys, "toggle_ui", defaults.keybindings.toggle_ui),
                toggle_exits: reader.key(keys, "toggle_exits", defaults.keybindings.toggle_exits),
                toggle_ready: reader.key(keys, "toggle_ready", defaults.keybindings.toggle_ready),
            },
        };
        (config, reader.problems)
    }

    /// True if it names a race and a server: without that there is nobody to talk to.
    pub fn is_complete(&self) -> bool {
        let Server { url, mod_token, race_id, .. } = &self.server;
        (url.starts_with("ws://") || url.starts_with("wss://")) && !mod_token.is_empty() && !race_id.is_empty()
    }
}

type Section<'a, 'i> = Option<&'a DeTable<'i>>;

struct Reader<'t> {
    text: &'t str,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn report(&mut self, at: usize, text: String) {
        let before = self.text.as_bytes().get(..at).unwrap_or(self.text.as_bytes());
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        self.problems.push(Problem { line, text });
    }

    fn section<'a, 'i>(&mut self, root: &'a DeTable<'i>, name: &str) -> Section<'a, 'i> {
        let value = root.get(name)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.report(value.span().start, format!("{name}: must be a section, [{name}]"));
        }
        table
    }

    /// `read` answers None for a value of the wrong kind.
    fn value<T>(
        &mut self,
        section: Section<'_, '_>,
        path: (&str, &str),
        must: &str,
        read: impl Fn(&DeValue<'_>) -> Option<T>,
    ) -> Option<T> {
        let value: &Spanned<DeValue<'_>> = section?.get(path.1)?;
        let taken = read(value.get_ref());
        if taken.is_none() {
            self.report(value.span().start, format!("{}.{}: must be {must}", path.0, path.1));
        }
        taken
    }

    fn text(&mut self, section: Section<'_, '_>, place: &str, name: &str) -> String {
        self.value(section, (place, name), "text in quotes", |value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    fn switch(&mut self, section: Section<'_, '_>, name: &str, otherwise: bool) -> bool {
        self.value(section, ("overlay", name), "true or false", |value| value.as_bool()).unwrap_or(otherwise)
    }

    fn number<T: TryFrom<i64>>(
        &mut self,
        section: Section<'_, '_>,
        name: &str,
        range: RangeInclusive<i64>,
        otherwise: T,
    ) -> T {
        let must = format!("a whole number from {} to {}", range.start(), range.end());
        let read = |value: &DeValue<'_>| {
            let number = value.as_integer()?;
            let whole = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
            range.contains(&whole).then_some(whole).and_then(|whole| T::try_from(whole).ok())
        };
        self.value(section, ("overlay", name), &must, read).unwrap_or(otherwise)
    }

    fn key(&mut self, section: Section<'_, '_>, name: &str, otherwise: Key) -> Key {
        let must = "a key like \"f9\", \"insert\" or \"ctrl+k\"";
        self.value(section, ("keybindings", name), must, |value| value.as_str().and_then(Key::parse))
            .unwrap_or(otherwise)
    }
}

impl fmt::Debug for Server {
    /// Never the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server {{ url: {:?}, race_id: {:?} }}", self.url, self.race_id)
    }
}

impl Default for Overlay {
    fn default() -> Self {
        Self { show_exits: true, font_size: 16, lines: 8, opacity: 80, look: Look::default() }
    }
}

impl Default for Keybindings {
    fn default() -> Self {
        Self { toggle_ui: Key::F9, toggle_exits: Key::F11, toggle_ready: Key::F8 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHOLE: &str = r#"
[server]
url = "wss://races.example.com/"
mod_token = "secret"
race_id = "id"
pack = "9f86"

[overlay]
show_exits = false
font_size = 20

[keybindings]
toggle_ui = "F2"
"#;

    #[test]
    fn a_pack_s_file_is_read() {
        let (config, problems) = Config::read(WHOLE);
        assert_eq!(problems, []);
        assert_eq!(config.server.url, "wss://races.example.com");
        assert_eq!(config.server.mod_token, "secret");
        assert_eq!((config.overlay.show_exits, config.overlay.font_size, config.overlay.lines), (false, 20, 8));
        assert_eq!(config.keybindings.toggle_ui.code(), 0x71);
        assert_eq!(config.keybindings.toggle_exits, Key::F11);
        assert!(config.is_complete());
        assert!(!format!("{config:?}").contains("secret"));
    }

    #[test]
    fn a_wrong_value_is_reported_by_name_and_line_and_the_rest_holds() {
        let text =
            "[server]\nurl = 7\nmod_token = \"t\"\n[overlay]\nfont_size = 900\nshow_exits = \"yes\"\nlines = 3\n\
                    [keybindings]\ntoggle_ui = \"ctrl\"\ntoggle_ready = \"f5\"\n";
        let (config, problems) = Config::read(text);
        let said: Vec<String> = problems.iter().map(Problem::to_string).collect();
        assert_eq!(
            said,
            [
                "speedfog_race.toml, line 2: server.url: must be text in quotes",
                "speedfog_race.toml, line 6: overlay.show_exits: must be true or false",
                "speedfog_race.toml, line 5: overlay.font_size: must be a whole number from 8 to 64",
                "speedfog_race.toml, line 9: keybindings.toggle_ui: must be a key like \"f9\", \"insert\" or \"ctrl+k\"",
            ]
        );
        assert_eq!((config.server.mod_token.as_str(), config.overlay.font_size, config.overlay.lines), ("t", 16, 3));
        assert_eq!((config.keybindings.toggle_ui, config.keybindings.toggle_ready.code()), (Key::F9, 0x74));
        assert!(!config.is_complete());
    }

    #[test]
    fn what_is_no_toml_at_all_leaves_the_defaults_and_says_where() {
        let (config, problems) =
            Config::read("[server]\nurl = \"ws://a\"\nmod_token = = \n[overlay]\nfont_size = 30\n");
        assert_eq!(problems.first().map(|problem| problem.line), Some(3));
        assert_eq!((config.server.url.as_str(), config.overlay.font_size), ("ws://a", 30));
        assert_eq!(Config::read(""), (Config::default(), vec![]));
        assert_eq!(Config::read(&format!("\u{feff}{WHOLE}")), Config::read(WHOLE), "as Notepad saves it");
        assert_eq!(Config::read("overlay = 3").1.len(), 1);
    }

    proptest! {
        #[test]
        fn nothing_breaks_the_reader(text in "\\PC{0,300}", cut in 0..400_usize) {
            Config::read(&text);
            let broken: String = WHOLE.chars().take(cut).chain(text.chars()).collect();
            let (_, problems) = Config::read(&broken);
            prop_assert!(problems.iter().all(|problem| problem.line >= 1 && !problem.text.contains("secret")));
        }

        #[test]
        fn every_number_is_taken_or_reported(size: i64) {
            let (config, problems) = Config::read(&format!("[overlay]\nfont_size = {size}\n"));
            prop_assert_eq!(i64::from(config.overlay.font_size) == size, problems.is_empty() || size == 16);
        }
    }
}
