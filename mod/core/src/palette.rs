//! The players' colours: the same list as on pages and overlays, taken in when this is built.

use crate::view::Rgb;
use serde::Deserialize;
use std::sync::LazyLock;

const FILE: &str = include_str!("../../../server/present/palette.json");
const WHITE: Rgb = [255, 255, 255];

#[derive(Deserialize)]
struct Entry {
    hex: String,
}

static PALETTE: LazyLock<Vec<Rgb>> = LazyLock::new(|| {
    let entries: Vec<Entry> = serde_json::from_str(FILE).unwrap_or_default();
    entries.iter().filter_map(|entry| parse_hex(&entry.hex)).collect()
});

/// Colours come again where there are more players than colours.
pub fn color(index: usize) -> Rgb {
    index.checked_rem(PALETTE.len()).and_then(|at| PALETTE.get(at)).copied().unwrap_or(WHITE)
}

fn parse_hex(hex: &str) -> Option<Rgb> {
    let digits = hex.strip_prefix('#').filter(|it| it.len() == 6)?;
    let part = |at: usize| digits.get(at..at + 2).and_then(|two| u8::from_str_radix(two, 16).ok());
    Some([part(0)?, part(2)?, part(4)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_of_the_file_is_read() {
        let entries: Vec<serde_json::Value> = serde_json::from_str(FILE).unwrap();
        assert_eq!(PALETTE.len(), entries.len());
        assert_eq!(color(0), [0xE6, 0xA0, 0x00]);
        assert_eq!(color(entries.len() + 1), color(1));
    }

    #[test]
    fn what_is_no_colour_is_none() {
        for text in ["", "E6A000", "#E6A0", "#E6A00é", "#GGGGGG"] {
            assert_eq!(parse_hex(text), None, "{text}");
        }
    }
}
