//! From a text frame to a message: unknown types are told apart from broken messages, and neither does any harm.

use super::ToMod;
use serde_json::Value;

/// Every type that a server sends to mods.
pub const TO_MOD_TYPES: [&str; 15] = [
    "ack",
    "auth_error",
    "auth_ok",
    "countdown",
    "countdown_cancelled",
    "death_counts",
    "error",
    "leaderboard_update",
    "notice",
    "ping",
    "player_status",
    "race_start",
    "race_status_change",
    "time_sync",
    "zone_update",
];

#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    Message(ToMod),
    /// A type that this mod does not know: ignored.
    Unknown(String),
    /// Skipped, and worth a line in the log: what is wrong with it.
    Malformed(String),
}

pub fn parse_to_mod(frame: &str) -> Heard {
    let value: Value = match serde_json::from_str(frame) {
        Ok(value) => value,
        Err(error) => return Heard::Malformed(format!("not JSON: {error}")),
    };
    let Some(kind) = value.get("type").and_then(Value::as_str) else {
        return Heard::Malformed("type: must be text".to_owned());
    };
    if !TO_MOD_TYPES.contains(&kind) {
        return Heard::Unknown(kind.to_owned());
    }
    let kind = kind.to_owned();
    match serde_json::from_value(value) {
        Ok(message) => Heard::Message(message),
        Err(error) => Heard::Malformed(format!("{kind}: {error}")),
    }
}
