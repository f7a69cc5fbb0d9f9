//! What is due to be said, in the order of its weight: facts one at a time, the clock, readiness, pulses, notes.

use super::{Effect, Engine, InFlight};
use crate::game::{Ms, Scene};
use crate::protocol::{FromMod, PlayerStatus, RaceStatus};

/// A fact without an answer goes out again.
const UNANSWERED_MS: Ms = 5_000;
/// At most ten facts a second.
const BETWEEN_FACTS_MS: Ms = 100;
const PULSE_MS: Ms = 1_000;
/// The server records one note a second.
const NOTE_MS: Ms = 1_500;

impl Engine {
    pub(super) fn send_due(&mut self, now: Ms) {
        self.send_fact(now);
        if self.clock.is_due(now) {
            let best = self.clock.best();
            let whole = |ms: f64| ms.round() as i64;
            let (rtt_ms, bound_ms) = (best.map(|it| whole(it.rtt_ms)), best.map(|it| whole(it.rtt_ms / 2.0)));
            self.effects.push(Effect::SendSync { rtt_ms, bound_ms });
        }
        while let Some((state, igt_ms)) = self.saves_to_tell.pop_front() {
            self.say(FromMod::Save { state, igt_ms: i64::from(igt_ms) });
        }
        if !self.setup.deliver_only {
            self.say_readiness(now);
        }
        self.pulse(now);
        if self.note_at <= now {
            if let Some((code, text)) = self.notes.pop_front() {
                self.note_at = now + NOTE_MS;
                self.say(FromMod::Note { code, text });
            }
        }
    }

    /// When something will be due that is not yet. `next_wake` adds the connection.
    pub(super) fn next_send(&self, now: Ms) -> Option<Ms> {
        let fact = self.outbox.first().map(|fact| self.fact_due(fact.seq).unwrap_or(now));
        let pulse = self.is_pulsing().then_some(self.pulse_at);
        let note = (!self.notes.is_empty()).then_some(self.note_at);
        [fact, pulse, note, self.readiness_due(), self.clock.next_at()].into_iter().flatten().min()
    }

    fn send_fact(&mut self, now: Ms) {
        let Some(fact) = self.outbox.first() else { return };
        if self.fact_due(fact.seq).is_some_and(|at| at > now) {
            return;
        }
        let message = fact.to_message(self.clock.to_server(fact.seen));
        self.in_flight = Some(InFlight { seq: fact.seq, sent_at: now });
        self.hold_until = None;
        self.fact_sent_at = Some(now);
        self.say(message);
    }

    /// None: at once.
    fn fact_due(&self, seq: u64) -> Option<Ms> {
        let unanswered = self.in_flight.filter(|flying| flying.seq == seq).map(|flying| flying.sent_at + UNANSWERED_MS);
        let pace = self.fact_sent_at.map(|at| at + BETWEEN_FACTS_MS);
        [unanswered, self.hold_until, pace].into_iter().flatten().max()
    }

    fn is_pulsing(&self) -> bool {
        let now = self.tracker.now();
        let racing = self.race.status() == Some(RaceStatus::Running)
            && matches!(self.race.my_status(), Some(PlayerStatus::Playing | PlayerStatus::Abandoned));
        let counts = self.tracker.loaded().is_some_and(|loaded| loaded.counts());
        racing && counts && now.igt_ms > 0 && now.scene != Scene::Menu && self.outbox.finish.is_none()
    }

    fn pulse(&mut self, now: Ms) {
        if self.pulse_at > now || !self.is_pulsing() {
            return;
        }
        self.pulse_at = now + PULSE_MS;
        let game = self.tracker.now();
        let message = FromMod::StatusUpdate {
            igt_ms: i64::from(game.igt_ms),
            current_zone: game.zone.clone(),
            current_layer: self.race.zone.as_ref().map(|zone| zone.layer),
            death_count: i64::from(game.deaths),
            map_id: game.map.map(|map| map.to_string()),
        };
        self.say(message);
    }
}
