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
