//! Time as a port: local ms run evenly and are about the computer's epoch ms; waiting is in the same ms. A faster time makes a long
//! race short in tests.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Something that every thread may ask.
pub trait Time: Send + Sync + 'static {
    /// Local ms with fractions.
    fn now(&self) -> f64;
    /// How long to really wait for so many ms to go by.
    fn wait(&self, ms: f64) -> Duration;
}

/// The computer's own, or a multiple of its speed.
#[derive(Debug, Clone)]
pub struct SystemClock {
    began: Instant,
    epoch_ms: f64,
    factor: f64,
}

impl SystemClock {
    pub fn new() -> Self {
        Self::faster(1.0)
    }

    /// `factor` 10: ten minutes pass in one. Values that make no sense mean 1.
    pub fn faster(factor: f64) -> Self {
        let epoch_ms = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64() * 1_000.0);
        let factor = if factor.is_finite() && factor > 0.0 { factor } else { 1.0 };
        Self { began: Instant::now(), epoch_ms, factor }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Time for SystemClock {
    fn now(&self) -> f64 {
        self.epoch_ms + self.began.elapsed().as_secs_f64() * 1_000.0 * self.factor
    }

    fn wait(&self, ms: f64) -> Duration {
        Duration::from_secs_f64((ms / self.factor / 1_000.0).clamp(0.0, 3_600.0))
    }
}
