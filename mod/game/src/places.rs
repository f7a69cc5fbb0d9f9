//! Where things lie, as data: a built-in file, corrected by one beside the DLL, and from both the addresses for the executable that runs.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::executable::Executable;
use crate::memory::Memory;
use crate::pattern::{follow, Pattern};

/// Beside the DLL, or else beside its configuration; may be absent.
pub const FILE_NAME: &str = "speedfog_game.toml";

const BUILT_IN: &str = include_str!("places/default.toml");

type Numbers = BTreeMap<String, u64>;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacesFile {
    #[serde(default)]
    offsets: Numbers,
    #[serde(default)]
    versions: BTreeMap<String, Numbers>,
    #[serde(default)]
    patterns: Vec<PatternRow>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternRow {
    name: String,
    bytes: String,
    operand: u64,
}

/// Addresses of pointers, and offsets behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    pub game_data_man: u64,
    pub world_chr_man: u64,
    pub event_flag_man: u64,
    /// None: the loading state is told by map and position alone.
    pub menu_man: Option<u64>,
    pub igt: u64,
    pub deaths: u64,
    pub player: u64,
    pub position: u64,
    pub map: u64,
    pub loaded: u64,
    pub flag_divisor: u64,
    pub flag_holder_size: u64,
    pub flag_holders: u64,
    pub flag_groups: u64,
    pub holder_kind: u32,
}

/// How the places were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    ByVersion,
    ByPattern,
    Nowhere,
}

impl PlacesFile {
    pub fn built_in() -> Self {
        // A test parses it: here it cannot fail.
        toml::from_str(BUILT_IN).unwrap_or_default()
    }

    /// What `text` says replaces what stood here, key by key; its patterns are tried beside those here. A text that is wrong
    /// changes nothing.
    ///
    /// # Errors
    /// A sentence for the player, with the line.
    pub fn correct(&mut self, text: &str) -> Result<(), String> {
        let mut by: Self = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
            format!("{FILE_NAME}, line {line}: {}", error.message())
        })?;
        if let Some(row) = by.patterns.iter().find(|row| Pattern::parse(&row.bytes).is_none()) {
            return Err(format!("{FILE_NAME}: the bytes of the pattern {} are not like \"48 8b ?? 05\"", row.name));
        }
        self.offsets.append(&mut by.offsets);
        for (version, mut numbers) in by.versions {
            self.versions.entry(version).or_default().append(&mut numbers);
        }
        self.patterns.append(&mut by.patterns);
        Ok(())
    }

    /// The places for this executable: from its version's row, or else, all of them, by patterns.
    pub fn find(&self, memory: &impl Memory, executable: &Executable) -> (Option<Places>, Found) {
        let row = executable.version.as_ref().and_then(|version| self.versions.get(version));
        if let Some(row) = row {
            let pointers = |name: &str| row.get(name).map(|distance| executable.base + distance);
            if let Some(places) = self.fill(row, pointers) {
                return (Some(places), Found::ByVersion);
            }
        }
        let none = Numbers::new();
        match self.fill(row.unwrap_or(&none), |name| self.scan(memory, executable, name)) {
            Some(places) => (Some(places), Found::ByPattern),
            None => (None, Found::Nowhere),
        }
    }

    fn fill(&self, row: &Numbers, pointer: impl Fn(&str) -> Option<u64>) -> Option<Places> {
        let offset = |name: &str| row.get(name).or_else(|| self.offsets.get(name)).copied();
        Some(Places {
            game_data_man: pointer("game_data_man")?,
            world_chr_man: pointer("world_chr_man")?,
            event_flag_man: pointer("event_flag_man")?,
            menu_man: offset("loaded").filter(|at| *at > 0).and_then(|_| pointer("menu_man")),
            igt: offset("igt")?,
            deaths: offset("deaths")?,
            player: offset("player")?,
            position: offset("position")?,
            map: offset("map")?,
            loaded: offset("loaded")?,
            flag_divisor: offset("flag_divisor")?,
            flag_holder_size: offset("flag_holder_size")?,
            flag_holders: offset("flag_holders")?,
            flag_groups: offset("flag_groups")?,
            holder_kind: u32::try_from(offset("holder_kind")?).ok()?,
        })
    }

    /// None unless everything that its patterns find points to one and the same place.
    fn scan(&self, memory: &impl Memory, executable: &Executable, name: &str) -> Option<u64> {
        let mut targets: Vec<u64> = self
            .patterns
            .iter()
            .filter(|row| row.name == name)
            .filter_map(|row| Some((Pattern::parse(&row.bytes)?, row.operand)))
            .flat_map(|(pattern, operand)| {
                pattern.find(memory, &executable.code).into_iter().filter_map(move |at| follow(memory, at + operand))
            })
            .collect();
        targets.sort_unstable();
        targets.dedup();
        match targets.as_slice() {
            [target] => Some(*target),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_kit::{load_instruction, make_executable, FakeMemory, BASE};

    const NEW_VERSION: [u16; 4] = [2, 9, 0, 0];

    fn executable(memory: &FakeMemory, numbers: [u16; 4], code: &[u8]) -> Executable {
        make_executable(memory, numbers, code);
        Executable::at(memory, BASE).unwrap()
    }

    /// Code in which every pattern's instruction loads from `BASE + target`.
    fn code_for(targets: &[(&str, u64)]) -> Vec<u8> {
        let mut code = vec![0x90; 0x20];
        for (name, target) in targets {
            let row = PlacesFile::built_in().patterns.into_iter().find(|row| row.name == *name).unwrap();
            let at = BASE + 0x1000 + code.len() as u64;
            code.extend(load_instruction(&row.bytes, row.operand, at, BASE + target));
            code.extend([0xcc; 5]);
        }
        code
    }

    #[test]
    fn the_built_in_file_knows_its_version() {
        let memory = FakeMemory::default();
        let (places, found) = PlacesFile::built_in().find(&memory, &executable(&memory, [2, 6, 1, 0], &[0x90; 32]));
        assert_eq!(found, Found::ByVersion);
        let places = places.unwrap();
        assert_eq!(places.game_data_man, BASE + 0x3d5_df38);
        assert_eq!(places.menu_man, Some(BASE + 0x3d6_b7b0));
    }

    #[test]
    fn every_built_in_pattern_can_be_read() {
        for row in PlacesFile::built_in().patterns {
            assert!(Pattern::parse(&row.bytes).is_some(), "{}", row.name);
        }
    }

    #[test]
    fn an_unknown_version_is_found_by_its_instructions() {
        let memory = FakeMemory::default();
        let code = code_for(&[
            ("game_data_man", 0x5000),
            ("world_chr_man", 0x5008),
            ("event_flag_man", 0x5010),
            ("menu_man", 0x5018),
        ]);
        let (places, found) = PlacesFile::built_in().find(&memory, &executable(&memory, NEW_VERSION, &code));
        assert_eq!(found, Found::ByPattern);
        let places = places.unwrap();
        assert_eq!(
            (places.game_data_man, places.world_chr_man, places.event_flag_man, places.menu_man),
            (BASE + 0x5000, BASE + 0x5008, BASE + 0x5010, Some(BASE + 0x5018))
        );
    }

    #[test]
    fn half_of_the_instructions_is_not_enough() {
        let memory = FakeMemory::default();
        let code = code_for(&[("game_data_man", 0x5000), ("world_chr_man", 0x5008)]);
        let found = PlacesFile::built_in().find(&memory, &executable(&memory, NEW_VERSION, &code));
        assert_eq!(found, (None, Found::Nowhere));
    }

    #[test]
    fn two_instructions_that_disagree_are_none() {
        let memory = FakeMemory::default();
        let code = code_for(&[
            ("game_data_man", 0x5000),
            ("game_data_man", 0x6000),
            ("world_chr_man", 0x5008),
            ("event_flag_man", 0x5010),
        ]);
        assert_eq!(PlacesFile::built_in().find(&memory, &executable(&memory, NEW_VERSION, &code)).1, Found::Nowhere);
    }

    #[test]
    fn a_file_adds_a_version_and_changes_an_offset() {
        let memory = FakeMemory::default();
        let mut file = PlacesFile::built_in();
        file.correct(
            "[offsets]\nloaded = 0\n[versions.\"2.9.0\"]\ngame_data_man = 1\nworld_chr_man = 2\nevent_flag_man = 3\nplayer = 0x1e600",
        )
        .unwrap();
        let (places, found) = file.find(&memory, &executable(&memory, NEW_VERSION, &[0x90; 32]));
        assert_eq!(found, Found::ByVersion);
        let places = places.unwrap();
        assert_eq!((places.world_chr_man, places.player, places.menu_man), (BASE + 2, 0x1e600, None));
        let (old, _) = file.find(&memory, &executable(&memory, [2, 6, 1, 0], &[0x90; 32]));
        assert_eq!(old.unwrap().player, 0x1e508);
    }

    #[test]
    fn a_wrong_file_says_where_and_changes_nothing() {
        let mut file = PlacesFile::built_in();
        for (text, says) in [
            ("[offsets]\nigt = \"x\"", "line 2"),
            ("[offset]\nigt = 1", "unknown field"),
            ("[[patterns]]\nname = \"a\"\nbytes = \"4\"\noperand = 3", "pattern a"),
        ] {
            let problem = file.correct(text).unwrap_err();
            assert!(problem.contains(says), "{problem}");
        }
        assert_eq!(file.offsets.get("igt"), Some(&0xa0));
    }
}
