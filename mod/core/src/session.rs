//! One player's connection as a pure state machine: when to connect, how long to wait, when silence means that nobody is there
//! (PROTOCOL.md, Sockets). Deliberately absent: sockets, messages' meaning.

use crate::game::Ms;
use crate::protocol::close;

/// After a restart of the server nobody is away for more than some seconds; after minutes nobody asks more than twice a minute.
const FIRST_RETRY_MS: f64 = 1_000.0;
const LONGEST_RETRY_MS: f64 = 30_000.0;
const RETRY_GROWTH: f64 = 1.2;
/// Nothing heard for so long: the other end is gone. The server pings every 20 s.
const SILENCE_MS: Ms = 60_000;
/// For the connection, then for the answer to `auth`.
const PATIENCE_MS: Ms = 20_000;

/// Why a connection ended or never began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gone {
    /// Closed by the server with this code.
    Closed(u16),
    /// The server answered the upgrade with an HTTP status and, where it is ours, a code.
    Refused { status: u16, code: String },
    /// Everything else: no route, no name, cut.
    Broken(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Waiting { until: Ms },
    Connecting { since: Ms },
    Greeting { since: Ms },
    In,
    Over,
}

/// Why there will be no other try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// 4003; the sentence came before, with `auth_error`.
    Refused,
    /// 4004 or an unknown race.
    RaceGone,
    /// 4009: the same player elsewhere. A key takes over again.
    Replaced,
}

#[derive(Debug, Clone)]
pub struct Session {
    phase: Phase,
    ending: Option<Ending>,
    /// Local ms since when nobody has let this player in.
    offline_since: Ms,
    heard_at: Ms,
    retry_ms: f64,
    dice: u64,
    /// Counts connections, so that what comes late from one before is known.
    number: u64,
}

/// What the session wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Connect { number: u64 },
    Disconnect { number: u64 },
}

impl Session {
    /// `seed`: for the jitter.
    pub fn new(now: Ms, seed: u64) -> Self {
        Self {
            phase: Phase::Waiting { until: now },
            ending: None,
            offline_since: now,
            heard_at: now,
            retry_ms: FIRST_RETRY_MS,
            dice: seed | 1,
            number: 0,
        }
    }

    pub fn is_in(&self) -> bool {
        self.phase == Phase::In
    }

    pub fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// None while in.
    pub fn offline_since(&self) -> Option<Ms> {
        (!self.is_in()).then_some(self.offline_since)
    }

    pub fn is_current(&self, number: u64) -> bool {
        number == self.number && !matches!(self.phase, Phase::Waiting { .. } | Phase::Over)
    }

    pub fn opened(&mut self, now: Ms) {
        self.phase = Phase::Greeting { since: now };
        self.heard_at = now;
    }

    pub fn heard(&mut self, now: Ms) {
        self.heard_at = now;
    }

    /// `auth_ok` came.
    pub fn entered(&mut self) {
        self.phase = Phase::In;
        self.retry_ms = FIRST_RETRY_MS;
    }

    pub fn gone(&mut self, now: Ms, why: &Gone) {
        self.ending = match why {
            Gone::Closed(close::REFUSED) => Some(Ending::Refused),
            Gone::Closed(close::RACE_GONE) => Some(Ending::RaceGone),
            Gone::Closed(close::REPLACED) => Some(Ending::Replaced),
            Gone::Refused { status: 404, code } if code == "unknown_race" => Some(Ending::RaceGone),
            _ => None,
        };
        if self.is_in() {
            self.offline_since = now;
        }
        self.phase = if self.ending.is_some() { Phase::Over } else { Phase::Waiting { until: now + self.next_wait() } };
    }

    /// Takes over from another computer, or tries at once instead of waiting.
    pub fn again(&mut self, now: Ms) {
        if matches!(self.phase, Phase::Waiting { .. }) || self.ending == Some(Ending::Replaced) {
            self.ending = None;
            self.phase = Phase::Waiting { until: now };
        }
    }

    pub fn tick(&mut self, now: Ms) -> Option<Wish> {
        match self.phase {
            Phase::Waiting { until } if until <= now => {
                self.number += 1;
                self.phase = Phase::Connecting { since: now };
                Some(Wish::Connect { number: self.number })
            }
            Phase::Connecting { since } | Phase::Greeting { since } if now - since >= PATIENCE_MS => {
                Some(self.give_up(now))
            }
            Phase::In if now - self.heard_at >= SILENCE_MS => Some(self.give_up(now)),
            _ => None,
        }
    }

    /// Local ms at which `tick` has something to say; None: never, unless something happens.
    pub fn next_at(&self) -> Option<Ms> {
        match self.phase {
            Phase::Waiting { until } => Some(until),
            Phase::Connecting { since } | Phase::Greeting { since } => Some(since + PATIENCE_MS),
            Phase::In => Some(self.heard_at + SILENCE_MS),
            Phase::Over => None,
        }
    }

    fn give_up(&mut self, now: Ms) -> Wish {
        let number = self.number;
        self.gone(now, &Gone::Broken("silence".to_owned()));
        Wish::Disconnect { number }
    }

    /// Between half and all of the wait whose turn it is.
    fn next_wait(&mut self) -> Ms {
        let wait = self.retry_ms * (0.5 + self.roll() / 2.0);
        self.retry_ms = (self.retry_ms * RETRY_GROWTH).min(LONGEST_RETRY_MS);
        wait as Ms
    }

    /// 0 to 1. Xorshift: good enough to keep a hundred players from knocking at once.
    fn roll(&mut self) -> f64 {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        (self.dice >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait_of(session: &Session, now: Ms) -> Ms {
        session.next_at().unwrap() - now
    }

    #[test]
    fn waits_grow_slowly_up_to_half_a_minute_and_differ() {
        let waits = |seed: u64| {
            let mut session = Session::new(0, seed);
            (0..60)
                .map(|_| {
                    session.tick(session.next_at().unwrap());
                    session.gone(0, &Gone::Broken(String::new()));
                    wait_of(&session, 0)
                })
                .collect::<Vec<_>>()
        };
        let one = waits(7);
        assert!((500..=1_000).contains(&one[0]) && one[1] <= 1_200 && one[2] <= 1_440, "{one:?}");
        assert!(one[40..].iter().all(|wait| (15_000..=30_000).contains(wait)), "{one:?}");
        assert_ne!(one, waits(8));
    }

    #[test]
    fn who_was_let_in_waits_little_again() {
        let mut session = Session::new(0, 1);
        for _ in 0..30 {
            session.tick(session.next_at().unwrap());
            session.gone(0, &Gone::Closed(1013));
        }
        assert!(wait_of(&session, 0) > 10_000);
        session.tick(1_000_000);
        session.opened(1_000_000);
        session.entered();
        session.gone(1_000_000, &Gone::Closed(1001));
        assert!(wait_of(&session, 1_000_000) <= 1_000);
        assert_eq!(session.offline_since(), Some(1_000_000));
    }

    #[test]
    fn some_endings_are_final_and_one_can_be_taken_back() {
        for (why, ending) in [
            (Gone::Closed(4003), Some(Ending::Refused)),
            (Gone::Closed(4004), Some(Ending::RaceGone)),
            (Gone::Closed(4009), Some(Ending::Replaced)),
            (Gone::Refused { status: 404, code: "unknown_race".into() }, Some(Ending::RaceGone)),
            (Gone::Refused { status: 404, code: String::new() }, None),
            (Gone::Refused { status: 503, code: "try_again".into() }, None),
            (Gone::Closed(4008), None),
            (Gone::Closed(1013), None),
            (Gone::Broken("cut".into()), None),
        ] {
            let mut session = Session::new(0, 1);
            session.tick(0);
            session.gone(5, &why);
            assert_eq!(session.ending(), ending, "{why:?}");
            assert_eq!(session.next_at().is_none(), ending.is_some());
            session.again(10);
            assert_eq!(session.tick(10).is_some(), ending.is_none() || ending == Some(Ending::Replaced), "{why:?}");
        }
    }

    #[test]
    fn silence_ends_a_connection_and_late_words_of_it_are_known() {
        let mut session = Session::new(0, 1);
        assert_eq!(session.tick(0), Some(Wish::Connect { number: 1 }));
        session.opened(100);
        session.entered();
        session.heard(30_000);
        assert_eq!(session.tick(89_999), None);
        assert_eq!(session.tick(90_000), Some(Wish::Disconnect { number: 1 }));
        assert!(!session.is_current(1));
        assert_eq!(session.tick(91_000), Some(Wish::Connect { number: 2 }));
        assert!(session.is_current(2));
        assert_eq!(session.tick(111_000), Some(Wish::Disconnect { number: 2 }), "no answer at all");
    }
}
