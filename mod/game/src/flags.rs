//! Event flags: bits in groups, the groups in a tree (std::map, ordered by key). A group's bits are a part of one common block or lie
//! behind a pointer of its own; sources disagree on which value of its kind means what, so the one value that they agree on is in
//! `Places`, and everything else is a pointer if it can be followed.

use std::ops::RangeInclusive;

use crate::memory::{as_pointer, read, read_pointer, read_u32, read_u8, Memory};
use crate::places::Places;

/// Of the tree: deeper is no tree but a circle.
const DEEPEST: usize = 64;

/// The game's is 1000; what is far from that was not read from the right place.
const DIVISORS: RangeInclusive<u32> = 1..=65_536;

/// In the head of the tree: the root.
const PARENT: u64 = 8;

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
        let divisor = read_u32(memory, manager + places.flag_divisor).filter(|divisor| DIVISORS.contains(divisor))?;
        Some(Self { memory, places, manager, divisor })
    }

    /// `flags` in ascending order are looked at fastest: each group is then read once.
    pub fn look(&self, flags: &[u32]) -> FlagsLook {
        let mut look = FlagsLook::default();
        let mut bits = vec![0; self.divisor.div_ceil(8) as usize];
        let mut group: Option<(u32, bool)> = None;
        for &flag in flags {
            let key = flag / self.divisor;
            let is_read = match group {
                Some((same, is_read)) if same == key => is_read,
                _ => self.find(key).is_some_and(|start| self.memory.read(start, &mut bits)),
            };
            group = Some((key, is_read));
            let (byte, mask) = self.within(flag);
            match bits.get(byte as usize).filter(|_| is_read) {
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
        let mut address = read_pointer(self.memory, head + PARENT)?;
        for _ in 0..DEEPEST {
            let node = Node::read(self.memory, address)?;
            if node.is_nil {
                return None;
            }
            if node.key == key {
                return self.bits(&node);
            }
            address = as_pointer(if node.key < key { node.right } else { node.left })?;
        }
        None
    }

    fn bits(&self, node: &Node) -> Option<u64> {
        if node.kind != self.places.holder_kind {
            return as_pointer(node.data);
        }
        let holders = read_pointer(self.memory, self.manager + self.places.flag_holders)?;
        let size = u64::from(read_u32(self.memory, self.manager + self.places.flag_holder_size)?);
        Some(holders + size * (node.data & u64::from(u32::MAX)))
    }
}

/// Of the tree, read at once.
struct Node {
    left: u64,
    right: u64,
    is_nil: bool,
    key: u32,
    kind: u32,
    /// A pointer, or an index in its lower half.
    data: u64,
}

impl Node {
    fn read(memory: &impl Memory, address: u64) -> Option<Self> {
        let bytes: [u8; 0x38] = read(memory, address)?;
        let long = |at: usize| bytes[at..at + 8].try_into().map(u64::from_le_bytes).ok();
        let short = |at: usize| bytes[at..at + 4].try_into().map(u32::from_le_bytes).ok();
        let (left, right, data) = (long(0)?, long(0x10)?, long(0x30)?);
        Some(Self { left, right, is_nil: bytes[0x19] != 0, key: short(0x20)?, kind: short(0x28)?, data })
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
        fake.memory.put(root, &root.to_le_bytes());
        fake.memory.put(root + 0x10, &root.to_le_bytes());
        assert_eq!(Flags::open(&fake.memory, &places).unwrap().look(&[12]).unread, [12]);
    }

    #[test]
    fn no_manager_and_no_divisor_is_no_flags() {
        let fake = fake();
        let places = fake.places();
        fake.memory.put(places.event_flag_man, &0_u64.to_le_bytes());
        assert!(Flags::open(&fake.memory, &places).is_none());
        for divisor in [0, u32::MAX] {
            let other = self::fake();
            other.divisor(divisor);
            assert!(Flags::open(&other.memory, &places).is_none());
        }
    }
}
