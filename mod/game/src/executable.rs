//! The running executable: how large it is, where its code lies, and which file version it carries. Read from the headers that Windows
//! maps with it; no file is opened.

use std::ops::Range;

use crate::memory::{read, read_u16, read_u32, Memory};

const E_LFANEW: u64 = 0x3c;
const SECTION_HEADER: u64 = 40;
const MAX_SECTIONS: u16 = 96;
const EXECUTABLE: u32 = 0x2000_0000;
/// In the optional header of a 64-bit executable: the directory entry of the resources.
const RESOURCES: u64 = 112 + 2 * 8;
const FIXED_FILE_INFO: [u8; 4] = 0xfeef_04bd_u32.to_le_bytes();
/// The game's resources are an icon and a version.
const MAX_RESOURCES: u32 = 16 << 20;

pub struct Executable {
    pub base: u64,
    /// Of the sections with code: addresses.
    pub code: Vec<Range<u64>>,
    /// "2.6.1"; a fourth number only where it is not 0.
    pub version: Option<String>,
}

impl Executable {
    /// None if no 64-bit executable lies at `base`.
    pub fn at(memory: &impl Memory, base: u64) -> Option<Self> {
        if read(memory, base)? != *b"MZ" {
            return None;
        }
        let header = base + u64::from(read_u32(memory, base + E_LFANEW)?);
        if read(memory, header)? != *b"PE\0\0" {
            return None;
        }
        let optional = header + 24;
        let first_section = optional + u64::from(read_u16(memory, header + 20)?);
        let sections = u64::from(read_u16(memory, header + 6)?.min(MAX_SECTIONS));
        let code =
            (0..sections).filter_map(|index| read_code(memory, base, first_section + index * SECTION_HEADER)).collect();
        Some(Self { base, code, version: read_version(memory, base, optional) })
    }
}

fn read_code(memory: &impl Memory, base: u64, section: u64) -> Option<Range<u64>> {
    let size = u64::from(read_u32(memory, section + 8)?);
    let start = base + u64::from(read_u32(memory, section + 12)?);
    let is_code = read_u32(memory, section + 36)? & EXECUTABLE != 0;
    is_code.then_some(start..start + size)
}

/// From VS_FIXEDFILEINFO, which starts with a signature and lies on a multiple of four.
fn read_version(memory: &impl Memory, base: u64, optional: u64) -> Option<String> {
    let start = base + u64::from(read_u32(memory, optional + RESOURCES)?);
    let size = read_u32(memory, optional + RESOURCES + 4)?.min(MAX_RESOURCES);
    let mut bytes = vec![0; size as usize];
    if !memory.read(start, &mut bytes) {
        return None;
    }
    let found = bytes.chunks_exact(4).position(|four| four == FIXED_FILE_INFO)? * 4;
    let word = |at: usize| Some(u16::from_le_bytes(bytes.get(found + at..found + at + 2)?.try_into().ok()?));
    let [major, minor, patch, build] = [word(10)?, word(8)?, word(14)?, word(12)?];
    Some(if build == 0 { format!("{major}.{minor}.{patch}") } else { format!("{major}.{minor}.{patch}.{build}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_kit::{make_executable, FakeMemory, BASE};

    #[test]
    fn the_version_is_read_from_the_resources() {
        for (numbers, text) in [([2, 6, 1, 0], "2.6.1"), ([2, 0, 0, 1], "2.0.0.1"), ([12, 34, 56, 0], "12.34.56")] {
            let memory = FakeMemory::default();
            make_executable(&memory, numbers, &[0x90; 32]);
            let found = Executable::at(&memory, BASE).unwrap();
            assert_eq!(found.version.as_deref(), Some(text));
        }
    }

    #[test]
    fn code_is_where_the_sections_say() {
        let memory = FakeMemory::default();
        make_executable(&memory, [2, 6, 1, 0], &[0x90; 32]);
        let found = Executable::at(&memory, BASE).unwrap();
        assert_eq!(found.code, vec![BASE + 0x1000..BASE + 0x1020]);
    }

    #[test]
    fn what_is_no_executable_is_none() {
        let memory = FakeMemory::default();
        assert!(Executable::at(&memory, BASE).is_none());
        memory.put(BASE, &[0; 0x400]);
        assert!(Executable::at(&memory, BASE).is_none());
    }

    #[test]
    fn an_executable_without_a_version_has_none() {
        let memory = FakeMemory::default();
        make_executable(&memory, [2, 6, 1, 0], &[0x90; 32]);
        memory.put(BASE + 0x2000, &[0; 0x100]);
        assert_eq!(Executable::at(&memory, BASE).unwrap().version, None);
    }
}
