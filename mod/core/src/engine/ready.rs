//! Ready and not ready (PROTOCOL.md, Ready): said by the mod by itself while the player could start, and taken back with a key.

use super::Engine;
use crate::game::{Ms, Scene};
use crate::protocol::{FromMod, NotReadyReason, PlayerStatus, RaceStatus, SaveState};
use crate::saves::FRESH_BELOW_MS;

/// What got no answer is said again.
const AGAIN_MS: Ms = 5_000;
/// The server's word for "the player took it back".
const BY_PLAYER: &str = "player";

/// Why a player could not start now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hindrance {
    Pack,
    Game,
    WrongSave,
    LeftMenu,
}

impl Engine {
    /// None: the player could start a new character this very moment.
    pub(crate) fn hindrance(&self) -> Option<Hindrance> {
        if self.is_outdated() {
            return Some(Hindrance::Pack);
        }
        if !self.game().known {
            return Some(Hindrance::Game);
        }
        let now = self.tracker.now();
        match self.tracker.loaded() {
            Some(loaded) if loaded.state == SaveState::Other => Some(Hindrance::WrongSave),
            Some(_) if now.igt_ms >= FRESH_BELOW_MS => Some(Hindrance::LeftMenu),
            // Not told yet what it is: a character from somewhere, being loaded.
            None if now.scene == Scene::Playing && now.igt_ms >= FRESH_BELOW_MS => Some(Hindrance::WrongSave),
            _ => None,
        }
    }

    pub(crate) fn may_get_ready(&self) -> bool {
        matches!(self.race.status(), Some(RaceStatus::Open | RaceStatus::Countdown))
    }

    /// True if the player took it back; only a key says it again.
    pub(crate) fn took_it_back(&self) -> bool {
        let reason = self.race.you.as_ref().and_then(|you| you.reason.as_deref());
        self.race.my_status() == Some(PlayerStatus::Registered) && reason == Some(BY_PLAYER)
    }

    pub(super) fn say_readiness(&mut self, now: Ms) {
        let Some(message) = self.readiness_to_say() else { return };
        let ready = message == FromMod::Ready;
        let said = self.asked_ready.is_some_and(|(what, at)| what == ready && now - at < AGAIN_MS);
        if !said {
            self.asked_ready = Some((ready, now));
            self.say(message);
        }
    }

    /// When what got no answer is due again.
    pub(super) fn readiness_due(&self) -> Option<Ms> {
        let (_, at) = self.asked_ready?;
        self.readiness_to_say().map(|_| at + AGAIN_MS)
    }

    fn readiness_to_say(&self) -> Option<FromMod> {
        if !self.may_get_ready() {
            return None;
        }
        match (self.race.my_status()?, self.hindrance()) {
            (PlayerStatus::Registered, None) if !self.took_it_back() => Some(FromMod::Ready),
            (PlayerStatus::Ready, Some(hindrance)) => Some(FromMod::NotReady { reason: reason_of(hindrance) }),
            _ => None,
        }
    }

    pub(super) fn toggle_ready(&mut self, now: Ms) {
        if !self.may_get_ready() {
            return;
        }
        match (self.race.my_status(), self.hindrance()) {
            (Some(PlayerStatus::Ready), _) => {
                // Registered for now, by the player's own wish: the server's word follows.
                if let Some(you) = &mut self.race.you {
                    you.status = PlayerStatus::Registered;
                    you.reason = Some(BY_PLAYER.to_owned());
                }
                self.say(FromMod::NotReady { reason: NotReadyReason::Player });
            }
            (_, None) => self.say(FromMod::Ready),
            (_, Some(hindrance)) => self.warn(now, crate::view::words::hindrance(hindrance)),
        }
    }
}

fn reason_of(hindrance: Hindrance) -> NotReadyReason {
    match hindrance {
        Hindrance::LeftMenu => NotReadyReason::LeftMenu,
        Hindrance::WrongSave | Hindrance::Pack | Hindrance::Game => NotReadyReason::WrongSave,
    }
}
