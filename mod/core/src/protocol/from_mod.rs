//! What a mod says. `igt_ms`: in-game time; `at`: server epoch ms at which it happened, None while no clock offset is known.

use super::codes::{NotReadyReason, SaveState};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromMod {
    Auth {
        mod_token: String,
        protocol: u32,
        mod_version: String,
        game_version: String,
        /// SHA-256 of the pack, from speedfog_race.toml.
        pack: String,
        /// Plain ASCII.
        outbox: String,
    },
    /// `t0`: the client's monotonic clock when it is sent.
    TimeSync {
        t0: f64,
        rtt_ms: Option<i64>,
        bound_ms: Option<i64>,
    },
    Ready,
    NotReady {
        reason: NotReadyReason,
    },
    StatusUpdate {
        igt_ms: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        current_zone: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        current_layer: Option<i64>,
        death_count: i64,
        #[serde(skip_serializing_if = "Option::is_none")]
        map_id: Option<String>,
    },
    EventFlag {
        seq: u64,
        flag_id: i64,
        igt_ms: i64,
        death_count: i64,
        at: Option<i64>,
    },
    ZoneEntered {
        seq: u64,
        from_zone: Option<String>,
        to_zone: String,
        igt_ms: i64,
        death_count: i64,
        at: Option<i64>,
    },
    Finished {
        seq: u64,
        igt_ms: i64,
        death_count: i64,
        at: Option<i64>,
    },
    Save {
        state: SaveState,
        igt_ms: i64,
    },
    Note {
        code: String,
        text: String,
    },
    Pong,
}

impl FromMod {
    /// One text frame.
    pub fn to_frame(&self) -> String {
        // Nothing in these types can fail to become JSON: no maps with odd keys; a number that is none is written as null.
        serde_json::to_string(self).unwrap_or_default()
    }
}
