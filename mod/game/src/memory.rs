//! Bytes at addresses, and the few shapes that are read from them. Every step may fail: a pointer may dangle at any moment, because
//! nobody holds the game's threads.

/// Somebody's memory.
pub trait Memory {
    /// Fills `into` from `address` on. False if any byte of it cannot be read.
    fn read(&self, address: u64, into: &mut [u8]) -> bool;
    /// Writes all of `bytes`. False if it cannot be written.
    fn write(&self, address: u64, bytes: &[u8]) -> bool;
}

/// Below this no program has data: a null pointer with an offset.
const FIRST: u64 = 0x1_0000;
/// Above this addresses belong to the system.
const LAST: u64 = 0x7fff_ffff_ffff;

pub fn read<const N: usize>(memory: &impl Memory, address: u64) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    ((FIRST..LAST).contains(&address) && memory.read(address, &mut bytes)).then_some(bytes)
}

pub fn read_u8(memory: &impl Memory, address: u64) -> Option<u8> {
    read::<1>(memory, address).map(|[byte]| byte)
}

pub fn read_u16(memory: &impl Memory, address: u64) -> Option<u16> {
    read(memory, address).map(u16::from_le_bytes)
}

pub fn read_u32(memory: &impl Memory, address: u64) -> Option<u32> {
    read(memory, address).map(u32::from_le_bytes)
}

/// None for infinite and the like too.
pub fn read_f32(memory: &impl Memory, address: u64) -> Option<f32> {
    read(memory, address).map(f32::from_le_bytes).filter(|number| number.is_finite())
}

/// A pointer that could be followed: None for null and for what is no address of a program.
pub fn read_pointer(memory: &impl Memory, address: u64) -> Option<u64> {
    read(memory, address).map(u64::from_le_bytes).and_then(as_pointer)
}

/// As `read_pointer`, of a value that was read already.
pub fn as_pointer(value: u64) -> Option<u64> {
    (FIRST..LAST).contains(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_kit::FakeMemory;

    #[test]
    fn what_is_not_there_is_none() {
        let memory = FakeMemory::default();
        memory.put(0x1_0000, &[1, 2, 3, 4]);
        assert_eq!(read_u32(&memory, 0x1_0000), Some(0x0403_0201));
        assert_eq!(read_u32(&memory, 0x1_0001), None, "the last byte is missing");
        assert_eq!(read_u32(&memory, 0), None);
        assert_eq!(read_u8(&memory, u64::MAX), None);
    }

    #[test]
    fn only_what_could_be_followed_is_a_pointer() {
        let memory = FakeMemory::default();
        for (pointer, read) in [(0, None), (0x1_e508, Some(0x1_e508)), (0xa0, None), (u64::MAX, None)] {
            memory.put(0x2_0000, &u64::to_le_bytes(pointer));
            assert_eq!(read_pointer(&memory, 0x2_0000), read);
        }
    }

    #[test]
    fn a_position_that_is_no_number_is_none() {
        let memory = FakeMemory::default();
        memory.put(0x2_0000, &f32::NAN.to_le_bytes());
        assert_eq!(read_f32(&memory, 0x2_0000), None);
    }
}
