//! How long frames take: the whole frame, and the call of Present in which an overlay draws.

use std::time::Duration;

#[derive(Default)]
pub struct Stats {
    present_us: Vec<u32>,
}

impl Stats {
    pub fn count(&mut self, present: Duration) {
        if self.present_us.len() < 100_000 {
            self.present_us.push(u32::try_from(present.as_micros()).unwrap_or(u32::MAX));
        }
    }

    /// What was counted since the last time.
    pub fn take(&mut self) -> serde_json::Value {
        let mut sorted = std::mem::take(&mut self.present_us);
        sorted.sort_unstable();
        let at = |part: usize| sorted.get(sorted.len().saturating_sub(1) * part / 100).copied().unwrap_or(0);
        let sum: u64 = sorted.iter().map(|us| u64::from(*us)).sum();
        let mean = sum / (sorted.len().max(1) as u64);
        serde_json::json!({ "frames": sorted.len(), "present_us": { "mean": mean, "p50": at(50), "p99": at(99) } })
    }
}
