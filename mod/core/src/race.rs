//! The race as the server has told it so far: status, players, zone, what is to be read aloud. Deliberately absent: the game, the
//! connection, how any of it looks.

use crate::game::Ms;
use crate::protocol::{
    BoardPlayer, Level, PlayerStatus, RaceInfo, RaceStatus, SeedInfo, Splits, ToMod, Welcome, You, Zone,
};

const INFO_MS: Ms = 10_000;
const WARNING_MS: Ms = 30_000;
const NOTICES: usize = 3;

/// A sentence of the server, shown for a while.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    pub level: Level,
    pub text: String,
    /// Local ms.
    pub until: Ms,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Race {
    pub info: Option<RaceInfo>,
    pub code: String,
    pub seed: Option<SeedInfo>,
    pub me: String,
    pub you: Option<You>,
    pub zone: Option<Zone>,
    pub board: Vec<BoardPlayer>,
    pub splits: Splits,
    pub notices: Vec<Notice>,
    /// What was said with the last change of status.
    pub status_message: Option<String>,
}

impl Race {
    pub fn status(&self) -> Option<RaceStatus> {
        self.info.as_ref().map(|info| info.status)
    }

    /// However it ended.
    pub fn is_over(&self) -> bool {
        matches!(self.status(), Some(RaceStatus::Finished | RaceStatus::Cancelled))
    }

    pub fn my_status(&self) -> Option<PlayerStatus> {
        self.you.as_ref().map(|you| you.status)
    }

    /// Server ms of the start: planned in a countdown, else passed.
    pub fn start(&self) -> Option<Ms> {
        let info = self.info.as_ref()?;
        match info.status {
            RaceStatus::Countdown => info.starts_at,
            RaceStatus::Running | RaceStatus::Finished => info.started_at,
            _ => None,
        }
    }

    pub fn mine(&self) -> Option<&BoardPlayer> {
        self.board.iter().find(|line| line.id == self.me)
    }

    pub fn welcome(&mut self, welcome: Welcome) {
        self.info = Some(welcome.race);
        self.code = welcome.code;
        self.seed = Some(welcome.seed);
        self.me = welcome.participant_id;
        self.you = Some(welcome.you);
        self.zone = welcome.zone.or(self.zone.take());
        self.board = welcome.participants;
        self.status_message = None;
    }

    /// `now`: local ms. Messages of the connection itself (acks, pings, errors, clock) mean nothing here.
    pub fn hear(&mut self, now: Ms, message: &ToMod) {
        match message {
            ToMod::Countdown { starts_at, .. } => self.count_down(*starts_at),
            ToMod::CountdownCancelled { message } => {
                if self.status() == Some(RaceStatus::Countdown) {
                    self.become_status(RaceStatus::Open);
                }
                self.notice(now, Level::Warning, format!("The countdown was stopped. {message}"));
            }
            ToMod::RaceStart { started_at } => self.start_at(*started_at),
            ToMod::RaceStatusChange { status, message } => {
                self.become_status(*status);
                self.status_message.clone_from(message);
            }
            ToMod::PlayerStatus { status, reason } => {
                self.you = Some(You { status: *status, reason: reason.clone() });
            }
            ToMod::Notice { level, text } => self.notice(now, *level, text.clone()),
            ToMod::ZoneUpdate(zone) => self.zone = Some(zone.clone()),
            ToMod::LeaderboardUpdate { leader_splits, participants } => {
                self.splits.clone_from(leader_splits);
                self.board.clone_from(participants);
            }
            _ => {}
        }
    }

    pub fn notice(&mut self, now: Ms, level: Level, text: String) {
        let until = now + if level == Level::Warning { WARNING_MS } else { INFO_MS };
        self.notices.retain(|notice| notice.text != text);
        self.notices.push(Notice { level, text, until });
        if self.notices.len() > NOTICES {
            self.notices.remove(0);
        }
    }

    /// Answers true if something was there that is not shown any more.
    pub fn forget_notices(&mut self, now: Ms) -> bool {
        let before = self.notices.len();
        self.notices.retain(|notice| notice.until > now);
        self.notices.len() != before
    }

    /// A start that comes after the end was overtaken on the way.
    fn start_at(&mut self, started_at: Ms) {
        if !self.is_over() {
            self.become_status(RaceStatus::Running);
        }
        if let Some(info) = &mut self.info {
            info.started_at = Some(started_at);
        }
    }

    /// A countdown that comes after its own start was overtaken on the way.
    fn count_down(&mut self, starts_at: Ms) {
        let Some(info) = &mut self.info else { return };
        if matches!(info.status, RaceStatus::Draft | RaceStatus::Open | RaceStatus::Countdown) {
            info.status = RaceStatus::Countdown;
            info.starts_at = Some(starts_at);
        }
    }

    fn become_status(&mut self, status: RaceStatus) {
        if let Some(info) = &mut self.info {
            info.status = status;
            if status == RaceStatus::Open {
                info.starts_at = None;
            }
        }
        self.status_message = None;
    }
}
