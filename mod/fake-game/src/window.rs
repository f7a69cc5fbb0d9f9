//! The window.
#![allow(unsafe_code)]

use std::sync::atomic::{AtomicBool, Ordering};

use windows::core::w;
use windows::Win32::Foundation::{HWND, LPARAM, LRESULT, RECT, WPARAM};
use windows::Win32::System::LibraryLoader::GetModuleHandleW;
use windows::Win32::UI::WindowsAndMessaging::{
    AdjustWindowRect, CreateWindowExW, DefWindowProcW, DispatchMessageW, GetClientRect, PeekMessageW, PostMessageW,
    RegisterClassW, SetForegroundWindow, SetWindowLongPtrW, SetWindowPos, ShowWindow, TranslateMessage, CS_HREDRAW,
    CS_VREDRAW, GWL_STYLE, HWND_TOP, MSG, PM_REMOVE, SWP_FRAMECHANGED, SWP_NOMOVE, SW_MINIMIZE, SW_RESTORE, SW_SHOW,
    WM_CHAR, WM_CLOSE, WNDCLASSW, WS_OVERLAPPEDWINDOW, WS_POPUP, WS_VISIBLE,
};

static CLOSED: AtomicBool = AtomicBool::new(false);

pub struct Window {
    pub handle: HWND,
}

impl Window {
    pub fn open(width: u32, height: u32) -> windows::core::Result<Self> {
        // SAFETY: plain calls on this thread, with data that outlives them.
        unsafe {
            let instance = GetModuleHandleW(None)?;
            let class = WNDCLASSW {
                style: CS_HREDRAW | CS_VREDRAW,
                lpfnWndProc: Some(procedure),
                hInstance: instance.into(),
                lpszClassName: w!("ELDEN RING"),
                ..Default::default()
            };
            RegisterClassW(&class);
            let handle = CreateWindowExW(
                Default::default(),
                w!("ELDEN RING"),
                w!("ELDEN RING (a stand-in)"),
                WS_POPUP,
                0,
                0,
                width as i32,
                height as i32,
                None,
                None,
                Some(instance.into()),
                None,
            )?;
            let _ = ShowWindow(handle, SW_SHOW);
            let _ = SetForegroundWindow(handle);
            Ok(Self { handle })
        }
    }

    /// False once it was closed.
    pub fn handle_messages(&self) -> bool {
        // SAFETY: the usual loop.
        unsafe {
            let mut message = MSG::default();
            while PeekMessageW(&mut message, None, 0, 0, PM_REMOVE).as_bool() {
                let _ = TranslateMessage(&message);
                DispatchMessageW(&message);
            }
        }
        !CLOSED.load(Ordering::Relaxed)
    }

    /// Without a frame, as the game's borderless window; with one, the size is still that of the inside.
    pub fn resize(&self, width: u32, height: u32, framed: bool) -> windows::core::Result<()> {
        let style = if framed { WS_OVERLAPPEDWINDOW } else { WS_POPUP } | WS_VISIBLE;
        let mut outside = RECT { left: 0, top: 0, right: width as i32, bottom: height as i32 };
        // SAFETY: plain calls on this thread's window.
        unsafe {
            AdjustWindowRect(&mut outside, style, false)?;
            SetWindowLongPtrW(self.handle, GWL_STYLE, style.0 as isize);
            SetWindowPos(
                self.handle,
                Some(HWND_TOP),
                0,
                0,
                outside.right - outside.left,
                outside.bottom - outside.top,
                SWP_NOMOVE | SWP_FRAMECHANGED,
            )
        }
    }

    pub fn minimize(&self, minimized: bool) {
        // SAFETY: a plain call on this thread's window.
        unsafe {
            let _ = ShowWindow(self.handle, if minimized { SW_MINIMIZE } else { SW_RESTORE });
            if !minimized {
                let _ = SetForegroundWindow(self.handle);
            }
        }
    }

    /// As the system tells of a key that writes something.
    pub fn type_unit(&self, unit: u16) -> windows::core::Result<()> {
        // SAFETY: a plain call with this thread's window.
        unsafe { PostMessageW(Some(self.handle), WM_CHAR, WPARAM(usize::from(unit)), LPARAM(1)) }
    }

    /// Of the inside; None while minimized.
    pub fn size(&self) -> Option<(u32, u32)> {
        let mut inside = RECT::default();
        // SAFETY: a plain call on this thread's window.
        unsafe { GetClientRect(self.handle, &mut inside) }.ok()?;
        let (width, height) = (u32::try_from(inside.right).ok()?, u32::try_from(inside.bottom).ok()?);
        (width > 0 && height > 0).then_some((width, height))
    }
}

unsafe extern "system" fn procedure(window: HWND, message: u32, wparam: WPARAM, lparam: LPARAM) -> LRESULT {
    if message == WM_CLOSE {
        CLOSED.store(true, Ordering::Relaxed);
        return LRESULT(0);
    }
    // SAFETY: passed on as it came.
    unsafe { DefWindowProcW(window, message, wparam, lparam) }
}
