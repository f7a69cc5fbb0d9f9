//! Which character is this? A save is fresh, this race's (its IGT continues what was seen last), or another's. Gates of another's
//! do not count. Deliberately absent: what follows from it (tracker).

use crate::protocol::SaveState;
use serde::{Deserialize, Serialize};

/// A save younger than this is a new character.
pub const FRESH_BELOW_MS: u32 = 15_000;
/// How far a save may lie behind what was seen last: a crash loses what the game had not saved.
const BEHIND_MS: u32 = 300_000;
/// How far ahead: what was played since the last note of it.
const AHEAD_MS: u32 = 60_000;
/// A player who begins anew now and then; of more, those that were played least are forgotten.
const CHARACTERS: usize = 8;
const GATES_KEPT: usize = 16;
/// The order to clear a flag reaches the game a little after the gate was noted; a save from between still has it. Where nobody saw
/// it cleared, that counts as long.
const CLEARED_AFTER_MS: u32 = 5_000;
const SEEN_BEFORE_MS: u32 = 1_000;

/// A character of this race.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Character {
    /// Last seen IGT.
    pub igt_ms: u32,
    /// Newest gates.
    gates: Vec<Gate>,
    /// Its finish was reported.
    #[serde(default)]
    pub finished: bool,
    /// An organizer took that finish back. Its flag is still set in the save: only once it was seen unset does it count again.
    #[serde(default)]
    taken_back: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Gate {
    flag: u32,
    /// IGT when its flag was seen, and when it was written down.
    seen: u32,
    noted: u32,
    /// IGT when its flag was unset again.
    #[serde(default)]
    cleared: Option<u32>,
}

impl Character {
    fn new(igt_ms: u32) -> Self {
        Self { igt_ms, gates: Vec::new(), finished: false, taken_back: false }
    }

    pub fn note_gate(&mut self, flag: u32, seen: u32, noted: u32) {
        self.gates.push(Gate { flag, seen, noted, cleared: None });
        if self.gates.len() > GATES_KEPT {
            self.gates.remove(0);
        }
    }

    /// A save after this IGT has the flag only if the gate was passed again.
    pub fn note_cleared(&mut self, flag: u32, igt_ms: u32) {
        for gate in self.gates.iter_mut().filter(|gate| gate.flag == flag) {
            gate.cleared.get_or_insert(igt_ms);
        }
    }

    /// The finish's flag is unset in its save. True if the next finish counts from now on.
    pub fn note_unfinished(&mut self) -> bool {
        let anew = std::mem::take(&mut self.taken_back);
        self.finished &= !anew;
        anew
    }

    /// What a save of this IGT tells of gates: without its flag a gate was cleared by then, or was not passed yet in this save.
    /// `is_unset` answers for flags that can be read.
    pub fn compare_with_save(&mut self, igt_ms: u32, is_unset: impl Fn(u32) -> bool) {
        self.gates.retain(|gate| gate.seen <= igt_ms || !is_unset(gate.flag));
        for gate in self.gates.iter_mut().filter(|gate| is_unset(gate.flag)) {
            gate.cleared.get_or_insert(igt_ms);
        }
    }

    /// True if a save of this IGT has the flag only because it was saved between the gate and the clearing of its flag.
    pub fn is_leftover(&self, flag: u32, igt_ms: u32) -> bool {
        self.gates.iter().any(|gate| {
            let from = gate.seen.saturating_sub(SEEN_BEFORE_MS);
            let to = gate.cleared.unwrap_or(gate.noted.saturating_add(CLEARED_AFTER_MS));
            gate.flag == flag && (from..=to).contains(&igt_ms)
        })
    }

    fn continues_at(&self, igt_ms: u32) -> bool {
        let from = self.igt_ms.saturating_sub(BEHIND_MS);
        (from..=self.igt_ms.saturating_add(AHEAD_MS)).contains(&igt_ms)
    }
}

/// The characters with which this race was played here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Saves {
    characters: Vec<Character>,
}

impl Saves {
    /// A character was loaded with this IGT; the index is of its record.
    pub fn load(&mut self, igt_ms: u32) -> (SaveState, Option<usize>) {
        // The nearest one; of equals the newest.
        let nearest = (0..self.characters.len())
            .rev()
            .filter(|&at| self.characters[at].continues_at(igt_ms))
            .min_by_key(|&at| self.characters[at].igt_ms.abs_diff(igt_ms));
        if igt_ms >= FRESH_BELOW_MS {
            return nearest.map_or((SaveState::Other, None), |at| (SaveState::Race, Some(at)));
        }
        // As good as new; but one whose gates lie before this moment is no other than the one that passed them.
        let known = nearest.filter(|&at| self.characters[at].gates.iter().any(|gate| gate.seen <= igt_ms));
        (SaveState::Fresh, Some(known.unwrap_or_else(|| self.begin(igt_ms))))
    }

    fn begin(&mut self, igt_ms: u32) -> usize {
        self.characters.push(Character::new(igt_ms));
        self.forget();
        self.characters.len() - 1
    }

    /// Those that were played least, and never the last one.
    fn forget(&mut self) {
        while self.characters.len() > CHARACTERS {
            let others = 0..self.characters.len() - 1;
            let least = others.min_by_key(|&at| self.characters[at].igt_ms).unwrap_or(0);
            self.characters.remove(least);
        }
    }

    /// True if there was one.
    pub fn take_back_finish(&mut self) -> bool {
        let mut any = false;
        for character in self.characters.iter_mut().filter(|it| it.finished && !it.taken_back) {
            (character.taken_back, any) = (true, true);
        }
        any
    }

    /// Takes over what another outbox of the same race knows, as older than what is known here.
    pub fn learn(&mut self, other: &Self) {
        let new: Vec<Character> = other.characters.iter().filter(|it| !self.characters.contains(it)).cloned().collect();
        self.characters.splice(..0, new);
        self.forget();
    }

    pub fn get(&self, index: usize) -> Option<&Character> {
        self.characters.get(index)
    }

    pub fn get_mut(&mut self, index: usize) -> Option<&mut Character> {
        self.characters.get_mut(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(igt_ms: u32) -> Saves {
        let mut saves = Saves::default();
        let (_, index) = saves.load(0);
        saves.get_mut(index.unwrap()).unwrap().igt_ms = igt_ms;
        saves
    }

    #[test]
    fn a_save_is_told_by_its_igt() {
        // IGT that was seen last, IGT of the save, what it is.
        for (last, igt, expected) in [
            (0, 0, SaveState::Fresh),
            (600_000, 14_999, SaveState::Fresh),
            (600_000, 600_000, SaveState::Race),
            (600_000, 660_000, SaveState::Race),
            (600_000, 661_000, SaveState::Other),
            (600_000, 300_000, SaveState::Race),
            (600_000, 299_000, SaveState::Other),
            (20_000, 360_000_000, SaveState::Other),
        ] {
            assert_eq!(played(last).load(igt).0, expected, "last {last}, now {igt}");
        }
        assert_eq!(Saves::default().load(20_000), (SaveState::Other, None));
    }

    #[test]
    fn a_new_character_by_mistake_does_not_make_the_real_one_a_stranger() {
        let mut saves = played(3_000_000);
        let (state, by_mistake) = saves.load(1_000);
        assert_eq!(state, SaveState::Fresh);
        saves.get_mut(by_mistake.unwrap()).unwrap().igt_ms = 70_000;
        assert_eq!(saves.load(3_000_500), (SaveState::Race, Some(0)));
        assert_eq!(saves.load(71_000), (SaveState::Race, Some(1)));
    }

    #[test]
    fn a_gate_in_the_first_seconds_is_known_again() {
        let mut saves = played(14_000);
        saves.get_mut(0).unwrap().note_gate(7, 13_000, 13_500);
        assert_eq!(saves.load(13_200), (SaveState::Fresh, Some(0)));
        assert_eq!(saves.load(100), (SaveState::Fresh, Some(1)), "no gate was passed so early: another character");
    }

    #[test]
    fn characters_do_not_pile_up_and_the_real_one_is_not_forgotten_for_them() {
        let mut saves = played(3_000_000);
        for _ in 0..100 {
            let (_, begun) = saves.load(0);
            assert_eq!(begun, Some(saves.characters.len() - 1));
        }
        assert_eq!(saves.characters.len(), CHARACTERS);
        assert_eq!(saves.load(3_000_000).0, SaveState::Race);
    }

    #[test]
    fn what_another_outbox_knows_is_learnt_once() {
        let (mut saves, mut other) = (played(3_000_000), played(3_000_000));
        saves.learn(&other);
        assert_eq!(saves, other);
        other.get_mut(0).unwrap().igt_ms = 5_000_000;
        saves.learn(&other);
        assert_eq!(saves.load(5_000_500), (SaveState::Race, Some(0)));
        assert_eq!(saves.load(3_000_500), (SaveState::Race, Some(1)));
        for _ in 0..20 {
            saves.learn(&played(1_000));
            other.get_mut(0).unwrap().igt_ms += 1_000_000;
            saves.learn(&other);
        }
        assert_eq!(saves.characters.len(), CHARACTERS);
    }

    #[test]
    fn a_flag_in_a_save_from_just_after_its_gate_was_noted_already() {
        let mut character = Character::new(0);
        character.note_gate(7, 100_000, 104_000);
        for (flag, igt, leftover) in
            [(7, 98_000, false), (7, 100_000, true), (7, 108_000, true), (7, 110_000, false), (8, 104_000, false)]
        {
            assert_eq!(character.is_leftover(flag, igt), leftover, "flag {flag} at {igt}");
        }
        character.note_cleared(7, 104_100);
        character.note_cleared(7, 200_000);
        assert!(character.is_leftover(7, 104_100) && !character.is_leftover(7, 104_101));
    }

    #[test]
    fn a_save_without_a_flag_ends_the_time_of_its_gate() {
        let mut character = Character::new(0);
        character.note_gate(7, 100_000, 104_000);
        character.note_gate(8, 100_000, 104_000);
        character.compare_with_save(105_000, |flag| flag == 7);
        assert!(!character.is_leftover(7, 105_001) && character.is_leftover(8, 105_001));
        character.compare_with_save(90_000, |_| true);
        assert!(
            !character.is_leftover(7, 100_500) && !character.is_leftover(8, 100_500),
            "passed anew in an older save"
        );
    }
}
