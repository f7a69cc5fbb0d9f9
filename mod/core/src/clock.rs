//! The server's clock, seen from here (PROTOCOL.md, Clock): exchanges of four stamps, of which the one with the shortest way counts.
//! Deliberately absent: any clock. Local ms are given; they run evenly and are about the computer's own epoch ms, so that an offset
//! that was stored is still about right after a restart.

use crate::game::Ms;
use std::collections::VecDeque;

const KEPT: usize = 8;
const BURST: u32 = 5;
const BURST_EVERY_MS: Ms = 200;
const EVERY_MS: Ms = 10_000;
/// An answer that took longer says nothing.
const LONGEST_RTT_MS: f64 = 30_000.0;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exchange {
    pub rtt_ms: f64,
    /// Server minus local.
    pub offset_ms: f64,
}

#[derive(Debug, Clone, Default)]
pub struct ServerClock {
    exchanges: VecDeque<Exchange>,
    /// From before the first exchange of this connection; better than nothing.
    earlier: Option<f64>,
    burst_left: u32,
    next_at: Option<Ms>,
}

impl ServerClock {
    /// `offset`: stored by an earlier run.
    pub fn new(offset: Option<Ms>) -> Self {
        Self { earlier: offset.map(|ms| ms as f64), ..Self::default() }
    }

    /// A connection began: what was measured before counts only until the first exchange of this one.
    pub fn connected(&mut self, now: Ms) {
        self.earlier = self.offset();
        self.exchanges.clear();
        self.hurry(now);
    }

    /// A countdown began: several exchanges close together.
    pub fn hurry(&mut self, now: Ms) {
        self.burst_left = BURST;
        self.next_at = Some(now);
    }

    pub fn disconnected(&mut self) {
        self.next_at = None;
    }

    /// When the next exchange is to begin; None while there is no connection.
    pub fn next_at(&self) -> Option<Ms> {
        self.next_at
    }

    /// True if an exchange is to begin now; it counts as begun.
    pub fn is_due(&mut self, now: Ms) -> bool {
        let Some(_) = self.next_at.filter(|&at| at <= now) else { return false };
        self.burst_left = self.burst_left.saturating_sub(1);
        self.next_at = Some(now + if self.burst_left > 0 { BURST_EVERY_MS } else { EVERY_MS });
        true
    }

    /// `t0`, `t3`: local, when asked and when the answer came; `t1`, `t2`: the server's. Answers the exchange where it could be used.
    pub fn measured(&mut self, t0: f64, t1: f64, t2: f64, t3: f64) -> Option<Exchange> {
        let rtt_ms = (t3 - t0) - (t2 - t1);
        // Whole milliseconds on the other side may make a very short way negative.
        let plausible = t3 >= t0 && t2 >= t1 && (-2.0..=LONGEST_RTT_MS).contains(&rtt_ms);
        if !plausible {
            return None;
        }
        let exchange = Exchange { rtt_ms: rtt_ms.max(0.0), offset_ms: ((t1 - t0) + (t2 - t3)) / 2.0 };
        if self.exchanges.len() == KEPT {
            self.exchanges.pop_front();
        }
        self.exchanges.push_back(exchange);
        Some(exchange)
    }

    /// Of the last ones, the one with the shortest way.
    pub fn best(&self) -> Option<Exchange> {
        self.exchanges.iter().copied().min_by(|a, b| a.rtt_ms.total_cmp(&b.rtt_ms))
    }

    /// Server minus local, ms.
    pub fn offset(&self) -> Option<f64> {
        self.best().map(|best| best.offset_ms).or(self.earlier)
    }

    pub fn to_server(&self, local: Ms) -> Option<Ms> {
        self.offset().map(|offset| (local as f64 + offset).round() as Ms)
    }

    pub fn to_local(&self, server: Ms) -> Option<Ms> {
        self.offset().map(|offset| (server as f64 - offset).round() as Ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The server's clock is 5 s ahead.
    fn exchange(clock: &mut ServerClock, t0: f64, there: f64, back: f64) {
        let t1 = t0 + there + 5_000.0;
        clock.measured(t0, t1, t1, t0 + there + back);
    }

    #[test]
    fn the_shortest_way_of_the_last_eight_counts() {
        let mut clock = ServerClock::default();
        exchange(&mut clock, 0.0, 100.0, 300.0);
        assert_eq!(clock.offset(), Some(4_900.0));
        exchange(&mut clock, 1_000.0, 10.0, 10.0);
        assert_eq!(clock.best().map(|best| (best.rtt_ms, best.offset_ms)), Some((20.0, 5_000.0)));
        for at in 2..9 {
            exchange(&mut clock, f64::from(at) * 1_000.0, 100.0, 140.0);
        }
        assert_eq!(clock.offset(), Some(5_000.0));
        exchange(&mut clock, 9_000.0, 100.0, 140.0);
        assert_eq!(clock.offset(), Some(4_980.0), "the good one is too old now");
    }

    #[test]
    fn what_cannot_be_is_not_counted() {
        let mut clock = ServerClock::default();
        assert_eq!(clock.measured(100.0, 5_000.0, 5_000.0, 50.0), None, "answered before asked");
        assert_eq!(clock.measured(0.0, 5_000.0, 4_000.0, 50.0), None, "sent before received");
        assert_eq!(clock.measured(0.0, 5_000.0, 5_000.0, 40_000.0), None, "too slow");
        assert_eq!(clock.measured(f64::NAN, 1.0, 1.0, 1.0), None);
        assert_eq!(clock.measured(0.0, 5_000.0, 5_001.0, 0.5).map(|it| it.rtt_ms), Some(0.0));
    }

    #[test]
    fn five_exchanges_at_connect_and_at_a_countdown_then_one_every_ten_seconds() {
        let mut clock = ServerClock::default();
        let count = |clock: &mut ServerClock, from: Ms, to: Ms| (from..to).filter(|&at| clock.is_due(at)).count();
        assert_eq!(count(&mut clock, 0, 1_000), 0);
        clock.connected(1_000);
        assert_eq!(count(&mut clock, 1_000, 1_900), 5);
        assert_eq!(count(&mut clock, 1_900, 31_900), 3);
        clock.hurry(32_000);
        assert_eq!(count(&mut clock, 32_000, 33_000), 5);
        clock.disconnected();
        assert_eq!(count(&mut clock, 33_000, 60_000), 0);
    }

    #[test]
    fn a_stored_offset_holds_until_something_is_measured() {
        let mut clock = ServerClock::new(Some(-300_000));
        assert_eq!(clock.to_server(1_000_000), Some(700_000));
        clock.connected(0);
        assert_eq!(clock.to_local(700_000), Some(1_000_000));
        exchange(&mut clock, 0.0, 10.0, 10.0);
        assert_eq!(clock.to_server(1_000), Some(6_000));
        clock.connected(1_000);
        assert_eq!(clock.to_server(1_000), Some(6_000));
    }
}
