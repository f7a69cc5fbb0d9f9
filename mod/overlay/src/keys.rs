//! Which keys were pressed since the last frame. Asked of the system, not of the window's messages: the game takes its input raw and
//! eats some of them. Counts only while the game's own window is in front.
#![allow(unsafe_code)]

use speedfog_client::Keybindings;
use speedfog_core::game::Action;
use windows::Win32::System::Threading::GetCurrentProcessId;
use windows::Win32::UI::Input::KeyboardAndMouse::GetAsyncKeyState;
use windows::Win32::UI::WindowsAndMessaging::{GetForegroundWindow, GetWindowThreadProcessId};

pub struct Keys {
    bindings: Keybindings,
    was_down: [bool; 3],
}

impl Keys {
    pub fn new(bindings: Keybindings) -> Self {
        Self { bindings, was_down: [true; 3] }
    }

    /// Each press once, however long it is held.
    pub fn pressed(&mut self) -> impl Iterator<Item = Action> {
        let in_front = is_in_front();
        let bound = [
            (self.bindings.toggle_ui, Action::ToggleUi),
            (self.bindings.toggle_exits, Action::ToggleExits),
            (self.bindings.toggle_ready, Action::ToggleReady),
        ];
        let mut pressed = [None; 3];
        for (at, (key, action)) in bound.into_iter().enumerate() {
            let down = is_down(key.code());
            if down && !self.was_down[at] && in_front {
                pressed[at] = Some(action);
            }
            self.was_down[at] = down;
        }
        pressed.into_iter().flatten()
    }
}

fn is_down(code: u16) -> bool {
    // SAFETY: a plain call.
    unsafe { GetAsyncKeyState(i32::from(code)) < 0 }
}

fn is_in_front() -> bool {
    let mut process = 0;
    // SAFETY: plain calls; `process` outlives them.
    unsafe {
        GetWindowThreadProcessId(GetForegroundWindow(), Some(&mut process));
        process == GetCurrentProcessId()
    }
}
