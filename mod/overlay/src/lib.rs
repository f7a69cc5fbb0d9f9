//! speedfog_race.dll: what ModEngine2 loads into the game. It starts the mod (`boot`), watches the game's memory on a thread of its own
//! (`watch`), and draws core's view into the game's frames (`hud`, `draw`). Deliberately absent: rules of the race, the network (client),
//! addresses (game). No panic leaves this crate, and the render thread waits for nobody.
#![cfg(windows)]

mod boot;
mod cost;
mod draw;
mod fault;
mod hooks;
mod hud;
mod keys;
mod trace;
mod watch;

use std::ffi::c_void;

use windows::core::BOOL;
use windows::Win32::Foundation::HINSTANCE;
use windows::Win32::System::SystemServices::DLL_PROCESS_ATTACH;

/// The system calls this under its loader lock, where nothing may wait: all work is done by a thread. When the process ends there is
/// nothing to do, because what must not be lost was written before it was sent. Without a thread the game starts without the mod.
#[no_mangle]
#[allow(unsafe_code, non_snake_case)]
extern "system" fn DllMain(module: HINSTANCE, reason: u32, _reserved: *mut c_void) -> BOOL {
    if reason == DLL_PROCESS_ATTACH {
        let module = module.0 as usize;
        let _ = std::thread::Builder::new().spawn(move || fault::contain("start", || boot::start(module)));
    }
    BOOL(1)
}
