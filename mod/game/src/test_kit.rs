//! A game made of bytes, for this crate's tests.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use crate::executable::Executable;
use crate::memory::Memory;
use crate::places::{Places, PlacesFile};

pub const BASE: u64 = 0x1_4000_0000;

/// What nobody wrote to cannot be read.
#[derive(Default)]
pub struct FakeMemory(RefCell<HashMap<u64, u8>>);

impl FakeMemory {
    pub fn put(&self, address: u64, bytes: &[u8]) {
        self.0.borrow_mut().extend(bytes.iter().enumerate().map(|(at, byte)| (address + at as u64, *byte)));
    }
}

impl Memory for FakeMemory {
    fn read(&self, address: u64, into: &mut [u8]) -> bool {
        let bytes = self.0.borrow();
        into.iter_mut().enumerate().all(|(at, byte)| {
            let found = address.checked_add(at as u64).and_then(|address| bytes.get(&address));
            found.is_some_and(|found| {
                *byte = *found;
                true
            })
        })
    }

    fn write(&self, address: u64, bytes: &[u8]) -> bool {
        let known = (0..bytes.len() as u64).all(|at| self.0.borrow().contains_key(&(address + at)));
        if known {
            self.put(address, bytes);
        }
        known
    }
}

/// Headers at BASE, code at +0x1000, resources with a version at +0x2000.
pub fn make_executable(memory: &FakeMemory, [major, minor, patch, build]: [u16; 4], code: &[u8]) {
    let mut headers = vec![0; 0x400];
    let mut put = |at: usize, bytes: &[u8]| headers[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"MZ");
    put(0x3c, &0x80_u32.to_le_bytes());
    put(0x80, b"PE\0\0");
    put(0x86, &2_u16.to_le_bytes());
    put(0x80 + 20, &0xf0_u16.to_le_bytes());
    let optional = 0x80 + 24;
    put(optional + 128, &0x2000_u32.to_le_bytes());
    put(optional + 132, &0x100_u32.to_le_bytes());
    let sections = [(code.len() as u32, 0x1000_u32, 0x6000_0020_u32), (0x100, 0x2000, 0x4000_0040)];
    for (index, (size, at, kind)) in sections.into_iter().enumerate() {
        let header = optional + 0xf0 + index * 40;
        put(header + 8, &size.to_le_bytes());
        put(header + 12, &at.to_le_bytes());
        put(header + 36, &kind.to_le_bytes());
    }
    memory.put(BASE, &headers);
    memory.put(BASE + 0x1000, code);
    let mut resources = vec![0; 0x100];
    resources[0x40..0x44].copy_from_slice(&0xfeef_04bd_u32.to_le_bytes());
    for (at, number) in [(0x48, minor), (0x4a, major), (0x4c, build), (0x4e, patch)] {
        resources[at..at + 2].copy_from_slice(&number.to_le_bytes());
    }
    memory.put(BASE + 0x2000, &resources);
}

/// The bytes of a pattern, loading from `target`; holes are filled with anything.
pub fn load_instruction(pattern: &str, operand: u64, at: u64, target: u64) -> Vec<u8> {
    let mut bytes: Vec<u8> =
        pattern.split_whitespace().map(|word| u8::from_str_radix(word, 16).unwrap_or(0x75)).collect();
    let distance = (target as i64 - (at + operand + 4) as i64) as i32;
    bytes[operand as usize..operand as usize + 4].copy_from_slice(&distance.to_le_bytes());
    bytes
}

const DATA: u64 = 0x2_0000_0000;
const WORLD: u64 = 0x2_0001_0000;
const PLAYER: u64 = 0x2_0010_0000;
const MENU: u64 = 0x2_0020_0000;
const FLAG_MAN: u64 = 0x2_0030_0000;
pub const FLAG_HEAD: u64 = 0x2_0031_0000;
const HOLDERS: u64 = 0x2_0032_0000;
const OWN_BITS: u64 = 0x2_0033_0000;
const NODES: u64 = 0x2_0034_0000;
const HOLDER_SIZE: u32 = 125;

/// Where a group's bits are.
#[derive(Clone, Copy)]
pub enum Kind {
    /// In the common block, at this index.
    Holder(u32),
    /// Behind a pointer, with this number as kind.
    Pointer(u32),
    /// Behind a pointer that leads nowhere.
    Nowhere,
}

/// Version 2.6.1, in the menu.
pub struct FakeGame {
    pub memory: FakeMemory,
    nodes: Cell<u64>,
}

impl FakeGame {
    pub fn new() -> Self {
        let fake = Self { memory: FakeMemory::default(), nodes: Cell::new(0) };
        make_executable(&fake.memory, [2, 6, 1, 0], &[0x90; 32]);
        let places = fake.places();
        let blocks = [
            (DATA, 0x200),
            (WORLD, 0x1f000),
            (PLAYER, 0x800),
            (MENU, 0x800),
            (FLAG_MAN, 0x100),
            (FLAG_HEAD, 0x40),
            (HOLDERS, 0x1000),
            (OWN_BITS, 0x1000),
        ];
        for (block, size) in blocks {
            fake.memory.put(block, &vec![0; size]);
        }
        let pointers = [
            (places.game_data_man, DATA),
            (places.world_chr_man, WORLD),
            (places.event_flag_man, FLAG_MAN),
            (places.menu_man.unwrap(), MENU),
        ];
        for (at, block) in pointers {
            fake.memory.put(at, &block.to_le_bytes());
        }
        fake.divisor(1000);
        fake.memory.put(FLAG_MAN + 0x20, &HOLDER_SIZE.to_le_bytes());
        fake.memory.put(FLAG_MAN + 0x28, &HOLDERS.to_le_bytes());
        fake.memory.put(FLAG_MAN + 0x38, &FLAG_HEAD.to_le_bytes());
        for link in [0, 8, 0x10] {
            fake.memory.put(FLAG_HEAD + link, &FLAG_HEAD.to_le_bytes());
        }
        fake.memory.put(FLAG_HEAD + 0x19, &[1]);
        fake
    }

    pub fn places(&self) -> Places {
        let executable = Executable::at(&self.memory, BASE).unwrap();
        PlacesFile::built_in().find(&self.memory, &executable).0.unwrap()
    }

    pub fn version(&self, numbers: [u16; 4]) {
        make_executable(&self.memory, numbers, &[0x90; 32]);
    }

    pub fn divisor(&self, divisor: u32) {
        self.memory.put(FLAG_MAN + 0x1c, &divisor.to_le_bytes());
    }

    pub fn play(&self, map: u32, position: [f32; 3]) {
        self.memory.put(WORLD + 0x1e508, &PLAYER.to_le_bytes());
        self.memory.put(PLAYER + 0x6d0, &map.to_le_bytes());
        for (axis, at) in position.into_iter().enumerate() {
            self.memory.put(PLAYER + 0x6c0 + axis as u64 * 4, &at.to_le_bytes());
        }
        self.loaded(1.0);
    }

    pub fn leave(&self) {
        self.memory.put(WORLD + 0x1e508, &[0; 8]);
    }

    pub fn loaded(&self, loaded: f32) {
        self.memory.put(MENU + 0x744, &loaded.to_le_bytes());
    }

    pub fn igt(&self, ms: u32) {
        self.memory.put(DATA + 0xa0, &ms.to_le_bytes());
    }

    pub fn deaths(&self, count: u32) {
        self.memory.put(DATA + 0x94, &count.to_le_bytes());
    }

    pub fn byte_of(&self, kind: Kind, index: u64) -> u8 {
        crate::memory::read_u8(&self.memory, bits(kind) + index).unwrap()
    }

    /// Adds a group as a leaf of the tree.
    pub fn group(&self, key: u32, kind: Kind) {
        let node = NODES + self.nodes.replace(self.nodes.get() + 1) * 0x40;
        self.memory.put(node, &[0; 0x40]);
        let (number, data) = match kind {
            Kind::Holder(index) => (1, u64::from(index)),
            Kind::Pointer(number) => (number, bits(kind)),
            Kind::Nowhere => (3, 0),
        };
        for (at, link) in [(0, FLAG_HEAD), (0x10, FLAG_HEAD), (0x30, data)] {
            self.memory.put(node + at, &link.to_le_bytes());
        }
        self.memory.put(node + 0x20, &key.to_le_bytes());
        self.memory.put(node + 0x28, &number.to_le_bytes());
        let (mut above, mut link) = (FLAG_HEAD, 8);
        loop {
            let next = crate::memory::read_pointer(&self.memory, above + link).unwrap();
            if next == FLAG_HEAD {
                break;
            }
            above = next;
            link = if key < crate::memory::read_u32(&self.memory, next + 0x20).unwrap() { 0 } else { 0x10 };
        }
        self.memory.put(above + link, &node.to_le_bytes());
        self.memory.put(node + 8, &above.to_le_bytes());
    }
}

fn bits(kind: Kind) -> u64 {
    match kind {
        Kind::Holder(index) => HOLDERS + u64::from(HOLDER_SIZE * index),
        Kind::Pointer(number) => OWN_BITS + u64::from(number) * 0x100,
        Kind::Nowhere => 0,
    }
}

impl Memory for FakeGame {
    fn read(&self, address: u64, into: &mut [u8]) -> bool {
        self.memory.read(address, into)
    }

    fn write(&self, address: u64, bytes: &[u8]) -> bool {
        self.memory.write(address, bytes)
    }
}
