//! Keys that are pressed for the mod. Asked of the system, not of the window's messages: the game takes its input raw and
//! eats some of them. Counts only while the game's own window is in front.
#![allow(unsafe_code)]

use std::sync::Arc;
use std::time::Duration;

use speedfog_client::{Keybindings, Mod};
use speedfog_core::game::Action;
use speedfog_core::keys::Key;
use windows::Win32::System::Threading::GetCurrentProcessId;
use windows::Win32::UI::Input::KeyboardAndMouse::GetAsyncKeyState;
use windows::Win32::UI::WindowsAndMessaging::{GetForegroundWindow, GetWindowThreadProcessId};

/// Of the thread that asks: a press is seen however slow the frames are.
const ASK_EVERY: Duration = Duration::from_millis(15);

/// Each press once, however long it is held. Starts a thread.
pub fn watch(bindings: &Keybindings, race: Arc<Mod>) {
    let bound = [
        (bindings.toggle_ui, Action::ToggleUi),
        (bindings.toggle_exits, Action::ToggleExits),
        (bindings.toggle_ready, Action::ToggleReady),
    ];
    std::thread::spawn(move || {
        // A key that is held while the mod starts was meant for something else.
        let mut was_down = [true; 3];
        loop {
            for (at, (key, action)) in bound.into_iter().enumerate() {
                let now = ask(key.code());
                let another_is_meant = || bound.iter().any(|(other, _)| other.outranks(key) && is_held(*other));
                if now.pressed && !was_down[at] && is_held(key) && !another_is_meant() && is_in_front() {
                    race.press(action);
                }
                was_down[at] = now.down;
            }
            std::thread::sleep(ASK_EVERY);
        }
    });
}

/// What must be held with it.
fn is_held(key: Key) -> bool {
    key.held().all(|code| ask(code).down)
}

struct State {
    down: bool,
    /// Down, or down and up again since it was asked last.
    pressed: bool,
}

fn ask(code: u16) -> State {
    // SAFETY: a plain call.
    let state = unsafe { GetAsyncKeyState(i32::from(code)) };
    State { down: state < 0, pressed: state < 0 || state & 1 != 0 }
}

fn is_in_front() -> bool {
    let mut process = 0;
    // SAFETY: plain calls; `process` outlives them.
    unsafe {
        GetWindowThreadProcessId(GetForegroundWindow(), Some(&mut process));
        process == GetCurrentProcessId()
    }
}
