//! The game that runs: looked at as core's `Observation`, told what core's `Order` says. A fault of reading is a None in the look.

use speedfog_core::game::{GameVersion, MapId, Observation, Order, Scene};

use crate::executable::Executable;
use crate::flags::{Flags, FlagsLook};
use crate::memory::{read_f32, read_pointer, read_u32, Memory};
use crate::places::{Found, Places, PlacesFile};

/// What the game writes where there is no map.
const NO_MAP: u32 = u32::MAX;

pub struct Game<M> {
    memory: M,
    places: Option<Places>,
    found: Found,
    version: Option<String>,
    watched: Vec<u32>,
}

impl<M: Memory> Game<M> {
    /// `base`: where the executable lies. May take a second, when code must be searched.
    pub fn open(memory: M, base: u64, file: &PlacesFile) -> Self {
        let executable = Executable::at(&memory, base);
        let (places, found) =
            executable.as_ref().map_or((None, Found::Nowhere), |executable| file.find(&memory, executable));
        let version = executable.and_then(|executable| executable.version);
        Self { memory, places, found, version, watched: Vec::new() }
    }

    pub fn version(&self) -> GameVersion {
        GameVersion { text: self.version.clone().unwrap_or_else(|| "unknown".into()), known: self.places.is_some() }
    }

    /// True if no row of the table fits and the places were found by patterns: right as far as one can see.
    pub fn is_guessed(&self) -> bool {
        self.found == Found::ByPattern
    }

    pub fn look(&self) -> Observation {
        let Some(places) = &self.places else { return Observation::default() };
        let memory = &self.memory;
        let data = read_pointer(memory, places.game_data_man);
        let read_igt = || data.and_then(|data| read_u32(memory, data + places.igt));
        let (scene, map) = read_scene(memory, places, read_igt());
        // In the menu the flags are those of nobody, or of a save that was left.
        let flags = (scene != Scene::Menu).then(|| Flags::open(memory, places)).flatten();
        let look = flags.map(|flags| flags.look(&self.watched));
        // After the flags: a gate is never told with a time before it.
        let igt_ms = read_igt();
        let deaths = data.and_then(|data| read_u32(memory, data + places.deaths));
        let (flags, unread) = look.map_or((None, Vec::new()), |FlagsLook { set, unread }| (Some(set), unread));
        Observation { scene, igt_ms, deaths, flags, unread, map, zone: None }
    }

    /// False if the game could not do it now.
    pub fn obey(&mut self, order: &Order) -> bool {
        match order {
            Order::Watch { flags } => {
                self.watched.clone_from(flags);
                self.watched.sort_unstable();
                self.watched.dedup();
                true
            }
            Order::ClearFlag(flag) => self.put(*flag, false),
            Order::SetFlag(flag) => self.put(*flag, true),
        }
    }

    fn put(&self, flag: u32, on: bool) -> bool {
        let flags = self.places.as_ref().and_then(|places| Flags::open(&self.memory, places));
        flags.is_some_and(|flags| flags.put(flag, on))
    }
}

/// Without a player: the menu, where IGT is 0; while a character is taken in or out, a loading screen.
fn read_scene(memory: &impl Memory, places: &Places, igt_ms: Option<u32>) -> (Scene, Option<MapId>) {
    let world = read_pointer(memory, places.world_chr_man);
    let Some(player) = world.and_then(|world| read_pointer(memory, world + places.player)) else {
        return (if igt_ms.unwrap_or(0) == 0 { Scene::Menu } else { Scene::Loading }, None);
    };
    let map = read_u32(memory, player + places.map).filter(|map| *map != NO_MAP).map(MapId);
    let is_somewhere =
        (0..3).any(|axis| read_f32(memory, player + places.position + axis * 4).is_some_and(|at| at != 0.0));
    let scene =
        if map.is_some() && is_somewhere && is_loaded(memory, places) { Scene::Playing } else { Scene::Loading };
    (scene, map)
}

/// True where the menu's manager is not looked at.
fn is_loaded(memory: &impl Memory, places: &Places) -> bool {
    let Some(menu) = places.menu_man else { return true };
    read_pointer(memory, menu)
        .and_then(|menu| read_f32(memory, menu + places.loaded))
        .is_some_and(|loaded| loaded > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_kit::{FakeGame, Kind, BASE};

    fn open(fake: FakeGame) -> Game<FakeGame> {
        Game::open(fake, BASE, &PlacesFile::built_in())
    }

    fn playing() -> FakeGame {
        let fake = FakeGame::new();
        fake.group(1_050_294, Kind::Holder(3));
        fake.play(0x1f13_0000, [1.0, 0.0, 0.0]);
        fake.igt(120_000);
        fake.deaths(4);
        fake
    }

    #[test]
    fn a_character_in_the_world_is_seen_whole() {
        let mut game = open(playing());
        assert_eq!(game.version(), GameVersion { text: "2.6.1".into(), known: true });
        game.obey(&Order::Watch { flags: vec![1_050_294_001, 1_050_294_000, 1_050_294_001] });
        game.obey(&Order::SetFlag(1_050_294_001));
        assert_eq!(
            game.look(),
            Observation {
                scene: Scene::Playing,
                igt_ms: Some(120_000),
                deaths: Some(4),
                flags: Some(vec![1_050_294_001]),
                unread: vec![],
                map: Some(MapId(0x1f13_0000)),
                zone: None,
            }
        );
    }

    #[test]
    fn a_captured_flag_is_cleared_in_the_game() {
        let mut game = open(playing());
        game.obey(&Order::Watch { flags: vec![1_050_294_001] });
        assert!(game.obey(&Order::SetFlag(1_050_294_001)));
        assert!(game.obey(&Order::ClearFlag(1_050_294_001)));
        assert_eq!(game.look().flags, Some(vec![]));
    }

    #[test]
    fn the_menu_has_no_player_and_no_time() {
        let fake = playing();
        fake.leave();
        fake.igt(0);
        let mut game = open(fake);
        game.obey(&Order::Watch { flags: vec![1_050_294_001] });
        let look = game.look();
        assert_eq!((look.scene, look.map, look.flags), (Scene::Menu, None, None));
    }

    #[test]
    fn a_character_on_its_way_is_a_loading_screen() {
        let fake = playing();
        fake.leave();
        assert_eq!(open(fake).look().scene, Scene::Loading, "a time, and no player yet");
        for (map, position) in [(NO_MAP, [1.0, 2.0, 3.0]), (0x1f13_0000, [0.0, 0.0, 0.0])] {
            let fake = playing();
            fake.play(map, position);
            assert_eq!(open(fake).look().scene, Scene::Loading);
        }
        let fake = playing();
        fake.loaded(0.0);
        assert_eq!(open(fake).look().scene, Scene::Loading);
    }

    #[test]
    fn flags_are_seen_in_loading_screens() {
        let fake = playing();
        fake.play(NO_MAP, [0.0; 3]);
        let mut game = open(fake);
        game.obey(&Order::Watch { flags: vec![1_050_294_001] });
        game.obey(&Order::SetFlag(1_050_294_001));
        assert_eq!(game.look().flags, Some(vec![1_050_294_001]));
    }

    #[test]
    fn an_unknown_version_is_named_and_nothing_is_read() {
        let fake = playing();
        fake.version([2, 9, 0, 0]);
        let mut game = open(fake);
        assert_eq!(game.version(), GameVersion { text: "2.9.0".into(), known: false });
        assert_eq!(game.look(), Observation::default());
        assert!(!game.obey(&Order::SetFlag(1_050_294_001)));
    }

    #[test]
    fn every_pointer_may_be_missing() {
        let places = FakeGame::new().places();
        for pointer in [places.game_data_man, places.world_chr_man, places.event_flag_man, places.menu_man.unwrap()] {
            for value in [0_u64, 0x10, 0xdead_0000, u64::MAX] {
                let fake = playing();
                fake.memory.put(pointer, &value.to_le_bytes());
                let mut game = open(fake);
                game.obey(&Order::Watch { flags: vec![1_050_294_001] });
                let look = game.look();
                let complete = look.scene == Scene::Playing && look.igt_ms.is_some() && look.flags.is_some();
                assert!(!complete, "{pointer:#x} = {value:#x}: {look:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_watched_is_named() {
        let mut game = open(playing());
        game.obey(&Order::Watch { flags: vec![1_050_294_001, 5] });
        let look = game.look();
        assert_eq!((look.flags, look.unread), (Some(vec![]), vec![5]));
    }
}
