//! Everything the mod knows, in one place that is told what happens and answers with what to do. It is given the time, and never
//! waits: whoever drives it carries out the effects, in order, and calls again at `next_wake`. The same engine drives a game, a
//! player without one, and the delivery of what an earlier race left behind.

mod hear;
mod play;
mod ready;
mod send;

use crate::clock::ServerClock;
use crate::game::{Action, GameVersion, Ms, Observation, Order};
use crate::outbox::{Outbox, Record};
use crate::protocol::{AuthErrorCode, FromMod, Level, SaveState};
use crate::race::Race;
use crate::session::{Ending, Gone, Session, Wish};
use crate::tracker::Tracker;
use crate::view::{self, View, ViewOptions};
pub(crate) use ready::Hindrance;
use std::collections::VecDeque;

const NOTES_WAITING: usize = 10;

/// What the engine is, before anything happens.
#[derive(Debug, Clone)]
pub struct Setup {
    /// As folded from its file, or new.
    pub outbox: Outbox,
    pub game: GameVersion,
    pub mod_version: String,
    pub view: ViewOptions,
    /// True: only sends what the outbox holds; there is no game.
    pub deliver_only: bool,
    /// For the jitter of reconnects.
    pub seed: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    Observed(Observation),
    Pressed(Action),
    /// Something for the organizer: a code and a sentence.
    Note {
        code: String,
        text: String,
    },
    /// One sentence about why this start will not do, from configuration or the start-up question; None: all is well.
    Startup(Option<String>),
    /// Something that the player should read now and then forget.
    Warning(String),
    Opened {
        number: u64,
    },
    /// `arrived`: local ms, as finely as it is known.
    Frame {
        number: u64,
        arrived: f64,
        text: String,
    },
    Closed {
        number: u64,
        why: Gone,
    },
}

/// To be carried out in order: what is stored is stored before what comes after it is sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Store(Record),
    Connect {
        number: u64,
    },
    Disconnect {
        number: u64,
    },
    Send(FromMod),
    /// A clock exchange: `t0` is stamped by whoever sends it, in the last moment.
    SendSync {
        rtt_ms: Option<i64>,
        bound_ms: Option<i64>,
    },
    Order(Order),
    /// A line for the log. Never a token.
    Log(String),
}

/// A fact that was sent and not answered yet.
#[derive(Debug, Clone, Copy)]
struct InFlight {
    seq: u64,
    sent_at: Ms,
}

#[derive(Debug)]
pub struct Engine {
    setup: Setup,
    pub(crate) outbox: Outbox,
    pub(crate) tracker: Tracker,
    pub(crate) race: Race,
    pub(crate) clock: ServerClock,
    pub(crate) session: Session,
    pub(crate) startup: Option<String>,
    pub(crate) auth_error: Option<(AuthErrorCode, String)>,
    pub(crate) ui_hidden: bool,
    pub(crate) exits_closed: bool,
    in_flight: Option<InFlight>,
    /// The server asked to try again later.
    hold_until: Option<Ms>,
    fact_sent_at: Option<Ms>,
    pulse_at: Ms,
    /// Ready or not ready was said, and when; the server has not answered yet.
    asked_ready: Option<(bool, Ms)>,
    saves_to_tell: VecDeque<(SaveState, u32)>,
    notes: VecDeque<(String, String)>,
    note_at: Ms,
    effects: Vec<Effect>,
}

impl Engine {
    /// `now`: local ms, of a clock that runs evenly and is about the computer's epoch ms.
    pub fn new(setup: Setup, now: Ms) -> Self {
        let outbox = setup.outbox.clone();
        let mut engine = Self {
            tracker: Tracker::new(outbox.saves.clone()),
            race: Race::default(),
            clock: ServerClock::new(outbox.watched.offset_ms),
            session: Session::new(now, setup.seed),
            startup: None,
            auth_error: None,
            ui_hidden: false,
            exits_closed: false,
            in_flight: None,
            hold_until: None,
            fact_sent_at: None,
            pulse_at: now,
            asked_ready: None,
            saves_to_tell: VecDeque::new(),
            notes: VecDeque::new(),
            note_at: now,
            effects: Vec::new(),
            outbox,
            setup,
        };
        engine.watch();
        engine
    }

    /// Something happened. `now` never goes back.
    pub fn input(&mut self, now: Ms, input: Input) -> Vec<Effect> {
        match input {
            Input::Observed(look) => self.observe(now, &look),
            Input::Pressed(action) => self.press(now, action),
            Input::Note { code, text } => self.note(code, text),
            Input::Startup(sentence) => self.startup = sentence,
            Input::Warning(text) => self.warn(now, &text),
            Input::Opened { number } if self.session.is_current(number) => self.opened(now),
            Input::Frame { number, arrived, text } if self.session.is_current(number) => self.hear(now, arrived, &text),
            Input::Closed { number, why } if self.session.is_current(number) => self.closed(now, &why),
            Input::Opened { .. } | Input::Frame { .. } | Input::Closed { .. } => {}
        }
        self.tick(now)
    }

    /// Time went by. Does whatever is due, and answers everything that is to be done.
    pub fn tick(&mut self, now: Ms) -> Vec<Effect> {
        match self.session.tick(now) {
            Some(Wish::Connect { number }) => self.effects.push(Effect::Connect { number }),
            Some(Wish::Disconnect { number }) => {
                self.lost();
                self.effects.push(Effect::Disconnect { number });
            }
            None => {}
        }
        if self.session.is_in() {
            self.send_due(now);
        }
        self.race.forget_notices(now);
        std::mem::take(&mut self.effects)
    }

    /// Local ms at which `tick` has something to do at the latest.
    pub fn next_wake(&self, now: Ms) -> Ms {
        let go = self.go_at().filter(|&at| at > now);
        let sending = self.session.is_in().then(|| self.next_send(now)).flatten();
        [self.session.next_at(), go, sending].into_iter().flatten().min().unwrap_or(now + 60_000).max(now)
    }

    /// What is to be drawn now.
    pub fn view(&self, now: Ms) -> View {
        view::make(self, &self.setup.view, now)
    }

    /// For `deliver_only`: nothing is left to do, or nothing can be done.
    pub fn is_done(&self) -> bool {
        let too_early = self.session.is_in() && self.hold_until.is_some();
        self.outbox.is_empty() || self.session.ending().is_some() || too_early
    }

    /// True if nobody will ever need the outbox again: nothing is left of a race that is over, or nobody takes what is left. Who is
    /// told that this mod is too old takes it from a newer one.
    pub fn is_of_no_use(&self) -> bool {
        let too_old = matches!(self.auth_error, Some((AuthErrorCode::ModOutdated, _)));
        match self.session.ending() {
            Some(Ending::Refused) => !too_old,
            Some(Ending::RaceGone) => true,
            _ => self.outbox.is_empty() && self.race.is_over(),
        }
    }

    pub fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    pub(crate) fn game(&self) -> &GameVersion {
        &self.setup.game
    }

    /// Local ms of the start, planned or passed.
    pub(crate) fn go_at(&self) -> Option<Ms> {
        self.race.start().and_then(|server| self.clock.to_local(server))
    }

    /// True if this pack is of another seed than the race's.
    pub(crate) fn is_outdated(&self) -> bool {
        let pack = &self.outbox.owner.pack;
        self.race.seed.as_ref().is_some_and(|seed| !pack.is_empty() && seed.pack != *pack)
    }

    fn press(&mut self, now: Ms, action: Action) {
        match action {
            Action::ToggleUi => self.ui_hidden = !self.ui_hidden,
            Action::ToggleExits => self.exits_closed = !self.exits_closed,
            Action::ToggleReady if self.session.is_in() => self.toggle_ready(now),
            Action::ToggleReady => self.session.again(now),
        }
    }

    fn note(&mut self, code: String, text: String) {
        if self.notes.len() < NOTES_WAITING {
            self.notes.push_back((code, text));
        }
    }

    fn opened(&mut self, now: Ms) {
        self.session.opened(now);
        let owner = &self.outbox.owner;
        let auth = FromMod::Auth {
            mod_token: owner.mod_token.clone(),
            protocol: crate::protocol::PROTOCOL_VERSION,
            mod_version: self.setup.mod_version.clone(),
            game_version: self.setup.game.text.clone(),
            pack: owner.pack.clone(),
            outbox: owner.outbox.clone(),
        };
        self.effects.push(Effect::Send(auth));
    }

    fn closed(&mut self, now: Ms, why: &Gone) {
        self.session.gone(now, why);
        self.lost();
        self.log(format!("connection ended: {why:?}"));
    }

    /// What was said on a connection that is gone may not have been heard.
    fn lost(&mut self) {
        self.clock.disconnected();
        self.in_flight = None;
        self.hold_until = None;
        self.asked_ready = None;
    }

    fn watch(&mut self) {
        if self.setup.deliver_only {
            return;
        }
        let watched = &self.outbox.watched;
        let order = self.tracker.watch(watched.event_ids.iter().copied(), watched.finish_event);
        self.effects.extend(order.map(Effect::Order));
    }

    fn store(&mut self, record: Record) {
        self.outbox.apply(record.clone());
        self.effects.push(Effect::Store(record));
    }

    fn say(&mut self, message: FromMod) {
        self.effects.push(Effect::Send(message));
    }

    fn log(&mut self, line: String) {
        self.effects.push(Effect::Log(line));
    }

    fn warn(&mut self, now: Ms, text: &str) {
        self.race.notice(now, Level::Warning, text.to_owned());
    }
}
