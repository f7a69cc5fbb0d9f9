//! What happens in the game, written down.

use super::{Effect, Engine};
use crate::game::{Ms, Observation};
use crate::happening::{Happening, Seen};
use crate::outbox::{Fact, Finish, Record};
use crate::protocol::SaveState;

/// Loads that may wait to be told; of more, the newest.
const SAVES_WAITING: usize = 10;

impl Engine {
    pub(super) fn observe(&mut self, now: Ms, look: &Observation) {
        for happening in self.tracker.observe(now, look) {
            match happening {
                Happening::Noted(seen) => self.write_down(seen),
                Happening::Loaded { state, igt_ms } => {
                    self.log(format!("a character was loaded: {state:?} at {igt_ms} ms"));
                    if self.saves_to_tell.len() == SAVES_WAITING {
                        self.saves_to_tell.pop_front();
                    }
                    self.saves_to_tell.push_back((state, igt_ms));
                    // One that is not sent yet must not be missed, whatever is played meanwhile.
                    if state == SaveState::Fresh && self.outbox.finish.is_some() && !self.outbox.has_finish() {
                        self.store(Record::Finish(None));
                    }
                }
                Happening::Remember => {
                    if self.outbox.saves != self.tracker.saves {
                        self.store(Record::Saves(self.tracker.saves.clone()));
                    }
                }
                Happening::Order(order) => self.effects.push(Effect::Order(order)),
                Happening::Note { code, text } => self.note(code.to_owned(), text),
            }
        }
    }

    fn write_down(&mut self, seen: Seen) {
        let Seen { flag, finish, igt_ms, deaths, at: local } = seen;
        let seq = self.outbox.next_seq();
        let at = self.clock.to_server(local);
        self.log(format!("flag {flag} was seen at {igt_ms} ms: fact {seq}"));
        self.store(Record::Fact(Fact { seq, flag, igt_ms, deaths, seen: local, at, finish }));
        if finish {
            self.store(Record::Finish(Some(Finish { igt_ms, confirmed: false, place: None, refused: None })));
        }
    }
}
