//! Names of keys as people write them in speedfog_race.toml, and the virtual key codes of Windows that they mean.

use std::fmt;

/// A key, and what must be held with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    name: &'static str,
    code: u16,
    ctrl: bool,
    shift: bool,
    alt: bool,
}

/// Beside letters, digits and F1 to F24.
const NAMED: [(&str, u16); 15] = [
    ("tab", 0x09),
    ("space", 0x20),
    ("pageup", 0x21),
    ("pagedown", 0x22),
    ("end", 0x23),
    ("home", 0x24),
    ("left", 0x25),
    ("up", 0x26),
    ("right", 0x27),
    ("down", 0x28),
    ("insert", 0x2D),
    ("delete", 0x2E),
    ("pause", 0x13),
    ("numlock", 0x90),
    ("scrolllock", 0x91),
];
const FUNCTION: [&str; 24] = [
    "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12", "f13", "f14", "f15", "f16", "f17",
    "f18", "f19", "f20", "f21", "f22", "f23", "f24",
];
const F1: u16 = 0x70;
const CHARACTERS: [&str; 36] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
    "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z",
];

impl Key {
    pub const F8: Self = Self::alone("f8", F1 + 7);
    pub const F9: Self = Self::alone("f9", F1 + 8);
    pub const F11: Self = Self::alone("f11", F1 + 10);

    const fn alone(name: &'static str, code: u16) -> Self {
        Self { name, code, ctrl: false, shift: false, alt: false }
    }

    /// "f9", "F9", "page up", "ctrl+shift+k": capitals, blanks, `_` and `-` make no difference. None for what is no key.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String =
            text.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).map(|c| c.to_ascii_lowercase()).collect();
        let mut parts = plain.rsplit('+');
        let wanted = parts.next()?;
        let mut key = Self::all().find(|key| key.name == wanted)?;
        for part in parts {
            match part {
                "ctrl" | "control" | "strg" => key.ctrl = true,
                "shift" => key.shift = true,
                "alt" => key.alt = true,
                _ => return None,
            }
        }
        Some(key)
    }

    /// Every key that can be named, without modifiers.
    pub fn all() -> impl Iterator<Item = Self> {
        let functions = FUNCTION.iter().zip(F1..).map(|(name, code)| Self::alone(name, code));
        // The code of a digit or letter is its capital's ASCII code.
        let characters =
            CHARACTERS.iter().map(|name| Self::alone(name, u16::from(name.as_bytes()[0].to_ascii_uppercase())));
        let named = NAMED.iter().map(|&(name, code)| Self::alone(name, code));
        functions.chain(characters).chain(named)
    }

    /// Virtual key code of Windows.
    pub const fn code(self) -> u16 {
        self.code
    }

    /// True where both are the same key, and this one needs more to be held: it is meant then, and the other is not.
    pub fn outranks(self, other: Self) -> bool {
        self.code == other.code && self.held().count() > other.held().count()
    }

    /// Virtual key codes of what must be held with it.
    pub fn held(self) -> impl Iterator<Item = u16> {
        [(self.ctrl, 0x11), (self.shift, 0x10), (self.alt, 0x12)]
            .into_iter()
            .filter_map(|(held, code)| held.then_some(code))
    }
}

impl fmt::Display for Key {
    /// As on the keyboard: `F9`, `CTRL+F9`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "CTRL+"), (self.shift, "SHIFT+"), (self.alt, "ALT+")] {
            f.write_str(if held { name } else { "" })?;
        }
        f.write_str(&self.name.to_ascii_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn keys_are_read_however_they_are_written() {
        for (text, code) in
            [("f9", 0x78), ("F11", 0x7A), ("Page Up", 0x21), ("page_up", 0x21), ("r", 0x52), ("7", 0x37)]
        {
            assert_eq!(Key::parse(text).map(Key::code), Some(code), "{text}");
        }
        for text in ["", "f25", "f0", "ctrl", "ff", "é"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn keys_may_need_others_held() {
        let key = Key::parse("Ctrl + Shift + f9").unwrap();
        assert_eq!(
            (key.code(), key.held().collect::<Vec<_>>(), key.to_string()),
            (0x78, vec![0x11, 0x10], "CTRL+SHIFT+F9".to_owned())
        );
        assert_eq!(Key::F9.held().count(), 0);
        for text in ["ctrl+", "+f9", "hyper+f9", "f9+f8", "f9+ctrl"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_same_key_with_more_held_is_meant_where_both_are() {
        let keys = ["f9", "ctrl+f9", "ctrl+shift+f9", "f8"].map(|text| Key::parse(text).unwrap());
        let [plain, ctrl, both, other] = keys;
        assert!(ctrl.outranks(plain) && both.outranks(plain) && both.outranks(ctrl));
        assert!(!plain.outranks(ctrl) && !ctrl.outranks(ctrl) && !both.outranks(other));
    }

    #[test]
    fn no_name_and_no_code_comes_twice() {
        let all: Vec<Key> = Key::all().collect();
        assert_eq!(all.iter().map(|key| key.name).collect::<HashSet<_>>().len(), all.len());
        assert_eq!(all.iter().map(|key| key.code).collect::<HashSet<_>>().len(), all.len());
        assert!(all.iter().all(|key| Key::parse(key.name) == Some(*key)));
    }
}
