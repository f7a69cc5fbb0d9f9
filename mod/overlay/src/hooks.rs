//! Puts the overlay into the game's frames, with hudhook. Everything that depends on how a frame is come by is behind this seam.
//!
//! hudhook learns the command queue in two ways: from the swap chain's creation, if the mod was there before it (as ModEngine2 loads
//! it), or by looking for its pointer inside the swap chain. Only the first works under Proton, whose swap chain keeps the queue
//! elsewhere; so the hooks go in at once, before anything else, and where nothing was drawn after a while the log says why.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hudhook::hooks::dx12::ImguiDx12Hooks;
use hudhook::tracing::{error, info, warn};
use hudhook::Hudhook;

use crate::fault;
use crate::hud::Hud;

const EXPECTED_WITHIN: Duration = Duration::from_secs(120);

static DRAWN: AtomicBool = AtomicBool::new(false);

/// Returns at once or after a second, when drivers are slow. Without Direct3D 12 the mod goes on unseen.
pub fn apply(hud: Hud) {
    let applied = fault::contain("hooks", || Hudhook::builder().with::<ImguiDx12Hooks>(hud).build().apply());
    match applied {
        Some(Ok(())) => info!("hooks are in"),
        Some(Err(status)) => error!("no hooks: {status:?}"),
        None => return,
    }
    std::thread::spawn(|| {
        std::thread::sleep(EXPECTED_WITHIN);
        if !DRAWN.load(Ordering::Relaxed) {
            warn!("nothing was drawn yet: the game's command queue was not found. Under Proton the mod must be loaded before the game's window, as launch_speedfog.bat does");
        }
    });
}

/// The first frame was drawn.
pub fn note_drawn() {
    if !DRAWN.swap(true, Ordering::Relaxed) {
        info!("drawing");
    }
}
