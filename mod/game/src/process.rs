//! The process that the mod lives in. The system's own calls do the reading and writing: where nothing is mapped they fail, and the
//! game does not.
#![allow(unsafe_code)]

use std::ffi::c_void;

use windows::Win32::System::Diagnostics::Debug::{ReadProcessMemory, WriteProcessMemory};
use windows::Win32::System::LibraryLoader::GetModuleHandleW;
use windows::Win32::System::Threading::GetCurrentProcess;

use crate::Memory;

pub struct ThisProcess;

impl ThisProcess {
    /// Where the executable lies.
    pub fn base() -> Option<u64> {
        // SAFETY: asks for the handle of the executable, which stays loaded as long as the process lives.
        unsafe { GetModuleHandleW(None) }.ok().map(|module| module.0 as u64)
    }
}

impl Memory for ThisProcess {
    fn read(&self, address: u64, into: &mut [u8]) -> bool {
        let mut done = 0;
        // SAFETY: the call checks `address`; `into` is as long as it says.
        let read = unsafe {
            ReadProcessMemory(
                GetCurrentProcess(),
                address as *const c_void,
                into.as_mut_ptr().cast(),
                into.len(),
                Some(&mut done),
            )
        };
        read.is_ok() && done == into.len()
    }

    fn write(&self, address: u64, bytes: &[u8]) -> bool {
        let mut done = 0;
        // SAFETY: the call checks `address`; `bytes` is as long as it says. What is written is a byte of the game's event flags.
        let written = unsafe {
            WriteProcessMemory(
                GetCurrentProcess(),
                address as *const c_void,
                bytes.as_ptr().cast(),
                bytes.len(),
                Some(&mut done),
            )
        };
        written.is_ok() && done == bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executable::Executable;
    use std::sync::atomic::{AtomicU8, Ordering};

    static CELLS: [AtomicU8; 3] = [AtomicU8::new(1), AtomicU8::new(2), AtomicU8::new(3)];

    #[test]
    fn own_memory_is_read_and_written() {
        let address = CELLS.as_ptr() as u64;
        let mut bytes = [0; 3];
        assert!(ThisProcess.read(address, &mut bytes));
        assert_eq!(bytes, [1, 2, 3]);
        assert!(ThisProcess.write(address + 1, &[9]));
        assert_eq!(CELLS.each_ref().map(|cell| cell.load(Ordering::Relaxed)), [1, 9, 3]);
    }

    #[test]
    fn what_is_not_mapped_is_no_fault() {
        for address in [0, 8, 0xffff_8000_0000_0000, u64::MAX] {
            assert!(!ThisProcess.read(address, &mut [0; 16]), "{address:#x}");
            assert!(!ThisProcess.write(address, &[1]), "{address:#x}");
        }
    }

    #[test]
    fn this_program_is_an_executable_with_code() {
        let found = Executable::at(&ThisProcess, ThisProcess::base().unwrap()).unwrap();
        assert!(!found.code.is_empty());
    }
}
