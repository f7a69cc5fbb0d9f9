//! Event flags as the game keeps them: a tree (std::map) of groups of 1000, whose bits lie either in one common block or behind an own
//! pointer. Groups come up as they are named, every other one in the other way, so that the mod must read both.

use crate::image::{block, read, write};

const PER_GROUP: u32 = 1000;
const HOLDER_SIZE: usize = 0x80;
const HOLDERS: usize = 256;

const LEFT: usize = 0;
const PARENT: usize = 8;
const RIGHT: usize = 0x10;
const IS_NIL: usize = 0x19;
const KEY: usize = 0x20;
const KIND: usize = 0x28;
const DATA: usize = 0x30;

const IN_HOLDER: u32 = 1;
const BY_POINTER: u32 = 3;

pub struct Flags {
    pub manager: usize,
    head: usize,
    holders: usize,
    groups: usize,
}

impl Flags {
    pub fn lay_out() -> Self {
        let (manager, head, holders) = (block(0x100), block(0x40), block(HOLDER_SIZE * HOLDERS));
        write(manager + 0x1c, PER_GROUP);
        write(manager + 0x20, HOLDER_SIZE as u32);
        write(manager + 0x28, holders);
        write(manager + 0x38, head);
        for link in [LEFT, PARENT, RIGHT] {
            write(head + link, head);
        }
        write(head + IS_NIL, 1_u8);
        Self { manager, head, holders, groups: 0 }
    }

    pub fn set(&mut self, flag: u32, on: bool) {
        let (address, bit) = self.place(flag);
        let byte: u8 = read(address);
        write(address, if on { byte | bit } else { byte & !bit });
    }

    pub fn is_set(&mut self, flag: u32) -> bool {
        let (address, bit) = self.place(flag);
        read::<u8>(address) & bit != 0
    }

    fn place(&mut self, flag: u32) -> (usize, u8) {
        let node = self.group(flag / PER_GROUP);
        let within = flag % PER_GROUP;
        let data = match read::<u32>(node + KIND) {
            IN_HOLDER => self.holders + HOLDER_SIZE * read::<u32>(node + DATA) as usize,
            _ => read::<usize>(node + DATA),
        };
        (data + (within >> 3) as usize, 1 << (7 - (within & 7)))
    }

    /// Finds or adds a node. A new one is complete before anything points to it.
    fn group(&mut self, key: u32) -> usize {
        let (mut parent, mut link) = (self.head, PARENT);
        let mut node: usize = read(self.head + PARENT);
        while node != self.head {
            let here: u32 = read(node + KEY);
            if here == key {
                return node;
            }
            (parent, link) = (node, if key < here { LEFT } else { RIGHT });
            node = read(node + link);
        }
        let node = block(0x40);
        for (at, value) in [(LEFT, self.head), (PARENT, parent), (RIGHT, self.head)] {
            write(node + at, value);
        }
        write(node + KEY, key);
        if self.groups.is_multiple_of(2) && self.groups < HOLDERS {
            write(node + KIND, IN_HOLDER);
            write(node + DATA, self.groups as u32);
        } else {
            write(node + KIND, BY_POINTER);
            write(node + DATA, block(HOLDER_SIZE));
        }
        self.groups += 1;
        write(parent + link, node);
        node
    }
}
