//! What the server says, and what follows from it at once.

use super::{Effect, Engine};
use crate::game::Ms;
use crate::outbox::{Finish, Record, Watched};
use crate::protocol::{parse_to_mod, ErrorCode, FromMod, Heard, PlayerStatus, ToMod, Welcome};

/// A fact that the server cannot take now goes out again after this time.
const HOLD_MS: Ms = 5_000;

impl Engine {
    /// `arrived`: local ms, as finely as it is known.
    pub(super) fn hear(&mut self, now: Ms, arrived: f64, frame: &str) {
        self.session.heard(now);
        match parse_to_mod(frame) {
            Heard::Message(ToMod::TimeSync { t0, t1, t2 }) => self.measured(t0, t1, t2, arrived),
            Heard::Message(message) => self.obey(now, message),
            Heard::Unknown(kind) => self.log(format!("the server said something new: {kind}")),
            Heard::Malformed(why) => self.log(format!("a message was not understood: {why}")),
        }
    }

    fn obey(&mut self, now: Ms, message: ToMod) {
        match message {
            ToMod::AuthOk(welcome) => self.welcomed(now, *welcome),
            ToMod::AuthError { code, message } => {
                self.log(format!("refused: {message}"));
                self.auth_error = Some((code, message));
            }
            ToMod::Ping => self.say(FromMod::Pong),
            ToMod::Ack { seq: Some(seq), place } => self.acknowledged(seq, place),
            ToMod::Ack { seq: None, .. } => {}
            ToMod::Error { code, message, seq } => self.refused(now, code, message, seq),
            ToMod::Countdown { .. } => {
                self.clock.hurry(now);
                self.race.hear(now, &message);
            }
            ToMod::RaceStart { .. } => {
                self.hold_until = None;
                self.race.hear(now, &message);
            }
            ToMod::PlayerStatus { status, .. } => {
                self.asked_ready = None;
                // `playing` may have been said before the server read the finish: only who was finished is back in.
                if self.race.my_status() == Some(PlayerStatus::Finished) && status == PlayerStatus::Playing {
                    self.take_back_finish();
                }
                self.race.hear(now, &message);
            }
            ToMod::DeathCounts { flags } => {
                let flags = flags.into_iter().filter_map(|flag| u32::try_from(flag).ok());
                let orders = self.tracker.mark(flags);
                self.effects.extend(orders.into_iter().map(Effect::Order));
            }
            message => self.race.hear(now, &message),
        }
    }

    fn welcomed(&mut self, now: Ms, welcome: Welcome) {
        // A second one on the same connection is an echo of the first, and older than what came since.
        if self.session.is_in() {
            return;
        }
        self.session.entered();
        self.auth_error = None;
        self.startup = None;
        self.clock.connected(now);
        self.store(Record::LastSeq(welcome.last_seq));
        self.settle_finish(welcome.you.status);
        let flags: Vec<u32> = welcome.seed.event_ids.iter().filter_map(|&id| u32::try_from(id).ok()).collect();
        // A server whose graph is away for now names no flags: those known before still hold.
        if !flags.is_empty() {
            let finish_event = u32::try_from(welcome.seed.finish_event).ok().filter(|&flag| flag > 0);
            let offset_ms = self.outbox.watched.offset_ms;
            self.remember_watched(Watched { event_ids: flags, finish_event, offset_ms });
        }
        self.race.welcome(welcome);
        self.watch();
        self.log(format!("in the race {} as {}", self.race.code, self.race.me));
    }

    fn measured(&mut self, t0: f64, t1: Ms, t2: Ms, t3: f64) {
        if self.clock.measured(t0, t1 as f64, t2 as f64, t3).is_none() {
            return;
        }
        let offset_ms = self.clock.offset().map(|offset| offset.round() as Ms);
        let known = self.outbox.watched.offset_ms;
        // Written down when it is news: it wanders by some milliseconds with every exchange.
        let is_news = match (known, offset_ms) {
            (Some(known), Some(measured)) => known.abs_diff(measured) > 50,
            _ => true,
        };
        if is_news {
            self.remember_watched(Watched { offset_ms, ..self.outbox.watched.clone() });
        }
    }

    fn remember_watched(&mut self, watched: Watched) {
        if watched != self.outbox.watched {
            self.store(Record::Watched(watched));
        }
    }

    fn acknowledged(&mut self, seq: u64, place: Option<u32>) {
        let is_finish = self.outbox.get(seq).is_some_and(|fact| fact.finish);
        self.done(seq);
        if let Some(finish) = self.outbox.finish.clone().filter(|_| is_finish) {
            self.store(Record::Finish(Some(Finish { confirmed: true, place, ..finish })));
        }
    }

    /// What `auth_ok` says of a finish whose fact the server has: confirmed, though its ack was lost, or taken back meanwhile.
    fn settle_finish(&mut self, me: PlayerStatus) {
        if self.outbox.has_finish() {
            return;
        }
        if let Some(finish) = self.outbox.finish.clone().filter(|it| !it.confirmed && it.refused.is_none()) {
            self.store(Record::Finish(Some(Finish { confirmed: true, ..finish })));
        }
        if me == PlayerStatus::Playing {
            self.take_back_finish();
        }
    }

    /// An organizer restored this player after a wrong finish. Who began another character since, or has another pack, is shown no finish
    /// any more, but the character that has it is still known.
    fn take_back_finish(&mut self) {
        let shown = self.outbox.finish.as_ref().map(|finish| finish.confirmed);
        if shown == Some(false) || !(self.tracker.saves.take_back_finish() || shown.is_some()) {
            return;
        }
        self.log("the finish was taken back: the race goes on".to_owned());
        self.store(Record::Finish(None));
        self.store(Record::Saves(self.tracker.saves.clone()));
    }

    fn refused(&mut self, now: Ms, code: ErrorCode, message: String, seq: Option<u64>) {
        let Some(seq) = seq else {
            // An `auth` or a `ready` that came at a bad time; both are said again.
            self.log(format!("the server said {code:?}: {message}"));
            return;
        };
        if code.keeps() {
            if self.in_flight.is_some_and(|flying| flying.seq == seq) {
                self.in_flight = None;
                self.hold_until = Some(now + HOLD_MS);
            }
            return;
        }
        self.log(format!("fact {seq} was refused: {code:?}: {message}"));
        let is_finish = self.outbox.get(seq).is_some_and(|fact| fact.finish);
        self.done(seq);
        if let Some(finish) = self.outbox.finish.clone().filter(|_| is_finish) {
            self.store(Record::Finish(Some(Finish { refused: Some(message), ..finish })));
        }
    }

    /// The server will say no more about this fact.
    fn done(&mut self, seq: u64) {
        if self.outbox.get(seq).is_some() {
            self.store(Record::Done(seq));
        }
        if self.in_flight.is_some_and(|flying| flying.seq == seq) {
            self.in_flight = None;
        }
    }
}
