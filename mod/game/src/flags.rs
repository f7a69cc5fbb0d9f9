//! Event flags: bits in groups, the groups in a tree (std::map, ordered by key). A group's bits are a part of one common block or lie
//! behind a pointer of its own; sources disagree on which value of its kind means what, so the one value that they agree on is in
//! `Places`, and everything else is a pointer if it can be followed.

use crate::memory::{read_pointer, read_u32, read_u8, Memory};
use crate::places::Places;

/// Of the tree: deeper is no tree but a circle.
const DEEPEST: usize = 64;

const LEFT: u64 = 0;
const PARENT: u64 = 8;
const RIGHT: u64 = 0x10;
const IS_NIL: u64 = 0x19;
const KEY: u64 = 0x20;
const KIND: u64 = 0x28;
const DATA: u64 = 0x30;

pub struct Flags<'a, M> {
    memory: &'a M,
    places: &'a Places,
    manager: u64,
    divisor: u32,
}

/// What can be said of many flags at once.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FlagsLook {
    pub set: Vec<u32>,
    /// Their group was not found or could not be read.
    pub unread: Vec<u32>,
}

impl<'a, M: Memory> Flags<'a, M> {
    /// None while the game has no flags yet.
    pub fn open(memory: &'a M, places: &'a Places) -> Option<Self> {
        let manager = read_pointer(memory, places.event_flag_man)?;
        let divisor = read_u32(memory, manager + places.flag_divisor).filter(|divisor| *divisor > 0)?;
        Some(Self { memory, places, manager, divisor })
    }

    /// `flags` in ascending order are looked at fastest: each group is then looked for once.
    pub fn look(&self, flags: &[u32]) -> FlagsLook {
        let mut look = FlagsLook::default();
        let mut group: Option<(u32, Option<u64>)> = None;
        for &flag in flags {
            let key = flag / self.divisor;
            let bits = match group {
                Some((same, bits)) if same == key => bits,
                _ => self.find(key),
            };
            group = Some((key, bits));
            let (byte, mask) = self.within(flag);
            match bits.and_then(|bits| read_u8(self.memory, bits + byte)) {
                Some(byte) if byte & mask != 0 => look.set.push(flag),
                Some(_) => {}
                None => look.unread.push(flag),
            }
        }
        look
    }

    /// Sets or clears one flag. False if it was not found or not written.
    pub fn put(&self, flag: u32, on: bool) -> bool {
        let (byte, mask) = self.within(flag);
        let Some(address) = self.find(flag / self.divisor).map(|bits| bits + byte) else { return false };
        let Some(before) = read_u8(self.memory, address) else { return false };
        let after = if on { before | mask } else { before & !mask };
        after == before || self.memory.write(address, &[after])
    }

    /// Byte and bit inside a group: the highest bit comes first.
    fn within(&self, flag: u32) -> (u64, u8) {
        let rest = flag % self.divisor;
        (u64::from(rest >> 3), 0x80 >> (rest & 7))
    }

    /// Where the bits of a group begin.
    fn find(&self, key: u32) -> Option<u64> {
        let head = read_pointer(self.memory, self.manager + self.places.flag_groups)?;
        let mut node = read_pointer(self.memory, head + PARENT)?;
        for _ in 0..DEEPEST {
            if read_u8(self.memory, node + IS_NIL)? != 0 {
                return None;
            }
            let here = read_u32(self.memory, node + KEY)?;
            if here == key {
                return self.bits(node);
            }
            node = read_pointer(self.memory, node + if here < key { RIGHT } else { LEFT })?;
        }
        None
    }

    fn bits(&self, node: u64) -> Option<u64> {
        if read_u32(self.memory, node + KIND)? != self.places.holder_kind {
            return read_pointer(self.memory, node + DATA);
        }
        let holders = read_pointer(self.memory, self.manager + self.places.flag_holders)?;
        let size = u64::from(read_u32(self.memory, self.manager + self.places.flag_holder_size)?);
        Some(holders + size * u64::from(read_u32(self.memory, node + DATA)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_kit::{FakeGame, Kind, FLAG_HEAD};

    /// One group in the common block, two behind pointers (of either kind that sources name), one that leads nowhere.
    fn fake() -> FakeGame {
        let fake = FakeGame::new();
        fake.group(1_050_294, Kind::Holder(3));
        fake.group(1_040_292, Kind::Pointer(2));
        fake.group(76, Kind::Pointer(3));
        fake.group(9_999_999, Kind::Nowhere);
        fake
    }

    #[test]
    fn both_shapes_are_read_and_written() {
        let fake = fake();
        let places = fake.places();
        let flags = Flags::open(&fake.memory, &places).unwrap();
        for flag in [1_050_294_000, 1_050_294_007, 1_050_294_093, 1_050_294_999, 1_040_292_900, 76_103] {
            assert_eq!(flags.look(&[flag]), FlagsLook::default(), "{flag}");
            assert!(flags.put(flag, true));
            assert_eq!(flags.look(&[flag]), FlagsLook { set: vec![flag], unread: vec![] }, "{flag}");
            assert_eq!(flags.look(&[flag - flag % 8 + (flag + 1) % 8]).set, [0; 0], "not its neighbour");
            assert!(flags.put(flag, false));
            assert_eq!(flags.look(&[flag]), FlagsLook::default(), "{flag}");
        }
    }

    #[test]
    fn a_flag_is_the_bit_that_the_game_means() {
        let fake = fake();
        let places = fake.places();
        let flags = Flags::open(&fake.memory, &places).unwrap();
        assert!(flags.put(1_050_294_013, true));
        assert_eq!(fake.byte_of(Kind::Holder(3), 1), 0b0000_0100, "13 is the sixth bit of the second byte");
        assert!(flags.put(76_000, true));
        assert_eq!(fake.byte_of(Kind::Pointer(3), 0), 0b1000_0000);
    }

    #[test]
    fn a_neighbour_keeps_its_value() {
        let fake = fake();
        let places = fake.places();
        let flags = Flags::open(&fake.memory, &places).unwrap();
        assert!(flags.put(1_050_294_000, true) && flags.put(1_050_294_001, true));
        assert!(flags.put(1_050_294_000, false));
        assert_eq!(flags.look(&[1_050_294_000, 1_050_294_001]).set, [1_050_294_001]);
    }

    #[test]
    fn what_has_no_group_is_unread() {
        let fake = fake();
        let places = fake.places();
        let flags = Flags::open(&fake.memory, &places).unwrap();
        let look = flags.look(&[5, 1_050_294_000, 4_000_000_000, 1_234_567_890]);
        assert_eq!(look, FlagsLook { set: vec![], unread: vec![5, 4_000_000_000, 1_234_567_890] });
        assert!(!flags.put(5, true));
        assert!(!flags.put(4_294_967_295, true));
    }

    #[test]
    fn a_group_that_leads_nowhere_is_unread() {
        let fake = FakeGame::new();
        fake.group(7, Kind::Nowhere);
        let places = fake.places();
        let flags = Flags::open(&fake.memory, &places).unwrap();
        assert_eq!(flags.look(&[7_001]).unread, [7_001]);
        assert!(!flags.put(7_001, true));
    }

    #[test]
    fn an_empty_tree_has_no_group() {
        let fake = FakeGame::new();
        let places = fake.places();
        assert_eq!(Flags::open(&fake.memory, &places).unwrap().look(&[7_001]).unread, [7_001]);
    }

    #[test]
    fn a_circle_ends() {
        let fake = fake();
        let places = fake.places();
        let root: [u8; 8] = crate::memory::read(&fake.memory, FLAG_HEAD + PARENT).unwrap();
        let root = u64::from_le_bytes(root);
        fake.memory.put(root + LEFT, &root.to_le_bytes());
        fake.memory.put(root + RIGHT, &root.to_le_bytes());
        assert_eq!(Flags::open(&fake.memory, &places).unwrap().look(&[12]).unread, [12]);
    }

    #[test]
    fn no_manager_and_no_divisor_is_no_flags() {
        let fake = fake();
        let places = fake.places();
        fake.memory.put(places.event_flag_man, &0_u64.to_le_bytes());
        assert!(Flags::open(&fake.memory, &places).is_none());
        let other = self::fake();
        other.divisor(0);
        assert!(Flags::open(&other.memory, &places).is_none());
    }
}
