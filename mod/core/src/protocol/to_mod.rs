//! What a server says to a mod. Fields that a newer server adds are ignored.

use super::codes::{AuthErrorCode, ErrorCode, Level, PlayerStatus, RaceStatus};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Layer -> IGT at which the leader entered it.
pub type Splits = BTreeMap<String, i64>;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToMod {
    AuthOk(Box<Welcome>),
    AuthError {
        code: AuthErrorCode,
        message: String,
    },
    Error {
        code: ErrorCode,
        message: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seq: Option<u64>,
    },
    /// `place` only for a finish.
    Ack {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seq: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<u32>,
    },
    TimeSync {
        t0: f64,
        t1: i64,
        t2: i64,
    },
    /// Replaces the countdown before.
    Countdown {
        starts_at: i64,
        seconds: i64,
    },
    CountdownCancelled {
        message: String,
    },
    RaceStart {
        started_at: i64,
    },
    RaceStatusChange {
        status: RaceStatus,
        message: Option<String>,
    },
    PlayerStatus {
        status: PlayerStatus,
        reason: Option<String>,
    },
    Notice {
        level: Level,
        text: String,
    },
    ZoneUpdate(Zone),
    /// All marks to set, not only new ones.
    DeathCounts {
        flags: Vec<i64>,
    },
    LeaderboardUpdate {
        leader_splits: Splits,
        participants: Vec<BoardPlayer>,
    },
    Ping,
}

/// The answer to `auth`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Welcome {
    pub participant_id: String,
    pub code: String,
    pub race: RaceInfo,
    pub seed: SeedInfo,
    /// Of this outbox; 0 where the server knows nothing of it.
    pub last_seq: u64,
    pub you: You,
    pub zone: Option<Zone>,
    pub config: Config,
    pub participants: Vec<BoardPlayer>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RaceInfo {
    pub id: String,
    pub name: String,
    pub status: RaceStatus,
    pub scheduled_start: Option<i64>,
    pub starts_at: Option<i64>,
    pub started_at: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeedInfo {
    pub total_layers: i64,
    /// Flags of fog gates, sorted.
    pub event_ids: Vec<i64>,
    /// 0 where the seed's graph is away.
    pub finish_event: i64,
    pub pack: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct You {
    pub status: PlayerStatus,
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Config {
    pub show_finished_names: bool,
    pub late_minutes: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    pub node: String,
    pub display_name: String,
    pub tier: i64,
    pub layer: i64,
    pub exits: Vec<Exit>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exit {
    /// Where in the zone it stands.
    pub text: String,
    /// None until this player has been there.
    pub to: Option<String>,
    /// The gate by which the player first came.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub origin: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardPlayer {
    pub id: String,
    /// None: finished, somebody else, and the race hides finished names.
    pub name: Option<String>,
    /// Index into the palette.
    pub color: usize,
    pub layer: i64,
    /// None while unfinished.
    pub igt_ms: Option<i64>,
    pub death_count: i64,
    pub finished: bool,
    pub status: PlayerStatus,
    pub connected: bool,
    pub gap_ms: Option<i64>,
}
