//! What drawing costs the game: the time that the overlay's own work takes in a frame, noted in the log now and then.

use std::time::Duration;

use hudhook::tracing::info;

/// Frames of one note: about half a minute.
const FRAMES: usize = 1800;

pub struct Cost {
    frames_us: Vec<u32>,
}

impl Cost {
    pub fn new() -> Self {
        Self { frames_us: Vec::with_capacity(FRAMES) }
    }

    pub fn count(&mut self, took: Duration) {
        self.frames_us.push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
        if self.frames_us.len() < FRAMES {
            return;
        }
        self.frames_us.sort_unstable();
        let at = |part: usize| self.frames_us[(FRAMES - 1) * part / 100];
        let mean = self.frames_us.iter().map(|us| u64::from(*us)).sum::<u64>() / FRAMES as u64;
        info!(
            "drawing: {FRAMES} frames, mean {mean} us, median {} us, 90% under {} us, 99% under {} us",
            at(50),
            at(90),
            at(99)
        );
        self.frames_us.clear();
    }
}
