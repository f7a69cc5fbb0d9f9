//! Finds an instruction by its bytes. Code moves with every version of the game; what it does, and so most of its bytes, seldom changes.

use std::ops::Range;

use crate::memory::{read, Memory};

/// Read at once; small in tests, where memory is slow.
const CHUNK: u64 = if cfg!(test) { 1 << 12 } else { 1 << 20 };

/// Bytes, with holes where they differ from version to version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Option<u8>>);

impl Pattern {
    /// `48 8b 05 ?? ?? ?? ?? 4c`. It must not begin with a hole.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: Option<Vec<Option<u8>>> = text
            .split_whitespace()
            .map(|word| match word {
                "?" | "??" => Some(None),
                _ => u8::from_str_radix(word, 16).ok().filter(|_| word.len() == 2).map(Some),
            })
            .collect();
        bytes.filter(|bytes| matches!(bytes.first(), Some(Some(_)))).map(Self)
    }

    fn fits(&self, bytes: &[u8]) -> bool {
        bytes.len() >= self.0.len()
            && self.0.iter().zip(bytes).all(|(wanted, byte)| wanted.is_none_or(|wanted| wanted == *byte))
    }

    /// Addresses of all places in `code` where it fits. What cannot be read is passed over.
    pub fn find(&self, memory: &impl Memory, code: &[Range<u64>]) -> Vec<u64> {
        let Some(Some(first)) = self.0.first().copied() else { return Vec::new() };
        let mut found = Vec::new();
        let mut bytes = Vec::new();
        for range in code {
            for start in range.clone().step_by(CHUNK as usize) {
                // A place may lie across the end of a chunk.
                let end = (start + CHUNK + self.0.len() as u64 - 1).min(range.end);
                bytes.resize((end - start) as usize, 0);
                if !memory.read(start, &mut bytes) {
                    continue;
                }
                let starts = bytes.iter().enumerate().take(CHUNK as usize).filter(|(_, byte)| **byte == first);
                found.extend(starts.filter(|(at, _)| self.fits(&bytes[*at..])).map(|(at, _)| start + at as u64));
            }
        }
        found
    }
}

/// Where an instruction's operand relative to the next instruction points.
pub fn follow(memory: &impl Memory, operand: u64) -> Option<u64> {
    let distance = i32::from_le_bytes(read(memory, operand)?);
    operand.checked_add(4)?.checked_add_signed(i64::from(distance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_kit::FakeMemory;

    fn find(text: &str, code: &[u8]) -> Vec<u64> {
        let memory = FakeMemory::default();
        memory.put(0x2_0000, code);
        let range = 0x2_0000..0x2_0000 + code.len() as u64;
        Pattern::parse(text).unwrap().find(&memory, std::slice::from_ref(&range))
    }

    #[test]
    fn holes_fit_everything() {
        assert_eq!(find("48 8b ?? 05", &[0, 0x48, 0x8b, 7, 5, 0x48, 0x8b, 8, 5]), [0x2_0001, 0x2_0005]);
        assert_eq!(find("48 8b ?? 05", &[0x48, 0x8b, 7, 6]), [0; 0]);
        assert_eq!(find("48 8b", &[0, 0x48]), [0; 0], "cut off at the end");
    }

    #[test]
    fn a_place_across_two_chunks_is_found_once() {
        let chunk = CHUNK as usize;
        let mut code = vec![0; 3 * chunk];
        let places = [0, chunk - 2, 2 * chunk - 1, 3 * chunk - 3];
        for at in places {
            code[at..at + 3].copy_from_slice(&[1, 2, 3]);
        }
        let found: Vec<usize> = find("01 02 03", &code).iter().map(|address| (address - 0x2_0000) as usize).collect();
        assert_eq!(found, places);
    }

    #[test]
    fn nonsense_is_no_pattern() {
        for text in ["", "?? 48", "48 8", "48 zz", "488b"] {
            assert_eq!(Pattern::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_operand_counts_from_the_next_instruction() {
        let memory = FakeMemory::default();
        memory.put(0x2_0000, &0x10_i32.to_le_bytes());
        assert_eq!(follow(&memory, 0x2_0000), Some(0x2_0014));
        memory.put(0x2_0000, &(-0x14_i32).to_le_bytes());
        assert_eq!(follow(&memory, 0x2_0000), Some(0x1_fff0));
    }
}
