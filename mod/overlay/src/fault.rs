//! Where panics end: the game goes on, the overlay shows one line, the log has the rest.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};

use hudhook::tracing::error;

/// What the overlay shows after a fault.
pub const SENTENCE: &str =
    "SpeedFog Racing has a fault: what it shows may be wrong. Tell the organizer (speedfog_race.log).";

static HAPPENED: AtomicBool = AtomicBool::new(false);

/// None after a panic, which is noted.
pub fn contain<T>(what: &str, work: impl FnOnce() -> T) -> Option<T> {
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    if done.is_none() {
        HAPPENED.store(true, Ordering::Relaxed);
        error!("fault: {what}");
    }
    done
}

pub fn happened() -> bool {
    HAPPENED.load(Ordering::Relaxed)
}
