//! A server that lets everybody in and keeps facts as the real one does.

use super::{FINISH, GATES, PACK, STARTED};
use serde_json::{json, Value};
use speedfog_core::game::Ms;
use speedfog_core::protocol::FromMod;

/// `auth_ok` of a race in this status, with this player's.
pub fn welcome(race: &str, you: &str, last_seq: u64) -> Value {
    let started = if race == "running" || race == "finished" { json!(STARTED) } else { Value::Null };
    json!({
        "type": "auth_ok", "participant_id": "me", "code": "K7Q2X",
        "race": { "id": "r", "name": "Sunday Showdown", "status": race, "scheduled_start": null, "starts_at": null, "started_at": started },
        "seed": { "total_layers": 12, "event_ids": GATES, "finish_event": FINISH, "pack": PACK },
        "last_seq": last_seq, "you": { "status": you, "reason": null }, "zone": null,
        "config": { "show_finished_names": true, "late_minutes": 15 }, "participants": []
    })
}

pub fn player_status(status: &str) -> Value {
    json!({ "type": "player_status", "status": status, "reason": null })
}

/// Keeps facts as the real one: by number, the first one stands.
#[derive(Default)]
pub struct Server {
    pub facts: Vec<(u64, u32, i64, Option<i64>)>,
    pub said: Vec<FromMod>,
    /// What the next fact is answered instead of an ack.
    pub refuse: Option<&'static str>,
    pub silent: bool,
    pub race: &'static str,
    pub you: &'static str,
    /// The log says that this player finished; an organizer may take that back.
    pub finished: bool,
    pub ahead: Ms,
}

impl Server {
    pub fn knows(&self, flag: u32) -> bool {
        self.facts.iter().any(|fact| fact.1 == flag)
    }

    pub fn flags(&self) -> Vec<u32> {
        self.facts.iter().map(|fact| fact.1).collect()
    }

    pub fn last_seq(&self) -> u64 {
        self.facts.iter().map(|fact| fact.0).max().unwrap_or(0)
    }

    pub(super) fn answer(&mut self, now: Ms, message: &FromMod) -> Vec<Value> {
        self.said.push(message.clone());
        if self.silent {
            return Vec::new();
        }
        match message {
            FromMod::Auth { .. } => {
                let you = if self.finished { "finished" } else { self.you };
                vec![welcome(self.race, you, self.last_seq())]
            }
            FromMod::TimeSync { t0, .. } => {
                vec![json!({ "type": "time_sync", "t0": t0, "t1": now + self.ahead, "t2": now + self.ahead })]
            }
            FromMod::EventFlag { seq, flag_id, igt_ms, at, .. } => {
                if let Some(code) = self.refuse {
                    return vec![json!({ "type": "error", "code": code, "message": "No.", "seq": seq })];
                }
                let flag = u32::try_from(*flag_id).unwrap();
                let is_new = !self.facts.iter().any(|fact| fact.0 == *seq);
                let place = if flag == FINISH { json!(3) } else { Value::Null };
                let ack = json!({ "type": "ack", "seq": seq, "place": place });
                if is_new {
                    self.facts.push((*seq, flag, *igt_ms, *at));
                }
                if is_new && flag == FINISH {
                    self.finished = true;
                    return vec![player_status("finished"), ack];
                }
                vec![ack]
            }
            _ => Vec::new(),
        }
    }
}
